"""Recall and precision on short lines that were written before the opinion was fitted and never fitted on.

danger_fresh.yml: measured first with the weights of before: recall .803, precision .797, stories 2 of 40; now
1.0, .927 and none. The writer is the one of many fitted lines: strangers will be heard less well.
Mend by kind, never by a sentence of that file: only counts leave it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.law.rows import section, table, text
from bot.law.screening import danger

FRESH = Path(__file__).with_name("danger_fresh.yml")
LEAST_RECALL, LEAST_PRECISION, MOST_STORIES = 0.95, 0.85, 0.05


@cache
def lines(part: str) -> tuple[str, ...]:
    blocks = yaml.safe_load(FRESH.read_text("utf-8"))[part].values()
    return tuple(line for block in blocks for line in block.splitlines())


@cache
def stories() -> tuple[str, ...]:
    return tuple(yaml.safe_load(FRESH.read_text("utf-8"))["stories"].splitlines())


def test_there_are_enough_lines_and_none_was_fitted() -> None:
    fitted = {
        line
        for part in ("danger", "calm")
        for heading in section(table("danger_lines"), part)
        for line in text(section(table("danger_lines"), part), heading).splitlines()
    }
    assert len(lines("danger")) >= 120
    assert len(lines("calm")) >= 240
    assert not fitted & {*lines("danger"), *lines("calm"), *stories()}


def test_recall_and_precision() -> None:
    hit, false = (sum(map(danger, lines(part))) for part in ("danger", "calm"))
    assert hit / len(lines("danger")) >= LEAST_RECALL
    assert hit / (hit + false) >= LEAST_PRECISION


def test_ordinary_stories_seldom_alarm() -> None:
    assert sum(map(danger, stories())) <= MOST_STORIES * len(stories())
