"""Several bills of an injury told in a breath: every head is kept, pay is multiplied, stories stay whole."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import daily_losses
from bot.text.reading import Context
from tests.pure_talk import PureTalk

TODAY = Context(date(2026, 11, 22))
INJURIES = ["personal_injury", "traffic_accident", "medical", "work_injury"]


@pytest.mark.parametrize(
    ("said", "name", "yuan"),
    [
        ("护工二十天每天150", "护理费", 3000),
        ("请护工20天，一天150", "护理费", 3000),
        ("请了护工10天一天200", "护理费", 2000),
        ("护理费150一天，二十天", "护理费", 3000),
        ("陪护费每天200块陪了15天", "护理费", 3000),
        ("请人照顾了半个月，一天200", "护理费", 3000),
        ("护工两个月一个月6000", "护理费", 12000),
        ("营养费每天50，60天", "营养费", 3000),
        ("住院伙食一天100住了12天", "住院伙食补助费", 1200),
        ("误工三个月一个月4500", "误工费", 13500),
        ("误工费每月4500误工3个月", "误工费", 13500),
        ("歇了45天，一天挣260", "误工费", 11700),
    ],
)
def test_pay_and_days_are_one_head(said: str, name: str, yuan: int) -> None:
    found = daily_losses.find(said, TODAY)
    assert [(one.name, one.fen // 100) for one in found] == [(name, yuan)]


@pytest.mark.parametrize("said", ["护工一天180", "护理20天", "护理费3000", "住院12天", "工资一天200干了20天"])
def test_one_of_them_alone_is_no_sum(said: str) -> None:
    assert daily_losses.find(said, TODAY) == []


def kept(talk: PureTalk) -> list[str]:
    return [line.replace("，没写项目", "") for line in talk.lines("other_losses")]


@pytest.mark.parametrize("flow", INJURIES)
@pytest.mark.parametrize(
    ("said", "heads"),
    [
        ("住院花了三万二，护工二十天每天150，误工三个月一个月4500", ["护理费，3,000元", "误工费，13,500元"]),
        (
            "住院花了三万二，请护工二十天一天150，误工三个月，一个月4500，交通费800，营养费1000",
            ["护理费，3,000元", "误工费，13,500元", "交通费，800元", "营养费，1,000元"],
        ),
        (
            "医药费32000，护理费2000，误工费4500，交通费300，营养费一天50，30天",
            ["护理费，2,000元", "误工费，4,500元", "交通费，300元", "营养费，1,500元"],
        ),
        (
            "花了3万2医药费，请了护工10天一天200，来回打车花了500，误工费6000",
            ["护理费，2,000元", "交通费，500元", "误工费，6,000元"],
        ),
    ],
)
def test_no_bill_is_dropped(flow: str, said: str, heads: list[str]) -> None:
    talk = PureTalk(flow)
    talk.says(said)
    assert kept(talk) == heads
    assert talk.form.answers["medical"].shown == "32,000元"
    assert "amount" not in talk.form.answers
    told = talk.form.answers.get("facts")
    assert told is None or told.shown == said


@pytest.mark.parametrize("flow", INJURIES)
def test_one_after_the_other_they_stand_together(flow: str) -> None:
    talk = PureTalk(flow)
    talk.says("护工二十天每天150", "营养费1000", "误工三个月，一个月4500", "不对，护理费2800")
    assert sorted(kept(talk)) == sorted(["护理费，2,800元", "营养费，1,000元", "误工费，13,500元"])


def test_how_it_was_worked_out_is_said() -> None:
    talk = PureTalk("personal_injury")
    talk.says("护工二十天每天150")
    assert "150元×20天" in talk.text()
