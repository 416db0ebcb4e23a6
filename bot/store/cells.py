"""One SQL cell: sealed JSON bound to its table, column and row, so that no cell can stand in for another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from bot.model import Button, Media
from bot.store.vault import Vault
from flows.engine import Json


class Cells:
    """Seals and opens cells, and makes the keyed hashes of look-up columns."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, value: Json | Mapping[str, Json], *place: str | int) -> bytes:
        """`value` as ciphertext for `place` (table, column, row id)."""
        return self._vault.seal(orjson.dumps(value), aad=_aad(place))

    def open(self, sealed: bytes | None, *place: str | int) -> Any:
        """The JSON value, or an empty string for NULL. Raises ConfigError under a wrong key."""
        if sealed is None:
            return ""
        return orjson.loads(self._vault.open(bytes(sealed), aad=_aad(place)))

    def text(self, value: str, *place: str | int) -> bytes | None:
        """Like `seal`, with NULL for an empty text."""
        return self.seal(value, *place) if value else None

    def digest(self, purpose: str, text: str) -> str:
        """Keyed hash of `text` as it is."""
        return self._vault.digest(purpose, text)

    def lookup(self, purpose: str, text: str) -> str:
        """Keyed hash of what `folded` leaves of `text`."""
        return self._vault.digest(purpose, folded(text))


def folded(text: str) -> str:
    """Width, case, spaces, dots and dashes do not count when a name, number or question is looked up."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", flat)


def media_json(media: Media | None) -> dict[str, Json] | None:
    """The reverse of `media_of`."""
    if media is None:
        return None
    return {
        "blob": media.blob,
        "name": media.name,
        "content_type": media.content_type,
        "size": media.size,
        "sha256": media.sha256,
        "refused": media.refused,
    }


def media_of(data: Mapping[str, Any] | None) -> Media | None:
    """A file from the JSON of `media_json`."""
    return Media(**data) if data else None


def buttons_json(buttons: Sequence[Button]) -> list[Json]:
    """Pairs of title and payload."""
    return [[button.title, button.payload] for button in buttons]


def buttons_of(pairs: Sequence[Sequence[str]] | None) -> tuple[Button, ...]:
    """Buttons from the pairs of `buttons_json`."""
    return tuple(Button(title, payload) for title, payload in pairs or ())


def _aad(place: Sequence[str | int]) -> bytes:
    return "\x1f".join(map(str, ("record", *place))).encode()
