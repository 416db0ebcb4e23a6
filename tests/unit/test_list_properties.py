"""Whatever is done to a list, its total is the sum of its rows in their order; shown, it reads back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue import lists
from bot.text import cells, rows
from bot.text.reading import Context, flat
from flows.engine import Answer
from tests.flow_answers import FLOWS, TODAY
from tests.pure_talk import PureTalk

DAYS = st.integers(1, 700).map(lambda back: TODAY - timedelta(days=back))
YUAN = st.integers(100, 90_000)
#: (what, which row, day, yuan): rows are counted round, so that every number hits one.
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "sum", "day", "drop", "undo"]), st.integers(0, 20), DAYS, YUAN),
    min_size=1,
    max_size=9,
)
LISTS = [("private_lending", "repaid"), ("wage_claim", "wage_owed"), ("personal_injury", "medical")]


def spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def talk_at(flow: str, step: str) -> PureTalk:
    answers = {s.id: Answer(None, "不知道") for s in FLOWS[flow].steps if s.id != step}
    answers |= {"side": Answer("hurt" if flow == "personal_injury" else "lender", "")}
    answers |= {"harm": Answer("injured", ""), "how_many": Answer("one", "")}
    return PureTalk(flow, answers)


def pairs(talk: PureTalk, step: str) -> list[tuple[date, int]]:
    """(day, yuan) of each row; the total must be their sum."""
    one, answer = talk.flow.step(step), talk.form.answers[step]
    found = lists.rows(one, answer)
    kinds = [column.read for column in one.columns.values()]
    fens = [flat(row[kinds.index("amount")])["high_fen"] for row in found]
    assert flat(answer.value)["total_fen"] == sum(int(str(fen)) for fen in fens)
    days = [date.fromisoformat(str(flat(row[kinds.index("date")])["start"])) for row in found]
    return [(day, int(str(fen)) // 100) for day, fen in zip(days, fens, strict=True)]


@pytest.mark.parametrize(("flow", "step"), LISTS)
@settings(max_examples=12, deadline=None)
@given(first=st.tuples(DAYS, YUAN), second=st.tuples(DAYS, YUAN), what=STEPS)
def test_any_talk_about_a_list_keeps_total_and_order(
    flow: str,
    step: str,
    first: tuple[date, int],
    second: tuple[date, int],
    what: list[tuple[str, int, date, int]],
) -> None:
    talk = talk_at(flow, step)
    talk.says(f"{spoken(first[0])}的{first[1]}元\n{spoken(second[0])}的{second[1]}元")
    want, before = [first, second], list[tuple[date, int]]()  # undone, the first words are as never said
    assert pairs(talk, step) == want
    for act, at, day, yuan in what:
        place = at % len(want) if want else 0
        now = list(want)
        if act == "add":
            talk.says(f"还有一笔{spoken(day)}的{yuan}元")
            now = [*want, (day, yuan)]
        elif act == "undo":
            talk.says("撤销")
            now, before = before, want
        elif not want:
            continue
        elif act == "drop":
            talk.says(f"第{place + 1}笔不要了")
            now.pop(place)
        elif act == "sum":
            talk.says(f"第{place + 1}笔应该是{yuan}元")
            now[place] = (want[place][0], yuan)
        else:
            talk.says(f"第{place + 1}笔日期错了，是{spoken(day)}")
            now[place] = (day, want[place][1])
        if act != "undo" and now != want:
            before = want
        want = now
        assert pairs(talk, step) == want, (act, place, talk.text())


@pytest.mark.parametrize(("flow", "step"), LISTS)
@settings(max_examples=25, deadline=None)
@given(told=st.lists(st.tuples(DAYS, YUAN), min_size=2, max_size=12))
def test_rows_as_they_are_shown_read_back_as_the_same_rows(
    flow: str, step: str, told: list[tuple[date, int]]
) -> None:
    one = FLOWS[flow].step(step)
    context = Context(TODAY, columns=one.columns)
    said = "\n".join(f"{spoken(day)} {yuan}元" for day, yuan in told)
    found, faults = rows.find(said, context)
    assert not faults
    shown = "\n".join(f"{n}. {cells.line(one.columns, row, gaps=False)}" for n, row in enumerate(found, 1))
    assert rows.find(shown, context) == (found, [])
