"""The floor: the least a server of each channel can do. `python -m tests.bench.noop PORT TOKEN`."""

from __future__ import annotations

import hmac
import sys
from hashlib import sha1

import orjson
import uvloop
from aiohttp import web

XML = (
    "<xml><ToUserName><![CDATA[u]]></ToUserName><FromUserName><![CDATA[g]]></FromUserName>"
    "<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[好]]></Content></xml>"
)


def build(token: str) -> web.Application:
    """`/wechat` checks the signature and answers fixed XML; the REST route answers fixed JSON."""

    async def wechat(request: web.Request) -> web.Response:
        query = request.query
        parts = "".join(sorted((token, query["timestamp"], query["nonce"])))
        right = sha1(parts.encode(), usedforsecurity=False).hexdigest()
        if not hmac.compare_digest(right, query["signature"]):
            raise web.HTTPForbidden
        await request.read()
        return web.Response(text=XML, content_type="application/xml")

    async def rest(request: web.Request) -> web.Response:
        sender = orjson.loads(await request.read())["sender"]
        body = orjson.dumps([{"recipient_id": sender, "text": "好"}])
        return web.Response(body=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/wechat", wechat)
    app.router.add_post("/webhooks/rest/webhook", rest)
    app.router.add_get("/webhooks/rest/", rest)
    return app


if __name__ == "__main__":
    web.run_app(
        build(sys.argv[2]),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        access_log=None,
        print=None,
        loop=uvloop.new_event_loop(),
    )
