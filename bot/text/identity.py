"""Numbers that name a person or an organisation: 公民身份号码 and 统一社会信用代码. Values are
normalised strings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.text.mask import mask_id, mask_uscc
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Reading, Refusal, is_substance

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    (
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 "
        "62 63 64 65 71 81 82 83"
    ).split()
)
_CODE_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_HOW = "身份证号是18位，最后一位可能是X，请对着证件再写一次。"
#: an older holder is asked about, not refused
MAX_AGE = 130


@dataclass(frozen=True, slots=True)
class Person:
    """What an 18-digit number says about its holder."""

    number: str
    birth: date
    sex: str  #: 男 | 女

    def age(self, today: date) -> int:
        """Return the age in full years (周岁) on a day."""
        return today.year - self.birth.year - ((today.month, today.day) < (self.birth.month, self.birth.day))


def check_digit(first17: str) -> str:
    """Return the 18th character for the first 17. Source: GB 11643-1999."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def from_15(number: str) -> str:
    """Return the 18-digit form of an old 15-digit number."""
    longer = f"{number[:6]}19{number[6:]}"
    return longer + check_digit(longer)


def person(number: str, today: date) -> Person:
    """Return the holder's birthday and sex.

    `number` is a normalised 18-digit number. Raises ValueError with a Chinese sentence when it cannot exist.
    Source: GB 11643-1999.
    """
    if re.fullmatch(r"\d{17}[\dX]", number) is None:
        raise ValueError(_HOW)
    if number[:2] not in _PROVINCES:
        raise ValueError(f"身份证号开头的“{number[:2]}”不是省份代码，{_HOW}")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError(f"身份证号里的出生日期“{number[6:14]}”在日历上没有，{_HOW}") from None
    if number[17] != check_digit(number[:17]):
        raise ValueError("这个身份证号的最后一位对不上，可能有一位写错了，请对着证件再写一次。")
    if birth > today:
        raise ValueError(f"身份证号里的出生日期还没有到，{_HOW}")
    return Person(number, birth, "男" if int(number[16]) % 2 else "女")


def mismatch(number: str, sex: str = "", birth: date | None = None) -> str:
    """Return a question where stated sex (男 or 女) or birthday differ from the number's, else an
    empty string.
    """
    odd = int(number[16]) % 2 == 1
    if sex in ("男", "女") and (sex == "男") != odd:
        return f"身份证号上的性别是{'男' if odd else '女'}，您写的是{sex}，请核对一下哪个对。"
    if birth and birth.strftime("%Y%m%d") != number[6:14]:
        said = f"{number[6:10]}年{int(number[10:12])}月{int(number[12:14])}日"
        return f"身份证号上的出生日期是{said}，和您写的不一样，请核对一下哪个对。"
    return ""


def uscc_check(first17: str) -> str:
    """Return the 18th character of a code. Source: GB 32100-2015."""
    total = sum(_CODE_CHARS.index(c) * w for c, w in zip(first17, _CODE_WEIGHTS, strict=True))
    return _CODE_CHARS[(31 - total % 31) % 31]


def org_code_fits(code: str) -> bool:
    """Tell whether characters 9-17 carry their own right check character (some old ones do not).
    Source: GB 11714.
    """
    total = sum(int(c, 36) * w for c, w in zip(code[8:16], _ORG_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return code[16] == ("X" if rest == 10 else "0" if rest == 11 else str(rest))


def is_uscc(code: str) -> bool:
    """Tell whether a normalised code is a well-formed 统一社会信用代码 with the right last character."""
    if len(code) != 18 or any(char not in _CODE_CHARS for char in code) or not code[2:8].isdigit():
        return False
    return code[0] in "123456789ANY" and uscc_check(code[:17]) == code[17]


@cache
def _id_like() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-]?\d){13,16}(?:[ \-]?[\dXx])?(?![0-9A-Za-z])")


@cache
def _uscc_like() -> re.Pattern[str]:
    return re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ \-]?[0-9A-Za-z]){17}(?![0-9A-Za-z])")


def _squeezed(text: str) -> str:
    return re.sub(r"[ \-]", "", text).upper()


