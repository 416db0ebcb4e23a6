"""The doors of tables of loans (金融批量): upload, preview, confirm, board. Each asks one use case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import quote

import orjson
from aiohttp import BodyPartReader, web

from bot import sheets
from bot.batch_board import Boards, Place
from bot.batches import Batches, template
from bot.desk import batch_views as views
from bot.desk.desk_api import BODY_BYTES, NOT_READ
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.errors import Refused, TooLarge
from bot.handoff import OUTCOMES
from bot.law.instalments import instalments
from bot.law.money import Refusal, fen
from bot.model import Account, Outcome
from bot.ports import RowState, Stage
from bot.text.loan_columns import book

PAGE_ROWS: Final = 100
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INCOMPLETE: Final = "文件没有收完整，请再选一次。"

PapersLink = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class BatchApi:
    """The handlers; `needs` stands before each of them."""

    batches: Batches
    boards: Boards
    papers_link: PapersLink  #: (case id, account id) -> address of the list of its papers

    async def listing(self, request: web.Request) -> web.Response:
        """GET -> {rows, kinds, stages, outcomes}: one's own batches, an admin's all."""
        account = account_of(request)
        names = await self._names()
        rows = [
            views.batch(one, counts, account, names.get(one.owner, ""))
            for one, counts in await self.batches.listing(account)
        ]
        return json_answer({"rows": rows, **views.choices()})

    async def upload(self, request: web.Request) -> web.Response:
        """POST multipart {kind, file} -> {id}."""
        kind, name, data = await _table(request)
        batch = await self.batches.upload(account_of(request), kind, name, data)
        return json_answer({"id": batch.id})

    async def template(self, request: web.Request) -> web.Response:
        """GET ?kind= -> an .xlsx to fill in."""
        kind = request.query.get("kind", "")
        if kind not in book().kinds:
            raise Refused("请先选是哪一类贷款。")
        body = await asyncio.to_thread(template, kind)
        return _download(body, f"{book().kinds[kind].title}批量登记模板.xlsx")

    async def seen(self, request: web.Request) -> web.Response:
        """GET: counts and sums of one batch."""
        account = account_of(request)
        found = await self.batches.seen(_id(request), account)
        owner = (await self._names()).get(found.batch.owner, "")
        return json_answer(views.seen(found, account, owner))

    async def rows(self, request: web.Request) -> web.Response:
        """GET ?state=bad|good|taken&after=n -> {rows, more}."""
        account, state = account_of(request), request.query.get("state", "")
        if state not in set(RowState):
            raise Refused("没有这一类。")
        after = _number(request.query.get("after", "0"))
        found = await self.batches.rows(
            _id(request), account, (RowState(state),), after=after, most=PAGE_ROWS + 1
        )
        titles = (await self.batches.seen(_id(request), account)).batch.titles
        shown = [views.row(one, titles) for one in found[:PAGE_ROWS]]
        return json_answer({"rows": shown, "more": len(found) > PAGE_ROWS})

    async def bad_rows(self, request: web.Request) -> web.Response:
        """GET: the bad rows as .xlsx, with 原因 behind them."""
        body = await self.batches.bad_rows(_id(request), account_of(request))
        return _download(body, "要改的行.xlsx")

    async def confirm(self, request: web.Request) -> web.Response:
        """POST {mediates, sure}: the institution stands by the table."""
        data = await _json(request)
        if data.get("sure") is not True or not isinstance(data.get("mediates"), bool):
            raise Refused("请先勾选机构的确认。")
        batch = await self.batches.confirm(_id(request), account_of(request), mediates=data["mediates"])
        return json_answer({"state": batch.state.value})

    async def file(self, request: web.Request) -> web.Response:
        """POST: file one portion -> {state, filed, waiting}."""
        account = account_of(request)
        batch = await self.batches.file(_id(request), account)
        counts = (await self.batches.seen(batch.id, account)).counts
        return json_answer(
            {"state": batch.state.value, "filed": counts[RowState.FILED], "waiting": counts[RowState.GOOD]}
        )

    async def drop(self, request: web.Request) -> web.Response:
        """POST: throw an unconfirmed table away."""
        await self.batches.drop(_id(request), account_of(request))
        return json_answer({})

    async def board(self, request: web.Request) -> web.Response:
        """GET ?stage=&after=&alarms=1 -> {counts, places, more}."""
        found = await self.boards.board(_id(request), account_of(request))
        stage, after = request.query.get("stage", ""), _number(request.query.get("after", "0"))
        alarms = request.query.get("alarms") == "1"
        chosen = [
            one
            for one in found.places
            if one.standing.n > after and (not stage or one.stage == stage) and (not alarms or _rings(one))
        ]
        who = account_of(request).id
        cases = [one.standing.case_id for one in chosen[:PAGE_ROWS]]
        papers = {case: self.papers_link(case, who) for case in cases}
        view = views.board(
            found, papers, chosen[:PAGE_ROWS], self.boards.clock.today(), more=len(chosen) > PAGE_ROWS
        )
        return json_answer({**view, "colleagues": await self._colleagues(account_of(request))})

    async def move(self, request: web.Request) -> web.Response:
        """POST {rows, stage, note} -> {moved}."""
        data = await _json(request)
        stage = str(data.get("stage") or "")
        if stage not in set(Stage):
            raise Refused("请先选移到哪里。")
        moved = await self.boards.move(
            _id(request), account_of(request), _rows(data), Stage(stage), note=_text(data, "note")
        )
        return json_answer({"moved": moved})

    async def measures(self, request: web.Request) -> web.Response:
        """POST {rows, on} -> {moved}: the court took the measures on that day."""
        data = await _json(request)
        on = _day(str(data.get("on") or ""))
        moved = await self.boards.measures(_id(request), account_of(request), _rows(data), on)
        return json_answer({"moved": moved})

    async def close(self, request: web.Request) -> web.Response:
        """POST {rows, outcome, note} -> {moved}."""
        data = await _json(request)
        outcome = str(data.get("outcome") or "")
        if outcome not in {one.value for one in OUTCOMES}:
            raise Refused("请先选一个结果。")
        moved = await self.boards.close(
            _id(request), account_of(request), _rows(data), Outcome(outcome), note=_text(data, "note")
        )
        return json_answer({"moved": moved})

    async def look(self, request: web.Request) -> web.Response:
        """GET -> one case to read, people's data masked; nobody takes it over by looking."""
        account = account_of(request)
        case, handoff = await self.boards.look(_id(request), account, _number(request.match_info["n"]))
        k = self.batches.knowledge()
        return json_answer(views.case(case, k.flow(case.flow, case.flow_rev), handoff, account))

    async def open(self, request: web.Request) -> web.Response:
        """POST {to?} -> {handoff, mine}: on one's own desk, or on a colleague's."""
        account, to = account_of(request), str((await _json(request)).get("to") or "")
        handoff = await self.boards.open(_id(request), account, _number(request.match_info["n"]), to)
        return json_answer({"handoff": handoff.id, "mine": handoff.claimed_by == account.id})

    async def history(self, request: web.Request) -> web.Response:
        """GET -> {steps}."""
        row = _number(request.match_info["n"])
        found = await self.boards.history(_id(request), account_of(request), row)
        return json_answer({"steps": [views.step(one, name) for one, name in found]})

    async def plan(self, request: web.Request) -> web.Response:
        """GET ?amount=yuan&count=n&first=day -> {rows, total, steps, citations}."""
        query = request.query
        try:
            amount = Decimal(query.get("amount", "").replace(",", ""))
            found = instalments(fen(amount), _number(query.get("count", "0")), _day(query.get("first", "")))
        except Refusal as refusal:
            raise Refused(str(refusal)) from refusal
        except (InvalidOperation, OverflowError, ValueError) as exc:
            raise Refused("金额请只写数字，例如：32000.50。") from exc
        return json_answer(views.plan(found))

    async def _names(self) -> dict[str, str]:
        return {one.id: one.name for one in await self.boards.colleagues()}

    async def _colleagues(self, account: Account) -> list[dict[str, str]]:
        found = await self.boards.colleagues()
        return [{"id": one.id, "name": one.name} for one in found if one.id != account.id]


