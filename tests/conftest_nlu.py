"""A real Rasa with a trained model for tests marked `nlu`, started once a session on a free port."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nlu import dataset

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / "nlu" / ".venv" / "bin" / "python"
TRAIN_S = 300
START_S = 90


@dataclass(frozen=True, slots=True)
class Rasa:
    """Where the test session's Rasa answers."""

    url: str
    token: str
    models: Path  #: its folder; tests that train put theirs here
    pid: int


def missing() -> str:
    """Why Rasa cannot be started; empty where it can."""
    return "" if PYTHON.exists() else f"没有 {PYTHON}：先运行 ./dev setup，需要模型的测试被跳过"


@pytest.fixture(scope="session")
def nlu_python() -> Path:
    """The interpreter of the model's environment; skips without it, fails on CI."""
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return PYTHON


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what would slow Rasa or lead it astray."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    return {key: value for key, value in os.environ.items() if key not in dropped} | more


@pytest.fixture(scope="session")
def trained(nlu_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with a model of this tree's phrasings; the developer's own is used when current."""
    folder = tmp_path_factory.mktemp("models")
    shared = ROOT / "nlu" / "models"
    shared.mkdir(exist_ok=True)
    argv = [str(nlu_python), "-m", "nlu.train"]
    done = subprocess.run(
        argv, cwd=ROOT, env=environment(), timeout=TRAIN_S, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"nlu.train: {done.stderr[-2000:]}")
    name = f"{dataset.data_hash(dataset.load())}.tar.gz"
    (folder / name).write_bytes((shared / name).read_bytes())
    (folder / "current").write_text(name, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def rasa(nlu_python: Path, trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    """A running server that has its model loaded."""
    token, port = secrets.token_hex(8), free_port()
    log = tmp_path_factory.mktemp("rasa") / "rasa.log"
    argv = [str(nlu_python), "-m", "nlu.serve", "--port", str(port)]
    env = environment(BOT_MODELS_DIR=str(trained), BOT_RASA_TOKEN=token)
    with log.open("wb") as file:
        process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=file, stderr=file)
        try:
            _until_ready(process, f"http://127.0.0.1:{port}/status?token={token}", log)
            yield Rasa(f"http://127.0.0.1:{port}", token, trained, process.pid)
        finally:
            process.terminate()
            process.wait(20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"Rasa did not start: {log.read_text(errors='replace')[-2000:]}")


def is_gone(pid: int, within_s: float) -> bool:
    """Whether a process ends in time; one that nobody has waited for yet counts as ended."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        if state.exists() and state.read_text(encoding="ascii").rpartition(") ")[2].startswith("Z"):
            return True
        time.sleep(0.1)
    return False
