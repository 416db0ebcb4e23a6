"""Every worked example and boundary value of domain.md §1 and §4, one row each; the id names its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest

from bot.law import fees, injury, interest, labour, support
from bot.law.calendar import period
from bot.law.injury import Loss
from bot.law.labour import Overtime
from bot.law.money import NOTE, Result


def d(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def fen(yuan: str) -> int:
    """Yuan as the document writes them, in fen."""
    return int(Decimal(yuan.replace(" ", "")) * 100)


def court(amount: int, *, half: bool = False) -> Callable[[], Result]:
    """受理费."""
    return lambda: fees.court_fee(amount * 100, halved=half)


def traffic(medical: int, injured: int, goods: int, percent: int, *, fault: bool | None = None) -> Result:
    """What all insurers and the liable person pay together."""
    loss = Loss(medical * 100, injured * 100, goods * 100)
    return injury.traffic(loss, d("2024-05-01"), liable_percent=percent, at_fault=fault).result


def killed(age: int) -> Result:
    """死亡赔偿金 of 2023 and 丧葬费 of 2022."""
    return injury.add_up([injury.death(age, year=2023), injury.funeral(year=2022)])


def job(start: str, end: str, wage: int, **more: object) -> Callable[[], Result]:
    """经济补偿."""
    return lambda: labour.severance(d(start), d(end), wage * 100, **more)  # type: ignore[arg-type]


def unsigned(start: str, end: str, wage: int, signed: str = "") -> Callable[[], Result]:
    """双倍工资差额."""
    return lambda: labour.double_wage(d(start), d(end), wage * 100, signed_on=d(signed) if signed else None)


def extra(kind: Overtime, count: int) -> Callable[[], Result]:
    """加班费 at 6,525 a month."""
    return lambda: labour.overtime(652_500, kind, Decimal(count))


def late(price: int, due: str, end: str, plus: str) -> Callable[[], Result]:
    """货款逾期."""
    return lambda: interest.late_payment(price * 100, d(due), d(end), plus=Decimal(plus))


def judged(unpaid: int, due: str, end: str) -> Callable[[], Result]:
    """加倍部分债务利息."""
    return lambda: interest.late_performance(unpaid * 100, d(due), d(end))


#: id -> (calculation, yuan)
EXAMPLES: Mapping[str, tuple[Callable[[], Result], str]] = {
    **{f"4.1 boundary {a}": (court(a), fee) for a, fee in {
        10_000: "50", 100_000: "2300", 200_000: "4300", 500_000: "8800", 860_000: "12400",
        1_000_000: "13800", 2_000_000: "22800", 5_000_000: "46800", 10_000_000: "81800",
        20_000_000: "141800", 30_000_000: "191800"}.items()},
    **{f"4.1 worked {a}": (court(a), fee) for a, fee in {8_000: "50", 36_000: "700", 350_000:
    "6550"}.items()},
    **{f"4.1 halved {a}": (court(a, half=True), fee) for a, fee in {
        8_000: "25", 36_000: "350", 350_000: "3275"}.items()},
    "4.1 divorce 800 000": (lambda: fees.flat_fee("divorce", fen("800000")), "3050"),
    "4.1 divorce 150 000": (lambda: fees.flat_fee("divorce", fen("150000")), "50"),
    "4.1 divorce 1 500 000": (lambda: fees.flat_fee("divorce", fen("1500000")), "6550"),
    "4.1 personality 40 000": (lambda: fees.flat_fee("personality", fen("40000")), "100"),
    "4.1 personality 80 000": (lambda: fees.flat_fee("personality", fen("80000")), "400"),
    "4.1 personality 300 000": (lambda: fees.flat_fee("personality", fen("300000")), "1600"),
    "4.1 labour": (lambda: fees.flat_fee("labour"), "10"),
    "4.1 other": (lambda: fees.flat_fee("other"), "50"),
    "4.1 jurisdiction objection": (lambda: fees.flat_fee("jurisdiction_objection"), "50"),
    "4.1 administrative": (lambda: fees.flat_fee("administrative"), "50"),
    "4.1 mediated before filing": (fees.mediation_fee, "0"),
    **{f"4.2 enforcement {a}": (lambda a=a: fees.enforcement_fee(a * 100), fee) for a, fee in {
        10_000: "50", 36_000: "440", 350_000: "5150", 860_000: "11000", 6_000_000: "57400"}.items()},
    "4.2 enforcement without a sum": (lambda: fees.flat_fee("enforcement_without_amount"), "50"),
    **{f"4.2 preservation {a}": (lambda a=a: fees.preservation_fee(a * 100), fee) for a, fee in {
        1_000: "30", 36_000: "380", 350_000: "2270", 896_000: "5000", 9_000_000: "5000"}.items()},
    **{f"4.2 payment order {a}": (lambda a=a: fees.payment_order_fee(a * 100), fee) for a, fee in {
        36_000: "233.33", 8_000: "16.67", 350_000: "2183.33"}.items()},
    "4.3 A": (lambda: interest.capped(fen("100000"), Decimal(24), d("2023-10-01"), d("2024-10-01")),
        "13837.81"),
    "4.3 B": (lambda: interest.overdue(fen("50000"), d("2025-01-01"), d("2025-07-01")), "768.63"),
    "4.3 C": (lambda: interest.capped(fen("200000"), Decimal(24), d("2019-03-01"), d("2024-12-31"),
        sued_on=d("2025-01-10")), "179055.34"),
    "4.4 goods at 1.3": (late(80_000, "2024-03-01", "2024-09-01", "1.3"), "1808.75"),
    "4.4 goods at 1.5": (late(80_000, "2024-03-01", "2024-09-01", "1.5"), "2087.01"),
    "4.4 goods at 1.4": (late(20_000, "2022-03-10", "2023-03-10", "1.4"), "1036"),
    "4.4 construction": (lambda: interest.construction(fen("500000"), d("2024-11-01"), d("2025-11-01")),
        "15500"),
    "4.4 property fee": (lambda: interest.daily_penalty(fen("3000"), Decimal(5), d("2025-01-01"),
        d("2025-12-31")), "546"),
    "4.5 100 000": (judged(100_000, "2025-03-10", "2025-09-10"), "3220"),
    "4.5 36 000": (judged(36_000, "2026-01-01", "2026-11-22"), "2047.50"),
    "4.5 350 000": (judged(350_000, "2024-06-15", "2026-06-15"), "44712.50"),
    "4.6 N (1)": (job("2021-03-01", "2026-11-22", 6_500), "39000"),
    "4.6 N+1 (1)": (job("2021-03-01", "2026-11-22", 6_500, last_month_fen=fen("6800")), "45800"),
    "4.6 2N (1)": (job("2021-03-01", "2026-11-22", 6_500, unlawful=True), "78000"),
    "4.6 N (2)": (job("2024-06-01", "2026-08-15", 5_000), "12500"),
    "4.6 N (3) capped": (job("2008-07-01", "2026-07-01", 40_000, average_fen=fen("8700")), "313200"),
    "4.6 2N (3) capped": (job("2008-07-01", "2026-07-01", 40_000, average_fen=fen("8700"), unlawful=True),
        "626400"),
    "4.6 edge exactly six months": (job("2023-01-15", "2026-07-15", 1), "4"),
    "4.6 edge under six months": (job("2026-05-10", "2026-09-30", 2), "1"),
    "4.6 double (1)": (unsigned("2025-03-01", "2025-09-30", 6_000), "36000"),
    "4.6 double (2)": (unsigned("2024-01-10", "2026-06-30", 5_000), "55000"),
    "4.6 double (3)": (unsigned("2025-05-01", "2026-06-30", 6_000, "2025-07-16"), "9034.48"),
    "4.6 overtime weekday": (extra(Overtime.WEEKDAY, 20), "1125"),
    "4.6 overtime rest day": (extra(Overtime.REST_DAY, 4), "2400"),
    "4.6 overtime holiday": (extra(Overtime.HOLIDAY, 2), "1800"),
    "4.6 leave": (lambda: labour.unused_leave(fen("6525"), 5), "3000"),
    "4.7 (1)": (lambda: traffic(25_000, 150_000, 3_000, 70), "175600"),
    "4.7 (2)": (lambda: traffic(5_000, 20_000, 300, 0, fault=False), "19900"),
    "4.7 (3) both heads": (lambda: killed(77), "295282"),
    "4.7 (3) paid in full": (lambda: traffic(0, 295_282, 0, 100), "295282"),
    "4.7 45 years grade ten": (lambda: injury.disability(45, 10, year=2023), "97352"),
    "4.7 68 years grade nine": (lambda: injury.disability(68, 9, year=2023), "116822.40"),
    "4.7 child of ten": (lambda: injury.dependant(10, 10, year=2023, supporters=2), "12899.60"),
    "4.7 death at 30": (lambda: injury.death(30, year=2023), "973520"),
    "4.8 6 000 one child": (lambda: support.child_support(fen("6000")), "1200"),
    "4.8 8 000 two children": (lambda: support.child_support(fen("8000"), 2), "1600"),
    "4.8 60 000 a year": (lambda: support.child_support(fen("60000"), yearly=True), "1000"),
}  # fmt: skip

#: id -> (calculation, upper end in yuan where the law gives a range)
UPPER: Mapping[str, tuple[Callable[[], Result], str]] = {
    "4.1 divorce 800 000": (EXAMPLES["4.1 divorce 800 000"][0], "3300"),
    "4.1 personality 80 000": (EXAMPLES["4.1 personality 80 000"][0], "800"),
    "4.8 6 000 one child": (EXAMPLES["4.8 6 000 one child"][0], "1800"),
    "4.8 8 000 two children": (EXAMPLES["4.8 8 000 two children"][0], "4000"),
    "4.8 60 000 a year": (EXAMPLES["4.8 60 000 a year"][0], "1500"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_example(name: str) -> None:
    calculation, yuan = EXAMPLES[name]
    result = calculation()
    assert result.amount_fen == fen(yuan)
    assert result.formula
    assert result.citations
    assert result.note == NOTE


@pytest.mark.parametrize("name", UPPER)
def test_upper_end_of_a_range(name: str) -> None:
    calculation, yuan = UPPER[name]
    assert calculation().high_fen == fen(yuan)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("4.3 A", ("13.8%", "10,227.94元不受保护")),
        ("4.3 C", ("538天", "70,750.68元", "1594天", "108,304.66元")),
        ("4.6 N (3) capped", ("26,100元", "最多12个月")),
        ("4.7 (1)", ("交强险赔18,000元", "8,000元×70%=5,600元")),
    ],
)
def test_the_steps_the_document_names_are_shown(name: str, words: tuple[str, ...]) -> None:
    said = "；".join(EXAMPLES[name][0]().steps)
    assert all(word in said for word in words)


def test_section_4_7_splits_between_insurers() -> None:
    paid = injury.traffic(Loss(injury_fen=fen("295282")), d("2024-05-01"), liable_percent=100)
    assert (paid.compulsory_fen, paid.beyond_fen) == (fen("180000"), fen("115282"))


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-22", 30, "2026-12-22"),  # 1.1 accepted online, 30 natural days
        ("2026-11-20", 30, "2026-12-21"),  # 1.1 the last day is a Sunday
        ("2026-12-02", 30, "2027-01-04"),  # 1.1 元旦 2027-01-01 is a Friday, then the weekend
    ],
)
def test_section_1_1_periods(start: str, days: int, last: str) -> None:
    assert period(d(start), days=days).day == d(last)


@pytest.mark.parametrize(("age", "years"), [(59, 20), (60, 20), (61, 19), (74, 6), (75, 5), (90, 5)])
def test_section_4_7_years_by_age(age: int, years: int) -> None:
    assert injury.counted_years(age) == years


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        ("2019-08-20", "4.25"), ("2019-09-20", "4.20"), ("2019-11-20", "4.15"), ("2020-02-20", "4.05"),
        ("2020-04-20", "3.85"), ("2021-12-20", "3.80"), ("2022-01-20", "3.70"), ("2022-08-22", "3.65"),
        ("2023-06-20", "3.55"), ("2023-08-21", "3.45"), ("2024-07-22", "3.35"), ("2024-10-21", "3.10"),
        ("2025-05-20", "3.00"),
    ],
)  # fmt: skip
def test_section_4_3_rates(on: str, rate: str) -> None:
    assert interest.lpr(d(on)).rate == Decimal(rate)
