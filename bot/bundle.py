"""立案材料包: papers and evidence as one ZIP, made while it is sent; no file of it is ever kept whole.

What mediators noted and what was conceded in mediation never gets in: only the citizen's own answers and
files are looked at (特邀调解规定22, 在线调解规则18).
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot import drafts, hiding, together
from bot.dialogue.knowledge import Knowledge
from bot.errors import NotFound, Unavailable
from bot.model import CaseFile, CaseStatus, Evidence, Uploader
from bot.ports import Blobs, Bundle, Clock, Material, Papers, Records, Sessions
from bot.transcript import load
from flows import checklist
from flows.papers import PAPERS, applying

FORMS: Final = ("docx", "pdf")
#: Evidence beyond this many bytes is named in the ZIP instead of being in it.
MOST_BYTES: Final = 1024 * 1024 * 1024
NAME_CHARS: Final = 40
#: Papers of so many bundles are set at a time; the others wait.
AT_ONCE: Final = 2
FOLDER: Final = "证据"
COMPLAINT: Final = "complaint"
_ENDINGS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\s]+')


def safe_name(words: str, otherwise: str = "材料") -> str:
    """Words as part of a file name on every system: no separators, controls or dots at its ends."""
    plain = "".join(c for c in words if unicodedata.category(c)[0] != "C")
    return _UNSAFE.sub("_", plain)[:NAME_CHARS].strip("._ ") or otherwise


@dataclass(frozen=True, slots=True)
class Bundles:
    """Implements ports.Filing."""

    records: Records
    sessions: Sessions
    blobs: Blobs
    papers: Papers
    knowledge: Callable[[], Knowledge]
    clock: Clock
    _setting: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def material(self, ref: str) -> Material:
        """Raises NotFound for a case that is not there, a draft that was handed in or deleted."""
        draft = drafts.parts(ref)
        if draft is None:
            async with self.records.begin() as tx:
                case = await tx.cases.get(ref)
                case = replace(case, hidden=await hiding.hidden(tx, case.sid))
                return Material(case, tuple(await tx.evidence.of(case.sid)))
        sid, flow = draft
        _, session = await load(self.sessions, sid)
        async with self.records.begin() as tx:
            consents, evidence = await tx.consents.of(sid), await tx.evidence.of(sid)
            hidden = await hiding.hidden(tx, sid)
        case = drafts.case_of(self.knowledge(), sid, session, flow, consents=consents, at=self.clock.now())
        return Material(replace(case, hidden=hidden), tuple(evidence))

    async def bundle(self, ref: str, by: str = "") -> Bundle:
        """Every paper that applies, made already, and the evidence; the download is audited.

        `by`: account id of the member of staff whose link it was.

        Complaints of people who file together are made one by one while it is read.
        """
        found = await self.material(ref)
        case, now = found.case, self.clock.now()
        own = [one for one in found.evidence if one.by is not Uploader.DESK]
        each = await self._together(case)
        made = await self._papers(case, own, len(each))
        pages = named(own, self.knowledge().flow(case.flow, case.flow_rev).evidence)
        async with self.records.begin() as tx:
            data = {"files": len(pages)}
            await tx.audit.add(by or "link", "bundle", case.id or case.sid, data, now)
        name = f"立案材料_{safe_name(case.title)}_{safe_name(case.number, '待立案')}.zip"
        apart = self._complaints(each, own) if len(each) > 1 else _none()
        return Bundle(name, self._zipped(made, apart, pages))

    async def fetched(self, ref: str, paper: str, by: str) -> None:
        """Somebody took one paper; `by`: the member of staff whose link it was."""
        async with self.records.begin() as tx:
            await tx.audit.add(by or "link", "paper", ref, {"paper": paper}, self.clock.now())

    async def _papers(
        self, case: CaseFile, evidence: Sequence[Evidence], people: int
    ) -> list[tuple[str, bytes]]:
        """(name, body) in the order they are handed in, without the complaints of several `people`."""
        k = self.knowledge()
        note = k.words["bundle_note"].format(title=case.title, court=k.court)
        if people > 1:
            note += "\n" + k.words["bundle_group"].format(count=people)
        made = [("00_先看这里.txt", note.encode("utf-8-sig"))]
        for paper, name in self._numbered(case):
            if paper != COMPLAINT or people < 2:
                made += await self._set(paper, case, evidence, name)
        return made

    def _numbered(self, case: CaseFile) -> list[tuple[str, str]]:
        """(paper, name of its file without the ending) of everything that applies."""
        flow = self.knowledge().flow(case.flow, case.flow_rev)
        wanted = applying(flow, case.answers, CaseStatus.TO_FILE.value)
        return [
            (paper, f"{number:02}_{safe_name(PAPERS[paper].name)}") for number, paper in enumerate(wanted, 1)
        ]

    async def _complaints(
        self, each: Sequence[CaseFile], evidence: Sequence[Evidence]
    ) -> AsyncGenerator[tuple[str, bytes], None]:
        """Everybody's own, as 01_起诉状/001_张伟.docx."""
        folder = dict(self._numbered(each[0]))[COMPLAINT]
        for place, one in enumerate(each, 1):
            name = f"{folder}/{place:03}_{safe_name(_name(one), '没写姓名')}"
            for made in await self._set(COMPLAINT, one, evidence, name):
                yield made

    async def _together(self, case: CaseFile) -> list[CaseFile]:
        """The case with those it was filed or will be filed with; what somebody withdrew stays out."""
        if not case.group:
            return together.divided(case)
        async with self.records.begin() as tx:
            members = await tx.cases.members(case.group)
        going = [one for one in members if one.status is not CaseStatus.WITHDRAWN]
        return [replace(one, hidden=case.hidden) for one in going]

    async def _set(
        self, paper: str, case: CaseFile, evidence: Sequence[Evidence], name: str
    ) -> list[tuple[str, bytes]]:
        """One paper in every form it can be made in here."""
        made = []
        for form in FORMS:
            try:
                async with self._setting:
                    body = await self.papers.render(
                        paper, case, evidence, form=form, today=self.clock.today()
                    )
            except Unavailable:
                if form == "docx":
                    raise
                continue  # no Chinese font on this machine: the Word file says the same
            made.append((f"{name}.{form}", body))
        return made

    async def _zipped(
        self,
        made: Sequence[tuple[str, bytes]],
        apart: AsyncGenerator[tuple[str, bytes], None],
        pages: Sequence[tuple[str, Evidence]],
    ) -> AsyncGenerator[bytes, None]:
        sink, left_out, total = _Sink(), [], 0
        day = self.clock.today()
        date_time = (day.year, day.month, day.day, 0, 0, 0)
        with zipfile.ZipFile(sink, "w") as archive:
            for name, body in made:
                _write(archive, zipfile.ZipInfo(name, date_time), body)
                yield sink.take()
            async for name, body in apart:
                _write(archive, zipfile.ZipInfo(name, date_time), body)
                yield sink.take()
            for name, piece in pages:
                total += piece.media.size
                chunks = self.blobs.open(piece.media.blob)
                first = await _first(chunks) if total <= MOST_BYTES else None
                if first is None:
                    left_out.append(name)
                    continue
                with archive.open(zipfile.ZipInfo(f"{FOLDER}/{name}", date_time), "w") as entry:
                    entry.write(first)
                    async for chunk in chunks:
                        entry.write(chunk)
                        yield sink.take()
                yield sink.take()
            if left_out:
                note = self.knowledge().words["bundle_left_out"].format(names="\n".join(left_out))
                archive.writestr(zipfile.ZipInfo("没放进来的文件.txt", date_time), note.encode("utf-8-sig"))
        yield sink.take()


