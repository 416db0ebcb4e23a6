"""What editors may rely on: live at once or after a training, nothing lost, nothing published untested."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot import faq_check
from bot.asked import AskedInVain
from bot.content import Content, Item
from bot.errors import Conflict, Refused, SessionsDown
from bot.model import Account, Role
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from bot.training import STOPPED, Training
from flows.questions import Entry
from nlu import dataset
from nlu.client import RasaClient
from nlu.keywords import Keywords
from nlu.trainer import RasaTrainer
from tests.conftest_nlu import Rasa
from tests.talk import World, build
from tests.web.admin_bench import PASSED, REFUSED, FakeTrainer
from tests.web.staff_bench import keywords, shipped

EDITOR = Account("e" * 32, "bian", "编辑", Role.EDITOR)
COLLEAGUE = Account("c" * 32, "li", "李红", Role.EDITOR)
IOU = "lending_no_iou"
NEW_WORDS = "打了水漂的钱没立字据"


@pytest.fixture
async def world(sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    records = SqlRecords(sqlite_url, vault)
    made = build(MemorySessions(vault), records, shipped(), keywords())
    made.content.trainer = FakeTrainer()
    yield made
    await made.content.close()
    await records.aclose()


@pytest.fixture
def content(world: World) -> Content:
    return world.content


@pytest.fixture
def trainer(content: Content) -> FakeTrainer:
    assert isinstance(content.trainer, FakeTrainer)
    return content.trainer


def other_worker(world: World) -> Content:
    """A second process on the same database and Redis."""
    return Content(
        shipped=shipped(),
        records=world.records,
        sessions=world.sessions,
        clock=world.clock,
        court="准格尔旗人民法院",
    )


async def row(content: Content, key: str = IOU, **changed: Any) -> dict[str, Any]:
    return {**(await content.item(key)).newest.to_json(), **changed}


async def put(content: Content, key: str = IOU, by: Account = EDITOR, **changed: Any) -> Item:
    """Save what an editor changed who has the newest version before them."""
    item = await content.item(key)
    await content.save(by, {**item.newest.to_json(), **changed}, "", expect=item.n)
    return await content.item(key)


async def more_words(content: Content, *words: str, key: str = IOU) -> Item:
    return await put(content, key, variants=[*(await content.item(key)).newest.variants, *words])


async def ended(content: Content, within_s: float = 10) -> Training:
    for _ in range(int(within_s * 50)):
        found = await content.training()
        if found.state != "running":
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("the training does not end")


async def train(content: Content, trainer: FakeTrainer) -> Training:
    trainer.go.set()
    await content.train(EDITOR)
    return await ended(content)


def live(content: Content, key: str = IOU) -> Entry:
    return content.knowledge().faq[key]


class TestSaving:
    async def test_an_edited_answer_is_live_at_once(self, content: Content) -> None:
        item = await put(content, answer="能，先把转账记录找出来。")
        assert live(content).answer == "能，先把转账记录找出来。"
        assert (item.state, item.n, item.draft) == ("published", 1, None)

    async def test_new_words_wait_for_training_and_change_nothing_before(self, content: Content) -> None:
        before = live(content)
        item = await more_words(content, NEW_WORDS)
        assert live(content) == before
        assert item.state == "published"
        assert item.draft is not None
        assert NEW_WORDS in item.draft.variants

    async def test_the_same_words_in_another_order_need_no_training(self, content: Content) -> None:
        item = await put(content, variants=list(reversed(live(content).variants)), answer="能。")
        assert item.draft is None
        assert live(content).answer == "能。"

    async def test_who_saves_second_is_told_and_overwrites_nothing(self, content: Content) -> None:
        mine = await row(content, answer="我写的。")
        await put(content, by=COLLEAGUE, answer="同事写的。")
        with pytest.raises(Conflict, match="别人"):
            await content.save(EDITOR, mine, "", expect=0)
        assert live(content).answer == "同事写的。"

    async def test_two_drafts_are_one_and_the_older_is_out(self, content: Content) -> None:
        await more_words(content, NEW_WORDS)
        item = await more_words(content, "没立字据的钱")
        assert item.draft is not None
        assert item.draft.variants[-2:] == (NEW_WORDS, "没立字据的钱")
        assert [version.state for version in await content.history(IOU)] == ["draft", "retired", "shipped"]

    async def test_back_to_the_words_the_model_knows_is_live_and_drops_the_draft(
        self, content: Content
    ) -> None:
        await more_words(content, NEW_WORDS)
        await content.roll_back(EDITOR, IOU, 0)
        item = await content.item(IOU)
        assert (item.state, item.draft, item.n) == ("published", None, 2)
        assert NEW_WORDS not in live(content).variants

    async def test_a_dropped_draft_leaves_what_is_live(self, content: Content) -> None:
        before = live(content)
        await more_words(content, NEW_WORDS)
        await content.discard(EDITOR, IOU)
        item = await content.item(IOU)
        assert (item.draft, live(content)) == (None, before)
        with pytest.raises(Refused, match="没有等训练"):
            await content.discard(EDITOR, IOU)

    async def test_another_worker_reads_what_was_published(self, world: World) -> None:
        other = other_worker(world)
        ears = world.sessions.listen("content")
        woken = asyncio.ensure_future(anext(ears))
        await asyncio.sleep(0.05)
        await put(world.content, answer="能，别着急。")
        await asyncio.wait_for(woken, 5)
        await other.refresh()
        assert live(other).answer == "能，别着急。"

    async def test_redis_away_does_not_undo_a_saved_answer(self, world: World) -> None:
        async def down(topic: str, note: str = "") -> None:
            raise SessionsDown

        world.sessions.wake = down  # type: ignore[method-assign]  # the fault
        await put(world.content, answer="能，照样存下了。")
        assert live(world.content).answer == "能，照样存下了。"


class TestTakingDown:
    async def test_is_silent_at_once_and_keeps_its_versions(self, content: Content) -> None:
        await content.retire(EDITOR, IOU, "法律变了")
        assert IOU not in content.knowledge().faq
        assert (await content.item(IOU)).state == "retired"
        with pytest.raises(Refused, match="已经下架"):
            await content.retire(EDITOR, IOU, "")

    async def test_can_be_undone_at_once_while_the_model_still_knows_the_words(
        self, content: Content
    ) -> None:
        before = live(content)
        await content.retire(EDITOR, IOU, "点错了")
        await content.roll_back(EDITOR, IOU, 0)
        assert live(content) == before

    async def test_after_a_training_without_it_the_words_must_be_learnt_again(
        self, content: Content, trainer: FakeTrainer
    ) -> None:
        await content.retire(EDITOR, IOU, "")
        await train(content, trainer)
        await content.roll_back(EDITOR, IOU, 0)
        assert (await content.item(IOU)).state == "draft"
        assert IOU not in content.knowledge().faq

    async def test_edited_after_it_comes_back_by_training(
        self, content: Content, trainer: FakeTrainer
    ) -> None:
        await content.retire(EDITOR, IOU, "")
        item = await more_words(content, NEW_WORDS)
        assert item.state == "draft"
        await train(content, trainer)
        assert NEW_WORDS in live(content).variants

    async def test_takes_the_draft_along(self, content: Content, trainer: FakeTrainer) -> None:
        await more_words(content, NEW_WORDS)
        await content.retire(EDITOR, IOU, "")
        await train(content, trainer)
        assert (await content.item(IOU)).state == "retired"
        assert IOU not in {one["id"] for one in trainer.trained[-1]}


class TestTraining:
    async def test_publishes_the_drafts_when_it_passes(self, content: Content, trainer: FakeTrainer) -> None:
        await more_words(content, NEW_WORDS)
        done = await train(content, trainer)
        assert (done.state, done.percent, done.drafts, trainer.swapped) == ("published", 100, 1, 1)
        assert NEW_WORDS in live(content).variants
        assert NEW_WORDS in trainer.taught(IOU)["variants"]
        assert (await content.item(IOU)).draft is None

    async def test_refused_keeps_the_drafts_and_says_why(
        self, content: Content, trainer: FakeTrainer
    ) -> None:
        await more_words(content, NEW_WORDS)
        trainer.verdict = REFUSED
        done = await train(content, trainer)
        assert (done.state, trainer.swapped) == ("refused", 0)
        assert done.report["reasons"] == REFUSED["reasons"]
        assert (await content.item(IOU)).draft is not None
        assert NEW_WORDS not in live(content).variants

    async def test_mended_after_a_refusal_it_is_published(
        self, content: Content, trainer: FakeTrainer
    ) -> None:
        await more_words(content, NEW_WORDS)
        trainer.verdict = REFUSED
        await train(content, trainer)
        trainer.verdict = PASSED
        assert (await train(content, trainer)).state == "published"
        assert NEW_WORDS in live(content).variants

    async def test_what_is_saved_meanwhile_waits_for_the_next(
        self, content: Content, trainer: FakeTrainer
    ) -> None:
        await more_words(content, NEW_WORDS)
        await content.train(EDITOR)
        await asyncio.sleep(0.05)
        await more_words(content, "后来加的话")
        trainer.go.set()
        await ended(content)
        assert NEW_WORDS in live(content).variants
        assert "后来加的话" not in live(content).variants
        item = await content.item(IOU)
        assert item.draft is not None
        assert "后来加的话" in item.draft.variants

    @pytest.mark.parametrize("meanwhile", ["retire", "discard", "roll_back"])
    async def test_what_is_taken_back_meanwhile_is_not_published(
        self, content: Content, trainer: FakeTrainer, meanwhile: str
    ) -> None:
        await more_words(content, NEW_WORDS)
        await content.train(EDITOR)
        await asyncio.sleep(0.05)
        act: dict[str, Callable[[], Any]] = {
            "retire": lambda: content.retire(EDITOR, IOU, ""),
            "discard": lambda: content.discard(EDITOR, IOU),
            "roll_back": lambda: content.roll_back(EDITOR, IOU, 0),
        }
        await act[meanwhile]()
        trainer.go.set()
        assert (await ended(content)).state == "published"
        found = content.knowledge().faq.get(IOU)
        assert found is None or NEW_WORDS not in found.variants
        assert (found is None) is (meanwhile == "retire")

    async def test_a_second_one_has_to_wait_in_any_worker(self, world: World, trainer: FakeTrainer) -> None:
        other = other_worker(world)
        other.trainer = FakeTrainer()
        await world.content.train(EDITOR)
        for content in (world.content, other):
            with pytest.raises(Conflict, match="正在训练"):
                await content.train(COLLEAGUE)
            assert (await content.training()).state == "running"
        trainer.go.set()
        await ended(world.content)
        assert (await other.training()).state == "published"

    async def test_a_worker_that_died_does_not_block_the_next(
        self, world: World, trainer: FakeTrainer
    ) -> None:
        other = other_worker(world)
        await world.content.train(EDITOR)
        await world.content.close()
        world.clock.pass_(minutes=2)
        found = await other.training()
        assert (found.state, found.error) == ("failed", STOPPED)
        trainer.go.set()
        other.trainer = trainer
        await other.train(EDITOR)
        assert (await ended(other)).state == "published"

    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            (ValueError("FAQ: “法院食堂”既在 faq/a，又在 faq/b（FAQ）"), "法院食堂"),
            (RuntimeError("connection reset"), "还是原来的模型"),
            (KeyError("intents"), "中途停了"),
        ],
    )
    async def test_a_failure_is_said_in_chinese_and_leaves_everything(
        self, content: Content, trainer: FakeTrainer, fault: Exception, words: str
    ) -> None:
        await more_words(content, NEW_WORDS)
        trainer.fault = fault
        done = await train(content, trainer)
        assert done.state == "failed"
        assert words in done.error
        assert (await content.item(IOU)).draft is not None

    async def test_how_it_ended_outlives_a_restart(self, world: World, trainer: FakeTrainer) -> None:
        trainer.verdict = REFUSED
        before = await train(world.content, trainer)
        after = await other_worker(world).training()
        assert (after.state, after.report, after.by) == ("refused", before.report, "编辑")

    async def test_without_a_model_the_draft_stays(self, content: Content) -> None:
        content.trainer = None
        await more_words(content, NEW_WORDS)
        with pytest.raises(Refused, match="语义模型没有启动"):
            await content.train(EDITOR)


class TestChecking:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"citations": []}, "至少要有一条依据"),
            ({"citations": ["民法典9999"]}, "没有登记第9999条"),
            ({"citations": ["没有这部法5"]}, "没有登记这部法律"),
            ({"answer": ""}, "“回答”要填写"),
            ({"answer": "长" * 261}, "最多260个字"),
            ({"question": ""}, "“问题”要填写"),
            ({"variants": ["问" * 121]}, "这个问法太长"),
            ({"id": "No/Such"}, "“编号”"),
            ({"next": "flow:nowhere"}, "“下一步”"),
            ({"valid_to": "2020-01-01"}, "“停用日期”"),
            ({"review_by": "明年"}, "“复核日期”要写成"),
            ({"valid_from": ""}, "“开始日期”要填写"),
        ],
    )
    async def test_says_what_is_wrong(self, content: Content, changed: dict[str, Any], words: str) -> None:
        given = await row(content, **changed)
        assert any(words in fault for fault in (await content.look(given)).faults)
        with pytest.raises(Refused, match=words):
            await content.save(EDITOR, given, "", expect=0)

    async def test_every_shipped_entry_may_be_saved_as_it_is(self, content: Content) -> None:
        faults = {key: (await content.look(entry.to_json())).faults for key, entry in shipped().faq.items()}
        assert {key: found for key, found in faults.items() if found} == {}

    async def test_words_of_a_waiting_draft_are_taken_too(self, content: Content) -> None:
        await more_words(content, NEW_WORDS)
        with pytest.raises(Refused, match="已经是另一条"):
            await more_words(content, NEW_WORDS + "。", key="filing_how")

    async def test_empty_and_repeated_words_are_dropped(self, content: Content) -> None:
        item = await more_words(content, "  ", NEW_WORDS, f" {NEW_WORDS}？")
        assert item.newest.variants.count(NEW_WORDS) == 1
        assert all(words.strip() for words in item.newest.variants)

    async def test_a_blank_one_brings_id_owner_and_dates(self, content: Content) -> None:
        blank = await content.blank("wages")
        assert blank.topic == "wages"
        assert blank.owner
        assert blank.valid_from == date(2026, 11, 22)
        assert blank.review_by == date(2026, 11, 22) + timedelta(days=365)
        assert faq_check.ID.fullmatch(blank.id)
        assert blank.id not in shipped().faq

    def test_an_unconfirmed_law_is_pointed_out(self) -> None:
        entry = replace(shipped().faq[IOU], citations=("商事调解条例1", "仲裁法5"))
        assert any("还没有和法律原文核对过" in hint for hint in faq_check.hints(entry, date(2026, 11, 22)))


@pytest.mark.nlu
@pytest.mark.timeout(400)
async def test_a_real_model_learns_a_new_question_without_restart_and_a_sabotaged_one_is_refused(
    world: World, rasa: Rasa
) -> None:
    content, words = world.content, "撂给他的票子没落笔，咋往回拿"
    content.trainer = RasaTrainer(rasa.url, rasa.token, folder=rasa.models)
    async with world.records.begin() as tx:
        await tx.unmatched.add(words, world.clock.now())
    async with RasaClient(rasa.url, rasa.token, keywords=Keywords({}), timeout_s=10) as nlu:
        assert (await nlu.understand(words)).top.name != f"faq/{IOU}"
        (asked,) = await AskedInVain(content, world.records, world.clock).bunches()
        await AskedInVain(content, world.records, world.clock).as_variants(
            EDITOR, IOU, {asked.members[0].id: ""}
        )
        await content.train(EDITOR)
        done = await ended(content, 180)
        assert done.state == "published", (done.error, done.report)
        meaning = await nlu.understand(words)
        assert (meaning.top.name, meaning.source) == (f"faq/{IOU}", "model")
        assert words in live(content).variants
        await sabotage(content)
        await content.train(EDITOR)
        done = await ended(content, 180)
        assert done.state == "refused", (done.error, done.report)
        assert done.report["reasons"]
        assert {"text", "right", "taken"} == set(done.report["confusions"][0])
        assert (await nlu.understand(words)).top.name == f"faq/{IOU}"
    assert words in live(content).variants
    assert all(item.draft for item in await content.items())


async def sabotage(content: Content) -> None:
    """Every entry but one gets the variants of its neighbour."""
    items = [item for item in await content.items() if item.state == "published"]
    words = {item.entry.id: item.entry.variants for item in items}
    for item in items:
        await put(content, item.entry.id, variants=[])
    for item, victim in zip(items, items[1:] + items[:1], strict=True):
        await put(content, item.entry.id, variants=list(words[victim.entry.id]))


def test_phrasings_count_as_the_same_when_the_trainer_takes_them_for_one() -> None:
    for one, other in (("没借条？", "没借条"), ("ＡＢ 借钱", "ab借钱"), ("/借钱", "借钱")):
        assert faq_check.same(one) == faq_check.same(other) == dataset.key(other)
