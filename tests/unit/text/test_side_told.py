"""All kinds of dispute hear which side the teller is on; a table of what people say (side_told.yml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.dialogue import side
from bot.text import side_told
from bot.text.sides import find_side
from tests.flow_answers import FLOWS

TOLD: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("side_told.yml").read_text(encoding="utf-8")
)
ROWS = [(kind, key, text) for kind, row in TOLD.items() for key, texts in row.items() for text in texts]
#: Sides so seldom told that one wording has to do.
SELDOM = {("housing_lease", "broker"), ("financial_loan", "guarantor"), ("financial_loan", "stranger")} | {
    ("guarantee", "debtor"),
    ("construction", "worker"),
}


@pytest.mark.parametrize(("kind", "key", "text"), ROWS)
def test_the_side_is_heard(kind: str, key: str, text: str) -> None:
    if kind == "private_lending":
        assert [fact.role for fact in find_side(text)] == [key]
        return
    found = side.answers(FLOWS[kind], text, 3)
    assert found[side.STEP].value == key
    assert found[side.STEP].shown == FLOWS[kind].step(side.STEP).options[key].label
    assert not found[side.STEP].confirmed


def test_every_side_of_every_kind_is_in_the_table() -> None:
    for kind, flow in FLOWS.items():
        step = next((one for one in flow.steps if one.id == side.STEP), None)
        for key in step.options if step else ():
            least = 0 if (kind, key) == ("construction", "worker") else 1 if (kind, key) in SELDOM else 2
            assert len(TOLD[kind].get(key, ())) >= least, (kind, key)


def test_the_words_name_options_that_exist() -> None:
    for kind, keys in side_told.kinds().items():
        assert keys <= FLOWS[kind].step(side.STEP).options.keys(), kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("housing_lease", "押金一般交几个月"),
        ("housing_lease", "转租要房东同意吗"),
        ("property_service", "暖气不热怎么办"),
        ("labor_dispute", "劳动仲裁要多少钱"),
        ("divorce", "离婚要带什么材料"),
        ("divorce", "儿媳妇要离婚"),
        ("consumer", "退一赔三怎么算"),
        ("traffic_accident", "交通事故怎么定责"),
        ("private_lending", "利息最高多少"),
        ("inheritance", "遗嘱怎么写才有效"),
    ],
)
def test_who_tells_no_side_is_asked(kind: str, text: str) -> None:
    assert side_told.find(kind, text) is None
