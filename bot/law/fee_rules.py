"""The rules about what a suit would cost and whether it could go the short way (小额诉讼)."""

from __future__ import annotations

from datetime import date

from bot.law import balance
from bot.law.answers import Answers, amount
from bot.law.case import dispute_of, first_fitting
from bot.law.fees import FLAT_KINDS, court_fee, flat_fee
from bot.law.finding import Finding, aside
from bot.law.money import UNCONFIRMED, Result, yuan
from bot.law.rows import Row, rows, section, table, text, texts, yearly
from bot.locality.folder import local, region

#: Fields that may hold what is claimed, best first.
_CLAIMS = tuple("claim amount wage_owed workers fee_owed damage arrears remaining principal".split())
#: What holds whatever the scale is.
_FREE_HERE = "在这里调解成功不交诉讼费。要是起诉，"


def claimed(answers: Answers) -> tuple[int, int] | None:
    """(low, high) in fen of what is asked for; what was paid back on a loan is taken off."""
    found = amount(answers, *_CLAIMS)
    repaid = amount(answers, "repaid") if "principal" in answers and not answers.get("remaining") else None
    if found is None or repaid is None:
        return found
    if balance.with_interest(answers):
        left = balance.of_answers(answers)
        # without days nobody can say how much went to the interest: between nothing and all of it
        return (left.principal_fen, left.principal_fen) if left else (max(0, found[0] - repaid[1]), found[1])
    return max(0, found[0] - repaid[1]), max(0, found[1] - repaid[0])


def court_fee_rule(answers: Answers, today: date) -> list[Finding]:
    """受理费 on the scale of the dispute. Source: 诉讼费用交纳办法第13条、第15条、第16条."""
    del today
    scales = section(table("fees"), "scales")
    row = first_fitting(rows(scales, dispute_of(answers)), answers) or {"scale": "property"}
    asked = claimed(answers)
    if text(row, "scale") in FLAT_KINDS:
        return [_said(row, *_flat(text(row, "scale"), asked[1] if asked else 0))]
    return [_said(row, *_by_sum(asked[1]))] if asked else []


def _by_sum(sum_fen: int) -> tuple[str, Result]:
    full, half = court_fee(sum_fen), court_fee(sum_fen, halved=True)
    return (
        f"按{yuan(sum_fen)}算，受理费{full.shown}，简易程序或者调解结案减半为{half.shown}",
        half,
    )


def _flat(kind: str, sum_fen: int) -> tuple[str, Result]:
    if kind == "labour":
        fee = flat_fee(kind)
        return f"劳动争议每件{fee.shown}", fee
    full, half = flat_fee(kind, sum_fen), flat_fee(kind, sum_fen, halved=True)
    by = f"按{yuan(sum_fen)}算，" if sum_fen else ""
    doubt = f"，{UNCONFIRMED.removeprefix('所用数据')}" if full.provisional else ""
    return f"{by}{FLAT_KINDS[kind]}受理费{full.shown}，减半为{half.shown}{doubt}", half


def _said(row: Row, words: str, result: Result) -> Finding:
    more = f"；{text(row, 'words')}" if text(row, "words") else ""
    said = f"{_FREE_HERE}{words}{more}"
    cited = tuple(dict.fromkeys((*result.citations, *texts(row, "citations"))))
    return Finding("court_fee", "info", aside(said), f"{said}。{result.formula}", cited)


def small_claims_rule(answers: Answers, today: date) -> list[Finding]:
    """小额诉讼 by half and twice the region's yearly wage. Source: 民诉法第165条、第166条."""
    asked = claimed(answers)
    wage_years = yearly(local("figures"), "yearly_wage")
    year = max((y for y in wage_years if y < today.year), default=None)
    wage = wage_years.get(year) if year is not None else None
    if asked is None or not isinstance(wage, int):
        return []
    cited = ("民诉法165", "民诉法166", "民诉法解释272")
    desk = f"按{year}年{region()}就业人员年平均工资{yuan(wage)}算，一半是{yuan(wage // 2)}，以最近公布的为准"
    if asked[1] <= wage // 2:
        words = "要是起诉，这个金额可能适用小额诉讼：审得快，一次审理就生效，不能上诉"
    elif asked[0] <= wage * 2:
        words = "要是起诉，这个金额双方都同意的，可以约定用小额诉讼：审得快，但不能上诉"
    else:
        return []
    words += f"（具体数额{UNCONFIRMED.removeprefix('所用数据')}）"
    return [Finding("small_claims", "info", aside(words), f"{words}。{desk}", cited)]
