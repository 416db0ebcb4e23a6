"""Each editable table as rows, rows as the table, and what its rows must say together."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from bot.law.rows import Row, rows, section, text, texts, yearly
from bot.locality import proof

Line = Mapping[str, str]
Lines = Sequence[Line]

FEE_KINDS: Final = {
    "court": "财产案件受理费",
    "enforcement": "申请执行费",
    "preservation": "财产保全费",
    "divorce": "离婚案件的财产部分",
    "personality": "侵害人格权案件的赔偿部分",
}
#: Kinds of fee that must have brackets to be worked out.
SCALED: Final = frozenset({"court", "enforcement", "preservation"})
AMOUNTS: Final = {"base": "起步", "cap": "最高", "low": "最低", "high": "最高"}
MORE_KINDS: Final = {
    **FEE_KINDS,
    "other": "其他非财产案件",
    "labour": "劳动争议案件",
    "jurisdiction_objection": "管辖权异议不成立",
    "administrative": "行政案件",
    "enforcement_without_amount": "没有金额的执行",
}
#: Yearly figures kept as one number a year, and those of damages, which share a mark.
PLAIN: Final = {
    "average_monthly": "上年度职工月平均工资",
    "minimum_monthly": "最低月工资",
    "yearly_wage": "城镇单位年平均工资",
}
DAMAGES: Final = {
    "disposable": "城镇居民人均可支配收入",
    "consumption": "城镇居民人均消费支出",
    "average_wage": "职工年平均工资（算误工费）",
    "meals": "伙食补助每天",
}
FIGURES: Final = {**PLAIN, **DAMAGES}
LONGEST_REST: Final = 15  #: days; no holiday was ever longer
FEN: Final = 100


def day_of(words: str) -> date | None:
    """The day of 2026-11-22, None for anything else."""
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None


# -- LPR ---------------------------------------------------------------------------------------------------


def lpr_lines(table: Row) -> list[dict[str, str]]:
    """One row for each published rate; the last one says until when the table is vouched for."""
    found = [
        {"from": text(row, "from"), "rate": text(row, "rate"), "until": "", "mark": text(row, "mark")}
        for row in rows(table, "rows")
    ]
    if found:
        found[-1]["until"] = text(table, "known_until")
    return found


def lpr_table(table: Row, lines: Lines) -> Row:
    """Confirmed up to the day before the first row that nobody has checked."""
    until = _day(lines[-1]["until"])
    doubtful = [_day(line["from"]) for line in lines if line["mark"] == "U"]
    confirmed = min(doubtful) - timedelta(1) if doubtful else until
    known: list[Any] = [
        {"from": _day(line["from"]), "rate": line["rate"], "mark": line["mark"]} for line in lines
    ]
    return {**table, "rows": known, "known_until": until, "confirmed_until": confirmed}


def lpr_faults(table: Row, lines: Lines) -> list[str]:
    """In order of time, without a gap at the beginning, vouched for beyond the last row."""
    if not lines:
        return ["一行也没有，利息就算不出来了"]
    found = _not_rising([line["from"] for line in lines], "从哪天起")
    first = text(rows(table, "rows")[0], "from")
    if lines[0]["from"] != first:
        found.append(f"第1行应从{first}起，那天才有这个利率")
    if not lines[-1].get("until"):
        found.append(f"第{len(lines)}行“可用到”要填写")
    elif lines[-1]["until"] < lines[-1]["from"]:
        found.append(f"第{len(lines)}行“可用到”比“从哪天起”还早")
    elif _day(lines[-1]["until"]) - _day(lines[-1]["from"]) > timedelta(800):
        found.append(f"第{len(lines)}行“可用到”离“从哪天起”两年多，这中间一定公布过，请核对")
    found += [f"第{n}行“可用到”只写在最后一行" for n, one in enumerate(lines[:-1], 1) if one.get("until")]
    return found


# -- fees --------------------------------------------------------------------------------------------------


def bracket_lines(table: Row) -> list[dict[str, str]]:
    """One row for each bracket."""
    return [
        {"kind": kind, "over": text(row, "over"), "rate": text(row, "rate")}
        for kind in FEE_KINDS
        for row in rows(section(table, kind), "brackets")
    ]


def bracket_table(table: Row, lines: Lines) -> Row:
    """The brackets of each kind in place of those it has."""
    made: dict[str, Any] = dict(table)
    for kind in FEE_KINDS:
        own = [{"over": int(x["over"]), "rate": x["rate"]} for x in lines if x["kind"] == kind]
        made[kind] = {**section(table, kind), "brackets": own}
    return made


def bracket_faults(_: Row, lines: Lines) -> list[str]:
    """Each kind has its brackets, rising."""
    found = []
    for kind, title in FEE_KINDS.items():
        own = [int(line["over"]) for line in lines if line["kind"] == kind]
        if kind in SCALED and not own:
            found.append(f"“{title}”一段也没有，就算不出来了")
        if any(later <= before for before, later in itertools.pairwise(own)):
            found.append(f"“{title}”的“超过多少元”要从小到大，不能重复")
    return found


def amount_lines(table: Row) -> list[dict[str, str]]:
    """One row for each fixed sum."""
    return [
        {"name": f"{title}：{words}", "yuan": text(section(table, kind), key)}
        for kind, title in MORE_KINDS.items()
        for key, words in AMOUNTS.items()
        if key in section(table, kind)
    ]


def amount_table(table: Row, lines: Lines) -> Row:
    """The sums in place of those it has."""
    said = {line["name"]: int(line["yuan"]) for line in lines}
    made: dict[str, Any] = dict(table)
    for kind, title in MORE_KINDS.items():
        own = section(table, kind)
        sums = {key: said[f"{title}：{words}"] for key, words in AMOUNTS.items() if key in own}
        made[kind] = {**own, **sums}
    return made


def amount_faults(_: Row, lines: Lines) -> list[str]:
    """The lowest is not above the highest."""
    said = {line["name"]: int(line["yuan"]) for line in lines}
    return [
        f"“{title}”的最低比最高还多"
        for title in MORE_KINDS.values()
        if said.get(f"{title}：最低", 0) > said.get(f"{title}：最高", 10**9)
    ]


# -- days off ----------------------------------------------------------------------------------------------


def holiday_lines(table: Row) -> list[dict[str, str]]:
    """One row for each run of days off and each made-up working day."""
    found = []
    for row in table.values():
        book: Any = row
        found += [{"kind": "rest", "from": str(a), "to": str(b)} for a, b in book["rest"]]
        found += [{"kind": "work", "from": str(one), "to": str(one)} for one in book["work"]]
    return found


def holiday_table(_: Row, lines: Lines) -> Row:
    """By the year a run begins in."""
    made: dict[Any, Any] = {}
    for line in lines:
        first, last = _day(line["from"]), _day(line["to"])
        year = made.setdefault(first.year, {"rest": [], "work": []})
        if line["kind"] == "rest":
            year["rest"].append([first, last])
        else:
            year["work"] += [first + timedelta(n) for n in range((last - first).days + 1)]
    return made


def holiday_faults(table: Row, lines: Lines) -> list[str]:
    """Runs end after they begin, working days are weekends, nothing is both, no known year is lost."""
    found = []
    seen: dict[date, str] = {}
    for n, line in enumerate(lines, 1):
        first, last = _day(line["from"]), _day(line["to"])
        if last < first:
            found.append(f"第{n}行“到哪天”比“从哪天”还早")
            continue
        if (last - first).days >= LONGEST_REST:
            found.append(f"第{n}行有{(last - first).days + 1}天，太长了，请核对")
            continue
        for one in (first + timedelta(k) for k in range((last - first).days + 1)):
            if line["kind"] == "work" and one.weekday() < 5:
                found.append(f"第{n}行{one}本来就是工作日，不用写调休上班")
            if one in seen:
                found.append(f"第{n}行{one}写了两遍")
            seen[one] = line["kind"]
    kept = {int(line["from"][:4]) for line in lines if line["kind"] == "rest"}
    gone = sorted({int(str(year)) for year in table} - kept)
    return found + [f"{year}年的放假一行也没有了，期限会算错，请留着" for year in gone]


# -- hotlines, courts, figures -----------------------------------------------------------------------------


def hotline_lines(table: Row) -> list[dict[str, str]]:
    """One row for each number."""
    return [
        {
            "number": str(number),
            **{key: text(section(table, number), key) for key in ("name", "for", "note", "mark")},
        }
        for number in table
    ]


def hotline_table(table: Row, lines: Lines) -> Row:
    """The words of each number; what it rests on stays."""
    made: dict[str, Any] = {}
    for line in lines:
        own = {k: v for k, v in section(table, line["number"]).items() if k != "note"}
        said = {key: line[key] for key in ("name", "for", "note", "mark") if line.get(key)}
        made[line["number"]] = {**own, **said}
    return made


def hotline_faults(_: Row, lines: Lines) -> list[str]:
    """No two numbers with one name: people could not tell them apart."""
    names = [line["name"] for line in lines]
    return [f"两个号码都叫“{name}”" for name in dict.fromkeys(names) if names.count(name) > 1]


def court_lines(table: Row) -> list[dict[str, str]]:
    """One row for each neighbour."""
    return [
        {
            "name": text(row, "name"),
            "code": text(row, "code"),
            "county": "、".join(texts(row, "county")),
            "towns": "、".join(texts(row, "towns")),
        }
        for row in rows(table, "neighbours")
    ]


def court_table(table: Row, lines: Lines) -> Row:
    """The neighbours in place of those it has; one keeps its id by its code."""
    known = {text(row, "code"): text(row, "id") for row in rows(table, "neighbours")}
    made: list[Any] = [
        {
            "id": known.get(line["code"], f"court_{line['code']}"),
            "name": line["name"],
            "code": line["code"],
            "county": _several(line["county"]),
            "towns": _several(line.get("towns", "")),
        }
        for line in lines
    ]
    return {**table, "neighbours": made}


def court_faults(table: Row, lines: Lines) -> list[str]:
    """What proves the folder of a court."""
    return [what for _, what in proof.court(dict(court_table(table, lines)))]


def figure_lines(table: Row) -> list[dict[str, str]]:
    """One row for each figure of each year."""
    found = [
        {"what": what, "year": str(year), "yuan": _yuan(fen), "mark": ""}
        for what in PLAIN
        for year, fen in yearly(table, what).items()
    ]
    for year, row in yearly(table, "damages").items():
        book: Any = row
        found += [
            {"what": what, "year": str(year), "yuan": _yuan(book[what]), "mark": str(book["mark"])}
            for what in DAMAGES
            if what in book
        ]
    return found


def figure_table(table: Row, lines: Lines) -> Row:
    """In fen, by year; a year of damages is as sure as its least sure figure."""
    made: dict[str, Any] = {**table, **{what: {} for what in PLAIN}, "damages": {}}
    for line in lines:
        what, year = line["what"], int(line["year"])
        fen = int(Decimal(line["yuan"]) * FEN)
        if what in PLAIN:
            made[what][year] = fen
            continue
        own = made["damages"].setdefault(year, {"mark": "V"})
        marks = [mark for mark in ("U", "V2", "V") if mark in (own["mark"], line.get("mark") or "U")]
        own |= {what: fen, "mark": marks[0]}
    return made


def figure_faults(table: Row, lines: Lines) -> list[str]:
    """One row for a figure and a year, and what proves the folder of a court."""
    keys = [(line["what"], line["year"]) for line in lines]
    found = [
        f"{year}年的“{FIGURES[what]}”写了两遍"
        for what, year in dict.fromkeys(keys)
        if keys.count((what, year)) > 1
    ]
    return found or [what for _, what in proof.figures(dict(figure_table(table, lines)))]


# -- pieces ------------------------------------------------------------------------------------------------


def _day(words: str) -> date:
    return date.fromisoformat(words)


def _yuan(fen: object) -> str:
    return f"{(Decimal(str(fen)) / FEN).normalize():f}"


def _several(words: str) -> list[str]:
    return [one for one in (part.strip() for part in words.replace("，", "、").split("、")) if one]


def _not_rising(days: Sequence[str], title: str) -> list[str]:
    return [
        f"第{n}行“{title}”要比上一行晚"
        for n, (before, later) in enumerate(itertools.pairwise(days), 2)
        if later <= before
    ]
