"""What may not be kept for ever goes by itself (个保法19、47); what belongs to a case stays with the case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Delivery, HandoffState
from bot.ports import BatchState, RowState
from bot.store.batch_tables import batch, batch_row
from bot.store.tables import asker, case_file, evidence, handoff, message, note, outbox, rating, unmatched


async def expire(conn: AsyncConnection, before: datetime) -> list[str]:
    """Delete what citizens without a case said, sent and uploaded before that moment.

    Handoffs stay for the count, without name and words, open questions without who asked them.
    Returns the blob keys to remove.
    """
    kept = select(case_file.c.sid)
    old = (evidence.c.at < before) & evidence.c.sid.not_in(kept)
    rows = (await conn.execute(select(evidence.c.blob, evidence.c.thumb).where(old))).all()
    await conn.execute(delete(evidence).where(old))
    for table in (message, note):
        await conn.execute(delete(table).where((table.c.at < before) & table.c.sid.not_in(kept)))
    waiting = outbox.c.state == Delivery.QUEUED.value
    await conn.execute(
        delete(outbox).where((outbox.c.due_at < before) & outbox.c.sid.not_in(kept) & ~waiting)
    )
    ended = handoff.c.state.in_([HandoffState.RETURNED.value, HandoffState.CLOSED.value])
    stale = ended & (handoff.c.requested_at < before) & handoff.c.sid.not_in(kept)
    blank = {"name": None, "last_line": None, "callback": None, "note": None}
    await conn.execute(update(handoff).where(stale).values(**blank))
    for table in (asker, rating):
        await conn.execute(delete(table).where(table.c.at < before))
    await conn.execute(
        delete(unmatched).where((unmatched.c.last_at < before) & (unmatched.c.state != "open"))
    )
    await _expire_tables(conn, before)
    return [key for row in rows for key in row if key]


async def _expire_tables(conn: AsyncConnection, before: datetime) -> None:
    """Tables nobody confirmed go, of confirmed ones the rows that are no case of theirs."""
    unconfirmed = batch.c.state == BatchState.CHECKED.value
    await conn.execute(delete(batch).where(unconfirmed & (batch.c.created_at < before)))
    done = (batch.c.state == BatchState.DONE.value) & (batch.c.touched_at < before)
    over = select(batch.c.id).where(done)
    no_case = batch_row.c.state != RowState.FILED.value
    await conn.execute(delete(batch_row).where(batch_row.c.batch_id.in_(over) & no_case))
