"""The JSON doors of the FAQ: list, edit, check, rehearse, publish, train."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from aiohttp import web

from bot import faq_check
from bot.accounts import Accounts
from bot.asked import AskedInVain
from bot.content import Checked, Content, Item, overdue
from bot.desk import admin_forms as forms
from bot.desk import admin_views as views
from bot.desk import lane_views
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.errors import Refused
from bot.handoff import Desk
from bot.law import interest
from bot.model import HandoffState, Revision, Role
from bot.ports import Clock, Records, Understander
from bot.rehearsal import Rehearsal
from bot.templates import Templates
from flows.questions import NEXT_COMMANDS


@dataclass(frozen=True, slots=True)
class Tools:
    """What the doors work with."""

    content: Content
    accounts: Accounts
    records: Records
    nlu: Understander
    clock: Clock
    court: str
    desk: Desk
    templates: Templates

    async def names(self) -> dict[str, str]:
        """Account id -> name."""
        return {one.id: one.name for one in await self.accounts.everybody()}


class FaqApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._content = tools.content
        self._asked = AskedInVain(tools.content, tools.records, tools.clock)
        self._rehearsal = Rehearsal(tools.content.knowledge, tools.nlu, tools.clock)

    async def today(self, request: web.Request) -> web.Response:
        """GET: what waits for an editor."""
        items, today = await self._content.items(), self._tools.clock.today()
        async with self._tools.records.begin() as tx:
            unmatched, asked = await tx.unmatched.tally()
            undelivered = await tx.outbox.undelivered()
        waiting = await self._tools.desk.queue(states=[HandoffState.WAITING])
        live = [item.entry for item in items if item.state == "published"]
        laws = faq_check.to_read_again(live, today)
        late = overdue(items, today)
        return json_answer(
            {
                "unmatched": unmatched,
                "desk": account_of(request).role in {Role.MEDIATOR, Role.ADMIN},
                "asked": asked,
                "drafts": sum(item.draft is not None for item in items),
                "overdue": [{"id": i.entry.id, "question": i.entry.question} for i in late],
                "undelivered": undelivered,
                "lanes": lane_views.counts(waiting, self._tools.clock.now()),
                "laws": [{"law": w.name, "title": w.title, "why": why, "count": n} for w, why, n in laws],
                "out": [
                    {"kind": one.kind, "id": one.id, "title": one.title, "why": one.why}
                    for one in self._content.out_of_service()
                ],
                "training": await self._training(),
                "model": self._content.trainer is not None,
                "live": len(live),
                "lpr": interest.stale(self._tools.clock.today()),
                "templates": [
                    {"id": one.paper, "name": one.name}
                    for one in await self._tools.templates.items()
                    if one.failed
                ],
            }
        )

    async def choices(self, _: web.Request) -> web.Response:
        """GET: what the editor's lists offer."""
        k, items = self._content.knowledge(), await self._content.items()
        nexts = [{"value": "", "title": "不提供下一步"}]
        nexts += [{"value": f"flow:{x.id}", "title": f"登记：{x.title}"} for x in k.labels.values()]
        nexts += [
            {"value": f"flow:{x.id}", "title": f"登记：{x.title}"}
            for x in k.flows.values()
            if x.id not in k.labels
        ]
        nexts += [{"value": f"door:{x.id}", "title": f"其他途径：{x.title}"} for x in k.doors.values()]
        nexts += [{"value": f"cmd:{x}", "title": f"操作：{k.title(x)}"} for x in sorted(NEXT_COMMANDS)]
        nexts += [{"value": f"faq:{x.id}", "title": f"问答：{x.question}"} for x in k.faq.values()]
        topics = dict(views.TOPICS) | {
            i.entry.topic: i.entry.topic for i in items if i.entry.topic not in views.TOPICS
        }
        return json_answer(
            {
                "nexts": nexts,
                "topics": [{"id": key, "title": title} for key, title in topics.items()],
                "owners": sorted({item.entry.owner for item in items if item.entry.owner}),
            }
        )

    async def listing(self, request: web.Request) -> web.Response:
        """GET ?q=&topic=&state=&law= -> {rows, counts, topics}."""
        query = request.query
        found = await self._content.items(query.get("q", "")[:100])
        today = self._tools.clock.today()
        if law := query.get("law", ""):
            found = [item for item in found if faq_check.cites(item.newest, law)]
        by_topic = Counter(item.newest.topic for item in found)
        if topic := query.get("topic", ""):
            found = [item for item in found if item.newest.topic == topic]
        counts = {name: sum(_is(item, name) for item in found) for name in views.STATES}
        shown = [item for item in found if _is(item, query.get("state", ""))]
        if query.get("late"):
            shown = overdue(shown, today)
        names = await self._tools.names()
        return json_answer(
            {
                "rows": [views.row(item, names, today) for item in shown],
                "counts": {"": len(found), **counts},
                "topics": dict(by_topic),
            }
        )

    async def entry(self, request: web.Request) -> web.Response:
        """GET: one entry for the editor."""
        return json_answer(await self._one(request.match_info["id"]))

    async def blank(self, request: web.Request) -> web.Response:
        """GET ?topic=&unmatched= : a new entry with what can be guessed, and questions it is to answer."""
        entry = await self._content.blank(request.query.get("topic", ""))
        ids = [one for one in request.query.get("unmatched", "").split(",") if one]
        asked = await self._asked.chosen(ids) if ids else []
        if asked:
            first, *others = [one.text for one in asked]
            entry = replace(entry, question=first, variants=tuple(others))
        return json_answer({"entry": entry.to_json(), "n": 0, "unmatched": [one.id for one in asked]})

    async def check(self, request: web.Request) -> web.Response:
        """POST {entry} -> {faults, hints, trains, now, later, citations, says}: while somebody types."""
        form = await forms.read(request, forms.CheckForm)
        checked = await self._content.look(form.entry.model_dump())
        cited = views.citations(checked.entry, self._tools.clock.today())
        known = bool(cited) and all(one["title"] for one in cited)
        entry = checked.entry if known and checked.entry and checked.entry.answer else None
        bubbles = self._rehearsal.answer(entry) if entry else ()
        return json_answer(
            {
                "faults": checked.faults,
                "hints": checked.hints,
                "trains": checked.trains,
                "now": checked.now,
                "later": checked.later,
                "citations": cited,
                "says": views.says(bubbles),
            }
        )

    async def rehearse(self, request: web.Request) -> web.Response:
        """POST {text, entry?} -> {says, ranked, source}: 试一试."""
        form = await forms.read(request, forms.TryForm)
        entry = None
        if form.entry is not None:
            checked = await self._content.look(form.entry.model_dump())
            if checked.entry is None or checked.faults:
                raise Refused("这条问答还有要改的地方，改好以后再试。")
            entry = checked.entry
        found = await self._rehearsal.ask(form.text, entry)
        return json_answer(views.rehearsed(found, self._content.knowledge()))

    async def save(self, request: web.Request) -> web.Response:
        """POST {entry, why, expect, unmatched?} -> the entry, which fields are live; 409 when overtaken."""
        form, account = await forms.read(request, forms.SaveForm), account_of(request)
        row, ids = form.entry.model_dump(), form.unmatched
        checked = await self._content.look(row)
        saved, _ = await self._asked.write(account, row, form.why, expect=form.expect, ids=ids)
        return json_answer(await self._saved(saved, checked))

    async def history(self, request: web.Request) -> web.Response:
        """GET -> {versions}: newest first, with what each changed."""
        versions = await self._content.history(request.match_info["id"])
        return json_answer({"versions": views.versions(versions, await self._tools.names())})

    async def roll_back(self, request: web.Request) -> web.Response:
        """POST {n} -> the entry, and which fields are live."""
        form, key = await forms.read(request, forms.VersionForm), request.match_info["id"]
        wanted = await self._content.version(key, form.n)
        checked = await self._content.look(wanted)
        saved = await self._content.roll_back(account_of(request), key, form.n)
        return json_answer(await self._saved(saved, checked))

    async def retire(self, request: web.Request) -> web.Response:
        """POST {why} -> the entry: taken down at once."""
        form, key = await forms.read(request, forms.WhyForm), request.match_info["id"]
        await self._content.retire(account_of(request), key, form.why)
        return json_answer({"item": await self._one(key), "live": True})

    async def discard(self, request: web.Request) -> web.Response:
        """POST -> the entry without its draft."""
        key = request.match_info["id"]
        await self._content.discard(account_of(request), key)
        items = {item.entry.id for item in await self._content.items()}
        return json_answer({"item": await self._one(key) if key in items else None, "live": False})

    async def training(self, _: web.Request) -> web.Response:
        """GET: the training under way or the last one, and the drafts that wait."""
        drafts = [item for item in await self._content.items() if item.draft]
        names, today = await self._tools.names(), self._tools.clock.today()
        return json_answer(
            {
                "training": await self._training(),
                "drafts": [views.one(item, names, today) for item in drafts],
                "model": self._content.trainer is not None,
            }
        )

    async def train(self, request: web.Request) -> web.Response:
        """POST: 训练并发布; 409 while one runs."""
        await self._content.train(account_of(request))
        return json_answer({"training": await self._training()})

    async def _one(self, key: str) -> views.View:
        item = await self._content.item(key)
        return views.one(item, await self._tools.names(), self._tools.clock.today())

    async def _saved(self, saved: Revision, checked: Checked) -> views.View:
        live = saved.state == "published"
        item = await self._one(saved.key)
        return {"item": item, "live": live, "now": checked.now, "later": checked.later}

    async def _training(self) -> views.View:
        return views.training(await self._content.training(), self._content.knowledge())


def _is(item: Item, state: str) -> bool:
    """A published entry with a draft is in both lists."""
    return not state or item.state == state or (state == "draft" and item.draft is not None)
