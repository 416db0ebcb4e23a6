from __future__ import annotations

import io
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from docx import Document

from bot.papers import sample
from tests.unit.test_template_check import word
from tests.web.admin_bench import Bureau, bureau, paper_desk
from tests.web.staff_bench import log_in, token

PAPER = "/api/admin/templates/complaint"


@pytest.fixture
async def place(redis_url, sqlite_url, vault, tmp_path):
    async with (
        bureau(redis_url, sqlite_url, vault, tmp_path) as made,
        TestClient(TestServer(made.office.app)) as client,
    ):
        await log_in(client, "bian")
        yield made, client


async def post(
    client: TestClient[Any, Any], path: str, data: bytes | None = None, **body: object
) -> tuple[int, Any]:
    headers = {"X-CSRF": await token(client)}
    sent = {"data": io.BytesIO(data)} if data is not None else {"json": body}
    answer = await client.post(path, headers=headers, **sent)
    return answer.status, await answer.json()


async def rendered(made: Bureau, papers=None) -> str:
    flow = made.office.world.content.knowledge().flows["private_lending"]
    body = await (papers or made.papers).render(
        "complaint", sample.case(flow), [], form="docx", today=sample.TODAY
    )
    return "\n".join(p.text for p in Document(io.BytesIO(body)).paragraphs)


async def test_the_list_says_what_is_in_use(place) -> None:
    _, client = place
    rows = (await (await client.get("/api/admin/templates")).json())["rows"]
    assert {"complaint", "gaps", "evidence_list"} <= {row["id"] for row in rows}
    assert all(row["live"] is None and row["draft"] is None for row in rows)


async def test_a_broken_one_is_refused_and_nothing_is_kept(place) -> None:
    _, client = place
    status, found = await post(client, PAPER, word("一", "{{ cuort }}"))
    assert status == 200
    assert found["faults"][0]["where"] == "第2段"
    status, found = await post(client, PAPER, b"no word file")
    assert (status, "不是Word文件" in found["error"]) == (422, True)
    status, found = await post(client, PAPER, b"x" * (2 * 1024 * 1024 + 1))
    assert status == 413
    assert (await (await client.get(PAPER)).json())["versions"] == []


async def test_upload_preview_publish_in_all_workers_and_back(place) -> None:
    made, client = place
    other, others = paper_desk(made.office.world)
    before = await rendered(made)
    status, found = await post(client, PAPER, word("本院专用 {{ court }} <{{ submitter }}>"))
    item = found["item"]
    assert (status, found["faults"], item["draft"]["n"], item["live"]) == (200, [], 1, None)
    assert item["outline"] == ["本院专用 准格尔旗人民法院 <王示例>"]
    assert await rendered(made) == before
    preview = await (await client.get(f"{PAPER}/preview?n=1")).read()
    assert "本院专用" in Document(io.BytesIO(preview)).paragraphs[-1].text
    assert (await post(client, f"{PAPER}/publish", n=1, why=" "))[0] == 422
    assert (await post(client, f"{PAPER}/publish", n=9, why="x"))[0] == 409
    status, found = await post(client, f"{PAPER}/publish", n=1, why="换抬头")
    assert (status, found["item"]["live"]["n"], found["item"]["draft"]) == (200, 2, None)
    assert "本院专用" in await rendered(made)
    await others.refresh()  # what the wake "content" does
    assert "本院专用" in await rendered(made, other)
    kept = await (await client.get(f"{PAPER}/file")).read()
    assert "本院专用" in Document(io.BytesIO(kept)).paragraphs[-1].text
    status, found = await post(client, f"{PAPER}/roll-back", n=0)
    assert (status, found["item"]["live"]) == (200, None)
    assert await rendered(made) == before
    status, found = await post(client, f"{PAPER}/roll-back", n=2)
    assert found["item"]["live"]["why"] == "恢复到第2版"
    assert "本院专用" in await rendered(made)
    actions = [e.action for e in await made.office.audited("template_publish")]
    actions += [e.action for e in await made.office.audited("template_back")]
    assert actions == ["template_publish", "template_back", "template_back"]


async def test_the_same_case_gives_the_same_bytes(place) -> None:
    made, client = place
    await post(client, PAPER, word("{{ court }}"))
    await post(client, f"{PAPER}/publish", n=1, why="x")
    flow = made.office.world.content.knowledge().flows["private_lending"]
    bodies = {
        await made.papers.render("complaint", sample.case(flow), [], form="docx", today=sample.TODAY)
        for _ in range(2)
    }
    assert len(bodies) == 1


async def test_one_that_fails_all_the_same_gives_the_shipped_one_and_a_duty(place) -> None:
    made, client = place
    before = await rendered(made)
    await post(client, PAPER, word("{{ court }}"))
    await post(client, f"{PAPER}/publish", n=1, why="x")
    made.papers.use({"complaint": (2, b"broken meanwhile")})
    assert await rendered(made) == before
    today = await (await client.get("/api/admin/today")).json()
    assert today["templates"] == [{"id": "complaint", "name": "起诉状"}]


async def test_who_may_and_from_where(place) -> None:
    _, client = place
    assert (await client.post(PAPER, data=word("x"))).status == 403  # no token
    assert (await client.get("/api/admin/templates/nothing")).status == 404
    await log_in(client, "wang")
    assert (await client.get("/api/admin/templates")).status == 403
