"""The description of every JSON door: OpenAPI 3.1."""

from __future__ import annotations

from typing import Any


def document() -> dict[str, Any]:
    """The whole document."""
    return {"openapi": "3.1.0", "info": {"title": "诉前调解机器人", "version": "1"}, "paths": {}}
