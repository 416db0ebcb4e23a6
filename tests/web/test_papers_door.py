"""Who a link of papers opens for: the owner's chat, the staff it is for, and who knows the owner's number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.bundle import Bundles
from bot.channels.headers import secure
from bot.channels.papers_door import LIFE_S, OPEN_S, TRIES, Door, Token
from bot.channels.papers_page import Shelf, linker, setup
from bot.library import Published, knowledge
from bot.papers.render import Drafts
from bot.store.blobs import DiskBlobs
from bot.store.memory import MemorySessions
from bot.store.records import SqlRecords
from bot.store.vault import Vault
from flows.engine import Answer
from flows.papers import INDEX
from tests.papers.cases import COURT, case
from tests.web.paper_doors import by_chat, by_staff
from tests.web.test_papers_page import FLOW, SAID, SHIPPED, Clock, Place, flow_of

OWN, OTHER, AGENT = "13800138001", "13900139002", "13700137003"
TOLD = {
    **SAID,
    "applicant_phone": Answer(OWN, OWN),
    "agent_phone": Answer(AGENT, AGENT),
    "respondent_phone": Answer(OTHER, OTHER),
}
SID = case(FLOW, TOLD).sid


@pytest.fixture
async def place(sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Place]:
    records, clock, sessions = SqlRecords(sqlite_url, vault), Clock(), MemorySessions(vault)
    async with records.begin() as tx:
        await tx.cases.add(case(FLOW, TOLD))
        await tx.cases.add(replace(case(FLOW, SAID), id="bare", number="n2"))
    seal, unseal = partial(vault.seal, aad=b"paper-link"), partial(vault.open, aad=b"paper-link")
    papers, blobs = Drafts(flow_of, COURT), DiskBlobs(tmp_path, vault)
    known = knowledge(SHIPPED, Published(), clock.today(), COURT)
    bundles = Bundles(records, sessions, blobs, papers, lambda: known, clock)
    door = Door(sessions, lambda text: vault.digest("sign", text), by_chat, by_staff)
    shelf = Shelf(bundles, papers, unseal, clock, linker(seal, clock, ""), flow_of, door)
    app = web.Application()
    secure(app)
    setup(app, shelf)
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
        yield Place(client, records, clock, shelf)
    await records.aclose()


async def tell(place: Place, link: str, digits: str):
    return await place.client.post(link, data={"last": digits}, allow_redirects=False)


async def test_the_owners_chat_is_asked_nothing(place: Place) -> None:
    link = place.shelf.link("c1", INDEX, "html")
    assert (await place.client.get(link, cookies={"chat": SID})).status == 200
    place.client.session.cookie_jar.clear()
    assert (await place.client.get(link, cookies={"chat": "another"})).status == 403


@pytest.mark.parametrize("form", ["html", "docx"])
async def test_whoever_only_has_the_link_is_asked_and_told_nothing(place: Place, form: str) -> None:
    link = place.shelf.link("c1", INDEX if form == "html" else "complaint", form)
    for answer in (await place.client.get(link), await place.client.head(link)):
        assert answer.status == 403
        page = await answer.text()
        assert not any(word in page for word in ("王秀兰", "n1", OWN[-4:], "借"))
    page = await (await place.client.get(link)).text()
    assert "<title>案件材料</title>" in page
    assert 'inputmode="numeric"' in page


@pytest.mark.parametrize("digits", [OWN[-4:], AGENT[-4:], " 8 0 0 1 ", "８００１", f"{OWN[-4:]}。"], ids=repr)
async def test_the_last_four_digits_open_once_for_this_browser(place: Place, digits: str) -> None:
    link = place.shelf.link("c1", INDEX, "html")
    answer = await tell(place, link, digits)
    assert (answer.status, answer.headers["Location"]) == (303, link)
    assert (await place.client.get(link)).status == 200
    place.clock.at += timedelta(days=8)
    assert (await place.client.get(place.shelf.link("c1", "complaint", "docx"))).status == 200
    assert (await place.client.get(place.shelf.link("c1", INDEX, "html", by="wang-1"))).status == 410


@pytest.mark.parametrize("digits", [OTHER[-4:], "", "1", OWN[-3:], OWN[:4], f"{OWN[-4:]}1", "王秀兰"])
async def test_other_digits_do_not_the_other_sides_least_of_all(place: Place, digits: str) -> None:
    link = place.shelf.link("c1", INDEX, "html")
    answer = await tell(place, link, digits)
    assert answer.status == 403
    assert "还可以试4次" in await answer.text()
    assert (await place.client.get(link)).status == 403


async def test_tries_end_for_one_link_and_its_owner_takes_another(place: Place) -> None:
    link = place.shelf.link("c1", INDEX, "html")
    for n in range(TRIES):
        answer = await tell(place, link, f"000{n}")
    assert "回到聊天里" in await answer.text()
    twin = place.shelf.link("c1", "complaint", "docx")  # of the same reply
    for one in (link, twin):
        answer = await tell(place, one, OWN[-4:])
        assert (answer.status, "拿一个新的" in await answer.text()) == (410, True)
    assert (await place.client.get(link, cookies={"chat": SID})).status == 200, "the chat itself stays open"
    place.client.session.cookie_jar.clear()
    place.clock.at += timedelta(seconds=20)
    assert (await tell(place, place.shelf.link("c1", INDEX, "html"), OWN[-4:])).status == 303


async def test_who_opens_their_papers_often_is_not_counted(place: Place) -> None:
    link = place.shelf.link("c1", INDEX, "html")
    for _ in range(TRIES + 2):
        assert (await tell(place, link, OWN[-4:])).status == 303


async def test_one_case_known_opens_no_other(place: Place) -> None:
    async with place.records.begin() as tx:
        await tx.cases.add(replace(case(FLOW, TOLD), id="c2", number="n3"))
    await tell(place, place.shelf.link("c1", INDEX, "html"), OWN[-4:])
    assert (await place.client.get(place.shelf.link("c2", INDEX, "html"))).status == 403


async def test_a_corrected_number_asks_again(place: Place) -> None:
    link = place.shelf.link("c1", INDEX, "html")
    await tell(place, link, OWN[-4:])
    (held,) = [c for c in place.client.session.cookie_jar if c.key.startswith("mb_paper_")]
    assert held["httponly"]
    assert held["path"] == "/p/"
    request = make_mocked_request("GET", link, headers={"Cookie": f"{held.key}={held.value}"})
    token = Token("c1", INDEX, "html", int(place.clock.at.timestamp()) + LIFE_S)
    moved = case(FLOW, {**TOLD, "applicant_phone": Answer(OTHER, OTHER)})
    for found, refusal in ((case(FLOW, TOLD), None), (moved, "")):
        assert await place.shelf.door.refusal(request, token, found, place.clock.at) == refusal


async def test_a_case_of_nobody_is_not_the_case_of_who_has_no_cookie(place: Place) -> None:
    async with place.records.begin() as tx:
        await tx.cases.add(replace(case(FLOW, TOLD), id="c5", number="n5", sid=""))
    assert (await place.client.get(place.shelf.link("c5", INDEX, "html"))).status == 403


async def test_papers_without_a_number_are_open_for_an_hour(place: Place) -> None:
    link = place.shelf.link("bare", INDEX, "html")
    assert (await place.client.get(link)).status == 200
    place.clock.at += timedelta(seconds=OPEN_S + 1)
    answer = await place.client.get(link)
    assert (answer.status, "再拿一次" in await answer.text()) == (410, True)
    assert (await tell(place, link, "")).status == 403
    assert (await place.client.get(link, cookies={"chat": SID})).status == 200


async def test_a_link_of_the_staff_is_for_that_account_alone(place: Place) -> None:
    link = place.shelf.link("c1", INDEX, "html", by="wang-1")
    for cookies in ({}, {"staff": "li-2"}, {"chat": SID}):
        place.client.session.cookie_jar.clear()
        answer = await place.client.get(link, cookies=cookies)
        assert (answer.status, "工作台" in await answer.text()) == (410, True)
        assert (await tell(place, link, OWN[-4:])).status == 410
    place.client.session.cookie_jar.clear()
    assert (await place.client.get(link, cookies={"staff": "wang-1"})).status == 200


@pytest.mark.parametrize(("paper", "form"), [(INDEX, "html"), ("complaint", "docx"), ("complaint", "gone")])
async def test_no_answer_is_kept_or_named_to_others(place: Place, paper: str, form: str) -> None:
    link = place.shelf.link("c1", paper, form)
    link = link[:-8] + "AAAAAAAA" if form == "gone" else link
    for cookies in ({}, {"chat": SID}):
        answer = await place.client.get(link, cookies=cookies)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "王" not in link
