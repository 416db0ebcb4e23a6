"""Words of the region in standard characters before anything reads them."""

from __future__ import annotations

import pytest

from bot.text.dialect import standard


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("张二蛋借额五万，去年八月还咧八千", "张二蛋借我五万，去年八月还了八千"),
        ("额的工钱没给额，老板跑咧", "我的工钱没给我，老板跑了"),
        ("包工头欠额三个月工资咧", "包工头欠我三个月工资了"),
        ("额家房子叫楼上泡咧，额心里急", "我家房子叫楼上泡了，我心里急"),
        ("他要给额退定金咧", "他要给我退定金了"),
        ("老李该额三万", "老李欠我三万"),
        ("隔壁该我两千块，不给", "隔壁欠我两千块，不给"),
        ("包工头该着我们工钱一万四", "包工头欠着我们工钱一万四"),
        ("我该信用社三万五", "我欠信用社三万五"),
        ("他还该我十几万", "他还欠我十几万"),
        ("该下我羊钱，一年了", "欠下我羊钱，一年了"),
    ],
)
def test_me_and_done_are_read_as_everywhere(said: str, read: str) -> None:
    assert standard(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "借条上的金额是五万，余额两万，差额不给", "欠额为三万", "信用卡额度五万，保额二十万", "额外收了三百",
        "额尔敦欠了三万", "全额退款", "保险只赔定额", "咧着嘴笑", "他在额济纳旗", "总额多少", "我额头破了",
    ],
)  # fmt: skip
def test_sums_and_names_stay(said: str) -> None:
    assert standard(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "这钱该不该我出", "应该我赔两万吗", "该咋办", "活该他三万打水漂", "该村三万亩地", "该他负责",
        "该我说了", "该赔我三万", "该我的工资怎么算", "该我一个人出", "他三万该他十天内还", "该给我多少",
        "该公司有三万人",
    ],
)  # fmt: skip
def test_should_stays(said: str) -> None:
    assert standard(said) == said


@pytest.mark.parametrize("said", ["", "额", "咧", "额额咧咧", "借额\n额借给他", "额🙂咧"])
def test_every_character_keeps_its_place(said: str) -> None:
    assert len(standard(said)) == len(said)
