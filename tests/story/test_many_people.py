"""Many claimants by one pasted table, changed by talking; further parties on both sides."""

from __future__ import annotations

import pytest

from bot.model import CaseFile
from bot.text.identity import check_digit
from tests.story.test_other_flows import REST, WHO
from tests.talk import Talk

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑"
GIVEN = ("建军", "红梅", "志强")
COUNT = 69


def id_number(n: int) -> str:
    first = f"150622{1960 + n % 40}{n % 12 + 1:02d}{n % 28 + 1:02d}{n:03d}"
    return first + check_digit(first)


def people() -> list[tuple[str, str, str, int]]:
    """(name, id number, phone, sum in fen) of 69 workers, nobody like another."""
    names = [surname + given for given in GIVEN for surname in SURNAMES]
    return [
        (name, id_number(n), f"138{n:04d}{n * 37 % 10000:04d}", 600_000 + n * 12_345)
        for n, name in enumerate(names[:COUNT], 1)
    ]


def pasted(rows: list[tuple[str, str, str, int]]) -> str:
    cells = [
        f"{n}\t{name}\t{idn}\t{phone}\t{fen / 100:.2f}" for n, (name, idn, phone, fen) in enumerate(rows, 1)
    ]
    return "\n".join(["序号\t姓名\t身份证号\t手机号\t欠薪", *cells])


async def submitted(talk: Talk) -> list[CaseFile]:
    await talk.says(
        "工地（有总包单位）", "大路镇某项目工地", "2026年3月1日", "还在干", "2026年6月", "2026年8月"
    )
    await talk.says("6500", "没有", "只要工资", "没申请过", "某某建设集团有限公司")
    await talk.says("某某劳务有限公司", "不知道", "没要过", "愿意调解")
    await talk.says("同意在网上", *WHO, "公司或单位", "某某劳务有限公司", *REST, "确认提交")
    async with talk.world.records.begin() as tx:
        return await tx.cases.of(talk.sid)


def owed(case: CaseFile) -> int:
    value = case.answers["wage_owed"].value
    assert isinstance(value, dict)
    assert isinstance(value["high_fen"], int)
    return value["high_fen"]


@pytest.mark.parametrize("first", [COUNT, 35])
async def test_sixty_nine_workers_are_as_many_applications_in_one_group(talk: Talk, first: int) -> None:
    rows = people()
    assert len({row[0] for row in rows}) == len({row[1] for row in rows}) == COUNT
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", pasted(rows[:first]))
    talk.hears(f"共{first}人")
    await talk.says("对")
    if first < COUNT:
        await talk.says("再加几个人：\n" + pasted(rows[first:]))
        talk.hears(f"{COUNT}人，合计")
        await talk.says("没有了")
    assert talk.asked() == "employer_kind"
    cases = await submitted(talk)
    total = sum(row[3] for row in rows)
    talk.hears(f"一共{COUNT}份申请", f"{total // 100:,}.{total % 100:02d}元")
    assert len(cases) == COUNT
    assert len({case.group for case in cases}) == 1
    assert cases[0].group
    assert sorted(owed(case) for case in cases) == sorted(row[3] for row in rows)
    assert sum(owed(case) for case in cases) == total
    assert {case.answers["applicant_name"].value for case in cases} == {row[0] for row in rows}


async def test_workers_are_added_corrected_and_dropped_by_talking(talk: Talk) -> None:
    rows = people()[:4]
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", pasted(rows), "对")
    assert talk.asked() == "employer_kind"
    await talk.says("第3个人的钱是8600")
    talk.hears("第3个改好了", "8,600元")
    await talk.says(f"{rows[1][0]}的电话是13900139000", f"删掉{rows[3][0]}")
    talk.hears("删掉了第4个", "3人，合计")
    await talk.says("再加一个人：乌兰 13812340018 5000")
    talk.hears("4人，合计")
    await talk.says("再加一个人：乌兰 5500", "没有了")
    assert talk.asked() == "employer_kind"
    found = {str(case.answers["applicant_name"].value): case for case in await submitted(talk)}
    assert set(found) == {rows[0][0], rows[1][0], rows[2][0], "乌兰"}
    assert owed(found[rows[2][0]]) == 860_000
    assert owed(found["乌兰"]) == 550_000
    assert found["乌兰"].answers["applicant_phone"].value == "13812340018"
    assert found[rows[1][0]].answers["applicant_phone"].value == "13900139000"


async def test_a_mistake_with_the_workers_is_undone(talk: Talk) -> None:
    rows = people()[:3]
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", pasted(rows), "对", f"删掉{rows[0][0]}", "撤销", "没有了")
    form = (await talk.session()).form
    assert form is not None
    value = form.answers["workers"].value
    assert isinstance(value, dict)
    assert value["total_fen"] == sum(row[3] for row in rows)
    assert set(value) == {"rows", "faults", "total_fen"}


async def test_further_parties_are_listed_on_both_sides(talk: Talk) -> None:
    await talk.taps_flow("private_lending")
    await talk.says(
        "别人欠我钱", "5万", "2023年5月1日", "现金", "没有", "没约定", "没约定", "没还过", "昨天", "没有"
    )
    who = [words if words != "给自己办" else "夫妻一起" for words in WHO]
    await talk.says("没有", "愿意调解", "同意在网上", *who)
    assert talk.asked() == "more_applicants"
    await talk.says("我和我爱人李建国，13900139000", "没有了", "个人", "刘强", "不知道", "薛家湾镇")
    assert talk.asked() == "more_respondents"
    await talk.says(
        "他老婆张红，电话13812340018，还有担保人李四，住大路镇", "没有了", "有转账记录", "还钱", "没有"
    )
    await talk.says("同意手机收", "再加一个对方：某某商贸有限公司", "没有了", "确认提交")
    async with talk.world.records.begin() as tx:
        (case,) = await tx.cases.of(talk.sid)
    sides = {}
    for key in ("more_applicants", "more_respondents"):
        value = case.answers[key].value
        assert isinstance(value, dict)
        sides[key] = value["rows"]
    assert sides == {
        "more_applicants": [["李建国", "13900139000", None]],
        "more_respondents": [
            ["张红", "13812340018", None],
            ["李四", None, "大路镇"],
            ["某某商贸有限公司", None, None],
        ],
    }
