"""An address told in a story is kept to its last number: 薛家湾镇某某小区3号楼501, not 薛家湾镇."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.talk import Talk
from bot.text.names import HAN
from bot.text.reading import Reading
from flows.engine import Answer

_PART = (
    rf"(?:[{HAN}]{{1,8}}?(?:小区|花园|家园|公寓|新村|社区|村|嘎查|街道?|路|巷|胡同|大院|组|社)"
    r"|[A-Za-z\d一二三四五六七八九十]{1,4}(?:号楼?|栋|幢|座|单元|室|户|组|社|期|区|排)"
    r"|(?<=单元)\d{2,4}|(?<=[楼栋幢座])\d{3,4}(?!\d))"
)
_MORE = re.compile(rf"{_PART}+")


def kept(talk: Talk, told: Mapping[str, Answer], text: str) -> dict[str, Answer]:
    """The answers with every address reaching as far in `text` as its words do."""
    places = {step.id for step in talk.flow.steps if step.read == "address"}
    return {key: _reaching(talk, one, text) if key in places else one for key, one in told.items()}


def _reaching(talk: Talk, one: Answer, text: str) -> Answer:
    more = _MORE.match(text, one.end) if 0 < one.end <= len(text) else None
    if more is None:
        return one
    found = talk.k.readers["address"](text[one.start : more.end()], talk.context())
    if not isinstance(found, Reading) or len(found.shown) <= len(one.shown):
        return one
    return replace(one, value=found.value, shown=found.shown, end=more.end())
