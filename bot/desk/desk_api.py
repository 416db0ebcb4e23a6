"""The desk's JSON doors: each reads the request, asks a use case, and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import quote

import orjson
from aiohttp import web

from bot import crowds
from bot.accounts import Accounts
from bot.brief import Brief, Fact, facts_of, subject
from bot.channels.headers import CSP_SANDBOX
from bot.channels.thumbs import VIEW_SIDE, Pictures
from bot.corrections import case_at
from bot.desk import canned, ending_views, fact_views, lane_views, slip_views, views
from bot.desk.guard import GUARD, account_of
from bot.desk.pages import json_answer
from bot.errors import Forbidden, NotFound, Refused, TooLarge
from bot.filing_desk import FilingDesk
from bot.handoff import OUTCOMES, REPLY_CHARS, Desk
from bot.model import Account, Duty, Handoff, HandoffState, Line, Media, Outcome, Role
from bot.outcome_undo import TakenBack
from bot.ports import Blobs, Sessions
from bot.transcript import load
from flows.engine import Answer
from flows.papers import BUNDLE

BODY_BYTES: Final = 64 * 1024
LINES_AT_ONCE: Final = 500  #: as many as the records give at a time

NOT_READ: Final = "没有收到内容，请再试一次。"
OPEN: Final = (HandoffState.WAITING, HandoffState.CLAIMED)
ENDED: Final = (HandoffState.RETURNED, HandoffState.CLOSED)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the doors work with."""

    desk: Desk
    accounts: Accounts
    sessions: Sessions
    blobs: Blobs
    papers_link: views.PapersLink  #: (case id, paper, form) -> address
    court: str
    office: Callable[[], Duty]


class DeskApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._desk = tools.desk
        self._pictures = Pictures(tools.blobs)

    async def queue(self, request: web.Request) -> web.Response:
        """GET ?filter=waiting|mine|all|ended&lane= -> {rows, held, counts, lanes, duty, now}."""
        account, wanted = account_of(request), request.query.get("filter", "waiting")
        lane = request.query.get("lane", "")
        ours = [one for one in await self._desk.queue(states=OPEN) if views.may_see(one, account)]
        waiting = [one for one in ours if one.state is HandoffState.WAITING]
        mine = [one for one in ours if one.claimed_by == account.id]
        lists = {"waiting": waiting, "mine": mine, "all": ours}
        if wanted == "ended":
            who = "" if account.role is Role.ADMIN else account.id
            ended = await self._desk.queue(states=ENDED, account=who)
            lists["ended"] = sorted(ended, key=lambda one: one.closed_at or one.requested_at, reverse=True)
        now, office = self._desk.clock.now(), self._tools.office()
        shown = lists.get(wanted, waiting)
        danger, *others = lane_views.counts(shown, now)
        slips, today = await self._desk.slips(shown, slip_views.ROW_SUMS), self._desk.clock.today()
        if lane == slip_views.SHORT:
            rows = [one for one in shown if slip_views.is_short(slips.get(one.case_id), today)]
        else:
            rows = [one for one in shown if lane_views.in_lane(one, lane)]
        groups, heard = await self._desk.groups(rows), await self._desk.heard(account)
        together = await crowds.of(self._desk, rows)
        return json_answer(
            {
                "rows": [
                    views.row(
                        one,
                        account,
                        now,
                        groups.get(one.case_id),
                        slips.get(one.case_id),
                        together.get(one.id),
                    )
                    for one in rows
                ],
                "held": [views.held(one, heard.get(one.id, 0)) for one in mine],
                "counts": {"waiting": len(waiting), "mine": len(mine), "all": len(ours)},
                "lanes": [
                    danger,
                    lane_views.plain(shown),
                    *others,
                    slip_views.count(slips.values(), today),
                ],
                "urgent": any(one.urgent for one in waiting),
                "duty": {"on": account.on_duty, "open": office.open_now, "hours": office.hours},
                "now": now.isoformat(),
            }
        )

    async def claim(self, request: web.Request) -> web.Response:
        """POST: take over; 409 with the holder's name for the second."""
        account = account_of(request)
        handoff = await self._desk.claim(request.match_info["id"], account)
        return json_answer({"handoff": views.row(handoff, account, self._desk.clock.now())})

    async def brief(self, request: web.Request) -> web.Response:
        """GET: everything known; reading it is logged by the use case."""
        account = account_of(request)
        one = await self._brief(request)
        k = self._desk.knowledge()
        flow = k.flow(one.case.flow, one.case.flow_rev) if one.case else None
        mine = views.holds(one.handoff, account)  # papers show every number in full
        link = partial(self._tools.papers_link, by=account.id)
        links = views.papers(one.case, flow, link) if mine and one.case and flow else []
        bundle = link(one.bundle, BUNDLE, "zip") if mine and one.bundle else ""
        seen = views.brief(one, account, k, self._desk.clock.now(), links, bundle)
        _, session = await load(self._tools.sessions, one.handoff.sid)
        more = {
            "outcome_stands": await self._outcome_stands(one.handoff),
            "ending": ending_views.ending(one, session, await self._answers(one.handoff), k),
        }
        return json_answer({**seen, **more})

    async def _outcome_stands(self, handoff: Handoff) -> str | None:
        """Why an outcome cannot be taken back, empty where it can; None where there is none."""
        if handoff.state is not HandoffState.CLOSED or not handoff.outcome:
            return None
        return await TakenBack(self._desk).obstacle(handoff)

    async def lines(self, request: web.Request) -> web.Response:
        """GET ?after=n -> {lines, more, ticks}: the transcript, and where outgoing lines are.

        Reading it from the beginning is logged. What a citizen says to the bot after the end is not shown.
        """
        account, after = account_of(request), _number(request.query.get("after", "0"))
        handoff = await self._visible(request)
        found = await self._desk.transcript.history(handoff.sid, after)
        whole = _without_gap(found, after)
        more = len(found) >= LINES_AT_ONCE
        if handoff.closed_at:
            whole = [one for one in whole if one.at <= handoff.closed_at]
            more = more and bool(whole)
        async with self._desk.records.begin() as tx:
            parcels = await tx.outbox.of(handoff.sid)
            if not after:
                await tx.audit.add(account.id, "read_lines", handoff.id, {}, self._desk.clock.now())
        covered = not views.holds(handoff, account)
        names = views.personal(await self._answers(handoff)) if covered else {}
        return json_answer(
            {
                "lines": [views.line(one, handoff, masked=covered, names=names) for one in whole],
                "more": more,
                "ticks": views.ticks(parcels),
                "now": self._desk.clock.now().isoformat(),
            }
        )

    async def write(self, request: web.Request) -> web.Response:
        """POST {text, key}: words to the citizen; `key` makes a repeated post harmless."""
        data = await json_of(request)
        text = text_of(data, "text", REPLY_CHARS * 2)
        canned.check_sendable(text)
        key = text_of(data, "key", 64)
        said = await self._desk.write(request.match_info["id"], account_of(request), text, key)
        return json_answer({"n": said.n})

    async def note(self, request: web.Request) -> web.Response:
        """POST {text}: 仅内部可见."""
        account = account_of(request)
        handoff = await self._held(request)
        await self._desk.note(handoff.sid, account, text_of(await json_of(request), "text", 2000))
        await self._tools.sessions.wake("desk", handoff.id)
        return json_answer({})

    async def reveal(self, request: web.Request) -> web.Response:
        """POST {field} -> {value, rows}: a covered value in full, for who has the case; logged."""
        account, field = account_of(request), text_of(await json_of(request), "field", 80)
        handoff = await self._held(request)
        answer = (await self._answers(handoff)).get(field)
        if answer is None or not answer.known:
            raise NotFound
        table = next((one.table for one in await self._facts(handoff) if one.field == field), None)
        async with self._desk.records.begin() as tx:
            await tx.audit.add(account.id, "reveal", handoff.id, {"field": field}, self._desk.clock.now())
        value = answer.value if isinstance(answer.value, str) else answer.shown
        return json_answer({"value": value, "rows": fact_views.whole(table) if table else []})

    async def give_back(self, request: web.Request) -> web.Response:
        """POST {note?}: the bot takes over again."""
        data = await json_of(request)
        await self._held(request)
        account, note = account_of(request), text_of(data, "note", 500)
        handoff = await self._desk.give_back(request.match_info["id"], account, note)
        return json_answer({"handoff": views.row(handoff, account, self._desk.clock.now())})

    async def close(self, request: web.Request) -> web.Response:
        """POST {outcome, note, settled?}: end with an outcome; `settled` as in `Desk.close`."""
        data = await json_of(request)
        await self._held(request)
        outcome = text_of(data, "outcome", 40)
        if outcome not in {one.value for one in OUTCOMES}:
            raise Refused("请先选一个结果。")
        account, note, settled = account_of(request), text_of(data, "note", 500), text_of(data, "settled", 20)
        if outcome == Outcome.TO_FILE:
            return await self._filed(request, note, settled)
        handoff = await self._desk.close(
            request.match_info["id"], account, Outcome(outcome), note, settled=settled
        )
        return json_answer({"handoff": views.row(handoff, account, self._desk.clock.now())})

    async def file(self, request: web.Request) -> web.Response:
        """POST: what the citizen wished, with one click: filing, and the papers to the citizen."""
        await self._held(request)
        return await self._filed(request, "当事人要求直接立案")

    async def _filed(self, request: web.Request, note: str, settled: str = "") -> web.Response:
        account, filing = account_of(request), FilingDesk(self._desk, self._tools.papers_link)
        handoff = await filing.file(request.match_info["id"], account, note, settled)
        return json_answer({"handoff": views.row(handoff, account, self._desk.clock.now())})

    async def canned(self, request: web.Request) -> web.Response:
        """GET ?handoff=id -> {replies}: ready-made replies filled for this person."""
        account = account_of(request)
        values = {"mediator": account.name, "court": self._tools.court, "hours": self._tools.office().hours}
        if request.query.get("handoff"):
            async with self._desk.records.begin() as tx:
                handoff = await tx.handoffs.get(request.query["handoff"])
            if views.holds(handoff, account):
                one = await self._desk.brief(handoff.id, account)
                values = dict(views.variables(one, account, self._tools.court, values["hours"]))
        return json_answer({"replies": [one.shown(values) for one in canned.load()]})

    async def duty(self, request: web.Request) -> web.Response:
        """POST {on}: 上岗 or 下岗."""
        account, data = account_of(request), await json_of(request)
        changed = await self._tools.accounts.duty(account, on=data.get("on") is True)
        request.app[GUARD].forget(account.id)
        await self._tools.sessions.wake("desk", "duty")
        return json_answer({"on": changed.on_duty})

    async def evidence_file(self, request: web.Request) -> web.StreamResponse:
        """GET [?size=small|large]: an uploaded piece as a download, or as a picture drawn again."""
        handoff = await self._visible(request)
        async with self._desk.records.begin() as tx:
            piece = await tx.evidence.get(request.match_info["piece"])
        if piece.sid != handoff.sid:
            raise NotFound
        return await self._file(request, handoff, piece.media, piece.turns)

    async def line_file(self, request: web.Request) -> web.StreamResponse:
        """GET [?size=small|large]: the file of a line."""
        handoff, n = await self._visible(request), _number(request.match_info["n"])
        found = await self._desk.transcript.history(handoff.sid, n - 1)
        if not found or found[0].n != n or found[0].media is None or not found[0].media.blob:
            raise NotFound
        return await self._file(request, handoff, found[0].media)

    async def _answers(self, handoff: Handoff) -> Mapping[str, Answer]:
        """What was answered, as it was read: of the submitted case, else of the draft."""
        if handoff.case_id:
            async with self._desk.records.begin() as tx:
                return (await tx.cases.get(handoff.case_id)).answers
        _, session = await load(self._tools.sessions, handoff.sid)
        return session.form.answers if session.form else {}

    async def _facts(self, handoff: Handoff) -> list[Fact]:
        case = await case_at(self._desk, handoff)
        k, (_, session) = self._desk.knowledge(), await load(self._tools.sessions, handoff.sid)
        flow, answers = subject(k, session, case)
        return facts_of(flow, answers) if flow else []

    async def _file(
        self, request: web.Request, handoff: Handoff, media: Media, turns: int = 0
    ) -> web.StreamResponse:
        if request.query.get("size") == "small":
            return _picture(await self._pictures.drawn(media.blob, turns=turns))
        now, data = self._desk.clock.now(), {"sha256": media.sha256}
        async with self._desk.records.begin() as tx:
            await tx.audit.add(account_of(request).id, "read_file", handoff.id, data, now)
        if request.query.get("size") == "large":
            return _picture(await self._pictures.drawn(media.blob, VIEW_SIDE, turns))
        return await self._download(request, media)

    async def _download(self, request: web.Request, media: Media) -> web.StreamResponse:
        chunks = self._tools.blobs.open(media.blob)
        first = await anext(chunks, b"")
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(media.name)}"
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = CSP_SANDBOX
        await response.prepare(request)
        await response.write(first)
        async for chunk in chunks:
            await response.write(chunk)
        await response.write_eof()
        return response

    async def _brief(self, request: web.Request) -> Brief:
        handoff = await self._visible(request)
        return await self._desk.brief(handoff.id, account_of(request))

    async def _visible(self, request: web.Request) -> Handoff:
        return await visible(self._desk, request.match_info["id"], account_of(request))

    async def _held(self, request: web.Request) -> Handoff:
        return await held(self._desk, request.match_info["id"], account_of(request))