def _id_reading(normal: Normal, match: re.Match[str], today: date) -> Reading | None:
    number, confirm = _squeezed(match[0]), ""
    start, end = normal.span(match.start(), match.end())
    if len(number) == 15 and number.isdigit():
        number = from_15(number)
        confirm = f"这是15位的旧号码，换成18位是{mask_id(number)}，对吗？旧证已不能用，请看一下现在的证件。"
    try:
        holder = person(number, today)
    except ValueError:
        return None
    if holder.age(today) > MAX_AGE:
        confirm = f"按这个号码，这个人今年{holder.age(today)}岁了，号码写对了吗？"
    return Reading(
        "id", holder.number, mask_id(number), start, end, not confirm, confirm, 0.8 if confirm else 1.0
    )


def find_ids_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every valid 身份证号 of a normalised text."""
    found = (_id_reading(normal, match, context.today) for match in _id_like().finditer(normal.text))
    return [reading for reading in found if reading]


def find(text: str, context: Context) -> list[Reading]:
    """Return every valid 身份证号 in `text`, spans into `text`."""
    return find_ids_in(normalise(text), context)


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read a 身份证号 (18 digits, or 15 to be confirmed); a wrong one is refused with what is wrong."""
    normal = normalise(text)
    match = re.search(r"(?<![0-9A-Za-z])\d[\d \-]{6,}[\dXx](?![0-9A-Za-z])", normal.text) or re.search(
        r"(?<![A-Za-z])\d[0-9 \-]{10,}[0-9A-Za-z]+", normal.text
    )
    if match is None or not is_substance(normal.text, [match.span()]):
        return None
    number = _squeezed(match[0])
    if len(number) == 11 and number.startswith("1"):
        return Refusal(f"这像是手机号。{_HOW}")
    if len(number) not in (15, 18):
        return Refusal(f"您写的是{len(number)}位，{_HOW}")
    if not re.fullmatch(r"\d{15}|\d{17}[\dX]", number):
        return Refusal(f"身份证号前17位都是数字，{_HOW}")
    try:
        person(from_15(number) if len(number) == 15 else number, context.today)
    except ValueError as fault:
        return Refusal(str(fault))
    return _id_reading(normal, match, context.today)


def find_uscc(text: str, context: Context) -> list[Reading]:
    """Return every valid 统一社会信用代码 in `text`, spans into `text`."""
    normal = normalise(text)
    out: list[Reading] = []
    for match in _uscc_like().finditer(normal.text):
        code = _squeezed(match[0])
        if is_uscc(code):
            start, end = normal.span(match.start(), match.end())
            out.append(Reading("uscc", code, code, start, end, True))
    return out


def read_uscc(text: str, context: Context) -> Reading | Refusal | None:
    """Read a 统一社会信用代码; an old 15-digit 注册号 is taken but asked."""
    how = "统一社会信用代码是18位数字和大写字母，没有I、O、S、V、Z，营业执照上有，请再核对一次。"
    normal = normalise(text)
    match = re.search(r"(?<![0-9A-Za-z])[0-9A-Za-z][0-9A-Za-z \-]{6,}[0-9A-Za-z](?![0-9A-Za-z])", normal.text)
    if match is None or not is_substance(normal.text, [match.span()]):
        return None
    code = _squeezed(match[0])
    start, end = normal.span(match.start(), match.end())
    if len(code) == 15 and code.isdigit():
        confirm = f"“{code}”是15位的旧注册号，先这样记，对吗？执照上如果有18位的信用代码，请写那个。"
        return Reading("uscc", code, code, start, end, False, confirm, 0.7)
    if len(code) != 18:
        return Refusal(f"您写的是{len(code)}位，{how}")
    bad = sorted({char for char in code if char not in _CODE_CHARS})
    if bad:
        return Refusal(f"信用代码里不会有“{'、'.join(bad)}”，{how}")
    if not is_uscc(code):
        return Refusal(f"这个代码的最后一位对不上，可能有一位写错了。{how}")
    old = "" if org_code_fits(code) else f"“{code}”里有一位少见，请对着营业执照看一眼，是这个吗？"
    return Reading("uscc", code, code, start, end, True, old)


__all__ = [
    "Person", "check_digit", "find", "find_ids_in", "find_uscc", "from_15", "is_uscc", "mask_uscc",
    "mismatch", "org_code_fits", "person", "read", "read_uscc", "uscc_check",
]  # fmt: skip
