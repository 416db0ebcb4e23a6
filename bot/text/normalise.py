"""One spelling for comparing: half-width, simplified, nothing invisible; spans lead back to the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

from bot.text.number_spaces import inside_numbers


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text with the place of every character in the original."""

    text: str
    original: str
    places: tuple[tuple[int, int], ...] | None  #: None = character for character the same places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original of `text[start:end]`."""
        if self.places is None:
            return start, end
        if start >= end:
            at = self.places[start][0] if start < len(self.places) else len(self.original)
            return at, at
        return self.places[start][0], self.places[end - 1][1]

    def said(self, start: int, end: int) -> str:
        """Return the writer's own words for `text[start:end]`."""
        first, last = self.span(start, end)
        return self.original[first:last]


@cache
def _same_width() -> dict[int, int]:
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table.update(
        {0x3000: 0x20, 0xA0: 0x20, 0xFFE5: 0xA5, 0x2212: 0x2D, 0x2013: 0x2D, 0x2014: 0x2D, 0x301C: 0x7E}
    )
    table.update({0x2010: 0x2D, 0x2011: 0x2D, 0x2015: 0x2D, 0x2500: 0x2D, 0x25CB: 0x3007})
    return table


@cache
def _invisible() -> re.Pattern[str]:
    """What shows nothing of its own: controls, zero-width and filling characters, marks put over others.

    Marks of the blocks made for Latin and for symbols only: other scripts cannot be read without theirs,
    and the variation selectors of Mongolian stay with Mongolian.
    """
    return re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u206f"
        "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
        "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
        "|(?<![\u1800-\u18af])[\u180b-\u180f]"
    )


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Return `text` in simplified characters, one for one; what would change the length stays as it is."""
    if text.isascii():
        return text
    convert = _converter().convert
    out: str = convert(text)
    if len(out) == len(text):
        return out
    singles = (convert(char) for char in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, singles, strict=True))


def normalise(text: str) -> Normal:
    """Return the text for reading: NFKC, half-width, simplified, without invisible characters, lone
    surrogates or spaces inside a number.
    """
    even = text.translate(_same_width())
    hidden = {found.start() for found in _invisible().finditer(even)} | inside_numbers(even)
    if not hidden and unicodedata.is_normalized("NFKC", even):
        return Normal(simplify(even), text, None)
    chars: list[str] = []
    places: list[tuple[int, int]] = []
    for at, char in enumerate(even):
        if at in hidden:
            continue
        same = unicodedata.normalize("NFKC", char)
        chars.append(same if len(same) == 1 else char)  # ¼ must not become two numbers at one place
        places.append((at, at + 1))
    return Normal(simplify("".join(chars)), text, tuple(places))


def clean(text: str) -> str:
    """Return what may be read and stored: NFC, every line break a newline, nothing invisible."""
    lines = _breaks().sub("\n", text)
    return _invisible().sub("", unicodedata.normalize("NFC", lines)).strip()
