"""What every page and JSON answer shares: security headers, same-origin checks, the caller's address."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

#: Scripts, styles, pictures and connections from our own origin only; nothing inline.
CSP: Final = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
#: For anything a citizen uploaded: even if a browser rendered it, nothing in it may run.
CSP_SANDBOX: Final = "default-src 'none'; sandbox"

_HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS: Final = "max-age=31536000"


def add_security_headers(response: web.StreamResponse, *, https: bool = False) -> None:
    """Set what the handler has not set itself; a handler may be stricter."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "mediation"  # aiohttp would name itself and its version
    if https:
        response.headers.setdefault("Strict-Transport-Security", _HSTS)


async def security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """What `Application.on_response_prepare` calls: no answer, streamed or refused, goes without."""
    add_security_headers(response, https=request.secure)


def secure(app: web.Application) -> None:
    """Let every answer of `app` carry the headers above; a second call changes nothing."""
    if security_headers not in app.on_response_prepare:
        app.on_response_prepare.append(security_headers)


def client_address(request: web.Request, trust_proxy: int = 0) -> str:
    """The caller's address: the peer, or what the outermost of `trust_proxy` own proxies saw.

    Counted from the right of X-Forwarded-For, because everything further left can be written by anyone.
    """
    if trust_proxy:
        hops = [hop.strip() for hop in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")]
        if hops[-1] and len(hops) >= trust_proxy:
            return hops[-trust_proxy]
    return request.remote or "unknown"


def on_this_machine(address: str) -> bool:
    """Whether the caller is a program beside the bot: a service, or a proxy that names nobody."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def network_of(address: str) -> str:
    """Who is counted as one caller: an IPv4 address, or the /64 where an IPv6 household picks any address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # "unknown", or what a proxy of our own wrote
        return address
    if found.version == 4:
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found), 64), strict=False))


def is_own_origin(request: web.Request, public_url: str, *, required: bool = False) -> bool:
    """Whether `Origin` is this site: the Host asked for, or the configured public address.

    A missing header passes unless `required`: old browsers leave it out of same-origin requests.
    """
    origin = request.headers.get("Origin", "")
    if not origin:
        return not required
    if public_url and origin == "{0.scheme}://{0.netloc}".format(urlsplit(public_url)):
        return True
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc == request.host


def is_own_page(request: web.Request, public_url: str) -> bool:
    """Whether a POST comes from our own page: our header, our origin, no foreign Sec-Fetch-Site."""
    return (
        request.headers.get("X-MB") == "1"
        and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and is_own_origin(request, public_url)
    )
