"""What the people who work here see: logging in, the mediator desk, the admin pages."""

from __future__ import annotations
