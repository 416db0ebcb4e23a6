"""Rows to store, and a way to the database beside the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from bot.law.rules import Finding
from bot.model import (
    Account,
    Author,
    CaseFile,
    CaseStatus,
    Channel,
    Delivery,
    Handoff,
    HandoffState,
    Line,
    Parcel,
    Role,
)
from bot.ports import Settled
from bot.store.engine import make_engine
from flows.engine import Answer

NOW = datetime(2026, 11, 22, 8, 30, 0, 123456, tzinfo=UTC)
SID = "0123456789abcdef0123456789abcdef"
NAME, PHONE, ID_NUMBER, WORDS = "斯琴高娃", "13847700018", "150622199003070018", "老板欠我三个月工资"
ADMIN = Account("a0", "root", "管理员", Role.ADMIN)
ANNA = Account("a1", "anna", "娜仁托娅", Role.MEDIATOR)
BORIS = Account("a2", "boris", "巴图", Role.MEDIATOR)


def a_case(number: str, *, key: str = "c1", sid: str = SID, **changes: Any) -> CaseFile:
    case = CaseFile(
        id=key,
        number=number,
        sid=sid,
        flow="private_lending",
        flow_rev="r1",
        title="民间借贷纠纷",
        regime="pre_filing",
        status=CaseStatus.SUBMITTED,
        urgent=False,
        answers={
            "applicant_name": Answer(NAME, NAME, source=3, start=2, end=6),
            "applicant_phone": Answer(PHONE, "138 4770 0018", by="told"),
            "applicant_id": Answer(ID_NUMBER, "150622********0018"),
            "principal": Answer({"low_fen": 3500000, "high_fen": 3500000}, "3.5 万元", confirmed=False),
            "due": Answer(None, "没约定"),
        },
        findings=(Finding("limitation", "info", "三年", "快到期", ("民法典188",)),),
        submitted_at=NOW,
    )
    return replace(case, **changes)


def a_handoff(key: str = "h1", sid: str = SID, **changes: Any) -> Handoff:
    handoff = Handoff(
        id=key,
        sid=sid,
        case_id="",
        reason="主动要求",
        urgent=False,
        state=HandoffState.WAITING,
        title="尚未说明",
        name="斯***",
        channel=Channel.WECHAT,
        last_line=WORDS,
        requested_at=NOW,
    )
    return replace(handoff, **changes)


def a_parcel(key: str = "p1", n: int = 1, **changes: Any) -> Parcel:
    parcel = Parcel(key, SID, Channel.WECHAT, "openid-of-a-person", n, WORDS, Delivery.QUEUED, NOW)
    return replace(parcel, **changes)


def a_line(n: int, text: str = WORDS) -> Line:
    return Line(n, NOW, Author.CITIZEN, text, channel="wechat", message_id=f"m{n}")


async def run_sync(url: str, work: Any) -> Any:
    engine = make_engine(url, pooled=False)
    async with engine.begin() as connection:
        result = await connection.run_sync(work)
    await engine.dispose()
    return result


async def execute(url: str, *statements: str) -> None:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    await run_sync(url, work)


# ---- outbox

LEASE = timedelta(minutes=1)


def settled(state: str, **values: str) -> Settled:
    return Settled(state, "a0", "b1", NOW, **values)
