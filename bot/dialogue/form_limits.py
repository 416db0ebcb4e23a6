"""时效到哪天, asked beside an open form: reckoned from what was filled in, or which day is still missing."""

from __future__ import annotations

import re

from bot.dialogue import run_out
from bot.dialogue.limit_days import old_rule
from bot.dialogue.numbers_said import Reckoned
from bot.dialogue.talk import Talk
from bot.dialogue.time_limits import certified
from bot.law.answers import Answers, choice, when
from bot.law.case import owes
from bot.law.limitation import Limitation, State, limitation, terms, wages
from bot.law.money import UNCONFIRMED
from bot.law.period_rules import running
from bot.text import dates

#: Longer words tell more than the question.
MOST_CHARS = 24
_ASKED = re.compile(
    r"时效|过期|过了期|超期|来得及(?:告|起诉|吗|不)|晚不晚|还(?:能|可以|能不能)(?:再)?(?:告|起诉|立案|打官司|仲裁)"
)
#: Asked of a limit that is named: 仲裁几年内要提, 工伤认定的期限.
_TERM = re.compile(
    r"期限|(?:多久|多长时间|几年|几个月|几天|多少[年天])(?:之内|以内|内|之前|以前)|最晚|截止|来[得不]及|晚不晚|晚了[吗没么]|还[能行成可]"
)
_CERT = re.compile(r"认定|申报|(?:申请|报|做|办)工伤")
_ARBITRATION = re.compile(r"仲裁")
#: Arbitration of other matters, or what comes after it.
_OTHER_ARBITRATION = re.compile(r"土地|承包|农地|草场|仲裁协议|裁决|商事|执行")
#: Limits with a calculator of their own (time_limits.py), which the open form has no say in.
_OWN = re.compile(r"上诉|裁决|执行")
#: Forms in which 仲裁 without more is that of a labour dispute.
LABOUR = frozenset({"wage_claim", "labor_dispute", "work_injury"})


def silent(talk: Talk) -> bool:
    """Whether the open form is that of somebody from whom something is wanted (时效规定2)."""
    form = talk.session.form
    return form is not None and (talk.defends or owes(talk.k.facts(talk.flow, talk.answers())))


def of_form(talk: Talk, text: str) -> Reckoned | None:
    """The main limit of the case that is being registered; nothing for whoever owes (时效规定2)."""
    if len(text) > MOST_CHARS or dates.find(text, talk.context()):
        return None
    asked = _ASKED.search(text) is not None
    facts = talk.k.facts(talk.flow, talk.answers())
    if asked or _TERM.search(text):
        if _CERT.search(text) and "工伤" in text and not _ARBITRATION.search(text):
            return _certification(facts, talk)
        if _ARBITRATION.search(text) and not _OTHER_ARBITRATION.search(text) and _labour(talk, text):
            return None if silent(talk) else _worded(_arbitration(facts, talk, text))
    if not asked or _OWN.search(text):
        return None
    results = running(facts, talk.k.today)
    if silent(talk) or not results or any(old_rule(one) for one in results):
        return None
    return _worded(results)


def _labour(talk: Talk, text: str) -> bool:
    return talk.flow.id in LABOUR or re.search(r"劳动|工资|工钱|工伤|双倍|辞退|开除", text) is not None


def _certification(facts: Answers, talk: Talk) -> Reckoned | None:
    """工伤认定 by its own limit, from the accident where its day was told. Source: 工伤保险条例第17条."""
    since = when(facts, "happened_on") if talk.flow.id == "work_injury" else None
    found = certified(since, talk.answers()["happened_on"].shown, talk.k.today) if since else None
    return found or _worded([limitation("injury_worker", None, talk.k.today)])


def _arbitration(facts: Answers, talk: Talk, text: str) -> list[Limitation]:
    """Labour arbitration by its own limit, whatever else the case may run under. Source: 劳动仲裁法第27条."""
    if talk.flow.id in LABOUR:
        main = running(facts, talk.k.today)
        if main and terms(main[0].matter).kind == "arbitration":
            return main
    if choice(facts, "still_working") == "yes":
        return [wages(None, talk.k.today, employed=True)]
    matter = "wages" if talk.flow.id == "wage_claim" or re.search(r"工资|工钱", text) else "labour"
    left = when(facts, "left_on") if talk.flow.id in LABOUR else None
    days = dict.fromkeys((left.start, left.end)) if left else [None]
    return [limitation(matter, on, talk.k.today) for on in days]


def _worded(results: list[Limitation]) -> Reckoned:
    """How a limit stands: none, the last day, or which day is still missing."""
    words, first = terms(results[0].matter), results[0]
    values = {"title": words.title, "length": words.length, "starts": words.starts}
    cited = first.citations
    if first.state is State.NONE:
        return Reckoned("limitation_form_none", values, "不受诉讼时效限制", cited)
    last = run_out.last_day(results)
    if last.values.get("until") == "":
        key = "limitation_form_working" if first.state is State.OPEN else "limitation_form_ask"
        key = "limitation_form_wait" if first.matter in run_out.EARLIEST else key
        return Reckoned(key, values, f"起算日加{words.length}", cited)
    end = run_out.ending(results)
    note = UNCONFIRMED if any(one.provisional for one in results) else ""
    if words.kind == "limitation":
        cited = tuple(dict.fromkeys((*cited, "民法典195", "民法典193")))
    values |= last.values | end.values
    cited = tuple(dict.fromkeys((*cited, *end.citations)))
    return Reckoned(
        "limitation_form",
        values,
        f"起算日加{words.length}",
        cited,
        "limitation_keep_alive",
        "",
        note,
        last.parts | end.parts,
    )
