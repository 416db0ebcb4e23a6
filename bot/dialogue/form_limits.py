"""时效到哪天, asked beside an open form: reckoned from what was filled in, or which day is still missing."""

from __future__ import annotations

import re

from bot.dialogue.numbers_said import Reckoned
from bot.dialogue.talk import Talk
from bot.dialogue.time_limits import MORE, old_rule, until
from bot.law.case import owes
from bot.law.limitation import State, terms
from bot.law.money import UNCONFIRMED
from bot.law.period_rules import running
from bot.text import dates

#: Longer words tell more than the question.
MOST_CHARS = 24
_ASKED = re.compile(
    r"时效|过期|过了期|超期|来得及(?:告|起诉|吗|不)|晚不晚|还(?:能|可以|能不能)(?:再)?(?:告|起诉|立案|打官司|仲裁)"
)


def silent(talk: Talk) -> bool:
    """Whether the open form is that of somebody from whom something is wanted (时效规定2)."""
    form = talk.session.form
    return form is not None and (talk.defends or owes(talk.k.facts(talk.flow, talk.answers())))


def of_form(talk: Talk, text: str) -> Reckoned | None:
    """The main limit of the case that is being registered; nothing for whoever owes (时效规定2)."""
    if not _ASKED.search(text) or len(text) > MOST_CHARS or dates.find(text, talk.context()):
        return None
    results = running(talk.k.facts(talk.flow, talk.answers()), talk.k.today)
    if silent(talk) or not results or any(old_rule(one) for one in results):
        return None
    words, first = terms(results[0].matter), results[0]
    values = {"title": words.title, "length": words.length, "starts": words.starts, "until": until(results)}
    cited = first.citations
    if first.state is State.NONE:
        return Reckoned("limitation_form_none", values, "不受诉讼时效限制", cited)
    if not values["until"]:
        key = "limitation_form_working" if first.state is State.OPEN else "limitation_form_ask"
        return Reckoned(key, values, f"起算日加{words.length}", cited)
    more = {"more": MORE[words.kind]} if words.kind in MORE else {}
    note = UNCONFIRMED if any(one.provisional for one in results) else ""
    if words.kind == "limitation":
        cited = tuple(dict.fromkeys((*cited, "民法典195", "民法典193")))
    values |= {} if more else {"more": ""}
    return Reckoned(
        "limitation_form", values, f"起算日加{words.length}", cited, "limitation_keep_alive", "", note, more
    )
