"""Who asked in vain gets the answer once it is live: once, where they are, and never while it would hurt."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bot.asked import AskedInVain
from bot.followup import LATER, FollowUp
from bot.handoff import Desk
from bot.library import Library
from bot.model import Account, Author, Channel, Kind, Line, Parcel, Role
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from bot.transcript import load
from nlu.dataset import Entry
from nlu.dataset import load as load_phrasings
from nlu.keywords import Keywords
from nlu.parse import Understanding
from tests.contract.content_bench import ended
from tests.talk import ByKeywords, Talk, World, build
from tests.web.admin_bench import FakeTrainer
from tests.web.staff_bench import shipped

EDITOR = Account("e" * 32, "bian", "编辑", Role.EDITOR)
WANG = Account("w" * 32, "wang", "王建国", Role.MEDIATOR)
IOU = "lending_no_iou"
ENTRIES = (
    "lending_no_iou",
    "filing_how",
    "leak_upstairs",
    "mediation_fee",
    "limitation_years",
    "bride_price",
)
DISPUTES = ("dispute/property_service", "dispute/neighbor", "dispute/divorce", "dispute/consumer")
WORDS = "撂给他的票子没落笔"
INTRO = f"您之前问的“{WORDS}”，现在有答案了："


class Model(ByKeywords):
    """Understands like the fallback and says it is the model; `away` says the truth."""

    away = False

    async def understand(self, text: str) -> Understanding:
        found = await super().understand(text)
        return found if self.away else replace(found, source="model")


@cache
def small() -> Library:
    """The product with some answers only, so that learning takes no second."""
    return replace(shipped(), faq={key: shipped().faq[key] for key in ENTRIES})


def taught(rows: Iterable[Entry]) -> Keywords:
    """What the model knows of these entries, of some disputes and of talk."""
    examples = load_phrasings(entries=list(rows)).examples()
    kinds = ("faq/", "chat/", "out_of_scope")
    known = {name: texts for name, texts in examples.items() if name.startswith(kinds) or name in DISPUTES}
    return Keywords(known)


@cache
def keywords() -> Keywords:
    return taught(Entry(e.id, e.question, e.variants) for e in small().faq.values())


@pytest.fixture
async def world(sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    """With a trainer that teaches what it is given."""
    records = SqlRecords(sqlite_url, vault)
    made = build(MemorySessions(vault), records, small(), keywords())
    made.understander = Model(keywords())
    made.content.trainer = trainer = FakeTrainer()
    trainer.go.set()

    def learn(corpus: Sequence[Mapping[str, Any]]) -> None:
        rows = [Entry(row["id"], row["question"], tuple(row["variants"])) for row in corpus]
        made.understander.keywords = taught(rows)

    trainer.learn = learn
    yield made
    await made.content.close()
    await records.aclose()


@pytest.fixture
def follow(world: World) -> FollowUp:
    return follower(world)


def follower(world: World) -> FollowUp:
    return FollowUp(world.content, world.records, world.sessions, world.understander, world.clock)


async def teach(world: World, *texts: str, entry: str = IOU) -> None:
    """An editor adds the open questions to an entry."""
    asked = AskedInVain(world.content, world.records, world.clock)
    ids = [one.id for bunch in await asked.bunches() for one in bunch.members if one.text in texts]
    assert len(ids) == len(texts)
    await asked.as_variants(EDITOR, entry, dict.fromkeys(ids, ""))


async def publish(world: World) -> None:
    await world.content.train(EDITOR)
    assert (await ended(world.content)).state == "published"


async def states(world: World) -> dict[str, str]:
    async with world.records.begin() as tx:
        return {
            one.text: one.state
            for state in ("open", "variant", "new", "dismissed", "answered")
            for one in await tx.unmatched.listing(state)
        }


async def lines(talk: Talk) -> list[Line]:
    return await talk.conversation.history(talk.sid)


def questions(world: World) -> dict[str, str]:
    """Question -> id."""
    return {entry.question: entry.id for entry in world.content.knowledge().faq.values()}


async def intros(talk: Talk) -> int:
    return sum(INTRO in line.text for line in await lines(talk))


async def parcels(talk: Talk) -> list[Parcel]:
    async with talk.world.records.begin() as tx:
        return await tx.outbox.of(talk.sid)


class TestTheRoad:
    async def test_from_the_question_to_the_answer(self, world: World, follow: FollowUp) -> None:
        talk, other = Talk(world), Talk(world, "citizen-2")
        await talk.says(WORDS)
        await other.says(WORDS + "。")
        await follow.once()
        await teach(world, WORDS)
        assert (await follow.once(), await intros(talk)) == (0, 0)
        await publish(world)
        assert await follow.once() == 2
        for one in (talk, other):
            *_, intro, answer = await lines(one)
            assert (intro.author, intro.text) == (Author.BOT, INTRO)
            assert answer.text.startswith(world.content.knowledge().faq[IOU].answer[:20])
            assert "仅供参考" in answer.text
            assert answer.card is not None
            assert answer.card["citations"]
        world.clock.pass_(hours=2)
        assert await follow.once() == 0
        assert await intros(talk) == 1
        assert [line.n for line in await lines(talk)] == list(range(1, (await talk.session()).n + 1))

    async def test_the_others_of_the_cluster_settle_themselves(self, world: World, follow: FollowUp) -> None:
        near = WORDS + "的事"
        talk = Talk(world, "citizen-2")
        await Talk(world).says(WORDS)
        await talk.says(near)
        await follow.once()
        assert await states(world) == {WORDS: "open", near: "open"}
        await teach(world, WORDS)
        await publish(world)
        assert await follow.once() == 2
        assert await states(world) == {WORDS: "variant", near: "answered"}
        assert "现在有答案了" in (await lines(talk))[-2].text

    async def test_two_workers_tell_once(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world)
        await talk.says(WORDS)
        await teach(world, WORDS)
        await publish(world)
        other = follower(world)
        assert [await one.once() for one in (follow, other)] == [1, 0]
        assert await intros(talk) == 1

    async def test_the_talk_goes_on_where_it_was(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world)
        await talk.says(WORDS)
        await talk.taps_flow("private_lending")
        form = (await talk.session()).form
        await teach(world, WORDS)
        await publish(world)
        await follow.once()
        assert (await talk.session()).form == form
        assert not (await lines(talk))[-1].buttons

    async def test_a_long_question_is_quoted_short(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world)
        await talk.says("撂给他的票子没落笔呀撂给他的票子没落笔呀没落笔")
        await teach(world, "撂给他的票子没落笔呀撂给他的票子没落笔呀没落笔")
        await publish(world)
        await follow.once()
        assert "“撂给他的票子没落笔呀撂给他的票子没落笔呀……”" in (await lines(talk))[-2].text


class TestWhere:
    async def ready(self, world: World, talk: Talk) -> None:
        await talk.says(WORDS)
        await teach(world, WORDS)
        await publish(world)

    async def test_wechat_gets_one_message_through_the_outbox(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world, "openid-1", Channel.WECHAT)
        await self.ready(world, talk)
        assert await follow.once() == 1
        (parcel,) = await parcels(talk)
        assert parcel.to == "openid-1"
        assert parcel.body.startswith(INTRO)
        assert "仅供参考" in parcel.body

    async def test_wechat_hears_nothing_when_its_window_is_closed(
        self, world: World, follow: FollowUp
    ) -> None:
        talk = Talk(world, "openid-1", Channel.WECHAT)
        await self.ready(world, talk)
        world.clock.pass_(hours=48)
        assert (await follow.once(), await parcels(talk), await intros(talk)) == (0, [], 0)
        await talk.says("你好")
        world.clock.pass_(minutes=10)
        assert await follow.once() == 0

    async def test_the_channels_nobody_can_push_to_are_left_alone(
        self, world: World, follow: FollowUp
    ) -> None:
        talk = Talk(world, "curl", Channel.REST)
        await self.ready(world, talk)
        assert (await follow.once(), await intros(talk)) == (0, 0)

    async def test_a_joined_conversation_gets_it_where_it_goes_on(
        self, world: World, follow: FollowUp
    ) -> None:
        phone, web = Talk(world, "openid-1", Channel.WECHAT), Talk(world)
        await self.ready(world, phone)
        await web.says("你好")
        version, session = await load(world.sessions, phone.sid)
        joined = replace(session, same_as=web.sid)
        assert await world.sessions.save(phone.sid, expect=version, data=joined.to_json())
        assert await follow.once() == 1
        assert (await intros(web), await intros(phone)) == (1, 0)

    async def test_a_conversation_that_is_gone_is_not_begun_anew(
        self, world: World, follow: FollowUp
    ) -> None:
        talk = Talk(world)
        await self.ready(world, talk)
        await world.sessions.forget(talk.sid)
        assert await follow.once() == 0
        assert await world.sessions.load(talk.sid) is None

    async def test_who_was_forgotten_hears_nothing(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world)
        await self.ready(world, talk)
        await talk.says("删除我的信息")
        await talk.taps("确定删除")
        assert (await follow.once(), await intros(talk)) == (0, 0)

    async def test_a_person_has_the_word_until_they_give_it_back(
        self, world: World, follow: FollowUp
    ) -> None:
        talk, desk = Talk(world), world.desk()
        await talk.says(WORDS, "转人工")
        handoff = await self.claimed(world, desk, talk)
        await teach(world, WORDS)
        await publish(world)
        assert (await follow.once(), await intros(talk)) == (0, 0)
        await desk.give_back(handoff, WANG)
        world.clock.pass_(seconds=LATER.seconds)
        assert (await follow.once(), await intros(talk)) == (1, 1)

    async def claimed(self, world: World, desk: Desk, talk: Talk) -> str:
        async with world.records.begin() as tx:
            found = await tx.handoffs.open_of(talk.sid)
        assert found is not None
        await desk.claim(found.id, WANG)
        return found.id

    async def test_silence_after_a_sign_of_danger(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world)
        await talk.says(WORDS, "我不想活了")
        await teach(world, WORDS)
        await publish(world)
        for _ in range(3):
            assert (await follow.once(), await intros(talk)) == (0, 0)
            world.clock.pass_(hours=1)

    async def test_old_news_is_no_news(self, world: World, follow: FollowUp) -> None:
        talk, desk = Talk(world), world.desk()
        await talk.says(WORDS, "转人工")
        handoff = await self.claimed(world, desk, talk)
        await teach(world, WORDS)
        await publish(world)
        await follow.once()
        world.clock.pass_(days=8)
        await follow.once()
        await desk.give_back(handoff, WANG)
        world.clock.pass_(hours=1)
        assert (await follow.once(), await intros(talk)) == (0, 0)


class TestSettling:
    async def test_a_draft_that_was_dropped_opens_the_question_again(
        self, world: World, follow: FollowUp
    ) -> None:
        await Talk(world).says(WORDS)
        await teach(world, WORDS)
        await follow.once()
        assert await states(world) == {WORDS: "variant"}
        await world.content.discard(EDITOR, IOU)
        await follow.once()
        assert await states(world) == {WORDS: "open"}

    async def test_a_new_entry_is_brought_when_it_is_live(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world)
        await talk.says(WORDS)
        asked = AskedInVain(world.content, world.records, world.clock)
        (bunch,) = await asked.bunches()
        blank = await world.content.blank("lending")
        entry = replace(blank, question=WORDS, answer="先找转账记录。", citations=("民诉法125",))
        await asked.write(EDITOR, entry.to_json(), "", expect=0, ids=[bunch.members[0].id])
        assert await follow.once() == 0
        await publish(world)
        assert await follow.once() == 1
        assert (await lines(talk))[-1].text.startswith("先找转账记录。")

    async def test_the_fallback_settles_nothing_while_the_model_is_away(
        self, world: World, follow: FollowUp
    ) -> None:
        known = world.content.knowledge().faq[IOU].variants[0]
        async with world.records.begin() as tx:
            await tx.unmatched.add(known, world.clock.now())
        assert isinstance(world.understander, Model)
        world.understander.away = True
        await follow.once()
        assert await states(world) == {known: "open"}
        world.understander.away = False
        await follow.once()
        assert await states(world) == {known: "answered"}

    async def test_each_question_is_tried_once_on_each_faq(self, world: World, follow: FollowUp) -> None:
        await Talk(world).says(WORDS)
        for _ in range(2):
            world.understander.asked.clear()
            await follow.once()
        assert world.understander.asked == []


class TestRatedNoUse:
    async def test_the_question_counts_and_the_same_answer_does_not_settle_it(
        self, world: World, follow: FollowUp
    ) -> None:
        talk, question = Talk(world), world.content.knowledge().faq[IOU].variants[0]
        await talk.says(question)
        assert any(say.card and say.card.kind == "faq" for say in talk.reply.says)
        await talk.send(Kind.TEXT, text="没用", payload=f"rate:no:{IOU}")
        await follow.once()
        (bunch,) = await AskedInVain(world.content, world.records, world.clock).bunches()
        (one,) = bunch.members
        assert (one.text, one.rejected, one.count, bunch.askers) == (question, IOU, 1, 1)
        await follow.once()
        assert await states(world) == {question: "open"}

    async def test_what_led_to_a_tapped_question_counts_not_its_title(
        self, world: World, follow: FollowUp
    ) -> None:
        talk, vague = Talk(world), "借钱的官司怎么走"
        await talk.says(vague)
        title = next(title for title in talk.buttons() if title in questions(world))
        await talk.taps(title)
        await talk.send(Kind.TEXT, text="没用", payload=f"rate:no:{questions(world)[title]}")
        await follow.once()
        async with world.records.begin() as tx:
            (one,) = await tx.unmatched.listing()
        assert (one.text, one.count, one.rejected) == (vague, 1, questions(world)[title])

    async def test_a_useful_answer_leaves_nothing(self, world: World, follow: FollowUp) -> None:
        talk = Talk(world)
        await talk.says(world.content.knowledge().faq[IOU].variants[0])
        await talk.send(Kind.TEXT, text="有用", payload=f"rate:yes:{IOU}")
        await follow.once()
        assert await states(world) == {}
