"""What a model must reach (nlu/floors.yml), with its history: floors may only rise, ceilings only fall."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

FLOORS = Path(__file__).with_name("floors.yml")
#: `Metric.floors` are of one of these.
WHICH = ("model", "keywords")
#: The commit whose floors the record begins with; those before stood on half as many FAQ entries.
RECORD = "32003990a2b3d8bccb37f5daa681adb9364d1ec6"
GIT_S = 20


@dataclass(frozen=True, slots=True)
class Floor:
    """A value that came into force on a day."""

    day: date
    value: float
    why: str
    withdrawn: str = ""  #: why it was a mistake; it then binds nobody, and its row stays


@dataclass(frozen=True, slots=True)
class Metric:
    """A number about a model, what it is called, and what it must reach."""

    id: str
    name: str  #: for whoever publishes, in Chinese
    unit: str  #: `share` (0..1) or `lines`
    lower: bool  #: whether less is better: a ceiling in place of a floor
    margin: float  #: what chance alone may move it
    floors: Mapping[str, Sequence[Floor]]  #: of `model` and `keywords`, oldest first

    def floor(self, which: str) -> float:
        """The one in force."""
        return self.binding(which)[-1].value

    def binding(self, which: str) -> list[Floor]:
        """Those that were not withdrawn, oldest first."""
        return [floor for floor in self.floors[which] if not floor.withdrawn]

    def reached(self, value: float, floor: float) -> bool:
        """Whether the value is at or on the good side of the floor."""
        return value <= floor if self.lower else value >= floor

    def gain(self, new: float, old: float) -> int:
        """1 better, -1 worse, 0 where chance alone explains the difference."""
        step = (old - new) if self.lower else (new - old)
        return 0 if abs(step) <= self.margin else (1 if step > 0 else -1)

    def shown(self, value: float, beside: float | None = None) -> str:
        """As it is written on the page; `beside`: another value it must be told from (5.020%, not 5.0%)."""
        if self.unit == "lines":
            return f"{value:.0f} 句"
        same = beside is not None and value != beside and f"{value:.1%}" == f"{beside:.1%}"
        return f"{value:.3%}" if same else f"{value:.1%}"


@cache
def metrics() -> tuple[Metric, ...]:
    """All metrics of nlu/floors.yml, in its order."""
    return read(FLOORS.read_text(encoding="utf-8"))


def read(text: str) -> tuple[Metric, ...]:
    """The metrics of one version of the file; raises KeyError or TypeError where something is missing."""
    rows: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return tuple(
        Metric(
            key,
            row["name"],
            row.get("unit", "share"),
            row.get("better") == "lower",
            float(row["margin"]),
            {which: _floors(row[which]) for which in WHICH},
        )
        for key, row in rows.items()
    )


def _floors(rows: Any) -> tuple[Floor, ...]:
    if isinstance(rows, Mapping):  # {day: value}, as versions before 2026-11-29 had it
        rows = [{"day": day, "value": value, "why": ""} for day, value in sorted(rows.items())]
    return tuple(
        Floor(row["day"], float(row["value"]), str(row["why"]), str(row.get("withdrawn") or ""))
        for row in rows
    )


def weakened(now: Sequence[Metric], before: Sequence[Metric] = ()) -> list[str]:
    """Why these floors may not be used, in Chinese: each that is below one that stood earlier.

    Earlier ones are those of the file itself and, where given, of `before`, a version of it that stood
    once: none of its metrics and rows may be gone or changed.
    """
    own = {metric.id: metric for metric in now}
    found = [fault for metric in now for which in WHICH for fault in _sunk(metric, which)]
    for metric in before:
        found += _rewritten(own.get(metric.id), metric)
    return list(dict.fromkeys(found))


def _sunk(metric: Metric, which: str) -> Iterator[str]:
    """Rows of one history that are not stricter than, or not as late as, the row before."""
    if which == "model" and len(metric.binding(which)) < len(metric.floors[which]):
        yield f"「{metric.name}」：模型的底线不能撤回（{which}）"
    for old, new in pairwise(metric.binding(which)):
        if not metric.reached(new.value, old.value):
            yield f"「{metric.name}」的底线放松了：{_step(metric, old, new)}（{which}）"
        if new.day < old.day:
            yield f"「{metric.name}」的底线日期倒了：{old.day} 之后是 {new.day}（{which}）"


def _rewritten(now: Metric | None, before: Metric) -> Iterator[str]:
    if now is None:
        yield f"「{before.name}」这项指标不见了"
        return
    if now.lower != before.lower:
        yield f"「{before.name}」换了方向"
    for which in WHICH:
        kept = [(floor.day, floor.value) for floor in now.floors[which]]
        stood = [(floor.day, floor.value) for floor in before.floors[which]]
        if kept[: len(stood)] != stood:
            yield f"「{before.name}」的底线记录被改了或删了（{which}）"
        last = now.binding(which)[-1]
        withdrawn = {(floor.day, floor.value) for floor in now.floors[which] if floor.withdrawn}
        for then in before.binding(which):
            if (then.day, then.value) not in withdrawn and not before.reached(last.value, then.value):
                yield f"「{before.name}」的底线放松了：{_step(before, then, last)}（{which}）"


def _step(metric: Metric, old: Floor, new: Floor) -> str:
    return f"{metric.shown(old.value)} 变成 {metric.shown(new.value)}"


def versions(file: Path = FLOORS, since: str = RECORD) -> list[tuple[Metric, ...]] | None:
    """Every version of the file that git knows from `since` on, newest first.

    None where there is no git, no repository, or one that does not reach back as far.
    """
    try:
        _git(file, "merge-base", "--is-ancestor", since, "HEAD")
        later = _git(file, "log", "--format=%H", f"{since}..HEAD", "--", file.name).split()
        return [read(_git(file, "show", f"{commit}:./{file.name}")) for commit in (*later, since)]
    except (OSError, subprocess.SubprocessError):
        return None


def _git(file: Path, *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        ["git", "-C", str(file.parent), *words],  # noqa: S607 - whichever git the developer has
        capture_output=True,
        text=True,
        timeout=GIT_S,
        check=True,
    )
    return done.stdout


def faults() -> list[str]:
    """Why nlu/floors.yml may not be used; empty where every floor is where it was or higher."""
    found = weakened(metrics())
    for before in versions() or ():
        found += weakened(metrics(), before)
    return list(dict.fromkeys(found))
