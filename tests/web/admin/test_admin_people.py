"""Accounts and the trail of who did what."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import aiosqlite
import pytest

from bot.batches import Batches
from bot.desk import admin_views as views
from bot.desk.admin_actions import KINDS, of_kind
from bot.false_alarm import FalseAlarm
from tests.loan_tables import table
from tests.tree import ROOT
from tests.web.admin_bench import Bureau
from tests.web.admin_hand import Come
from tests.web.staff_bench import STORY, log_in
from tests.web.test_corrections import handed_in


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
