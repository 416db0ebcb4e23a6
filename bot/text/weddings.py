"""A marriage that was never registered: 没领证，88年办的酒席. The day of a feast is no day of registration.

Source: 民法典第1049条 (a marriage is made by its registration), 婚姻解释一第7条.
"""

from __future__ import annotations

import re
from functools import cache

_PAPER = r"(?:结婚(?:证|登记|手续)|证|登记)"
_GET = r"(?:领|扯|办|打|拿|登|去)"
#: Before it where it is another marriage (儿子没领证), or a divorce that is meant (说好离了，没领证).
_OTHERS = (
    r"(?:儿子|女儿|闺女|孩子|弟弟?|哥哥?|姐姐?|妹妹?|小三|他们|她们|人家|别人)[^，,。；;\s]{0,4}$"
    r"|离[^，,。；;]{0,10}[，,]?[^，,。；;]{0,6}$"
)


@cache
def _never() -> re.Pattern[str]:
    ever = r"(?:有|曾|去|敢|顾上|来得及|能|给|补)*"
    return re.compile(
        rf"(?<![是有])(?:没|未|不曾){ever}(?:{_GET}(?:过|上|成|到|下)?(?:那个|什么)?{_PAPER}|登(?:过)?记|结婚证)"
        rf"|{_PAPER}(?:[也都就还一直从来根本压儿]*)(?:没|未){ever}{_GET}(?!丢)"
    )


@cache
def _got() -> re.Pattern[str]:
    """Words for a certificate that was had, be it late."""
    return re.compile(
        rf"(?<![没未])(?<![没未]有)(?<![没未]去)(?:{_GET}(?:的|了|过|到|上)*{_PAPER}|登(?:的|了|过)?记(?:的|了|结))|补[领办登]"
    )


@cache
def _feast() -> re.Pattern[str]:
    return re.compile(
        r"酒席|喜酒|婚宴|摆(?:的|了|过)?(?:酒|席)|办(?:的|了|过)?(?:酒|席|喜?事(?![情故]))|典礼|婚礼|仪式|过门|同居|搭伙|圆房"
        r"|一[起块](?:就)?(?:过|生活|住)|住(?:到|在)(?:了)?一[起块]|过到(?:了)?一[起块]"
    )


def unregistered(text: str) -> tuple[int, int] | None:
    """Return where the words say that no certificate was had; None where one was, be it later."""
    found = _never().search(text)
    if found is None or ("结婚" not in found[0] and re.search(_OTHERS, text[: found.start()])):
        return None
    rest = text[: found.start()] + "，" + text[found.end() :]
    return None if _got().search(rest) else found.span()


def never(text: str) -> bool:
    """Tell whether a whole answer says so without naming the certificate: 没领过, 一直没扯."""
    return (
        re.fullmatch(
            rf"(?:我们?|俺们?|从来|一直|都|也|还|就|根本)*[没未]有?(?:去)?{_GET}(?:过|上|成)?[了呢啊呀的。！]*",
            text.strip(),
        )
        is not None
    )


def only_feast(text: str) -> bool:
    """Tell whether words speak of a feast or of living together, and of no certificate."""
    return _feast().search(text) is not None and not re.search(r"证|登记|民政", text)
