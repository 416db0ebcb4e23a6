"""Evidence at the desk: the checklist, pages in order with their marks, notes, and asking for what lacks."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from bot.model import Channel, Delivery, Kind
from tests.talk import Talk
from tests.web.desk_hand import Come
from tests.web.staff_bench import Office, keep


def wide(n: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 200), (n, 9, 9)).save(out, "PNG")
    return out.getvalue()


async def sent(place: Office, channel: Channel = Channel.WEB) -> tuple[Talk, str]:
    """Somebody with two photographs of an IOU and a marked document, who waits."""
    talk = await place.citizen("citizen-9", channel=channel)
    for n in (1, 2):
        media = await keep(place.blobs, f"{n}.png", wide(n), "image/png")
        await talk.send(Kind.IMAGE, media=media)
    await talk.says("这是借条")
    media = await keep(place.blobs, "流水.pdf", b"%PDF-1.7 x", "application/pdf")
    await talk.send(Kind.FILE, media=replace(media, pages=4, marks="script locked"))
    return talk, (await place.handoff_of(talk)).id


async def test_the_brief_shows_the_checklist_and_every_page(place: Office, come: Come) -> None:
    _, one = await sent(place)
    wang = await come("wang")
    brief = await wang.get(f"handoffs/{one}/brief")
    states = {row["item"]: (row["state"], row["wanted"]) for row in brief["checklist"]}
    assert states["借条或欠条"] == ("here", False)
    assert states["转账记录"] == ("lacking", True)
    iou, account = brief["pieces"]
    assert (iou["no"], iou["item"], [p["name"] for p in iou["pages"]]) == (
        1,
        "借条或欠条",
        ["1.png", "2.png"],
    )
    assert (iou["pages"][0]["by"], len(iou["pages"][0]["hash"])) == ("当事人", 12)
    page = account["pages"][0]
    assert (page["thumb"], page["pages"]) == ("", 4)
    assert [words[:4] for words in page["marks"]] == ["里面有脚", "有打开密"]


async def test_turned_and_moved_pages_are_seen_so_by_everybody(place: Office, come: Come) -> None:
    talk, one = await sent(place)
    wang = await come("wang")
    first, second = (await wang.get(f"handoffs/{one}/brief"))["pieces"][0]["pages"]
    status, body = await wang.post(f"handoffs/{one}/evidence/{first['id']}", op="rotate")
    assert (status, "接手" in body["error"]) == (403, True)
    await wang.post(f"handoffs/{one}/claim")
    assert (await wang.post(f"handoffs/{one}/evidence/{first['id']}", op="rotate"))[0] == 200
    assert (await wang.post(f"handoffs/{one}/evidence/{second['id']}", op="up"))[0] == 200
    pages = (await wang.get(f"handoffs/{one}/brief"))["pieces"][0]["pages"]
    assert [p["id"] for p in pages] == [second["id"], first["id"]]
    for size, side in (("thumb", 320), ("view", 400)):
        answer = await wang.client.get(pages[1][size])
        drawn = Image.open(io.BytesIO(await answer.read()))
        assert drawn.size == (side // 2, side)
    async with place.world.records.begin() as tx:
        rows = {row.id: row for row in await tx.evidence.of(talk.sid)}
    assert rows[first["id"]].turns == 1


async def test_what_a_piece_proves_is_noted_sealed(place: Office, come: Come) -> None:
    _, one = await sent(place)
    wang = await come("wang")
    await wang.post(f"handoffs/{one}/claim")
    piece = (await wang.get(f"handoffs/{one}/brief"))["pieces"][0]
    path = f"handoffs/{one}/evidence/{piece['id']}"
    assert (await wang.post(path, op="note", to=" 张三借过五万元 "))[0] == 200
    assert (await wang.get(f"handoffs/{one}/brief"))["pieces"][0]["proves"] == "张三借过五万元"
    assert [event.data for event in await place.audited("evidence_note")] == [{"id": piece["id"]}]
    assert (await wang.post(path, op="drop"))[0] == 422, "deleting stays with the citizen"
    li = await come("li")
    assert (await li.post(path, op="note", to="x"))[0] == 403


async def test_one_click_asks_the_citizen_for_what_lacks(place: Office, come: Come) -> None:
    talk, one = await sent(place, Channel.WECHAT)
    wang = await come("wang")
    assert (await wang.post(f"handoffs/{one}/evidence-wanted", item="转账记录", key="k1"))[0] == 403
    await wang.post(f"handoffs/{one}/claim")
    assert (await wang.post(f"handoffs/{one}/evidence-wanted", item="别人的隐私", key="k0"))[0] == 404
    status, seen = await wang.post(f"handoffs/{one}/evidence-wanted/preview", item="转账记录")
    assert status == 200
    async with place.world.records.begin() as tx:
        assert not [p for p in await tx.outbox.of(talk.sid) if "转账记录" in p.body], "nothing is sent yet"
    for _ in range(2):
        status, body = await wang.post(f"handoffs/{one}/evidence-wanted", item="转账记录", key="k1")
        assert status == 200, body
    async with place.world.records.begin() as tx:
        parcels = [p for p in await tx.outbox.of(talk.sid) if "转账记录" in p.body]
    assert [(p.state, p.channel) for p in parcels] == [(Delivery.QUEUED, Channel.WECHAT)]
    assert "没有也不要紧" in parcels[0].body
    assert parcels[0].body == seen["text"]


async def test_evidence_of_somebody_else_is_not_found(place: Office, come: Come) -> None:
    _, one = await sent(place)
    other = await place.citizen("citizen-10")
    media = await keep(place.blobs, "他.png", wide(77), "image/png")
    await other.send(Kind.IMAGE, media=media)
    async with place.world.records.begin() as tx:
        foreign = (await tx.evidence.of(other.sid))[0].id
    wang = await come("wang")
    await wang.post(f"handoffs/{one}/claim")
    assert (await wang.post(f"handoffs/{one}/evidence/{foreign}", op="rotate"))[0] == 404
