"""A number added up word by word: digits, units, zeros, 半, 几, 多 and 把."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "参": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "幺": 1,
    "俩": 2, "仨": 3,
}  # fmt: skip
UNITS = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "K": 1000,
    "万": 10_000, "w": 10_000, "W": 10_000, "亿": 100_000_000,
}  # fmt: skip
#: larger numbers are no sums
MOST = Decimal(10**15)


def last_step(value: Decimal) -> Decimal:
    """Return the power of ten of the last digit that is not 0: 100 for 3500."""
    if value == 0 or value != value.to_integral_value():
        return Decimal(1)
    whole, step = int(value), 1
    while whole % 10 == 0:
        whole //= 10
        step *= 10
    return Decimal(step)


class Tally:
    """Adds up a number token by token; each method says whether the token fits."""

    __slots__ = (
        "arabic",
        "big",
        "digit",
        "digit_at",
        "exact",
        "last",
        "section",
        "single",
        "total",
        "units",
        "zero",
    )

    def __init__(self) -> None:
        self.total: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
        self.section: tuple[Decimal, Decimal] | None = None
        self.digit: tuple[Decimal, Decimal] | None = None
        self.digit_at = 0
        self.single = False  # the pending digit may shift: 三万五
        self.last = 0  # the unit said last
        self.zero = False
        self.exact = True
        self.units = self.big = self.arabic = False

    def began(self) -> bool:
        """Tell whether anything was counted yet."""
        return self.digit is not None or self.last > 0

    def take_arabic(self, word: str, at: int) -> bool:
        """Take 35 or 1,200; two digits behind a large unit are open (3万50)."""
        if self.digit is not None:
            return False
        value = min(Decimal(word.replace(",", "")), MOST)
        self.digit, self.digit_at = (value, value), at
        self.single, self.arabic = len(word) == 1, True
        if self.last and len(word) == 2 and self.last > 100 and not self.zero:
            self.exact = False  # 3万50: 30050 or 35000, ask
        return True

    def take_digit(self, word: str, at: int) -> bool:
        """Take 三; a second one next to it makes a range (八九千)."""
        value = Decimal(DIGITS[word])
        if self.digit is None:
            self.digit, self.digit_at, self.single = (value, value), at, True
            return True
        low, high = self.digit
        if word == "两" and low == high == 3 and not self.arabic:
            self.digit, self.exact = (value, low), False  # 三两万
            return True
        if self.arabic or low != high or not self.single or not low < value <= low + 2:
            return False
        self.digit, self.exact = (low, value), False  # 八九千
        return True

    def take_zero(self, at: int) -> bool:
        """Take 零, which stops the shift of the last digit."""
        if self.digit is not None:
            return False
        if self.last == 0:
            self.digit, self.digit_at, self.single = (Decimal(0), Decimal(0)), at, False
            return True
        self.zero = True
        return True

    def take_unit(self, word: str) -> bool:
        """Take 十, 百, 千, 万, 亿, k or w."""
        unit = UNITS[word]
        if not self.began():
            if unit >= 100_000_000 or word in "kKwW":
                return False
            self.digit = (Decimal(1), Decimal(1))
            self.exact = self.exact and unit == 10
        if unit < 10_000:
            return self._small_unit(unit)
        low, high = self._open()
        if high == 0:
            if not 0 < self.last < unit:
                return False
            self.total = (self.total[0] * unit, self.total[1] * unit)  # 一万亿
            self.last = unit
            return True
        if self.total[1] > 0 and unit > 10_000:
            self.total = ((self.total[0] + low) * unit, (self.total[1] + high) * unit)
        else:
            self.total = (self.total[0] + low * unit, self.total[1] + high * unit)
        self.section, self.digit, self.last, self.zero = None, None, unit, False
        self.units = self.big = True
        return True

    def _small_unit(self, unit: int) -> bool:
        if self.section is not None and self.last <= unit:
            return False
        if self.digit is None:
            if unit != 10 or self.last < 100:
                return False
            self.digit = (Decimal(1), Decimal(1))
        low, high = self.section or (Decimal(0), Decimal(0))
        self.section = (low + self.digit[0] * unit, high + self.digit[1] * unit)
        self.digit, self.last, self.zero = None, unit, False
        self.units, self.big = True, self.big or unit >= 100
        return True

    def _open(self) -> tuple[Decimal, Decimal]:
        low, high = self.section or (Decimal(0), Decimal(0))
        if self.digit is not None:
            low, high = low + self.digit[0], high + self.digit[1]
        return low, high

    def take_half(self, at: int) -> bool:
        """Take 半: half of the unit before it."""
        if self.digit is not None:
            return False
        self.digit_at, self.single = at, False
        if self.last:
            if self.last < 100:
                return False
            self.digit = (Decimal(self.last) / 2, Decimal(self.last) / 2)
        else:
            self.digit, self.exact = (Decimal("0.5"), Decimal("0.5")), False
        return True

    def take_few(self, word: str, at: int) -> bool:
        """几 is three to nine, behind 十 one to nine; 大几 is the upper half of that, 小几 the lower."""
        if self.digit is not None:
            return False
        first, last = (5, 9) if word == "大几" else (2, 5) if word == "小几" else (3, 9)
        if word == "几" and self.last == 10:
            first = 1
        self.digit, self.digit_at = (Decimal(first), Decimal(last)), at
        self.single, self.exact = self.last > 10, False
        return True

    def take_tens(self, word: str, at: int) -> bool:
        """廿 is twenty, 卅 thirty."""
        return (
            self.digit is None
            and self.take_digit("二" if word == "廿" else "三", at)
            and self.take_unit("十")
        )

    def take_more(self, word: str) -> bool:
        """多 and 余 reach up to the next step, 来 means about."""
        if not self.began() or (
            self.digit is not None and (not self.arabic or self.digit[0] != self.digit[1])
        ):
            return False
        low, high = self._open()
        whole = self.section is None and self.digit is None
        if whole:
            low, high = self.total
        step = Decimal(self.last) if self.digit is None else last_step(high)
        if word == "来":
            about = step / 5 if high == step else high / 10
            low, high = low - about, high + about
        else:
            high += step
        if whole:
            self.total = (low, high)
        else:
            self.section, self.digit = (low, high), None
            self.last = self.last or int(step)
        self.exact = False
        return True

    def take_handful(self) -> bool:
        """Take 把 behind a unit: about so many (万把)."""
        if self.digit is not None or self.last not in (100, 1000, 10_000) or self.exact:
            return False
        about = Decimal(self.last) / 5
        low, high = self.total if self.section is None else self.section
        if low != high or low != self.last:
            return False
        if self.section is None:
            self.total = (low - about, high + about)
        else:
            self.section = (low - about, high + about)
        return True

    def close(self) -> tuple[Decimal, Decimal]:
        """Return the sum; a single last digit after 百 千 万 takes the next lower unit."""
        if self.digit is not None and self.last > 10 and self.single and not self.zero:
            shift = Decimal(self.last) / 10
            self.digit = (self.digit[0] * shift, self.digit[1] * shift)
            self.last = int(shift)
        low, high = self._open()
        return self.total[0] + low, self.total[1] + high
