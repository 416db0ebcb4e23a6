"""Questions about a penalty agreed in a contract (违约金高不高) and about a deposit (定金退不退)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from bot.dialogue import numbers_said as named
from bot.dialogue.numbers_said import Reckoned
from bot.law import interest, penalties
from bot.law.calendar import chinese
from bot.law.money import UNCONFIRMED, plain, yuan
from bot.law.rate_cap import cap_from
from bot.text import amounts, rates
from bot.text.reading import Context, flat

_PENALTY = re.compile(r"违约金|滞纳金|违约费")
_JUDGES = re.compile(r"太[多狠贵]|多不多|上限|最高|封顶|正常|合理|不能超|能不能超|可以超")
_LOAN = re.compile(r"借|贷款|网贷")
_BANKS = re.compile(r"银行|信用卡|房贷|车贷|花呗|公积金")
_TENTHS = re.compile(r"([一二两三四五六七八九]|\d)成")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_LOSS = r"(?:实际|真实)?(?:的)?损失(?:才|只有|就|大概|一共|是)?"
_PRICE = r"合同(?:总?价款?|总?金额|总额)?|总价款?|货款|房款|房价|工程款|标的额?|总款|全款|一共"
_DEPOSIT = re.compile(r"[定订]金")
_DEPOSIT_ASKED = re.compile(r"退|赔|双倍|返|要回|拿回|没收|合法|高|多少|几")
_RULE = re.compile(r"定金[^，。,]{0,6}(?:赔|退|返)[^，。,]{0,4}(?:多少|几)|定金(?:最高|最多|不能超过|上限)")
_THEIRS = re.compile(
    r"(?:对方|卖家|卖方|房东|房主|商家|店家|老板|人家|开发商|厂家|中介|[他她])[^，。,我]{0,8}(?:违约|反悔|不卖|不租|不干|毁约|后悔|变卦|涨价|不给|不履行|卖给)"
    r"|(?:不卖|不租)(?:给我|了)"
)
_TAKER = re.compile(
    r"我?(?:收了?|拿了?)(?:人家|别人|他|她|对方|买家|买方|租客|客户)|我(?:是卖|不卖|反悔不卖|不租给)"
)
_OURS = re.compile(
    r"(?:我|俺)们?[^，。,他她]{0,8}(?:不买|不要|不想|反悔|后悔|违约|不租|不订|不定|不做|变卦)|不想[要买租订做]|(?<!他)(?<!她)不[买要租订]了"
)


def penalty(text: str, context: Context) -> Reckoned | None:
    """违约金50%合法吗: by the loss, never by the cap of loans. Source: 民法典第585条、合同解释第65条."""
    if not _PENALTY.search(text) or _BANKS.search(text):
        return None
    if not (named.LEGAL.search(text) or _JUDGES.search(text)):
        return None
    share, daily = _share(text, context)
    if _LOAN.search(text):
        return None if daily or share is None else _of_loan(share, context)
    if share is not None and daily:
        values = {"rate": plain(share), "yearly": plain(share * interest.YEAR_DAYS)}
        return _told("penalty_daily", values, f"{plain(share)}%×{interest.YEAR_DAYS}天")
    agreed = named.labelled(text, "违约金|滞纳金", context)
    loss = named.labelled(text, _LOSS, context)
    if agreed is None and share is not None and (price := _price(text, context)):
        agreed = int(price * share / 100)
    if agreed and loss:
        return _beside_loss(agreed, loss)
    if agreed:
        values = {"agreed": yuan(agreed), "least": yuan(int(penalties.loss_for(Decimal(agreed))))}
        return _told("penalty_sum", values, f"{yuan(agreed)}÷{_line()}")
    if share is None:
        return None
    least = penalties.loss_for(share).quantize(Decimal("0.01"))
    return _told(
        "penalty_percent", {"rate": plain(share), "least": plain(least)}, f"{plain(share)}%÷{_line()}"
    )


def _line() -> str:
    return f"{100 + penalties.over_loss()}%"


def _beside_loss(agreed: int, loss: int) -> Reckoned:
    line = penalties.line_fen(loss)
    key = "penalty_over" if agreed > line else "penalty_within"
    values = {"agreed": yuan(agreed), "loss": yuan(loss), "line": yuan(line)}
    return _told(key, values, f"{yuan(loss)}×{_line()}＝{yuan(line)}")


def _told(key: str, values: Mapping[str, str], formula: str) -> Reckoned:
    cited = ("民法典585", "合同解释64", "合同解释65")
    return Reckoned(key, values, formula, cited, "sale_penalty_high")


def _of_loan(share: Decimal, context: Context) -> Reckoned:
    """A penalty in a loan counts together with the interest. Source: 民间借贷规定第29条."""
    base = interest.lpr(min(context.today, interest.known_until()))
    values = {
        "rate": plain(share),
        "cap": plain(base.rate * 4),
        "lpr": plain(base.rate),
        "on": chinese(base.since),
        "turn": chinese(cap_from()),
    }
    cited = ("民间借贷规定29", "民间借贷规定25", "民间借贷规定31")
    formula = f"{plain(base.rate)}%×4＝{plain(base.rate * 4)}%"
    return Reckoned(
        "penalty_loan", values, formula, cited, "lending_interest_cap", "private_lending", UNCONFIRMED
    )


def _share(text: str, context: Context) -> tuple[Decimal | None, bool]:
    """(percent, whether it is meant a day) of the one share a text names: 30%, 三成, 每天千分之五."""
    found = rates.find(text, context)
    if len(found) == 1:
        value = flat(found[0].value)
        percent = value.get("percent")
        return (Decimal(str(percent)) if percent is not None else None), value.get("per") == "day"
    if not found and (written := _PERCENT.search(text)):
        return Decimal(written[1]), False
    tenths = _TENTHS.search(text) if not found else None
    count = named.number(tenths[1]) if tenths else None
    return (count * 10 if count else None), False


def _price(text: str, context: Context) -> int | None:
    if labelled := named.labelled(text, _PRICE, context):
        return labelled
    said = named.one_sum(text, context)
    return said[0] if said and "损失" not in text else None


def deposit(text: str, context: Context) -> Reckoned | None:
    """交了2万定金对方不卖了赔多少. Source: 民法典第586条、第587条，合同解释第67条."""
    if not _DEPOSIT.search(text) or not _DEPOSIT_ASKED.search(text):
        return None
    paid, price = _sums(text, context)
    if paid is None:
        return _rule(text, price)
    if "定金" not in text:
        return _deposit("deposit_not", {"paid": yuan(paid)}, "原数退还，没有双倍", "合同解释67")
    found = penalties.deposit(paid, price)
    values = {
        "paid": yuan(paid),
        "valid": yuan(found.valid_fen),
        "back": yuan(found.back_fen),
        "excess": _excess(found, price) if price is not None else "",
    }
    formula = f"{yuan(found.valid_fen)}×2" + (f"＋{yuan(found.excess_fen)}" if found.excess_fen else "")
    return _deposit(_side(text), values, formula)


def _rule(text: str, price: int | None) -> Reckoned | None:
    """How much may be agreed, or what is due, where no deposit is named."""
    if price is not None:
        values = {"price": yuan(price), "most": yuan(penalties.deposit_most(price))}
        return _deposit("deposit_most", values, f"{yuan(price)}×20%")
    return _deposit("deposit_rule", {}, "定金×2") if _RULE.search(text) else None


def _excess(found: penalties.Deposit, price: int) -> str:
    most = f"合同{yuan(price)}，定金最多{yuan(penalties.deposit_most(price))}"
    if not found.excess_fen:
        return f"{most}，没有超过。"
    return f"{most}；多付的{yuan(found.excess_fen)}不算定金，该退的照退。"


def _side(text: str) -> str:
    """Whose breach is asked about."""
    if _TAKER.search(text):
        return "deposit_taker"
    theirs, ours = _THEIRS.search(text), _OURS.search(text)
    if bool(theirs) == bool(ours):
        return "deposit_both"
    return "deposit_theirs" if theirs else "deposit_ours"


def _sums(text: str, context: Context) -> tuple[int | None, int | None]:
    """(deposit, sum of the contract) in fen: the sum nearest to the word is the deposit."""
    place = _DEPOSIT.search(text)
    found = [
        (one.start, one.end, low)
        for one in amounts.find(text, context)
        if isinstance(low := flat(one.value).get("low_fen"), int) and low == flat(one.value).get("high_fen")
    ]
    if place is None or not found or len(found) > 2:
        return None, None
    if len(found) == 1 and re.search(rf"(?:{_PRICE})[是为共]?$", text[: found[0][0]]):
        return None, found[0][2]
    ranked = sorted(found, key=lambda one: min(abs(one[0] - place.end()), abs(place.start() - one[1])))
    return ranked[0][2], ranked[1][2] if len(ranked) == 2 and ranked[1][2] > ranked[0][2] else None


def _deposit(key: str, values: Mapping[str, str], formula: str, *more: str) -> Reckoned:
    return Reckoned(key, values, formula, ("民法典586", "民法典587", *more))
