"""The JSON doors of 文书模板: list, upload, check, preview, publish, back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.desk import admin_forms as forms
from bot.desk.admin_api import Tools
from bot.desk.guard import account_of
from bot.desk.pages import json_answer
from bot.errors import TooLarge
from bot.model import Revision
from bot.templates import Item

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES: Final = 2 * 1024 * 1024
TOO_BIG: Final = "文件太大了，模板最大2MB。请把图片压小一点再传。"
STATES: Final = {"draft": "草稿", "published": "在用", "retired": "以前的"}
View = dict[str, object]


class TemplatesApi:
    """The handlers; `needs` stands before each of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._templates = tools.templates

    async def listing(self, _: web.Request) -> web.Response:
        """GET -> {rows}: every paper and which template is in use."""
        names = await self._tools.names()
        return json_answer({"rows": [_row(one, names) for one in await self._templates.items()]})

    async def one(self, request: web.Request) -> web.Response:
        """GET: one paper with its versions, its draft and the placeholders."""
        return json_answer(await self._whole(request.match_info["id"]))

    async def file(self, request: web.Request) -> web.Response:
        """GET ?n= : a version as a Word file; without n the one in use."""
        paper, n = request.match_info["id"], _number(request.query.get("n", ""))
        found, data = await self._templates.file(paper, n)
        item = await self._templates.item(paper)
        return _word(data, f"模板_{item.name}_{f'第{found}版' if found else '系统自带'}.docx")

    async def preview(self, request: web.Request) -> web.Response:
        """GET ?n= : a version filled with the sample, as a Word file."""
        paper = request.match_info["id"]
        _, data = await self._templates.file(paper, _number(request.query.get("n", "")))
        body, _ = await self._templates.proof.preview(paper, data)
        return _word(body, f"试填_{(await self._templates.item(paper)).name}.docx")

    async def upload(self, request: web.Request) -> web.Response:
        """POST the bytes of a .docx -> {faults} or {item}; nothing is kept with faults."""
        paper, data = request.match_info["id"], await _body(request)
        faults = await self._templates.upload(account_of(request), paper, data)
        if faults:
            return json_answer(
                {"faults": [{"where": f.where, "near": f.near, "what": f.what} for f in faults]}
            )
        return json_answer({"faults": [], "item": await self._whole(paper)})

    async def publish(self, request: web.Request) -> web.Response:
        """POST {n, why} -> the paper; 409 when somebody uploaded another one."""
        form, paper = await forms.read(request, forms.PublishForm), request.match_info["id"]
        await self._templates.publish(account_of(request), paper, form.n, form.why)
        return json_answer({"item": await self._whole(paper)})

    async def back(self, request: web.Request) -> web.Response:
        """POST {n} -> the paper; 0 is the shipped template."""
        form, paper = await forms.read(request, forms.VersionForm), request.match_info["id"]
        await self._templates.back(account_of(request), paper, form.n)
        return json_answer({"item": await self._whole(paper)})

    async def discard(self, request: web.Request) -> web.Response:
        """POST -> the paper without its draft."""
        paper = request.match_info["id"]
        await self._templates.discard(account_of(request), paper)
        return json_answer({"item": await self._whole(paper)})

    async def _whole(self, paper: str) -> View:
        names, item = await self._tools.names(), await self._templates.item(paper)
        outline: list[str] = []
        if item.draft:
            _, data = await self._templates.file(paper, item.draft.n)
            _, outline = await self._templates.proof.preview(paper, data)
        return {
            **_row(item, names),
            "outline": outline,
            "versions": [_version(row, names) for row in await self._templates.history(paper)],
            "placeholders": [
                {"name": one.name, "written": one.written, "words": one.words, "example": one.example}
                for one in self._templates.proof.placeholders(paper)
            ],
        }


def _row(item: Item, names: Mapping[str, str]) -> View:
    return {
        "id": item.paper,
        "name": item.name,
        "live": _version(item.live, names) if item.live else None,
        "draft": _version(item.draft, names) if item.draft else None,
        "failed": item.failed,
    }


def _version(row: Revision, names: Mapping[str, str]) -> View:
    return {
        "n": row.n,
        "state": row.state,
        "state_words": STATES.get(row.state, row.state),
        "shipped": bool(row.body.get("shipped")),
        "bytes": row.body.get("bytes", 0),
        "by": names.get(row.author, "已删除的账号"),
        "at": row.at.isoformat(),
        "why": row.why,
    }


def _word(data: bytes, name: str) -> web.Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return web.Response(body=data, content_type=DOCX, headers=headers)


async def _body(request: web.Request) -> bytes:
    """The uploaded bytes; raises TooLarge as soon as there are too many."""
    if (request.content_length or 0) > MOST_BYTES:
        raise TooLarge(TOO_BIG)
    data = bytearray()
    async for chunk in request.content.iter_any():
        data += chunk
        if len(data) > MOST_BYTES:
            raise TooLarge(TOO_BIG)
    return bytes(data)


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 8 else None
