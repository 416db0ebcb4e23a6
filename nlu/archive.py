"""A trained archive read without Rasa: the same numbers in a second, for judging on the side."""

from __future__ import annotations

import importlib
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nlu.components.tokens import split
from nlu.dataset import Line
from nlu.parse import Understanding, average, clean, nothing, own_name, pieces, ranking, script
from nlu.report import Judged

Reader = Callable[[str], Understanding]


def reader(path: Path) -> Reader:
    """Understand texts as the served model at `path` would; raises OSError, KeyError or ValueError."""
    model = _model(path)

    def parse(text: str) -> Understanding:
        rows = model.rank([form for form, _ in split(text)])
        return ranking({own_name(name): confidence for name, confidence in rows}, "model")

    def understand(text: str) -> Understanding:
        whole = clean(text)
        if script(whole) != "han":
            return nothing("model")
        return average((len(part), parse(part)) for part in pieces(whole))

    return understand


def judge(understand: Reader, lines: Sequence[Line]) -> list[Judged]:
    """Every held-out phrasing with what is understood."""
    return [Judged(line, understand(line.text)) for line in lines]


def _model(path: Path) -> Any:
    # by name: numpy lives in the model's own environment, and the bot's type checker has none
    linear_model = importlib.import_module("nlu.components.linear_model")
    with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for member in archive.getmembers():
            if Path(member.name).name in {"linear.npz", "linear.json"}:
                content = archive.extractfile(member)
                if content is not None:
                    (folder / Path(member.name).name).write_bytes(content.read())
        return linear_model.LinearModel.load(folder)
