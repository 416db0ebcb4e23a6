"""`python -m bot law …`: the calculators on the command line, in Chinese, with formula and citation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from bot.law import fees, injury, interest, labour, regime, support
from bot.law.calendar import MissingYear, Period, add_working_days, chinese, period
from bot.law.citations import UnknownCitation, render, resolve
from bot.law.instalments import Instalment, Interest, instalments
from bot.law.limitation import Event, Kind, Limitation, State, desk_note, limitation, matters
from bot.law.money import NOTE, UNCONFIRMED, Refusal, Result, yuan

USAGE = """用法（金额写元，可以写 3.6万；日期写 2026-11-22）：
  fee 36000 [half]                     案件受理费，half 为减半
  fee enforcement|preservation|order 36000   执行、保全、支付令申请费
  fee divorce|personality|labour|other [金额]  不按金额收的案件
  interest 100000 24 2023-10-01 2024-10-01 [formed=日期] [sued=日期]   民间借贷利息
  interest overdue 50000 2025-01-01 2025-07-01 [rate=年利率]    逾期利息
  interest sale 80000 2024-03-01 2024-09-01 [plus=1.3]  货款逾期
  interest construction 500000 2024-11-01 2025-11-01    工程款
  interest daily 3000 5 2025-01-01 2025-12-31           日万分之五的违约金
  interest late 100000 2025-03-10 2025-09-10            迟延履行加倍利息
  limitation general 2023-05-01 [demand=日期] [promise=日期] [today=日期]
  labour severance 2021-03-01 2026-11-22 6500 [last=6800] [average=8700] [unlawful]
  labour double 2025-03-01 2025-09-30 6000 [signed=日期]
  labour overtime 6525 weekday|rest_day|holiday 20
  labour leave 6525 5
  injury disability 45 10 2023 ｜ injury death 30 2023 ｜ injury funeral 2022
  injury dependant 10 10 2023 2 ｜ injury work 5000 9
  injury lost 6000 30                  误工费
  traffic 2025-01-01 70 25000 150000 3000   交强险和责任比例（医疗、伤残、财产）
  support 6000 1 [yearly]              抚养费
  instalments 50000 10 2027-01-31 [step=1] [rate=12 since=2025-01-01 formed=日期]   分期还款
  deadline 2026-11-20 30d|3m|2y|3wd    期限最后一天
  deadline T05 2026-11-22              按计时器
  cite 民法典188                        法条"""

_PERIOD = re.compile(r"(\d{1,4})(wd|d|m|y)?")


class Misuse(ValueError):
    """The command cannot be read; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Words:
    """Arguments without options, and options `name=value` (a bare flag has an empty value)."""

    plain: tuple[str, ...]
    named: Mapping[str, str]

    def money(self, at: int) -> int:
        """The amount at a place, in fen."""
        return _fen(self.at(at, "金额"))

    def day(self, at: int) -> date:
        """The date at a place."""
        return _day(self.at(at, "日期"))

    def number(self, at: int, what: str = "数字") -> Decimal:
        """The number at a place."""
        return _number(self.at(at, what), what)

    def whole(self, at: int, what: str = "整数") -> int:
        """The whole number at a place."""
        value = self.number(at, what)
        if value != value.to_integral_value():
            raise Misuse(f"{what}要写整数：{value}")
        return int(value)

    def option(self, name: str) -> date | None:
        """The date of an option, None without it."""
        return _day(self.named[name]) if self.named.get(name) else None

    def fen(self, name: str) -> int | None:
        """The amount of an option in fen, None without it."""
        return _fen(self.named[name]) if self.named.get(name) else None

    def at(self, at: int, what: str) -> str:
        """The words at a place; raises Misuse that names what is missing."""
        if at >= len(self.plain):
            raise Misuse(f"少写了一项：{what}。")
        return self.plain[at]


