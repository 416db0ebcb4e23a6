"""Which answers may be told as a list of rows, and what their columns must hold. Pure."""

from __future__ import annotations

from collections.abc import Collection

#: Readers of one value that may also be told as a list: a sum and its bills, a due date and its instalments.
SPLIT = frozenset({"amount", "date", "plate", "short_text", "text"})


def split_faults(read: str, held: Collection[str]) -> list[str]:
    """What is wrong with columns that hold `held` beside a reader that reads one value."""
    if read not in SPLIT:
        return [f"only a list or one of {', '.join(sorted(SPLIT))} has columns"]
    wanted = "short_text" if read == "text" else read
    return [] if wanted in held else [f"one of the columns must hold the {read} itself"]
