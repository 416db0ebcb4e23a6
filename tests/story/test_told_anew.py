"""What is told late, early, anew or in another place reaches its own question and no other."""

from __future__ import annotations

import pytest

from bot.dialogue.session import Session
from flows.engine import Answer
from tests.pure_talk import PureTalk
from tests.story.test_words_of_others import at


@pytest.mark.parametrize("passed", ["不知道", "跳过", "记不清了"])
@pytest.mark.parametrize("said", ["想起来了，2021年3月借给她的", "是2021年3月借出去的"])
def test_what_was_passed_over_is_filled_when_it_is_told(passed: str, said: str) -> None:
    talk = PureTalk("private_lending")
    talk.says("别人欠我钱", "5万", passed)
    assert not talk.form.answers["lent_on"].known
    talk.says(said)
    assert talk.form.answers["lent_on"].shown == "2021年3月"
    assert talk.asked() == "paid_how"


def test_the_end_of_work_is_kept_after_it_was_not_known() -> None:
    talk = PureTalk("wage_claim")
    talk.says("我们3个人，张三8000，李四9000，王五7000")
    ended = next(step for step in talk.flow.steps if "date:left" in step.facts)
    for _ in range(20):
        if talk.step is None or ended.id in talk.form.answers:
            break
        talk.says("不知道" if not talk.step.options else next(iter(talk.step.options.values())).label)
    talk.says("去年10月干完活，就没给过钱")
    assert talk.form.answers[ended.id].shown == "2025年10月"


@pytest.mark.parametrize(
    ("said", "new"), [("2021年3月借给她的", "2021年3月"), ("是去年五月借出去的", "2025年5月")]
)
def test_another_value_told_later_changes_nothing_and_is_not_lost(said: str, new: str) -> None:
    talk = at("paid_how")
    talk.says(said)
    assert talk.form.answers["lent_on"].shown == "2023年5月1日"
    assert new in talk.text()
    assert "前面记的是“2023年5月1日”" in talk.text()
    assert talk.asked() == "paid_how"
    talk.says(f"借钱的日期错了，应该是{new}")
    assert talk.form.answers["lent_on"].shown == new


@pytest.mark.parametrize("said", ["不对，他还了我3万", "刚才说错了，他还了30000", "不是，他还给我三万了"])
def test_what_was_repaid_is_never_the_sum_that_was_lent(said: str) -> None:
    talk = at("lent_on")
    talk.says(said)
    assert talk.form.answers["principal"].shown == "50,000元"


@pytest.mark.parametrize("said", ["还的钱错了，是2万", "还了两万，不是三万", "不是还了3万，是还了2万"])
def test_a_payment_is_corrected_alone(said: str) -> None:
    talk = PureTalk("private_lending")
    talk.says("他借了我3万，还了3万", said)
    assert talk.lines("repaid") == ["没写日期，20,000元"]
    assert talk.form.answers["principal"].shown == "30,000元"


@pytest.mark.parametrize("said", ["约定年底还", "说好年底还我"])
@pytest.mark.parametrize("place", [1, 2])
def test_a_promise_before_the_day_of_the_loan_counts_from_it(said: str, place: int) -> None:
    talk = PureTalk("private_lending")
    talk.says(*("别人欠我钱", "5万")[:place], said, *("别人欠我钱", "5万")[place:])
    assert "lent_on" not in talk.form.answers
    talk.says("2023年5月1日")
    assert "2023年12月" in talk.text()
    talk.says("对")
    assert talk.form.answers["due_on"].shown == "2023年12月"
    assert talk.asked() == "paid_how"


def test_a_promise_with_its_year_stays() -> None:
    talk = PureTalk("private_lending")
    talk.says("别人欠我钱", "说好2025年底还", "5万", "2023年5月1日")
    assert talk.form.answers["due_on"].shown == "2025年12月"
    assert talk.asked() == "paid_how"


def test_the_words_of_a_promise_survive_the_store() -> None:
    session = Session(loosely={"step": "due_on", "words": "年底"})
    assert Session.from_json(session.to_json()).loosely == session.loosely


@pytest.mark.parametrize(
    ("said", "issue"),
    [
        ("楼上漏水把我家泡了", "leak"),
        ("邻居半夜噪音太大", "noise"),
        ("隔壁院墙占了我家地界", "boundary"),
    ],
)
def test_what_kind_of_trouble_was_said_is_not_asked_again(said: str, issue: str) -> None:
    talk = PureTalk("neighbor", {"side": Answer("harmed", "我家受影响")})
    talk.says(said)
    assert talk.form.answers["issue"].value == issue


@pytest.mark.parametrize("said", ["不是漏水", "漏水和噪音都有", "他家有事"])
def test_an_issue_that_is_denied_or_one_of_two_is_asked(said: str) -> None:
    talk = PureTalk("neighbor")
    talk.says(said)
    assert "issue" not in talk.form.answers


@pytest.mark.parametrize(
    "said", ["没有收条", "没录音", "没有聊天记录", "收条没有，也没录音", "啥收据也没有", "借条丢了"]
)
def test_evidence_that_is_missing_is_none(said: str) -> None:
    talk = _at_evidence()
    talk.says(said)
    assert not talk.form.answers["evidence"].known
    assert talk.form.answers["evidence"].shown == "没有"


@pytest.mark.parametrize("said", ["没有收条，有转账记录", "录音有，照片没有", "有聊天记录"])
def test_evidence_that_is_there_is_kept(said: str) -> None:
    talk = _at_evidence()
    talk.says(said)
    assert talk.form.answers["evidence"].known


def _at_evidence() -> PureTalk:
    talk = PureTalk("private_lending")
    steps = [step for step in talk.flow.steps if step.id != "evidence"]
    talk = PureTalk("private_lending", {step.id: Answer(None, "不知道") for step in steps})
    assert talk.step is not None
    assert talk.step.id == "evidence"
    return talk


@pytest.mark.parametrize(
    ("flow", "said", "step"),
    [
        ("housing_lease", "去年租的房，合同没签，押金不退", "contract"),
        ("private_lending", "借给他五万，借条没打", "has_iou"),
        ("private_lending", "借给他五万，没有任何借条", "has_iou"),
    ],
)
def test_a_paper_that_is_missing_is_told_in_either_order(flow: str, said: str, step: str) -> None:
    talk = PureTalk(flow)
    named = next(one.id for one in talk.flow.steps if any(s.startswith("evidence:") for s in one.facts))
    talk.says(said)
    assert talk.form.answers[named].value == "no"
    assert step in {named, "contract"}


@pytest.mark.parametrize("said", ["第一个", "选第一个", "第一项"])
def test_a_place_at_a_choice_is_its_option_and_no_row(said: str) -> None:
    talk = PureTalk("private_lending")
    talk.says("别人欠我钱，他2024年3月还了2000，2024年5月还了1500", "5万", "2023年5月1日")
    assert talk.asked() == "paid_how"
    talk.says(said)
    assert talk.form.answers["paid_how"].value == "transfer"


@pytest.mark.parametrize("said", ["第一个", "选1", "1", "上面那个", "随便", "A"])
def test_a_consent_takes_no_place_in_a_list(said: str) -> None:
    flow = PureTalk("private_lending").flow
    told = {step.id: Answer(None, "不知道") for step in flow.steps if not step.scope}
    told["repaid"] = at("repaid").form.answers.get("repaid", Answer(None, "没还过"))
    talk = PureTalk("private_lending", told)
    step = talk.step
    assert step is not None
    assert step.read == "consent"
    talk.says(said)
    assert step.id not in talk.form.answers
    assert talk.asked() == step.id
