"""Tests; a package, so that the project's root is importable however pytest is started."""

from __future__ import annotations
