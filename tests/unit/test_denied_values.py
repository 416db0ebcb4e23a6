"""What is denied is no answer, and words that bring another value are no yes."""

from __future__ import annotations

import pytest

from bot.text.reading import flat
from tests.pure_talk import PureTalk
from tests.unit.test_torn_sums import at


def shown(talk: PureTalk, step: str) -> str:
    answer = talk.form.answers.get(step)
    return answer.shown if answer else ""


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("principal", "不是3万"),
        ("principal", "没有3万那么多"),
        ("principal", "反正不是五万"),
        ("principal", "没有3万"),
        ("principal", "我没借那么多，不是8000元"),
        ("lent_on", "不是去年"),
        ("lent_on", "不是2023年5月1日"),
        ("lent_on", "反正不是在前年借的"),
    ],
)
def test_a_denied_value_is_asked_for_again(step: str, said: str) -> None:
    talk = at("private_lending", step)
    talk.says(said)
    assert shown(talk, step) == ""
    assert talk.session.asking is None
    assert "那是" in talk.text()


@pytest.mark.parametrize(
    ("step", "said", "kept"),
    [
        ("principal", "不是3万，是2万", "20,000元"),
        ("principal", "是2万不是3万", "20,000元"),
        ("principal", "没有3万那么多，就2万", "20,000元"),
        ("lent_on", "不是去年，是2023年5月1日", "2023年5月1日"),
    ],
)
def test_the_value_beside_the_denied_one_is_kept(step: str, said: str, kept: str) -> None:
    talk = at("private_lending", step)
    talk.says(said)
    assert shown(talk, step) == kept


@pytest.mark.parametrize(
    ("step", "first", "then", "kept"),
    [
        ("lent_on", "明年借的", "是去年借的", "2025年"),
        ("lent_on", "明年借的", "对，前年", "2024年"),
        ("principal", "大概3万", "是4万", "40,000元"),
        ("principal", "大概3万", "对，3万", "30,000元"),
        ("principal", "大概3万", "对的", "约30,000元"),
        ("lent_on", "明年借的", "是的", ""),  # what was lent was lent before today
    ],
)
def test_another_value_corrects_what_was_read_back(step: str, first: str, then: str, kept: str) -> None:
    talk = at("private_lending", step)
    talk.says(first)
    assert talk.session.asking
    talk.says(then)
    assert shown(talk, step) == kept


def test_less_than_a_sum_is_no_denial() -> None:
    talk = at("private_lending", "principal")
    talk.says("不到3万")
    packed = (talk.session.asking or {})["answer"]
    assert isinstance(packed, list)
    assert flat(packed[0])["high_fen"] == 3_000_000
