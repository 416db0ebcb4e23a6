"""The reading of `python -m bot read`: one text a line in, one mapping a line out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from bot.text.readers import readers
from bot.text.reading import Context, Json, Reading, Refusal, flat

KINDS = ("amount", "date", "duration", "rate", "id", "phone")


def _yuan(fen: Json) -> str:
    return format(Decimal(str(fen)) / 100, "f")


def reading_of(found: Reading) -> str:
    """Return a value in one word: 35000, 2023-05-01, P3M, 2%/month, 4*LPR, or the number itself."""
    value = flat(found.value)
    match found.kind:
        case "amount":
            low, high = _yuan(value["low_fen"]), _yuan(value["high_fen"])
            return low if low == high else f"{low}-{high}"
        case "date":
            start, end = str(value["start"]), str(value["end"])
            return start if start == end else f"{start}/{end}"
        case "duration":
            return str(value["iso"])
        case "rate" if value.get("kind") == "lpr_multiple":
            return f"{value['multiple']}*LPR"
        case "rate" if value.get("kind") == "lpr_plus":
            return f"LPR+{value['percent']}%"
        case "rate":
            return f"{value['percent']}%/{value['per']}"
        case _:
            return str(found.value)


def _row(text: str, found: Reading | Refusal | None) -> dict[str, Json]:
    row: dict[str, Json] = dict.fromkeys(
        ("text", "reading", "low", "high", "start", "end", "exact", "confirm")
    )
    row.update(text=text, exact=False, confirm="")
    if isinstance(found, Refusal):
        row["confirm"] = found.sentence
    elif found is not None:
        value = flat(found.value)
        row.update(reading=reading_of(found), exact=found.exact, confirm=found.confirm)
        if found.kind == "amount":
            row.update(low=_yuan(value["low_fen"]), high=_yuan(value["high_fen"]))
        elif found.kind == "duration":
            row.update(low=value["low_days"], high=value["high_days"])
        elif found.kind == "date":
            row.update(start=value["start"], end=value["end"])
    return row


def read_lines(kind: str, today: date, lines: Iterable[str]) -> Iterator[dict[str, Json]]:
    """Read each line as an answer of `kind` (one of KINDS).

    Yields `{"text", "reading", "low", "high", "start", "end", "exact", "confirm"}`: amounts low/high
    in yuan as decimal
    strings, dates start/end as ISO days (both included), durations low/high in days; what does not
    apply is None, and a
    refused text has its sentence in `confirm`. Raises ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; one of {', '.join(KINDS)}")
    reader = readers()["id_number" if kind == "id" else kind]
    context = Context(today)
    for line in lines:
        text = line.rstrip("\r\n")
        yield _row(text, reader(text, context))
