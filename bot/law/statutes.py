"""Article numbers in Chinese, and statute files cut into articles. Used to prove citations."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_HEAD = re.compile(r"^\s*第([零〇一二三四五六七八九十百千]+)条(之[一二三四五六七八九十]+)?[\s　]*(.*)$")


def in_chinese(n: int) -> str:
    """188 -> 一百八十八, as article numbers are written. Raises ValueError outside 1..9999."""
    if not 1 <= n <= 9999:
        raise ValueError(f"not an article number: {n}")
    written, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + word
        gap = not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def from_chinese(written: str) -> int:
    """一百八十八 -> 188. Raises ValueError for anything that is not a Chinese number below 10,000."""
    total, digit = 0, 0
    for char in written.replace("〇", "零"):
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS.index(char)
        else:
            raise ValueError(f"not a Chinese number: {written}")
    return total + digit


def squeeze(words: str) -> str:
    """Only the characters that count when two texts are compared: no spaces, one kind of quote and dot."""
    swapped = words.translate(str.maketrans("“”():,", '""（）：，'))
    return re.sub(r"[\s\u3000\u200b]+", "", swapped)


def articles(text: str) -> dict[str, str]:
    """A statute text (Markdown, one article a paragraph) as {number: words}; 之一 stands as `133之一`."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head:
            current = found.setdefault(f"{from_chinese(head[1])}{head[2] or ''}", [])
            current.append(head[3])
        elif current is not None and line.strip() and not line.startswith("#"):
            current.append(line.strip())
    return {number: "\n".join(lines) for number, lines in found.items()}


@cache
def statute(folder: Path, pattern: str) -> dict[str, str]:
    """All articles of the files in `folder` that match `pattern` (a law may be cut into several files).

    Raises:
        FileNotFoundError: no file matches.
    """
    paths = [folder / pattern] if "*" not in pattern else sorted(folder.glob(pattern))
    if not paths:
        raise FileNotFoundError(str(folder / pattern))
    merged: dict[str, str] = {}
    for path in paths:
        merged |= articles(path.read_text(encoding="utf-8"))
    return merged
