"""The SQL database, as the use cases see it: one transaction with small sets of rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.model import (
    Account,
    CaseFile,
    CaseStatus,
    Consent,
    Evidence,
    Handoff,
    HandoffState,
    Line,
    Parcel,
    Revision,
    Role,
)
from bot.ports.asked import AskerRows, UnmatchedRows
from bot.ports.audit import AuditRows
from bot.ports.batches import BatchRows
from bot.ports.slips import Slip
from bot.ports.together import GroupTally, TickRows
from flows.engine import Json


class CaseRows(Protocol):
    """Submitted cases (案件)."""

    async def number(self, year: int) -> str:
        """The next case number of `year`, gap-free inside the transaction."""
        ...

    async def add(self, case: CaseFile) -> None:
        """Store with parties, answers and findings; sensitive columns encrypted."""
        ...

    async def get(self, case_id: str) -> CaseFile:
        """Raises NotFound."""
        ...

    async def of(self, sid: str) -> list[CaseFile]:
        """All cases of a citizen, newest first."""
        ...

    async def listing(self, *, status: str = "", query: str = "", most: int = 100) -> list[CaseFile]:
        """For the desk; `query` matches number, title, or the keyed hash of a name/phone/id."""
        ...

    async def numbered(self, serial: int, year: int = 0) -> list[str]:
        """Citizens with a case of this running number, of one year or of any."""
        ...

    async def holders(self, text: str, kinds: Sequence[str]) -> list[str]:
        """Citizens with a case that names exactly this party or telephone, by its keyed hash."""
        ...

    async def said_by(self, sids: Collection[str], kinds: Sequence[str]) -> list[tuple[str, str, str]]:
        """(citizen, field, text) of what stands in the fields of these kinds in their cases, opened."""
        ...

    async def members(self, group: str) -> list[CaseFile]:
        """Cases filed together, in the order of their numbers; none for an empty group."""
        ...

    async def tallies(self, case_ids: Sequence[str], field: str) -> dict[str, GroupTally]:
        """For each of the cases that was filed with others: how many, and the sum of an amount `field`."""
        ...

    async def slips(self, case_ids: Sequence[str], fields: Sequence[str]) -> dict[str, Slip]:
        """The cases in short, with the sums that stand in `fields`; unknown ids are left out."""
        ...

    async def numbers(self, ids: Sequence[str]) -> dict[str, str]:
        """Number of the case that an id of the audit means: a case's own, a handoff's or a citizen's."""
        ...

    async def update(self, case: CaseFile, *, expect: int) -> CaseFile:
        """Optimistic: raises Conflict unless the stored rev equals `expect`; returns with rev+1."""
        ...

    async def move(
        self,
        case_id: str,
        status: CaseStatus,
        *,
        expect: int,
        outcome: str = "",
        note: str = "",
        at: datetime | None = None,
    ) -> CaseFile:
        """Change status (and outcome) by rev; `at` is kept as `closed_at`. What is not given stays."""
        ...


class ConsentRows(Protocol):
    """Consents, one row each, never overwritten."""

    async def add(self, sid: str, consent: Consent) -> None:
        """Append."""
        ...

    async def of(self, sid: str) -> list[Consent]:
        """All, oldest first; a withdrawal shows as a later answer False with an empty `raw`."""
        ...

    async def withdraw(self, sid: str, scope: str, at: datetime) -> None:
        """Mark the open consent of that scope as withdrawn (个保法15)."""
        ...


class EvidenceRows(Protocol):
    """Uploaded evidence."""

    async def add(self, evidence: Evidence) -> None:
        """Store the row; the bytes are in Blobs."""
        ...

    async def of(self, sid: str) -> list[Evidence]:
        """Not deleted, oldest first."""
        ...

    async def get(self, evidence_id: str) -> Evidence:
        """Raises NotFound."""
        ...

    async def place(self, evidence: Evidence) -> None:
        """Write item, piece, page, quarter turns and what it proves; raises NotFound."""
        ...

    async def remove(self, sid: str, evidence_id: str) -> Evidence:
        """Delete the row of this citizen and return it; raises NotFound."""
        ...