def _write(archive: zipfile.ZipFile, info: zipfile.ZipInfo, body: bytes) -> None:
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, body)


async def _none() -> AsyncGenerator[tuple[str, bytes], None]:
    """No papers."""
    nothing: tuple[tuple[str, bytes], ...] = ()
    for one in nothing:
        yield one


def named(evidence: Sequence[Evidence], order: Sequence[str]) -> list[tuple[str, Evidence]]:
    """Files as 01_借条.jpg, the pages of one thing as 02_聊天记录_第1页.jpg …, numbered as in the 证据清单.

    A piece is called by what it proves, else by its own name; the ending is that of the content. `order` are
    the entries of the flow's list.
    """
    found = []
    for number, pages in enumerate(checklist.in_order(evidence, order), 1):
        for place, page in enumerate(pages, 1):
            words = safe_name(page.item or page.media.name.rpartition(".")[0] or page.media.name)
            of = f"_第{place}页" if len(pages) > 1 else ""
            ending = _ENDINGS.get(page.media.content_type, "bin")
            found.append((f"{number:02}_{words}{of}.{ending}", page))
    return found


def _name(case: CaseFile) -> str:
    answer = case.answers.get("applicant_name")
    return str(answer.value) if answer and answer.known else ""


async def _first(chunks: AsyncIterator[bytes]) -> bytes | None:
    """The beginning of a file; None for one that is gone."""
    try:
        return await anext(chunks, b"")
    except NotFound:
        return None


class _Sink:
    """Takes what zipfile writes and gives it on at once; cannot seek, so sizes stand behind the data."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
