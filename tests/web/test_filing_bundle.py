from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from docx import Document
from pypdf import PdfReader

from bot import drafts
from bot.bundle import Bundles, safe_name
from bot.channels import papers_page
from bot.model import Account, Evidence, Media, Role
from bot.papers.render import Drafts
from bot.store.blobs import DiskBlobs
from bot.store.records import SqlRecords
from bot.store.sessions import RedisSessions
from bot.store.vault import Vault
from tests.story.test_private_lending import STORY, to_consents, to_review
from tests.talk import Talk, World, build
from tests.web.paper_doors import open_door
from tests.web.samples import picture
from tests.web.staff_bench import keep, keywords, shipped

ANNA = Account("a1", "anna", "王调解员", Role.MEDIATOR)
MB = 1024 * 1024


@dataclass
class Place:
    world: World
    blobs: DiskBlobs
    link: Callable[[str, str, str], str]
    client: TestClient[Any, Any]
    bundles: Bundles

    async def fetch(self, ref: str, paper: str = "bundle", form: str = "zip") -> tuple[int, bytes]:
        answer = await self.client.get(self.link(ref, paper, form))
        return answer.status, await answer.read()

    async def unzipped(self, ref: str) -> dict[str, bytes]:
        status, body = await self.fetch(ref)
        assert status == 200, body.decode()
        archive = zipfile.ZipFile(io.BytesIO(body))
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}

    async def proves(self, talk: Talk, media: Media, item: str = "") -> None:
        self.world.clock.pass_(seconds=1)
        async with self.world.records.begin() as tx:
            at = self.world.clock.now()
            await tx.evidence.add(Evidence(f"e-{media.blob}", talk.sid, item, media, "", at))


@pytest.fixture
async def place(redis_url: str, sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[Place]:
    sessions, records = RedisSessions(redis_url, vault), SqlRecords(sqlite_url, vault)
    world, blobs = build(sessions, records, shipped(), keywords()), DiskBlobs(tmp_path / "blobs", vault)
    knowledge = world.content.knowledge
    papers = Drafts(lambda flow, rev: knowledge().flow(flow, rev), "准格尔旗人民法院")
    bundles = Bundles(records, sessions, blobs, papers, knowledge, world.clock)
    app = web.Application()
    link = papers_page.linker(lambda plain: vault.seal(plain, aad=b"link"), world.clock, "")
    shelf = papers_page.Shelf(
        bundles,
        papers,
        lambda sealed: vault.open(sealed, aad=b"link"),
        world.clock,
        link,
        lambda flow, rev: knowledge().flow(flow, rev),
        open_door(sessions),
    )
    papers_page.setup(app, shelf)
    async with TestClient(TestServer(app)) as client:
        yield Place(world, blobs, link, client, bundles)
    await sessions.aclose()
    await records.aclose()


def one(found: dict[str, bytes], ending: str) -> bytes:
    """A paper whatever its number is."""
    (name,) = [name for name in found if name.endswith(ending)]
    return found[name]


def words(body: bytes) -> str:
    document = Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def pdf_words(body: bytes) -> str:
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return "".join(pages.split())


async def test_a_draft_gives_papers_list_and_evidence(place: Place) -> None:
    talk = Talk(place.world)
    await talk.says(STORY)
    jpeg = picture()
    await place.proves(talk, await keep(place.blobs, "IMG_1.jpg", jpeg, "image/jpeg"), "借条")
    await place.proves(talk, await keep(place.blobs, "转账.pdf", b"%PDF-1.7 x", "application/pdf"))
    found = await place.unzipped(drafts.ref(talk.sid, "private_lending"))
    names = list(found)
    assert names[:5] == [
        "00_先看这里.txt",
        "01_起诉状.docx",
        "01_起诉状.pdf",
        "02_证据清单.docx",
        "02_证据清单.pdf",
    ]
    assert [name[2:] for name in names[-4:-2]] == ["_一次性补正清单.docx", "_一次性补正清单.pdf"]
    assert names[-2:] == ["证据/01_借条.jpg", "证据/02_转账.pdf"]
    assert found["证据/01_借条.jpg"] == jpeg
    complaint = words(one(found, "_起诉状.docx"))
    assert "待立案" in complaint
    assert "张三" in complaint
    assert "50,000元（伍万元整）" in complaint
    assert "待补" in complaint
    assert "编号：待立案" in pdf_words(one(found, "_起诉状.pdf"))
    gaps = words(one(found, "_一次性补正清单.docx"))
    for what in (
        "原告姓名",
        "原告电话",
        "被告住址",
        "民诉法第一百二十四条",
        "登记立案规定第七条",
        "款项交付方式",
    ):
        assert what in gaps
        assert what in pdf_words(one(found, "_一次性补正清单.pdf"))
    assert "准格尔旗人民法院" in one(found, "_先看这里.txt").decode("utf-8-sig")


async def test_the_names_carry_the_utf8_flag_and_no_tricks(place: Place) -> None:
    talk = Talk(place.world)
    await talk.says(STORY)
    for name in ("../../etc/passwd.jpg", "C:\\a\u202egpj.exe.jpg", "...", "a/b:c*?.jpg"):
        await place.proves(talk, await keep(place.blobs, name, b"x", "image/jpeg"), "")
    _, body = await place.fetch(drafts.ref(talk.sid, "private_lending"))
    archive = zipfile.ZipFile(io.BytesIO(body))
    names = [i.filename.removeprefix("证据/") for i in archive.infolist() if "证据/" in i.filename]
    assert names == ["01_etc_passwd.jpg", "02_C_agpj.exe.jpg", "03_材料.jpg", "04_a_b_c.jpg"]
    assert all(i.flag_bits & 0x800 for i in archive.infolist())


@pytest.mark.parametrize("words_", ["..", "a\x00b", "/", "con\n.txt", "长" * 300])
def test_a_safe_name_is_one_plain_part(words_: str) -> None:
    name = safe_name(words_)
    assert 0 < len(name) <= 40
    assert not set(name) & set('/\\:*?"<>|\x00\n')
    assert not name.startswith(".")


async def test_what_mediators_noted_is_not_inside(place: Place) -> None:
    talk = Talk(place.world)
    await to_review(talk)
    await talk.says("确认提交")
    async with place.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
        await tx.messages.note(talk.sid, ANNA, "对方私下愿意让到四万", place.world.clock.now())
    found = await place.unzipped(case.id)
    text = "".join(words(body) for name, body in found.items() if name.endswith(".docx"))
    assert case.number in text
    assert "150622199003070018" in text
    assert "四万" not in text
    assert "调解申请书" not in "".join(found)


async def test_without_consent_the_names_stay_out(place: Place) -> None:
    talk = Talk(place.world)
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "不同意", "直接立案")
    found = await place.unzipped(drafts.ref(talk.sid, "private_lending"))
    assert "张三" not in words(one(found, "_一次性补正清单.docx"))
    assert "被告姓名" in words(one(found, "_一次性补正清单.docx"))
    assert not [cell for cell in words(one(found, "_起诉状.docx")).split("\n") if cell.startswith("张三（")]


