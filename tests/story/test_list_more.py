"""Lists where one value may stand too: bills, payments, vehicles, instalments, rent, goods, estates."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot import library
from bot.brief import facts_of
from bot.dialogue import lists
from bot.model import CaseFile, CaseStatus
from bot.papers.draft import draft
from bot.text import cells
from bot.text.reading import flat
from flows.engine import Answer, Json
from tests.flow_answers import FLOWS, TODAY, day, finding, money
from tests.pure_talk import PureTalk


def at(flow: str, step: str, given: dict[str, object]) -> PureTalk:
    """A talk before one question of a flow, all others of it answered."""
    answers = {s.id: Answer(None, "不知道") for s in FLOWS[flow].steps if s.id != step}
    answers |= {key: Answer(value, "") for key, value in given.items()}  # type: ignore[arg-type]
    talk = PureTalk(flow, answers)
    assert talk.step is not None
    assert talk.step.id == step
    return talk


def told(talk: PureTalk, step: str) -> list[str]:
    """The rows, once their total was found to be their sum."""
    answer = talk.form.answers[step]
    rows = lists.rows(talk.flow.step(step), answer)
    assert flat(answer.value)["total_fen"] == sum(fen for row in rows for fen in _fens(row))
    return talk.lines(step)


def _fens(row: list[Json]) -> list[int]:
    return [int(str(cell["high_fen"])) for cell in row if isinstance(cell, dict) and "high_fen" in cell]


HURT = {"side": "hurt", "harm": "injured"}
CASES = [
    (
        "personal_injury",
        "medical",
        HURT,
        "8月12日门诊300有票，8月13日住院12000，药费500没票",
        [
            "门诊，2026年8月12日，300元，有票",
            "住院，2026年8月13日，12,000元",
            "药费，没写日期，500元，没票",
        ],
    ),
    (
        "traffic_accident",
        "medical",
        HURT,
        "王建军门诊300，李红梅住院12000",
        ["门诊，没写日期，300元，王建军", "住院，没写日期，12,000元，李红梅"],
    ),
    (
        "work_injury",
        "medical",
        {},
        "项目\t日期\t金额\t票据\n门诊\t2026/8/12\t300\t有\n护工\t2026/8/15\t800\t没有",
        ["门诊，2026年8月12日，300元，有", "护工，2026年8月15日，800元，没有"],
    ),
    (
        "medical",
        "medical",
        {"harm": "worse"},
        "门诊300，住院12000，一共12300",
        ["门诊，没写日期，300元", "住院，没写日期，12,000元"],
    ),
    (
        "traffic_accident",
        "repaid",
        {},
        "8月12日对方垫了1000，9月3日保险公司给了18000",
        ["2026年8月12日，1,000元，对方垫", "2026年9月3日，18,000元，保险公司"],
    ),
    (
        "traffic_accident",
        "plate",
        {"vehicles": "motor"},
        "蒙K12345，司机刘强，车主李四，平安保险；蒙K54321，司机王五",
        ["蒙K12345，司机刘强，车主李四，平安保险", "蒙K54321，司机王五"],
    ),
    (
        "private_lending",
        "due_on",
        {"side": "lender"},
        "分两期还，2026年6月30日还2万，2026年9月30日还3万",
        ["2026年6月30日，20,000元", "2026年9月30日，30,000元"],
    ),
    (
        "sale_contract",
        "price",
        {},
        "3月5日玉米8000，4月2日玉米12000",
        ["2026年3月5日，玉米，8,000元", "2026年4月2日，玉米，12,000元"],
    ),
    (
        "housing_lease",
        "amount",
        {"side": "landlord", "issue": "rent"},
        "房租3月到4月每月1500，水电800",
        ["房租，2026年3月，1,500元", "房租，2026年4月，1,500元", "水电，没写期间，800元"],
    ),
    (
        "property_service",
        "fee_owed",
        {"issue": "fee"},
        "2024年1500，2025年1600",
        ["2024年，1,500元", "2025年，1,600元"],
    ),
    (
        "partnership_company",
        "put_in",
        {"issue": "split"},
        "现金6万，铲车10万",
        ["现金，60,000元", "铲车，100,000元"],
    ),
    (
        "inheritance",
        "property",
        {"issue": "estate"},
        "薛家湾一套房40万；存折里3万",
        ["薛家湾一套房，400,000元", "存折里，30,000元"],
    ),
    (
        "divorce",
        "debts",
        {},
        "欠信用社5万，欠王建国3万",
        ["欠信用社，50,000元", "欠王建国，30,000元"],
    ),
    (
        "divorce",
        "children",
        {},
        "大女儿2015年3月出生跟我；小儿子2018年5月出生跟他",
        ["大女儿，2015年3月，跟我", "小儿子，2018年5月，跟他"],
    ),
    (
        "custody_support",
        "arrears",
        {"issue": "fee", "matter": "child"},
        "3月到5月每月800",
        ["2026年3月，800元", "2026年4月，800元", "2026年5月，800元"],
    ),
]


@pytest.mark.parametrize(("flow", "step", "given", "words", "want"), CASES, ids=lambda v: str(v)[:24])
def test_a_list_may_stand_where_one_value_is_asked(
    flow: str, step: str, given: dict[str, object], words: str, want: list[str]
) -> None:
    talk = at(flow, step, given)
    measure = lists.measure(FLOWS[flow].step(step))
    talk.says(words)
    assert told(talk, step) == want
    assert "还有吗" in talk.text()
    assert f"{len(want)}{measure}" in talk.text()
    talk.says(f"第1{measure}不要了")
    assert told(talk, step) == want[1:]
    talk.says("撤销", "没有了")
    assert told(talk, step) == want
    assert talk.step is None or talk.step.id != step


@pytest.mark.parametrize("kind", ["mediation_application", "complaint", "judicial_confirmation"])
@pytest.mark.parametrize(("flow", "step", "given", "words", "want"), CASES, ids=lambda v: str(v)[:24])
def test_papers_and_brief_show_the_rows(
    flow: str, step: str, given: dict[str, object], words: str, want: list[str], kind: str
) -> None:
    talk = at(flow, step, given)
    talk.says(words, "没有了")
    case = CaseFile(
        id="c1",
        number="（2026）内0622诉前调1号",
        sid="s",
        flow=flow,
        flow_rev=talk.flow.rev,
        title=talk.flow.cause,
        regime="pre_filing",
        status=CaseStatus.SUBMITTED,
        urgent=False,
        answers=talk.form.answers,
        findings=(),
        submitted_at=datetime(2026, 11, 22, 7, 4, tzinfo=UTC),
    )
    made = draft(kind, case, talk.flow, [], court="准格尔旗人民法院", today=TODAY)
    rows = [
        cells.line(talk.flow.step(step).columns, row, gaps=False)
        for row in lists.rows(talk.flow.step(step), talk.form.answers[step])
    ]
    printed = json.dumps(made.to_json(), ensure_ascii=False)
    assert kind != "mediation_application" or all(row in printed for row in rows)
    (fact,) = [fact for fact in facts_of(talk.flow, case.answers) if fact.field == step]
    assert all(line in fact.value for line in want)


ONE = [
    ("personal_injury", "medical", HURT, "3500"),
    ("personal_injury", "medical", HURT, "住院自己掏了12000元"),
    ("traffic_accident", "plate", {"vehicles": "motor"}, "蒙K12345"),
    ("private_lending", "due_on", {"side": "lender"}, "2024年12月31日"),
    ("sale_contract", "price", {}, "4万8"),
    ("divorce", "property", {}, "薛家湾一套房，还有贷款；一辆小车；20只羊；存款5万"),
    ("divorce", "debts", {}, "房贷还剩20万；借他哥3万给孩子看病"),
    ("divorce", "children", {}, "两个，男孩10岁，女孩6岁"),
]


@pytest.mark.parametrize(("flow", "step", "given", "words"), ONE, ids=lambda v: str(v)[:24])
def test_one_value_goes_on_at_once(flow: str, step: str, given: dict[str, object], words: str) -> None:
    talk = at(flow, step, given)
    talk.says(words)
    assert "还有吗" not in talk.text()
    assert talk.form.answers[step].known
    assert "rows" not in flat(talk.form.answers[step].value)


def test_the_time_limit_of_instalments_counts_from_the_last() -> None:
    """民法典189."""
    rows = [[day("2022-06-30"), money(20_000)], [day("2023-09-30"), money(30_000)]]
    given = {"side": "lender", "lent_on": day("2022-01-10"), "principal": money(50_000), "repaid": None}
    listed = lists.answer(FLOWS["private_lending"].step("due_on"), None, rows, 1)  # type: ignore[arg-type]
    assert flat(listed.value)["end"] == "2023-09-30"
    apart = finding("limitation", "private_lending", {**given, "due_on": listed.value})
    last = finding("limitation", "private_lending", {**given, "due_on": day("2023-09-30")})
    first = finding("limitation", "private_lending", {**given, "due_on": day("2022-06-30")})
    assert apart == last != first


def test_every_split_answer_keeps_one_question() -> None:
    """A list costs nobody a question: it stands in the step that asked for the one value."""
    split = [s for flow in library.load().flows.values() for s in flow.steps if lists.may_split(s)]
    assert len(split) > 30
    assert all(s.hint for s in split)
