"""`python -m nlu.serve`: Rasa's HTTP server over the current model, for the bot alone."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nlu import models, quiet


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT, or until the parent is gone; 1 where there is no model or token."""
    parser = argparse.ArgumentParser(prog="python -m nlu.serve", description="启动语义模型服务")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--token", default=os.environ.get("BOT_RASA_TOKEN", ""), help="默认取 BOT_RASA_TOKEN")
    parser.add_argument("--models", type=Path, default=models.folder(), help="模型文件夹")
    parser.add_argument("--model", type=Path, default=None, help="默认是模型文件夹里的 current")
    parser.add_argument("--orphan", action="store_true", help="启动它的进程结束后仍继续运行")
    options = parser.parse_args(argv)
    model = options.model or models.current(options.models)
    if model is None or not options.token:
        print(
            "没有模型，请先运行 python -m nlu.train" if options.token else "缺少口令 --token", file=sys.stderr
        )
        return 1
    if not options.orphan:
        quiet.die_with_parent()
    run(model.resolve(), host=options.host, port=options.port, token=options.token)
    return 0


def run(model: Path, *, host: str, port: int, token: str) -> None:
    """Hand over to Rasa in this process; it listens to SIGTERM and SIGINT itself."""
    quiet.settle()
    quiet.give_memory_back()
    # a trainer elsewhere names a model by its file name alone, whatever the folder is called here
    os.chdir(model.parent)
    with tempfile.TemporaryDirectory(prefix="rasa-") as cache:
        os.environ["RASA_CACHE_DIRECTORY"] = cache
        serve = ["--interface", host, "--port", str(port), "--model", str(model)]
        # in place of our own arguments, so that the token is not to be read in the process list
        sys.argv = ["rasa", "run", "--enable-api", *serve, f"--auth-token={token}"]
        # by name and only now: the bot's own Python has no Rasa, and settle() tells it how to behave
        importlib.import_module("rasa.__main__").main()


if __name__ == "__main__":
    sys.exit(main())
