"""The web application: every door with what it needs of the system."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web

from bot.background import running
from bot.channels import evidence_doors, papers_page, rest, webchat, wechat, wechat_turns
from bot.channels.bounds import bounds
from bot.channels.outbox import Outbox
from bot.channels.pace import Pace
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_letters import Letters
from bot.channels.wechat_media import WeChatMedia
from bot.desk import admin, desk_pages, guard, login, public_api
from bot.desk.admin_api import Tools as AdminTools
from bot.desk.desk_api import Tools
from bot.health import Health
from bot.health import setup as setup_health
from bot.logs import quiet_logs
from bot.model import Parcel
from bot.settings import Settings
from bot.system import System


def create_app(settings: Settings) -> web.Application:
    """The web application with all its doors; nothing connects before it starts."""
    quiet_logs(settings.log_level)
    system = System(settings)
    app = web.Application(client_max_size=1024 * 1024, middlewares=[bounds])
    app[SYSTEM] = system
    # first in, last out: whoever is stopped before may still need the stores
    app.cleanup_ctx.append(lambda app: running(app[SYSTEM]))
    site = webchat.Site(
        court=settings.court,
        sign=system.sign,
        public_url=settings.public_url,
        upload_limit=settings.upload_max_bytes,
        trust_proxy=settings.trust_proxy,
        now=system.clock.now,
        new_per_hour=settings.new_per_hour,
        note=system.metrics.refused,
    )
    chat = system.conversation
    door = webchat.setup(app, chat=chat, sessions=system.sessions, blobs=system.blobs, site=site)
    evidence_doors.setup(app, chat=door, box=system.box())
    rest.setup(
        app,
        converse=chat.converse,
        pace=Pace(
            system.sessions,
            system.sign,
            settings.rest_per_minute,
            settings.new_per_hour,
            system.metrics.refused,
        ),
        token=settings.rest_token.get_secret_value(),
        trust_proxy=settings.trust_proxy,
    )
    papers_page.setup(app, system.shelf(door.whose, guard.whose))
    _staff(app, system)
    if settings.wechat_app_id or settings.wechat_token.get_secret_value():
        _wechat(app, system)
    health = Health(system.sessions, system.records, system.nlu, system.metrics, system.clock)
    setup_health(
        app,
        health,
        token=settings.metrics_token.get_secret_value(),
        needs_model=bool(settings.rasa_url),
    )
    return app


def _wechat(app: web.Application, system: System) -> None:
    """The 服务号: callback, late answers and mediators' words through the outbox."""
    settings, note = system.settings, system.metrics.wechat
    api = WeChatApi(
        settings.wechat_api_base,
        settings.wechat_app_id,
        settings.wechat_app_secret.get_secret_value(),
        shared=system.sessions,
    )

    async def owed(parcel: Parcel) -> None:
        await turns.resume(parcel)

    outbox = Outbox(system.records, system.sessions, api=api, clock=system.clock, note=note, owed=owed)
    means = wechat_turns.Means(
        converse=system.conversation.converse,
        letters=Letters(system.sessions, system.records, system.clock),
        media=WeChatMedia(api, system.blobs, settings.upload_max_bytes),
        send=outbox.send,
        note=note,
    )
    keys = (settings.wechat_aes_key, settings.wechat_aes_key_previous)
    account = wechat.Account(
        settings.wechat_token.get_secret_value(),
        settings.wechat_app_id,
        tuple(key.get_secret_value() for key in keys if key.get_secret_value()),
        stale_s=0 if settings.today else wechat.STALE_S,
    )
    turns = wechat.setup(app, account, means)

    async def delivering(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(outbox.run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await api.close()

    app.cleanup_ctx.append(delivering)


def _staff(app: web.Application, system: System) -> None:
    """Login, the mediator desk and the admin pages."""
    settings = system.settings
    site = guard.Site(settings.court, settings.public_url, settings.trust_proxy)
    seal, unseal = system.cipher(b"staff-cookie")
    guard.setup(app, accounts=system.accounts, seal=seal, unseal=unseal, site=site)
    login.setup(app)
    tools = Tools(
        desk=system.desk,
        accounts=system.accounts,
        sessions=system.sessions,
        blobs=system.blobs,
        papers_link=system.link,
        court=settings.court,
        office=system.office,
    )
    desk_pages.setup(app, tools)
    admin.setup(
        app,
        AdminTools(
            content=system.content,
            accounts=system.accounts,
            records=system.records,
            nlu=system.nlu,
            clock=system.clock,
            court=settings.court,
            desk=system.desk,
            templates=system.templates(),
        ),
    )
    public_api.setup(
        app,
        nlu=system.nlu,
        knowledge=system.content.knowledge,
        sessions=system.sessions,
        trust_proxy=settings.trust_proxy,
    )


SYSTEM: web.AppKey[System] = web.AppKey("system", System)
