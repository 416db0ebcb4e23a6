from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from nlu import dataset, evaluate, models, train
from tests.conftest_nlu import ROOT, Rasa, environment, free_port, is_gone


def status(url: str, token: str) -> int:
    try:
        with urllib.request.urlopen(f"{url}/status?token={token}", timeout=5) as response:
            return int(response.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code
    except (urllib.error.URLError, ConnectionError):
        return 0


def wait_for(url: str, token: str, wanted: int, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if status(url, token) == wanted:
            return True
        time.sleep(0.2)
    return False


@pytest.mark.nlu
def test_refuses_a_wrong_token(rasa: Rasa) -> None:
    assert status(rasa.url, rasa.token) == 200
    assert status(rasa.url, "wrong") == 401


@pytest.mark.nlu
def test_the_token_is_not_in_the_process_list(rasa: Rasa) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("no /proc to read the command line from")
    assert rasa.token.encode() not in Path(f"/proc/{rasa.pid}/cmdline").read_bytes()


#: Random tokens may begin with a dash, and Rasa's parser must still take them.
DASHED = "-t"


def serving(python: Path, models_folder: Path, port: int) -> list[str]:
    return [
        str(python),
        "-m",
        "nlu.serve",
        "--port",
        str(port),
        f"--token={DASHED}",
        "--models",
        str(models_folder),
    ]


def started(argv: list[str]) -> subprocess.Popen[str]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        argv, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=quiet, text=True
    )


def ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


@pytest.mark.nlu
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(nlu_python: Path, trained: Path, how: signal.Signals) -> None:
    port = free_port()
    process = started(serving(nlu_python, trained, port))
    try:
        assert wait_for(f"http://127.0.0.1:{port}", DASHED, 200)
        process.send_signal(how)
        process.wait(15)
    finally:
        ended(process)


@pytest.mark.nlu
def test_it_dies_with_its_parent(nlu_python: Path, trained: Path) -> None:
    port = free_port()
    child = f"child = subprocess.Popen({serving(nlu_python, trained, port)!r}, stdout=subprocess.DEVNULL)"
    script = f"import subprocess, time\n{child}\nprint(child.pid, flush=True)\ntime.sleep(300)\n"
    parent = started([sys.executable, "-c", script])
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    try:
        assert wait_for(f"http://127.0.0.1:{port}", DASHED, 200)
        ended(parent)
        assert is_gone(pid, 15)
    finally:
        ended(parent)
        if not is_gone(pid, 0.2):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.nlu
def test_without_a_model_or_token_it_says_so(nlu_python: Path, tmp_path: Path) -> None:
    for argv, said in ((["--token", "t"], "nlu.train"), ([], "--token")):
        done = subprocess.run(
            [str(nlu_python), "-m", "nlu.serve", "--models", str(tmp_path), *argv],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 1
        assert said in done.stderr


@pytest.mark.nlu
def test_the_model_is_above_its_floors(nlu_python: Path, trained: Path) -> None:
    model = models.current(trained)
    assert model is not None
    argv = [str(nlu_python), "-m", "nlu.evaluate", "--model", str(model)]
    done = subprocess.run(
        argv, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_keywords_are_above_their_floors() -> None:
    assert evaluate.main(["--keywords", "--json"]) == 0


def test_a_model_of_the_same_data_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = models.path_of(tmp_path, dataset.data_hash(dataset.load()))
    path.write_bytes(b"trained before")
    assert train.main(["--models", str(tmp_path)]) == 0
    assert path.read_bytes() == b"trained before"
    assert models.current(tmp_path) == path
    assert "未变" in capsys.readouterr().out


def test_a_published_model_stays_current(tmp_path: Path) -> None:
    models.path_of(tmp_path, dataset.data_hash(dataset.load())).write_bytes(b"of the tree")
    published = tmp_path / "published.tar.gz"
    published.write_bytes(b"by the admin")
    models.point(tmp_path, published)
    assert train.main(["--models", str(tmp_path)]) == 0
    assert models.current(tmp_path) == published


def test_a_pointer_to_nowhere_is_no_model(tmp_path: Path) -> None:
    assert models.current(tmp_path) is None
    (tmp_path / "current").write_text("gone.tar.gz", encoding="utf-8")
    assert models.current(tmp_path) is None
    (tmp_path / "current").write_text("../../etc/passwd", encoding="utf-8")
    assert models.current(tmp_path) is None


def test_old_models_are_cleared_away_but_not_the_served_one(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.tar.gz" for number in range(models.KEPT + 3)]
    for age, path in enumerate(paths):
        path.write_bytes(b"x")
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    models.point(tmp_path, paths[0])
    assert models.current(tmp_path) == paths[0]
    assert sorted(tmp_path.glob("*.tar.gz")) == sorted([paths[0], *paths[-models.KEPT :]])


@pytest.mark.nlu
def test_what_is_never_used_is_not_installed(nlu_python: Path) -> None:
    packages = nlu_python.parents[1] / "lib" / "python3.10" / "site-packages"
    assert (packages / "rasa").is_dir()
    for name in ("jax", "jaxlib", "clang", "tensorflow_io_gcs_filesystem"):
        assert not (packages / name).exists()
