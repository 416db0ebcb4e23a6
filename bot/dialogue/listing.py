"""Lists by talking: more rows, a wrong one, one too many, the last change undone, at any time.

While a list is open its step stays open (`Form.reopened`), so digressions come back to it by themselves; the
rows, and the way back from the last change, are in the answer. Nothing else is remembered.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import (
    answering,
    asking,
    correcting,
    keeping,
    list_rows,
    lists,
    lunar,
    on_topic,
    roster,
    taken_back,
)
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import cells, row_totals, row_words
from bot.text.reading import Reading, Refusal, flat, is_correction, is_question
from bot.text.row_words import Said
from flows import engine
from flows.engine import Answer
from flows.schema import Step

#: What a sum in a story may be when nothing else is said of it.
VAGUE_ROLES = frozenset({"claim", "compensation"})
#: 不对么, 对不对吗 at the head of a correction ask nothing.
_AGREE = re.compile(r"^不对[么吗嘛呢吧]?")
#: Buttons to drop a row that fit a phone screen.
DROPS = 8


def listen(talk: Talk) -> bool:
    """Words about a list, open or not; True when the turn is decided."""
    if talk.session.form is None or not any(lists.holds_rows(step) for step in talk.flow.steps):
        return False
    said = row_words.heard(talk.text)
    if said and talk.step and talk.step.options and _names_option(said):
        return False  # 第一个, at a choice, is its first option
    if said and _obey(talk, said):
        return True
    if talk.k.command(talk.text):
        return False
    step = talk.step
    if roster.heard(talk) or list_rows.row_named(talk) or (step is not None and _total_said(talk, step)):
        return True
    if step is None or not lists.holds_rows(step) or talk.session.paused:
        return _corrected(talk)
    if _names_another(talk, step):
        return False  # 医疗费错了，应该是29950.5: not a row of the list that is asked for
    if list_rows.is_open(talk, step) and (
        list_rows.pointed(talk, step) or list_rows.by_value(talk, step) or _corrected(talk)
    ):
        return True
    other = correcting.corrected(talk)
    if (other is not None and other.id != step.id) or taken_back.slipped(talk.text):
        return False  # 不是五万是六万, 五万五 刚才说错了: the value of another answer
    return _more(talk, step)


def _names_option(said: Said) -> bool:
    """第一个, 上面那个: a place and nothing else, with no word for the rows of a list."""
    return said.what == "change" and not said.rest and said.measure in {"", "个", "项"}


def _names_another(talk: Talk, step: Step) -> bool:
    """Whether a correction calls another answer by its name, which is no name of a column here."""
    named = correcting.called(talk) if is_correction(talk.text) else None
    if named is None or named[0].id == step.id:
        return False
    own = {name for column in lists.columns(step).values() for name in (column.label, *column.aka)}
    return named[1] not in own


def _total_said(talk: Talk, step: Step) -> bool:
    """不对，一共还了三次，总共一万: of an open list the total is another; what is missing is asked for."""
    if not list_rows.is_open(talk, step) or not step.columns or is_question(_AGREE.sub("", talk.text)):
        return False
    told = row_totals.alone(talk.text, talk.context(step))
    now, rows = list_rows.known(talk, step)
    if told is None or now is None:
        return False
    total, count = told
    if len(rows) == 1 and count is None and rows[0].count(None) == len(rows[0]) - 1:
        return False  # one sum without a day was said to be another
    fits = total == flat(now.value).get("total_fen") if total is not None else count == len(rows)
    if fits:
        talk.say("rows_total_fits", shown=now.shown)
    keeping.keep_rows(talk, step, rows, total, count=count)
    return True


def over(talk: Talk, step: Step, told: Answer) -> bool:
    """Words about a list that was read back and not yet said to be right: 不对，王磊写错了，是24000.

    The list is kept as it was told and stays open; True when the words changed it or told more of it. A
    value that is refused (-500) does neither, and nothing is kept for it.
    """
    before, said = talk.session, len(talk.says)
    talk.put(step, told)
    if talk.session.form is not None:
        talk.change(form=engine.reopen(talk.session.form, step.id))
    if listen(talk) and not (talk.answers().get(step.id) == told and _refused(talk, step)):
        return True
    talk.session = before
    del talk.says[said:]
    return False


def _refused(talk: Talk, step: Step) -> bool:
    return isinstance(answering.read(talk, step, talk.text), Refusal)


def _obey(talk: Talk, said: Said) -> bool:
    step = _meant(talk, said)
    if step is None:
        return False
    open_ = list_rows.is_open(talk, step)
    if said.what in {"undo", "clear", "done"} and not open_:
        return False
    if said.what == "done":
        return done(talk, step.id)
    if said.what == "show":
        return _show(talk, step)
    if said.what == "undo":
        return _undo(talk, step)
    if said.what == "clear":
        talk.say("rows_cleared", label=step.label)
        keeping.keep_rows(talk, step, [])
        return True
    if said.what == "add":
        return _add(talk, step, said.rest)
    if said.what == "sure" and said.place is not None and list_rows.sure(talk, step, said.place):
        return True
    return _drop_said(talk, step, said) if said.what == "drop" else _change_said(talk, step, said)


def _meant(talk: Talk, said: Said) -> Step | None:
    """The list that is meant: the open one, the one that is named or counted so, or the only one."""
    going = [step for step in engine.active(talk.flow, talk.answers()) if lists.holds_rows(step)]
    if talk.step in going:
        return talk.step
    for names in ({s.id: (s.label, *s.aka) for s in going}, {s.id: (s.section,) for s in going}):
        named = [step for step in going if any(name and name in talk.text for name in names[step.id])]
        if len(named) == 1:
            return named[0]
    answers = talk.answers()
    going = [step for step in going if step.id in answers] or going
    counted = [step for step in going if said.measure and lists.measure(step) == said.measure]
    trail = talk.session.form.trail[-1:] if talk.session.form else ()
    surely = [step for step in counted if lists.is_list(step) or lists.listed(step, answers.get(step.id))]
    latest = [step for step in counted if step.id in trail]
    known = [step for step in going if lists.rows(step, answers.get(step.id))]
    if said.what == "drop" and said.rest:
        known = [
            s
            for s in known
            if row_words.named(said.rest, list_rows.known(talk, s)[1], list_rows.context(talk, s))
        ]
    for some in (surely, latest, counted, known, going):
        if len(some) == 1 and (said.what == "add" or answers.get(some[0].id)):
            return some[0]
    return None


def _add(talk: Talk, step: Step, rest: str) -> bool:
    """再加一笔，8月还了500; without the row itself the list is opened for it."""
    reading = talk.k.readers[_reader(step)](rest, talk.context(step)) if rest else None
    if isinstance(reading, Reading):
        told = answering.answer_of(talk, reading)
        keeping.add_rows(talk, step, told, more=True, lead={"key": "rows_added"})
        return True
    if isinstance(reading, Refusal):
        talk.say("evidence_refused", reason=reading.sentence)
    elif rest:
        return False
    else:
        talk.say("rows_tell")
    form = talk.session.form
    if form is not None:
        talk.change(form=engine.reopen(form, step.id), asking=None, paused=False, misses=0)
    asking.ask(talk)
    return True


def _reader(step: Step) -> str:
    return step.read if lists.is_list(step) else "rows"


def _more(talk: Talk, step: Step) -> bool:
    """The answer to the list's question, or more of it; a story is heard as a whole."""
    pasted = "\n" in talk.text  # a table with 不清楚? in a cell asks nothing
    if (answering.looks_like_question(step, talk.text) and not pasted) or _is_story(talk, step):
        return False
    open_ = list_rows.is_open(talk, step)
    if not open_ and lists.may_split(step):
        return _parts(talk, step)
    if not open_ and not step.columns:
        return False  # a first table of workers is read back before it is kept
    paid = on_topic.paid_part(talk, step, talk.text)
    if isinstance(paid, Refusal):
        answering.miss(talk, step, paid.sentence)
        return True
    reading = talk.k.readers[_reader(step)](paid, talk.context(step))
    if isinstance(reading, Reading):
        keeping.add_rows(talk, step, answering.answer_of(talk, reading))
        return True
    if isinstance(reading, Refusal) and open_:
        answering.miss(talk, step, reading.sentence)
        return True
    return False


