"""Every flow, answered at random: what the answers make relevant is asked, once, up to submission.

The same is held twice: by the engine alone, until every option that can be reached was chosen, and by whole
turns of the talk for one way through each flow.
"""

from __future__ import annotations

import random

import pytest

from flows import engine
from flows.engine import Answer, Form
from flows.schema import Flow, Step
from tests.flow_answers import FLOWS, TODAY, day, money
from tests.pure_talk import PureTalk

IDN = "150622199003070018"
#: One good answer for each reader, short enough to tell nothing beside what was asked.
WORDS = {
    "address": "薛家湾镇",
    "amount": "3500元",
    "date": "2026年3月5日",
    "duration": "15天",
    "id_number": IDN,
    "name": "王秀兰",
    "org": "某某有限公司",
    "party": "王秀兰",
    "phone": "13800138000",
    "plate": "蒙K12345",
    "rate": "年利率6%",
    "short_text": "一台铲车",
    "table": "王建军 150622199003070018 13800138000 12000",
    "text": "事情就是这样",
    "uscc": "91150622MA0N0TE491",
}
#: Runs in which an option nobody chose yet must turn up; a flow has at most a dozen options in a question.
RUNS = 600
#: Questions no way through a flow may exceed, together with the talk's own (对吗, 还有吗).
MOST_TURNS = 140


def choices(step: Step) -> list[str]:
    """The options that do not stop the intake: a consent it cannot do without is given."""
    if step.scope and step.refusal:
        return ["yes"]
    return list(step.options)


def value(step: Step, dice: random.Random) -> Answer:
    """Any answer the engine may be given for a question without options."""
    if not step.required and dice.random() < 0.3:
        return Answer(None, step.unknown or "不知道")
    known = {"amount": money(dice.randint(1, 90_000)), "date": day("2026-03-05")}
    if step.read == "rows":
        cells = {"amount": money(500), "date": day("2026-03-05")}
        return Answer({"rows": [[cells.get(c.read, "王秀兰") for c in step.columns.values()]]}, "1笔")
    return Answer(known.get(step.read, WORDS.get(step.read, "")), "…")


def through(flow: Flow, dice: random.Random, left: set[tuple[str, str]]) -> tuple[list[str], Form]:
    """One way through a flow by the engine alone; options nobody chose yet come first."""
    form, asked = Form(flow.id, flow.rev), []
    while step := engine.current(flow, form):
        asked.append(step.id)
        assert len(asked) <= len(flow.steps), f"{flow.id} asks {step.id} again"
        fresh = [key for key in choices(step) if (step.id, key) in left]
        if step.options:
            key = dice.choice(fresh or choices(step))
            left.discard((step.id, key))
            form = engine.put(form, step.id, Answer(key, step.options[key].label))
        else:
            form = engine.put(form, step.id, value(step, dice))
    return asked, form


@pytest.mark.parametrize("flow_id", sorted(FLOWS))
def test_what_is_asked_is_what_the_answers_make_relevant(flow_id: str) -> None:
    flow, dice = FLOWS[flow_id], random.Random(flow_id)
    told_only = {s.id for s in flow.steps if s.stands and s.when == {"any": []}}  # asked of nobody
    left = {(s.id, key) for s in flow.steps if s.id not in told_only for key in choices(s)}
    for _ in range(RUNS):
        asked, form = through(flow, dice, left)
        relevant = [step.id for step in engine.active(flow, form.answers)]
        assert asked == relevant, f"asked {set(asked) ^ set(relevant)} beside what is relevant"
        assert form.answers.keys() == set(relevant)
        if not left:
            break
    assert not left, f"{flow_id}: no way through leads to {sorted(left)}"


def reply_to(talk: PureTalk, step: Step, dice: random.Random) -> None:
    """Answer the open question as a person does: a button, or words its reader takes."""
    buttons = talk.buttons()
    if step.options:
        payload = f"pick:{step.id}:{dice.choice(choices(step))}"  # who is sued reads other words on some
        button = next((one for one in buttons.values() if one.payload == payload), None)
        assert button is not None, f"{step.id} does not offer {payload}"
        talk.taps(button)
    elif step.read == "rows":
        talk.says(
            "王秀兰" if any(c.read in {"name", "party"} for c in step.columns.values()) else "彩礼3500元"
        )
        talk.says("没有了")
    elif step.unknown and dice.random() < 0.3:
        talk.taps(buttons[step.unknown])
    else:
        talk.says(WORDS[step.read])
    while talk.session.asking:
        talk.says("对")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("flow_id", sorted(FLOWS))
def test_a_talk_asks_the_same_and_reaches_submission(flow_id: str, seed: int) -> None:
    dice = random.Random(f"{flow_id}:{seed}")
    talk = PureTalk(flow_id)
    talk.says("继续")
    asked: list[str] = []
    while (step := talk.step) is not None:
        if not talk.reply:  # what is said here waits for what SQL says
            talk.says("继续")
        assert talk.asked() == step.id, f"asks {talk.asked()}, open is {step.id}: {talk.text()}"
        assert step.id not in asked, f"{step.id} is asked twice: {talk.text()}"
        asked.append(step.id)
        reply_to(talk, step, dice)
        assert len(asked) <= MOST_TURNS
    relevant = [s.id for s in engine.active(talk.flow, talk.form.answers)]
    assert asked == relevant
    talk.says("确认提交")
    assert [effect.kind for effect in talk.effects if effect.kind == "submit"] == ["submit"]


def test_the_days_of_these_answers_are_past() -> None:
    assert TODAY.isoformat() > "2026-03-05"
