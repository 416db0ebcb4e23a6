"""Lists by talking, further: a hundred rows with faults, mended; rows by name; the row that was asked for."""

from __future__ import annotations

import re

import pytest

from bot.dialogue import lists
from bot.text.reading import flat
from flows.engine import Answer
from tests.flow_answers import FLOWS
from tests.pure_talk import PureTalk

BAD = {7: "不记得", 30: "", 55: "六千上下吧", 78: "?", 99: "忘了"}
FEN = 12_300


def before(flow: str, step: str, **given: str) -> PureTalk:
    """A talk before one question of a flow, all others of it answered."""
    answers = {s.id: Answer(None, "不知道") for s in FLOWS[flow].steps if s.id != step}
    answers |= {key: Answer(value, "") for key, value in given.items()}
    talk = PureTalk(flow, answers)
    assert talk.step is not None
    assert talk.step.id == step
    return talk


def pasted(count: int) -> str:
    """A sheet of payments under a heading; the lines of `BAD` have no sum that can be read."""
    sums = [BAD.get(n, f"{FEN // 100}.00") for n in range(2, count + 2)]
    lines = [f"2025/{n % 12 + 1}/{n % 27 + 1}\t{said}" for n, said in enumerate(sums, 2)]
    return "\n".join(["日期\t金额", *lines])


def total(talk: PureTalk, step: str) -> int:
    return int(str(flat(talk.form.answers[step].value)["total_fen"]))


def waiting(talk: PureTalk, step: str) -> list[int]:
    kept = flat(talk.form.answers[step].value).get(lists.FAULTS, [])
    assert isinstance(kept, list)
    return [int(str(one["line"])) for one in kept if isinstance(one, dict)]


def test_a_hundred_rows_with_five_faults_keep_ninety_five_and_are_mended() -> None:
    bad = {line for line in BAD if line != 55}  # 六千上下 is a vague sum, not a fault
    talk = before("private_lending", "repaid", side="lender")
    talk.says(pasted(100))
    assert len(talk.lines("repaid")) == 100 - len(bad)
    assert waiting(talk, "repaid") == sorted(bad)
    for line in bad:
        assert f"第{line}行“" in talk.text()
    was = total(talk, "repaid")
    talk.says("第7行是2025年8月8日，500")
    assert waiting(talk, "repaid") == sorted(bad - {7})
    assert total(talk, "repaid") == was + 50_000
    talk.says("2025/7/4\t600")  # line 30 again, with its sum
    assert waiting(talk, "repaid") == sorted(bad - {7, 30})
    talk.says("没有了")
    assert talk.step is None or talk.step.id != "repaid"
    assert len(talk.lines("repaid")) == 102 - len(bad)
    assert waiting(talk, "repaid") == sorted(bad - {7, 30})


def test_all_rows_are_shown_when_asked_for() -> None:
    talk = before("private_lending", "repaid", side="lender")
    talk.says(pasted(40).replace("不记得", "1").replace("\t\n", "\t1\n"))
    assert "……" in talk.text()
    talk.says("看看都有哪些")
    assert len(re.findall(r"^\d+\. ", talk.text(), re.M)) >= 40


def test_the_same_payment_twice_is_noticed_and_kept() -> None:
    talk = before("private_lending", "repaid", side="lender")
    talk.says("2026年3月5日还了2000，2026年5月还了1500")
    assert "一样" not in talk.text()
    talk.says("还有一笔2026年3月5日的2000")
    assert "第3笔和第1笔一样" in talk.text()
    assert len(talk.lines("repaid")) == 3


PEOPLE = "王建军，13800138000，住薛家湾镇；李小明，13900139000"


def people() -> PureTalk:
    talk = before("private_lending", "more_respondents", personal_data="yes")
    talk.says(PEOPLE)
    assert len(talk.lines("more_respondents")) == 2
    return talk


@pytest.mark.parametrize("closed", [False, True])
def test_a_row_is_corrected_by_the_name_in_it(*, closed: bool) -> None:
    talk = people()
    if closed:
        talk.says("没有了")
    talk.says("王建军的电话错了")
    assert "应该是什么" in talk.text()
    talk.says("13812340018")
    rows = lists.rows(talk.flow.step("more_respondents"), talk.form.answers["more_respondents"])
    assert [row[1] for row in rows] == ["13812340018", "13900139000"]
    talk.says("李小明的电话错了，是13712340018")
    rows = lists.rows(talk.flow.step("more_respondents"), talk.form.answers["more_respondents"])
    assert [row[1] for row in rows] == ["13812340018", "13712340018"]


@pytest.mark.parametrize("words", ["没有李小明了", "李小明不算", "删掉李小明"])
def test_a_row_is_dropped_by_the_name_in_it(words: str) -> None:
    talk = people()
    talk.says(words)
    assert len(talk.lines("more_respondents")) == 1
    talk.says("刚才那个撤销")
    assert len(talk.lines("more_respondents")) == 2


def test_a_closed_payment_is_corrected_by_its_month() -> None:
    talk = before("private_lending", "repaid", side="lender")
    talk.says("2026年3月还了2000，2026年5月还了1500", "没有了", "3月那笔写错了，是2500")
    assert total(talk, "repaid") == 400_000
