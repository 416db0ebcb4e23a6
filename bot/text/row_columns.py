"""Which column of a list words belong to: 车主 before a name, 有票据 beside 门诊."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.schema import Column


def named(words: str, columns: Mapping[str, Column]) -> str:
    """Return the key of the column the words are the name of, "" where they are none: 车主."""
    return next(
        (
            key
            for key, column in columns.items()
            if column.read != "short_text" and words in {column.label, *column.aka}
        ),
        "",
    )


def of_words(words: str, columns: Mapping[str, Column]) -> list[str]:
    """Return the keys of the columns of words that these may stand in, the likeliest first.

    A column with other names (`aka`) takes words that hold one of them, and nothing else.
    """
    texts = {key: column for key, column in columns.items() if column.read == "short_text"}
    called = [key for key, column in texts.items() if any(name in words for name in column.aka)]
    return called or [key for key, column in texts.items() if not column.aka]


def starts(words: str, columns: Mapping[str, Column]) -> int:
    """Return where words of a column with names of its own begin (门诊有票), their length where none do."""
    texts = [column for column in columns.values() if column.read == "short_text"]
    found = [at for column in texts for name in column.aka if (at := words.find(name)) >= 0]
    return min(found, default=len(words))


def leads(words: str, columns: Mapping[str, Column]) -> str:
    """Return the name of a column that stands before its value: 车主 of 车主某某公司, "" where none does."""
    others = [column for column in columns.values() if column.read != "short_text"]
    names = [name for column in others for name in (column.label, *column.aka)]
    return max((name for name in names if words.startswith(name) and words != name), key=len, default="")
