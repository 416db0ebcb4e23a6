"""Doors for other programs, open to all: what a text means, and what the JSON doors look like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

import orjson
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.channels.headers import client_address
from bot.desk.admin_forms import body_of
from bot.desk.openapi import document
from bot.desk.pages import json_error
from bot.dialogue.knowledge import Knowledge
from bot.errors import TooLarge, Unavailable
from bot.ports import Sessions, Understander
from bot.text.dialect import standard
from bot.text.facts import find_facts
from bot.text.normalise import clean
from bot.text.reading import Context
from bot.understanding import as_row

BODY_BYTES: Final = 64 * 1024
TEXTS: Final = 50
PER_MINUTE: Final = 60  #: requests of one address

WRONG: Final = '请发送 {"text": "……"}，或者最多50条 {"id": "1", "text": "……"} 的列表，每条最多2000字。'
TOO_LARGE: Final = "内容太长，一次最多64KB。"
TOO_OFTEN: Final = "请求太频繁，请过一分钟再试。"
RECOVERING: Final = "系统正在恢复，请过一会儿再试。"


class TextForm(BaseModel):
    """One text."""

    model_config = ConfigDict(extra="ignore")
    text: Annotated[str, Field(max_length=2000)]


class RowForm(TextForm):
    """One text of several; `id` comes back with its row."""

    id: str | int


_FORM: Final[TypeAdapter[TextForm | list[RowForm]]] = TypeAdapter(
    TextForm | Annotated[list[RowForm], Field(max_length=TEXTS)]
)


def setup(
    app: web.Application,
    *,
    nlu: Understander,
    knowledge: Callable[[], Knowledge],
    sessions: Sessions,
    trust_proxy: int = 0,
) -> None:
    """Add `POST /api/understand` and `GET /api/openapi.json`."""

    async def understand(request: web.Request) -> web.Response:
        """POST {"text"} or [{"id", "text"}, …] -> the row of `python -m bot understand`, or a list."""
        address = client_address(request, trust_proxy)
        try:
            if not await sessions.allow(f"understand:{address}", limit=PER_MINUTE, per_s=60):
                return json_error(429, TOO_OFTEN)
            form = _FORM.validate_json(await body_of(request, BODY_BYTES))
        except TooLarge:
            return json_error(413, TOO_LARGE)
        except ValidationError:
            return json_error(400, WRONG)
        except Unavailable:
            return json_error(503, RECOVERING)
        if isinstance(form, list):
            return _json([{"id": one.id, **await row(one.text)} for one in form])
        return _json(await row(form.text))

    async def row(text: str) -> dict[str, Any]:
        text = standard(clean(text))  # as in a talk
        k, meaning = knowledge(), await nlu.understand(text)
        return as_row(text, meaning, find_facts(text, Context(k.today)), k.limits)

    async def openapi(_: web.Request) -> web.Response:
        """GET: the description of all JSON doors."""
        return _json(document())

    app.router.add_post("/api/understand", understand)
    app.router.add_get("/api/openapi.json", openapi)


def _json(data: object) -> web.Response:
    body = orjson.dumps(data)
    return web.Response(body=body, content_type="application/json", headers={"Cache-Control": "no-store"})