class MessageRows(Protocol):
    """The durable transcript."""

    async def add(self, sid: str, lines: Sequence[Line]) -> None:
        """Insert lines; a line (sid, n) already there is left as it is."""
        ...

    async def of(self, sid: str, after: int = 0, most: int = 500) -> list[Line]:
        """Lines with n > after, in order."""
        ...

    async def note(self, sid: str, account: Account, text: str, at: datetime) -> None:
        """A private note (仅内部可见), in a table no channel reads."""
        ...

    async def notes(self, sid: str) -> list[tuple[datetime, str, str]]:
        """(at, author name, text), oldest first."""
        ...

    async def forget(self, sid: str) -> None:
        """Delete lines and notes of a citizen without a submitted case."""
        ...


class HandoffRows(Protocol):
    """Who waits for a person, who has whom."""

    async def open(self, handoff: Handoff) -> Handoff:
        """Insert, or return the one already open (waiting/claimed) for this sid.

        A second request makes it urgent if asked, and adds lanes, an earlier first call, and the case.
        """
        ...

    async def get(self, handoff_id: str) -> Handoff:
        """Raises NotFound."""
        ...

    async def of(self, sids: Sequence[str]) -> list[Handoff]:
        """All handoffs of these citizens, whatever became of them."""
        ...

    async def open_of(self, sid: str) -> Handoff | None:
        """The waiting or claimed handoff of a citizen."""
        ...

    async def listing(
        self, *, states: Sequence[HandoffState], account: str = "", on: date | None = None
    ) -> list[Handoff]:
        """In the order of the queue (`bot.law.lanes.place`); without a day, as outside every season."""
        ...

    async def claim(self, handoff_id: str, account: Account, at: datetime) -> Handoff:
        """Atomic; raises AlreadyClaimed(by) for a second claimer; the same account again is fine."""
        ...

    async def end(
        self,
        handoff_id: str,
        account: Account,
        state: HandoffState,
        *,
        at: datetime,
        outcome: str = "",
        note: str = "",
    ) -> Handoff:
        """RETURNED or CLOSED; only the holder or an admin, else Forbidden."""
        ...

    async def reopen(self, before: Handoff, holder: Account) -> Handoff:
        """A closed one in the hands of `holder` again, without its outcome; Conflict when it has changed, or
        when the citizen is in the queue again."""
        ...

    async def pass_on(self, before: Handoff, to: Account) -> Handoff:
        """One that is held goes to another account, held since the same moment; Conflict when it changed."""
        ...

    async def mark(self, before: Handoff, *, urgent: bool, calmed: str) -> Handoff:
        """Set or lift the urgency of one that is held, with the reason; Conflict when it has changed."""
        ...

    async def touch(self, sid: str, *, last_line: str = "", title: str = "", name: str = "") -> None:
        """Refresh what lists show; what is empty stays."""
        ...

    async def leave(self, handoff_id: str, at: datetime) -> bool:
        """RETURNED by the citizen's own wish; False where it no longer waits."""
        ...

    async def wish(self, handoff_id: str, callback: str) -> None:
        """Keep the citizen's wish for a call back (encrypted: it holds a phone number)."""
        ...

    async def labels(self, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """(masked name, what it is about) of those of `ids` that are handoffs."""
        ...

    async def heard(self, account: str) -> dict[str, int]:
        """Handoff id -> messages of the citizen since the take-over, of those this account holds."""
        ...

    async def waiting(self) -> int:
        """How many wait for a person."""
        ...

    async def ahead(self, handoff_id: str, on: date | None = None) -> int:
        """How many wait before this one on a day."""
        ...


class OutboxRows(Protocol):
    """Messages that must reach citizens."""

    async def put(self, parcel: Parcel) -> None:
        """Insert; the same (sid, n, id) again changes nothing."""
        ...

    async def take(self, now: datetime, *, lease: timedelta, most: int = 20) -> list[Parcel]:
        """Due queued rows not taken by another worker, marked taken until now+lease (compare-and-set).

        Never web rows (the page fetches those, see `seen`), and no row while an earlier one of the same
        citizen is in another worker's hands.
        """
        ...

    async def sent(self, parcel_id: str, at: datetime) -> None:
        """Delivered."""
        ...

    async def retry(self, parcel_id: str, due_at: datetime, error: str) -> None:
        """Try again later, tries+1."""
        ...

    async def failed(self, parcel_id: str, error: str) -> None:
        """Given up; the desk shows why."""
        ...

    async def of(self, sid: str, after: int = 0) -> list[Parcel]:
        """Rows of a citizen with n > after (delivery ticks)."""
        ...

    async def undelivered(self) -> int:
        """How many were given up (the admin's duty list)."""
        ...

    async def seen(self, sid: str, upto: int, at: datetime) -> None:
        """The open page showed every line up to n: web parcels become sent."""
        ...


class AccountRows(Protocol):
    """People who log in."""

    async def add(self, account: Account, password_hash: str) -> None:
        """Raises Conflict when the login is taken."""
        ...

    async def by_login(self, login: str) -> tuple[Account, str] | None:
        """(account, password hash)."""
        ...

    async def get(self, account_id: str) -> Account:
        """Raises NotFound."""
        ...

    async def all(self) -> list[Account]:
        """Sorted by login."""
        ...

    async def update(self, account: Account, *, expect: int, password_hash: str = "") -> Account:
        """By rev; an empty hash keeps the password. Raises Conflict."""
        ...

    async def on_duty(self) -> list[Account]:
        """Active mediators who are on duty now."""
        ...

    async def count(self, role: Role) -> int:
        """How many active accounts have the role."""
        ...


class RevisionRows(Protocol):
    """Versions of content that admins edit."""

    async def add(self, revision: Revision) -> Revision:
        """Append with the next n of (kind, key)."""
        ...

    async def history(self, kind: str, key: str) -> list[Revision]:
        """Newest first."""
        ...

    async def published(self, kind: str) -> list[Revision]:
        """The published revision of every key."""
        ...

    async def latest(self, kind: str) -> list[Revision]:
        """The newest revision of every key, whatever its state."""
        ...

    async def set_state(self, kind: str, key: str, n: int, state: str) -> None:
        """Publishing n retires the one published before, in the same transaction."""
        ...


class EffectRows(Protocol):
    """Which turns' effects are done, with what they gave."""

    async def done(self, sid: str, turn: str) -> dict[str, Json] | None:
        """Results of an earlier application of this turn, None if not applied."""
        ...

    async def mark(self, sid: str, turn: str, results: Mapping[str, Json]) -> None:
        """Record; unique (sid, turn)."""
        ...


class Tx(Protocol):
    """One SQL transaction with everything in it."""

    cases: CaseRows
    consents: ConsentRows
    evidence: EvidenceRows
    messages: MessageRows
    handoffs: HandoffRows
    outbox: OutboxRows
    accounts: AccountRows
    revisions: RevisionRows
    unmatched: UnmatchedRows
    askers: AskerRows
    ticks: TickRows
    audit: AuditRows
    batches: BatchRows
    effects: EffectRows


class Records(Protocol):
    """The SQL database."""

    def begin(self) -> AbstractAsyncContextManager[Tx]:
        """Commit at the end, roll back on any exception; raises RecordsDown when locked or down (2 s)."""
        ...

    async def expire(self, before: datetime) -> list[str]:
        """Delete what citizens without a case left before then (个保法19); returns blob keys to remove."""
        ...

    async def healthy(self) -> bool:
        """Answers and is migrated to the newest revision."""
        ...
