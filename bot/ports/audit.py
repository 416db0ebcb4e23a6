"""The trail of who did what, as the use cases see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import AuditEvent
from flows.engine import Json


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows of the trail are wanted; what is empty or None does not narrow."""

    actor: str = ""
    actions: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None  #: not included


class AuditRows(Protocol):
    """Who did what; append-only, hash-chained."""

    async def add(
        self, actor: str, action: str, subject: str, data: Mapping[str, Json], at: datetime
    ) -> None:
        """Append; never a name, phone, id or message text in `data`."""
        ...

    async def listing(
        self, *, before: int = 0, most: int = 100, only: AuditFilter | None = None
    ) -> list[AuditEvent]:
        """Newest first; `before` is the n to continue from."""
        ...

    async def of(self, subjects: Sequence[str], since: datetime) -> list[AuditEvent]:
        """What was done with these since then, oldest first."""
        ...

    async def verify(self) -> int:
        """0 when the chain holds, else the n of the first broken row."""
        ...
