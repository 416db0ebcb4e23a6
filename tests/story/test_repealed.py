"""A law is repealed: its texts are served today, out of service from tomorrow, and back after the review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import library
from bot.content import Content
from bot.law.citations import Citations
from bot.out_of_service import out_of_service
from tests.talk import TODAY, Talk

TOMORROW = TODAY + timedelta(1)
LAW = "诉讼费办法"


def repealed(law: str, on: date, reviewed: date | None = None) -> Citations:
    """The shipped book in which one law ends on a day."""
    book = Citations.load()
    changed = replace(book.laws[law], repealed_on=on, reviewed_on=reviewed)
    entries = {c: replace(e, law=changed) if e.law.name == law else e for c, e in book.entries.items()}
    return Citations({**book.laws, law: changed}, entries, book.names)


@pytest.fixture
def ending(talk: Talk) -> Talk:
    """A talk with a bot whose law of court fees ends tomorrow."""
    talk.world.content = Content(
        shipped=replace(library.load(), book=repealed(LAW, TOMORROW)),
        records=talk.world.records,
        sessions=talk.world.sessions,
        clock=talk.world.clock,
        court="准格尔旗人民法院",
    )
    return talk


async def test_an_answer_is_served_today_and_under_review_tomorrow(ending: Talk) -> None:
    ending.conversation = ending.world.conversation()
    await ending.says("起诉要交多少钱？")
    ending.hears("诉讼费")
    assert any(say.card and say.card.kind == "faq" for say in ending.reply.says)
    ending.world.clock.pass_(days=1)
    await ending.says("起诉要交多少钱？")
    ending.hears("正在复核", "让工作人员来答")
    assert not any(say.card and say.card.kind == "faq" for say in ending.reply.says)
    titles = [button.title for say in ending.reply.says for button in say.buttons]
    assert "转人工" in titles


async def test_a_calculator_of_that_law_stops_too(ending: Talk) -> None:
    ending.conversation = ending.world.conversation()
    await ending.says("起诉3万5要多少诉讼费")
    ending.hears("675元")
    ending.world.clock.pass_(days=1)
    await ending.says("起诉3万5要多少诉讼费")
    ending.hears("正在复核，先不算")
    ending.not_hears("675元")


def test_rules_go_silent_for_the_citizen_and_tell_the_desk() -> None:
    shipped = replace(library.load(), book=repealed(LAW, TOMORROW))
    values = {"flow": "private_lending", "principal": {"low_fen": 100, "high_fen": 100}}
    before = library.knowledge(shipped, library.Published(), TODAY, "法院")
    after = library.knowledge(shipped, library.Published(), TOMORROW, "法院")
    (spoken,), (silent,) = before.check(["court_fee"], values), after.check(["court_fee"], values)
    assert spoken.for_citizen
    assert spoken.citations
    assert silent.for_citizen == ""
    assert "依据正在复核" in silent.for_desk
    assert not any(citation.startswith(LAW) for citation in silent.citations)


def test_a_why_hides_the_article_and_the_flow_goes_on() -> None:
    shipped = replace(library.load(), book=repealed(LAW, TOMORROW))
    after = library.knowledge(shipped, library.Published(), TOMORROW, "法院")
    steps = [step for step in after.flows["general"].steps if any(c.startswith(LAW) for c in step.law)]
    assert steps
    for step in steps:
        assert after.sources(step.law).endswith("依据正在复核")
        assert "诉讼费" not in after.sources(step.law)


def test_everything_out_of_service_is_listed_and_back_after_the_review() -> None:
    shipped = library.load()
    flows, faq = shipped.flows, list(shipped.faq.values())
    assert out_of_service(flows, faq, TODAY, repealed(LAW, TOMORROW)) == []
    out = out_of_service(flows, faq, TOMORROW, repealed(LAW, TOMORROW))
    assert {one.kind for one in out} == {"问答", "流程", "法律表", "文书"}
    answers = {e.id for e in faq if any(c.startswith(LAW) for c in e.citations)}
    assert {one.id for one in out if one.kind == "问答"} == answers
    assert all("不适用，等复核" in one.why for one in out)
    reviewed = repealed(LAW, TOMORROW, TOMORROW + timedelta(3))
    assert len(out_of_service(flows, faq, TOMORROW + timedelta(2), reviewed)) == len(out)
    assert out_of_service(flows, faq, TOMORROW + timedelta(3), reviewed) == []
    too_early = repealed(LAW, TOMORROW, TODAY)
    assert len(out_of_service(flows, faq, TOMORROW, too_early)) == len(out)


def test_answers_are_kept_apart_day_by_day() -> None:
    shipped = replace(library.load(), book=repealed(LAW, TOMORROW, TOMORROW + timedelta(3)))
    for days, away in ((0, False), (1, True), (3, True), (4, False)):
        k = library.knowledge(shipped, library.Published(), TODAY + timedelta(days), "法院")
        assert ("court_fee_amount" in k.checking) is away
        assert ("court_fee_amount" in k.faq) is not away


def test_one_repealed_article_takes_out_only_what_cites_it() -> None:
    book = Citations.load()
    gone = book.resolve("民法典188")
    entries = {**book.entries, gone.citation: replace(gone, repealed_on=TODAY)}
    one_gone = Citations(book.laws, entries, book.names)
    assert one_gone.faults(["民法典188", "民法典189"], TODAY).keys() == {"民法典188"}
    back = Citations(
        book.laws, {**entries, gone.citation: replace(gone, repealed_on=TODAY, reviewed_on=TODAY)}, book.names
    )
    assert back.faults(["民法典188"], TODAY) == {}