def _parts(talk: Talk, step: Step) -> bool:
    """Where one value is asked, the bills or months it is made of."""
    told = answering.read(talk, step, talk.text)
    if not isinstance(told, Answer) or not lists.listed(step, told):
        return False
    answering.accept(talk, step, told)
    return True


def _is_story(talk: Talk, step: Step) -> bool:
    """Whether other sums are told than those of the list: 借了五万，还过两千."""
    if not step.facts:
        return False
    told = talk.facts(talk.text, step)
    kinds = {spec.partition(":")[0] for spec in step.facts}
    others = {
        f.role
        for f in told
        if f.role and f.type in kinds and not {f"{f.type}:{f.role}", f"{f.type}:*"} & step.facts.keys()
    }
    return bool(others - VAGUE_ROLES if _all_dated(talk, step) else others)


def _all_dated(talk: Talk, step: Step) -> bool:
    """Whether the words are days with sums and nothing else: 8月12日垫了1000，9月3日给了18000."""
    found = talk.k.readers["rows"](talk.text, talk.context(step)) if lists.may_split(step) else None
    rows = cells.rows_of(step.columns, found.value) if isinstance(found, Reading) else []
    at = next((n for n, column in enumerate(step.columns.values()) if column.read == "date"), None)
    return len(rows) > 1 and at is not None and all(row[at] is not None for row in rows)


