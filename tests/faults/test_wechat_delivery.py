"""Slow turns, killed workers, a Tencent that refuses, a database that is away: what the citizen gets."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.channels import wechat_turns
from bot.channels.outbox import LAST, LEASE
from bot.channels.wechat_api import LOCK, SHARED_AS, WeChatApi
from bot.channels.wechat_codes import Action, action_of, known, sentence_of
from bot.channels.wechat_menu import menu
from bot.errors import Unavailable, WeChatError
from bot.model import Account, Channel, Delivery, Parcel, Role
from tests.fake_tencent import APP_ID, JPEG, SECRET
from tests.web.wechat_bench import USER, Booth, open_booth, said, until, xml

BUDGET_S = 0.25  # instead of 4.0, so that being late does not take long


@pytest.fixture
async def booth(redis_url, sqlite_url, vault, tmp_path) -> AsyncIterator[Booth]:
    async with open_booth(redis_url, sqlite_url, vault, tmp_path, workers=2, budget_s=BUDGET_S) as opened:
        yield opened


@pytest.fixture
async def pair(redis_url, sqlite_url, vault, tmp_path) -> AsyncIterator[Booth]:
    """Two workers with the real budget: nothing is late."""
    async with open_booth(redis_url, sqlite_url, vault, tmp_path, workers=2) as opened:
        yield opened


@pytest.fixture
async def quick(redis_url, sqlite_url, vault, tmp_path) -> AsyncIterator[Booth]:
    """One worker with the real budget."""
    async with open_booth(redis_url, sqlite_url, vault, tmp_path) as opened:
        yield opened


async def settled(booth: Booth, count: int) -> None:
    """The rows are written."""

    async def there() -> bool:
        return len(await booth.rows()) >= count

    await until(there)


async def quiet(booth: Booth, rounds: int = 3) -> None:
    """Time passes and nothing more is sent."""
    before = len(booth.tencent.sent)
    for worker in range(len(booth.workers)):
        await booth.run(rounds, worker, seconds=100)
    assert len(booth.tencent.sent) == before


# -- slow turns --------------------------------------------------------------------------------------


async def test_a_slow_turn_is_acknowledged_and_sent_exactly_once(booth):
    gate = booth.worker.gate = asyncio.Event()
    assert await booth.push(Content="老板欠我三个月工资") == ""
    assert booth.tencent.sent == []
    gate.set()
    await settled(booth, 1)
    texts = await booth.delivered(1)
    assert len(texts) == 1
    assert "工资" in texts[0]
    assert len(booth.worker.heard) == 1
    await quiet(booth)


async def test_three_copies_of_a_slow_push_give_one_message(booth):
    gate = booth.worker.gate = asyncio.Event()
    body = xml(booth.fields(Content="老板欠我三个月工资"))
    first = await asyncio.gather(booth.post(body, booth.query()), booth.post(body, booth.query()))
    third = asyncio.create_task(booth.post(body, booth.query()))
    await asyncio.sleep(BUDGET_S / 2)
    gate.set()
    assert [text for _, text in (*first, await third)] == ["success"] * 3
    await settled(booth, 1)
    await booth.delivered(1)
    assert await booth.post(body, booth.query()) == (200, "success")
    await quiet(booth)
    assert len(booth.worker.heard) == 1


async def test_a_later_copy_at_another_worker_does_not_answer_what_is_promised(booth):
    gate = booth.worker.gate = asyncio.Event()
    body = xml(booth.fields(Content="老板欠我三个月工资"))
    assert await booth.post(body, booth.query()) == (200, "success")
    booth.world.clock.pass_(seconds=5)
    gate.set()
    assert await booth.post(body, booth.query(), worker=1) == (200, "success")
    await settled(booth, 1)
    await booth.delivered(1)
    await quiet(booth)


async def test_a_copy_within_time_at_another_worker_gets_the_words(pair):
    body = xml(pair.fields(Content="老板欠我三个月工资"))
    _, first = await pair.post(body, pair.query())
    pair.world.clock.pass_(seconds=5)
    _, second = await pair.post(body, pair.query(), worker=1)
    assert said(first) == said(second) != ""


async def test_a_slow_file_is_fetched_in_the_background_once(booth):
    booth.tencent.media["m-1"] = ("image/jpeg", JPEG, booth.tencent.now + 600)
    booth.tencent.slow_s = BUDGET_S * 2
    body = xml(booth.fields(MsgType="image", MediaId="m-1", Content=None))
    assert await booth.post(body, booth.query()) == (200, "success")
    booth.tencent.slow_s = 0
    await settled(booth, 1)
    assert "收到图片" in (await booth.delivered(1))[0]
    assert await booth.post(body, booth.query()) == (200, "success")
    assert booth.tencent.calls["media"] == 1
    await quiet(booth)


async def test_a_worker_killed_in_a_slow_turn_is_replaced(booth):
    booth.worker.gate = asyncio.Event()
    assert await booth.push(Content="老板欠我三个月工资") == ""
    await booth.worker.turns.close(0)
    await booth.run(1, worker=1)
    assert booth.tencent.sent == [], "the first worker has 30 seconds"
    await booth.run(3, worker=1, seconds=31)
    assert len(booth.tencent.texts(USER)) == 1
    assert "工资" in booth.tencent.texts(USER)[0]
    await quiet(booth)


async def test_a_worker_thought_dead_that_answers_after_all_adds_nothing(booth):
    gate = booth.worker.gate = asyncio.Event()
    assert await booth.push(Content="老板欠我三个月工资") == ""
    await booth.run(3, worker=1, seconds=31)
    assert len(booth.tencent.texts(USER)) == 1
    gate.set()
    await booth.worker.turns.close(2)
    await quiet(booth)


async def test_a_fault_is_said_kindly_and_not_acknowledged_as_done(pair):
    pair.worker.fault = KeyError("words")
    assert "再发一次" in await pair.push(Content="你好")
    assert "fault" in pair.notes
    pair.worker.fault = None
    assert "诉前调解" in await pair.push(Content="你好")


async def test_a_fault_in_a_slow_turn_is_tried_again(booth):
    gate = booth.worker.gate = asyncio.Event()
    booth.worker.fault = KeyError("words")
    assert await booth.push(Content="老板欠我三个月工资") == ""
    gate.set()
    await booth.run(2, seconds=31)
    assert booth.tencent.sent == []
    booth.worker.fault = None
    await booth.run(3, seconds=40)
    assert len(booth.tencent.texts(USER)) == 1


async def test_the_database_away_in_a_slow_turn(booth, monkeypatch):
    monkeypatch.setattr(wechat_turns, "SEND_AGAIN_S", (0.01,))
    gate = booth.worker.gate = asyncio.Event()
    booth.world.records.down = True
    assert await booth.push(Content="老板欠我三个月工资") == ""
    gate.set()

    async def sent() -> bool:
        return bool(booth.tencent.texts(USER))

    await until(sent)
    booth.world.records.down = False
    await quiet(booth)
    assert await booth.used() == 1


async def test_redis_away_is_said_within_the_time_and_the_next_try_is_answered(
    own_redis, sqlite_url, vault, tmp_path
):
    async with open_booth(own_redis.url, sqlite_url, vault, tmp_path) as booth:
        await booth.push(Content="你好")
        own_redis.kill()
        body = xml(booth.fields(Content="老板欠我三个月工资"))
        started = time.monotonic()
        status, text = await booth.post(body, booth.query())
        assert time.monotonic() - started < 5
        assert (status, "正在恢复" in said(text)) == (200, True)
        own_redis.start()
        status, text = await booth.post(body, booth.query())
        assert "工资" in said(text)


async def test_shutting_down_waits_for_what_is_under_way(booth):
    gate = booth.worker.gate = asyncio.Event()
    assert await booth.push(Content="老板欠我三个月工资") == ""
    closing = asyncio.create_task(booth.worker.client.close())
    await asyncio.sleep(0.05)
    gate.set()
    async with asyncio.timeout(5):
        await closing
    assert len(await booth.rows()) == 1
    await booth.run(1, worker=1)
    assert len(booth.tencent.texts(USER)) == 1


async def test_too_many_at_once_are_pushed_again_by_tencent(pair, monkeypatch):
    monkeypatch.setattr(wechat_turns, "MOST", 0)
    status, _ = await pair.post(xml(pair.fields()), pair.query())
    assert status == 503


# -- long answers ------------------------------------------------------------------------------------


async def test_a_long_answer_goes_on_in_messages(quick, monkeypatch):
    whole = "".join(f"第{n}句，双方自愿调解不收费。" for n in range(150))
    monkeypatch.setattr(wechat_turns.wechat_text, "words", lambda _: whole)
    body = xml(quick.fields(Content="你好"))
    answers = [await quick.post(body, quick.query()) for _ in range(3)]
    first = {said(text) for _, text in answers}
    assert len(first) == 1
    await quick.run(3)
    rest = quick.tencent.texts(USER)
    assert len(rest) == 3
    assert "".join([*first, *rest]) == whole
    assert all(len(part.encode()) <= 2000 for part in rest)


# -- quota -------------------------------------------------------------------------------------------


async def test_the_desk_s_words_arrive_in_order_within_the_quota(quick):
    await quick.push(Content="你好")
    quick.tencent.speaks(USER)
    words = [f"第{n}条" for n in range(1, 9)]
    for word in words:
        await quick.desk_says(word)
        await quick.push_lines(1)
        await quick.run(1)
    texts = quick.tencent.texts(USER)
    assert texts == [*words[:4], f"第5条\n{LAST}"]
    assert await quick.used() == 5
    waiting = [row for row in await quick.rows() if row.state is Delivery.QUEUED]
    assert [row.body for row in waiting] == words[5:]
    assert all("45047" in row.error for row in waiting)
    quick.tencent.speaks(USER)
    await quick.push(Content="好的")
    assert (await quick.delivered(8))[5:] == words[5:]


async def test_many_rows_at_once_are_joined_where_the_quota_needs_it(quick):
    await quick.push(Content="你好")
    quick.tencent.speaks(USER)
    words = [f"第{n}条" for n in range(9)]
    await quick.desk_says(*words)
    await quick.run(1)
    assert quick.tencent.texts(USER) == ["\n\n".join(words)]
    assert {row.state for row in await quick.rows()} == {Delivery.SENT}


async def test_the_bot_leaves_the_last_message_to_a_person(quick, monkeypatch):
    monkeypatch.setattr(wechat_turns.wechat_text, "words", lambda _: "很长的回答。" * 700)
    await quick.push(Content="你好")
    quick.tencent.speaks(USER)
    await quick.run(8)
    assert len(quick.tencent.texts(USER)) == 4
    await quick.desk_says("调解员来了", "您好")
    await quick.run(2)
    assert quick.tencent.texts(USER)[4:] == [f"调解员来了\n\n您好\n{LAST}"]
    assert quick.tencent.calls["send"] == 5


async def test_after_a_tap_only_three_messages_are_counted_on(quick):
    quick.tencent.taps(USER)
    await quick.push(MsgType="event", Event="CLICK", EventKey="cmd:human", Content=None, MsgId=None)
    await quick.desk_says(*[f"很长的第{n}条" + "字" * 600 for n in range(5)])
    await quick.run(4)
    assert len(quick.tencent.texts(USER)) == 3
    assert quick.tencent.calls["send"] == 3, "Tencent is not asked for more than it allows"


async def test_tencent_s_own_count_wins(quick):
    await quick.push(Content="你好")
    quick.tencent.windows[USER] = (quick.tencent.now + 3600, 1)
    one, two = await quick.desk_says("第一条", "第二条")
    await quick.run(2)
    assert (await quick.state(one)).state is Delivery.SENT
    assert (await quick.state(two)).state is Delivery.QUEUED
    assert await quick.used() == 5, "the desk is shown that nothing is left"
    quick.tencent.speaks(USER)
    await quick.push(Content="在")
    assert (await quick.delivered(2))[1:] == ["第二条"]


async def test_after_48_hours_a_message_waits_for_the_citizen(quick):
    await quick.push(Content="你好")
    (row,) = await quick.desk_says("您方便说话吗")
    quick.world.clock.pass_(hours=49)
    await quick.run(3)
    assert quick.tencent.calls["send"] == 0
    assert "48小时" in (await quick.state(row)).error
    await quick.push(Content="方便")
    assert await quick.delivered(1) == ["您方便说话吗"]


async def test_who_never_comes_back_is_told_to_the_desk(quick):
    await quick.push(Content="你好")
    (row,) = await quick.desk_says("您方便说话吗")
    await quick.run(1, hours=49)
    await quick.run(1, hours=31 * 24)
    assert (await quick.state(row)).state is Delivery.FAILED
    assert "电话" in (await quick.state(row)).error


# -- refusals ----------------------------------------------------------------------------------------

FATES = {
    Action.RETRY: Delivery.QUEUED,
    Action.REFRESH: Delivery.QUEUED,
    Action.CLOSED: Delivery.QUEUED,
    Action.QUOTA: Delivery.QUEUED,
    Action.ALERT: Delivery.QUEUED,
    Action.DEAD: Delivery.FAILED,
    Action.RESEND: Delivery.FAILED,
    Action.IGNORE: Delivery.FAILED,
    Action.PERMANENT: Delivery.FAILED,
}
DOCUMENTED = [
    *(-1, 40001, 40014, 42001, 40003, 40007, 40004, 40011, 40013, 40125, 40243, 40016, 40027, 40119, 40120),
    *(40029, 40163, 40164, 41001, 41009, 43004, 43019, 43101, 44001, 44004, 45002, 45008, 45009, 45011),
    *(45015, 45047, 45072, 45080, 45081, 48001, 50002, 61004, 89503),
]


def test_every_documented_code_has_a_row_and_a_sentence():
    assert set(DOCUMENTED) <= known()
    for code in known():
        sentence = sentence_of(WeChatError(code))
        assert f"（{code}）" in sentence
        assert len(sentence) < 100
        assert not set("!！") & set(sentence)


async def test_every_code_has_its_fate_and_none_stops_the_others(quick):
    """One after the other in one world: a row refused with each code, then a row that goes through."""
    await quick.push(Content="你好")
    fates = {}
    for code in [*DOCUMENTED, 99999]:
        quick.tencent.refuse_always = code
        quick.world.clock.pass_(seconds=20)
        await quick.push(Content="再问")  # a new window
        (row,) = await quick.desk_says(f"{code}")
        await quick.run(1)
        found = await quick.state(row)
        fates[code] = found.state
        assert str(code) in found.error or found.state is Delivery.SENT
        async with quick.world.records.begin() as tx:
            await tx.outbox.failed(row, "done with")
    assert fates == {code: FATES[action_of(WeChatError(code))] for code in fates}
    quick.tencent.refuse_always = 0
    await quick.push(Content="再问")
    await quick.desk_says("通了")
    assert (await quick.delivered(1))[-1] == "通了"


async def test_busy_is_tried_again_after_a_while(quick):
    await quick.push(Content="你好")
    (row,) = await quick.desk_says("第一条")
    quick.tencent.refuse = [-1, -1]
    await quick.run(1)
    assert (await quick.state(row)).tries == 1
    await quick.run(1)
    assert quick.tencent.calls["send"] == 1, "not before five seconds"
    await quick.run(1, seconds=5)
    assert (await quick.state(row)).tries == 2
    await quick.run(1, seconds=31)
    assert (await quick.state(row)).state is Delivery.SENT
    assert await quick.used() == 1, "a refused message does not count"


async def test_a_later_message_does_not_overtake_one_that_waits(quick):
    await quick.push(Content="你好")
    quick.tencent.refuse = [-1]
    await quick.desk_says("第一条")
    await quick.run(1)
    await quick.push_lines(1)
    await quick.desk_says("第二条")
    assert await quick.delivered(2) == ["第一条", "第二条"]


@pytest.mark.parametrize("trouble", ["slow", "gateway", "gone"])
async def test_no_answer_is_tried_again(quick, trouble):
    await quick.push(Content="你好")
    (row,) = await quick.desk_says("第一条")
    if trouble == "slow":
        quick.tencent.slow_s = 1.5
    elif trouble == "gateway":
        quick.tencent.status = 502
    else:
        quick.worker.api.base = "http://127.0.0.1:1"
    await quick.run(1)
    assert "没有响应" in (await quick.state(row)).error
    quick.tencent.slow_s, quick.tencent.status, quick.worker.api.base = 0, 200, quick.tencent.base
    await quick.run(1, seconds=6)
    assert (await quick.state(row)).state is Delivery.SENT


async def test_an_answer_lost_on_the_way_may_repeat_the_message_once(quick):
    await quick.push(Content="你好")
    await quick.desk_says("第一条")
    quick.tencent.lose_next = 1
    await quick.run(4, seconds=6)
    assert quick.tencent.texts(USER) == ["第一条", "第一条"]


async def test_a_worker_killed_between_sending_and_marking_sends_once_more(pair):
    await pair.push(Content="你好")
    (row,) = await pair.desk_says("第一条")
    async with pair.world.records.begin() as tx:
        await tx.outbox.take(pair.world.clock.now(), lease=LEASE)
    await pair.run(3)
    assert pair.tencent.sent == [], "the lease protects it"
    await pair.run(1, seconds=91)
    assert (await pair.state(row)).state is Delivery.SENT
    await quiet(pair)


async def test_two_workers_send_every_message_once(pair):
    await pair.push(Content="你好")
    people = [f"oOther-{n}" for n in range(30)]
    async with pair.world.records.begin() as tx:
        for n, person in enumerate(people):
            row = Parcel(
                f"{n:032x}",
                f"{n:032x}",
                Channel.WECHAT,
                person,
                1,
                "您好",
                Delivery.QUEUED,
                pair.world.clock.now(),
                window=1,
                heard_at=pair.world.clock.now(),
            )
            await tx.outbox.put(row)
    for _ in range(4):
        await asyncio.gather(*(worker.outbox.once() for worker in pair.workers))
    assert Counter(to for to, _ in pair.tencent.sent) == Counter(people)


async def test_web_rows_are_left_to_the_page(quick):
    await quick.push(Content="你好")
    async with quick.world.records.begin() as tx:
        await tx.outbox.put(
            Parcel(
                "f" * 32, "s" * 32, Channel.WEB, "cookie", 1, "您好", Delivery.QUEUED, quick.world.clock.now()
            )
        )
    await quick.run(2)
    async with quick.world.records.begin() as tx:
        assert [row.state for row in await tx.outbox.of("s" * 32)] == [Delivery.QUEUED]
    assert quick.tencent.calls["send"] == 0


async def test_a_mediator_reaches_the_citizen(quick):
    await quick.push(Content="转人工")
    quick.tencent.speaks(USER)
    account = Account("a-1", "liu", "刘调解员", Role.MEDIATOR)
    async with quick.world.records.begin() as tx:
        await tx.accounts.add(account, "hash")
        handoff = await tx.handoffs.open_of(quick.world.sessions.sid("wechat", USER))
    desk = quick.world.desk()
    await desk.claim(handoff.id, account)
    await desk.write(handoff.id, account, "您好，我看过您的情况了。")
    texts = await quick.delivered(2)
    assert "刘调解员" in texts[0]
    assert texts[1] == "您好，我看过您的情况了。"
    assert await quick.push(Content="谢谢") == "", "a person holds the chat"
    assert (await desk.brief(handoff.id, account)).quota == 5


async def test_the_loop_wakes_at_once_and_survives_the_database(pair):
    await pair.push(Content="你好")
    loop = asyncio.create_task(pair.worker.outbox.run())
    try:
        await asyncio.sleep(0.2)
        pair.world.records.down = True
        await pair.world.sessions.wake("outbox")
        await asyncio.sleep(0.2)
        pair.world.records.down = False
        await pair.desk_says("第一条")
        started = time.monotonic()
        await pair.world.sessions.wake("outbox")

        async def sent() -> bool:
            return bool(pair.tencent.sent)

        await until(sent)
        assert time.monotonic() - started < 1.0
    finally:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
    assert loop.cancelled()


async def test_a_loop_that_is_stopped_marks_what_it_has_sent(quick):
    await quick.push(Content="你好")
    (row,) = await quick.desk_says("第一条")
    quick.tencent.slow_s = 0.3
    loop = asyncio.create_task(quick.worker.outbox.run())

    async def asked() -> bool:
        return quick.tencent.calls["send"] == 1

    await until(asked)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    assert loop.cancelled()
    assert (await quick.state(row)).state is Delivery.SENT


# -- token, typing, menu -----------------------------------------------------------------------------


async def test_one_token_for_twenty_sends_of_two_workers(pair):
    sends = [worker.api.send_text(f"o{n}", "您好") for n in range(10) for worker in pair.workers]
    await asyncio.gather(*sends)
    assert len(pair.tencent.sent) == 20
    assert pair.tencent.token_calls == 1


@pytest.mark.parametrize("how", ["expired", "replaced"])
async def test_a_token_that_is_refused_is_renewed_once_for_all(pair, how):
    await pair.worker.api.send_text("o1", "一")
    pair.tencent.expire_token()
    if how == "replaced":
        pair.tencent.token = "somebody fetched another"
    sends = [worker.api.send_text(f"o{n}", "您好") for n in range(10) for worker in pair.workers]
    await asyncio.gather(*sends)
    assert len(pair.tencent.sent) == 21
    assert (pair.tencent.token_calls, pair.tencent.forced) == (2, 0)


async def test_a_token_refused_although_it_is_current_is_renewed_by_force_once(pair):
    await pair.worker.api.send_text("o1", "一")
    pair.tencent.refuse = [40001]
    await pair.worker.api.send_text("o1", "二")
    assert pair.tencent.forced == 1
    pair.tencent.refuse = [40001, 40001]
    with pytest.raises(WeChatError, match="40001"):
        await pair.worker.api.send_text("o1", "三")
    assert pair.tencent.forced == 1, "Tencent allows it every 30 seconds"


async def test_the_token_is_shared_and_renewed_before_it_ends(pair):
    await pair.worker.api.send_text("o1", "一")
    assert await pair.world.sessions.kept(SHARED_AS) == pair.tencent.token
    ttl = await pair.world.sessions._link.run("TTL", f"mb:shared:{SHARED_AS}")
    assert 7200 - 300 - 5 <= ttl <= 7200 - 300


async def test_a_lock_left_behind_ends_by_itself(pair, monkeypatch):
    monkeypatch.setattr("bot.channels.wechat_api.LOCK_S", 1)
    await pair.world.sessions.hold(LOCK, 1)
    with pytest.raises(Unavailable):
        await pair.worker.api.send_text("o1", "一")
    await asyncio.sleep(0.1)
    await pair.worker.api.send_text("o1", "一")


@pytest.mark.parametrize(
    ("app_id", "secret", "code"), [("wx_other", SECRET, 40013), (APP_ID, "wrong", 40125), (APP_ID, "", 48001)]
)
async def test_wrong_account_settings_are_named(pair, app_id, secret, code):
    api = WeChatApi(pair.tencent.base, app_id, secret, shared=pair.world.sessions)
    with pytest.raises(WeChatError, match=str(code)) as caught:
        await api.send_text("o1", "一")
    assert secret == "" or secret not in str(caught.value)
    await api.close()


async def test_words_travel_as_they_are(pair):
    await pair.worker.api.send_text("o1", "额尔德尼说：“谢谢”🐎")
    assert "额尔德尼说：“谢谢”🐎".encode()[:15] in pair.tencent.bodies[0]
    assert b"\\u" not in pair.tencent.bodies[0]


async def test_typing_and_menu(pair):
    api = pair.worker.api
    await api.typing("o1")
    await api.typing("o1", on=False)
    assert pair.tencent.typed == [("o1", "Typing"), ("o1", "CancelTyping")]
    await api.create_menu(menu("https://court.example"))
    made = pair.tencent.menu["button"]
    assert len(made) == 3
    for entry in made:
        assert len(entry["name"]) == 4
        assert len(entry["name"].encode()) <= 16
        assert 1 <= len(entry["sub_button"]) <= 5
        assert all(len(one["name"].encode()) <= 40 for one in entry["sub_button"])
        assert all(len(one.get("key", "").encode()) <= 128 for one in entry["sub_button"])
    await api.delete_menu()
    assert pair.tencent.menu is None
