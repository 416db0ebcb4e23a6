"""How far the rules tell petitions apart on lines by a hand that had not seen them: far from enough.

The rules are right on the lines they were written with (`test_petition.py`) and on a third of these; of the
crowds that announce themselves they hear a third. The floors hold what is there and may only rise.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from bot.law.petition import Kind, kind


def test_lines_nobody_tuned_on() -> None:
    path = Path(__file__).with_name("petition_unseen.yml")
    lines = yaml.safe_load(path.read_text(encoding="utf-8"))
    wanted = {name: Kind("" if name == "none" else name) for name in lines}
    right = {name: sum(kind(said) is wanted[name] for said in lines[name]) for name in lines}
    alarms = sum(kind(said) is Kind.RISK for name in lines if name != "risk" for said in lines[name])
    sys.stdout.write(f"\nunseen petitions: right {right} of 30 each; false crowds {alarms} of 120\n")
    assert sum(right.values()) >= 45
    assert right["risk"] >= 10
    assert alarms <= 5