async def visible(desk: Desk, handoff_id: str, account: Account) -> Handoff:
    """A handoff this account may look at; raises NotFound, or Forbidden with the holder's name."""
    async with desk.records.begin() as tx:
        handoff = await tx.handoffs.get(handoff_id)
    if not views.may_see(handoff, account):
        raise Forbidden(f"这位当事人由{handoff.claimed_name}在办。")
    return handoff


async def held(desk: Desk, handoff_id: str, account: Account) -> Handoff:
    """A handoff this account may act in now; raises NotFound, or Forbidden with the reason in a sentence."""
    handoff = await visible(desk, handoff_id, account)
    if handoff.state is HandoffState.WAITING:
        raise Forbidden("请先接手。")
    if handoff.state is not HandoffState.CLAIMED:
        raise Forbidden(f"这次对话{views.STATES[handoff.state]}，不能再改。")
    if not views.holds(handoff, account):
        raise Forbidden(f"这位当事人由{handoff.claimed_name}在办。")
    return handoff


def _picture(body: bytes) -> web.Response:
    headers = {
        "Cache-Control": "private, max-age=3600",
        "Content-Security-Policy": CSP_SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=body, content_type="image/jpeg", headers=headers)


def _without_gap(lines: list[Line], after: int) -> list[Line]:
    """Long transcripts come in parts, oldest first; newer lines wait until those before them are read."""
    if len(lines) < LINES_AT_ONCE:
        return lines
    upto = after or lines[0].n - 1
    whole: list[Line] = []
    for one in lines:
        if one.n != upto + 1:
            break
        whole.append(one)
        upto = one.n
    return whole or lines  # numbers that are gone for good must not stop the reader


async def json_of(request: web.Request) -> dict[str, Any]:
    """The body as an object; raises Refused, TooLarge."""
    if (request.content_length or 0) > BODY_BYTES:
        raise TooLarge("内容太长了，请分成几次。")
    try:
        data = orjson.loads(await request.content.read(BODY_BYTES + 1) or b"{}")
    except orjson.JSONDecodeError as exc:
        raise Refused(NOT_READ) from exc
    if not isinstance(data, dict):
        raise Refused(NOT_READ)
    return data


def text_of(data: dict[str, Any], name: str, most: int) -> str:
    """The words under a name, empty where there are none; raises Refused, TooLarge."""
    value = data.get(name, "")
    if not isinstance(value, str):
        raise Refused(NOT_READ)
    if len(value) > most:
        raise TooLarge(f"内容太长了，最多{most}个字。")
    return value.replace("\0", "")


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0
