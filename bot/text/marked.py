"""Marks of web pages and templates (<b>, &lt;, {{name}}) where a name or a place should stand."""

from __future__ import annotations

import re

from bot.text.reading import Context, Reader, Reading, Refusal

#: A bracket that opens or closes a tag, an entity, a blank of a template, an address that is run.
_MARKS = re.compile(
    r"[<>＜＞]|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|\{[{%]|[%}]\}|\$\{|javascript:", re.IGNORECASE
)
REFUSED = "这里好像带了网页的符号，我怕记错，请只用文字再写一次，不要带<>这样的符号。"


def refusing(read: Reader) -> Reader:
    """The reader, but for texts with such marks, which it asks to write again."""

    def without(text: str, context: Context) -> Reading | Refusal | None:
        return Refusal(REFUSED) if _MARKS.search(text) else read(text, context)

    return without
