"""The signed links of papers: one paper, the list of all papers of a case, and what ends a link."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.bundle import Bundles
from bot.channels.headers import secure
from bot.channels.papers_door import Door
from bot.channels.papers_page import Shelf, linker, setup
from bot.errors import StaleState
from bot.library import Published, knowledge, load
from bot.model import CaseStatus
from bot.papers.render import Drafts
from bot.store.blobs import DiskBlobs
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from flows.engine import Answer
from flows.papers import BUNDLE, INDEX, PAPERS
from flows.schema import Flow
from tests.papers.cases import COURT, case
from tests.web.paper_doors import by_chat, by_staff

SHIPPED = load()
FLOW = SHIPPED.flows["private_lending"]
SAID = {
    "side": Answer("lender", "别人欠我钱"),
    "acting": Answer("agent", "帮别人办"),
    "applicant_name": Answer("王秀兰", "王秀兰"),
}


@dataclass
class Clock:
    at: datetime = field(default=datetime(2026, 11, 22, 7, 4, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()


def flow_of(flow_id: str, rev: str) -> Flow:
    if (flow_id, rev) != (FLOW.id, FLOW.rev):
        raise StaleState(f"{flow_id}@{rev}")
    return FLOW


@dataclass
class Place:
    client: TestClient
    records: SqlRecords
    clock: Clock
    shelf: Shelf

    async def opened(self, case_id: str, paper: str, form: str):
        return await self.client.get(self.shelf.link(case_id, paper, form))

    async def move(self, status: CaseStatus) -> None:
        async with self.records.begin() as tx:
            await tx.cases.move("c1", status, expect=(await tx.cases.get("c1")).rev)


@pytest.fixture
async def place(sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Place]:
    records, clock = SqlRecords(sqlite_url, vault), Clock()
    async with records.begin() as tx:
        await tx.cases.add(case(FLOW, SAID))
    seal, unseal = partial(vault.seal, aad=b"paper-link"), partial(vault.open, aad=b"paper-link")
    papers, blobs = Drafts(flow_of, COURT), DiskBlobs(tmp_path, vault)
    known = knowledge(SHIPPED, Published(), clock.today(), COURT)
    bundles = Bundles(records, MemorySessions(vault), blobs, papers, lambda: known, clock)
    sessions = MemorySessions(vault)
    door = Door(sessions, lambda text: vault.digest("sign", text), by_chat, by_staff)
    shelf = Shelf(bundles, papers, unseal, clock, linker(seal, clock, ""), flow_of, door)
    app = web.Application()
    secure(app)
    setup(app, shelf)
    cookies = {"chat": case(FLOW, SAID).sid, "staff": "wang-1"}
    async with TestClient(TestServer(app), cookies=cookies) as client:
        yield Place(client, records, clock, shelf)
    await records.aclose()


async def test_the_list_leads_to_every_paper_that_fits(place: Place) -> None:
    page = await (await place.opened("c1", INDEX, "html")).text()
    names = re.findall(r"<span>(.+?)</span>", page)
    assert names == [PAPERS[p].name for p in FLOW.papers if p != "judicial_confirmation"]
    links = re.findall(r'href="(/p/[^"]+)"', page)
    assert len(links) == 2 * len(names)
    word = await place.client.get(links[1])
    assert word.status == 200
    assert (await word.read())[:2] == b"PK"
    style = re.search(r'stylesheet" href="([^"]+)"', page)
    assert style
    assert (await place.client.get(style[1])).status == 200
    assert "王秀兰" not in page


@pytest.mark.parametrize(
    ("paper", "form", "action"), [("complaint", "docx", "paper"), (BUNDLE, "zip", "bundle")]
)
async def test_what_the_staff_take_by_a_link_carries_their_name(
    place: Place, paper: str, form: str, action: str
) -> None:
    for link in (place.shelf.link("c1", paper, form, by="wang-1"), place.shelf.link("c1", paper, form)):
        answer = await place.client.get(link)
        assert answer.status == 200
        await answer.read()
    async with place.records.begin() as tx:
        seen = [(one.actor, one.subject) for one in await tx.audit.listing() if one.action == action]
    assert ("wang-1", "c1") in seen
    assert [actor for actor, _ in seen if actor != "wang-1"] == (["link"] if action == "bundle" else [])


async def test_the_list_of_the_staff_leads_to_links_of_theirs(place: Place) -> None:
    page = await (await place.client.get(place.shelf.link("c1", INDEX, "html", by="wang-1"))).text()
    await (await place.client.get(re.findall(r'href="(/p/[^"]+)"', page)[1])).read()
    async with place.records.begin() as tx:
        assert "wang-1" in {one.actor for one in await tx.audit.listing()}


async def test_who_takes_what_rests_on_an_outcome_is_noted_without_a_name_too(place: Place) -> None:
    await place.move(CaseStatus.AGREED)
    for paper in ("judicial_confirmation", "mediation_application"):
        await (await place.client.get(place.shelf.link("c1", paper, "docx"))).read()
    async with place.records.begin() as tx:
        seen = [(one.actor, one.data) for one in await tx.audit.listing() if one.action == "paper"]
    assert seen == [("link", {"paper": "judicial_confirmation"})]


async def test_an_agreement_brings_the_application_to_confirm_it(place: Place) -> None:
    await place.move(CaseStatus.AGREED)
    page = await (await place.opened("c1", INDEX, "html")).text()
    assert "司法确认申请书" in page
    assert "调解申请书" in page


async def test_who_files_at_once_is_offered_no_application_to_mediate(place: Place) -> None:
    await place.move(CaseStatus.TO_FILE)
    page = await (await place.opened("c1", INDEX, "html")).text()
    assert "调解申请书" not in page
    assert "起诉状" in page


@pytest.mark.parametrize("form", ["html", "pdf"])
async def test_a_withdrawn_case_gives_nothing_any_more(place: Place, form: str) -> None:
    await place.move(CaseStatus.WITHDRAWN)
    answer = await place.opened("c1", INDEX if form == "html" else "complaint", form)
    assert (answer.status, await answer.text()) == (410, "这份申请已经撤回，材料不再提供下载。")


async def test_a_link_ends_after_seven_days_and_a_broken_one_at_once(place: Place) -> None:
    link = place.shelf.link("c1", INDEX, "html")
    broken = await place.client.get(f"{link[:-6]}AAAAAA")
    assert (broken.status, await broken.text()) == (410, "这个链接不完整，请从聊天里重新点一次。")
    place.clock.at += timedelta(days=7, seconds=1)
    late = await place.client.get(link)
    assert late.status == 410
    assert "过期" in await late.text()


async def test_a_case_of_a_revision_that_is_gone_says_where_to_go(place: Place) -> None:
    async with place.records.begin() as tx:
        await tx.cases.add(replace(case(FLOW, SAID), id="c2", number="n2", flow_rev="gone"))
    answer = await place.opened("c2", INDEX, "html")
    assert answer.status == 410
    assert "诉讼服务大厅" in await answer.text()


async def test_one_case_cannot_keep_the_whole_machine_busy(place: Place) -> None:
    place.shelf.making["c1"] = 3
    refused = await place.opened("c1", "mediation_application", "pdf")
    assert refused.status == 429
    assert "等几秒" in await refused.text()
    place.shelf.making["c1"] = 2
    assert (await place.opened("c1", "mediation_application", "docx")).status == 200
    assert place.shelf.making["c1"] == 2, "what is done no longer counts"
