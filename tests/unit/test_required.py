"""On CI a skipped model, browser or database test fails; elsewhere it is only told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SAMPLE = """
import pytest

@pytest.mark.nlu
def test_model():
    pytest.skip("no model")

@pytest.mark.e2e
@pytest.mark.skipif(True, reason="no browser")
def test_page():
    pass

@pytest.mark.nlu
def test_questions():
    pytest.skip("shared questions are absent")

def test_anything_else():
    pytest.skip("not on this system")

@pytest.mark.postgres
def test_runs():
    pass
"""


def outcome(folder: Path, *files: tuple[str, str], ci: str) -> str:
    for name, text in files:
        (folder / name).write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.required", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(
        [*command, "-o", "markers=nlu\ne2e\npostgres", "--rootdir", str(folder), str(folder)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={"CI": ci, "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"},
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("ci", ["true", "1"])
def test_on_ci_what_needs_its_part_must_run(tmp_path, ci):
    assert outcome(tmp_path, ("test_sample.py", SAMPLE), ci=ci).startswith(
        "1 failed, 1 passed, 2 skipped, 1 error"
    )


def test_elsewhere_a_skip_is_a_skip(tmp_path):
    assert outcome(tmp_path, ("test_sample.py", SAMPLE), ci="").startswith("1 passed, 4 skipped")


@pytest.mark.parametrize(
    ("reason", "word"), [("no browser", "error"), ("shared texts are absent", "skipped")]
)
def test_file_that_skips_itself_must_say_that_outside_material_is_absent(tmp_path, reason, word):
    text = f"import pytest\npytest.skip({reason!r}, allow_module_level=True)\n"
    assert word in outcome(tmp_path, ("test_whole.py", text), ci="true")
