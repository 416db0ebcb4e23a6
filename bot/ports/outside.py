"""Files and papers."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass
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
        """Delete with everything made of it; a missing key is fine."""
        ...

    async def keep_made(self, key: str, name: str, data: bytes) -> None:
        """Keep, encrypted, what was made of a file, in place of the former of this `name` (`[a-z0-9]{1,16}`).

        Nothing is kept where the file itself is gone. Raises Unavailable when the disk is full.
        """
        ...

    async def made(self, key: str, name: str) -> bytes | None:
        """What was kept under this name, None for nothing; raises NotFound for a broken key."""
        ...


class Papers(Protocol):
    """Documents from answers (.docx a clerk can edit, PDF)."""

    async def render(
        self, paper: str, case: CaseFile, evidence: Sequence[Evidence], *, form: str, today: date
    ) -> bytes:
        """`paper`: a key of `flows.papers.PAPERS`; `form`: docx | pdf.

        Byte-stable. Raises NotFound for an unknown paper or form, Unavailable where it cannot be made here.
        """
        ...


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing that is wrong with an edited template."""

    where: str  #: 第3段, 第2个表格第1行
    near: str  #: the words around it
    what: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Something a template may use."""

    name: str
    written: str  #: {{ number }}
    words: str  #: what it is
    example: str


class TemplateProof(Protocol):
    """Looks at Word templates that admins edit."""

    def shipped(self, paper: str) -> bytes:
        """The template the product brings."""
        ...

    def placeholders(self, paper: str) -> list[Placeholder]:
        """What may be used in this paper."""
        ...

    async def check(self, paper: str, data: bytes) -> list[TemplateFault]:
        """What is wrong with it; raises Refused for what is no plain Word document."""
        ...

    async def preview(self, paper: str, data: bytes) -> tuple[bytes, list[str]]:
        """(Word file with sample data, its text line by line); raises Refused."""
        ...


@dataclass(frozen=True, slots=True)
class Material:
    """What papers are made from: a submitted case, or a draft in the shape of one (no id, no number)."""

    case: CaseFile
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A ZIP under way: `chunks` makes it piece by piece while it is read."""

    name: str
    chunks: AsyncGenerator[bytes, None]


class Filing(Protocol):
    """Material for filing (立案) by its reference: a case id, or a draft's."""

    async def material(self, ref: str) -> Material:
        """Raises NotFound for a case that is not there, a draft that was handed in or deleted."""
        ...

    async def bundle(self, ref: str, by: str = "") -> Bundle:
        """Every paper that applies, made already, and the evidence; the download is audited.

        `by`: account id of the member of staff whose link it was.

        Raises NotFound as above.
        """
        ...

    async def fetched(self, ref: str, paper: str, by: str) -> None:
        """A member of staff took one paper by a link of their own; audited."""
        ...


class MediaFetcher(Protocol):
    """Brings a file the channel only names (WeChat media id) into Blobs."""

    async def fetch(self, media_id: str) -> Media:
        """`Media.refused` says why where it could not be had."""
        ...


Progress = Callable[[int, str], None]
