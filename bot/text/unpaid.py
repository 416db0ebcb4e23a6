"""Money that was not paid: 我没还 is nothing, and 3万没还 no payment of thirty thousand."""

from __future__ import annotations

import re
from functools import cache

from bot.text.normalise import normalise

#: a longer message is a list or a story, where every entry tells by itself what it is
LONG = 80
_HAN = "零一二两三四五六七八九十百千万几半"
SUM = (
    r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,2})?"
    r"|[一二两三四五六七八九十百千几半][一二两三四五六七八九十百千万亿零点几多半]{0,12})"
    r"[万千百亿wW]?(?:多|元|块钱?|块)*"
)


@cache
def _nothing() -> re.Pattern[str]:
    """A whole message that says nothing was paid; 没还清 and 没还完 say that something was."""
    who = "他们?|她|我们?|俺|对方|人家|老板|公司|保险公司?|借钱的|借款人|欠钱的|银行"
    when = "到现在|直到现在|至今|目前|现在|一直|从来|根本|都|也|就|还|真的?"
    when += "|连|本金|利息|钱|一分钱?|一毛钱?|一块钱?|一点"
    return re.compile(
        rf"(?:{who}|{when}|[,\s])*+(?:没有?|未)(?:再|曾|给|替|帮|{who}|过)*(?:还|给|付|赔|垫付?)"
        r"(?:过|给|他|我们?|钱|款|一分|呢|啊|呀|哩|的|了|上)*[。.!]*"
    )


@cache
def _owed() -> re.Pattern[str]:
    """Sums that are not paid: 没还3万, 剩下3万没还, 还欠3万."""
    left = "(?:钱|本金|利息|的|都|也|一直|还|到现在|至今|,)*"
    return re.compile(
        rf"没有?(?:再)?(?:还|给|付|赔)(?:给|他|我们?|她|人家|银行|的|那)*{SUM}"
        rf"|(?:还有|还剩|还差|还欠|剩下?的?|余下的?|其余)?"
        rf"(?<![了过给还付到\d.{_HAN}])(?:还有|剩下?)?{SUM}{left}没有?(?:再)?(?:还|给|付|赔)(?![过清完够])"
        rf"|(?:还|尚|仍|下)?(?:欠|剩|差)(?:着|下|了|我们?|他|她|的|有)*{SUM}"
    )


def is_nothing(text: str) -> bool:
    """Tell whether the words say that nothing was paid: 我没还, 他一分没给, 还没付呢."""
    return len(text) <= LONG and _nothing().fullmatch(normalise(text).text.strip()) is not None


def without(text: str) -> str:
    """Return the text with commas in place of what is said to be unpaid, every other place kept."""
    plain = normalise(text).text
    if len(plain) != len(text) or len(text) > LONG:
        return text
    out = list(text)
    for found in _owed().finditer(plain):
        out[found.start() : found.end()] = ["，"] * (found.end() - found.start())
    return "".join(out)
