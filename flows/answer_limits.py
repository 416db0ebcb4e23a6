"""What an answer of the FAQ needs in a person's words before the model may choose it: answer_limits.yml."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.schema import read_yaml

_KEYS = frozenset({"entry", "needs", "never", "__line__"})


@dataclass(frozen=True, slots=True)
class AnswerLimit:
    """The special thing an answer speaks of, and the words of the other side or of another matter."""

    entry: str
    needs: re.Pattern[str] | None = None  #: has to be found
    never: re.Pattern[str] | None = None  #: may not be found

    def refuses(self, text: str) -> bool:
        """Whether the answer is not meant by `text`."""
        tight = "".join(text.split())
        if self.needs is not None and not self.needs.search(tight):
            return True
        return self.never is not None and self.never.search(tight) is not None


def load(path: Path, entries: Collection[str]) -> tuple[Mapping[str, AnswerLimit], list[str]]:
    """(entry id -> limit, faults) of the file; a fault is `answer_limits.yml:12: what`."""
    found: dict[str, AnswerLimit] = {}
    faults: list[str] = []
    for row in read_yaml(path) or []:
        where, entry = f"{path.name}:{row.get('__line__', 1)}", str(row.get("entry"))
        faults += [f"{where}: unknown key '{key}'" for key in sorted(set(row) - _KEYS)]
        if entry not in entries:
            faults.append(f"{where}: no answer '{entry}'")
        if entry in found:
            faults.append(f"{where}: '{entry}' stands twice")
        if not row.get("needs") and not row.get("never"):
            faults.append(f"{where}: neither needs nor never")
        try:
            found[entry] = AnswerLimit(entry, _words(row, "needs"), _words(row, "never"))
        except re.error as exc:
            faults.append(f"{where}: wrong expression: {exc}")
    return found, faults


def _words(row: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(str(row[key])) if row.get(key) else None
