"""The admin's doors: who may come in, what the list finds, what the duty list names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aiohttp.test_utils import TestClient, TestServer

from bot.desk import admin_views as views
from bot.model import Channel, Delivery, Parcel
from tests.contract.rows import a_handoff
from tests.web.admin_bench import Bureau
from tests.web.admin_hand import IOU, Come, doors
from tests.web.staff_bench import shipped


class TestWhoMayComeIn:
    async def test_nobody_without_a_login(self, place: Bureau, server: TestServer) -> None:
        async with TestClient(server) as client:
            for method, path in doors(place.office.app):
                answer = await client.request(method, path.replace("{id}", "x"))
                assert answer.status == 401, path
            answer = await client.get("/admin", allow_redirects=False)
            assert answer.headers["Location"] == "/login?next=/admin"

    async def test_no_mediator(self, place: Bureau, come: Come) -> None:
        hand = await come("wang")
        for method, path in doors(place.office.app):
            answer = await hand.client.request(
                method, path.replace("{id}", "x"), headers={"X-CSRF": hand.token}, json={}
            )
            assert answer.status == 403, path
        assert (await hand.client.get("/admin")).status == 403

    async def test_an_editor_sees_neither_accounts_nor_audit(self, place: Bureau, come: Come) -> None:
        hand = await come("bian")
        closed = [(m, p) for m, p in doors(place.office.app) if "/accounts" in p or "/audit" in p]
        assert len(closed) == 6
        for method, path in closed:
            answer = await hand.client.request(
                method, path.replace("{id}", "x"), headers={"X-CSRF": hand.token}, json={}
            )
            assert answer.status == 403, path
        page = await (await hand.client.get("/admin")).text()
        assert "#accounts" not in page
        assert "#audit" not in page

    async def test_nothing_changes_without_the_token(self, place: Bureau, come: Come) -> None:
        hand = await come("guan")
        for method, path in doors(place.office.app):
            if method == "POST":
                answer = await hand.client.post(path.replace("{id}", "x"), json={})
                assert answer.status == 403, path


class TestTheList:
    async def test_finds_by_words_topic_state_and_law(self, come: Come) -> None:
        hand = await come()
        whole = await hand.get("faq")
        assert len(whole["rows"]) == len(shipped().faq) == whole["counts"]["published"]
        assert {row["topic"] for row in (await hand.get("faq?topic=wages"))["rows"]} == {"wages"}
        found = (await hand.get("faq?q=没打欠条怎么办"))["rows"]
        assert [row["id"] for row in found] == [IOU]
        assert (await hand.get("faq?state=draft"))["rows"] == []
        by_law = {row["id"] for row in (await hand.get("faq?law=民间借贷规定"))["rows"]}
        assert by_law == {
            key
            for key, one in shipped().faq.items()
            if any(words.startswith("民间借贷规定") for words in one.citations)
        }

    async def test_every_topic_has_a_title(self) -> None:
        assert {entry.topic for entry in shipped().faq.values()} <= set(views.TOPICS)


class TestTheDutyList:
    async def test_names_what_waits_and_leads_there(self, place: Bureau, come: Come) -> None:
        hand = await come()
        async with place.office.world.records.begin() as tx:
            now = place.office.world.clock.now()
            for key in ("p1", "p2"):
                parcel = Parcel(key, "s" * 32, Channel.WECHAT, "openid", 1, "您好", Delivery.QUEUED, now)
                await tx.outbox.put(parcel)
            await tx.outbox.failed("p1", "45047")
        quiet = await hand.get("today")
        assert (quiet["undelivered"], quiet["overdue"], quiet["live"]) == (1, [], len(shipped().faq))
        assert quiet["out"] == []
        assert {"民法典", "民诉法"} <= {row["law"] for row in quiet["laws"]}
        await hand.post("faq", **await hand.entry(review_by="2026-11-21"))
        late = await hand.get("today")
        assert [one["id"] for one in late["overdue"]] == [IOU]
        assert [row["id"] for row in (await hand.get("faq?late=1"))["rows"]] == [IOU]

    async def test_counts_who_waits_in_each_lane_and_who_is_overdue(self, place: Bureau, come: Come) -> None:
        hand = await come()
        assert {row["count"] for row in (await hand.get("today"))["lanes"]} == {0}
        now = place.office.world.clock.now()
        async with place.office.world.records.begin() as tx:
            for n, (ids, hours) in enumerate(((("wages",), -1), (("wages", "mining"), 3), (("company",), 3))):
                one = a_handoff(f"h{n}", sid=f"{n:032d}", lanes=ids, due_at=now + timedelta(hours=hours))
                await tx.handoffs.open(one)
            await tx.handoffs.open(a_handoff("h9", sid="9" * 32, urgent=True))
        rows = {row["id"]: (row["count"], row["overdue"]) for row in (await hand.get("today"))["lanes"]}
        assert rows == {
            "danger": (1, 0),
            "wages": (2, 1),
            "mining": (1, 0),
            "petition": (0, 0),
            "company": (1, 0),
            "finance": (0, 0),
        }

    async def test_only_laws_read_long_ago_or_unsure_are_named(self, place: Bureau, come: Come) -> None:
        place.office.world.clock.at = datetime(2025, 5, 1, 2, tzinfo=UTC)
        hand = await come()
        assert all(row["why"] != "上次和原文核对已经超过一年" for row in (await hand.get("today"))["laws"])