def _number(words: str, what: str) -> Decimal:
    try:
        value = Decimal(words.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        raise Misuse(f"{what}看不懂：{words}") from None
    if not value.is_finite():
        raise Misuse(f"{what}看不懂：{words}")
    return value


def _fen(words: str) -> int:
    tight = words.removesuffix("元")
    times = 10000 if tight.endswith("万") else 1
    value = _number(tight.removesuffix("万"), "金额") * times * 100
    if value < 0:
        raise Misuse("金额不能是负数。")
    if value > 10**15:
        raise Misuse(f"金额太大了：{words}")
    if value != value.to_integral_value():
        raise Misuse(f"金额最多写到分：{words}")
    return int(value)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Misuse(f"日期请写成 2026-11-22 这样：{words}") from None


def run(args: Sequence[str]) -> tuple[str, int]:
    """What to print, and the exit code: bad input gives a Chinese sentence and code 2; it never raises."""
    if not args or args[0] in {"help", "-h", "--help"}:
        return USAGE, 0 if args else 2
    named = dict(word.partition("=")[::2] for word in args[1:] if "=" in word)
    flags = {word: "" for word in args[1:] if word in {"half", "unlawful", "yearly"}}
    plain = tuple(word for word in args[1:] if "=" not in word and word not in flags)
    words = Words(plain, {**named, **flags})
    command = _COMMANDS.get(args[0])
    try:
        if command is None:
            raise Misuse(f"没有这个计算：{args[0]}")
        return command(words), 0
    except (Misuse, Refusal, MissingYear, UnknownCitation) as error:
        hint = "写 python -m bot law help 看用法。" if isinstance(error, Misuse) else ""
        return "\n".join(filter(None, (str(error), hint))), 2
    except OverflowError:
        return "日期或者数字太大，算不了。", 2


def shown(result: Result) -> str:
    """A result as a person reads it: amount, formula, steps, articles, note."""
    lines = [f"结果：{result.shown}", f"算法：{result.formula}"]
    lines += [f"　{number}. {step}" for number, step in enumerate(result.steps, 1)]
    lines.append(f"依据：{'、'.join(render(citation) for citation in dict.fromkeys(result.citations))}")
    if result.provisional:
        lines.append(f"注意：{UNCONFIRMED}")
    return "\n".join([*lines, result.note])


def _fee(words: Words) -> str:
    kind = words.plain[0] if words.plain else ""
    half = "half" in words.named
    if kind in fees.FLAT_KINDS:
        return shown(fees.flat_fee(kind, words.money(1) if len(words.plain) > 1 else 0, halved=half))
    one = {
        "enforcement": fees.enforcement_fee,
        "preservation": fees.preservation_fee,
        "order": fees.payment_order_fee,
    }.get(kind)
    return shown(one(words.money(1)) if one else fees.court_fee(words.money(0), halved=half))


def _interest(words: Words) -> str:
    kind = words.plain[0] if words.plain else ""
    rate = _number(words.named["rate"], "利率") if words.named.get("rate") else None
    if kind == "overdue":
        result = interest.overdue(
            words.money(1), words.day(2), words.day(3), overdue_rate=rate, formed_on=words.option("formed")
        )
    elif kind == "sale":
        plus = _number(words.named.get("plus") or "1.3", "倍数")
        result = interest.late_payment(words.money(1), words.day(2), words.day(3), plus=plus)
    elif kind == "construction":
        result = interest.construction(words.money(1), words.day(2), words.day(3))
    elif kind == "daily":
        result = interest.daily_penalty(words.money(1), words.number(2), words.day(3), words.day(4))
    elif kind == "late":
        result = interest.late_performance(words.money(1), words.day(2), words.day(3))
    else:
        result = interest.capped(
            words.money(0),
            words.number(1, "年利率"),
            words.day(2),
            words.day(3),
            formed_on=words.option("formed"),
            sued_on=words.option("sued"),
        )
    return shown(result)


def _limitation(words: Words) -> str:
    matter = words.plain[0] if words.plain else ""
    if matter not in matters():
        raise Misuse(f"没有这一种：{matter}。可以写：{'、'.join(matters())}")
    start = words.day(1) if len(words.plain) > 1 else None
    kinds = {kind.value: kind for kind in Kind}
    events = [Event(kinds[name], _day(value)) for name, value in words.named.items() if name in kinds]
    today = words.option("today")
    result = limitation(matter, start, today or start or date.min, events=events)
    if today is not None or result.deadline is None:
        return f"{desk_note(result)}\n{NOTE}" if result.state is not State.NONE else _reasons(result)
    return f"{result.title}：最后一天 {chinese(result.deadline)}\n{_reasons(result)}"


def _reasons(result: Limitation) -> str:
    lines = [f"　{r.words}（{render(r.citation)}）" for r in result.reasons if r.words]
    return "\n".join([*lines, NOTE])


def _labour(words: Words) -> str:
    kind = words.plain[0] if words.plain else ""
    if kind == "severance":
        result = labour.severance(
            words.day(1),
            words.day(2),
            words.money(3),
            average_fen=words.fen("average"),
            last_month_fen=words.fen("last"),
            unlawful="unlawful" in words.named,
        )
    elif kind == "double":
        result = labour.double_wage(
            words.day(1), words.day(2), words.money(3), signed_on=words.option("signed")
        )
    elif kind == "overtime":
        kinds = {one.value: one for one in labour.Overtime}
        if words.at(2, "加班种类") not in kinds:
            raise Misuse(f"加班种类写 {'、'.join(kinds)}")
        result = labour.overtime(words.money(1), kinds[words.plain[2]], words.number(3))
    elif kind == "leave":
        result = labour.unused_leave(words.money(1), words.whole(2, "天数"))
    else:
        raise Misuse("劳动方面可以算 severance、double、overtime、leave")
    return shown(result)


def _injury(words: Words) -> str:
    kind = words.plain[0] if words.plain else ""
    if kind == "disability":
        result = injury.disability(
            words.whole(1, "年龄"), words.whole(2, "等级"), year=words.whole(3, "年份")
        )
    elif kind == "death":
        result = injury.death(words.whole(1, "年龄"), year=words.whole(2, "年份"))
    elif kind == "funeral":
        result = injury.funeral(year=words.whole(1, "年份"))
    elif kind == "dependant":
        result = injury.dependant(
            words.whole(1, "年龄"),
            words.whole(2, "等级"),
            year=words.whole(3, "年份"),
            supporters=words.whole(4, "扶养人数"),
        )
    elif kind == "work":
        result = injury.work_grant(words.money(1), words.whole(2, "等级"))
    elif kind == "lost":
        result = injury.lost_income(words.money(1), words.whole(2, "天数"))
    else:
        raise Misuse("人身损害可以算 disability、death、funeral、dependant、work、lost")
    return shown(result)


def _traffic(words: Words) -> str:
    loss = injury.Loss(words.money(2), words.money(3), words.money(4) if len(words.plain) > 4 else 0)
    paid = injury.traffic(loss, words.day(0), liable_percent=words.whole(1, "责任比例"))
    split = f"交强险{yuan(paid.compulsory_fen)}，商业险和侵权人{yuan(paid.beyond_fen)}"
    return f"{split}\n{shown(paid.result)}"


def _instalments(words: Words) -> str:
    rate = words.named.get("rate")
    agreed = None
    if rate:
        since = words.option("since")
        if since is None:
            raise Misuse("写了利率，还要写从哪天起算利息：since=日期")
        agreed = Interest(_number(rate, "年利率"), since, words.option("formed"))
    step = _number(words.named.get("step") or "1", "间隔月数")
    if step != step.to_integral_value():
        raise Misuse(f"间隔月数要写整数：{step}")
    plan = instalments(
        words.money(0), words.whole(1, "期数"), words.day(2), step_months=int(step), interest=agreed
    )
    lines = [
        f"第{row.number}期 {chinese(row.due)} {yuan(row.total_fen)}{_of_which(row)}" for row in plan.rows
    ]
    return "\n".join([*lines, shown(plan.result)])


def _of_which(row: Instalment) -> str:
    return f"（本金{yuan(row.principal_fen)}，利息{yuan(row.interest_fen)}）" if row.interest_fen else ""


def _support(words: Words) -> str:
    children = words.whole(1, "孩子个数") if len(words.plain) > 1 else 1
    return shown(support.child_support(words.money(0), children, yearly="yearly" in words.named))


def _deadline(words: Words) -> str:
    first = words.at(0, "起算日期")
    if first in regime.timers():
        clock = regime.timer(first)
        return _period(
            f"{clock.title}，从{clock.starts}起算", regime.due(first, words.day(1)), clock.citations
        )
    length = words.at(1, "期限")
    found = _PERIOD.fullmatch(length)
    if not found:
        raise Misuse(f"期限写成 30d（天）、3m（月）、2y（年）、3wd（工作日）：{length}")
    start, size, unit = words.day(0), int(found[1]), found[2] or "d"
    if unit == "wd":
        end = add_working_days(start, size)
        return _period("工作日", Period(end, end, False, (f"{size}个工作日",), ("民诉法85",)), ())
    sizes = {unit: size}
    end_of = period(start, years=sizes.get("y", 0), months=sizes.get("m", 0), days=sizes.get("d", 0))
    return _period("期限", end_of, ())


def _period(title: str, end: Period, cited: Sequence[str]) -> str:
    citations = dict.fromkeys((*cited, *end.citations))
    lines = [f"{title}：最后一天 {chinese(end.day)}", *(f"　{step}" for step in end.steps)]
    return "\n".join([*lines, f"依据：{'、'.join(render(c) for c in citations)}", NOTE])


def _cite(words: Words) -> str:
    entry = resolve(words.at(0, "法条"))
    lines = [entry.title, entry.gist, f"原文：{entry.quote}" if entry.quote else ""]
    lines.append(f"版本：{chinese(entry.law.effective)}起施行")
    return "\n".join(line for line in [*lines, "仅供参考，以官方公布的文本为准"] if line)


_COMMANDS: Mapping[str, Callable[[Words], str]] = {
    "fee": _fee,
    "interest": _interest,
    "limitation": _limitation,
    "labour": _labour,
    "injury": _injury,
    "traffic": _traffic,
    "support": _support,
    "instalments": _instalments,
    "deadline": _deadline,
    "cite": _cite,
}
