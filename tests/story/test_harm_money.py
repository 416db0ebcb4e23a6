"""Bills, days, wages and other losses of an injury: understood where they are said, added up when asked."""

from __future__ import annotations

import pytest

from bot.dialogue import harm_total
from bot.law import harm, injury
from bot.law.citations import resolve
from bot.law.harm import Harm
from bot.text import losses
from bot.text.reading import Context, flat
from tests.story.test_lists import stored
from tests.talk import TODAY, Talk

NOW = Context(TODAY)
PLACE = "薛家湾镇迎泽街十字路口"


async def to_finding(talk: Talk) -> None:
    await talk.taps_flow("traffic_accident")
    await talk.says("我受伤了", "2026年8月12日", PLACE, "汽车", "不知道")
    assert talk.asked() == "finding"


async def to_medical(talk: Talk) -> None:
    await to_finding(talk)
    await talk.says("对方全责", "商业险", "没有", "受伤了", "12天")
    assert talk.asked() == "medical"


async def heads(talk: Talk) -> dict[str, int]:
    """The other losses in yuan."""
    rows = flat((await stored(talk, "other_losses")).value)["rows"]
    assert isinstance(rows, list)
    return {str(row[0]): int(str(flat(row[1])["high_fen"])) // 100 for row in rows if isinstance(row, list)}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("误工费3000，护理费2000，营养费500", {"误工费": 3000, "护理费": 2000, "营养费": 500}),
        ("误工3000块 护理两千 伙食补助1200元", {"误工费": 3000, "护理费": 2000, "住院伙食补助费": 1200}),
        ("住院伙食费一共1200，路费大概80", {"住院伙食补助费": 1200, "交通费": 80}),
        ("精神损失费5000，后续治疗费1.2万", {"精神损害抚慰金": 5000, "后续治疗费": 12000}),
        ("护理费我媳妇护理的2000，误工三千", {"护理费": 2000, "误工费": 3000}),
        ("误工60天，护理一天150", {}),
        ("护理费他给的2000", {}),
        ("门诊300，住院12000，药费500", {}),
        ("要不要误工费", {}),
    ],
)
def test_heads_of_damages_are_read_with_their_sums(words: str, found: dict[str, int]) -> None:
    assert {head.name: head.fen // 100 for head in losses.find(words, NOW)} == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("误工费3000，护理费2000，营养费500", {"误工费": 3000, "护理费": 2000, "营养费": 500}),
        ("护理费2000块，住院伙食1200", {"护理费": 2000, "住院伙食补助费": 1200}),
        ("营养费500", {"营养费": 500}),
    ],
)
async def test_other_losses_told_where_bills_are_asked_are_kept(
    talk: Talk, words: str, found: dict[str, int]
) -> None:
    await to_medical(talk)
    await talk.says(words)
    talk.not_hears("请从下面选一个", "没听明白")
    assert talk.asked() == "medical"
    assert await heads(talk) == found
    await talk.says("8600", "一个月4500")
    assert talk.asked() == "repair", "what was told is not asked again"


@pytest.mark.parametrize("at", [0, 2, 4])
async def test_other_losses_are_kept_at_any_question(talk: Talk, at: int) -> None:
    await to_finding(talk)
    await talk.says(*["对方全责", "商业险", "没有", "受伤了", "12天"][:at])
    asked = talk.asked()
    await talk.says("误工费3000，护理费2000")
    assert talk.asked() == asked
    talk.not_hears("请从下面选一个")
    assert await heads(talk) == {"误工费": 3000, "护理费": 2000}


@pytest.mark.parametrize(
    "words", ["医药费8600，误工费4500，住院伙食1200", "误工费4500，看病花了8600，住院伙食1200"]
)
async def test_bills_and_other_losses_in_one_answer_go_apart(talk: Talk, words: str) -> None:
    await to_medical(talk)
    await talk.says(words)
    assert flat((await stored(talk, "medical")).value)["high_fen"] == 860_000
    assert await heads(talk) == {"误工费": 4500, "住院伙食补助费": 1200}
    assert talk.asked() == "income"


async def test_a_head_told_again_takes_the_place_of_the_old_one(talk: Talk) -> None:
    await to_medical(talk)
    await talk.says("误工费3000，护理费2000", "误工费错了，是4000")
    assert await heads(talk) == {"误工费": 4000, "护理费": 2000}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("双方都有责任", "both"),
        ("主次责任", "both"),
        ("两个车都有责任", "both"),
        ("两辆车都有责任", "both"),
        ("对方主责我次责", "main"),
        ("对方主要责任，我次要责任", "main"),
        ("我主责对方次责", "minor"),
        ("同等责任", "equal"),
        ("对方全责", "full"),
    ],
)
async def test_whose_fault_it_was_has_an_answer(talk: Talk, words: str, key: str) -> None:
    await to_finding(talk)
    await talk.says(words)
    assert (await stored(talk, "finding")).value == key
    assert talk.asked() == "insurance"