def _drop_said(talk: Talk, step: Step, said: Said) -> bool:
    _, rows = list_rows.known(talk, step)
    if said.place is None and not row_words.named(said.rest, rows, list_rows.context(talk, step)):
        return False  # 删掉我的信息, 不要钱了: about something else
    place = list_rows.place_of(talk, step, said)
    if place is not None:
        list_rows.drop(talk, step, place)
    return True


def _change_said(talk: Talk, step: Step, said: Said) -> bool:
    now, rows = list_rows.known(talk, step)
    if not rows:
        return False  # 第一笔3月还的2000 answers the question itself
    if said.measure == "行" and said.place is not None and said.rest:
        lines = [one["line"] for one in lists.open_faults(step, now)]
        if said.place + 1 in lines and list_rows.mend(talk, step, said.place + 1, said.rest):
            return True
    if said.place is not None and said.place >= len(rows) and said.rest and list_rows.is_open(talk, step):
        return _add(talk, step, said.rest)
    place = list_rows.place_of(talk, step, said)
    if place is not None:
        list_rows.change(talk, step, place, said.rest)
    return True


def _show(talk: Talk, step: Step) -> bool:
    """看看都有哪些: every row, however many; of an open list the question that follows shows a short one."""
    now, rows = list_rows.known(talk, step)
    if now is None or not rows:
        return False
    if len(rows) > lists.SHOWN_ROWS or not list_rows.is_open(talk, step):
        shown = "\n".join(lists.lines(step, now, most=len(rows)))
        talk.say("rows_all", label=step.label, shown=now.shown, rows=shown)
    asking.ask(talk)
    talk.verdict = "rows"
    return True


def _undo(talk: Talk, step: Step) -> bool:
    now, _ = list_rows.known(talk, step)
    rows = lists.undone(step, now) if now else None
    if rows is None:
        talk.say("rows_undo_none")
        asking.ask(talk)
        return True
    talk.say("rows_undone")
    keeping.keep_rows(talk, step, rows)
    return True


def done(talk: Talk, step_id: str) -> bool:
    """没有了: the list is closed; one without rows counts as none."""
    form = talk.session.form
    step = next((s for s in talk.flow.steps if s.id == step_id and lists.holds_rows(s)), None)
    if form is None or step is None or not list_rows.is_open(talk, step):
        return False
    now, rows = list_rows.known(talk, step)
    if now and rows:
        talk.put(step, lists.single(step, lists.closed(now)))
    elif step.required:
        talk.change(form=replace(form, answers={k: a for k, a in form.answers.items() if k != step.id}))
    else:
        talk.put(step, Answer(None, step.unknown or talk.k.title("unknown"), talk.line))
    answering.warn(talk, step)
    asking.ask(talk)
    talk.verdict = "rows"
    return True


def tapped(talk: Talk, rest: str) -> bool:
    """A button under a list: done, what can be changed, or a row to drop."""
    what, _, rest = rest.partition(":")
    step_id, _, number = rest.partition(":")
    step = next((s for s in talk.flow.steps if s.id == step_id), None) if talk.session.form else None
    known = step is not None and lists.listed(step, talk.answers().get(step.id))
    if step is None or not (list_rows.is_open(talk, step) or (what == "solar" and known)):
        asking.ask(talk)
        return talk.session.form is not None
    if what == "done":
        return done(talk, step_id)
    _, rows = list_rows.known(talk, step)
    measure = lists.measure(step)
    there = number.isdecimal() and 0 < int(number) <= len(rows)
    if what == "solar" and there and (row := lunar.by_the_sun(rows[int(number) - 1])):
        list_rows.put(talk, step, int(number) - 1, row)
        return True
    if what == "drop" and there:
        list_rows.drop(talk, step, int(number) - 1)
        return True
    numbers = range(1, min(len(rows), DROPS) + 1)
    buttons = [
        Button(talk.words("rows_drop_button", n=n, measure=measure), f"rows:drop:{step.id}:{n}")
        for n in numbers
    ]
    buttons.append(Button(talk.words("rows_done"), f"rows:done:{step.id}"))
    talk.say("rows_how", buttons, measure=measure)
    talk.verdict = "rows"
    return True


def _corrected(talk: Talk) -> bool:
    """还过的钱错了，是6000: a list is named, not a row of it; one row is meant, or they are shown."""
    step = correcting.corrected(talk)
    if step is None or not lists.listed(step, talk.answers().get(step.id)):
        return False
    _, rows = list_rows.known(talk, step)
    if len(rows) == 1 and row_words.changed(rows[0], talk.text, list_rows.context(talk, step)):
        list_rows.change(talk, step, 0, talk.text)
        return True
    talk.say("rows_which", measure=lists.measure(step))
    return correcting.reopen(talk, step.id)
