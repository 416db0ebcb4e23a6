"""常用语: ready-made replies with variables, read from flows/canned.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from bot.errors import ContentError, Refused

_FILE: Final = Path(__file__).parents[2] / "flows" / "canned.yml"
_VARIABLE: Final = re.compile(r"\{([a-z_]+)\}")

#: What a variable is called for people.
VARIABLES: Final = {
    "name": "当事人姓名",
    "number": "案号",
    "mediator": "您的姓名",
    "court": "法院名称",
    "hours": "办公时间",
}


@dataclass(frozen=True, slots=True)
class Canned:
    """One ready-made reply."""

    id: str
    title: str
    keys: tuple[str, ...]
    text: str
    law: tuple[str, ...] = ()

    def filled(self, values: Mapping[str, str]) -> tuple[str, list[str]]:
        """(the text, variables that are not known): those stay as they are written."""
        missing = [name for name in _VARIABLE.findall(self.text) if not values.get(name)]
        text = _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], self.text)
        return text, list(dict.fromkeys(missing))

    def shown(self, values: Mapping[str, str]) -> dict[str, Any]:
        """As the desk gets it."""
        text, missing = self.filled(values)
        return {
            "id": self.id,
            "title": self.title,
            "keys": list(self.keys),
            "text": text,
            "missing": [VARIABLES[name] for name in missing],
        }


@cache
def load(path: Path = _FILE) -> tuple[Canned, ...]:
    """All replies in the order of the file; raises ContentError for an unknown variable or a double id."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = [
        Canned(row["id"], row["title"], tuple(row["keys"]), row["text"].strip(), tuple(row.get("law", ())))
        for row in rows
    ]
    faults = [
        f"canned.yml: {one.id}: unknown variable {{{name}}}"
        for one in found
        for name in _VARIABLE.findall(one.text)
        if name not in VARIABLES
    ]
    ids = [one.id for one in found]
    faults += [f"canned.yml: {one}: stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    if faults:
        raise ContentError(faults)
    return tuple(found)


def check_sendable(text: str) -> None:
    """Raises Refused while a variable still stands in the words."""
    open_ones = [VARIABLES[name] for name in _VARIABLE.findall(text) if name in VARIABLES]
    if open_ones:
        raise Refused(f"还有没填的内容：{'、'.join(dict.fromkeys(open_ones))}。请补上再发。")