async def test_a_changed_an_old_and_a_foreign_link_are_refused(place: Place) -> None:
    talk = Talk(place.world)
    await talk.says(STORY)
    address = place.link(drafts.ref(talk.sid, "private_lending"), "bundle", "zip")
    changed = address[:-3] + ("AAA" if not address.endswith("AAA") else "BBB")
    answer = await place.client.get(changed)
    assert (answer.status, "不完整" in await answer.text()) == (410, True)
    place.world.clock.pass_(days=8)
    answer = await place.client.get(address)
    assert (answer.status, "过期" in await answer.text()) == (410, True)


async def test_a_deleted_draft_and_a_withdrawn_case_are_gone(place: Place) -> None:
    talk = Talk(place.world)
    await talk.says(STORY, "删除我的信息")
    await talk.taps("确定删除")
    status, body = await place.fetch(drafts.ref(talk.sid, "private_lending"))
    assert (status, "没有找到" in body.decode()) == (410, True)
    await to_review(talk)
    await talk.says("确认提交", "撤回申请")
    await talk.taps("撤回")
    async with place.world.records.begin() as tx:
        case = (await tx.cases.of(talk.sid))[0]
    status, body = await place.fetch(case.id)
    assert (status, "撤回" in body.decode()) == (410, True)


async def test_single_papers_of_a_draft_and_the_audit(place: Place) -> None:
    talk = Talk(place.world)
    await talk.says(STORY)
    ref = drafts.ref(talk.sid, "private_lending")
    status, body = await place.fetch(ref, "gaps", "docx")
    assert status == 200
    assert "一次性补正清单" in words(body)
    assert (await place.fetch(ref, "nothing", "docx"))[0] == 410
    await place.unzipped(ref)
    async with place.world.records.begin() as tx:
        events = [e for e in await tx.audit.listing() if e.action == "bundle"]
    assert [(e.actor, e.subject, e.data) for e in events] == [("link", talk.sid, {"files": 0})]


async def test_a_lost_file_is_named_and_the_rest_comes(place: Place) -> None:
    talk = Talk(place.world)
    await talk.says(STORY)
    lost = await keep(place.blobs, "录音.mp3", b"ID3", "audio/mpeg")
    await place.proves(talk, lost)
    await place.proves(talk, await keep(place.blobs, "照片.jpg", picture(), "image/jpeg"))
    await place.blobs.remove(lost.blob)
    found = await place.unzipped(drafts.ref(talk.sid, "private_lending"))
    assert "01_录音.mp3" in found["没放进来的文件.txt"].decode("utf-8-sig")
    assert "证据/02_照片.jpg" in found


async def test_large_evidence_is_never_held_whole(place: Place) -> None:
    talk = Talk(place.world)
    await talk.says(STORY)
    block = bytes(MB)

    async def film() -> AsyncIterator[bytes]:
        for _ in range(60):
            yield block

    key, size, digest = await place.blobs.put(film(), limit=100 * MB)
    await place.proves(talk, Media(key, "录像.mp4", "video/mp4", size, digest))
    made = await place.bundles.bundle(drafts.ref(talk.sid, "private_lending"))
    tracemalloc.start()
    sent = largest = 0
    async for chunk in made.chunks:
        sent, largest = sent + len(chunk), max(largest, len(chunk))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 60 * MB
    assert largest < MB
    assert peak < 8 * MB
