"""Keep the rows of a list: joined with those told before, shown, and asked for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import asking, lists, lunar, odd
from bot.dialogue.talk import Talk
from bot.text import payments, row_totals
from bot.text.cells import Row
from bot.text.reading import flat
from flows import engine
from flows.engine import Answer, Json
from flows.schema import Step

#: The fact that a day was agreed for paying.
DUE = "date:due"


def add_rows(
    talk: Talk, step: Step, value: Answer, *, more: bool = False, lead: Mapping[str, str] | None = None
) -> None:
    """More rows of a list; what could not be taken is said, and the list stays open for more.

    Rows told where one sum was known are its parts and take its place, unless they are said to be `more`.
    `lead` as for `keep_rows`.
    """
    told = flat(value.value).get("faults")
    faults = [fault for fault in told if isinstance(fault, dict)] if isinstance(told, list) else []
    faults = [fault for fault in faults if not fault.get("whole")]  # those are shown under the rows
    if faults:
        said = [f"“{f['said']}”：{f['reason']}" if "said" in f else str(f["reason"]) for f in faults]
        talk.say("rows_faults", rows="；".join(said))
    old = talk.answers().get(step.id)
    parts = lists.may_split(step) and not lists.listed(step, old) and not more
    before = [] if parts else lists.rows(step, old)
    added = lists.rows(step, value)
    total = lists.named_total(old, talk.text, talk.context(step), replaced=parts) if step.columns else None
    waiting = lists.unmended(step, lists.open_faults(step, old), added, talk.context(step))
    _promise(talk, step)
    rows = lists.joined(step, before, added)
    lunar.read_back(talk, step, lists.answer(step, None, rows, talk.line), talk.text)
    told_count = row_totals.counted(talk.text) if step.columns else row_totals.people(talk.text)
    count = told_count if total is None and rows else None
    keep_rows(talk, step, rows, total, [*waiting, *lists.open_faults(step, value)], count=count, lead=lead)


def _promise(talk: Talk, step: Step) -> None:
    """还了5000，说好年底还清: a due day told with payments, where none was told before, is asked about."""
    answers = talk.answers()
    due = next((s for s in talk.flow.steps if DUE in s.facts and s.id in answers), None)
    if lists.REPAID not in step.facts or due is None or answers[due.id].known:
        return
    day = payments.promised(talk.text, talk.context(step))
    if day:
        talk.say("due_beside", label=due.label, old=answers[due.id].shown, new=day)


def keep_rows(
    talk: Talk,
    step: Step,
    rows: Sequence[Row],
    total: int | None = None,
    faults: Sequence[dict[str, Json]] | None = None,
    *,
    count: int | None = None,
    lead: Mapping[str, str] | None = None,
) -> None:
    """Keep a list as it is now, show it and ask for more.

    `total` is what the person says it comes to, `count` how many entries they say there are; `faults` are
    the lines that wait, None for those of before; `lead` is what is said once they are kept: the key of the
    words with their blanks.
    """
    old = talk.answers().get(step.id)
    waiting = lists.open_faults(step, old) if faults is None else faults
    if total is None and step.columns and lists.listed(step, old):
        total = lists.named_total(old, "", talk.context(step), replaced=False)
    made = lists.with_named(step, lists.answer(step, old, rows, talk.line), total)
    made = lists.with_faults(lists.with_count(step, made, old, count), waiting)
    if odd.ask(talk, step, made):
        return
    if lead:
        talk.say(lead["key"], **{name: value for name, value in lead.items() if name != "key"})
    put(talk, step, odd.stood_by(made) if old and old.by == odd.INSISTED else made)


def put(talk: Talk, step: Step, made: Answer) -> None:
    """Keep the list as it is, and leave it open for more."""
    talk.put(step, made)
    form = talk.session.form
    if form is not None:
        talk.change(form=engine.reopen(form, step.id))
    asking.ask(talk)
    talk.verdict = talk.verdict or "rows"
