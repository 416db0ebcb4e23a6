"""Scripts and styles under an address that holds the hash of their content, so that browsers keep them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
_FOREVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """One folder of files, read once; `base` is the address in front of every name."""

    base: str
    digest: str
    files: Mapping[str, tuple[bytes, bytes, str]]  #: name -> (content, gzip, content type)

    @classmethod
    def load(cls, folder: Path, base: str) -> StaticFiles:
        """Read every file of a known type under `folder`; `base` such as `/static/chat`."""
        files = {}
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            if path.suffix not in _TYPES:
                continue
            name, content = path.relative_to(folder).as_posix(), path.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
            files[name] = (content, gzip.compress(content, mtime=0), _TYPES[path.suffix])
        return cls(base, digest.hexdigest()[:16], files)

    def url(self, name: str) -> str:
        """The address of a file; raises KeyError for a file that is not there."""
        self.files[name]
        return f"{self.base}/{self.digest}/{name}"

    def add_routes(self, app: web.Application) -> None:
        """Serve the files from memory."""
        app.router.add_get(f"{self.base}/{{digest}}/{{name:.+}}", self._serve)

    async def _serve(self, request: web.Request) -> web.Response:
        found = self.files.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        content, packed, content_type = found
        # while two versions run side by side a page may ask the other one: answer, but let nobody keep it
        keep = _FOREVER if request.match_info["digest"] == self.digest else "no-store"
        headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            content = packed
        return web.Response(body=content, content_type=content_type, charset="utf-8", headers=headers)
