"""Every step of every flow, met by every kind of digression: state and question come back equal."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import library
from bot.dialogue import turn
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.queries import Heard
from bot.dialogue.session import Session
from bot.dialogue.talk import Outcome
from bot.model import Channel, Incoming, Kind, Media, Say
from flows import engine
from flows.engine import Answer, Form, Json
from flows.schema import Flow, Step, fields_of
from nlu.keywords import Keywords
from tests.talk import Talk

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
VALUES: dict[str, tuple[Json, str]] = {
    "amount": ({"low_fen": 100_000, "high_fen": 100_000}, "1,000元"),
    "date": (
        {"start": "2026-05-01", "end": "2026-05-01", "granularity": "day", "lunar": False},
        "2026年5月1日",
    ),
    "rate": ({"percent": "1", "per": "month"}, "月利率1%"),
    "name": ("王秀兰", "王秀兰"),
    "party": ("王秀兰", "王秀兰"),
    "org": ("某某建筑工程有限公司", "某某建筑工程有限公司"),
    "phone": ("13800138000", "138 0013 8000"),
    "id_number": ("150622199003070018", "150622199003070018"),
    "uscc": ("91150622MA0N0TE491", "91150622MA0N0TE491"),
    "address": ("薛家湾镇某小区", "薛家湾镇某小区"),
    "table": ({"rows": [], "faults": [], "total_fen": 0}, "0人"),
    "rows": ({"rows": [], "total_fen": 0}, "0笔"),
}
DIGRESSIONS = [
    "为什么",
    "帮助",
    "进度",
    "看看填了什么",
    "继续",
    "谢谢",
    "我的证据",
    "我的案子到哪了",
    "转人工",
    "换设备",
]
DIGRESSIONS += [
    "调解要交钱吗？",
    "起诉要花多少钱？",
    "借条没写还款日期怎么办？",
    "今天天气怎么样？",
    "你是机器人吗？",
]


@pytest.fixture(scope="module")
def knowledge(shipped: library.Library) -> Knowledge:
    return library.knowledge(shipped, library.Published(), date(2026, 11, 22), "准格尔旗人民法院")


def wanted(condition: object, field: str) -> Json:
    """A value of `field` with which a condition can hold."""
    if isinstance(condition, dict):
        for key, want in condition.items():
            if key == field:
                return want[0] if isinstance(want, list) else want
            if key in {"any", "all"} and (found := wanted(want, field)) is not None:
                return found
    if isinstance(condition, list):
        return next((found for part in condition if (found := wanted(part, field)) is not None), None)
    return None


def some_answer(step: Step, target: Step, flow: Flow) -> Answer:
    """An answer that keeps the way to `target` open."""
    need = wanted(dict(target.when), step.id)
    for name in fields_of(target.when):
        if need is None and name != step.id:
            need = wanted(dict(flow.step(name).when), step.id)
    if step.options:
        options = list(step.options)
        refused = {"issue": "service"} if "not" in target.when else {}
        usual = "yes" if step.scope else options[0]
        other = refused.get(step.id, usual)
        key = str(need) if need in options else other if other in options else usual
        return Answer(key, step.options[key].label)
    if need == "unknown":
        return Answer(None, step.unknown or "不知道")
    value, shown = VALUES.get(step.read, ("有这么一回事", "有这么一回事"))
    return Answer(value, shown)


def at_step(flow: Flow, target: Step) -> Form:
    """The form that asks `target`: by the usual answers, else by some of what its condition names."""
    named = [flow.step(name) for name in fields_of(target.when)]
    named += [flow.step(name) for step in named for name in fields_of(step.when)]
    chosen = [[(step.id, key) for key in step.options] for step in named if step.options]
    ways = ({}, *(dict(way) for way in itertools.product(*chosen)))
    found = next((form for way in ways if (form := walked(flow, target, way)) is not None), None)
    assert found is not None, f"{flow.id}.{target.id} was not reached"
    return found


def walked(flow: Flow, target: Step, way: Mapping[str, str]) -> Form | None:
    form = Form(flow.id, flow.rev)
    for _ in flow.steps:
        here = engine.current(flow, form)
        if here is None or here.id == target.id:
            return form if here else None
        key = way.get(here.id)
        answer = Answer(key, here.options[key].label) if key else some_answer(here, target, flow)
        form = engine.put(form, here.id, answer)
    return None


def hear(session: Session, text: str, k: Knowledge, keywords: Keywords, **more: object) -> Outcome:
    incoming = replace(Incoming(Channel.WEB, "u", "m", Kind.TEXT, NOW, text), **more)  # type: ignore[arg-type]
    outcome = turn.hear(session, incoming, k)
    return outcome or turn.hear_understood(session, incoming, k, Heard(keywords.understand(text)))


def question(outcome: Outcome) -> Say | None:
    return next((s for s in reversed(outcome.says) if s.card and s.card.kind == "question"), None)


def still(session: Session) -> Session:
    return replace(session, misses=0, topic="", noticed=True, told=(), paused=False)


def every_step(shipped: library.Library) -> Iterator[tuple[Flow, Step]]:
    for flow in shipped.flows.values():
        for step in flow.steps:
            if not (step.stands and step.when == {"any": []}):  # asked of nobody, only told
                yield flow, step


def test_every_step_of_every_flow_can_be_reached(shipped: library.Library) -> None:
    asked = [(flow.id, step.id) for flow, step in every_step(shipped) if at_step(flow, step)]
    all_ = {(flow.id, step.id) for flow in shipped.flows.values() for step in flow.steps}
    assert {step for _, step in all_ - set(asked)} <= {"sued"}, "only told, in flows that do not ask it"


@pytest.mark.parametrize("words", DIGRESSIONS)
def test_a_digression_changes_neither_state_nor_question(
    words: str, shipped: library.Library, knowledge: Knowledge, keywords: Keywords
) -> None:
    for flow, step in every_step(shipped):
        if step.read in {"text", "short_text"} and words in {"谢谢"}:
            continue  # to an open question for free words, any words are an answer
        session = Session(form=at_step(flow, step), heard_at=NOW.isoformat())
        asked = question(hear(session, "继续", knowledge, keywords))
        outcome = hear(session, words, knowledge, keywords)
        assert still(outcome.session) == still(session), f"{flow.id}.{step.id} after {words}"
        again = question(outcome)
        if not outcome.then:
            assert asked is not None
            assert again is not None, f"{flow.id}.{step.id} after {words}: {[s.text for s in outcome.says]}"
            assert (again.card, again.buttons) == (asked.card, asked.buttons), f"{flow.id}.{step.id} {words}"


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_faq_at_any_step_leaves_the_form_byte_for_byte(
    data: st.DataObject, shipped: library.Library, knowledge: Knowledge, keywords: Keywords
) -> None:
    flow, step = data.draw(st.sampled_from(list(every_step(shipped))))
    entry = data.draw(st.sampled_from(sorted(knowledge.faq)))
    session = Session(form=at_step(flow, step), heard_at=NOW.isoformat())
    outcome = hear(session, "", knowledge, keywords, payload=f"faq:{entry}")
    assert outcome.session.form == session.form
    assert session.form is not None
    assert outcome.session.form is not None
    assert outcome.session.form.to_json() == session.form.to_json()
    found = question(outcome)
    assert found is not None
    assert found.card is not None
    assert found.card.data["field"] == step.id
    assert outcome.says[0].card is not None
    assert outcome.says[0].card.kind == "faq"


def test_a_photo_in_mid_form_is_kept_and_the_question_comes_again(
    shipped: library.Library, knowledge: Knowledge, keywords: Keywords
) -> None:
    media = Media("blob", "照片.jpg", "image/jpeg", 1000, "ab" * 32)
    for flow, step in every_step(shipped):
        session = Session(form=at_step(flow, step), heard_at=NOW.isoformat())
        outcome = hear(session, "", knowledge, keywords, kind=Kind.IMAGE, media=media)
        assert [e.kind for e in outcome.effects] == ["evidence"]
        if step.id != "evidence":
            assert outcome.session.form == session.form
            assert (found := question(outcome)) is not None
            assert found.card is not None
            assert found.card.data["field"] == step.id


def test_danger_at_any_step_comes_first_and_keeps_the_answers(
    shipped: library.Library, knowledge: Knowledge, keywords: Keywords
) -> None:
    for flow, step in every_step(shipped):
        session = Session(form=at_step(flow, step), heard_at=NOW.isoformat())
        outcome = hear(session, "他拿着刀在门口要杀我", knowledge, keywords)
        assert "110" in outcome.says[0].text
        assert [(e.kind, e.data["urgent"]) for e in outcome.effects] == [("handoff", True)]
        assert outcome.session.form == session.form
        resumed = hear(outcome.session, "继续", knowledge, keywords)
        assert question(resumed) == question(hear(session, "继续", knowledge, keywords))


@pytest.mark.parametrize("words", ["我自己辞职不干了，能要补偿不", "我自己辞职的，有没有补偿"])
async def test_a_question_asked_as_people_speak_is_answered_in_mid_form(talk: Talk, words: str) -> None:
    await talk.taps_flow("private_lending")
    await talk.says("别人欠我", "3万", "2025年3月1日")
    before = talk.asked()
    await talk.says(words)
    talk.hears("一般没有经济补偿")
    assert talk.asked() == before
