"""Questions whose words alone say which answer of the FAQ is meant: the rows of plain_questions.yml."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.schema import read_yaml

#: A longer message tells a story; a word in it says little about what is asked.
MOST_CHARS = 40
_KEYS = frozenset({"entry", "all", "none", "guards", "__line__"})


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    """An answer and the words that ask for it."""

    entry: str
    every: tuple[re.Pattern[str], ...]  #: each has to be found
    none: re.Pattern[str] | None = None
    guards: bool = False  #: where `none` is found, the model may not choose the answer either

    def asked(self, text: str) -> bool:
        """Whether `text` asks this."""
        tight = "".join(text.split())
        if len(tight) > MOST_CHARS or not all(one.search(tight) for one in self.every):
            return False
        return not self._denied(tight)

    def refuses(self, text: str) -> bool:
        """Whether `text` speaks of another matter, so that this is not the answer."""
        return self.guards and self._denied("".join(text.split()))

    def _denied(self, tight: str) -> bool:
        return self.none is not None and self.none.search(tight) is not None


def load(path: Path, entries: Collection[str]) -> tuple[tuple[PlainQuestion, ...], list[str]]:
    """(questions, faults) of the file; a fault is `plain_questions.yml:12: what`."""
    found: list[PlainQuestion] = []
    faults: list[str] = []
    for row in read_yaml(path) or []:
        where = f"{path.name}:{row.get('__line__', 1)}"
        faults += [f"{where}: unknown key '{key}'" for key in sorted(set(row) - _KEYS)]
        if row.get("entry") not in entries:
            faults.append(f"{where}: no answer '{row.get('entry')}'")
        try:
            found.append(_question(row))
        except (KeyError, re.error) as exc:
            faults.append(f"{where}: missing or wrong {exc}")
    return tuple(found), faults


def _question(row: dict[str, Any]) -> PlainQuestion:
    none = [f"(?:{one})" for one in row.get("none") or ()]
    return PlainQuestion(
        str(row["entry"]),
        tuple(re.compile(str(one)) for one in row["all"]),
        re.compile("|".join(none)) if none else None,
        row.get("guards") is True,
    )
