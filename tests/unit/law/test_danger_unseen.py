"""Present danger in lines that nobody who wrote the rules or the fitted lines has seen.

danger_unseen.yml is another writer's. Improve by kind, never by sentence: only counts leave this file, even
when it fails, so no fixture and no assertion holds a text.

The aim is recall 0.97 and precision 0.80. An earlier set of 300 was measured often while the opinion was
made (last .964 / .763) and is now among the fitted lines. This one is a second writer's, measured first
with those weights: .979 / .840, after the first set was fitted too: .979 / .907, and after the lines of three
more writers: 1.0 / .881.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import yaml

from bot.law.screening import danger

UNSEEN = Path(__file__).with_name("danger_unseen.yml")


@cache
def counts() -> tuple[Counter[tuple[bool, str]], Counter[tuple[bool, str]]]:
    """How many lines of each kind there are, and how many alarm: (urgent, kind) -> lines."""
    total: Counter[tuple[bool, str]] = Counter()
    alarms: Counter[tuple[bool, str]] = Counter()
    for row in yaml.safe_load(UNSEEN.read_text("utf-8")):
        key = (row["urgent"], row["kind"])
        total[key] += 1
        alarms[key] += danger(row["text"])
    return total, alarms


def test_recall_and_precision_on_lines_nobody_has_seen(capsys) -> None:
    total, alarms = counts()
    hit = sum(count for (urgent, _), count in alarms.items() if urgent)
    recall = hit / sum(count for (urgent, _), count in total.items() if urgent)
    precision = hit / sum(alarms.values())
    with capsys.disabled():
        sys.stdout.write(f"\nunseen danger: recall {recall:.3f} precision {precision:.3f}\n")
        for urgent, kind in sorted(total):
            seen = f"{alarms[urgent, kind]} of {total[urgent, kind]}"
            sys.stdout.write(f"  {'urgent' if urgent else 'calm'} {kind}: {seen} alarm\n")
    assert recall >= 0.97
    assert precision >= 0.85
