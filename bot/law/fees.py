"""What a court charges (诉讼费). Amounts in fen. Source: 诉讼费用交纳办法 (2007-04-01 起施行)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from bot.law.money import Result, check_positive, fen, in_yuan, plain, yuan
from bot.law.rows import Row, number, rows, section, table, text, texts

#: Kind of a case that is not only about money -> how people call it.
FLAT_KINDS: Mapping[str, str] = {
    "divorce": "离婚案件",
    "personality": "侵害姓名、名誉、肖像、隐私、身体健康等人格权的案件",
    "ip": "没有争议金额的知识产权案件",
    "other": "其他不涉及财产的案件",
    "labour": "劳动争议案件",
    "jurisdiction_objection": "管辖异议不成立",
    "administrative": "行政案件",
    "enforcement_without_amount": "没有金额的申请执行",
}


def court_fee(amount_fen: int, *, halved: bool = False) -> Result:
    """案件受理费 of a case about `amount_fen`; `halved` for 简易程序, 调解结案, 撤诉 or a counterclaim.

    Halved once at most (民诉法解释206). Example: 36,000 yuan -> 700, halved 350.
    Source: 诉讼费办法第13条第一项、第15条、第16条、第18条.
    """
    full = _bracketed("court", amount_fen, "案件受理费")
    if not halved:
        return full
    half = fen(in_yuan(full.amount_fen) / 2)
    return Result(
        half,
        f"{full.formula}，减半",
        (*full.steps, f"{yuan(full.amount_fen)}减半为{yuan(half)}，只减一次"),
        (*full.citations, "诉讼费办法15", "诉讼费办法16", "民诉法解释206"),
    )


def enforcement_fee(amount_fen: int) -> Result:
    """申请执行费, paid afterwards by the debtor. Source: 诉讼费办法第14条第一项、第20条、第38条."""
    return _bracketed("enforcement", amount_fen, "执行申请费")


def preservation_fee(amount_fen: int) -> Result:
    """财产保全申请费, never more than 5,000 yuan. Source: 诉讼费办法第14条第二项."""
    return _bracketed("preservation", amount_fen, "保全申请费")


def payment_order_fee(amount_fen: int) -> Result:
    """支付令申请费: a third of the court fee. Source: 诉讼费办法第14条第三项."""
    full = court_fee(amount_fen)
    third = fen(in_yuan(full.amount_fen) / 3)
    return Result(
        third,
        "案件受理费的三分之一",
        (*full.steps, f"{yuan(full.amount_fen)}÷3={yuan(third)}"),
        ("诉讼费办法14", "诉讼费办法13"),
    )


def flat_fee(kind: str, amount_fen: int = 0, *, halved: bool = False) -> Result:
    """Fee of a case that is not (only) about money; a range where the court of the region chooses.

    `kind` is a key of FLAT_KINDS, `amount_fen` the money that is also at stake (shared property of a
    divorce, damages). Raises KeyError for another kind. Source: 诉讼费办法第13条第二项至第六项、第14条.
    """
    check_positive(amount_fen)
    row = section(table("fees"), kind)
    if kind not in FLAT_KINDS:
        raise KeyError(kind)
    extra, steps = _supplement(row, amount_fen)
    half = 2 if halved else 1
    low = fen((Decimal(number(row, "low")) + extra) / half)
    high = fen((Decimal(number(row, "high")) + extra) / half)
    named = f"{FLAT_KINDS[kind]}每件{text(row, 'low')}元"
    if number(row, "low") != number(row, "high"):
        named += f"至{text(row, 'high')}元，具体由当地标准决定"
    formula = named + ("，再加上财产部分" if extra else "") + ("，减半" if halved else "")
    cited = (*texts(row, "citations"), *(("诉讼费办法16", "民诉法解释206") if halved else ()))
    return Result(low, formula, (named, *steps), cited, provisional=low != high, high_fen=high)


def mediation_fee() -> Result:
    """Pre-suit mediation that succeeds and its judicial confirmation cost nothing at court.

    Source: 人民调解法第4条、司法确认规定第11条、诉讼费办法第8条.
    """
    return Result(
        0,
        "诉前调解成功不交诉讼费，司法确认不收费",
        ("人民调解不收费", "其他调解组织是否收费以其公示为准"),
        ("人民调解法4", "司法确认规定11", "诉讼费办法8", "在线调解规则5"),
    )


def _bracketed(kind: str, amount_fen: int, name: str) -> Result:
    check_positive(amount_fen)
    row = section(table("fees"), kind)
    extra, steps = _supplement(row, amount_fen)
    base = number(row, "base")
    total = base + extra
    cap = row.get("cap")
    if isinstance(cap, int) and total > cap:
        steps.append(f"最高不超过{cap}元")
        total = Decimal(cap)
    amount = fen(total)
    result = Result(amount, _formula(name, base, steps), (), texts(row, "citations"))
    return replace(result, steps=(f"起步每件{base}元", *steps, f"合计{yuan(amount)}"))


def _formula(name: str, base: int, steps: list[str]) -> str:
    if not steps:
        return f"{name}：每件{base}元"
    return f"{name}：每件{base}元，超过部分{'按比例' if len(steps) == 1 else '分段累计'}加收"


def _supplement(row: Row, amount_fen: int) -> tuple[Decimal, list[str]]:
    amount = in_yuan(amount_fen)
    brackets = rows(row, "brackets")
    ends = [Decimal(number(later, "over")) for later in brackets[1:]]
    total, steps = Decimal(0), []
    for bracket, end in zip_longest(brackets, ends):
        over = Decimal(number(bracket, "over"))
        if amount <= over:
            break
        part = min(amount, end) - over if end is not None else amount - over
        piece = part * Decimal(text(bracket, "rate")) / 100
        total += piece
        steps.append(f"超过{plain(over)}元的{plain(part)}元×{text(bracket, 'rate')}%={plain(piece)}元")
    return total, steps
