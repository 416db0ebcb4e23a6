"""Danger deep in a long message: all that was sent is screened, and the cost is bounded."""

from __future__ import annotations

import time
from itertools import cycle, islice

import pytest

from bot.law import opinion, screening
from bot.law.rows import rows, table, texts
from bot.law.screening import danger, plain, screen
from bot.law.sieve import needed

CALM = (
    "我2021年3月给张老板干活，说好一天三百，干了四十五天，一共一万三千五，他给了三千。",
    "后来打电话不接，微信也不回，村里人都知道这件事。",
    "房租一年六千，押金一千，房东说墙脏了不退，我们搬走的时候还打扫了。",
    "彩礼八万八，三金两万，办酒席又花了四万，过了半年就说不到一块儿了。",
    "物业费一平米一块二，电梯一个月坏三回，我们楼里好几家都不想交了。",
)

SIGNS = (
    "他刚才拿着菜刀在门口要砍我",
    "我真的不想活了，药都买好了",
    "老板把我们关在宿舍里不让出去",
    "他又喝多了，抡起板凳往我头上砸",
    "后妈天天拿针扎娃，娃身上没一块好肉",
    "今天不给钱我就从塔吊上跳下去",
)


def story(chars: int) -> str:
    """A calm story of so many characters, no two sentences alike."""
    told = (f"第{number}件事，{one}" for number, one in enumerate(cycle(CALM)))
    return "".join(islice((char for sentence in told for char in sentence), chars))


@pytest.mark.parametrize("at", [0, 1250, 2100, 4900, 5600, 9900])
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_heard_wherever_it_stands(sign: str, at: int) -> None:
    calm = story(10_000 - len(sign))
    assert not danger(calm)
    assert danger(f"{calm[:at]}。{sign}。{calm[at:]}")


@pytest.mark.parametrize("between", ["，", " ", ""])
@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_is_heard_in_a_story_without_full_stops(sign: str, between: str) -> None:
    calm = story(3000).replace("，", between).replace("。", between)
    assert danger(f"{calm[:1600]}{between}{sign}{between}{calm[1600:]}")


@pytest.mark.parametrize(
    "asked", ["要赔多少钱", "怎么起诉", "以前的事我不追究了", "医药费误工费也想要", "听说能申请法律援助"]
)
def test_what_is_asked_far_away_does_not_calm_a_sign(asked: str) -> None:
    told = story(900).replace("。", "，")
    assert danger(f"他现在拿着刀追我妈，{told}，{asked}")


@pytest.mark.parametrize("at", [100, 8000, 15_000])
def test_rules_hear_even_more_than_the_opinion_weighs(at: int) -> None:
    calm = story(19_000)
    assert danger(f"{calm[:at]}。他把我关在屋里，掐我脖子。{calm[at:]}")


def test_an_opinion_on_another_part_calms_no_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """However calm the whole text is weighed, the sentence a rule saw is weighed by itself."""
    words = f"{story(200)}他天天打我"
    whole = opinion.opinion
    calmest = opinion.Opinion(-9.0, "^$")
    monkeypatch.setattr(screening, "opinion", lambda said: calmest if len(said) > 100 else whole(said))
    assert danger(words)


def test_the_quick_look_finds_the_most_alarming_window() -> None:
    words = plain("。".join((story(2500), "他抡起扁担朝我妈头上砸", story(2500))))
    known = opinion.weights()
    assert opinion.opinion(words).score == max(opinion.score(one, known) for one in opinion.pieces(words))


@pytest.mark.parametrize("chars", [1000, 4000, 10_000, 20_000])
def test_the_cost_is_bounded(chars: int) -> None:
    """4,000 characters took 12 ms where this was written; the bound leaves room for a slow machine."""
    words = story(chars)
    screen(words)

    def seconds() -> float:
        start = time.process_time()
        screen(words)
        return time.process_time() - start

    assert min(seconds() for _ in range(5)) < chars * 10e-6


@pytest.mark.parametrize(
    ("pattern", "chars"),
    [
        ("(?:不想|没法)活(?!动)", "活"),
        ("自[杀尽]|跳楼", "自跳"),
        ("我[^，。]{0,4}(?:被|遭)[^，。]{0,3}(?:打(?!工)|揍)", "被遭"),
        ("(?:天天|老)?揍", "揍"),
        ("刀(?:砍|捅)?", "刀"),
    ],
)
def test_what_a_pattern_needs(pattern: str, chars: str) -> None:
    assert needed(pattern) == set(chars)


@pytest.mark.parametrize("pattern", ["[^，。]{1,4}", "(?:打)?", "a*", "[一-龥]"])
def test_a_pattern_that_needs_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="needed"):
        needed(pattern)


def test_the_sieve_loses_no_sign() -> None:
    """What a sign's patterns find among the fitted lines holds one of the characters it says it needs."""
    lines = [plain(line) for block in table("danger_lines")["danger"].values() for line in block.splitlines()]
    for sign, row in zip(screening._signs(), rows(table("red_flags"), "flags"), strict=True):
        if not texts(row, "strong"):  # what another flag turns into
            continue
        found = [line for line in lines if sign.strong.search(line) or sign.soft.search(line)]
        assert found
        assert [line for line in found if sign.shows.isdisjoint(line)] == []
