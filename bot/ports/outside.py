"""Files and papers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from typing import Protocol

from bot.model import (
    CaseFile,
    Evidence,
    Media,
)


class Blobs(Protocol):
    """Encrypted files (evidence, thumbnails, papers) on disk; keys are random, never a name."""

    async def put(self, chunks: AsyncIterator[bytes], *, limit: int) -> tuple[str, int, str]:
        """Stream in, encrypt, return (key, size, sha256); raises TooLarge past `limit` bytes."""
        ...

    def open(self, key: str) -> AsyncIterator[bytes]:
        """Stream out, decrypted; raises NotFound."""
        ...

    async def remove(self, key: str) -> None:
        """Delete; a missing key is fine."""
        ...


class Papers(Protocol):
    """Documents from answers (.docx a clerk can edit, PDF)."""

    async def render(
        self, paper: str, case: CaseFile, evidence: Sequence[Evidence], *, form: str, today: date
    ) -> bytes:
        """`paper`: a key of `flows.papers.PAPERS`; `form`: docx | pdf. Byte-stable."""
        ...


class MediaFetcher(Protocol):
    """Brings a file the channel only names (WeChat media id) into Blobs."""

    async def fetch(self, media_id: str) -> Media:
        """`Media.refused` says why where it could not be had."""
        ...


Progress = Callable[[int, str], None]
