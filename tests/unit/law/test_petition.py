"""诉访分离 by labelled utterances of our own: what is meant, and that danger is never missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from bot.law.doors import door
from bot.law.petition import Kind, kind

LABELS: Mapping[str, Kind] = {
    "court_petition": Kind.COURT,
    "office": Kind.OFFICE,
    "civil": Kind.CIVIL,
    "risk": Kind.RISK,
    "unclear": Kind.UNCLEAR,
    "none": Kind.NONE,
}
#: Share that must be right, of all and of every kind.
ENOUGH = 0.9


def utterances() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(
        Path(__file__).with_name("petitions.yml").read_text(encoding="utf-8")
    )
    return found


def test_there_are_enough_utterances_and_none_twice() -> None:
    said = [words for rows in utterances().values() for words in rows]
    assert len(said) == len(set(said)) >= 60
    assert set(utterances()) == set(LABELS)


def test_what_is_meant_is_told_apart() -> None:
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for label, rows in utterances().items():
        for words in rows:
            found = kind(words)
            right[label] += found is LABELS[label]
            if found is not LABELS[label]:
                wrong.append(f"{words}: {found or 'none'}, not {label}")
    total = sum(len(rows) for rows in utterances().values())
    assert right.total() / total >= ENOUGH, "\n".join(wrong)
    for label, rows in utterances().items():
        assert right[label] / len(rows) >= ENOUGH, "\n".join(wrong)


def test_danger_is_never_missed() -> None:
    assert [words for words in utterances()["risk"] if kind(words) is not Kind.RISK] == []


def test_nobody_calm_is_taken_for_a_danger() -> None:
    calm = [words for label, rows in utterances().items() if label != "risk" for words in rows]
    assert [words for words in calm if kind(words) is Kind.RISK] == []


@pytest.mark.parametrize("found", [Kind.COURT, Kind.OFFICE])
def test_both_doors_exist_with_articles_and_no_promise(found: Kind) -> None:
    one = door(found.value)
    assert one.citations
    assert one.hotlines
    assert one.lane == "petition"
    for word in ("一定", "保证", "肯定"):
        assert word not in one.say


def test_a_long_message_is_heard_at_its_beginning_and_its_end() -> None:
    long = "他欠我钱，" * 400
    assert kind(f"{long}我们八十个人明天去堵政府大门") is Kind.RISK
    assert kind(f"我们八十个人明天去堵政府大门。{long}") is Kind.RISK
