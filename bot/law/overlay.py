"""Put the tables an administrator published in place of the packaged ones, for this process.

Whoever reads a table reads it anew at each question; what is built from one and kept is forgotten here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.law import calendar, editable, rows
from bot.law.rows import Row
from bot.locality import folder

#: Rows of a sheet as they were published.
Lines = Sequence[Mapping[str, str]]

#: Files of the folder of the court; the other tables are packaged with `bot.law`.
LOCAL: Final = frozenset({"court", "figures"})


def use(published: Mapping[str, Lines]) -> None:
    """From now on, with these rows by sheet; a sheet that is not named stands as the product came with it."""
    law: dict[str, Row] = {}
    here: dict[str, Row] = {}
    for sheet in editable.sheets():
        if (lines := published.get(sheet.id)) is None:
            continue
        tables = here if sheet.table in LOCAL else law
        base = tables.get(sheet.table, origin(sheet))
        tables[sheet.table] = sheet.build(base, lines)
    rows.edited(law)
    folder.edited(here)
    calendar.forget()


def origin(sheet: editable.Sheet) -> Row:
    """The table of a sheet as the product, or the folder of the court, came with it."""
    if sheet.table in LOCAL:
        return folder.read(folder.chosen(), sheet.table)
    return rows.shipped(sheet.table)


def shipped_lines(sheet: editable.Sheet) -> list[dict[str, str]]:
    """The rows of a sheet as the product came with them."""
    return sheet.lines(origin(sheet))


def faults() -> list[str]:
    """What is wrong with the tables as they are shipped, for `python -m bot check`."""
    return [
        f"{sheet.table}.yml：{fault}"
        for sheet in editable.sheets()
        for fault in editable.faults(sheet, origin(sheet), shipped_lines(sheet))
    ]
