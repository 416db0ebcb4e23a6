"""The words about a value in a story, and which part a stretch of time plays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_ENDS = ",。;!?\n…"
_REACH = 24


@dataclass(frozen=True, slots=True)
class Around:
    """The words about a span: its clause before and after it, the clause before that, the whole text."""

    before: str
    after: str
    earlier: str
    later: str
    text: str

    @property
    def clause(self) -> str:
        """The clause with the span itself left out."""
        return f"{self.before} {self.after}"


def around(text: str, start: int, end: int) -> Around:
    """Return the words about `text[start:end]`, at most 24 characters each way."""
    cut = max((text.rfind(char, 0, start) for char in _ENDS), default=-1) + 1
    stops = [at for char in _ENDS if (at := text.find(char, end)) >= 0]
    stop = min(stops, default=len(text))
    earlier = text[max(0, cut - _REACH) : max(0, cut - 1)]
    for char in _ENDS:
        earlier = earlier.rsplit(char, 1)[-1]
    later = re.split(r"[,。;!?\n…]", text[stop + 1 : stop + 1 + _REACH])[0]
    return Around(
        text[max(cut, start - _REACH) : start], text[end : min(stop, end + _REACH)], earlier, later, text
    )


@cache
def _unpaid() -> re.Pattern[str]:
    return re.compile(r"欠|没(?:发|给|结|付|交)|未(?:发|付|给|结|交)|不(?:发|给|结|付|交)|拖|差我|扣|压")


def duration_role(about: Around) -> tuple[str, float]:
    """Return role and confidence of a stretch of time: owed, worked or term."""
    if re.match(r"(?:的|多)*(?:工资|工钱|薪水|物业费|房租|租金|取暖费)", about.after):
        return ("owed", 0.9) if _unpaid().search(about.before) else ("", 0.6)
    if re.search(
        r"(?:欠|拖|没发|没给|没交|不给|拖欠|催|要)(?:了|我|他|着|过)*(?:工资|物业费|房租)?(?:有|已经|整整|快|近)?$",
        about.before,
    ):
        return "owed", 0.85
    if re.search(r"(?:干|工作|上班|打工|做|上|待|服务)(?:了|过|满|有|快|活)*$", about.before):
        return "worked", 0.9
    if re.search(
        r"(?:借期|期限|租期|借款期|合同期|约定|借|租|签|用|为期|说好|工期)(?:了|是|为|的|我|他|用|期|签了|:)*$",
        about.before,
    ):
        return "term", 0.85
    if re.match(r"(?:多|了|多了)*(?:$|没还|不还|没给|不给|都没|了)", about.after) and re.search(
        r"欠|拖", about.before
    ):
        return "owed", 0.8
    if re.match(r"(?:以?内|之内)?(?:还清?|归还|到期|结清)", about.after):
        return "term", 0.85
    return "", 0.55
