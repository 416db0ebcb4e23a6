"""Read the packaged tables. The only I/O of this package; each table is read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

#: What a table cell can be.
Cell = None | bool | int | float | str | date | list["Cell"] | dict[str, "Cell"]
Row = Mapping[str, Cell]


class _Edited:
    """The tables this process uses in place of the packaged ones (`bot.law.overlay`)."""

    tables: Mapping[str, Row] = {}


def edited(tables: Mapping[str, Row]) -> None:
    """Use these in place of the packaged tables of the same names, until the next call."""
    _Edited.tables = tables


def table(name: str) -> Row:
    """The table in use: the one an administrator published, else `shipped`."""
    found = _Edited.tables.get(name)
    return shipped(name) if found is None else found


@cache
def shipped(name: str) -> Row:
    """The packaged table `tables/<name>.yml` as a mapping.

    Raises:
        ValueError: the file does not hold a mapping.
    """
    text = files("bot.law").joinpath("tables", f"{name}.yml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders, the C one is ten times faster
    if not isinstance(loaded, dict):
        raise ValueError(f"{name}.yml: not a mapping")
    return loaded


def section(row: Row, key: str) -> Row:
    """The mapping under `key`; empty where there is none."""
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def yearly(row: Row, key: str) -> dict[int, Cell]:
    """The mapping of years under `key`; empty where there is none."""
    return {int(year): value for year, value in section(row, key).items()}


def rows(row: Row, key: str) -> list[Row]:
    """The list of mappings under `key`; empty where there is none."""
    value = row.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(row: Row, key: str, default: str = "") -> str:
    """The words under `key`."""
    value = row.get(key)
    return default if value is None else str(value)


def texts(row: Row, key: str) -> tuple[str, ...]:
    """The list of words under `key`; a single word counts as a list of one."""
    value = row.get(key)
    if value is None:
        return ()
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


def number(row: Row, key: str) -> int:
    """The whole number under `key`; raises ValueError where there is none."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{key}: not a whole number: {value!r}")
    return value


def day(row: Row, key: str) -> date | None:
    """The date under `key`, None where there is none; raises ValueError for anything else."""
    value = row.get(key)
    if value is None or isinstance(value, date):
        return value
    raise ValueError(f"{key}: not a date: {value!r}")


def days(values: Sequence[Cell]) -> tuple[date, ...]:
    """Only the dates of a list."""
    return tuple(value for value in values if isinstance(value, date))
