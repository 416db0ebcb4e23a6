"""Train another pipeline on our phrasings, in the model's environment: `… CONFIG MODEL`; prints nothing."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import tempfile
from pathlib import Path

from nlu import dataset, models, quiet


def main(config: Path, model: Path) -> None:
    """Put the archive at `model`."""
    quiet.settle()
    train_nlu = importlib.import_module("rasa.model_training").train_nlu
    with tempfile.TemporaryDirectory() as name:
        phrasings = Path(name) / "nlu.yml"
        phrasings.write_text(dataset.rasa_yaml(dataset.load()), encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            made = train_nlu(str(config), str(phrasings), name, "model")
        models.write(model, Path(made).read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
