"""A table of workers by talking: what was paid already, who is missing, how many they are."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import answering, asking, headcount, keeping, list_rows, lists, pasted, telling
from bot.dialogue.talk import Talk
from bot.text import amounts, cells, loose_roster, row_totals, row_words, worker_rows
from bot.text.cells import Row
from bot.text.normalise import normalise
from bot.text.reading import flat, is_question
from flows import engine
from flows.schema import Step

#: Longer words tell more than one thing.
SHORT = 24
#: So many words beside a table are its lead; more of them tell something else too.
BESIDE = 8
#: The question for the name of who writes.
TELLER = "applicant_name"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAD = r"^(?:对了|哦|哎呀?|那个?|不对|等等|[\s,，])*"
#: 少了一个还有, 漏了: somebody is missing, at any time.
_MISSING = re.compile(
    _LEAD
    + r"(?:还|又)?(?:少|漏|忘|落|缺|差)(?:掉|下|写|说|报|记|算|了)*(?:(?:一|两|几|[1-3])?个(?:工?人|工友)?)?"
    r"[\s,，:：]*(?:还有|就是|是|叫)?"
)
#: 还有, 再加上: somebody more, while the list is open.
_MORE = re.compile(_LEAD + r"(?:还有|还得|还要|再|另外|也有|加|补|算)(?:加|补|算|上|有|个|一|了)*(?:叫)?")
_TAIL = re.compile(
    r"(?:也|都|还|的)*(?:欠着|没给|没写|没算|没记|没发|在|有|是|呢|了|吧|啊|没写上|没加上)*[。！!]*$"
)


def heard(talk: Talk) -> bool:
    """Words about the table of workers that no row is read from; True when the turn is decided."""
    if _told(talk):
        return True
    step = next((s for s in engine.active(talk.flow, talk.answers()) if s.read == "table"), None)
    if step is None or talk.session.paused or "\n" in talk.text or is_question(talk.text.rstrip("呢")):
        return False
    return _paid(talk, step) or _missing(talk, step) or _counted(talk, step)


def _told(talk: Talk) -> bool:
    """刘军，一个月七千，欠俩月、我六千: read back as a table where it is asked, else added to it.

    At another question several workers are a table as well, never the person who owes.
    """
    step = next((s for s in talk.flow.steps if s.read == "table"), None)
    if step is None or talk.session.asking or talk.session.paused or is_question(talk.text.rstrip("呢")):
        return False
    found = loose_roster.find(talk.text, talk.context(step))
    if found is None:
        return False
    now, rows = list_rows.known(talk, step)
    if now is not None and now.known:
        if {one.name for one in found.workers} & {row[0] for row in rows}:
            return False  # 王五是一万一: another sum for who is there already
        more = list_rows.is_open(talk, step) or found.loose
        more = more or (_MISSING.match(talk.text) or _MORE.match(talk.text)) is not None
        return more and _more(talk, step, found)
    if not _here(talk, step) or _else_told(talk, found):
        free = talk.step is None or talk.step.read in {"text", "short_text"}
        return not free and _beside(talk)
    if found.loose:
        answering.confirm(talk, step, found.reading())
    return found.loose  # names and sums alone are a plain table


def _more(talk: Talk, step: Step, found: loose_roster.Roster) -> bool:
    """再加上马六，四千: rows of a table that is known, open or not."""
    if _else_told(talk, found):
        return False
    told = answering.answer_of(talk, found.reading())
    keeping.add_rows(talk, step, told, lead={"key": "rows_added"})
    return True


def _else_told(talk: Talk, found: loose_roster.Roster) -> bool:
    """Whether the words hold more than the table and its lead: 我叫李四, 老板叫赵大."""
    rest = talk.text[: found.start] + talk.text[found.end :]
    facts = [one for one in talk.facts(rest) if one.type != "count"] if rest.strip(" ，,。、") else []
    return len(_HAN.findall(rest)) > BESIDE or any(one.confidence >= telling.SURE for one in facts)


def _beside(talk: Talk) -> bool:
    """The workers and whatever else the words tell, kept as told; False where no table is among it."""
    if pasted.find(talk, talk.text, 0) is None or not telling.tell(talk):
        return False
    asking.ask(talk)
    talk.verdict = "facts"
    return True


def name_teller(talk: Talk) -> None:
    """The row of 我自己 gets the name of the applicant once it is known."""
    answers = talk.session.form.answers if talk.session.form else {}
    name = answers.get(TELLER)
    for step in talk.flow.steps if name and name.known else ():
        now = answers.get(step.id) if step.read == "table" else None
        rows = lists.rows(step, now)
        if now is None or name is None or not any(row[0] == loose_roster.ME for row in rows):
            continue
        value = flat(now.value)
        people = value.get("rows")
        named = [
            {**row, "name": str(name.value)}
            if isinstance(row, dict) and row["name"] == loose_roster.ME
            else row
            for row in (people if isinstance(people, list) else [])
        ]
        form = talk.session.form
        if form is not None:
            told = replace(now, value={**value, "rows": named})
            talk.change(form=replace(form, answers={**form.answers, step.id: told}))


def _here(talk: Talk, step: Step) -> bool:
    return talk.step is not None and talk.step.id == step.id


def _paid(talk: Talk, step: Step) -> bool:
    """已付3000 is no worker, and no wage that is still owed: whose row it changes is asked."""
    sums = amounts.find_loose_in(normalise(talk.text), talk.context(step))
    if (
        not _here(talk, step)
        or len(talk.text) > SHORT
        or len(sums) != 1
        or not worker_rows.says_paid(talk.text)
    ):
        return False
    now, rows = list_rows.known(talk, step)
    called = row_words.called(talk.text, rows, list_rows.context(talk, step))
    if now is not None and len(called) == 1:
        row = cells.line(lists.columns(step), rows[called[0]], gaps=False)
        talk.put(step, lists.pointing(now, called[0]))
        _open(talk, step)
        talk.say("roster_paid_row", shown=sums[0].shown, row=row)
    else:
        talk.say("roster_paid", said=talk.text)
    asking.ask(talk)
    talk.verdict = "rows"
    return True


def _missing(talk: Talk, step: Step) -> bool:
    """少了一个还有马六: the row is made, what is owed to 马六 is asked."""
    _, rows = list_rows.known(talk, step)
    lead = _MISSING.match(talk.text) if rows else None
    lead = lead or (_MORE.match(talk.text) if list_rows.is_open(talk, step) else None)
    names = worker_rows.only_names(_TAIL.sub("", talk.text[lead.end() :])) if lead else []
    if not names:
        return False
    added: list[Row] = [[name, None, None, None] for name in names]
    after = lists.joined(step, rows, added)
    if len(after) == len(rows):
        talk.say("roster_there", name="、".join(names))
        _open(talk, step)
        asking.ask(talk)
        return True
    lead_words = {"key": "roster_added", "names": "、".join(names), "name": names[0]}
    keeping.keep_rows(talk, step, after, lead=lead_words)
    now, _ = list_rows.known(talk, step)
    if now is not None and len(names) == 1:
        talk.put(step, lists.pointing(now, len(rows)))
        _open(talk, step)
    return True


def _counted(talk: Talk, step: Step) -> bool:
    """我们5个工人: said of a list that has another number of rows, or before it is sent."""
    count = row_totals.people(talk.text)
    if count is None or len(talk.text) > SHORT or amounts.find(talk.text, talk.context(step)):
        return False
    now, rows = list_rows.known(talk, step)
    if now is not None and rows:
        keeping.keep_rows(talk, step, rows, count=count)
        return True
    if not _here(talk, step):
        return False
    headcount.remember(talk, count)
    talk.say("roster_count", count=count)
    asking.ask(talk)
    talk.verdict = "rows"
    return True


def _open(talk: Talk, step: Step) -> None:
    form = talk.session.form
    if form is not None:
        talk.change(form=engine.reopen(form, step.id))
