"""The doors of 金融批量 over real Redis and SQLite: upload, limits, who may come, what is shown of people."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from aiohttp import CookieJar, FormData
from aiohttp.test_utils import TestClient, TestServer

from bot import sheets
from bot.law import citations
from bot.text.loan_columns import book
from tests.loan_tables import id_number, line, table
from tests.web.staff_bench import Office, log_in, token


@dataclass
class Hand:
    """One logged-in browser at the doors."""

    client: TestClient[Any, Any]
    token: str

    async def get(self, path: str, status: int = 200) -> Any:
        answer = await self.client.get(f"/api/desk/{path}")
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def post(self, path: str, status: int = 200, **data: Any) -> Any:
        answer = await self.client.post(f"/api/desk/{path}", json=data, headers={"X-CSRF": self.token})
        assert answer.status == status, await answer.text()
        return await answer.json()

    async def upload(self, data: bytes, kind: str = "loan", *, csrf: str | None = None) -> Any:
        form = FormData(quote_fields=False)
        form.add_field("kind", kind)
        form.add_field("file", io.BytesIO(data), filename="清单.csv")
        headers = {"X-CSRF": self.token if csrf is None else csrf}
        return await self.client.post("/api/desk/batches", data=form, headers=headers)

    async def filed(self, data: bytes) -> str:
        one: str = (await (await self.upload(data)).json())["id"]
        await self.post(f"batches/{one}/confirm", mediates=True, sure=True)
        while (await self.post(f"batches/{one}/file"))["state"] != "done":
            pass
        return one


Come = Callable[[str], Awaitable[Hand]]


@pytest.fixture
async def come(place: Office) -> AsyncIterator[Come]:
    server = TestServer(place.app)
    clients: list[TestClient[Any, Any]] = []

    async def arrive(login: str) -> Hand:
        client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        await log_in(client, login)
        return Hand(client, await token(client))

    yield arrive
    for client in clients:
        await client.close()


async def test_from_the_file_to_the_board(come: Come) -> None:
    wang = await come("wang")
    made = table(30, bad=(3, 8))
    one = (await (await wang.upload(made.data)).json())["id"]
    seen = await wang.get(f"batches/{one}")
    assert seen["batch"]["counts"] == {"bad": 2, "good": 28, "taken": 0, "filed": 0}
    assert seen["sums"]["principal_fen"] == made.principal_fen
    assert seen["unknown"] == ["客户经理"]
    await wang.post(f"batches/{one}/confirm", status=422, mediates=True)
    await wang.post(f"batches/{one}/confirm", mediates=True, sure=True)
    first = await wang.post(f"batches/{one}/file")
    assert first == {"state": "running", "filed": 25, "waiting": 3}
    assert await wang.post(f"batches/{one}/file") == {"state": "done", "filed": 28, "waiting": 0}
    board = await wang.get(f"batches/{one}/board")
    assert [(c["title"], c["open"]) for c in board["counts"]] == [
        ("保", 0),
        ("调", 28),
        ("立", 0),
        ("审", 0),
        ("执", 0),
    ]
    rows = [place["n"] for place in board["places"][:3]]
    assert await wang.post(f"batches/{one}/move", rows=rows, stage="preserve", note="") == {"moved": 3}
    alarmed = await wang.get(f"batches/{one}/board?stage=preserve")
    assert [p["alarm"]["title"] for p in alarmed["places"]] == ["诉前保全裁定"] * 3
    assert (await wang.get("batches"))["rows"][0]["state_words"] == "已登记"


async def test_a_case_opened_from_the_board_shows_its_brief_and_papers(come: Come) -> None:
    wang, li = await come("wang"), await come("li")
    one = await wang.filed(table(2).data)
    places = (await wang.get(f"batches/{one}/board"))["places"]
    assert all(place["limit"]["words"].startswith("诉讼时效到") for place in places)
    seen = await wang.get(f"batches/{one}/rows/2/case")
    assert (seen["handoff"], seen["holder"], seen["status"]) == ("", "", "已提交，等调解员")
    assert seen["facts"]
    assert (await wang.get(f"batches/{one}/rows/2/case"))["status"] == "已提交，等调解员", (
        "looking takes nothing"
    )
    handoff = (await wang.post(f"batches/{one}/rows/2/open"))["handoff"]
    assert (await wang.get(f"batches/{one}/rows/2/case"))["handoff"] == handoff
    brief = await wang.get(f"handoffs/{handoff}/brief")
    facts = {fact["field"]: fact for fact in brief["facts"]}
    assert facts["contract_no"]["value"] == "HT-2024-00000"
    assert facts["contract_no"]["by"] == "表格第2行"
    assert facts["contract_no"]["source"] == 0
    assert facts["respondent_id"]["covered"] is True
    assert id_number(0) not in str(brief)
    assert {paper["title"] for paper in brief["papers"]} >= {"调解申请书", "起诉状"}
    assert (await li.client.get(f"/api/desk/handoffs/{handoff}/brief")).status == 403
    refused = await wang.post(f"handoffs/{handoff}/lines", status=422, text="您好", key="k1")
    assert "批量登记" in refused["error"]
    await wang.post(f"handoffs/{handoff}/close", outcome="agreed", note="分12期")
    board = await wang.get(f"batches/{one}/board?stage=mediate")
    assert [(p["status"], p["ended"]) for p in board["places"]] == [
        ("达成协议", True),
        ("已提交，等调解员", False),
    ]


async def test_what_is_shown_of_people_is_masked(come: Come) -> None:
    wang = await come("wang")
    one = (await (await wang.upload(table(6, bad=(1, 2)).data)).json())["id"]
    said = ""
    for state in ("good", "bad", "taken"):
        said += str(await wang.get(f"batches/{one}/rows?state={state}"))
    for n in range(6):
        for secret in (line(n)[0], line(n)[1], line(n)[2], line(n)[4]):
            assert secret not in said, secret
    assert "150622********0019" in said
    filed = await wang.filed(table(3, prefix="Z").data)
    board = str(await wang.get(f"batches/{filed}/board"))
    assert line(0)[0] not in board
    assert line(0)[1] not in board


async def test_who_may_come(come: Come, place: Office) -> None:
    wang, li, guan, bian = await come("wang"), await come("li"), await come("guan"), await come("bian")
    one = (await (await wang.upload(table(2).data)).json())["id"]
    assert (await li.get("batches"))["rows"] == []
    assert [row["owner"] for row in (await guan.get("batches"))["rows"]] == ["王建国"]
    for path in (
        f"batches/{one}",
        f"batches/{one}/rows?state=good",
        f"batches/{one}/bad-rows",
        f"batches/{one}/board",
    ):
        assert (await li.client.get(f"/api/desk/{path}")).status == 404
        assert (await bian.client.get(f"/api/desk/{path}")).status == 403
    for path in ("confirm", "file", "drop", "move", "measures", "close", "rows/2/open"):
        body = {
            "rows": [2],
            "stage": "try",
            "on": "2026-11-01",
            "outcome": "agreed",
            "mediates": True,
            "sure": True,
        }
        await li.post(f"batches/{one}/{path}", status=404, **body)
    assert (await bian.upload(table(1).data)).status == 403
    await guan.post(f"batches/{one}/drop")
    assert (await wang.get("batches"))["rows"] == []
    stranger = TestClient(TestServer(place.app))
    await stranger.start_server()
    assert (await stranger.get("/api/desk/batches")).status == 401
    assert (await stranger.get("/desk/batches", allow_redirects=False)).status == 303
    await stranger.close()


async def test_nothing_changes_without_the_token(come: Come) -> None:
    wang = await come("wang")
    assert (await wang.upload(table(1).data, csrf="wrong")).status == 403
    one = (await (await wang.upload(table(1).data)).json())["id"]
    for path in ("confirm", "file", "drop", "move", "measures", "close", "rows/2/open"):
        answer = await wang.client.post(f"/api/desk/batches/{one}/{path}", json={"rows": [2]})
        assert answer.status == 403, path
    assert (await wang.get(f"batches/{one}"))["batch"]["state"] == "checked"


async def test_limits_and_what_is_no_table_are_named(come: Come) -> None:
    wang = await come("wang")
    big = await wang.upload(b"a" * (sheets.MOST_BYTES + 1))
    assert (big.status, (await big.json())["error"]) == (413, sheets.TOO_LARGE)
    for data, sentence in (
        (b"", sheets.EMPTY),
        (b"%PDF-1.7", sheets.UNKNOWN),
        (b"PK\x03\x04x", sheets.BROKEN),
    ):
        answer = await wang.upload(data)
        assert (answer.status, (await answer.json())["error"]) == (422, sentence)
    answer = await wang.upload(table(1).data, kind="x")
    assert answer.status == 422
    answer = await wang.client.post("/api/desk/batches", json={}, headers={"X-CSRF": wang.token})
    assert answer.status == 422
    for rows in ("x", ["1"], [0], [True], [-1]):
        await wang.post("batches/nothing/move", status=422, rows=rows, stage="try")
    await wang.post("batches/nothing/move", status=422, rows=[2], stage="nowhere")
    await wang.post("batches/nothing/measures", status=422, rows=[2], on="2026-13-01")


async def test_the_template_is_a_table_with_an_example_and_explanations(come: Come) -> None:
    wang = await come("wang")
    for kind in book().kinds:
        answer = await wang.client.get(f"/api/desk/batch-template?kind={kind}")
        made = openpyxl.load_workbook(io.BytesIO(await answer.read()))
        assert made.sheetnames == ["数据", "填写说明"]
        assert [cell.value for cell in made["数据"][1]] == [c.label for c in book().columns.values()]
        needs = {row[0].value: row[1].value for row in made["填写说明"].iter_rows(min_row=2)}
        assert needs["合同编号"] == "必填"
        assert needs["放款日期"] == ("必填" if kind == "loan" else "有就填")
    assert (await wang.client.get("/api/desk/batch-template?kind=x")).status == 422


async def test_bad_rows_are_a_file_to_mend(come: Come) -> None:
    wang = await come("wang")
    one = (await (await wang.upload(table(5, bad=(1,)).data)).json())["id"]
    answer = await wang.client.get(f"/api/desk/batches/{one}/bad-rows")
    assert answer.headers["Cache-Control"] == "private, no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(await answer.read())).active
    assert sheet.cell(1, sheet.max_column).value == "原因"
    clean = (await (await wang.upload(table(1, prefix="Y").data)).json())["id"]
    assert (await wang.client.get(f"/api/desk/batches/{clean}/bad-rows")).status == 422


async def test_a_plan_in_parts_is_exact_to_the_fen(come: Come) -> None:
    wang = await come("wang")
    plan = await wang.get("instalments?amount=10000&count=3&first=2027-01-31")
    assert [(row["due"], row["amount"]) for row in plan["rows"]] == [
        ("2027年1月31日", "3,333.33元"),
        ("2027年2月28日", "3,333.33元"),
        ("2027年3月31日", "3,333.34元"),
    ]
    assert plan["total"] == "10,000元"
    assert plan["citations"][0] == citations.render("民法典189")
    for query in (
        "amount=x&count=3&first=2027-01-31",
        "amount=NaN&count=3&first=2027-01-31",
        "amount=100&count=0&first=2027-01-31",
        "amount=100&count=3&first=",
    ):
        await wang.get(f"instalments?{query}", status=422)


async def test_the_page_and_the_way_to_it(come: Come) -> None:
    wang = await come("wang")
    for path, here in (("/desk", "调解台"), ("/desk/batches", "金融批量")):
        page = await (await wang.client.get(path)).text()
        assert page.count("aria-current") == 1
        assert f'aria-current="page">{here}' in page.replace("\n", "")
