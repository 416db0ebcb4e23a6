"""The second look: what stands elsewhere changes the part of a value, who writes changes the sides."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import second_look, teller
from bot.text.facts import find_facts
from bot.text.reading import Context
from bot.text.second_look import Told

CONTEXT = Context(date(2026, 11, 22))


def test_others_are_seen_by_type_and_size() -> None:
    lent = Told("amount", 4, 6, {"principal": 0.9, "": 0.1}, size=2_000_000)
    paid = Told("amount", 20, 23, {"repaid": 0.6, "": 0.4}, size=500_000)
    name = Told("person", 0, 3, {"respondent": 0.8, "": 0.2}, name="靳富贵")
    of_name, of_lent, of_paid = second_look.features([name, lent, paid], 0.5, False)
    assert of_paid["lt:principal"] == 0.9
    assert of_lent["gt:repaid"] == 0.6
    assert of_paid["any:person:respondent"] == 0.8
    assert of_paid["prev:amount:principal"] == 0.9
    assert of_lent["next:amount:repaid"] == 0.6
    assert "next:amount:repaid" not in of_paid
    assert of_name["sued"] == 0.0


def test_a_name_told_twice_is_no_other_person() -> None:
    once = Told("person", 0, 3, {"respondent": 0.8, "": 0.2}, name="靳富贵")
    again = Told("person", 9, 12, {"respondent": 0.8, "": 0.2}, name="靳富贵")
    other = Told("person", 20, 22, {"witness": 0.7, "": 0.3}, name="郗东")
    seen, *_ = second_look.features([once, again, other], 0.5, False)
    assert "any:person:respondent" not in seen
    assert seen["any:person:witness"] == 0.7


def test_odds_of_sure_chances_stay_finite() -> None:
    assert second_look.odds(1.0) == pytest.approx(-second_look.odds(0.0)) == pytest.approx(2.3, abs=0.05)


@pytest.mark.parametrize(
    "text",
    [
        "收到法院传票了，说我欠他三万没还，我其实早就还清了，微信上都有记录，现在我该咋办，要不要去法院。",
        "我被物业公司起诉了，说我欠了三年物业费一共六千八，可是他们服务那么差，垃圾都没人收，我凭什么给。",
        "昨天法院打电话让我去，说房东起诉我了，要我给他一万二房租，我不是不给，是他先把门锁换了不让我进。",
    ],
)
def test_who_is_sued_is_told_from_who_asks(text: str) -> None:
    asks = "他去年借了我三万块钱不还，打电话也不接，微信把我拉黑了，我手里有欠条，我想告他，请问怎么办理。"
    assert teller.sued(text) > 0.4 > teller.sued(asks)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "昨天收到法院的传票了，原告叫郗富贵，说我欠他三万没还，我其实早就还清了，微信上都有记录，还有我媳妇在场，现在我该咋办，要不要去法院。",
            {"applicant"},
        ),
        (
            "去年三月我把三万块钱借给了我们村的郗富贵，他说年底还我，现在电话也不接，微信把我拉黑了，我手里有欠条，我想告他，请问怎么办理。",
            {"respondent"},
        ),
    ],
)
def test_the_side_of_a_name_hangs_on_who_writes(text: str, sides: set[str]) -> None:
    assert {fact.role for fact in find_facts(text, CONTEXT) if fact.value == "郗富贵"} == sides
