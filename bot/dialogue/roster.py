"""A table of workers by talking: what was paid already, who is missing, how many they are."""

from __future__ import annotations

import re

from bot.dialogue import asking, headcount, keeping, list_rows, lists
from bot.dialogue.talk import Talk
from bot.text import amounts, cells, row_totals, row_words, worker_rows
from bot.text.cells import Row
from bot.text.normalise import normalise
from bot.text.reading import is_question
from flows import engine
from flows.schema import Step

#: Longer words tell more than one thing.
SHORT = 24
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
    step = next((s for s in engine.active(talk.flow, talk.answers()) if s.read == "table"), None)
    if step is None or talk.session.paused or "\n" in talk.text or is_question(talk.text.rstrip("呢")):
        return False
    return _paid(talk, step) or _missing(talk, step) or _counted(talk, step)


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
