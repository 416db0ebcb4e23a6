"""`python -m nlu.train`: train on the phrasings of this tree, unless a model of exactly them exists."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from nlu import dataset, models, quiet


def main(argv: Sequence[str] | None = None) -> int:
    """0: the model of this data exists (now); 1: the data has faults, each printed with its file."""
    parser = argparse.ArgumentParser(prog="python -m nlu.train", description="训练语义模型（数据未变则跳过）")
    parser.add_argument("--models", type=Path, default=models.folder(), help="模型文件夹")
    parser.add_argument("--force", action="store_true", help="数据未变也重新训练")
    options = parser.parse_args(argv)
    data = dataset.load()
    if data.faults:
        print("训练数据有问题：", *data.faults, sep="\n", file=sys.stderr)
        return 1
    path = models.path_of(options.models, dataset.data_hash(data))
    if path.is_file() and not options.force:
        # a model the admin published since then stays the served one
        if models.current(options.models) is None:
            models.point(options.models, path)
        print(f"训练数据未变，沿用 {path.name}")
        return 0
    began = time.monotonic()
    build(data, path)
    models.point(options.models, path)
    print(f"已训练 {path.name}：{len(data.lines)} 句，{time.monotonic() - began:.1f} 秒")
    return 0


def build(data: dataset.Dataset, path: Path) -> None:
    """Train with Rasa on `data` and put the archive at `path`; takes some ten seconds."""
    quiet.settle()
    # by name and only now: the bot's own Python has no Rasa, and settle() tells it how to behave
    train_nlu = importlib.import_module("rasa.model_training").train_nlu
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        whole = work / "whole.yml"
        config = (dataset.NLU / "config.yml").read_text(encoding="utf-8")
        whole.write_text(dataset.rasa_yaml(data, config=config), encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):  # it praises a path that is gone in a moment
            made = train_nlu(str(whole), str(whole), str(work), "model")
        if made is None:
            raise RuntimeError("Rasa made no model")
        models.write(path, Path(made).read_bytes())
    shutil.rmtree(".rasa", ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