def _rings(one: Place) -> bool:
    return one.alarm is not None and one.alarm.level != "far"


def _id(request: web.Request) -> str:
    return request.match_info["id"]


async def _table(request: web.Request) -> tuple[str, str, bytes]:
    """Kind, file name and bytes of an upload; raises TooLarge as soon as it is, Refused."""
    if not request.content_type.startswith("multipart/"):
        raise Refused(NOT_READ)
    kind, name, data = "", "", bytearray()
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise Refused(INCOMPLETE)
            if part.name == "kind":
                kind = (await part.read_chunk(64)).decode("utf-8", "replace")
            elif part.name == "file":
                name = part.filename or ""
                while chunk := await part.read_chunk(64 * 1024):
                    data += chunk
                    if len(data) > sheets.MOST_BYTES:
                        raise TooLarge(sheets.TOO_LARGE)
    except (ValueError, LookupError) as exc:
        raise Refused(INCOMPLETE) from exc
    if not name:
        raise Refused("请先选一个文件。")
    return kind, name, bytes(data)


async def _json(request: web.Request) -> dict[str, Any]:
    if (request.content_length or 0) > BODY_BYTES:
        raise TooLarge(NOT_READ)
    try:
        data = orjson.loads(await request.read())
    except orjson.JSONDecodeError as exc:
        raise Refused(NOT_READ) from exc
    if not isinstance(data, dict):
        raise Refused(NOT_READ)
    return data


def _rows(data: dict[str, Any]) -> Sequence[int]:
    found = data.get("rows")
    if not isinstance(found, list) or not all(type(one) is int and 0 < one < 10**9 for one in found):
        raise Refused("请先选案件。")
    return found


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise Refused(NOT_READ)
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise Refused("日期请选到哪一天。") from exc


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _download(body: bytes, name: str) -> web.Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return web.Response(body=body, content_type=XLSX, headers=headers)
