"""Who stands on the other end: this machine itself, or somebody a proxy of this machine passes on."""

from __future__ import annotations

from typing import Final

from aiohttp import web

LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
#: What a proxy adds; with one of these the caller is somebody else, whoever opened the connection.
PASSED_ON: Final = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def from_here(request: web.Request) -> bool:
    """Whether a program of this machine calls, and no proxy on it passes somebody else on."""
    return request.remote in LOOPBACK and not any(name in request.headers for name in PASSED_ON)
