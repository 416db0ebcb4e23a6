"""Penalties (违约金) and deposits (定金) of a contract. Amounts in fen.

Source: 民法典第585条至第588条，合同编通则解释第64条至第67条.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.law.money import check_positive, fen_of
from bot.law.rows import number, table


def over_loss() -> int:
    """Percent of the loss from which on a penalty generally counts as too high. Source: 合同解释第65条."""
    return number(table("contracts"), "penalty_over_loss")


def line_fen(loss_fen: int) -> int:
    """The penalty above which it is generally too high for a loss. Example: 30,000 yuan -> 39,000."""
    check_positive(loss_fen, "损失")
    return fen_of(Decimal(loss_fen) * (100 + over_loss()) / 100)


def loss_for(penalty: Decimal) -> Decimal:
    """The loss for which a penalty is just not too high, in the unit of the penalty (fen or percent)."""
    return penalty * 100 / (100 + over_loss())


def deposit_most(price_fen: int) -> int:
    """The most that a deposit may be. Source: 民法典第586条第二款."""
    check_positive(price_fen, "合同金额")
    return price_fen * number(table("contracts"), "deposit_most") // 100


@dataclass(frozen=True, slots=True)
class Deposit:
    """What happens with a deposit: `valid_fen` of it is one, `excess_fen` above the limit is given back."""

    valid_fen: int
    excess_fen: int

    @property
    def back_fen(self) -> int:
        """What who took it pays when he breaks the contract: twice the deposit, and the excess once."""
        return 2 * self.valid_fen + self.excess_fen


def deposit(paid_fen: int, price_fen: int | None = None) -> Deposit:
    """A deposit under the limit of a fifth of the contract's sum, where that is known.

    Example: 150,000 of 500,000 yuan: 100,000 is a deposit; broken by who took it -> 250,000.
    Source: 民法典第586条、第587条.
    """
    check_positive(paid_fen, "定金")
    if price_fen is None:
        return Deposit(paid_fen, 0)
    most = deposit_most(price_fen)
    return Deposit(min(paid_fen, most), max(0, paid_fen - most))
