"""Which calculator takes a question put as citizens put it, and the figures that must be in its answer."""

from __future__ import annotations

from datetime import date

import pytest

from bot import library
from bot.dialogue import calculators
from bot.dialogue.numbers_said import Reckoned, wonders
from bot.law.citations import resolve
from bot.law.money import Refusal
from bot.text.reading import Context

NOW = Context(today=date(2026, 11, 22))
WORDS = library.load().words


def taken(question: str) -> tuple[str, Reckoned] | None:
    """(name of the calculator, what it says); a refusal stands under its own name with its sentence."""
    for one in calculators.CALCULATORS:
        try:
            found = one(question, NOW)
        except Refusal as why:
            return one.__name__, Reckoned("reckon_refused", {"why": str(why)}, "", ())
        if found:
            return one.__name__, found
    return None


def worded(found: Reckoned) -> str:
    return WORDS[found.key].format(**found.values) + found.note


FEES = [
    ("离婚诉讼费要多少", "court_fee", ("50元至300元", "20万元", "25元至150元")),
    ("离婚，房子值80万，诉讼费多少", "court_fee", ("3,050元至3,300元", "800,000元")),
    ("我们离婚，房子80万存款20万，打官司法院收多少钱", "court_fee", ("1,000,000元", "4,050元至4,300元")),
    ("起诉离婚,家里财产一共150万,法院收多少钱", "court_fee", ("6,550元至6,800元",)),
    ("我老公要跟我离婚，打官司得花多少钱", "court_fee", ("50元至300元",)),
    ("打离婚官司多少钱", "court_fee", ("50元至300元",)),
    ("离婚以后分房子的官司，房子60万，诉讼费多少", "court_fee", ("9,800元",)),
    ("劳动官司要交多少诉讼费", "court_fee", ("每件10元", "先劳动仲裁")),
    ("告公司欠我工资2万要交多少钱", "court_fee", ("每件10元", "20,000元是300元")),
    ("被公司辞退了去法院告要交多少钱", "court_fee", ("每件10元",)),
    ("包工头欠我3万工钱，起诉诉讼费多少", "court_fee", ("550元", "275元")),
    ("告人家骂我要交多少钱", "court_fee", ("100元至500元", "5万元")),
    ("告他名誉侵权要多少钱诉讼费", "court_fee", ("100元至500元",)),
    ("别人在网上造谣，告他赔8万精神损失，诉讼费多少", "court_fee", ("400元至800元",)),
    ("被打伤了告他赔12万，法院收多少钱", "court_fee", ("700元至1,100元",)),
    ("商标侵权起诉要交多少诉讼费", "court_fee", ("500元至1,000元",)),
    ("别人抄袭我的作品，起诉赔偿10万，诉讼费多少", "court_fee", ("2,300元",)),
    ("要抚养权打官司诉讼费多少", "court_fee", ("50元至100元",)),
    ("邻居挡路告他要交多少钱", "court_fee", ("50元至100元",)),
    ("我想告邻居，要赔2万，立案要交多少", "court_fee", ("300元", "150元")),
    ("撞伤赔偿打官司要5万，诉讼费多少", "court_fee", ("1,050元",)),
    ("行政诉讼要交多少钱", "court_fee", ("每件50元",)),
    ("管辖权异议要交多少钱", "court_fee", ("50元至100元",)),
    ("起诉3万5的案子诉讼费", "court_fee", ("675元", "337.50元")),
    ("10W标的诉讼费多少", "court_fee", ("2,300元", "1,150元")),
    ("二十五万的官司诉讼费", "court_fee", ("5,050元", "2,525元")),
    ("30万 诉讼费", "court_fee", ("5,800元",)),
    ("多少诉讼费，案件金额1,250,000", "court_fee", ("16,050元", "8,025元")),
    ("标的额500000，诉讼费几多", "court_fee", ("8,800元",)),
    ("欠我8万块，去法院告他要花多少钱", "court_fee", ("1,800元", "900元")),
    ("打官司要3万得交多少费", "court_fee", ("550元",)),
    ("20万的借款官司简易程序诉讼费多少", "court_fee", ("简易程序的减半", "2,150元", "4,300元")),
    ("标的100万，调解结案诉讼费多少", "court_fee", ("调解结案的减半", "6,900元")),
    ("5万的案子撤诉了，诉讼费要交多少", "court_fee", ("撤诉的减半", "525元")),
    ("反诉5万要交多少钱", "court_fee", ("反诉的减半", "525元")),
    ("上诉费多少，上诉20万", "court_fee", ("不服的那一部分", "4,300元")),
    ("离婚简易程序诉讼费多少", "court_fee", ("25元至150元",)),
    ("申请执行36000元要交多少钱", "other_fee", ("440元",)),
    ("支付令3万6得花多少钱", "other_fee", ("233.33元",)),
    ("冻结他账户10万，保全费多少", "other_fee", ("1,020元",)),
]


@pytest.mark.parametrize(("question", "calculator", "figures"), [*FEES])
def test_the_right_calculator_answers_with_the_figures(
    question: str, calculator: str, figures: tuple[str, ...]
) -> None:
    assert wonders(question)
    found = taken(question)
    assert found is not None
    assert found[0] == calculator
    answer = worded(found[1])
    assert not [figure for figure in figures if figure not in answer], answer
    assert all(resolve(citation) for citation in found[1].citations)


@pytest.mark.parametrize(
    "question",
    [
        "诉讼费谁出",
        "离婚诉讼费谁交",
        "追要抚养费能免诉讼费吗",
        "要赡养费交诉讼费吗",
        "请律师打离婚官司多少钱",
        "告他打伤我能赔多少钱",
        "起诉离婚抚养费能要多少",
        "劳动仲裁要交多少钱",
        "诉前调解20万的案子要交多少诉讼费",
        "打官司要花多少钱",
        "劳动仲裁一年怎么算",
    ],
)
def test_what_was_not_asked_is_not_answered(question: str) -> None:
    assert taken(question) is None
