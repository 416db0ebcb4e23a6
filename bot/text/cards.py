"""Bank cards: the value is the number as digits; only its last four are shown, and only those should
be stored.
"""

from __future__ import annotations

import re
from functools import cache

from bot.text.mask import mask_card
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Reading, Refusal, is_substance


def luhn(digits: str) -> bool:
    """Tell whether the last digit fits the others (Luhn, ISO/IEC 7812-1)."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@cache
def _card() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-]?\d){11,18}(?![0-9A-Za-z])")


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every bank card of a normalised text: 16 to 19 digits, not starting with 1, that fit Luhn."""
    out: list[Reading] = []
    for match in _card().finditer(normal.text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= 16 and digits[0] in "3456789" and luhn(digits):
            start, end = normal.span(match.start(), match.end())
            out.append(Reading("card", digits, mask_card(digits), start, end, True))
    return out


def find(text: str, context: Context) -> list[Reading]:
    """Return every bank card in `text`, spans into `text`."""
    return find_in(normalise(text), context)


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read a bank card number of 12 to 19 digits.

    A number that does not fit Luhn is taken when it has an old or corporate length (12 to 15 digits),
    with a question;
    one of 16 to 19 digits is refused as a slip.
    """
    how = "银行卡号一般是16到19位数字，请对着卡片再写一次。"
    normal = normalise(text)
    match = re.search(r"(?<![0-9A-Za-z])\d[\d \-]{6,}\d(?![0-9A-Za-z])", normal.text)
    if match is None or not is_substance(normal.text, [match.span()]):
        return None
    digits = re.sub(r"\D", "", match[0])
    if not 12 <= len(digits) <= 19:
        return Refusal(f"您写的是{len(digits)}位，{how}")
    start, end = normal.span(match.start(), match.end())
    if luhn(digits):
        return Reading("card", digits, mask_card(digits), start, end, True)
    if len(digits) >= 16:
        return Refusal(f"这个卡号对不上，可能有一位写错了，{how}")
    confirm = f"这个账号（{mask_card(digits)}）和一般的卡号不一样，请再看一眼，是这个吗？"
    return Reading("card", digits, mask_card(digits), start, end, False, confirm, 0.7)
