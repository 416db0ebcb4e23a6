"""The learned opinion on petitions, and how it is combined with the rules."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from bot.law import opinion, petition, petition_fitting, petition_opinion
from bot.law.petition import Kind, Meant, kind, meant
from bot.law.rows import rows, section, table, text
from nlu import dataset

STORIES = Path(__file__).parents[1] / "text" / "stories"
#: Ordinary disputes taken for a petition, as share of all; measured 1.5 % of the training phrasings, many of
#: them true complaints about an office (征地补偿款分配不公), and 1.6 % of the stories.
ORDINARY, TOLD = 0.02, 0.02
#: Of the ordinary disputes and stories that are taken for a crowd.
CROWDS = 0.003


def said(others: float, **scores: float) -> petition_opinion.Opinion:
    found = dict.fromkeys(petition_opinion.weights().kinds, others) | scores
    return petition_opinion.Opinion(found, found)


def own_lines() -> dict[str, list[str]]:
    found = section(table("petition_lines"), "lines")
    return {heading: text(found, heading).splitlines() for heading in found}


def told() -> list[str]:
    files = [STORIES / f"{name}.yml" for name in ("open", "more")]
    return [row["text"] for path in files for row in yaml.safe_load(path.read_text("utf-8"))]


def disputes() -> list[str]:
    return [line.text for line in dataset.load().lines if line.intent.startswith("dispute/")]


def test_the_shipped_weights_are_what_the_lines_give() -> None:
    fitted = petition_fitting.fit(petition_fitting.lines(table("petition_lines")))
    shipped = petition_opinion.weights()
    assert fitted.kinds == shipped.kinds
    assert fitted.biases == pytest.approx(shipped.biases, abs=0.002)
    assert fitted.weights.keys() == shipped.weights.keys()
    for feature, row in shipped.weights.items():
        assert fitted.weights[feature] == pytest.approx(row, abs=0.011)


def test_every_kind_of_the_opinion_is_a_kind_of_the_rules() -> None:
    assert {Kind("" if name == "none" else name) for name in petition_opinion.weights().kinds} == set(Kind)


def test_there_are_enough_lines_and_none_is_on_two_sides() -> None:
    found = own_lines()
    near = found.pop("near")
    own = [words for lines in found.values() for words in lines]
    assert len(own) >= 700
    assert sum(100 <= len(words) <= 400 for words in own) >= 300
    assert len({*own, *near}) == len(own) + len(near)


def test_signs_of_notions_are_single_capitals_and_no_word_has_two() -> None:
    found = [(text(row, "sign"), text(row, "words")) for row in rows(table("petition_words"), "notions")]
    words = [word for _, group in found for word in group.split()]
    assert len({sign for sign, _ in found}) == len(found)
    assert all(len(sign) == 1 and "A" <= sign < opinion.BLANK for sign, _ in found)
    assert len(words) == len(set(words))
    assert [word for word in words if opinion.bare(word.replace("#", "3")) != word] == []


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("开庭那天法官一句话都不让我讲，判决书上写的全是对方的说法", Kind.COURT),
        ("打赢了两年，执行局天天说查不到财产，人家开着新车呢", Kind.COURT),
        ("苏木上的干部把我家的草补领走了，问谁谁不管", Kind.OFFICE),
        ("派出所收了材料三个月不给立案，所长躲着不见", Kind.OFFICE),
        ("大伙儿都在收费站这儿坐下了，车一辆也过不去，叫你们书记来", Kind.RISK),
        ("我把油都浇身上了，就在你们办公楼底下", Kind.RISK),
    ],
)
def test_what_no_rule_foresaw_is_heard(words: str, wanted: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    assert meant(words) == Meant(wanted, learned=True)
    monkeypatch.setattr(petition, "opinion", lambda _: said(-1.0, none=1.0))
    assert kind(words) is Kind.NONE


def test_an_opinion_far_on_the_calm_side_calms_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "我们服装厂老板说次品多，一次扣了两万三，工资表在我这儿"
    assert kind(words) is Kind.NONE
    monkeypatch.setattr(petition, "CALMS", -100.0)
    assert kind(words) is Kind.RISK


def test_a_rule_that_hears_a_crowd_stays_when_the_opinion_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(petition, "opinion", lambda _: said(-0.4, none=0.2))
    assert meant("我们八十个人明天去堵政府大门") == Meant(Kind.RISK)


def test_nobody_is_angry_with_an_office_who_addresses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(petition, "opinion", lambda _: said(-1.0, civil=1.0))
    assert kind("他再不还钱我跟他没完，我天天上他家坐着去") is Kind.NONE
    assert kind("他再不还钱我就去信访局") is Kind.CIVIL


@pytest.mark.parametrize("words", ["政府", "法院", "堵", "。", "", "🙂", "123", "北京市"])
def test_the_opinion_says_nothing_of_a_word_or_two(words: str) -> None:
    assert kind(words) is Kind.NONE


def test_a_crowd_in_a_long_story_is_heard_at_any_place() -> None:
    story = told()[0].replace("\n", "，")
    alarm = "。我们三十多个人今晚就把他工地的大门堵死，谁也别想出来。"
    for words in (alarm + story, story + alarm, story + alarm + story):
        assert kind(words) is Kind.RISK


def test_ordinary_disputes_are_seldom_taken_for_a_petition() -> None:
    found = [kind(words) for words in disputes()]
    assert sum(map(bool, found)) <= ORDINARY * len(found)
    assert found.count(Kind.RISK) <= CROWDS * len(found)


def test_ordinary_stories_are_seldom_taken_for_a_petition() -> None:
    found = [kind(words) for words in told()]
    assert sum(map(bool, found)) <= TOLD * len(found)
    assert Kind.RISK not in found


def test_a_message_of_four_hundred_characters_costs_little() -> None:
    words = "".join(told())[:400]
    kind(words)

    def seconds(work) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    bare = min(seconds(lambda: opinion.features(petition_opinion.whole(words))) for _ in range(20))  # 0.3 ms
    whole = min(seconds(lambda: kind(words)) for _ in range(20))
    assert whole < 12 * bare
