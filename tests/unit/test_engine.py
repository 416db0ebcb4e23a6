"""The form engine on a small flow of its own: what is asked, what waits, what counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows import engine, schema
from flows.engine import Answer, Form
from flows.schema import Flow, Option, Step


def step(step_id: str, when: object = None, options: tuple[str, ...] = ()) -> Step:
    return Step(
        id=step_id,
        ask=step_id,
        label=step_id,
        read="choice" if options else "text",
        why="",
        when=when or {},  # type: ignore[arg-type]
        options={key: Option(key) for key in options},
    )


FLOW = Flow(
    id="small",
    rev="1",
    title="小事",
    cause="小事",
    intro="",
    steps=(
        step("who", options=("one", "many")),
        step("alone", {"who": "one"}, ("yes", "no")),
        step("owed", {"who": "one"}),
        step("since", {"all": [{"alone": "yes"}, {"owed": "known"}]}),
        step("table", {"who": "many"}),
    ),
)
IDS = [s.id for s in FLOW.steps]


def open_ids(form: Form) -> list[str]:
    return [s.id for s in engine.active(FLOW, form.answers)]


def test_a_fact_of_a_step_that_is_closed_waits_and_counts_when_it_opens() -> None:
    form, taken = engine.fill(FLOW, Form("small", "1"), {"owed": Answer("19500", "19,500元", by="told")})
    assert list(taken) == ["owed"]
    assert engine.valid_answers(FLOW, form) == {}
    assert engine.current(FLOW, form) == FLOW.steps[0]
    form = engine.put(form, "who", Answer("one", "一人"))
    assert list(engine.valid_answers(FLOW, form)) == ["who", "owed"]
    form = engine.put(form, "alone", Answer("no", "否"))
    assert engine.current(FLOW, form) is None, "what was told first is not asked again"


def test_a_waiting_fact_opens_nothing() -> None:
    form, _ = engine.fill(FLOW, Form("small", "1"), {"alone": Answer("yes", "是"), "owed": Answer("1", "1")})
    form = engine.put(form, "who", Answer("many", "多人"))
    assert open_ids(form) == ["who", "table"]


def test_a_closed_step_opens_nothing_and_comes_back_with_its_answer() -> None:
    form = Form("small", "1")
    for key, value in (("who", "one"), ("alone", "yes"), ("owed", "1")):
        form = engine.put(form, key, Answer(value, value))
    assert "since" in open_ids(form)
    closed = engine.put(form, "who", Answer("many", "many"))
    assert open_ids(closed) == ["who", "table"]
    again = engine.put(closed, "who", Answer("one", "one"))
    assert open_ids(again) == ["who", "alone", "owed", "since"]


def test_facts_never_replace_what_was_said() -> None:
    form = engine.put(Form("small", "1"), "who", Answer("many", "多人"))
    same, taken = engine.fill(FLOW, form, {"who": Answer("one", "一人")})
    assert same is form
    assert taken == {}


ANSWERS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["one", "many", "yes", "no"]))


@given(ANSWERS, st.permutations(IDS))
def test_the_order_in_which_facts_came_does_not_matter(values: dict[str, str], order: list[str]) -> None:
    one = Form("small", "1")
    for key in order:
        if key in values:
            one, _ = engine.fill(FLOW, one, {key: Answer(values[key], values[key])})
    at_once, _ = engine.fill(FLOW, Form("small", "1"), {k: Answer(v, v) for k, v in values.items()})
    assert engine.valid_answers(FLOW, one) == engine.valid_answers(FLOW, at_once)
    assert set(engine.valid_answers(FLOW, one)) <= set(values)


def test_an_option_may_not_be_called_like_a_word_of_conditions() -> None:
    known = schema.Known(readers={"choice", "text"}, rules=(), papers=())
    odd = Flow(
        id="odd",
        rev="1",
        title="小事",
        cause="小事",
        steps=(step("left", options=("none", "some")),),
    )
    assert any("'none'" in fault for fault in schema.prove(odd, known))
    assert not any("is a word of" in fault for fault in schema.prove(FLOW, known))
