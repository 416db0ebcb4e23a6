"""Questions of one meaning come together, the same way every time, and soon enough for an open page."""

from __future__ import annotations

import itertools
import random
import time
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot import library
from bot.clusters import Background, Cluster, clusters
from bot.faq_check import phrasings

#: Twelve meanings with four to six ways of asking each, written for this test.
MEANINGS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("asked_in_vain.yml").read_text(encoding="utf-8")
)
ASKED = [(meaning, text) for meaning, texts in MEANINGS.items() for text in texts]


@cache
def shipped() -> tuple[tuple[str, ...], ...]:
    return tuple(phrasings(entry) for entry in library.load().faq.values())


@cache
def background() -> Background:
    return Background.of(shipped())


def agreement(found: list[Cluster]) -> tuple[float, float]:
    """(precision, recall) over all pairs of questions."""
    group = {member: number for number, one in enumerate(found) for member in one.members}
    right = together = alike = 0
    for (i, (one, _)), (j, (other, _)) in itertools.combinations(enumerate(ASKED), 2):
        together += group[i] == group[j]
        alike += one == other
        right += group[i] == group[j] and one == other
    return right / together, right / alike


def test_sixty_questions_of_twelve_meanings() -> None:
    found = clusters([text for _, text in ASKED], background())
    precision, recall = agreement(found)
    assert len(ASKED) == 60
    assert 2 * precision * recall / (precision + recall) >= 0.8, (precision, recall)
    assert precision >= 0.9  # a wrong sentence in a cluster costs an editor more than a missing one


def test_every_question_is_in_one_cluster_the_largest_first() -> None:
    found = clusters([text for _, text in ASKED], background())
    members = [member for one in found for member in one.members]
    assert sorted(members) == list(range(len(ASKED)))
    sizes = [len(one.members) for one in found]
    assert sizes == sorted(sizes, reverse=True)


def test_the_order_of_the_questions_changes_nothing() -> None:
    texts = [text for _, text in ASKED]
    first = [[texts[m] for m in one.members] for one in clusters(texts, background())]
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        assert [[texts[m] for m in one.members] for one in clusters(texts, background())] == first


def test_says_what_holds_a_cluster_together_and_who_stands_for_it() -> None:
    texts = ["公鸡打鸣扰民", "邻居的公鸡天天打鸣", "公鸡打鸣谁管", "存折密码忘了"]
    rooster, book = clusters(texts, background())
    assert set(rooster.shared) >= {"公鸡", "打鸣"}
    assert texts[rooster.members[0]].startswith("公鸡打鸣")
    assert ([texts[m] for m in book.members], book.shared) == (["存折密码忘了"], ())


@pytest.mark.parametrize(
    ("texts", "joint", "word"),
    [
        (["法院停车要钱不", "法院停车场收费吗", "法院里面能停车吗"], "院停", "停车"),
        (["法院食堂开门吗", "法院食堂能吃饭吗", "法院里有食堂吗"], "院食", "食堂"),
        (["草原证丢失了补办", "草原证补办去哪", "补办草原证"], "证补", "补办"),
    ],
)
def test_what_joins_two_words_is_no_word(texts: list[str], joint: str, word: str) -> None:
    (found,) = clusters(texts, background())
    assert word in "".join(found.shared)
    assert joint not in found.shared


def test_words_everybody_uses_bring_nobody_together() -> None:
    texts = ["请问一下公鸡打鸣怎么办呢", "请问一下存折密码怎么办呢"]
    assert len(clusters(texts, background())) == 2


@pytest.mark.parametrize("texts", [[], ["？"], ["。", "", "……"], ["一样", "一样"], ["🐓", "a" * 5000]])
def test_whatever_was_typed(texts: list[str]) -> None:
    found = clusters(texts, background())
    assert sorted(member for one in found for member in one.members) == list(range(len(texts)))
    assert all(one.members for one in clusters(texts))


def test_ten_times_the_questions_take_hardly_more_than_ten_times_as_long() -> None:
    texts = [text for phrasing in shipped() for text in phrasing]
    random.Random(1).shuffle(texts)
    few, many = seconds(texts[:500]), seconds(texts[:5000])
    assert many / few < 25, (few, many)


def seconds(texts: list[str]) -> float:
    """CPU time of the best of three runs."""
    spans = []
    for _ in range(3):
        started = time.process_time()
        clusters(texts, background())
        spans.append(time.process_time() - started)
    return min(spans)
