"""The folder of the court we run for, chosen once at start; the shipped one is 准格尔旗 (`jungar`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

#: The folder that ships with the product.
SHIPPED = Path(__file__).with_name("jungar")
#: The files of a folder; `bot.locality.proof` knows what stands in them.
FILES = ("court.yml", "places.yml", "figures.yml", "offices.yml")


class _Here:
    """Which folder this process runs with."""

    folder: Path = SHIPPED
    edited: Mapping[str, Mapping[str, Any]] = {}


def choose(folder: Path | None = None) -> None:
    """Run with this folder (None = the shipped one); called by whoever starts the process, and by tests."""
    _Here.folder = folder or SHIPPED


def chosen() -> Path:
    """The folder in use; what is built from it is kept by this path."""
    return _Here.folder


def edited(files: Mapping[str, Mapping[str, Any]]) -> None:
    """Use these in place of the files of the same names in the folder, until the next call."""
    _Here.edited = files


def local(name: str) -> Mapping[str, Any]:
    """The file `<name>.yml` of the folder in use, read once, or what an administrator published for it.

    Raises:
        ValueError: the file does not hold a mapping.
        OSError: no such file.
    """
    found = _Here.edited.get(name)
    return read(chosen(), name) if found is None else found


@cache
def read(folder: Path, name: str) -> Mapping[str, Any]:
    """The file `<name>.yml` of any folder, read once; raises like `local`."""
    loaded = yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise ValueError(f"{name}.yml: not a mapping")
    return loaded


def court_name(folder: Path | None = None) -> str:
    """The full name of the court of a folder: 准格尔旗人民法院."""
    return str(read(folder or chosen(), "court")["ours"]["name"])


def case_code(folder: Path | None = None) -> str:
    """The court's code in case numbers: 内0622."""
    return str(read(folder or chosen(), "court")["ours"]["case_code"])


def region() -> str:
    """The region whose statistics count for damages, as people call it: 内蒙古."""
    return str(local("court")["region"])


def example_address() -> str:
    """An address here, to show how one is written."""
    return str(local("court")["example_address"])
