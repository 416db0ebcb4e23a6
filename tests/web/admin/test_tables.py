"""数据表: rows are checked, in use at once, said to be so, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from bot.law import calendar, fees, injury, interest, overlay, screening
from bot.law.money import Refusal
from tests.web.admin_bench import Bureau
from tests.web.admin_hand import Come, Hand

WHY = "2026年公布"


@pytest.fixture(autouse=True)
def packaged() -> Iterator[None]:
    yield
    overlay.use({})


async def sheet(hand: Hand, key: str) -> tuple[list[dict[str, str]], int]:
    found = await hand.get(f"tables/{key}")
    return [dict(line) for line in found["lines"]], found["n"]


async def keep(hand: Hand, key: str, lines: list[dict[str, str]], status: int = 200, n: int = 0) -> Any:
    return await hand.post(f"tables/{key}", status, rows=lines, why=WHY, expect=n, confirmed=True)


async def test_a_new_rate_is_seen_kept_used_and_taken_back(place: Bureau, come: Come) -> None:
    hand = await come("guan")
    listed = (await hand.get("tables"))["rows"]
    assert [row["id"] for row in listed] == [
        "lpr",
        "fee_brackets",
        "fee_amounts",
        "holidays",
        "hotlines",
        "courts",
        "figures",
    ]
    lines, _ = await sheet(hand, "lpr")
    with pytest.raises(Refusal):
        interest.lpr(date(2026, 10, 1))
    lines[-1]["until"] = ""
    lines.append({"from": "2026-09-21", "rate": "2.90", "until": "2026-12-20", "mark": "V"})
    seen = await hand.post("tables/lpr/check", rows=lines)
    assert seen["faults"] == []
    assert ["+", "2026-09-21，2.90，2026-12-20，核对过原文"] in seen["changes"][0]["parts"]
    with pytest.raises(Refusal):
        interest.lpr(date(2026, 10, 1))
    saved = await keep(hand, "lpr", lines)
    assert (saved["n"], saved["author"], saved["versions"][0]["why"]) == (1, "管理员", WHY)
    assert str(interest.lpr(date(2026, 10, 1)).rate) == "2.90"
    assert (await place.office.audited("table_save"))[0].subject == "lpr"
    (event,) = (await hand.get("audit?kind=tables"))["rows"]
    assert (event["what"], event["subject"], event["detail"]) == (
        "修改数据表",
        "贷款市场报价利率（一年期）",
        "第1版",
    )
    back = await hand.post("tables/lpr/roll-back", n=0, confirmed=True)
    assert (back["n"], back["versions"][0]["why"]) == (2, "恢复到产品自带的")
    with pytest.raises(Refusal):
        interest.lpr(date(2026, 10, 1))


def _rate(lines: list[dict[str, str]]) -> None:
    next(one for one in lines if (one["kind"], one["over"]) == ("court", "10000"))["rate"] = "2"


def _base(lines: list[dict[str, str]]) -> None:
    next(one for one in lines if one["name"] == "财产案件受理费：起步")["yuan"] = "60"


def _year(lines: list[dict[str, str]]) -> None:
    lines += [
        {"kind": "rest", "from": "2027-01-01", "to": "2027-01-03"},
        {"kind": "work", "from": "2027-01-09", "to": "2027-01-09"},
    ]


def _name(lines: list[dict[str, str]]) -> None:
    next(one for one in lines if one["number"] == "12345")["name"] = "市民热线"


def _income(lines: list[dict[str, str]]) -> None:
    lines.append({"what": "disposable", "year": "2025", "yuan": "52000.5", "mark": "V2"})


@pytest.mark.parametrize(
    ("key", "edit", "asked", "before", "after"),
    [
        ("fee_brackets", _rate, lambda: fees.court_fee(2_000_000).amount_fen, 30000, 25000),
        ("fee_amounts", _base, lambda: fees.court_fee(500_000).amount_fen, 5000, 6000),
        ("holidays", _year, lambda: calendar.known(2027), False, True),
        ("hotlines", _name, lambda: "市民热线" in screening.hotline("12345"), False, True),
        ("figures", _income, lambda: injury_year(2025), None, 5_200_050),
    ],
)
async def test_what_is_worked_out_next_uses_the_new_rows(
    come: Come,
    key: str,
    edit: Callable[[list[dict[str, str]]], None],
    asked: Callable[[], Any],
    before: Any,
    after: Any,
) -> None:
    hand = await come("guan")
    lines, _ = await sheet(hand, key)
    assert asked() == before
    edit(lines)
    await keep(hand, key, lines)
    assert asked() == after
    await hand.post(f"tables/{key}/roll-back", n=0, confirmed=True)
    assert asked() == before


def injury_year(year: int) -> int | None:
    try:
        return injury.statistic("disposable", year)
    except Refusal:
        return None


@pytest.mark.parametrize(
    ("key", "change", "words"),
    [
        ("lpr", {"rate": "三点四"}, "第1行“年利率（%）”要写成数字"),
        ("lpr", {"rate": "345"}, "写的是345，应在0.1到24之间"),
        ("lpr", {"from": "2019-13-01"}, "要写成 2026-11-22 这样的日期"),
        ("lpr", {"from": "2019-09-20"}, "要比上一行晚"),
        ("lpr", {"mark": "X"}, "请从列出来的里面选"),
        ("lpr", {"until": "2020-01-01"}, "“可用到”只写在最后一行"),
        ("fee_brackets", {"over": "200000"}, "“超过多少元”要从小到大"),
        ("fee_brackets", {"rate": "25"}, "应在0.01到10之间"),
        ("fee_brackets", {"over": "1.5"}, "要写成整数"),
        ("fee_amounts", {"name": "别的"}, "只能改，不能增减行"),
        ("holidays", {"to": "2017-12-31"}, "“到哪天”比“从哪天”还早"),
        ("holidays", {"to": "2018-02-01"}, "太长了"),
        ("holidays", {"kind": "work"}, "本来就是工作日"),
        ("hotlines", {"number": "999"}, "只能改，不能增减行"),
        ("hotlines", {"name": ""}, "“名字”要填写"),
        ("hotlines", {"name": "急救"}, "两个号码都叫“急救”"),
        ("hotlines", {"for": "<b>"}, "不要用尖括号"),
        ("courts", {"code": "15062"}, "区划代码应是六位数字"),
        ("courts", {"name": "达拉特旗"}, "应以“法院”结尾"),
        ("courts", {"county": "准格尔旗"}, "准格尔旗写了两处"),
        ("figures", {"yuan": "-5"}, "应在1到"),
        ("figures", {"year": "23"}, "应在2000到2100之间"),
    ],
)
async def test_a_wrong_value_is_refused_in_chinese(
    come: Come, key: str, change: dict[str, str], words: str
) -> None:
    hand = await come("guan")
    lines, _ = await sheet(hand, key)
    seen = await hand.post(f"tables/{key}/check", rows=[{**lines[0], **change}, *lines[1:]])
    assert any(words in fault for fault in seen["faults"]), seen["faults"]
    refused = await keep(hand, key, [{**lines[0], **change}, *lines[1:]], 422)
    assert words in refused["error"]
    assert (await sheet(hand, key))[1] == 0


@pytest.mark.parametrize(
    ("key", "kept", "words"),
    [
        ("lpr", lambda lines: [], "一行也没有"),
        ("lpr", lambda lines: lines[1:], "第1行应从2019-08-20起"),
        ("lpr", lambda lines: [*lines[:-1], {**lines[-1], "until": ""}], "“可用到”要填写"),
        ("lpr", lambda lines: [*lines[:-1], {**lines[-1], "until": "2027-05-19"}], "写得太远"),
        ("fee_brackets", lambda lines: [x for x in lines if x["kind"] != "court"], "一段也没有"),
        ("holidays", lambda lines: [x for x in lines if x["from"][:4] != "2026"], "2026年的放假一行也没有了"),
        ("holidays", lambda lines: [*lines, lines[0]], "写了两遍"),
        ("figures", lambda lines: [*lines, lines[0]], "写了两遍"),
        ("hotlines", lambda lines: lines[1:], "不能增减行"),
    ],
)
async def test_rows_that_do_not_fit_together_are_refused(
    come: Come, key: str, kept: Callable[[list[dict[str, str]]], list[dict[str, str]]], words: str
) -> None:
    hand = await come("guan")
    lines, _ = await sheet(hand, key)
    assert words in (await keep(hand, key, kept(lines), 422))["error"]


async def test_without_a_reason_without_a_change_and_too_late(come: Come) -> None:
    hand = await come("guan")
    lines, _ = await sheet(hand, "hotlines")
    assert "依据什么改的" in (await hand.post("tables/hotlines", 422, rows=lines, why=" ", expect=0))["error"]
    assert "没有改动" in (await keep(hand, "hotlines", lines, 422))["error"]
    _name(lines)
    await keep(hand, "hotlines", lines)
    lines[0]["name"] = "报警电话"
    assert "刚被别人改过" in (await keep(hand, "hotlines", lines, 409))["error"]
    assert "没有这张表" in (await hand.get("tables/nothing", 404))["error"]


async def test_only_an_admin_keeps_tables(come: Come) -> None:
    hand = await come("bian")
    assert "没有这个权限" in (await hand.get("tables", 403))["error"]


def test_the_packaged_tables_are_proven_and_come_back_as_they_are() -> None:
    assert overlay.faults() == []
    for one in overlay.editable.sheets():
        origin = overlay.origin(one)
        assert one.build(origin, one.lines(origin)) == dict(origin), one.id


async def test_the_old_and_the_new_values_are_confirmed_before_they_count(place: Bureau, come: Come) -> None:
    hand = await come("guan")
    lines, _ = await sheet(hand, "lpr")
    lines[-1]["until"] = ""
    lines.append({"from": "2026-09-21", "rate": "2.90", "until": "2026-12-20", "mark": "V"})
    asked = await hand.post("tables/lpr", rows=lines, why=WHY, expect=0)
    assert ["+", "2026-09-21，2.90，2026-12-20，核对过原文"] in asked["confirm"][0]["parts"]
    assert any(sign == "-" and "2025-06-19" in words for sign, words in asked["confirm"][0]["parts"])
    assert (await sheet(hand, "lpr"))[1] == 0, "nothing is kept before it is confirmed"
    assert not await place.office.audited("table_save")
    await keep(hand, "lpr", lines)
    back = await hand.post("tables/lpr/roll-back", n=0)
    assert ["-", "2026-09-21，2.90，2026-12-20，核对过原文"] in back["confirm"][0]["parts"]
    assert str(interest.lpr(date(2026, 10, 1)).rate) == "2.90"


@pytest.mark.parametrize(
    ("today", "warns"),
    [
        (date(2025, 6, 19), False),
        (date(2025, 7, 4), False),
        (date(2025, 7, 5), True),
        (date(2026, 11, 30), True),
    ],
)
def test_a_rate_table_that_nobody_looked_after_is_told(today: date, warns: bool) -> None:
    told = interest.stale(today)
    assert bool(told) is warns
    assert not warns or "2025年5月20日" in told


async def test_the_admin_hears_of_rates_until_they_are_vouched_for(come: Come) -> None:
    hand = await come("guan")
    assert "每月20日公布" in (await hand.get("today"))["lpr"]
    lines, _ = await sheet(hand, "lpr")
    lines[-1]["until"] = "2026-12-20"
    await keep(hand, "lpr", lines)
    assert (await hand.get("today"))["lpr"] == ""
