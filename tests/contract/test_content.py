"""What editors may rely on: live at once or after a training, nothing lost, nothing published untested."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.content import Content
from bot.errors import Conflict, Refused, SessionsDown
from bot.training import STOPPED
from tests.contract.content_bench import (
    COLLEAGUE,
    EDITOR,
    IOU,
    NEW_WORDS,
    ended,
    live,
    more_words,
    other_worker,
    put,
    row,
    train,
)
from tests.talk import World
from tests.web.admin_bench import PASSED, REFUSED, FakeTrainer


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
