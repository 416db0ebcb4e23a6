"""Doors to the outside: WeChat, the H5 chat, the REST channel."""

from __future__ import annotations
