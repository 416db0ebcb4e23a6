"""The admin's doors over real Redis and SQLite: who may do what, what is told, what is refused."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.app import SYSTEM, create_app
from bot.batches import Batches
from bot.clusters import Cluster
from bot.desk import admin_asked
from bot.desk import admin_views as views
from bot.desk.admin_actions import KINDS, of_kind
from bot.desk.openapi import document
from bot.false_alarm import FalseAlarm
from bot.model import Channel, Delivery, Parcel
from bot.settings import Settings
from bot.store.vault import Vault
from nlu.parse import Ranked
from tests.contract.test_records import a_handoff
from tests.loan_tables import table
from tests.talk import Talk
from tests.tree import ROOT
from tests.web.admin_bench import REFUSED, Bureau, bureau
from tests.web.staff_bench import PASSWORD, STORY, log_in, shipped, token
from tests.web.test_corrections import handed_in

IOU = "lending_no_iou"
WORDS = "打了水漂的钱没立字据"


@dataclass
class Hand:
    """One logged-in browser at the doors."""

    client: TestClient[Any, Any]
    token: str

    async def get(self, path: str, status: int = 200) -> Any:
        answer = await self.client.get(f"/api/admin/{path}")
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def post(self, path: str, status: int = 200, **data: Any) -> Any:
        answer = await self.client.post(f"/api/admin/{path}", json=data, headers={"X-CSRF": self.token})
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def entry(self, key: str = IOU, **changed: Any) -> dict[str, Any]:
        found = await self.get(f"faq/{key}")
        return {"entry": {**found["entry"], **changed}, "expect": found["n"]}


Come = Callable[..., Awaitable[Hand]]


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Bureau]:
    async with bureau(redis_url, sqlite_url, vault, tmp_path / "blobs") as made:
        yield made


@pytest.fixture
async def server(place: Bureau) -> AsyncIterator[TestServer]:
    one = TestServer(place.office.app)
    await one.start_server()
    yield one
    await one.close()


@pytest.fixture
async def come(server: TestServer) -> AsyncIterator[Come]:
    clients: list[TestClient[Any, Any]] = []

    async def arrive(login: str = "bian", password: str = PASSWORD) -> Hand:
        client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        clients.append(client)
        await client.start_server()
        answer = await log_in(client, login, password)
        assert answer.status == 303
        return Hand(client, await token(client))

    yield arrive
    for client in clients:
        await client.close()


def doors(app: web.Application, prefix: str = "/api/admin/") -> Iterator[tuple[str, str]]:
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith(prefix) and route.method != "HEAD":
            yield route.method, path


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


class TestEditing:
    async def test_the_check_shows_faults_sources_and_the_answer_as_it_will_be_said(self, come: Come) -> None:
        hand = await come()
        body = await hand.entry(answer="能，先找转账记录。", citations=["民法典679"])
        found = await hand.post("faq-check", entry=body["entry"])
        assert (found["faults"], found["trains"]) == ([], False)
        assert found["citations"][0]["title"] == "《中华人民共和国民法典》第六百七十九条"
        assert found["citations"][0]["gist"]
        (said,) = [one for one in found["says"] if one["card"]]
        assert said["text"].startswith("能，先找转账记录。\n\n依据：民法典第六百七十九条")
        assert "仅供参考" in said["text"]
        bad = await hand.post("faq-check", entry={**body["entry"], "citations": ["民法典9999"]})
        assert bad["says"] == []
        assert "没有登记第9999条" in bad["faults"][0]

    async def test_an_answer_is_what_the_next_citizen_hears(self, place: Bureau, come: Come) -> None:
        hand = await come()
        saved = await hand.post("faq", **await hand.entry(answer="能，先找转账记录。"), why="短些")
        assert (saved["live"], saved["item"]["n"]) == (True, 1)
        talk = Talk(place.office.world, "citizen-9")
        await talk.says("没有借条，借出去的钱还能要回来吗？")
        talk.hears("能，先找转账记录。")
        tried = await hand.post("faq-try", text="没有借条，借出去的钱还能要回来吗？")
        assert "先找转账记录" in tried["says"][0]["text"]
        edit = await hand.entry(answer="还没有存的回答。")
        tried = await hand.post("faq-try", text="没有借条，借出去的钱还能要回来吗？", entry=edit["entry"])
        assert "还没有存的回答" in tried["says"][0]["text"]

    @pytest.mark.parametrize(
        ("edits", "now", "later"),
        [
            ({"answer": "能，先找转账记录。"}, ["回答"], []),
            ({"answer": "能。", "citations": ["民法典679"]}, ["回答", "依据"], []),
            ({"variants": [WORDS]}, [], ["其他问法"]),
            ({"answer": "能。", "variants": [WORDS]}, ["回答"], ["其他问法"]),
            ({"answer": "能。", "question": "没打条子还能要钱吗？"}, ["回答"], ["问题"]),
            ({}, [], []),
        ],
    )
    async def test_what_is_live_at_once_and_what_waits_is_said_and_true(
        self, place: Bureau, come: Come, edits: dict[str, Any], now: list[str], later: list[str]
    ) -> None:
        hand = await come()
        body = await hand.entry()
        if "variants" in edits:
            edits = {**edits, "variants": [*body["entry"]["variants"], *edits["variants"]]}
        body["entry"] |= edits
        found = await hand.post("faq-check", entry=body["entry"])
        assert (found["now"], found["later"]) == (now, later)
        saved = await hand.post("faq", **body)
        assert (saved["now"], saved["later"]) == (now, later)
        live = place.office.world.content.knowledge().faq[IOU]
        assert live.answer == body["entry"]["answer"]
        assert WORDS not in live.variants
        assert saved["item"]["draft"] is bool(later)
        assert [one["title"] for one in saved["item"]["changes"]] == later

    async def test_a_new_entry_waits_as_a_whole(self, come: Come) -> None:
        hand = await come()
        blank = await hand.get("faq-blank?topic=court_life")
        entry = blank["entry"] | {
            "question": "来法院停车收费吗？",
            "answer": "不收费。",
            "citations": ["民诉法125"],
        }
        saved = await hand.post("faq", entry=entry, why="", expect=0)
        assert (saved["live"], saved["now"], saved["later"]) == (False, [], ["整条问答"])

    async def test_going_back_says_what_is_live(self, come: Come) -> None:
        hand = await come()
        body = await hand.entry(answer="能。")
        body["entry"]["variants"].append(WORDS)
        await hand.post("faq", **body)
        back = await hand.post(f"faq/{IOU}/roll-back", n=0)
        assert (back["live"], back["now"], back["later"]) == (True, ["回答"], [])
        again = await hand.post(f"faq/{IOU}/roll-back", n=2)
        assert (again["live"], again["now"], again["later"]) == (False, ["回答"], ["其他问法"])

    async def test_the_second_to_save_is_told(self, come: Come) -> None:
        one, two = await come("bian"), await come("guan")
        mine, theirs = await one.entry(answer="我写的。"), await two.entry(answer="他写的。")
        await two.post("faq", **theirs)
        refused = await one.post("faq", 409, **mine)
        assert "别人" in refused["error"]
        assert (await one.get(f"faq/{IOU}"))["entry"]["answer"] == "他写的。"

    async def test_history_shows_words_that_went_and_came(self, come: Come) -> None:
        hand = await come()
        await hand.post("faq", **await hand.entry(answer="可以要回来。"), why="先说结论")
        await hand.post("faq", **await hand.entry(answer="可以要回来，别着急。"))
        versions = (await hand.get(f"faq/{IOU}/history"))["versions"]
        assert [one["n"] for one in versions] == [2, 1, 0]
        assert versions[0]["changes"] == [
            {"title": "回答", "parts": [["=", "可以要回来"], ["+", "，别着急"], ["=", "。"]]}
        ]
        assert (versions[1]["why"], versions[1]["author"]) == ("先说结论", "编辑")
        back = await hand.post(f"faq/{IOU}/roll-back", n=1)
        assert back["item"]["entry"]["answer"] == "可以要回来。"
        assert back["live"] is True

    async def test_taken_down_and_dropped(self, come: Come) -> None:
        hand = await come()
        body = await hand.entry()
        body["entry"]["variants"].append(WORDS)
        assert (await hand.post("faq", **body))["live"] is False
        shown = await hand.get(f"faq/{IOU}")
        assert shown["changes"] == [{"title": "其他问法", "parts": [["+", WORDS]], "list": True}]
        assert (await hand.post(f"faq/{IOU}/discard"))["item"]["draft"] is False
        assert (await hand.post(f"faq/{IOU}/retire", why="旧了"))["item"]["state"] == "retired"
        assert "已经下架" in (await hand.post(f"faq/{IOU}/retire", 422, why=""))["error"]

    @pytest.mark.parametrize(
        ("path", "data", "status"),
        [
            ("faq", {}, 422),
            ("faq", {"entry": {"question": "x" * 600}, "expect": 0}, 422),
            ("faq", {"entry": "x", "expect": 0}, 422),
            ("faq", {"entry": {}, "expect": -1}, 422),
            ("faq-try", {"text": ""}, 422),
            ("faq-try", {"text": "问" * 501}, 422),
            ("faq/nothing/retire", {"why": ""}, 404),
            ("faq/nothing/roll-back", {"n": 3}, 404),
            (f"faq/{IOU}/roll-back", {"n": 7}, 404),
            ("unmatched-dismiss", {"questions": []}, 422),
            ("unmatched-dismiss", {"questions": ["nothing"]}, 404),
            ("unmatched-variants", {"entry": IOU, "questions": {}}, 422),
            ("unmatched-variants", {"entry": IOU, "questions": {"nothing": ""}}, 404),
            ("unmatched-undo", {"batch": "nothing"}, 422),
        ],
    )
    async def test_garbage_is_refused_in_chinese(
        self, come: Come, path: str, data: dict[str, Any], status: int
    ) -> None:
        refused = await (await come()).post(path, status, **data)
        assert re.search("[\u4e00-\u9fff]", refused["error"])
        assert not re.search("[A-Za-z]{4,}", refused["error"])

    async def test_a_huge_body_is_not_read(self, come: Come) -> None:
        refused = await (await come()).post("faq-check", 413, entry={"answer": "长" * 100_000})
        assert "太长" in refused["error"]


class TestTraining:
    async def test_is_seen_running_and_refused_with_sentences(self, place: Bureau, come: Come) -> None:
        hand = await come()
        body = await hand.entry()
        body["entry"]["variants"].append(WORDS)
        await hand.post("faq", **body)
        place.trainer.verdict = REFUSED
        assert (await hand.post("training"))["training"]["state"] == "running"
        assert "正在训练" in (await hand.post("training", 409))["error"]
        await asyncio.sleep(0.05)
        assert (await hand.get("today"))["training"]["percent"] == 43
        place.trainer.go.set()
        await asyncio.sleep(0.3)
        found = await hand.get("training")
        report = found["training"]["report"]
        assert (found["training"]["state"], report["passed"]) == ("refused", False)
        assert report["reasons"] == REFUSED["reasons"]
        assert report["lost"][0] == {
            "text": "没有借条，借出去的钱还能要回来吗？",
            "right": "问答：没有借条，借出去的钱还能要回来吗？",
            "taken": "闲聊",
        }
        assert [draft["id"] for draft in found["drafts"]] == [IOU]

    async def test_a_question_asked_in_vain_is_answered_in_one_screen(
        self, place: Bureau, come: Come
    ) -> None:
        hand = await come()
        key = await place.ask_in_vain(WORDS, 3)
        listed = (await hand.get("unmatched"))["rows"]
        assert [(one["text"], one["count"]) for one in listed] == [(WORDS, 3)]
        assert (await hand.post("unmatched-variants", entry=IOU, questions={key: WORDS}))["draft"] is True
        assert (await hand.get("unmatched"))["rows"] == []
        place.trainer.go.set()
        await hand.post("training")
        for _ in range(30):  # publishing builds keyword tables; asking seldom leaves the machine to it
            await asyncio.sleep(1)
            if (await hand.get("training"))["training"]["state"] != "running":
                break
        assert (await hand.get("training"))["training"]["state"] == "published"
        tried = await hand.post("faq-try", text=WORDS)
        assert tried["ranked"][0]["title"] == "问答：没有借条，借出去的钱还能要回来吗？"

    async def test_a_new_entry_settles_the_question_it_was_written_for(
        self, place: Bureau, come: Come
    ) -> None:
        hand = await come()
        key = await place.ask_in_vain("法院停车收费吗")
        other = await place.ask_in_vain("停车要钱吗")
        blank = await hand.get(f"faq-blank?topic=court_life&unmatched={key},{other},gone")
        assert blank["unmatched"] == [key, other]
        assert (blank["entry"]["question"], blank["entry"]["variants"]) == ("法院停车收费吗", ["停车要钱吗"])
        entry = {
            **blank["entry"],
            "answer": "不收费。",
            "citations": ["民诉法125"],
        }
        saved = await hand.post("faq", entry=entry, expect=0, unmatched=[key, other])
        assert (saved["live"], saved["item"]["state"]) == (False, "draft")
        assert (await hand.get("unmatched"))["rows"] == []
        today = await hand.get("today")
        assert (today["unmatched"], today["drafts"]) == (0, 1)
        last = (await hand.get("unmatched"))["last"]
        assert last["words"].endswith("”等2个问题写了新问答。")
        assert (await hand.post("unmatched-undo", batch=last["batch"]))["questions"] == 2
        today = await hand.get("today")
        assert (today["unmatched"], today["drafts"]) == (2, 0)


def test_what_is_likely_by_chance_is_not_offered() -> None:
    ranked = [Ranked("gone", 0.9), Ranked("a", 0.5), Ranked("b", admin_asked.WEAK), Ranked("c", 0.04)]
    assert [one.name for one in admin_asked.likely(ranked, {"a", "b", "c"})] == ["a", "b"]


class TestClusters:
    async def test_what_is_hardly_like_the_rest_is_not_ticked_and_chance_is_not_offered(
        self, place: Bureau, come: Come, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alike = ["法院停车收费吗", "法院能停车吗"]
        found = Cluster((0, 1, 2), ("停车",), (1.0, admin_asked.WEAK, admin_asked.WEAK - 0.01))
        monkeypatch.setattr("bot.asked._grouped", lambda *_: [found])
        for text in (*alike, "公鸡打鸣怎么办"):
            await place.ask_in_vain(text)
        hand = await come()
        (row,) = (await hand.get("unmatched"))["rows"]
        assert [one["weak"] for one in row["members"]] == [False, False, True]

    async def test_are_told_with_what_an_editor_needs_and_nobody_who_asked(
        self, place: Bureau, come: Come
    ) -> None:
        hand = await come()
        for text, times in (("法院停车收费吗", 3), ("法院能停车吗", 2), ("借钱没打借条咋办", 1)):
            await place.ask_in_vain(text, times)
        found = await hand.get("unmatched")
        first, second = found["rows"]
        assert (found["clusters"], found["questions"], found["page"], found["pages"]) == (2, 3, 1, 1)
        assert (first["count"], first["askers"], len(first["members"])) == (5, 3, 2)
        assert "停车" in first["shared"]
        idea = next(one for one in second["suggestions"] if one["id"] == IOU)
        assert 0 < idea["percent"] <= 100
        assert "0" * 31 not in str(found)
        assert [row["text"] for row in (await hand.get("unmatched?q=借条"))["rows"]] == ["借钱没打借条咋办"]
        assert (await hand.get("unmatched?q=没有的"))["rows"] == []

    async def test_come_page_by_page(self, place: Bureau, come: Come) -> None:
        hand = await come()
        for sign in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕":
            await place.ask_in_vain(sign * 3)
        pages = [await hand.get(f"unmatched?page={page}") for page in (1, 2, 99, "x")]
        assert [len(one["rows"]) for one in pages] == [20, 2, 2, 20]
        assert {row["id"] for row in pages[0]["rows"]} & {row["id"] for row in pages[1]["rows"]} == set()
        assert {one["pages"] for one in pages} == {2}

    async def test_many_are_settled_at_once_and_taken_back(self, place: Bureau, come: Come) -> None:
        hand, colleague = await come(), await come("guan")
        keys = [await place.ask_in_vain(text) for text in (WORDS, "没立字据的钱咋要")]
        done = await hand.post("unmatched-variants", entry=IOU, questions=dict.fromkeys(keys, ""))
        found = await hand.get("unmatched")
        assert (found["rows"], found["last"]["batch"]) == ([], done["batch"])
        assert "没有借条，借出去的钱还能要回来吗？" in found["last"]["words"]
        assert (await colleague.get("unmatched"))["last"] is None
        refused = await colleague.post("unmatched-dismiss", 409, questions=keys)
        assert "刚被别人处理过" in refused["error"]
        assert (await hand.post("unmatched-undo", batch=done["batch"]))["questions"] == 2
        assert (await hand.get(f"faq/{IOU}"))["draft"] is False
        dismissed = await hand.post("unmatched-dismiss", questions=keys)
        assert (await hand.get("unmatched"))["last"]["words"].endswith("等2个问题不用处理。")
        assert (await hand.post("unmatched-undo", batch=dismissed["batch"]))["questions"] == 2


class TestAccounts:
    async def test_a_new_one_gets_a_password_shown_once(self, come: Come) -> None:
        hand = await come("guan")
        made = await hand.post("accounts", login="zhao_min", name="赵敏", role="editor")
        new = await come("zhao_min", made["password"])
        refused = await new.client.get("/api/admin/today")
        assert (refused.status, (await refused.json())["go"]) == (403, "/password")
        rows = (await hand.get("accounts"))["rows"]
        shown = next(row for row in rows if row["login"] == "zhao_min")
        assert made["password"] not in str(rows)
        assert (shown["role_words"], shown["must_change"]) == ("内容编辑", True)
        assert (
            "已经有人用"
            in (await hand.post("accounts", 422, login="Zhao_Min", name="赵", role="editor"))["error"]
        )

    async def test_switched_off_is_out_at_once(self, place: Bureau, come: Come) -> None:
        hand, editor = await come("guan"), await come("bian")
        key = place.office.people["bian"].id
        await hand.post(f"accounts/{key}", name="编辑", role="editor", active=False)
        await editor.get("today", 401)

    async def test_a_reset_ends_the_sessions_and_the_old_password(self, place: Bureau, come: Come) -> None:
        hand, editor = await come("guan"), await come("bian")
        made = await hand.post(f"accounts/{place.office.people['bian'].id}/reset")
        await editor.get("today", 401)
        assert (await log_in(editor.client, "bian")).status == 401
        assert (await log_in(editor.client, "bian", made["password"])).status == 303

    async def test_the_last_admin_stays_and_nobody_resets_their_own(self, place: Bureau, come: Come) -> None:
        hand, key = await come("guan"), place.office.people["guan"].id
        refused = await hand.post(f"accounts/{key}", 409, name="管理员", role="editor", active=True)
        assert "至少要留一个管理员" in refused["error"]
        await hand.post(f"accounts/{key}/reset", 422)

    async def test_a_change_of_role_counts_at_once(self, place: Bureau, come: Come) -> None:
        hand, editor = await come("guan"), await come("bian")
        await editor.get("today")
        key = place.office.people["bian"].id
        await hand.post(f"accounts/{key}", name="编辑", role="mediator", active=True)
        await editor.get("today", 403)


class TestAudit:
    async def test_says_who_did_what_in_chinese(self, come: Come) -> None:
        hand = await come("guan")
        await hand.post("faq", **await hand.entry(answer="能。"))
        newest = (await hand.get("audit"))["rows"][0]
        assert (newest["who"], newest["what"]) == ("管理员", "保存问答")
        assert newest["subject"] == "没有借条，借出去的钱还能要回来吗？"
        assert newest["detail"] == "第1版"

    async def test_names_the_case_by_its_number(self, place: Bureau, come: Come) -> None:
        talk = await handed_in(place.office)
        one, wang = await place.office.handoff_of(talk), place.office.people["wang"]
        await place.office.world.desk().claim(one.id, wang)
        rows = (await (await come("guan")).get("audit"))["rows"]
        seen = {row["what"]: row["subject"] for row in rows}
        assert seen["接手当事人"] == "（2026）内0622诉前调1号"
        assert seen["提交调解申请"] == "（2026）内0622诉前调1号"

    @pytest.mark.parametrize(
        ("told", "subject"),
        [
            (("他拿刀追着我砍",), "未登记姓名，尚未说明"),
            ((STORY, "他拿刀追着我砍"), "未登记姓名，借钱不还"),
        ],
    )
    async def test_names_a_talk_without_a_case_by_its_matter(
        self, place: Bureau, come: Come, told: tuple[str, ...], subject: str
    ) -> None:
        talk = await place.office.citizen("citizen-1", *told)
        desk, wang = place.office.world.desk(), place.office.people["wang"]
        one = await desk.claim((await place.office.handoff_of(talk)).id, wang)
        await FalseAlarm(desk).calm(one, wang, "拍短视频说的台词")
        rows = (await (await come("guan")).get("audit"))["rows"]
        assert {row["what"]: row["subject"] for row in rows}["标为不是危险"] == subject

    async def test_names_a_batch_by_its_file(self, place: Bureau, come: Come) -> None:
        wang, desk = place.office.people["wang"], place.office.world.desk()
        batches = Batches(desk.records, desk.knowledge, desk.clock)
        batch = await batches.upload(wang, "loan", "三月清单.csv", table(3).data)
        await batches.confirm(batch.id, wang, mediates=True)
        await batches.file(batch.id, wang)
        rows = (await (await come("guan")).get("audit"))["rows"]
        seen = {row["what"]: row["subject"] for row in rows}
        assert seen["批量登记案件"] == seen["上传批量表格"] == "三月清单.csv"

    async def test_goes_on_where_the_page_ends(self, place: Bureau, come: Come) -> None:
        hand = await come("guan")
        async with place.office.world.records.begin() as tx:
            for _ in range(70):
                await tx.audit.add("citizen", "submit", "x", {}, place.office.world.clock.now())
        first = await hand.get("audit")
        rest_of_it = await hand.get(f"audit?before={first['rows'][-1]['n']}")
        assert (len(first["rows"]), first["more"], rest_of_it["more"]) == (60, True, False)
        assert rest_of_it["rows"][0]["n"] == first["rows"][-1]["n"] - 1

    async def test_is_narrowed_to_a_day_a_person_and_a_kind(self, place: Bureau, come: Come) -> None:
        hand, wang = await come("guan"), place.office.people["wang"].id
        late = datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)  # 23:59 in the court
        async with place.office.world.records.begin() as tx:
            await tx.audit.add(wang, "claim", "x", {}, late)
            await tx.audit.add(wang, "read_brief", "x", {}, late + timedelta(seconds=1))
            await tx.audit.add("citizen", "submit", "x", {}, late)

        async def seen(query: str) -> list[str]:
            return [row["what"] for row in (await hand.get(f"audit?{query}"))["rows"]]

        assert await seen("day=2026-11-20") == ["提交调解申请", "接手当事人"]
        assert await seen("day=2026-11-21") == ["查看案情"]
        assert await seen(f"who={wang}&kind=reading") == ["查看案情"]
        assert await seen(f"day=2026-11-20&who={wang}") == ["接手当事人"]
        assert await seen("day=2026-11-20&kind=citizens") == ["提交调解申请"]
        assert await seen("who=nobody") == []
        offered = await hand.get("audit")
        assert {"id": wang, "name": "王建国"} in offered["people"]
        assert {"id": "reading", "title": "查看和下载"} in offered["kinds"]
        await hand.get("audit?day=yesterday", 422)
        await hand.get("audit?kind=none", 422)

    def test_every_action_is_of_one_kind(self) -> None:
        kinds = [action for kind in KINDS for action in of_kind(kind)]
        assert sorted(kinds) == sorted(views.ACTIONS)
        assert of_kind("none") == frozenset()

    async def test_finds_a_row_somebody_changed(self, place: Bureau, come: Come, sqlite_url: str) -> None:
        hand = await come("guan")
        assert await hand.post("audit/verify") == {"broken": 0}
        async with aiosqlite.connect(sqlite_url.partition("///")[2]) as file:
            async with file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'") as found:
                guards = [row[0] for row in await found.fetchall()]
            for guard in guards:  # who owns the file can do this
                await file.execute(f"DROP TRIGGER {guard}")
            await file.execute("UPDATE event SET actor = 'somebody' WHERE n = 3")
            await file.commit()
        assert await hand.post("audit/verify") == {"broken": 3}

    def test_every_action_of_the_product_has_words(self) -> None:
        code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
        used = set(re.findall(r'audit\.add\(\s*[\w.]+,\s*"(\w+)"', code)) | {"returned", "closed"}
        assert len(used) >= 20
        assert used <= set(views.ACTIONS)


class TestWordsChanged:
    @pytest.mark.parametrize(
        ("before", "after", "parts"),
        [
            ("三年内要起诉", "三年内起诉", [["=", "三年内"], ["-", "要"], ["=", "起诉"]]),
            ("", "新的", [["+", "新的"]]),
            ("旧的", "", [["-", "旧的"]]),
            ("甲的乙", "丙的丁", [["-", "甲的乙"], ["+", "丙的丁"]]),
        ],
    )
    def test_reads_as_one_would_mark_it(self, before: str, after: str, parts: list[list[str]]) -> None:
        assert views.words_changed(before, after) == parts

    @pytest.mark.parametrize(
        ("before", "after"), [("借条丢了怎么办", "丢了借条，怎么办呢"), ("abc", "xbz"), ("", "")]
    )
    def test_both_texts_can_be_read_back(self, before: str, after: str) -> None:
        parts = views.words_changed(before, after)
        assert "".join(words for sign, words in parts if sign != "+") == before
        assert "".join(words for sign, words in parts if sign != "-") == after


class TestForOtherPrograms:
    async def test_a_text_is_understood_without_a_login(self, server: TestServer) -> None:
        async with TestClient(server) as client:
            answer = await client.post("/api/understand", json={"text": "张三2023年5月1日借我5万元不还"})
            row = await answer.json()
        assert row["disputes"][0]["label"] == "private_lending"
        assert any(fact["type"] == "amount" for fact in row["facts"])
        assert row["in_scope"] is True
        assert row["urgent"] is False

    async def test_a_list_comes_back_with_its_ids_in_order(self, server: TestServer) -> None:
        texts = [{"id": "b", "text": "老板拖欠我三个月工资"}, {"id": 7, "text": "他要打死我"}]
        async with TestClient(server) as client:
            rows = await (await client.post("/api/understand", json=texts)).json()
        assert [row["id"] for row in rows] == ["b", 7]
        assert [row["urgent"] for row in rows] == [False, True]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"", 400),
            (b"{}", 400),
            (b"[1]", 400),
            (b'{"text": 5}', 400),
            (b'{"text": "' + b"a" * 2001 + b'"}', 400),
            (b'[{"text": "no id"}]', 400),
            (b"[" + b",".join([b'{"id": 1, "text": "x"}'] * 51) + b"]", 400),
            (b"x" * (64 * 1024 + 1), 413),
            (b"\xff\xfe", 400),
        ],
    )
    async def test_anything_else_is_refused(self, server: TestServer, body: bytes, status: int) -> None:
        async with TestClient(server) as client:
            answer = await client.post("/api/understand", data=body)
            assert answer.status == status
            assert re.search("[\u4e00-\u9fff]", (await answer.json())["error"])

    async def test_one_address_may_not_ask_without_end(self, server: TestServer) -> None:
        async with TestClient(server) as client:
            for _ in range(60):
                assert (await client.post("/api/understand", json={"text": "你好"})).status == 200
            answer = await client.post("/api/understand", json={"text": "你好"})
            assert answer.status == 429

    async def test_the_description_names_every_door_and_no_other(
        self, tmp_path: Path, redis_url: str, sqlite_url: str
    ) -> None:
        app = create_app(
            Settings(
                data_dir=tmp_path / "data", redis_url=SecretStr(redis_url), database_url=SecretStr(sqlite_url)
            )
        )
        real = {door for prefix in ("/api/", "/webhooks/") for door in doors(app, prefix)}
        await app[SYSTEM].close()
        described = {
            (method.upper(), path) for path, methods in document()["paths"].items() for method in methods
        }
        assert described == real

    def test_the_description_is_whole(self) -> None:
        whole = document()
        text = str(whole)
        names = set(re.findall(r"#/components/schemas/(\w+)", text))
        assert names <= set(whole["components"]["schemas"])
        tags = {tag["name"] for tag in whole["tags"]}
        operations = [one for methods in whole["paths"].values() for one in methods.values()]
        assert {tag for one in operations for tag in one["tags"]} == tags
        ids = [one["operationId"] for one in operations]
        assert len(ids) == len(set(ids))

    async def test_the_description_is_served(self, server: TestServer) -> None:
        async with TestClient(server) as client:
            assert (await (await client.get("/api/openapi.json")).json())["openapi"] == "3.1.0"
