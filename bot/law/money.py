"""Money in fen, Decimal arithmetic, and the one shape every calculator answers with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: Stands under every result (the law is applied by people, not by this program).
NOTE = "仅供参考，以法院和调解员意见为准"

#: Added where a number behind the result is not officially confirmed.
UNCONFIRMED = "所用数据请以官方公布为准"


#: Larger sums are a slip of the pen (一万亿元).
MOST_FEN = 10**14


class Refusal(ValueError):
    """A calculator that will not guess; the message is a sentence for the citizen."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a calculator answers. `provisional`: a number or date behind it is not officially confirmed."""

    amount_fen: int
    formula: str
    steps: tuple[str, ...]
    citations: tuple[str, ...]
    note: str = NOTE
    provisional: bool = False
    high_fen: int | None = None  #: upper end where the law gives a range

    @property
    def shown(self) -> str:
        """The amount in words, a range where there is one."""
        if self.high_fen is None or self.high_fen == self.amount_fen:
            return yuan(self.amount_fen)
        return f"{yuan(self.amount_fen)}至{yuan(self.high_fen)}"


def fen(value: Decimal) -> int:
    """Yuan to whole fen, half up."""
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def fen_of(value_fen: Decimal) -> int:
    """A Decimal count of fen to whole fen, half up."""
    return int(value_fen.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def in_yuan(amount_fen: int) -> Decimal:
    """Fen to yuan, exact."""
    return Decimal(amount_fen) / 100


def yuan(amount_fen: int) -> str:
    """Fen in the words of a receipt: 36000元, 233.33元, 1万元以上 keeps its digits with separators."""
    value = in_yuan(amount_fen)
    shown = f"{value:,.2f}"
    return (shown.removesuffix(".00")) + "元"


def plain(value: Decimal) -> str:
    """A Decimal without trailing zeros and without an exponent."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def check_positive(amount_fen: int, what: str = "金额") -> None:
    """Raises Refusal for a negative amount, and for one no case has."""
    if amount_fen < 0:
        raise Refusal(f"{what}不能是负数，请再看一下。")
    if amount_fen > MOST_FEN:
        raise Refusal(f"{what}太大了（超过一万亿元），请再看一下是不是写错了。")
