"""What was told before is not asked again: who the other side is, for which months, how much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.session import Session
from bot.papers.parties import principal
from bot.papers.sides import sides
from bot.text.party_kinds import kind_of
from bot.text.reading import flat
from flows.engine import Answer, current
from tests.story.test_lists import stored
from tests.talk import TODAY, Talk
from tests.unit.test_papers import other


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("鄂尔多斯市鑫达建筑有限公司", "company"),
        ("鑫达洗煤厂", "company"),
        ("大路镇人民政府", "company"),
        ("中国建设银行准格尔支行", "company"),
        ("老王烧烤店", "business"),
        ("好又来饭馆", "business"),
        ("兴旺超市", "business"),
        ("宏达修理厂", "business"),
        ("刘强", ""),
        ("李厂长", ""),
        ("刘某（全名不清楚）", ""),
    ],
)
def test_a_name_tells_what_kind_of_party_it_is(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("said", [None, Answer(None, "不知道")])
@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("鑫达建筑有限公司", {"名称", "统一社会信用代码", "住所地"}),
        ("老王烧烤店", {"名称", "统一社会信用代码"}),
        ("刘强", {"姓名", "身份证号"}),
    ],
)
def test_papers_print_a_firm_as_a_firm(name: str, labels: set[str], said: Answer | None) -> None:
    case, flow = other("wage_claim", respondent_name=Answer(name, name))
    answers = {key: a for key, a in case.answers.items() if key != "respondent_kind"}
    case = replace(case, answers={**answers, "respondent_kind": said} if said else answers)
    rows = {row.label for row in principal(flow, case.answers, "respondent")}
    assert labels <= rows
    (defendant,) = [group for group in sides(case, flow, TODAY) if group.title == "被告"]
    assert defendant.rows[0].label == {"鑫": "名称", "老": "名称（字号）", "刘": "姓名"}[name[0]]


async def asked_kind(talk: Talk) -> bool:
    """Whether the kind of the other side is still to be asked."""
    session: Session = await talk.session()
    assert session.form is not None
    return "respondent_kind" not in session.form.answers


@pytest.mark.parametrize(
    "words",
    [
        "鄂尔多斯市鑫达建筑有限公司拖欠我工资19500元",
        "老王烧烤店欠我两个月工资8000元",
        "我在鑫达洗煤厂上班，厂里拖欠工资6500元",
    ],
)
async def test_who_is_told_by_a_firms_name_is_not_asked_what_he_is(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says(words)
    assert not await asked_kind(talk)
    assert (await stored(talk, "respondent_name")).known


@pytest.mark.parametrize(
    "words",
    ["一共欠我19500，我一个人", "欠了19500，就我自己", "三个月的工资，一共19500，就我一个人"],
)
async def test_a_sum_told_with_how_many_people_is_kept(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says(words)
    assert (await stored(talk, "how_many")).value == "one"
    assert flat((await stored(talk, "wage_owed")).value)["high_fen"] == 1_950_000


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("3月到5月", "2026-03", "2026-05"),
        ("从2026年3月开始，到5月", "2026-03", "2026-05"),
        ("3、4、5月", "2026-03", "2026-05"),
        ("3、4、5三个月", "2026-03", "2026-05"),
        ("11、12、1月", "2025-11", "2026-01"),
        ("去年11月到今年2月", "2025-11", "2026-02"),
    ],
)
async def test_a_stretch_of_months_answers_both_questions(
    talk: Talk, words: str, first: str, last: str
) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人", "包工头", "大路镇某项目工地", "2025年3月1日", "还在干")
    assert talk.asked() == "owed_from"
    await talk.says(words)
    assert talk.asked() == "wage_monthly"
    for step, month in (("owed_from", first), ("owed_to", last)):
        assert str(flat((await stored(talk, step)).value)["start"]).startswith(month)


@pytest.mark.parametrize("words", ["3月", "2026年3月15日", "年初"])
async def test_one_beginning_leaves_the_end_to_be_asked(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("就我一个人", "包工头", "大路镇某项目工地", "2025年3月1日", "还在干", words)
    session = await talk.session()
    assert session.form is not None
    step = current(talk.world.content.knowledge().flow("wage_claim", session.form.rev), session.form)
    assert step is not None
    assert step.id in {"owed_from", "owed_to"}
    assert "owed_to" not in session.form.answers


@pytest.mark.parametrize(
    "words",
    [
        "厂里3、4、5三个月没发工资，一个月6500",
        "老板3、4、5月的工资都不给",
        "包工头拖欠我工资，3月、4、5月的都没给",
        "拖欠三、四、五月的工资",
    ],
)
async def test_months_told_in_a_story_are_not_asked_again(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says(words)
    assert str(flat((await stored(talk, "owed_from")).value)["start"]) == "2026-03-01"
    assert str(flat((await stored(talk, "owed_to")).value)["end"]) == "2026-05-31"
