"""Name and number told before anything is registered are kept and offered when the form asks for them."""

from __future__ import annotations

import pytest

from bot.dialogue.session import Session
from flows.engine import Answer, Form
from tests.flow_answers import FLOWS
from tests.pure_talk import PureTalk, hear, said

PHONE = "13847712345"


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (f"我叫张丽，电话{PHONE}", {"name": "张丽", "phone": PHONE}),
        (f"你好，我叫王建国 手机号 {PHONE}", {"name": "王建国", "phone": PHONE}),
        (f"我的名字叫李秀英，联系电话：{PHONE}", {"name": "李秀英", "phone": PHONE}),
        ("您好，我叫赵国庆", {"name": "赵国庆"}),
        (f"我的电话是{PHONE}", {"phone": PHONE}),
        (f"姓名：张丽，电话：{PHONE}", {"name": "张丽", "phone": PHONE}),
    ],
)
def test_who_is_speaking_is_kept(words: str, about: dict[str, str]) -> None:
    outcome = hear(words, Session(noticed=True))
    assert outcome.session.about == about
    assert PHONE not in said(outcome)
    assert "您遇到了什么事" in said(outcome)
    assert Session.from_json(outcome.session.to_json()).about == about


def _asked_for(step_id: str, about: dict[str, str]) -> PureTalk:
    flow = FLOWS["private_lending"]
    consents = {s.id: Answer("yes", s.options["yes"].label) for s in flow.steps if s.scope}
    steps = [s for s in flow.steps if s.id != step_id and not s.scope]
    talk = PureTalk("private_lending")
    form = Form(flow.id, flow.rev, {**{s.id: Answer(None, "不知道") for s in steps}, **consents})
    talk.session = Session(form=form, noticed=True, about=dict(about))
    assert talk.step is not None
    assert talk.step.id == step_id
    return talk


@pytest.mark.parametrize(
    ("step", "key", "value"), [("applicant_name", "name", "张丽"), ("applicant_phone", "phone", PHONE)]
)
def test_the_form_offers_it_and_takes_a_yes(step: str, key: str, value: str) -> None:
    talk = _asked_for(step, {key: value})
    talk.says("继续")
    assert "您前面说过" in talk.text()
    assert PHONE not in talk.text()
    assert step not in talk.form.answers
    talk.says("对")
    assert talk.form.answers[step].value == value


def test_a_no_or_another_name_is_heard() -> None:
    talk = _asked_for("applicant_name", {"name": "张丽"})
    talk.says("继续", "不对，我重说")
    assert talk.asked() == "applicant_name"
    talk.says("王秀兰")
    assert talk.form.answers["applicant_name"].value == "王秀兰"
    talk = _asked_for("applicant_name", {"name": "张丽"})
    talk.says("继续", "王秀兰")
    assert talk.form.answers["applicant_name"].value == "王秀兰"


@pytest.mark.parametrize(
    "words",
    [
        "我叫他还钱",
        "我是农民",
        "我叫了警察",
        "我被打了",
        f"他叫张丽，电话{PHONE}",
        "我叫张丽，老公打我",
        "我叫天天不应",
    ],
)
def test_other_words_introduce_nobody(words: str) -> None:
    assert not hear(words, Session(noticed=True)).session.about
