"""A list of workers: a phone is no wage, names of numbers are names, doubts of a row stay until mended."""

from __future__ import annotations

import pytest

from bot.text import workers
from bot.text.reading import Json, Reading, flat
from tests.pure_talk import PureTalk
from tests.story.test_roster_told import TODAY

GOOD, BAD = "152701199001011239", "152701199001011233"


def rows(talk: PureTalk) -> list[dict[str, Json]]:
    form = talk.session.form
    assert form is not None
    told = flat(form.answers["workers"].value)["rows"]
    return [flat(row) for row in told] if isinstance(told, list) else []


def faults(talk: PureTalk) -> list[tuple[int, str]]:
    form = talk.session.form
    assert form is not None
    told = flat(form.answers["workers"].value).get("faults")
    return (
        [(int(str(flat(one)["row"])), str(flat(one)["reason"])) for one in told]
        if isinstance(told, list)
        else []
    )


def read(text: str) -> list[dict[str, Json]]:
    found = workers.read(text, TODAY)
    assert isinstance(found, Reading), found
    told = flat(found.value)["rows"]
    return [flat(row) for row in told] if isinstance(told, list) else []


@pytest.mark.parametrize(
    ("text", "phone", "yuan"),
    [
        ("孙九斤 6500 手机15847711122\n李四 100", "15847711122", 6500),
        ("孙强 电话:13947711122 6500\n李四 100", "13947711122", 6500),
        ("孙强,手机号 139 4771 1122,6500\n李四,,100", "13947711122", 6500),
        ("孙强联系方式18647711122欠6500\n李四欠100", "18647711122", 6500),
        ("孙强 6500 电话139477111\n李四 100", "", 6500),
        ("孙强 6500 身份证152701\n李四 100", "", 6500),
        ("孙强 17747711122\n李四 100", "17747711122", 0),
    ],
)
def test_a_number_that_is_called_a_phone_is_no_wage(text: str, phone: str, yuan: int) -> None:
    first = read(text)[0]
    assert (first["phone"], first["amount_fen"]) == (phone, yuan * 100)


@pytest.mark.parametrize(
    "name", ["孙九斤", "周八两", "陈三万", "吴小六", "李百万", "王二小", "赵七", "刘三元", "郑一鸣", "马千里"]
)
@pytest.mark.parametrize("line", ["{} 7000", "{}7000", "{},7000", "3. {} 13847711122 7000"])
@pytest.mark.parametrize("around", ["{}\n张伟 12000", "张伟 12000\n{}", "工资没给\n张伟 12000\n{}\n王磊 800"])
def test_names_of_numbers_are_names(name: str, line: str, around: str) -> None:
    found = workers.pasted(around.format(line.format(name)), TODAY)
    assert found is not None
    told = flat(found.value)["rows"]
    assert isinstance(told, list)
    assert (name, 700_000) in [(flat(row)["name"], flat(row)["amount_fen"]) for row in told]


@pytest.mark.parametrize("line", ["小胖 2000", "大个子 13847711122 2000", "老蔫巴 2000元"])
def test_a_line_at_the_end_of_a_list_is_not_lost(line: str) -> None:
    found = workers.pasted(f"工资没给\n张伟 12000\n王磊 800\n{line}\n老板叫刘强 13847711123", TODAY)
    assert found is not None
    assert flat(found.value)["total_fen"] == 1_480_000


def listed(*lines: str) -> PureTalk:
    talk = PureTalk("wage_claim")
    talk.says("几个人一起", "\n".join(lines))
    if talk.session.asking:
        talk.says("对")
    return talk


@pytest.mark.parametrize("change", ["张伟是7000", "第1个错了，是7000", "张伟的电话是13847711122"])
def test_a_doubt_about_one_cell_outlives_a_change_of_another(change: str) -> None:
    talk = listed(f"张伟 {BAD} 6000", "王磊 800")
    assert [place for place, _ in faults(talk)] == [1]
    talk.says(change)
    assert "最后一位对不上" in faults(talk)[0][1]
    assert "最后一位对不上" in talk.text()


def test_a_doubt_about_another_row_outlives_a_change_and_goes_with_its_cell() -> None:
    talk = listed("张伟 6000", f"王磊 {BAD} 800")
    talk.says("张伟是7000", "赵六 500")
    assert [place for place, _ in faults(talk)] == [2]
    talk.says(f"第2个的身份证错了，是{GOOD}")
    assert (rows(talk)[1]["id_number"], faults(talk)) == (GOOD, [])


@pytest.mark.parametrize("other", ["王磊没写错", "第2个没错", "王磊是900", "赵六 500"])
def test_an_odd_wage_is_settled_by_words_about_its_own_row_alone(other: str) -> None:
    talk = listed("张伟 1500000", "王磊 800")
    assert faults(talk) == [(1, workers.TOO_MUCH)]
    talk.says(other)
    assert faults(talk) == [(1, workers.TOO_MUCH)]
    talk.says("第1个没错")
    assert faults(talk) == []
    form = talk.session.form
    assert form is not None
    assert not form.answers["workers"].confirmed


def test_a_corrected_odd_wage_is_odd_no_more() -> None:
    talk = listed("张伟 1500000", "王磊 800")
    talk.says("张伟是15000")
    assert faults(talk) == []
