"""Prove a folder of a court: every fault at once, with file and line, before anybody is told nonsense."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.locality.folder import FILES
from flows.schema import read_yaml

MARKS = frozenset({"V", "V2", "U"})
_KEYS: Mapping[str, frozenset[str]] = {
    "court.yml": frozenset(
        "source mark checked_on region wide example_address ours tribunals neighbours elsewhere".split()
    ),
    "places.yml": frozenset({"places", "sites", "mines"}),
    "figures.yml": frozenset("average_monthly minimum_monthly yearly_wage damages".split()),
    "offices.yml": frozenset({"offices"}),
}
_OURS = frozenset("id name higher case_code code county towns languages".split())
_NEIGHBOUR = frozenset("id name code county towns".split())
_TRIBUNAL = frozenset("name towns address phone".split())
_PLACE = frozenset("name code kind in aliases after_place_word".split())
_OFFICE = frozenset("name for address phone mark".split())
_DAMAGES = frozenset("disposable consumption average_wage meals mark".split())
_KINDS = frozenset("banner town city county province".split())

#: (line, what is wrong)
Faults = Iterator[tuple[int, str]]


def faults(folder: Path) -> list[str]:
    """Everything wrong with the folder, one `file:line: what` each; empty when it can be used."""
    found: list[str] = []
    for name in FILES:
        path = folder / name
        if not path.is_file():
            found.append(f"{path}:1: 缺少这个文件")
            continue
        try:
            data = read_yaml(path)
        except yaml.YAMLError as wrong:
            mark = getattr(wrong, "problem_mark", None)
            found.append(
                f"{path}:{mark.line + 1 if mark else 1}: 文件格式不对：{getattr(wrong, 'problem', wrong)}"
            )
            continue
        if not isinstance(data, dict):
            found.append(f"{path}:1: 应是“名称: 内容”的格式")
            continue
        found += [f"{path}:{line}: {what}" for line, what in _file(name, data)]
    return found


def _file(name: str, data: dict[str, Any]) -> Faults:
    yield from _unknown(data, _KEYS[name])
    yield from _CHECKS[name](data)


def _unknown(row: Mapping[str, Any], known: frozenset[str]) -> Faults:
    for key in row:
        if key not in known and key != "__line__":
            yield int(row.get("__line__", 1)), f"不认识的项：{key}"


def _lacking(row: Mapping[str, Any], *names: str) -> Faults:
    for name in names:
        if not row.get(name):
            yield int(row.get("__line__", 1)), f"缺少：{name}"


def _line(row: Any, default: int = 1) -> int:
    return int(row.get("__line__", default)) if isinstance(row, dict) else default


def court(data: dict[str, Any]) -> Faults:
    """What is wrong with the court and its neighbours."""
    yield from _lacking(data, "source", "mark", "checked_on", "region", "example_address", "ours")
    if data.get("mark") and data["mark"] not in MARKS:
        yield _line(data), f"mark 应是 V、V2 或 U：{data['mark']}"
    ours = data.get("ours")
    if not isinstance(ours, dict):
        return
    yield from _unknown(ours, _OURS)
    yield from _lacking(ours, "name", "higher", "case_code", "code", "county", "towns")
    if ours.get("id") != "ours":
        yield _line(ours), "本院的 id 应写 ours"
    if ours.get("case_code") and not re.fullmatch(r"[一-龥]\d{2,4}", str(ours["case_code"])):
        yield _line(ours), f"法院代码应像 内0622：{ours['case_code']}"
    neighbours = [row for row in data.get("neighbours") or [] if isinstance(row, dict)]
    for row in neighbours:
        yield from _unknown(row, _NEIGHBOUR)
        yield from _lacking(row, "id", "name", "county")
    for row in [ours, *neighbours]:
        if not re.fullmatch(r"\d{6}", str(row.get("code", ""))):
            yield _line(row), f"区划代码应是六位数字：{row.get('code', '')}"
        if row.get("name") and not str(row["name"]).endswith("法院"):
            yield _line(row), f"法院名称应以“法院”结尾：{row['name']}"
    yield from _shared([ours, *neighbours])
    for row in data.get("tribunals") or []:
        yield from _unknown(row, _TRIBUNAL)
        yield from _lacking(row, "name", "towns")
        for town in row.get("towns") or []:
            if town not in (ours.get("towns") or []):
                yield _line(row), f"法庭管的{town}不在本院的 towns 里"


def _shared(courts: list[dict[str, Any]]) -> Faults:
    """A name of a place that two courts claim; two rows with one id or code."""
    claimed: dict[str, str] = {}
    for court in courts:
        names = [f"code {court.get('code')}", f"id {court.get('id')}"]
        names += [str(one) for one in [*(court.get("county") or []), *(court.get("towns") or [])]]
        for name in names:
            if name in claimed:
                yield _line(court), f"{name}写了两处：{claimed[name]}、{court.get('name', '')}"
            claimed.setdefault(name, str(court.get("name", "")))


def _places(data: dict[str, Any]) -> Faults:
    rows = [row for row in data.get("places") or [] if isinstance(row, dict)]
    if not rows:
        yield _line(data), "一个地方也没写"
    names: set[str] = set()
    official = {str(row.get("name")) for row in rows}
    for row in rows:
        yield from _unknown(row, _PLACE)
        yield from _lacking(row, "name", "code", "kind")
        if not re.fullmatch(r"\d{2}|\d{4}|\d{6}|\d{9}", str(row.get("code", ""))):
            yield _line(row), f"区划代码应是两位、四位、六位或九位数字：{row.get('code', '')}"
        if row.get("kind") and row["kind"] not in _KINDS:
            yield _line(row), f"kind 应是 {'、'.join(sorted(_KINDS))}：{row['kind']}"
        if row.get("in") and row["in"] not in official:
            yield _line(row), f"in 写的{row['in']}不在这个文件里"
        if not isinstance(row.get("aliases"), list):
            yield _line(row), "缺少：aliases（没有就写 []）"
        for name in [row.get("name"), *(row.get("aliases") or []), *(row.get("after_place_word") or [])]:
            if name in names:
                yield _line(row), f"{name}写了两处"
            names.add(str(name))
    for key in ("sites", "mines"):
        named = data.get(key, [])
        if not isinstance(named, list) or not all(isinstance(one, str) and len(one) >= 2 for one in named):
            yield _line(data), f"{key} 应是地名的清单，每个至少两个字（没有就不写）"


def figures(data: dict[str, Any]) -> Faults:
    """What is wrong with the yearly figures."""
    for name in ("average_monthly", "minimum_monthly", "yearly_wage", "damages"):
        rows = data.get(name)
        if not isinstance(rows, dict):
            yield _line(data), f"缺少：{name}（没有就写 {{}}）"
            continue
        for year, value in rows.items():
            if year == "__line__":
                continue
            if not re.fullmatch(r"(?:19|20)\d\d", str(year)):
                yield _line(rows), f"{name}：年份看不懂：{year}"
            if name == "damages":
                yield from _damages(value, _line(rows))
            elif not isinstance(value, int) or value <= 0:
                yield _line(rows), f"{name} {year}：应是以分计的整数：{value}"


def _damages(value: Any, line: int) -> Faults:
    if not isinstance(value, dict):
        yield line, f"damages：应是“名称: 数字”的格式：{value}"
        return
    yield from _unknown(value, _DAMAGES)
    if value.get("mark") not in MARKS:
        yield _line(value), f"mark 应是 V、V2 或 U：{value.get('mark', '')}"
    for key in _DAMAGES - {"mark"}:
        number = value.get(key)
        if number is not None and (not isinstance(number, int) or number <= 0):
            yield _line(value), f"{key}：应是以分计的整数：{number}"


def _offices(data: dict[str, Any]) -> Faults:
    if not isinstance(data.get("offices"), list):
        yield _line(data), "缺少：offices（没有就写 []）"
        return
    for row in data["offices"]:
        if not isinstance(row, dict):
            yield _line(data), f"每个单位应是“名称: 内容”的格式：{row}"
            continue
        yield from _unknown(row, _OFFICE)
        yield from _lacking(row, "name", "for", "mark")


_CHECKS: Mapping[str, Callable[[dict[str, Any]], Faults]] = {
    "court.yml": court,
    "places.yml": _places,
    "figures.yml": figures,
    "offices.yml": _offices,
}
