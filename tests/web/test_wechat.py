"""The callback: verification, the three modes, every kind of push, and everything that is no push."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from wechatpy.crypto import PrpCrypto

from bot.channels.wechat import Account, setup
from bot.channels.wechat_crypto import Seal, signature
from bot.errors import ConfigError
from bot.model import Kind
from tests.fake_tencent import APP_ID
from tests.web.wechat_bench import KEY, OLD_KEY, TOKEN, USER, Booth, open_booth, said, xml

EVIL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BOMB = '<!DOCTYPE z [<!ENTITY a "hahahaha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.fixture
async def booth(redis_url, sqlite_url, vault, tmp_path) -> AsyncIterator[Booth]:
    async with open_booth(redis_url, sqlite_url, vault, tmp_path) as opened:
        yield opened


async def get(booth: Booth, **query: str) -> tuple[int, str]:
    answer = await booth.worker.client.get("/wechat", params=query)
    return answer.status, await answer.text()


# -- verification -----------------------------------------------------------------------------------


async def test_verification_echoes_the_word(booth):
    assert await get(booth, **booth.query(), echostr="4375120948345356249") == (200, "4375120948345356249")


async def test_verification_in_safe_mode_echoes_the_decrypted_word(booth):
    query = booth.query()
    echo = Seal(KEY, APP_ID).encrypt(b"7214155196")
    signed = signature(TOKEN, query["timestamp"], query["nonce"], echo)
    assert await get(booth, **query, msg_signature=signed, echostr=echo) == (200, "7214155196")
    assert (await get(booth, **query, msg_signature=signed, echostr=echo[:-4]))[0] == 403


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"signature": ""},
        {"signature": "\u00e9"},
        {"timestamp": ""},
        {"timestamp": "x"},
        {"timestamp": "1"},
        {"timestamp": "²"},
        {"nonce": "other"},
    ],
)
async def test_verification_refuses_what_is_not_signed_now(booth, change):
    status, text = await get(booth, **(booth.query() | change), echostr="word")
    assert status == 403
    assert "word" not in text


async def test_verification_is_never_a_page(booth):
    query = booth.query()
    answer = await booth.worker.client.get("/wechat", params=query | {"echostr": "<script>alert(1)</script>"})
    assert answer.content_type == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await get(booth, **query, echostr="x" * 1000))[0] == 400
    assert (await get(booth))[0] == 403


def test_an_empty_token_is_no_token():
    with pytest.raises(ConfigError, match="BOT_WECHAT_TOKEN"):
        setup(web.Application(), Account(""), None)


# -- three modes ------------------------------------------------------------------------------------


async def test_plain_mode(booth):
    assert "诉前调解" in await booth.push(Content="你好")


async def test_safe_mode(booth):
    assert "诉前调解" in await booth.push_sealed(Content="你好")


async def test_compatible_mode_believes_the_encrypted_part(booth):
    await booth.push_sealed(Content="老板欠我三个月工资", compatible=True)
    assert booth.worker.heard[0].text == "老板欠我三个月工资"


async def test_the_previous_key_is_answered_with_the_previous_key(booth):
    assert "诉前调解" in await booth.push_sealed(OLD_KEY, Content="你好")


async def test_a_plain_part_added_to_an_encrypted_push_is_not_believed(booth):
    query = booth.query()
    sealed = Seal(KEY, APP_ID).encrypt(xml(booth.fields(Content="真的")))
    signed = signature(TOKEN, query["timestamp"], query["nonce"], sealed)
    body = booth.fields(Content="假的") | {"Encrypt": sealed}
    status, _ = await booth.post(xml(body), query | {"encrypt_type": "aes", "msg_signature": signed})
    assert status == 200
    assert [incoming.text for incoming in booth.worker.heard] == ["真的"]


async def test_wechatpy_s_own_envelope_is_understood(booth):
    query = booth.query()
    sealed = PrpCrypto(Seal(KEY, APP_ID)._key).encrypt(xml(booth.fields()).decode(), APP_ID).decode()
    signed = signature(TOKEN, query["timestamp"], query["nonce"], sealed)
    status, text = await booth.post(
        xml({"ToUserName": "gh", "Encrypt": sealed}), query | {"msg_signature": signed}
    )
    assert (status, text.startswith("<xml><Encrypt>")) == (200, True)


async def test_plain_pushes_can_be_switched_off(redis_url, sqlite_url, vault, tmp_path):
    async with open_booth(redis_url, sqlite_url, vault, tmp_path, plain=False) as booth:
        status, _ = await booth.post(xml(booth.fields()), booth.query())
        assert status == 403
        assert "诉前调解" in await booth.push_sealed(Content="你好")


async def test_the_age_check_can_be_switched_off(redis_url, sqlite_url, vault, tmp_path):
    async with open_booth(redis_url, sqlite_url, vault, tmp_path, stale_s=0) as booth:
        status, text = await booth.post(xml(booth.fields()), booth.query(at=1714037059))
        assert (status, "诉前调解" in said(text)) == (200, True)


# -- bad input --------------------------------------------------------------------------------------


def sealed_query(booth: Booth, body: str, at: int | None = None) -> dict[str, str]:
    query = booth.query(at)
    signed = signature(TOKEN, query["timestamp"], query["nonce"], body)
    return query | {"encrypt_type": "aes", "msg_signature": signed}


def sealed(booth: Booth, message: bytes, app_id: str = APP_ID) -> tuple[bytes, dict[str, str]]:
    made = Seal(KEY, app_id).encrypt(message)
    return xml({"Encrypt": made}), sealed_query(booth, made)


BAD = {
    "ten megabytes": (413, lambda b: (b"<xml>" + b"x" * 10_000_000, b.query())),
    "just over the limit": (413, lambda b: (xml(b.fields(Content="x" * 70_000)), b.query())),
    "entity bomb": (400, lambda b: (f"{BOMB}<xml><Content>&c;</Content></xml>".encode(), b.query())),
    "external entity": (400, lambda b: (f"{EVIL}<xml><Content>&e;</Content></xml>".encode(), b.query())),
    "wrong signature": (403, lambda b: (xml(b.fields()), b.query(token="guessed"))),
    "no signature": (403, lambda b: (xml(b.fields()), {})),
    "expired": (403, lambda b: (xml(b.fields()), b.query(at=1795305600 - 10_000))),
    "from the future": (403, lambda b: (xml(b.fields()), b.query(at=1795305600 + 100_000))),
    "huge timestamp": (403, lambda b: (xml(b.fields()), b.query(at=10**30))),
    "truncated": (400, lambda b: (xml(b.fields())[:-20], b.query())),
    "empty": (400, lambda b: (b"", b.query())),
    "json": (400, lambda b: (b'{"MsgType": "text"}', b.query())),
    "nul": (400, lambda b: (b"<xml><Content>a\x00b</Content></xml>", b.query())),
    "gbk": (400, lambda b: ("<xml><Content>你好</Content></xml>".encode("gbk"), b.query())),
    "surrogate": (400, lambda b: (b"<xml><Content>\xed\xa0\xbd</Content></xml>", b.query())),
    "surrogate by number": (400, lambda b: (b"<xml><Content>&#xD83D;</Content></xml>", b.query())),
    "deep": (400, lambda b: (b"<xml>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</xml>", b.query())),
    "no fields": (200, lambda b: (b"<xml></xml>", b.query())),
    "no sender": (200, lambda b: (xml(b.fields(FromUserName=None)), b.query())),
    "strange sender": (200, lambda b: (xml(b.fields(FromUserName="../../etc")), b.query())),
    "unknown type": (200, lambda b: (xml(b.fields(MsgType="hologram")), b.query())),
    "unknown event": (200, lambda b: (xml(b.fields(MsgType="event", Event="dance")), b.query())),
    "wrong msg_signature": (
        403,
        lambda b: (sealed(b, xml(b.fields()))[0], b.query() | {"msg_signature": "0" * 40}),
    ),
    "not encrypted at all": (403, lambda b: (xml({"Encrypt": "AAAA"}), sealed_query(b, "AAAA"))),
    "wrong padding": (403, lambda b: (xml({"Encrypt": "A" * 64}), sealed_query(b, "A" * 64))),
    "another app": (
        403,
        lambda b: sealed(b, xml(b.fields()), "wx_somebody_else"),
    ),
    "broken inside": (
        400,
        lambda b: sealed(b, b"<xml><A>"),
    ),
    "encrypted bomb": (
        400,
        lambda b: sealed(b, f"{BOMB}<xml><A>&c;</A></xml>".encode()),
    ),
}


@pytest.mark.parametrize("name", BAD)
async def test_bad_input_is_refused_and_changes_nothing(booth, name):
    expected, make = BAD[name]
    body, query = make(booth)
    try:
        status, text = await booth.post(body, query)
    except ConnectionError:
        status, text = 413, ""  # the server stopped reading and hung up
    assert status == expected
    assert status != 200 or text == "success"
    assert not booth.worker.heard
    assert await booth.world.sessions.load(booth.world.sessions.sid("wechat", USER)) is None
    assert "诉前调解" in await booth.push(Content="你好"), "the next message must be answered"


async def test_a_body_that_hides_its_length_is_cut_off_too(booth):
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(80):
            yield b" " * 1024

    answer = await booth.worker.client.post("/wechat", params=booth.query(), data=drip())
    assert answer.status == 413


async def test_an_unsigned_body_is_not_read(booth):
    status, _ = await booth.post(b"x" * 1000, {"signature": "0"})
    assert status == 403


# -- kinds of push ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["老板欠我三个月工资😭🐎", "ᠮᠣᠩᠭᠣᠯ", "<b>&amp;</b> ]]>", "1", "愿意调解", " \n", "a" * 3000]
)
async def test_words_arrive_as_they_were_sent(booth, text):
    await booth.push(Content=text)
    assert booth.worker.heard[0].text.strip() == text.strip()
    assert (booth.worker.heard[0].kind, booth.worker.heard[0].payload) == (Kind.TEXT, "")


EVENTS = [
    ({"Event": "subscribe"}, Kind.HELLO, "", ""),
    ({"Event": "subscribe", "EventKey": "qrscene_hall-2", "Ticket": "T"}, Kind.HELLO, "", "hall-2"),
    ({"Event": "SCAN", "EventKey": "hall-2", "Ticket": "T"}, Kind.HELLO, "", "hall-2"),
    ({"Event": "scan", "EventKey": "7"}, Kind.HELLO, "", "7"),
    ({"Event": "unsubscribe"}, Kind.GONE, "", ""),
    ({"Event": "CLICK", "EventKey": "cmd:human"}, Kind.TEXT, "转人工", "cmd:human"),
    ({"Event": "click", "EventKey": "flow:wage_claim"}, Kind.TEXT, "", "flow:wage_claim"),
    ({"Event": "CLICK", "EventKey": "我的案子"}, Kind.TEXT, "我的案子", ""),
    ({"Event": "CLICK", "EventKey": "drop:someone-elses-file"}, Kind.TEXT, "drop:someone-elses-file", ""),
]


@pytest.mark.parametrize(("fields", "kind", "text", "payload"), EVENTS)
async def test_events_that_are_answered(booth, fields, kind, text, payload):
    reply = await booth.push(MsgType="event", Content=None, MsgId=None, **fields)
    heard = booth.worker.heard[0]
    assert (heard.kind, heard.text, heard.payload) == (kind, text, payload)
    assert bool(reply) is (kind is not Kind.GONE)


@pytest.mark.parametrize(
    "fields",
    [
        {"Event": "LOCATION", "Latitude": "39.86", "Longitude": "111.24", "Precision": "10"},
        {"Event": "VIEW", "EventKey": "https://court.example/"},
        {"Event": "view_miniprogram", "EventKey": "pages/index"},
        {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "1", "Status": "failed:user block"},
        {"Event": "subscribe_msg_popup_event", "SubscribeMsgPopupEvent": {"List": [{"TemplateId": "t"}] * 2}},
        {
            "Event": "pic_weixin",
            "EventKey": "6",
            "SendPicsInfo": {"Count": "1", "PicList": {"item": {"P": "x"}}},
        },
        {"Event": "user_authorization_revoke"},
        {"Event": "CLICK", "EventKey": ""},
    ],
)
async def test_events_that_are_only_acknowledged(booth, fields):
    assert await booth.push(MsgType="event", Content=None, MsgId=None, **fields) == ""
    assert not booth.worker.heard


async def test_reports_are_counted(booth):
    await booth.push(MsgType="event", Event="TEMPLATESENDJOBFINISH", MsgID="1", Status="success", MsgId=None)
    assert "event_templatesendjobfinish" in booth.notes


async def test_a_document_is_refused_with_two_ways_that_work(booth):
    reply = await booth.push(MsgType="file", Title="合同.pdf", FileKey="k", FileTotalLen="9", Content=None)
    assert "拍成照片" in reply
    assert "网页版" in reply


async def test_a_place_and_a_link(booth):
    await booth.push(
        MsgType="location", Location_X="39.8", Location_Y="111.2", Scale="15", Label="薛家湾镇", Content=None
    )
    await booth.push(MsgType="link", Title="新闻", Description="x", Url="https://a.example/", Content=None)
    assert [(h.kind, h.text) for h in booth.worker.heard] == [
        (Kind.LOCATION, "薛家湾镇"),
        (Kind.LINK, "新闻 https://a.example/"),
    ]


# -- one answer each --------------------------------------------------------------------------------

STORY = ["老板欠我三个月工资", "转人工", "还有多少", "不知道", "返回", "我的案子到哪了", "菜单", "为什么"]


async def test_everything_thrice_and_out_of_order_is_answered_once_each(
    redis_url, sqlite_url, vault, tmp_path
):
    async with open_booth(redis_url, sqlite_url, vault, tmp_path, workers=2) as booth:
        pushes = [booth.fields(Content=text, MsgId=1000 + n) for n, text in enumerate(STORY)]
        order = [(n, worker) for n in range(len(pushes)) for worker in (1, 0, 1)]
        order.sort(key=lambda pair: (pair[0] * 7 + pair[1] * 3) % 5)
        answers = await asyncio.gather(
            *(booth.post(xml(pushes[n]), booth.query(), worker) for n, worker in order)
        )
        replies: dict[int, set[str]] = {}
        for (n, _), (status, text) in zip(order, answers, strict=True):
            assert status == 200
            replies.setdefault(n, set()).add(said(text))
        # a copy that comes after many newer messages is only acknowledged; none gets other words
        assert {n: len(texts - {""}) for n, texts in replies.items()} == dict.fromkeys(range(len(STORY)), 1)
        sid = booth.world.sessions.sid("wechat", USER)
        lines = await booth.worker.conversation.history(sid)
        told = sorted(line.text for line in lines if line.author == "citizen")
        assert told == sorted(STORY)
        async with booth.world.records.begin() as tx:
            assert (await tx.handoffs.open_of(sid)) is not None
        assert [p for p in await booth.rows() if p.n] == []


async def test_three_copies_at_once_get_the_very_same_words(booth):
    body = xml(booth.fields(Content="老板欠我三个月工资"))
    answers = await asyncio.gather(*(booth.post(body, booth.query()) for _ in range(3)))
    assert len({said(text) for _, text in answers}) == 1
    assert said(answers[0][1])
    assert len(booth.worker.heard) == 1


async def test_an_event_thrice_is_one_event(booth):
    fields = booth.fields(MsgType="event", Event="CLICK", EventKey="cmd:human", Content=None, MsgId=None)
    answers = await asyncio.gather(*(booth.post(xml(fields), booth.query()) for _ in range(3)))
    assert len(set(answers)) <= 2  # CreateTime of the reply may differ
    assert len({said(text) for _, text in answers}) == 1
    assert len({incoming.message_id for incoming in booth.worker.heard}) == 1
    booth.world.clock.pass_(seconds=5)
    later = booth.fields(MsgType="event", Event="CLICK", EventKey="cmd:human", Content=None, MsgId=None)
    await booth.post(xml(later), booth.query())
    assert len({incoming.message_id for incoming in booth.worker.heard}) == 2


async def test_a_silent_conversation_is_acknowledged(booth):
    await booth.push(MsgType="event", Event="unsubscribe", Content=None, MsgId=None)
    assert booth.tencent.sent == []
