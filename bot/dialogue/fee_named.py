"""Whose fee a question is about: who pays for gas and water is no question about the costs of a court."""

from __future__ import annotations

import re

from flows.questions import Entry

#: The word before 费 says which fee; 免费, 交费, 消费 name none.
_FEE = re.compile(
    r"([\u4e00-\u9fff]?)([\u4e00-\u9fff])(?<![免收交缴付退欠还补消浪花自公小破耗的种些个点笔份])费(?!用?了?(?:劲|力|事|心|神))"
)


def names(text: str) -> list[tuple[str, str]]:
    """Every fee that is named, with one character before its name and without: (煤气费, 气费)."""
    return [(f"{before}{last}费", f"{last}费") for before, last in _FEE.findall(text)]


def of_another(text: str, entry: Entry) -> bool:
    """Whether `text` names fees and an entry about fees knows none of them, nor has it answered for them."""
    asked = names(text)
    if not asked or not names(entry.question):
        return False
    known = " ".join((entry.question, *entry.variants, entry.answer))
    return not any(long in known or (short in known and _alone(short, known)) for long, short in asked)


def _alone(short: str, known: str) -> bool:
    """水费 stands by itself in 交水费, not in 污水费."""
    return re.search(rf"(?:^|[^\u4e00-\u9fff]|[交收缴付退欠的和及、])(?:{short})", known) is not None
