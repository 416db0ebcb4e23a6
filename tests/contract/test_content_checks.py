"""What an edit of the FAQ is checked for, and a real model that learns it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot import faq_check
from bot.asked import AskedInVain
from bot.content import Content
from bot.errors import Refused
from nlu import dataset
from nlu.client import RasaClient
from nlu.keywords import Keywords
from nlu.trainer import RasaTrainer
from tests.conftest_nlu import Rasa
from tests.contract.content_bench import (
    EDITOR,
    IOU,
    NEW_WORDS,
    ended,
    live,
    more_words,
    put,
    row,
)
from tests.talk import World
from tests.web.staff_bench import shipped


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
