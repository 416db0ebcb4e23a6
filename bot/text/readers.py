"""All readers by the name a flow's step gives in `read:`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from bot.text import (
    amounts,
    answers,
    cards,
    dates,
    durations,
    identity,
    marked,
    months,
    names,
    phones,
    plates,
    rates,
    rows,
    workers,
)
from bot.text.reading import Reader


@cache
def readers() -> Mapping[str, Reader]:
    """Return name -> reader: `(text, context) -> Reading | Refusal | None`.

    None = the text is no attempt at an answer (let it be understood otherwise); Refusal = an attempt
    that cannot be
    taken, with a sentence for the citizen.
    """
    return MappingProxyType(
        {
            "amount": amounts.read,
            "date": dates.read,
            "duration": durations.read,
            "rate": rates.read,
            "choice": answers.read_choice,
            "yes_no": answers.read_yes_no,
            "text": answers.read_text,
            "short_text": answers.read_short_text,
            "name": marked.refusing(names.read),
            "org": marked.refusing(names.read_org),
            "party": marked.refusing(names.read_party),
            "phone": phones.read,
            "id_number": identity.read,
            "uscc": identity.read_uscc,
            "address": marked.refusing(answers.read_address),
            "plate": plates.read,
            "card": cards.read,
            "count": answers.read_count,
            "month_list": months.read,
            "table": workers.read,
            "rows": rows.read,
        }
    )
