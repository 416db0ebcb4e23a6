"""Law as pure functions over dated tables: every number carries its formula and its article."""

from __future__ import annotations
