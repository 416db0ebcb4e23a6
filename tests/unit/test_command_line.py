from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(tmp_path: Path, *argv: str, given: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BOT_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *argv],
        cwd=ROOT,
        env={**clean, "BOT_DATA_DIR": str(tmp_path / "data"), **env},
        input=given,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_without_a_command_the_usage_is_shown(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert "python -m bot" in done.stdout


def test_an_account_is_made_on_a_fresh_machine_and_a_taken_login_refused(tmp_path: Path) -> None:
    first = run(tmp_path, "user", "add", "wang", "--name", "王建国")
    assert first.returncode == 0, first.stderr
    assert "密码" in first.stdout
    again = run(tmp_path, "user", "add", "wang")
    assert again.returncode == 2
    assert "已经有人用了" in again.stderr
    assert run(tmp_path, "user", "password", "wang").returncode == 0


def test_amounts_are_read_line_by_line(tmp_path: Path) -> None:
    done = run(tmp_path, "read", "--kind", "amount", "--today", "2026-11-22", given="三万五\n一个亿\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["low"] for row in rows] == ["35000", "100000000"]


def test_the_court_fee_comes_with_its_article(tmp_path: Path) -> None:
    done = run(tmp_path, "law", "fee", "36000")
    assert done.returncode == 0
    assert "700" in done.stdout
    assert "第十三条" in done.stdout


def test_understanding_prints_json_only(tmp_path: Path) -> None:
    given = '{"id": "a", "text": "他拿刀在门口要砍我"}\n{"id": 2, "text": "老板欠我三个月工资一万九千五"}\n'
    done = run(
        tmp_path, "understand", "--today", "2026-11-22", given=given, BOT_RASA_URL="http://127.0.0.1:9"
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", 2]
    assert rows[0]["urgent"]
    assert rows[1]["disputes"][0]["label"] == "wage_claim"
    assert rows[1]["facts"][0]["type"]


def test_what_is_no_json_is_refused_with_an_example(tmp_path: Path) -> None:
    done = run(tmp_path, "understand", given="你好\n")
    assert done.returncode == 2
    assert '"text"' in done.stderr


def test_a_script_is_played_in_the_terminal(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("他借我三万不还\n转人工\n", encoding="utf-8")
    done = run(tmp_path, "talk", "--script", str(script))
    assert done.returncode == 0, done.stderr
    assert "30,000元" in done.stdout
    assert "工作人员" in done.stdout


def test_everything_static_is_in_order(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert done.returncode == 0, done.stdout
    assert "0 处错误" in done.stdout


@pytest.mark.parametrize("argv", [("law", "fee", "很多"), ("law", "nothing"), ("menu",)])
def test_bad_input_is_a_sentence_not_a_traceback(tmp_path: Path, argv: tuple[str, ...]) -> None:
    done = run(tmp_path, *argv)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
