"""What the use cases need from the outside, as small Protocols; `bot.system` chooses who implements them."""

from __future__ import annotations

from bot.ports.asked import Asked, AskerRows, Owed, Rating, Settled, UnmatchedRows
from bot.ports.audit import AuditFilter, AuditRows
from bot.ports.batches import Batch, BatchRow, BatchRows, BatchState, RowState, Stage, Standing, Step
from bot.ports.outside import (
    Blobs,
    Bundle,
    Filing,
    Material,
    MediaFetcher,
    Papers,
    Placeholder,
    Progress,
    TemplateFault,
    TemplateProof,
)
from bot.ports.records import (
    AccountRows,
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
)
from bot.ports.sessions import Sessions, Stored
from bot.ports.slips import Slip
from bot.ports.talk import Chat, ChatStatus, Clock, Converse, EvidenceBox, Understander
from bot.ports.together import GroupTally, Tick, TickRows

__all__ = [
    "AccountRows",
    "Asked",
    "AskerRows",
    "AuditFilter",
    "AuditRows",
    "Batch",
    "BatchRow",
    "BatchRows",
    "BatchState",
    "Blobs",
    "Bundle",
    "CaseRows",
    "Chat",
    "ChatStatus",
    "Clock",
    "ConsentRows",
    "Converse",
    "EffectRows",
    "EvidenceBox",
    "EvidenceRows",
    "Filing",
    "GroupTally",
    "HandoffRows",
    "Material",
    "MediaFetcher",
    "MessageRows",
    "OutboxRows",
    "Owed",
    "Papers",
    "Placeholder",
    "Progress",
    "Rating",
    "Records",
    "RevisionRows",
    "RowState",
    "Sessions",
    "Settled",
    "Slip",
    "Stage",
    "Standing",
    "Step",
    "Stored",
    "TemplateFault",
    "TemplateProof",
    "Tick",
    "TickRows",
    "Tx",
    "Understander",
    "UnmatchedRows",
]
