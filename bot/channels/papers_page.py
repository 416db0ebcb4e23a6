"""Downloads of papers by a signed link that works for seven days, in the chat page and in WeChat alike."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

import orjson
from aiohttp import web

from bot.errors import BotError, NotFound
from bot.model import CaseStatus
from bot.ports import Clock, Papers, Records

LIFE_S = 7 * 24 * 3600
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NAMES = {"mediation_application": "调解申请书", "complaint": "起诉状", "evidence_list": "证据清单"}


Cipher = Callable[[bytes], bytes]


def linker(seal: Cipher, clock: Clock, base_url: str) -> Callable[[str, str, str], str]:
    """Makes addresses: nothing in them can be read or changed."""

    def link(case_id: str, paper: str, form: str) -> str:
        until = int(clock.now().timestamp()) + LIFE_S
        sealed = seal(orjson.dumps([case_id, paper, form, until]))
        return f"{base_url}/p/{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    return link


def setup(app: web.Application, *, records: Records, papers: Papers, unseal: Cipher, clock: Clock) -> None:
    """Add `GET /p/{token}`."""

    async def download(request: web.Request) -> web.Response:
        try:
            case_id, paper, form, until = _open(unseal, request.match_info["token"])
        except ValueError:
            return _gone("这个链接不完整，请从聊天里重新点一次。")
        if datetime.fromtimestamp(until, tz=clock.now().tzinfo) < clock.now():
            return _gone("这个链接过期了。回到聊天里说“我的案子到哪了”，可以再拿一次。")
        try:
            async with records.begin() as tx:
                case = await tx.cases.get(case_id)
                evidence = await tx.evidence.of(case.sid)
        except NotFound:
            return _gone("没有找到这份材料。")
        if case.status is CaseStatus.WITHDRAWN:
            return _gone("这份申请已经撤回，材料不再提供下载。")
        try:
            body = await papers.render(paper, case, evidence, form=form, today=clock.today())
        except BotError as exc:
            return web.Response(status=503, text=str(exc), content_type="text/plain", charset="utf-8")
        name = quote(f"{NAMES[paper]}_{case.number}.{form}")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return web.Response(body=body, content_type=TYPES[form], headers=headers)

    app.router.add_get("/p/{token:[A-Za-z0-9_-]{20,600}}", download)


def _open(unseal: Cipher, token: str) -> tuple[str, str, str, int]:
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        case_id, paper, form, until = orjson.loads(unseal(sealed))
    except (binascii.Error, BotError) as exc:
        raise ValueError(token[:8]) from exc
    return str(case_id), str(paper), str(form), int(until)


def _gone(sentence: str) -> web.Response:
    return web.Response(status=410, text=sentence, content_type="text/plain", charset="utf-8")
