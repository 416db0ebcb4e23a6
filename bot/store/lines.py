"""A transcript line as short JSON, the same in the Redis log and in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.model import Author, Line
from bot.store.cells import buttons_json, buttons_of, media_json, media_of
from flows.engine import Json


def body_json(line: Line) -> dict[str, Json]:
    """What is private in a line; empty parts are left out."""
    whole: dict[str, Json] = {
        "t": line.text,
        "w": line.name,
        "i": line.message_id,
        "c": dict(line.card) if line.card is not None else None,
        "b": buttons_json(line.buttons),
        "m": media_json(line.media),
    }
    return {key: value for key, value in whole.items() if value not in ("", None, [])}


def line_json(line: Line) -> dict[str, Json]:
    """The whole line, for the log."""
    head: dict[str, Json] = {
        "n": line.n,
        "at": line.at.astimezone(UTC).isoformat(),
        "a": line.author.value,
        "k": line.kind,
        "ch": line.channel,
    }
    return head | body_json(line)


def line_of(data: Mapping[str, Any], body: Mapping[str, Any] | None = None) -> Line:
    """A line from `line_json`; `body` where the private part is kept apart. `at` may be text or a moment."""
    inner = data if body is None else body
    at = data["at"]
    return Line(
        n=data["n"],
        at=datetime.fromisoformat(at) if isinstance(at, str) else at,
        author=Author(data["a"]),
        text=inner.get("t", ""),
        kind=data["k"],
        channel=data["ch"],
        name=inner.get("w", ""),
        message_id=inner.get("i", ""),
        card=inner.get("c"),
        buttons=buttons_of(inner.get("b")),
        media=media_of(inner.get("m")),
    )
