"""Which answer of the FAQ a message means, how sure that is, and what lies near it."""

from __future__ import annotations

import re

from bot.dialogue import fee_named, intake, plainly
from bot.dialogue.queries import Heard
from bot.dialogue.talk import Talk
from bot.text.reading import is_question
from flows.questions import Entry
from nlu.parse import Understanding

#: Questions without a question word: 能不能要, 要多久, 交钱不
_ASKS = re.compile(
    r"(?:不|没|么|嘛|没有|不了|没啊|不啊)[。！~，,]*$|([\u4e00-\u9fff])不\1|多久|多长|几[天个年月号块岁次份]|咋|甚"
    r"|是.{1,8}还是|流程|条件|标准|手续|规定|办法|材料|期限|时限|区别|电话"
)


def entry_of(talk: Talk, meaning: Understanding, text: str) -> Entry | None:
    """The FAQ entry that is meant, if it may be shown today.

    Among the answers one must be the likeliest by far; how much the words must sound like a question to
    the FAQ at all depends on whether they ask something.
    """
    if named := plainly.entry(talk.k, text):
        return named
    limits = talk.k.limits
    ranked = meaning.faqs()
    rows = [row for row in ranked if not plainly.refuses(talk.k, text, row.name)]
    total = sum(row.confidence for row in rows)
    enough = limits.faq_asked if asks(text) else limits.faq_told
    # The confidence of a refused first says nothing for the others; that of later ones shows a question.
    heard = total if rows[:1] != list(ranked[:1]) else sum(row.confidence for row in ranked)
    if meaning.in_scope < limits.in_scope or not rows or heard < enough:
        return None
    if rows[0].confidence < limits.faq * total:
        return None
    entry = talk.k.faq.get(rows[0].name) or talk.k.checking.get(rows[0].name)
    if entry and fee_named.of_another(text, entry):
        return None
    return entry if entry and entry.in_force(talk.k.today) else None


def in_context(talk: Talk, heard: Heard) -> Entry | None:
    """那要多久, after an answer about mediation: the entry that is meant in that context."""
    return entry_of(talk, heard.follow_up[1], heard.follow_up[0]) if heard.follow_up else None


def of_law(talk: Talk, meaning: Understanding) -> bool:
    """Whether the words sound like a question of the FAQ, whichever it is."""
    limits = talk.k.limits
    enough = sum(row.confidence for row in meaning.faqs()) >= limits.faq_asked
    return enough and meaning.in_scope >= limits.in_scope


def asks(text: str) -> bool:
    """Whether something is asked, with or without a question word."""
    return is_question(text) or _ASKS.search(text) is not None


def asked_beside(talk: Talk, heard: Heard) -> Entry | None:
    """The answer to what a story asks: of the whole, else of the question it ends in."""
    last = [meaning for _, meaning in heard.questions] if len(heard.questions) == 1 else []
    if not last and not asks(talk.text):
        return None
    # 没有合同，该找谁要 alone does not say that it is about a building site
    return next(filter(None, (entry_of(talk, one, talk.text) for one in (heard.whole, *last))), None)


def near(talk: Talk, meaning: Understanding) -> list[Entry]:
    """What may be meant where nothing is sure, likeliest first."""
    ids = [
        r.name.removeprefix("faq/")
        for r in meaning.ranked
        if r.name.startswith("faq/") and r.confidence >= talk.k.limits.faq_maybe
    ]
    entries = [talk.k.faq[i] for i in ids if i in talk.k.faq]
    here = [e for e in entries if e.in_force(talk.k.today) and not _of_another(talk, talk.text, e)]
    return here[: intake.CHOICES]


def may_be(talk: Talk, name: str) -> bool:
    """Whether this entry may be offered for these words."""
    entry = talk.k.faq.get(name)
    return entry is not None and entry.in_force(talk.k.today) and not _of_another(talk, talk.text, entry)


def _of_another(talk: Talk, text: str, entry: Entry) -> bool:
    """Whether the words name another fee, or another matter, than the answer speaks of."""
    return fee_named.of_another(text, entry) or plainly.refuses(talk.k, text, entry.id)
