"""A marriage without a certificate: the day of a feast is never kept as the day of registration."""

from __future__ import annotations

import pytest

from bot.text import weddings
from flows.engine import Answer
from tests.pure_talk import PureTalk


def at_the_day() -> PureTalk:
    talk = PureTalk("divorce", {"side": Answer("me", "我想离")})
    assert talk.step is not None
    assert talk.step.id == "married_on"
    return talk


NEVER = [
    "没领证，88年办的酒席",
    "93年典礼的，证一直没领",
    "没扯过证，97年一起过的",
    "2005年摆的酒，没去登记",
    "97年结的婚，没领结婚证",
    "从来没办过结婚登记，2010年同居",
]


@pytest.mark.parametrize("said", NEVER)
@pytest.mark.parametrize("asked", [True, False])
def test_no_certificate_is_kept_and_the_feast_is_no_registration(said: str, asked: bool) -> None:
    talk = at_the_day() if asked else PureTalk("divorce")
    talk.says(said if asked else f"日子过不下去了，{said}")
    kept = talk.form.answers["married_on"]
    assert (kept.value, kept.shown) == (None, "没领证")


@pytest.mark.parametrize(
    "said", ["88年办的酒席", "九九年的典礼", "2001年开始同居的", "二十年前办的喜事", "95年过门"]
)
def test_a_feast_alone_asks_for_the_certificate(said: str) -> None:
    talk = at_the_day()
    talk.says(said)
    assert "married_on" not in talk.form.answers
    assert "结婚证是哪天领的" in talk.text()
    talk.says("没领过")
    assert talk.form.answers["married_on"].value is None


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("1988年办的事，后来1990年领的证", "1990年"),
        ("当时没领证，2001年补办的结婚证", "2001年"),
        ("2015年5月领的证", "2015年5月"),
        ("98年结的婚", "1998年"),
    ],
)
def test_a_certificate_that_was_had_keeps_its_day(said: str, shown: str) -> None:
    talk = at_the_day()
    talk.says(said)
    assert talk.form.answers["married_on"].shown == shown


@pytest.mark.parametrize(
    "said",
    ["儿子没领证就走了", "我俩说好离婚，还没去登记", "商量好离了，没领证呢", "结婚证没丢", "是没领证吗"],
)
def test_other_papers_say_nothing_of_the_marriage(said: str) -> None:
    assert weddings.unregistered(said) is None
