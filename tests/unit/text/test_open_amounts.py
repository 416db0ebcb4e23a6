"""Sums as they are said in the country: old numerals, letters, bounds, and words that name no sum."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import amounts
from bot.text.reading import Context, Reading, Refusal, flat

CONTEXT = Context(date(2026, 11, 22))


def ends(text: str) -> tuple[int, int]:
    """Low and high of an answer in fen."""
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading), text
    value = flat(found.value)
    return int(str(value["low_fen"])), int(str(value["high_fen"]))


EXACT = {
    "廿五万": 250_000, "廿万": 200_000, "卅万": 300_000, "卅五块": 35, "廿五块钱": 25, "一百廿块": 120,
    "俩万": 20_000, "仨万": 30_000, "俩千": 2_000, "仨百块": 300, "俩百五": 250, "借了我俩万": 20_000,
    "他欠我仨万八": 38_000,
    "3个w": 30_000, "2个W": 20_000, "2kw": 20_000_000, "5k": 5_000, "1.5w": 15_000, "1.2W元": 12_000,
    "3万块钱整": 30_000, "5万整": 50_000, "五万块整": 50_000, "二百五": 250, "一千零五十": 1_050,
    "一千零五": 1_005, "一千五": 1_500, "一万零五十块": 10_050,
    "伍万圆整": 50_000, "人民币伍万圆整": 50_000, "人民币大写：伍万元整": 50_000,
    "人民币（大写）伍万元整（小写：50000元）": 50_000, "人民币叁拾贰万零伍佰元整": 320_500,
    "大写壹拾伍万陆仟柒佰捌拾玖元整": 156_789, "贰仟万元整": 20_000_000, "壹亿贰仟万圆整": 120_000_000,
    "贰万伍仟圆": 25_000, "叁佰元正": 300,
}  # fmt: skip


@pytest.mark.parametrize(("text", "yuan"), EXACT.items())
def test_a_sum_is_read_to_the_yuan(text: str, yuan: int) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert (ends(text), found.exact, found.confirm) == ((yuan * 100, yuan * 100), True, "")


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("一毛八分", 18),
        ("1毛8", 18),
        ("三角六分钱", 36),
        ("两块八毛六", 286),
        ("十五块零五分", 1505),
        ("柒角捌分", 78),
    ],
)
def test_coins(text: str, fen: int) -> None:
    assert ends(text) == (fen, fen)


BOUNDED = {
    "不止5万": 50_000, "至少5万": 50_000, "起码3万": 30_000, "最少也得三万": 30_000, "顶多5万": 50_000,
    "最多5万块钱": 50_000, "超过五万": 50_000, "不超过5万": 50_000, "撑死八千": 8_000, "五万打底": 50_000,
    "三万往上": 30_000, "5万不止": 50_000, "不低于20000元": 20_000,
}  # fmt: skip


@pytest.mark.parametrize(("text", "yuan"), BOUNDED.items())
def test_a_bound_is_asked_back_and_kept_as_about(text: str, yuan: int) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert ends(text) == (yuan * 100, yuan * 100)
    assert (found.exact, found.shown[0]) == (False, "约")
    assert found.confirm.endswith("对吗？")
    assert text[:2] in found.confirm or text[-2:] in found.confirm


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("千儿八百", 800, 1_000), ("千儿八百块钱", 800, 1_000), ("千八百", 800, 1_000),
        ("百儿八十", 80, 100),
        ("百儿八十块", 80, 100), ("百八十", 80, 100), ("万儿八千", 8_000, 10_000),
        ("也就千儿八百吧", 800, 1_000),
        ("大几万", 50_000, 90_000), ("大几千块", 5_000, 9_000), ("小几万", 20_000, 50_000),
        ("三万大几", 35_000, 39_000), ("一百大几十万", 1_500_000, 1_900_000),
        ("五万出头", 50_000, 60_000), ("5万冒头", 50_000, 60_000), ("两万有余", 20_000, 30_000),
        ("三万多点", 30_000, 40_000), ("一万来块", 8_000, 12_000), ("十来万", 80_000, 120_000),
        ("十多万", 100_000, 200_000), ("三五千", 3_000, 5_000), ("俩仨万", 20_000, 30_000),
        ("三万多不到四万", 30_000, 40_000), ("三万多，不到四万", 30_000, 40_000),
        ("两千多但不到三千块", 2_000, 3_000), ("好几万", 30_000, 90_000), ("几个w", 30_000, 90_000),
    ],
)  # fmt: skip
def test_a_loose_sum_keeps_both_ends_and_asks_for_a_number(text: str, low: int, high: int) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert ends(text) == (low * 100, high * 100)
    assert not found.exact
    assert "准数" in found.confirm


@pytest.mark.parametrize(
    "text",
    [
        "百万",
        "上万",
        "上百万",
        "上千块",
        "几十上百万",
        "成千上万",
        "欠我上万块钱",
        "上百万吧",
        "千万",
    ],
)
def test_words_that_only_say_how_large_are_asked_about_and_never_guessed(text: str) -> None:
    found = amounts.read(text, CONTEXT)
    assert isinstance(found, Refusal)
    assert found.sentence.startswith("“")
    assert "35000元" in found.sentence


@pytest.mark.parametrize(
    "text", ["他欠我上百万一直不给", "赔了上万块", "成千上万的人", "千万别告诉他", "百万医疗险", "上百人"]
)
def test_no_sum_of_a_story_is_made_of_them(text: str) -> None:
    assert amounts.find(text, CONTEXT) == []


@pytest.mark.parametrize(
    "text",
    [
        "我俩万一谈不拢",
        "他们俩百般抵赖",
        "5kw的发电机",
        "卅年前",
        "廿三那天",
        "我们仨",
        "我怕万一他不还",
        "万一",
        "万分感谢",
        "百儿八十个人",
        "百八十天",
        "千儿八百斤",
    ],
)
def test_other_words_are_no_sums(text: str) -> None:
    assert amounts.find(text, CONTEXT) == []


def test_a_number_behind_a_place_is_not_vague() -> None:
    assert [found.shown for found in amounts.find("存折上十三万四，账上五万", CONTEXT)] == [
        "134,000元",
        "50,000元",
    ]


def test_the_words_that_bound_a_sum_stay_outside_its_span() -> None:
    said = "最多赔我们五万往上"
    assert [said[found.start : found.end] for found in amounts.find(said, CONTEXT)] == ["五万"]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("起码赔我一万五 地板8000 柜子5000", 15_000), ("最少得赔我三万 修车8000 误工5000", 30_000)],
)
def test_what_is_asked_for_at_least_is_the_total(text: str, yuan: int) -> None:
    assert ends(text) == (yuan * 100, yuan * 100)
