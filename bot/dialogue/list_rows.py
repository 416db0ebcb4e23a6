"""One row of a list in a talk: which is meant, and how it is changed, mended or dropped."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import answering, asking, keeping, lists, odd, worker_table
from bot.dialogue.talk import Talk
from bot.text import cells, row_words
from bot.text.cells import Row
from bot.text.reading import Context, Reading, is_correction
from bot.text.row_words import Said
from flows import engine
from flows.engine import Answer
from flows.schema import Step


def is_open(talk: Talk, step: Step) -> bool:
    """Whether the list is being gone through: it has rows and its step is asked."""
    now = talk.answers().get(step.id)
    return talk.step is not None and talk.step.id == step.id and lists.listed(step, now)


def context(talk: Talk, step: Step) -> Context:
    return replace(talk.context(step), columns=lists.columns(step))


def known(talk: Talk, step: Step) -> tuple[Answer | None, list[Row]]:
    now = talk.answers().get(step.id)
    return now, lists.rows(step, now)


def place_of(talk: Talk, step: Step, said: Said) -> int | None:
    """Which row is meant; says what is wrong where none is."""
    _, rows = known(talk, step)
    place = said.place
    if place is None:
        found = row_words.named(said.rest, rows, context(talk, step))
        if len(found) == 1:
            return found[0]
        if found or len(rows) > 1:
            talk.say("rows_which", measure=lists.measure(step))
            asking.ask(talk)
        return 0 if len(rows) == 1 and not said.rest else None
    if place == -1 and rows:
        return len(rows) - 1
    if not 0 <= place < len(rows):
        talk.say("rows_no_such", measure=lists.measure(step), count=len(rows), n=place + 1)
        asking.ask(talk)
        return None
    return place


def drop(talk: Talk, step: Step, place: int) -> None:
    _, rows = known(talk, step)
    row = cells.line(lists.columns(step), rows[place], gaps=False)
    talk.say("rows_dropped", n=place + 1, measure=lists.measure(step), row=row)
    keeping.keep_rows(talk, step, rows[:place] + rows[place + 1 :])


def change(talk: Talk, step: Step, place: int, words: str) -> None:
    _, rows = known(talk, step)
    measure, columns = lists.measure(step), lists.columns(step)
    row = row_words.changed(rows[place], words, context(talk, step))
    old = cells.line(columns, rows[place], gaps=False)
    if row is None:
        form = talk.session.form
        now, _ = known(talk, step)
        if now is not None and lists.listed(step, now):
            talk.put(step, lists.pointing(now, place))
            form = talk.session.form
        talk.say("rows_which_value", n=place + 1, measure=measure, row=old)
        if form is not None:
            talk.change(form=engine.reopen(form, step.id))
        asking.ask(talk)
    elif row == rows[place]:
        talk.say("rows_same", n=place + 1, measure=measure, row=old)
        asking.ask(talk)
    else:
        put(talk, step, place, row)


def names_row(talk: Talk, step: Step, told: Answer) -> bool:
    """Whether the words are about a row that was there before the value that is asked back: 李四没写错."""
    if not lists.holds_rows(step):
        return False
    _, rows = known(talk, step)
    said = row_words.heard(talk.text)
    told_rows = lists.rows(step, told)
    places = {*row_words.called(talk.text, told_rows, context(talk, step))}
    places |= {said.place} if said and said.place is not None else set()
    return any(0 <= place < len(told_rows) and told_rows[place] in rows for place in places)


def sure(talk: Talk, step: Step, place: int) -> bool:
    """第6个没错: the wage of exactly this row, which is odd, is kept to be verified; else False."""
    now, rows = known(talk, step)
    place = len(rows) - 1 if place == -1 else place
    made = worker_table.without_doubt(now, place + 1) if now else None
    if made is None:
        return False
    talk.say("odd_kept", label=step.label)
    keeping.put(talk, step, odd.stood_by(made))
    return True


def put(talk: Talk, step: Step, place: int, row: Row) -> None:
    """The row in place of the one that stands there, both shown."""
    _, rows = known(talk, step)
    columns = lists.columns(step)
    old, new = (cells.line(columns, one, gaps=False) for one in (rows[place], row))
    lead = {
        "key": "rows_changed",
        "n": str(place + 1),
        "measure": lists.measure(step),
        "old": old,
        "new": new,
    }
    keeping.keep_rows(talk, step, [*rows[:place], row, *rows[place + 1 :]], lead=lead)


def mend(talk: Talk, step: Step, line: int, words: str) -> bool:
    """第37行是2026年3月5日，2000: a line of a paste that could not be taken becomes a row."""
    now, rows = known(talk, step)
    reading = talk.k.readers["rows"](re.sub(r"^(?:应该|应当)?[是为:：]", "", words), talk.context(step))
    if not isinstance(reading, Reading):
        return False
    added = lists.rows(step, answering.answer_of(talk, reading))
    waiting = [one for one in lists.open_faults(step, now) if one["line"] != line]
    keeping.keep_rows(talk, step, lists.joined(step, rows, added), faults=waiting, lead={"key": "rows_added"})
    return True


def pointed(talk: Talk, step: Step) -> bool:
    """The value that was asked for after 第2笔错了: it goes to that row, not to a new one."""
    now, rows = known(talk, step)
    place = lists.pointed(now)
    if place is None or place >= len(rows) or answering.looks_like_question(step, talk.text):
        return False
    if row_words.changed(rows[place], talk.text, context(talk, step)) is None:
        return False
    change(talk, step, place, talk.text)
    return True


def row_named(talk: Talk) -> bool:
    """王建军的电话错了，是…; 3月那笔写错了: at any time a row is known by its name, or by its day or sum.

    王磊是24000 takes nothing back but says the same; there the name stands first.
    """
    corrects = is_correction(talk.text)
    head = talk.text.rpartition("是")[0] or talk.text
    found = []
    for step in talk.flow.steps:
        now, rows = known(talk, step) if lists.holds_rows(step) else (None, [])
        if not lists.listed(step, now):
            continue
        if not corrects and not row_words.tells_sum(talk.text, rows, context(talk, step)):
            continue
        called = row_words.called(head, rows, context(talk, step))
        if not called and row_words.points(head):
            called = row_words.named(head, rows, context(talk, step))
        found += [(step, place) for place in called]
    if len(found) != 1:
        return False
    step, place = found[0]
    names = [cell for cell in known(talk, step)[1][place] if isinstance(cell, str) and cell in head]
    words = talk.text
    for name in names:
        words = words.replace(name, "", 1)  # it says which row, it is no new value
    change(talk, step, place, words)
    return True


def by_value(talk: Talk, step: Step) -> bool:
    """不是1500，是1600; 李红梅的钱是8600: the row is known by what stands in it."""
    _, rows = known(talk, step)
    head, mark, tail = talk.text.rpartition("是")
    if (
        not mark
        or not tail
        or not (is_correction(talk.text) or row_words.names_cell(head, lists.columns(step)))
    ):
        return False
    found = row_words.named(head, rows, context(talk, step))
    if len(found) != 1 and not (len(rows) == 1 and is_correction(talk.text)):
        return False
    change(talk, step, found[0] if len(found) == 1 else 0, tail)
    return True
