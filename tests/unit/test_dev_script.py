"""The `dev` script: finds interpreters that really run, does nothing twice, and says what is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Stands in for uv: notes how it was called and makes environments out of this very interpreter.
UV = """#!/bin/sh
echo "uv $*" >>"$CALLS"
case $1 in
--version) echo "uv ${UV_FAKE_VERSION:-0.13.9} (x86_64)" ;;
python) exit 2 ;;
sync)
  [ -z "${UV_BROKEN:-}" ] || exit 1
  case "$*" in *"--project nlu"*) venv=nlu/.venv ;; *) venv=.venv ;; esac
  mkdir -p $venv/bin
  cp "$LAUNCHER" $venv/bin/python ;;
esac
"""

#: An interpreter of any version one likes.
PYTHON = """#!/bin/sh
case $* in
*version_info*) echo {series} ;;
*-m*) echo "python $*" >>"$CALLS" ;;
esac
"""


@dataclass
class Bench:
    """A project folder with nothing but the script, and a PATH with nothing but what a test puts there."""

    folder: Path
    env: dict[str, str]

    def run(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        command = ["/bin/sh", str(self.folder / "dev"), *words]
        every = {**self.env, **env}
        return subprocess.run(
            command, check=False, env=every, capture_output=True, text=True, timeout=60, cwd="/"
        )

    def calls(self, word: str) -> list[str]:
        path = self.folder / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line for line in lines if line.startswith(word)]

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path


@pytest.fixture
def bench(tmp_path):
    folder = tmp_path / "a project"
    folder.mkdir()
    shutil.copy(ROOT / "dev", folder)
    for name in ("pyproject.toml", "uv.lock", "nlu/pyproject.toml", "nlu/uv.lock"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    tools = folder / "bin"
    tools.mkdir()
    for tool in ("cat", "cksum", "date", "dirname", "basename", "mkdir", "cp", "rm", "id", "env"):
        (tools / tool).symlink_to(shutil.which(tool))
    env = {
        "PATH": str(tools),
        "HOME": str(tmp_path),
        "PYENV_ROOT": str(folder / "pyenv"),
        "CALLS": str(folder / "calls"),
    }
    made = Bench(folder, env)
    made.put("bin/uv", UV)
    env["LAUNCHER"] = str(made.put("launcher", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'))
    return made


def installed(bench: Bench, series: str) -> Path:
    return bench.put(f"pyenv/versions/{series}.4/bin/python", PYTHON.format(series=series))


def hide_system_python(bench: Bench) -> None:
    """No test may depend on what happens to be installed under /usr."""
    path = bench.folder / "dev"
    path.write_text(path.read_text().replace("/usr/", "/nonexistent/").replace("/opt/", "/nonexistent/"))


def test_first_start_makes_both_environments_from_the_locks(bench):
    bot, nlu = installed(bench, "3.12"), installed(bench, "3.10")
    hide_system_python(bench)
    done = bench.run("setup")
    assert done.returncode == 0, done.stderr
    assert bench.calls("uv sync") == [
        f"uv sync --quiet --frozen --project . --python {bot} --no-default-groups",
        f"uv sync --quiet --frozen --project nlu --python {nlu} --no-default-groups",
    ]


def test_second_start_does_nothing_and_is_fast(bench):
    installed(bench, "3.12")
    installed(bench, "3.10")
    bench.run("setup")
    before = len(bench.calls("uv"))
    began = time.monotonic()
    assert bench.run("setup").returncode == 0
    assert time.monotonic() - began < 2
    assert len(bench.calls("uv")) == before


@pytest.mark.parametrize("name", ["uv.lock", "pyproject.toml", "nlu/uv.lock"])
def test_changed_lock_is_installed_again(bench, name):
    installed(bench, "3.12")
    installed(bench, "3.10")
    bench.run("setup")
    (bench.folder / name).write_text("changed")
    bench.run("setup")
    assert len(bench.calls("uv sync")) == 3


def test_failed_installation_is_said_and_tried_again(bench):
    installed(bench, "3.12")
    broken = bench.run("setup", "--no-nlu", UV_BROKEN="1")
    assert broken.returncode == 1
    assert "机器人环境没有装好" in broken.stderr
    assert bench.run("setup", "--no-nlu").returncode == 0
    assert len(bench.calls("uv sync")) == 2


def test_name_that_does_not_run_is_passed_over(bench):
    installed(bench, "3.12")
    bench.put("bin/python3.10", "#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n")
    right = bench.put("conda/bin/python", PYTHON.format(series="3.10"))
    hide_system_python(bench)
    done = bench.run("setup", CONDA_PREFIX=str(bench.folder / "conda"))
    assert done.returncode == 0
    assert f"--python {right}" in bench.calls("uv sync --quiet --frozen --project nlu")[0]


def test_without_3_10_it_says_the_remedy_at_once_and_starts_all_the_same(bench):
    installed(bench, "3.12")
    bench.put("launcher", '#!/bin/sh\necho "python $*" >>"$CALLS"\n')
    hide_system_python(bench)
    began = time.monotonic()
    done = bench.run("run")
    assert time.monotonic() - began < 10
    assert done.returncode == 0
    lines = [line for line in done.stderr.splitlines() if "补救" in line]
    assert len(lines) == 1
    assert "pyenv install 3.10" in lines[0]
    assert bench.calls("python -m") == ["python -m bot up --no-nlu"]


def test_run_passes_its_arguments_on_and_leaves_the_model_out_when_asked(bench):
    installed(bench, "3.12")
    installed(bench, "3.10")
    bench.put("launcher", '#!/bin/sh\necho "python $*" >>"$CALLS"\n')
    bench.run("run", "--no-nlu")
    assert bench.calls("python -m") == ["python -m bot up --no-nlu"]
    assert len(bench.calls("uv sync")) == 1


@pytest.mark.parametrize("name", ["BOT_PYTHON", "NLU_PYTHON"])
def test_interpreter_asked_for_is_used_or_refused_never_passed_over(bench, name):
    installed(bench, "3.12")
    installed(bench, "3.10")
    wrong = bench.put("wrong", PYTHON.format(series="3.9"))
    done = bench.run("setup", **{name: str(wrong)})
    assert done.returncode == 1
    assert f"{name}={wrong} 不能运行" in done.stderr
    assert not bench.calls("uv sync")


def test_environment_of_another_project_does_not_leak_in(bench):
    installed(bench, "3.12")
    bench.put("launcher", '#!/bin/sh\nenv >"$CALLS"\n')
    names = ("VIRTUAL_ENV", "PYENV_VERSION", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    bench.run("run", "--no-nlu", PIP_CERT="/ca.pem", **dict.fromkeys(names, "x"))
    seen = dict(line.split("=", 1) for line in (bench.folder / "calls").read_text().splitlines())
    assert not seen.keys() & set(names)
    assert seen["SSL_CERT_FILE"] == "/ca.pem"


def test_mirror_gets_the_same_hashes(bench):
    installed(bench, "3.12")
    bench.put("bin/uv", UV.replace("sync)", "venv)").replace('*"--project nlu"*', '*"nlu/.venv"*'))
    done = bench.run("setup", "--no-nlu", UV_DEFAULT_INDEX="https://mirror.example/simple")
    assert done.returncode == 0, done.stderr
    assert not bench.calls("uv sync")
    assert "--frozen --no-emit-project" in bench.calls("uv export")[0]
    assert "--require-hashes" in bench.calls("uv pip sync")[0]


def test_old_uv_is_not_trusted(bench):
    installed(bench, "3.12")
    done = bench.run("setup", "--no-nlu", UV_FAKE_VERSION="0.4.30")
    assert done.returncode == 1
    assert "安装 uv" in done.stderr
    assert not bench.calls("uv sync")


def test_ci_does_not_pass_without_the_model(bench):
    installed(bench, "3.12")
    bench.put("bin/chromium", "#!/bin/sh\n")
    bench.put("bin/postgres", "#!/bin/sh\n")
    bench.put("bin/redis-server", "#!/bin/sh\n")
    bench.put("bin/fc-list", "#!/bin/sh\necho font\n")
    hide_system_python(bench)
    done = bench.run("test", CI="true")
    assert done.returncode == 1
    assert "CI 上语义模型的测试必须运行" in done.stderr


def test_ci_does_not_pass_without_a_browser(bench):
    installed(bench, "3.12")
    (bench.folder / "bin" / "id").unlink()
    bench.put("bin/id", "#!/bin/sh\necho 1000\n")
    done = bench.run("test", CI="true")
    assert done.returncode == 1
    assert "缺少 Chromium：浏览器测试（tests/e2e） 将被跳过" in done.stderr
    assert "CI 上不允许缺少 Chromium" in done.stderr


@pytest.mark.parametrize("words", [(), ("help",), ("--help",)])
def test_help_names_every_command(bench, words):
    done = bench.run(*words)
    assert done.returncode == 0
    for command in ("run", "test", "lint", "bench", "e2e", "check", "setup"):
        assert f"  {command}" in done.stdout


def test_unknown_command_is_refused(bench):
    assert bench.run("tset").returncode == 2


def test_it_works_from_any_folder_and_through_a_path_with_spaces(bench):
    installed(bench, "3.12")
    assert bench.run("setup", "--no-nlu").returncode == 0
    assert (bench.folder / ".venv" / ".stamp").exists()


@pytest.mark.parametrize(
    ("printed", "code", "expected"),
    [
        ("===== 12 passed, 1 skipped in 3.21s =====", 0, 0),
        ("===== 1 failed, 11 passed in 3.21s =====", 1, 1),
        ("===== 12 passed in 63.21s (0:01:03) =====", 1, 1),
        ("nothing was run", 0, 1),
    ],
)
def test_ci_ends_with_the_closing_line_and_the_right_code(tmp_path, printed, code, expected):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "dev").write_text(
        f'#!/bin/sh\n[ "$1 $CI" = "test true" ] || exit 9\necho "{printed}"\nexit {code}\n'
    )
    (tmp_path / "dev").chmod(0o755)
    done = subprocess.run(
        ["bash", str(tmp_path / ".ci" / "run")], check=False, capture_output=True, text=True, cwd="/"
    )
    assert done.returncode == expected
    assert done.stdout.splitlines()[-1] == (printed if "passed" in printed else "")
