"""JSON doors beside the brief: corrections, who filed together, the list of a mining case, a false alarm."""

from __future__ import annotations

from functools import partial

from aiohttp import web

from bot import corrections
from bot.brief import facts_of
from bot.checklists import Checklists
from bot.desk import fact_views, group_views, lane_views, views
from bot.desk.desk_api import NOT_READ, Tools, held, json_of, text_of, visible
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.errors import Forbidden, NotFound, Refused
from bot.false_alarm import FalseAlarm
from bot.field_reading import Wish
from bot.handoff import GROUP_SUM
from bot.model import CaseFile, Handoff
from bot.outcome_undo import TakenBack

#: A pasted list of many workers.
WORDS = 20_000


class CaseApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._desk = tools.desk
        self._lists = Checklists(tools.desk.records, tools.desk.clock)
        self._alarms = FalseAlarm(tools.desk)
        self._taken_back = TakenBack(tools.desk)

    async def members(self, request: web.Request) -> web.Response:
        """GET: everybody who filed together, with sums; reading it is logged."""
        handoff = await visible(self._desk, request.match_info["id"], account_of(request))
        covered = not views.holds(handoff, account_of(request))
        cases = await self._together(handoff, account_of(request).id)
        return json_answer(group_views.members(cases, GROUP_SUM, views.CASE_STATES, masks=covered))

    async def member(self, request: web.Request) -> web.Response:
        """GET: one of them: facts and papers."""
        account = account_of(request)
        handoff = await visible(self._desk, request.match_info["id"], account)
        cases = await self._together(handoff, account.id)
        case = next((one for one in cases if one.id == request.match_info["case"]), None)
        if case is None:
            raise NotFound
        covered = not views.holds(handoff, account)
        flow = self._desk.knowledge().flow(case.flow, case.flow_rev)
        link = partial(self._tools.papers_link, by=account.id)
        return json_answer(
            {
                "number": case.number,
                "title": case.title,
                "facts": [fact_views.fact(one, masks=covered) for one in facts_of(flow, case.answers)],
                "papers": [] if covered else views.papers(case, flow, link),
            }
        )

    async def checklist(self, request: web.Request) -> web.Response:
        """GET: the court's method on this case, with who ticked what; no items where there is none."""
        handoff = await visible(self._desk, request.match_info["id"], account_of(request))
        case = await self._case(handoff)
        return json_answer(lane_views.checklist(await self._lists.of(case) if case else []))

    async def tick(self, request: web.Request) -> web.Response:
        """POST {item, done}: only who has the case; the list as it is now."""
        account, data = account_of(request), await json_of(request)
        handoff = await visible(self._desk, request.match_info["id"], account)
        if not views.holds(handoff, account):
            raise Forbidden("请先接手，再打勾。")
        case = await self._case(handoff)
        if case is None:
            raise NotFound("案件还没有提交。")
        await self._lists.tick(case, account, text_of(data, "item", 60), done=data.get("done") is True)
        await self._tools.sessions.wake("desk", handoff.id)
        return json_answer(lane_views.checklist(await self._lists.of(case)))

    async def not_danger(self, request: web.Request) -> web.Response:
        """POST {why}: the urgency was a mistake; only who has the case, with a reason."""
        account, data = account_of(request), await json_of(request)
        handoff = await self._held(request)
        after = await self._alarms.calm(handoff, account, text_of(data, "why", 500))
        return json_answer({"handoff": views.row(after, account, self._desk.clock.now())})

    async def danger_again(self, request: web.Request) -> web.Response:
        """POST: takes 不是危险 back."""
        account = account_of(request)
        after = await self._alarms.undo(await self._held(request), account)
        return json_answer({"handoff": views.row(after, account, self._desk.clock.now())})

    async def outcome_back(self, request: web.Request) -> web.Response:
        """POST {why}: the outcome was a mistake; only who set it and admins, with a reason."""
        account, data = account_of(request), await json_of(request)
        handoff = await visible(self._desk, request.match_info["id"], account)
        after = await self._taken_back.undo(handoff, account, text_of(data, "why", 500))
        return json_answer({"handoff": views.row(after, account, self._desk.clock.now())})

    async def edit(self, request: web.Request) -> web.Response:
        """POST {field, words, what?, row?, mark?} -> {shown}; the reader's sentence where it is no value."""
        account, change = account_of(request), await _change(request)
        handoff = await self._held(request)
        case = await corrections.case_at(self._desk, handoff)
        if case:
            shown = await corrections.correct(self._desk, handoff, case, account, change)
        else:
            shown = await self._desk.edit(handoff.id, account, change)
        return json_answer({"shown": shown})

    async def preview(self, request: web.Request) -> web.Response:
        """POST as `edit` -> what it would keep, and what the citizen would be told."""
        change = await _change(request)
        one = await corrections.preview(self._desk, await self._held(request), change)
        return json_answer(
            {
                "label": one.label,
                "shown": one.shown or one.answer.shown,
                "part": one.part,
                "before": one.before if one.part else "",
                "total": one.answer.shown if one.part else "",
                "known": one.answer.known,
                "doubt": one.doubt,
                "told": one.told,
                "at_once": one.at_once,
            }
        )

    async def _held(self, request: web.Request) -> Handoff:
        return await held(self._desk, request.match_info["id"], account_of(request))

    async def _case(self, handoff: Handoff) -> CaseFile | None:
        """What the brief is about: the handoff's case, else what the citizen handed in last."""
        async with self._desk.records.begin() as tx:
            cases = await tx.cases.of(handoff.sid)
        own = next((one for one in cases if one.id == handoff.case_id), None)
        return own or (cases[0] if cases else None)

    async def _together(self, handoff: Handoff, reader: str) -> list[CaseFile]:
        case = await self._case(handoff)
        now = self._desk.clock.now()
        async with self._desk.records.begin() as tx:
            cases = await tx.cases.members(case.group) if case else []
            await tx.audit.add(reader, "read_members", handoff.id, {"cases": len(cases)}, now)
        if not cases:
            raise NotFound("这一位是单独来的，没有一起申请的人。")
        return cases


async def _change(request: web.Request) -> Wish:
    """What is to be corrected; raises Refused where nothing was typed."""
    data = await json_of(request)
    words, what, row = text_of(data, "words", WORDS), text_of(data, "what", 10), data.get("row", 0)
    if what not in {"", "row", "drop", "add"} or not isinstance(row, int):
        raise Refused(NOT_READ)
    if not words.strip() and what != "drop":
        raise Refused("请先填写内容。")
    return Wish(text_of(data, "field", 80), words, what, row, text_of(data, "mark", 20))
