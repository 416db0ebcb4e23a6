"""A table of workers told among other words, and a row of it that could not be read."""

from __future__ import annotations

import pytest

from bot.text.reading import flat
from tests.story.test_lists import stored
from tests.talk import Talk

BAD = "张伟 12000\n王磊 2400O0\n李强 18000"


async def owed(talk: Talk) -> dict[str, int]:
    """Who is owed what, in yuan, after a look at the total."""
    value = flat((await stored(talk, "workers")).value)
    rows = value["rows"]
    assert isinstance(rows, list)
    found = {str(flat(row)["name"]): int(str(flat(row)["amount_fen"])) // 100 for row in rows}
    assert value["total_fen"] == sum(found.values()) * 100
    return found


@pytest.mark.parametrize(
    "words",
    [
        f"我们几个人的工资没给：\n{BAD}",
        f"老板刘强拖欠工资不给，名单：\n姓名 金额\n{BAD}\n我们找他要了好几回",
        "包工头欠我们工资不给，张伟12000、王磊2400O0、李强18000",
        "拖欠农民工工资\n1. 张伟 13800138000 12000\n2. 王磊 13900139000 2400O0\n3. 李强 13700137000 18000",
    ],
)
async def test_a_table_in_the_first_message_is_kept_and_its_bad_row_named(talk: Talk, words: str) -> None:
    await talk.says(words)
    assert talk.asked() == "workers"
    talk.hears("3人，合计30,000元", "第2行王磊", "2400O0")
    assert await owed(talk) == {"张伟": 12000, "王磊": 0, "李强": 18000}
    await talk.says("王磊是24000", "没有了")
    assert talk.asked() == "employer_kind"
    assert await owed(talk) == {"张伟": 12000, "王磊": 24000, "李强": 18000}
    form = (await talk.session()).form
    assert form is not None
    assert form.answers.get("respondent_name") is None or form.answers["respondent_name"].value == "刘强"


@pytest.mark.parametrize(
    "words",
    [f"工资一直不给\n{BAD.replace('2400O0', '24000')}", "老板不给工资，张伟12000，王磊24000和李强18000"],
)
async def test_a_good_table_of_the_first_message_is_not_asked_for_again(talk: Talk, words: str) -> None:
    await talk.says(words)
    assert talk.asked() == "employer_kind"
    talk.hears("1. 张伟，12,000元", "2. 王磊，24,000元", "3. 李强，18,000元")
    assert len(await owed(talk)) == 3


@pytest.mark.parametrize(
    "words",
    [
        "工资不给，一个月5000，欠了三个月15000",
        "老板刘强 13800138000\n欠我工资5000",
        "3月欠工资5000\n4月欠工资6000",
    ],
)
async def test_sums_of_one_person_are_no_table(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says(words)
    form = (await talk.session()).form
    assert form is not None
    assert "workers" not in form.answers


@pytest.mark.parametrize(
    ("words", "name", "yuan"),
    [
        ("不对，王磊写错了，是24000", "王磊", 24000),
        ("王磊是24000", "王磊", 24000),
        ("王磊的工资应该是两万四", "王磊", 24000),
        ("把王磊改成24000", "王磊", 24000),
        ("第二个是24000", "王磊", 24000),
        ("第三个是两万四", "李强", 24000),
        ("李强那个错了，应该是24000", "李强", 24000),
    ],
)
@pytest.mark.parametrize("settled", [(), ("对",)])
async def test_a_row_is_put_right_in_words(
    talk: Talk, words: str, name: str, yuan: int, settled: tuple[str, ...]
) -> None:
    """Before the table is said to be right, and afterwards."""
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", BAD)
    talk.hears("第2行王磊：金额“2400O0”看不明白")
    await talk.says(*settled, words)
    talk.hears("改好了")
    assert (await owed(talk))[name] == yuan
    assert len(await owed(talk)) == 3
    await talk.says("没有了")
    assert talk.asked() == "employer_kind"


@pytest.mark.parametrize("words", ["还有赵六 5000", "再加一个人：赵六 5000", "赵六 13800138000 5000"])
async def test_more_people_join_a_table_that_was_read_back(talk: Talk, words: str) -> None:
    await talk.taps_flow("wage_claim")
    await talk.says("几个人一起", BAD, words)
    assert set(await owed(talk)) == {"张伟", "王磊", "李强", "赵六"}


async def test_a_long_table_in_the_first_message_is_not_cut(talk: Talk) -> None:
    names = [f"{a}{b}" for a in "张王李赵刘陈杨黄" for b in "伟磊强军勇杰涛明"]
    rows = [f"{n} {name} 138{n:08} {5000 + n}" for n, name in enumerate(names, 1)]
    await talk.says("我们一起干活工资不给\n" + "\n".join(rows) + "\n" + "工资一直不给" * 120)
    assert len(await owed(talk)) == len(names)
    talk.not_hears("太长")
