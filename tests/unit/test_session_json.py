from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.session import Session
from flows.engine import Answer, Form

VALUES = (
    st.none()
    | st.text(max_size=8)
    | st.integers(0, 9)
    | st.dictionaries(st.text(max_size=4), st.integers(0, 9))
)
PLACES = st.integers(0, 99)
BY = st.sampled_from(["asked", "told", "desk", "insisted"])
ANSWERS = st.builds(Answer, VALUES, st.text(max_size=8), PLACES, PLACES, PLACES, BY, st.booleans())
NAMES = st.text(min_size=1, max_size=6)
FORMS = st.builds(Form, NAMES, NAMES, st.dictionaries(NAMES, ANSWERS), st.lists(NAMES).map(tuple), NAMES)


@given(ANSWERS)
def test_an_answer_comes_back_from_json(answer: Answer) -> None:
    assert Answer.unpacked(json.loads(json.dumps(answer.packed()))) == answer


@given(FORMS, st.booleans(), NAMES)
def test_a_session_comes_back_from_json(form: Form, paused: bool, when: str) -> None:
    session = Session(
        n=7,
        form=form,
        parked=(form,),
        paused=paused,
        danger_at=when,
        danger_kind=when,
        told=(when,),
        changed=(when,),
        wanted=(when,),
        undo={"step": when, "was": ["", when]},
    )
    assert Session.from_json(json.loads(json.dumps(session.to_json()))) == session