@pytest.mark.parametrize(
    "words", ["在饭馆打工一月4500", "我是在饭馆打工的，一月4500", "我在工地干活，一个月工资4500"]
)
@pytest.mark.parametrize("asked", ["medical", "income"])
async def test_a_wage_is_the_income_and_no_other_dispute(talk: Talk, words: str, asked: str) -> None:
    await to_medical(talk)
    if asked == "income":
        await talk.says("8600")
    await talk.says(words)
    talk.not_hears("没填完", "拖欠工资")
    session = await talk.session()
    assert session.form is not None
    assert session.form.flow == "traffic_accident"
    assert flat((await stored(talk, "income")).value)["high_fen"] == 450_000
    assert talk.asked() == ("medical" if asked == "medical" else "other_losses")


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("我被车撞了，门诊1350.5", 135_050),
        ("被车撞伤，门诊1350.5元，住院12天花了8600", 995_050),
        ("出车祸了，门诊花了1350.5，药费200", 155_050),
    ],
)
async def test_bills_of_the_first_story_keep_their_decimals(talk: Talk, words: str, fen: int) -> None:
    await talk.taps_flow("traffic_accident")
    await talk.says(words)
    value = flat((await stored(talk, "medical")).value)
    assert value.get("total_fen", value.get("high_fen")) == fen


@pytest.mark.parametrize(
    ("words", "days"),
    [("住院12天花了8600", 12), ("住了12天院", 12), ("一共住院两周，花了8600", 14), ("住院12天", 12)],
)
async def test_days_in_hospital_told_in_a_story_are_kept(talk: Talk, words: str, days: int) -> None:
    await talk.taps_flow("traffic_accident")
    await talk.says(f"我被车撞了，{words}，门诊1350.5")
    assert flat((await stored(talk, "hospital_days")).value)["high_days"] == days


# -- 能赔多少 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["能赔多少", "我能要回多少钱", "一共该赔多少", "对方得赔我多少"])
async def test_what_was_told_is_added_up(talk: Talk, question: str) -> None:
    await to_medical(talk)
    await talk.says("9950.5", "一个月4500", question)
    talk.hears("医疗费9,950.50元", "误工费1,800元", "4,500元÷30×12天", "住院伙食补助费1,200元")
    talk.hears("一共大约12,950.50元", "人损解释第七条", "人损解释第十条")
    talk.hears("护理费：谁护理", "营养费：医院", "人损解释第八条")
    talk.hears("对方100%的责任", "交强险", "仅供参考")
    assert talk.asked() == "other_losses"


async def test_what_is_told_later_is_added_and_no_longer_missing(talk: Talk) -> None:
    await to_medical(talk)
    await talk.says("9950.5", "一个月4500", "护理费2000，营养费500", "能赔多少")
    talk.hears("一共大约15,450.50元", "护理费2,000元", "营养费500元")
    talk.not_hears("护理费：谁护理")


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("我被车撞了，门诊1350.5，住院12天花了8600，一个月工资4500，能赔多少", "12,950.50元"),
        (
            "2026年8月12号我被车撞了，住院12天，医药费9950.5，一个月工资4500，误工60天，能赔多少？",
            "20,150.50元",
        ),
        ("我骑车被撞，住院10天花了5000，误工费3000，该赔多少钱", "9,000元"),
    ],
)
async def test_a_story_that_asks_is_added_up(talk: Talk, words: str, total: str) -> None:
    await talk.says(words)
    talk.hears(f"一共大约{total}")


@pytest.mark.parametrize(
    "words",
    [
        "误工费多少",
        "45岁十级伤残赔多少",
        "被车撞了赔多少",
        "医疗费2万5，伤残15万，车损3000，对方七成责任，交强险赔多少",
    ],
)
def test_a_question_about_one_head_or_without_numbers_is_not_added_up(words: str) -> None:
    assert harm_total.told(words, NOW) is None


def test_days_are_no_sum() -> None:
    """住院12天 is no bill of 12元."""
    found = harm_total.told("被车撞，住院12天，医药费9950.5，误工60天，能赔多少", NOW)
    assert found is not None
    assert "12元" not in found.values["parts"].replace("1,212元", "")
    assert found.values["result"] == "11,150.50元"


def test_every_head_has_its_article_and_all_add_up() -> None:
    known = Harm(500_000, 10, 600_000, 30, {"护理费": 100_000}, 50_000, 45, 10, 30_000)
    found = harm.reckon(known)
    assert found.total_fen == sum(part.fen for part in found.parts)
    assert all(resolve(law) for part in found.parts for law in part.law)
    assert all(resolve(law) for _, _, law in found.missing)
    by_name = {part.name: part.fen for part in found.parts}
    assert by_name["误工费"] == injury.lost_income(600_000, 30).amount_fen
    assert (
        by_name["残疾赔偿金"] == injury.disability(45, 10, year=injury.newest_year("disposable")).amount_fen
    )
    assert not {name for name, _, _ in found.missing} & by_name.keys()


def test_nothing_known_gives_nothing_but_what_is_needed() -> None:
    found = harm.reckon(Harm(hospital_days=0))
    assert found.parts == ()
    names = {name for name, _, _ in found.missing}
    assert "医疗费" in names
    assert "住院伙食补助费" not in names
