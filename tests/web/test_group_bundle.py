"""The filing papers of workers who file together: everybody's own complaint, the sums as in the table."""

from __future__ import annotations

import re

import pytest

from bot import drafts
from bot.model import Media
from tests.story.test_many_people import people, submitted
from tests.talk import Talk
from tests.web.samples import picture
from tests.web.staff_bench import keep
from tests.web.test_filing_bundle import Place, one, place, words

__all__ = ["place"]

TABLE = "张伟 13800138000 12000\n王磊 13900139000 24000.5\n李强 13700137000 18000"
SUMS = {"张伟": "12,000元", "王磊": "24,000.50元", "李强": "18,000元"}


def complaints(found: dict[str, bytes]) -> dict[str, str]:
    """Whose complaint -> its words, as Word files."""
    pattern = re.compile(r"_起诉状/\d{3}_(.+)\.docx$")
    return {match[1]: words(body) for name, body in found.items() if (match := pattern.search(name))}


@pytest.mark.parametrize("first", ["几个人一起", "我们几个人一起要的，找包工头要过好几回"])
async def test_a_draft_of_several_workers_is_a_complaint_each(place: Place, first: str) -> None:
    talk = Talk(place.world)
    await talk.taps_flow("wage_claim")
    await talk.says(first, TABLE, "对")
    found = await place.unzipped(drafts.ref(talk.sid, "wage_claim"))
    each = complaints(found)
    assert set(each) == set(SUMS)
    for name, text in each.items():
        assert f"支付拖欠的工资{SUMS[name]}" in text
        assert re.search(rf"姓名\n(?:.*\n)?{name}", text)
        total = re.search(r"标的总额\n(.+)", text)
        assert total is not None
        assert total[1].startswith(SUMS[name])
    gaps = words(one(found, "_一次性补正清单.docx"))
    assert "原告姓名" not in gaps
    assert "拖欠工资金额" not in gaps
    assert "3个人" in one(found, "_先看这里.txt").decode("utf-8-sig")


async def test_one_paper_for_the_whole_draft_has_the_total(place: Place) -> None:
    talk = Talk(place.world)
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", TABLE, "对")
    status, body = await place.fetch(drafts.ref(talk.sid, "wage_claim"), "complaint", "docx")
    assert status == 200
    text = words(body)
    assert "张伟等3人" in text
    assert "54,000.50元" in text


async def test_a_submitted_group_is_one_bundle_with_everybody(place: Place) -> None:
    talk = Talk(place.world)
    rows = people()[:4]
    await talk.taps_flow("wage_claim")
    lines = [f"{name} {idn} {phone} {fen / 100:.2f}" for name, idn, phone, fen in rows]
    await talk.says("几个人一起", "\n".join(lines), "对")
    cases = await submitted(talk)
    await talk.says("不调了，直接立案")
    cards = [say.card for say in talk.reply.says if say.card and say.card.kind == "filing"]
    assert [len(card.data["bundles"]) for card in cards] == [1]  # type: ignore[arg-type]
    found = await place.unzipped(cases[-1].id)
    each = complaints(found)
    assert set(each) == {row[0] for row in rows}
    for name, idn, _, fen in rows:
        assert f"支付拖欠的工资{fen // 100:,}.{fen % 100:02d}元" in each[name]
        assert idn in each[name]
        assert not [other for other in rows if other[1] != idn and other[1] in each[name]]


async def test_evidence_has_the_same_numbers_in_the_zip_and_on_the_list(place: Place) -> None:
    talk = Talk(place.world)
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人")
    for n, item in enumerate(["聊天记录", "", "工资流水", "工资欠条或结算单", "考勤或工牌"]):
        media: Media = await keep(place.blobs, f"图{n}.jpg", picture(size=(800 + n, 600)), "image/jpeg")
        await place.proves(talk, media, item)
    found = await place.unzipped(drafts.ref(talk.sid, "wage_claim"))
    files = [name.removeprefix("证据/") for name in found if name.startswith("证据/")]
    listed = words(one(found, "_证据清单.docx")).split("\n")
    for name in files:
        number, _, called = name.removesuffix(".jpg").partition("_")
        at = next(n for n, cell in enumerate(listed) if cell.removesuffix(".jpg") == called)
        assert listed[at - 1] == str(int(number)), name
    assert files[0] == "01_工资欠条或结算单.jpg"
