"""An option that calls a person names a kind of danger the queue knows; a slip of the pen is a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.law import danger_kinds
from bot.library import known_names
from flows import schema

FLOW = """
id: odd
title: 小事
cause: 小事
steps:
  - id: safe
    ask: 家里安全吗？
    label: 安全
    read: choice
    why: 好帮您。
    law: 民法典1
    options:
      good: 安全
      help: {{label: 不安全, words: [害怕], {row}}}
"""


def faults(folder: Path, row: str) -> list[str]:
    (folder / "disputes").mkdir(exist_ok=True)
    (folder / "disputes" / "odd.yml").write_text(FLOW.format(row=row), encoding="utf-8")
    return schema.load(folder, known_names())[1]


@pytest.mark.parametrize("danger", ["famly_violence", "暴力", "violense", "Self_harm", "danger"])
def test_an_unknown_danger_is_named_with_step_option_and_remedy(tmp_path: Path, danger: str) -> None:
    (fault,) = faults(tmp_path, f"danger: {danger}")
    assert fault.startswith(f"disputes/odd.yml: step 'safe': option 'help': unknown danger '{danger}'")
    assert "write one of self_harm, " in fault
    assert all(flag in fault for flag in danger_kinds.flags())


@pytest.mark.parametrize("key", ["dangr", "Danger", "alarm"])
def test_an_unknown_key_of_an_option_is_a_fault(tmp_path: Path, key: str) -> None:
    (fault,) = faults(tmp_path, f"{key}: family_violence")
    assert f"option 'help' has the unknown key '{key}'" in fault
    assert "danger" in fault.partition("may have")[2]
    assert fault.startswith("disputes/odd.yml:6: ")


@pytest.mark.parametrize("danger", ["family_violence", "self_harm", "child", "hunger", "petition"])
def test_every_kind_of_the_table_may_be_named(tmp_path: Path, danger: str) -> None:
    assert faults(tmp_path, f"danger: {danger}") == []


def test_every_flag_of_the_table_has_its_place() -> None:
    flags = danger_kinds.flags()
    assert len(flags) == len(set(flags))
    assert [danger_kinds.place(flag) for flag in flags] == sorted(map(danger_kinds.place, flags))
