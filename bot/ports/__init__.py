"""What the use cases need from the outside, as small Protocols; `bot.app` chooses who implements them."""

from __future__ import annotations

from bot.ports.outside import Blobs, MediaFetcher, Papers, Progress
from bot.ports.records import (
    AccountRows,
    AuditRows,
    CaseRows,
    ConsentRows,
    EffectRows,
    EvidenceRows,
    HandoffRows,
    MessageRows,
    OutboxRows,
    Records,
    RevisionRows,
    Tx,
    UnmatchedRows,
)
from bot.ports.sessions import Sessions, Stored
from bot.ports.talk import Chat, ChatStatus, Clock, Converse, Understander

__all__ = [
    "AccountRows",
    "AuditRows",
    "Blobs",
    "CaseRows",
    "Chat",
    "ChatStatus",
    "Clock",
    "ConsentRows",
    "Converse",
    "EffectRows",
    "EvidenceRows",
    "HandoffRows",
    "MediaFetcher",
    "MessageRows",
    "OutboxRows",
    "Papers",
    "Progress",
    "Records",
    "RevisionRows",
    "Sessions",
    "Stored",
    "Tx",
    "Understander",
    "UnmatchedRows",
]
