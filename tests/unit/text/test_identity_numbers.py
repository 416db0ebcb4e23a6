"""身份证号, 信用代码, phones, cards, plates: right ones pass, any slip is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from bot.text import cards, identity, phones, plates
from bot.text.reading import Context, Reading, Refusal

TODAY = date(2026, 11, 22)
CONTEXT = Context(TODAY)
VALID = (
    "150622199003070018 15062219851231002X 11010519491231002X 440524188001010014 150622200002291025 "
    "150602200509103518 152723198506150019 152723197811201228 15272319900307109X"
).split()


@pytest.mark.parametrize("number", VALID)
def test_valid_id_is_read(number: str) -> None:
    found = identity.read(number, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == number
    assert found.shown == f"{number[:6]}********{number[-4:]}"


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("150622199003070019", "最后一位"),
        ("150622199002300017", "日历上没有"),
        ("150622202611230016", "还没有到"),
        ("15062219900307001", "17位"),
        ("990622199003070018", "99"),
        ("13812340018", "手机号"),
    ],
)
def test_wrong_id_is_refused_with_its_fault(number: str, fault: str) -> None:
    found = identity.read(number, CONTEXT)
    assert isinstance(found, Refusal)
    assert fault in found.sentence


def test_old_id_of_15_digits_is_converted_and_asked() -> None:
    found = identity.read("150622900307001", CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == "150622199003070018"
    assert found.confirm


def test_age_beyond_belief_is_asked() -> None:
    found = identity.read("440524188001010014", CONTEXT)
    assert isinstance(found, Reading)
    assert "146岁" in found.confirm


@pytest.mark.parametrize(
    "text",
    [
        "１５０６２２１９９００３０７００１８",
        "150622 19900307 0018",
        "我的身份证号是150622199003070018",
        "15062219851231002x",
    ],
)
def test_id_is_found_in_any_spelling(text: str) -> None:
    found = identity.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.exact


def test_holder_of_an_id() -> None:
    girl = identity.person("150622201010053021", TODAY)
    assert (girl.sex, girl.birth, girl.age(TODAY)) == ("女", date(2010, 10, 5), 16)
    assert identity.person("150622200002291025", TODAY).age(date(2026, 2, 28)) == 25


def test_contradiction_with_sex_or_birthday_is_asked() -> None:
    number = "150622199003070018"
    assert "性别" in identity.mismatch(number, sex="女")
    assert "出生日期" in identity.mismatch(number, birth=date(1990, 3, 8))
    assert identity.mismatch(number, sex="男", birth=date(1990, 3, 7)) == ""


def made(region: str, birth: date, serial: int) -> str:
    first = f"{region}{birth:%Y%m%d}{serial:03d}"
    return first + identity.check_digit(first)


ids = st.builds(
    made,
    st.sampled_from(["150622", "150602", "110105", "610822"]),
    st.dates(date(1930, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(ids)
def test_made_id_is_valid_here_and_in_the_oracle(number: str) -> None:
    holder = identity.person(number, TODAY)
    assert holder.number[17] == ric.calc_check_digit(number)
    assert holder.birth == ric.get_birth_date(number)


@given(ids, st.integers(0, 17), st.integers(1, 9))
def test_any_changed_digit_is_refused(number: str, at: int, by: int) -> None:
    digit = "0123456789"[(int(number[at].replace("X", "0")) + by) % 10]
    assert isinstance(identity.read(number[:at] + digit + number[at + 1 :], CONTEXT), Refusal)


CODES = ["91150622MA0N0TE491", "92150622MA0N0TE49X", "111506220116543250", "52150622MA0N0TE492"]


@pytest.mark.parametrize("code", CODES)
def test_valid_code_of_an_organisation(code: str) -> None:
    found = identity.read_uscc(f"信用代码是{code.lower()}", CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == code == uscc.validate(code)


@pytest.mark.parametrize(
    "code",
    [
        "91150622MA0N0TE492",
        "91150622MI0N0TE491",
        "91150622MO0N0TE491",
        "91150622MS0N0TE491",
        "91150622MA0N0TE49",
    ],
)
def test_wrong_code_is_refused(code: str) -> None:
    assert isinstance(identity.read_uscc(code, CONTEXT), Refusal)


def test_old_registration_number_is_taken_and_asked() -> None:
    found = identity.read_uscc("150622000012345", CONTEXT)
    assert isinstance(found, Reading)
    assert (found.exact, bool(found.confirm)) == (False, True)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_code_agrees_with_the_oracle(tail: str) -> None:
    code = f"91150622{tail}"
    whole = code + identity.uscc_check(code)
    assert identity.is_uscc(whole)
    assert uscc.is_valid(whole)
    assert identity.find_uscc(f"代码{whole}。", CONTEXT)[0].value == whole


PHONES = {
    "13812340018": "13812340018", "+86 138-1234-0018": "13812340018", "0086 13812340018": "13812340018",
    "138 1234 0018": "13812340018",
    "１３８１２３４００１８": "13812340018", "他电话是19912340018": "19912340018",
    "0477-4212345": "0477-4212345", "04774212345": "0477-4212345",
    "(0477)4212345": "0477-4212345", "010-62345678-801": "010-62345678-801",
    "13812340018是我的": "13812340018",
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), PHONES.items())
def test_phone(text: str, number: str) -> None:
    found = phones.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == number
    assert number[3:7] not in found.shown


@pytest.mark.parametrize(
    "text",
    ["1381234001", "12812340018", "1440123456789", "4212345", "13812340018 15512340018", "14812340018"],
)
def test_phone_that_cannot_be_called_is_refused(text: str) -> None:
    assert isinstance(phones.read(text, CONTEXT), Refusal)


@pytest.mark.parametrize("text", ["三万五", "没有", "2023年5月1日", "怎么联系你们13812340018"])
def test_no_phone(text: str) -> None:
    assert phones.read(text, CONTEXT) is None


@pytest.mark.parametrize("digits", ["6228480400000000010", "6217000130000123454", "6217000000000000012"])
def test_card(digits: str) -> None:
    found = cards.read(digits, CONTEXT)
    assert isinstance(found, Reading)
    assert (found.value, found.shown) == (digits, f"尾号{digits[-4:]}")
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert isinstance(cards.read(wrong, CONTEXT), Refusal)


def test_short_account_that_fails_luhn_is_asked() -> None:
    found = cards.read("123456789012", CONTEXT)
    assert isinstance(found, Reading)
    assert found.confirm


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("蒙K12345", "蒙K12345"),
        ("蒙kd12345", "蒙KD12345"),
        ("蒙K·A123挂", "蒙KA123挂"),
        ("蒙A12345D", "蒙A12345D"),
        ("车牌是 蒙K 8A888", "蒙K8A888"),
    ],
)
def test_plate(text: str, plate: str) -> None:
    found = plates.read(text, CONTEXT)
    assert isinstance(found, Reading)
    assert found.value == plate


@pytest.mark.parametrize("text", ["K12345", "蒙KO1234", "蒙K1234567", "蒙K123"])
def test_wrong_plate_is_refused(text: str) -> None:
    assert isinstance(plates.read(text, CONTEXT), Refusal)
