"""The folder of trained models: `<data hash>.tar.gz` files, and `current`, the name of the served one."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

#: Trained models that are kept beside the served one, newest first, for going back by hand.
KEPT = 3


def folder() -> Path:
    """`BOT_MODELS_DIR`, or `nlu/models` beside this file."""
    named = os.environ.get("BOT_MODELS_DIR", "").strip()
    return Path(named) if named else Path(__file__).parent / "models"


def path_of(models: Path, data_hash: str) -> Path:
    """Where the model of these phrasings is or will be."""
    return models / f"{data_hash}.tar.gz"


def current(models: Path) -> Path | None:
    """The served model; None where there is none, or the pointer leads nowhere."""
    try:
        name = (models / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    path = models / Path(name).name
    return path if name and path.is_file() else None


def point(models: Path, path: Path) -> None:
    """Make `path` the served model after the next start; older ones beyond `KEPT` are removed."""
    write(models / "current", path.name.encode())
    others = [other for other in models.glob("*.tar.gz") if other.name != path.name]
    for old in sorted(others, key=lambda other: other.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> str:
    """Write whole or not at all; returns the sha256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # mkstemp makes files that only we may read; Rasa may run as another user in its own container
    Path(name).chmod(0o644)
    Path(name).replace(path)
    return hashlib.sha256(content).hexdigest()
