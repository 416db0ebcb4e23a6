"""Questions asked in vain: who asked is kept and forgotten, many are settled at once, and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.asked import AskedInVain, Bunch
from bot.errors import Conflict, NotFound, Refused
from bot.model import Account, Role
from bot.ports import Asked, Settled
from bot.store.askers import KEPT
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from tests.talk import Talk, World, build
from tests.web.staff_bench import keywords, shipped

EDITOR = Account("e" * 32, "bian", "编辑", Role.EDITOR)
COLLEAGUE = Account("c" * 32, "li", "李红", Role.EDITOR)
IOU = "lending_no_iou"
NEW_WORDS = "打了水漂的钱没立字据"
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SID, OTHER = "a" * 32, "b" * 32
LEASE = timedelta(minutes=2)


def by(sid: str, line: int = 3, at: datetime = NOW) -> Asked:
    return Asked(sid, line, at)


def answered(entry: str = "k", words: str = "") -> Settled:
    return Settled("variant", EDITOR.id, "b1", NOW, entry, words)


class TestAskers:
    """On SQLite and PostgreSQL."""

    async def owed(self, records: SqlRecords, now: datetime = NOW) -> list[tuple[str, str]]:
        async with records.begin() as tx:
            return [(one.sid, one.text) for one in await tx.askers.take(now, lease=LEASE)]

    async def live(self, records: SqlRecords, *texts: str, entry: str = "k") -> None:
        async with records.begin() as tx:
            for one in await tx.unmatched.listing():
                if one.text in texts:
                    await tx.unmatched.settle(one.id, answered(entry))
                    await tx.unmatched.live(one.id, NOW)

    async def test_are_owed_the_answer_once_it_is_live(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW, by(SID))
            await tx.unmatched.add("停车收费吗？", NOW, by(OTHER))
            (one,) = await tx.unmatched.listing()
            assert await tx.askers.by_question() == {one.id: frozenset(await self.keys(tx))}
            assert await tx.askers.take(NOW, lease=LEASE) == []
            await tx.unmatched.settle(one.id, answered())
            assert [found.entry for found in await tx.unmatched.waiting()] == ["k"]
            await tx.unmatched.live(one.id, NOW)
            assert await tx.unmatched.waiting() == []
        assert sorted(await self.owed(records)) == [(SID, "停车收费吗"), (OTHER, "停车收费吗")]

    async def keys(self, tx: object) -> set[str]:
        found = await tx.askers.by_question()  # type: ignore[attr-defined]
        return {key for keys in found.values() for key in keys}

    async def test_nobody_takes_a_person_another_worker_has(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW, by(SID))
        await self.live(records, "停车收费吗")
        assert len(await self.owed(records)) == 1
        assert await self.owed(records) == []
        assert len(await self.owed(records, NOW + LEASE)) == 1

    async def test_several_questions_of_one_person_with_one_answer_are_one_message(
        self, records: SqlRecords
    ) -> None:
        later = NOW + timedelta(minutes=1)
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW, by(SID))
            await tx.unmatched.add("车停哪里", later, by(SID, 5, later))
            await tx.unmatched.add("几点上班", NOW, by(SID, 7))
        await self.live(records, "停车收费吗", "车停哪里")
        await self.live(records, "几点上班", entry="hours")
        assert sorted(await self.owed(records)) == [(SID, "几点上班"), (SID, "车停哪里")]

    async def test_told_once_even_when_the_question_comes_back(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW, by(SID))
        await self.live(records, "停车收费吗")
        async with records.begin() as tx:
            (owed,) = await tx.askers.take(NOW, lease=LEASE)
            assert await tx.askers.done(owed, "told")
            # somebody else gets no answer from it: it is open again
            await tx.unmatched.add("停车收费吗", NOW, by(OTHER))
            assert [one.state for one in await tx.unmatched.listing()] == ["open"]
        await self.live(records, "停车收费吗")
        assert await self.owed(records, NOW + LEASE) == [(OTHER, "停车收费吗")]

    async def test_what_was_dismissed_stays_dismissed(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            await tx.unmatched.add("你是猪吗", NOW, by(SID))
            (one,) = await tx.unmatched.listing()
            await tx.unmatched.settle(one.id, Settled("dismissed", EDITOR.id, "b", NOW))
            await tx.unmatched.add("你是猪吗", NOW, by(OTHER))
            assert await tx.unmatched.listing() == []

    async def test_only_the_newest_are_kept(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            for n in range(KEPT + 2):
                at = NOW + timedelta(seconds=n)
                await tx.unmatched.add("停车收费吗", at, by(f"{n:032d}", at=at))
            (one,) = await tx.unmatched.listing()
            assert one.count == KEPT + 2
            assert len((await tx.askers.by_question())[one.id]) == KEPT
        await self.live(records, "停车收费吗")
        async with records.begin() as tx:
            owed = await tx.askers.take(NOW, lease=LEASE, most=2 * KEPT)
        assert {f"{n:032d}" for n in range(2)} & {one.sid for one in owed} == set()

    async def test_the_same_line_counts_once(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            for _ in range(2):
                await tx.unmatched.add("停车收费吗", NOW, by(SID))
            await tx.unmatched.add("停车收费吗", NOW, by(SID, 9))
            await tx.unmatched.add("停车收费吗", NOW, by(SID, 9), rejected=IOU)
            (one,) = await tx.unmatched.listing()
            assert (one.count, one.rejected) == (2, IOU)

    async def test_are_forgotten_on_request(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW, by(SID))
            await tx.unmatched.add("停车收费吗", NOW, by(OTHER))
            await tx.askers.rate(by(SID), IOU)
        await self.live(records, "停车收费吗")
        async with records.begin() as tx:
            taken = {one.sid: one for one in await tx.askers.take(NOW, lease=LEASE)}
            await tx.askers.forget(SID)
            assert not await tx.askers.done(taken[SID], "told")
            assert await tx.askers.done(taken[OTHER], "told")
            assert await tx.askers.ratings() == []

    async def test_are_forgotten_with_time(self, records: SqlRecords) -> None:
        late = NOW + timedelta(days=40)
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW, by(SID))
            await tx.unmatched.add("停车收费吗", late, by(OTHER, at=late))
            await tx.unmatched.add("几点上班", NOW, by(SID))
            await tx.askers.rate(by(SID), IOU)
            (gone,) = [one for one in await tx.unmatched.listing() if one.text == "几点上班"]
            await tx.unmatched.settle(gone.id, Settled("dismissed", EDITOR.id, "b", NOW))
        await records.expire(NOW + timedelta(days=30))
        async with records.begin() as tx:
            (one,) = await tx.unmatched.listing()
            assert {key: len(who) for key, who in (await tx.askers.by_question()).items()} == {one.id: 1}
            assert await tx.askers.ratings() == []
            with pytest.raises(NotFound):
                await tx.unmatched.get(gone.id)

    async def test_a_rating_is_looked_into_once(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            await tx.askers.rate(by(SID, 8), IOU)
            (one,) = await tx.askers.ratings()
            assert (one.sid, one.line, one.entry) == (SID, 8, IOU)
            assert [await tx.askers.rated(one.id) for _ in range(2)] == [True, False]

    async def test_an_action_can_be_found_until_it_is_live(self, records: SqlRecords) -> None:
        yesterday = NOW - timedelta(days=1)
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW)
            (one,) = await tx.unmatched.listing()
            await tx.unmatched.settle(one.id, answered(words="停车要钱吗"))
            assert await tx.unmatched.last_batch(EDITOR.id, yesterday) == "b1"
            assert await tx.unmatched.last_batch(COLLEAGUE.id, yesterday) == ""
            assert [row.words for row in await tx.unmatched.of_batch("b1")] == ["停车要钱吗"]
            await tx.unmatched.live(one.id, NOW)
            assert await tx.unmatched.last_batch(EDITOR.id, yesterday) == ""
            assert await tx.unmatched.of_batch("b1") == []
            await tx.unmatched.reopen([one.id])
            (again,) = await tx.unmatched.listing()
            assert again == one

    async def test_each_faq_is_tried_once_on_each_question(self, records: SqlRecords) -> None:
        async with records.begin() as tx:
            await tx.unmatched.add("停车收费吗", NOW)
            (one,) = await tx.unmatched.untried("faq-1", 10)
            await tx.unmatched.tried(one.id, "faq-1")
            assert await tx.unmatched.untried("faq-1", 10) == []
            assert await tx.unmatched.untried("faq-2", 10) == [one]


@pytest.fixture
async def world(sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    records = SqlRecords(sqlite_url, vault)
    yield build(MemorySessions(vault), records, shipped(), keywords())
    await records.aclose()


@pytest.fixture
def asked(world: World) -> AskedInVain:
    return AskedInVain(world.content, world.records, world.clock)


class TestInOneScreen:
    async def ask(self, world: World, *texts: str) -> dict[str, str]:
        async with world.records.begin() as tx:
            for n, text in enumerate(texts):
                await tx.unmatched.add(text, world.clock.now(), by(f"{n:032d}"))
            return {one.text: one.id for one in await tx.unmatched.listing()}

    async def test_questions_of_one_meaning_stand_together(self, world: World, asked: AskedInVain) -> None:
        texts = ("法院里停车收费吗", "法院能不能停车", "停车场在法院哪边", "公鸡打鸣吵人")
        await self.ask(world, *texts, "法院能不能停车")
        big, small = await asked.bunches()
        assert (len(big.members), big.count, big.askers) == (3, 4, 4)
        assert "停车" in big.shared
        assert (small.text, small.count, small.shared) == ("公鸡打鸣吵人", 1, ())
        assert await asked.bunches("停车场在") == [big]
        assert await asked.bunches("没有的字") == []

    async def test_all_ticked_ones_become_phrasings_in_one_version(
        self, world: World, asked: AskedInVain
    ) -> None:
        ids = await self.ask(world, NEW_WORDS, "没立字据的钱咋要", "别的事")
        done = await asked.as_variants(
            EDITOR, IOU, {ids[NEW_WORDS]: "", ids["没立字据的钱咋要"]: "没字据咋要"}
        )
        item = await world.content.item(IOU)
        assert (done.draft, item.n) == (True, 1)
        assert item.newest.variants[-2:] == (NEW_WORDS, "没字据咋要")
        assert [one.text for one in await asked.bunches()] == ["别的事"]

    async def test_and_off_it_again(self, world: World, asked: AskedInVain) -> None:
        before = await world.content.item(IOU)
        ids = await self.ask(world, NEW_WORDS, "没立字据的钱咋要")
        done = await asked.as_variants(EDITOR, IOU, dict.fromkeys(ids.values(), ""))
        batch, rows = await asked.last(EDITOR)
        assert (batch, {row.text for row in rows}) == (done.batch, set(ids))
        assert await asked.last(COLLEAGUE) == ("", [])
        assert await asked.undo(EDITOR, batch) == 2
        after = await world.content.item(IOU)
        assert (after.draft, after.entry) == (None, before.entry)
        assert sum(len(one.members) for one in await asked.bunches()) == 2
        with pytest.raises(Refused, match="撤不回来"):
            await asked.undo(EDITOR, batch)

    async def test_undo_leaves_what_others_added_meanwhile(self, world: World, asked: AskedInVain) -> None:
        ids = await self.ask(world, NEW_WORDS, "没立字据的钱咋要")
        done = await asked.as_variants(EDITOR, IOU, {ids[NEW_WORDS]: ""})
        await asked.as_variants(COLLEAGUE, IOU, {ids["没立字据的钱咋要"]: ""})
        await asked.undo(EDITOR, done.batch)
        draft = (await world.content.item(IOU)).draft
        assert draft is not None
        assert draft.variants[-1] == "没立字据的钱咋要"
        assert NEW_WORDS not in draft.variants

    async def test_a_new_entry_settles_its_questions_and_undo_drops_it(
        self, world: World, asked: AskedInVain
    ) -> None:
        ids = await self.ask(world, "法院停车收费吗", "停车要钱吗")
        chosen = await asked.chosen([*ids.values(), "unknown"])
        assert [one.id for one in chosen] == list(ids.values())
        blank = await world.content.blank("court_life")
        entry = replace(blank, question="法院停车收费吗", answer="不收。", citations=("民诉法125",))
        saved, done = await asked.write(EDITOR, entry.to_json(), "", expect=0, ids=list(ids.values()))
        assert (saved.state, done.draft, await asked.bunches()) == ("draft", True, [])
        await asked.undo(EDITOR, done.batch)
        assert len(await asked.bunches()) == 1
        assert entry.id not in {item.entry.id for item in await world.content.items() if item.draft}

    async def test_dismissed_ones_come_back(self, world: World, asked: AskedInVain) -> None:
        ids = await self.ask(world, "你好丑", "你是猪")
        done = await asked.dismiss(EDITOR, list(ids.values()))
        assert await asked.bunches() == []
        assert await asked.undo(EDITOR, done.batch) == 2
        assert sum(one.count for one in await asked.bunches()) == 2

    async def test_what_a_colleague_settled_is_not_settled_again(
        self, world: World, asked: AskedInVain
    ) -> None:
        ids = await self.ask(world, NEW_WORDS)
        await asked.dismiss(COLLEAGUE, list(ids.values()))
        with pytest.raises(Conflict, match="刚被别人处理过"):
            await asked.as_variants(EDITOR, IOU, {ids[NEW_WORDS]: ""})
        assert (await world.content.item(IOU)).n == 0
        with pytest.raises(NotFound, match="没有这个问题"):
            await asked.dismiss(EDITOR, ["x"])

    async def test_masked_words_are_refused_until_put_in_general_words(
        self, world: World, asked: AskedInVain
    ) -> None:
        ids = await self.ask(world, "打138****0018要不到钱", NEW_WORDS)
        for words in ("", "打13800000018要钱"):
            with pytest.raises(Refused, match="遮住"):
                await asked.as_variants(
                    EDITOR, IOU, {ids["打138****0018要不到钱"]: words, ids[NEW_WORDS]: ""}
                )
        assert sum(len(one.members) for one in await asked.bunches()) == 2
        await asked.as_variants(EDITOR, IOU, {ids["打138****0018要不到钱"]: "打电话要不到钱"})
        assert (await world.content.item(IOU)).newest.variants[-1] == "打电话要不到钱"

    async def test_known_words_are_settled_without_a_new_version(
        self, world: World, asked: AskedInVain
    ) -> None:
        known = world.content.knowledge().faq[IOU].variants[0] + "？"
        ids = await self.ask(world, known)
        assert not (await asked.as_variants(EDITOR, IOU, {ids[known]: ""})).draft
        assert (await world.content.item(IOU)).n == 0
        assert await asked.bunches() == []

    async def test_words_of_another_entry_are_refused(self, world: World, asked: AskedInVain) -> None:
        taken = world.content.knowledge().faq["filing_how"].variants[0]
        ids = await self.ask(world, taken)
        with pytest.raises(Refused, match="已经是另一条"):
            await asked.as_variants(EDITOR, IOU, {ids[taken]: ""})

    async def test_not_onto_an_entry_that_is_not_there(self, world: World, asked: AskedInVain) -> None:
        ids = await self.ask(world, NEW_WORDS)
        with pytest.raises(NotFound):
            await asked.as_variants(EDITOR, "nothing", {ids[NEW_WORDS]: ""})
        await world.content.retire(EDITOR, IOU, "")
        with pytest.raises(Refused, match="下架"):
            await asked.as_variants(EDITOR, IOU, {ids[NEW_WORDS]: ""})


class TestWhoAsked:
    """What a talk leaves behind."""

    async def test_a_question_in_vain_is_kept_with_its_line_and_goes_on_request(self, world: World) -> None:
        talk = Talk(world)
        await talk.says("吧啦吧啦咕噜")
        async with world.records.begin() as tx:
            (one,) = await tx.unmatched.listing()
            await tx.unmatched.settle(one.id, answered())
            await tx.unmatched.live(one.id, world.clock.now())
            (owed,) = await tx.askers.take(world.clock.now(), lease=LEASE)
        lines = await talk.conversation.history(talk.sid)
        assert (owed.sid, owed.text) == (talk.sid, "吧啦吧啦咕噜")
        assert [line.n for line in lines if line.text == "吧啦吧啦咕噜"] == [1]
        await talk.says("删除我的信息")
        await talk.taps("确定删除")
        async with world.records.begin() as tx:
            assert not await tx.askers.done(owed, "told")

    async def test_nobody_is_shown_to_the_admin(self, world: World, asked: AskedInVain) -> None:
        talk = Talk(world)
        await talk.says("吧啦吧啦咕噜")
        (bunch,) = await asked.bunches()
        assert isinstance(bunch, Bunch)
        assert bunch.askers == 1
        assert talk.sid not in repr(bunch)
