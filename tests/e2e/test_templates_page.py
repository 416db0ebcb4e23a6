"""文书模板 in a real Chromium: a broken upload refused at its place, a good one published, taken back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.papers import sample
from tests.e2e.test_admin_page import PHONE, Arrive, Place, arrive, place
from tests.unit.test_template_check import word

expect = pytest.importorskip("playwright.async_api", reason="the e2e group is not installed").expect
pytestmark = pytest.mark.e2e
SHOTS = Path(__file__).parent / "shots"
__all__ = ["arrive", "place"]


async def paper(at: Place) -> str:
    """A case's complaint as the citizen gets it."""
    flow = at.bureau.office.world.content.knowledge().flows["private_lending"]
    body = await at.bureau.papers.render("complaint", sample.case(flow), [], form="docx", today=sample.TODAY)
    return "\n".join(one.text for one in Document(io.BytesIO(body)).paragraphs)


async def give(page: Any, data: bytes) -> None:
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    await page.set_input_files("#file", {"name": "起诉状.docx", "mimeType": docx, "buffer": data})
    await page.click("#send")


async def test_from_a_broken_upload_to_the_paper_and_back(arrive: Arrive, place: Place) -> None:
    page = await arrive("bian", "templates")
    await page.get_by_role("link", name="起诉状", exact=True).click()
    await expect(page.locator("h1")).to_have_text("起诉状")
    await page.click("#send")
    await expect(page.get_by_role("alert")).to_contain_text("请先选一个文件")
    await give(page, word("第一段", "法院：{{ cuort }}"))
    await expect(page.locator(".template-faults li")).to_contain_text("第2段")
    await expect(page.locator(".template-faults li")).to_contain_text("是不是“court”")
    await page.screenshot(path=SHOTS / "template-refused.png", full_page=True)
    await give(page, word("本院专用起诉状", "{{ court }} {{ submitter }}"))
    await expect(page.locator("#outline")).to_contain_text("准格尔旗人民法院 王示例")
    assert "本院专用" not in await paper(place)
    async with page.expect_download() as waiting:
        await page.click("#try")
    tried = Document(await (await waiting.value).path())
    assert "本院专用起诉状" in [one.text for one in tried.paragraphs]
    await page.fill("#why", "按本院的抬头")
    await page.screenshot(path=SHOTS / "template-draft.png", full_page=True)
    await page.keyboard.press("Enter")
    await expect(page.locator("#versions")).to_contain_text("按本院的抬头")
    assert "本院专用" in await paper(place)
    await page.get_by_role("button", name="恢复系统自带的").click()
    await page.get_by_role("button", name="恢复系统自带的").click()
    await expect(page.locator("#versions")).to_contain_text("恢复到系统自带的模板")
    assert "本院专用" not in await paper(place)


async def test_on_a_phone_nothing_is_cut_off(arrive: Arrive) -> None:
    page = await arrive("bian", "templates/complaint", viewport=PHONE)
    await expect(page.locator("h1")).to_have_text("起诉状")
    await page.screenshot(path=SHOTS / "template-phone.png")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
