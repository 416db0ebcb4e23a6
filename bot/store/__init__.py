"""Where things are kept: sessions in Redis, records in SQL, files on disk; all of it encrypted at rest."""

from __future__ import annotations
