"""Floors of the model only rise: in nlu/floors.yml itself, and against all its versions in git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nlu import floors

#: A small file of floors; each test changes one thing of it.
FILE = """
right:
  name: 第一个就对
  margin: 0.01
  model:
    - {day: 2026-01-01, value: 0.8, why: first}
    - {day: 2026-02-01, value: 0.9, why: better phrasings}
  keywords:
    - {day: 2026-01-01, value: 0.7, why: first}
wrong:
  name: 误放
  better: lower
  margin: 0.01
  model:
    - {day: 2026-01-01, value: 0.05, why: first}
  keywords:
    - {day: 2026-01-01, value: 0.3, why: first}
"""
OLD_SHAPE = """
right:
  name: 第一个就对
  margin: 0.01
  model: {2026-01-01: 0.8}
  keywords: {2026-01-01: 0.7}
"""
LAST = "    - {day: 2026-02-01, value: 0.9, why: better phrasings}\n"
#: (what is replaced, by what, what is said of it)
WEAKER = [
    pytest.param(LAST, LAST.replace("0.9", "0.79"), "放松了", id="a later floor below an earlier one"),
    pytest.param(LAST, LAST + LAST.replace("0.9", "0.89"), "放松了", id="a row below the last"),
    pytest.param("value: 0.05", "value: 0.06", "改了", id="a ceiling raised in place"),
    pytest.param("value: 0.9", "value: 0.85", "改了", id="a floor lowered in place"),
    pytest.param(LAST, "", "改了或删了", id="the strictest row taken away"),
    pytest.param("value: 0.7", "value: 0.6", "keywords", id="the keywords' floor lowered"),
    pytest.param("2026-01-01, value: 0.8", "2026-03-01, value: 0.8", "日期", id="days out of order"),
    pytest.param("  better: lower\n", "", "方向", id="a ceiling made a floor"),
    pytest.param(FILE[FILE.index("wrong:") :], "", "不见了", id="a metric taken away"),
]  # fmt: skip


def test_the_floors_of_this_tree_only_rose() -> None:
    assert floors.faults() == []


def test_they_are_held_against_git() -> None:
    found = floors.versions()
    if found is None:
        pytest.skip("no git history of nlu/floors.yml here")
    assert found[-1] == floors.read(_git(floors.FLOORS.parent, "show", f"{floors.RECORD}:./floors.yml"))
    assert found[-1][0].floor("model") == 0.92


@pytest.mark.parametrize(("metric", "least"), [("faq_top1", 0.90), ("faq_top3", 0.97), ("auroc", 0.98)])
def test_the_targets_of_the_product_are_floors(metric: str, least: float) -> None:
    (found,) = [one for one in floors.metrics() if one.id == metric]
    assert found.floor("model") >= least


def test_false_answers_stay_below_their_target() -> None:
    (found,) = [one for one in floors.metrics() if one.id == "false_answers"]
    assert found.floor("model") <= 0.08


def test_the_last_row_is_in_force_and_says_why() -> None:
    assert floors.read(FILE)[0].floor("model") == 0.9
    for metric in floors.metrics():
        assert all(floor.why for which in floors.WHICH for floor in metric.floors[which])


def test_only_two_floors_were_ever_withdrawn() -> None:
    """One more needs a reason here as well; those of the model cannot be."""
    found = [
        (metric.id, which, floor.value)
        for metric in floors.metrics()
        for which in floors.WHICH
        for floor in metric.floors[which]
        if floor.withdrawn
    ]
    assert found == [("talk_top1", "keywords", 0.9), ("calibration_error", "keywords", 0.13)]


def test_a_floor_of_the_keywords_can_be_withdrawn_in_writing_one_of_the_model_cannot() -> None:
    raised = FILE.replace(
        "value: 0.7, why: first}", "value: 0.7, why: first}\n    - {day: 2026-02-01, value: 0.95, why: x}"
    )
    gone = raised.replace("why: x}", "why: x, withdrawn: measured on other lines}")
    assert floors.weakened(floors.read(gone), floors.read(raised)) == []
    assert floors.read(gone)[0].floor("keywords") == 0.7
    lower = gone.replace("lines}", "lines}\n    - {day: 2026-02-01, value: 0.6, why: y}")
    assert any("放松了" in fault for fault in floors.weakened(floors.read(lower), floors.read(raised)))
    of_model = FILE.replace("why: better phrasings}", "why: better phrasings, withdrawn: too hard}")
    assert any("不能撤回" in fault for fault in floors.weakened(floors.read(of_model)))


def test_raised_floors_are_no_fault() -> None:
    raised = FILE.replace(LAST, LAST + LAST.replace("02", "03").replace("0.9", "0.95"))
    assert floors.weakened(floors.read(raised), floors.read(FILE)) == []
    assert floors.weakened(floors.read(FILE), floors.read(OLD_SHAPE)) == []


@pytest.mark.parametrize(("old", "new", "said"), WEAKER)
def test_whatever_weakens_them_is_a_fault(old: str, new: str, said: str) -> None:
    assert old in FILE
    found = floors.weakened(floors.read(FILE.replace(old, new)), floors.read(FILE))
    assert any(said in fault for fault in found), found


def test_a_lower_last_row_needs_no_history_to_be_refused() -> None:
    lowered = FILE.replace(LAST, LAST + LAST.replace("02", "03").replace("0.9", "0.85"))
    said = "「第一个就对」的底线放松了：90.0% 变成 85.0%（model）"
    assert floors.weakened(floors.read(lowered)) == [said]


def _git(folder: Path, *words: str) -> str:
    argv = ["git", "-c", "user.name=x", "-c", "user.email=x@x", "-C", str(folder), *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=20)
    if done.returncode:
        pytest.skip(f"git {words[0]}: {done.stderr.strip()}")
    return done.stdout


def _commit(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    _git(file.parent, "add", file.name)
    _git(file.parent, "commit", "-q", "-m", "x")
    return _git(file.parent, "rev-parse", "HEAD").strip()


def test_a_floor_lowered_two_commits_ago_is_still_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "floors.yml"
    _git(tmp_path, "init", "-q")
    since = _commit(file, OLD_SHAPE)
    _commit(file, FILE)
    _commit(file, FILE.replace(LAST, ""))  # taken away: the file alone no longer shows it
    _commit(file, FILE.replace(LAST, LAST.replace("0.9", "0.82")))
    now = floors.read(file.read_text(encoding="utf-8"))
    known = floors.versions(file, since)
    assert known is not None
    assert [one[0].floor("model") for one in known] == [0.82, 0.8, 0.9, 0.8]
    assert floors.weakened(now) == []
    monkeypatch.setattr(floors, "metrics", lambda: now)
    monkeypatch.setattr(floors, "versions", lambda: known)
    assert "「第一个就对」的底线放松了：90.0% 变成 82.0%（model）" in floors.faults()


def test_without_history_the_file_alone_is_judged(tmp_path: Path) -> None:
    file = tmp_path / "floors.yml"
    file.write_text(FILE, encoding="utf-8")
    assert floors.versions(file) is None


def test_a_value_just_beyond_its_floor_is_told_from_it() -> None:
    one = next(metric for metric in floors.metrics() if metric.id == "calibration_error")
    assert (one.shown(0.0502), one.shown(0.0502, 0.05)) == ("5.0%", "5.020%")
    assert one.shown(0.061, 0.05) == "6.1%"
