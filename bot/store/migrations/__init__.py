"""Alembic migrations, run through `bot.store.migrate`."""

from __future__ import annotations
