"""Danger deep in a long message: all that was sent is screened, and the cost is bounded."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.law import opinion, red_flags, screening, sieve
from bot.law.red_flags import flag_rows
from bot.law.rows import table, texts
from bot.law.screening import danger, plain, screen
from bot.law.sieve import Nothing, needed, needed_by

ROOT = Path(__file__).parents[3]
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
    scores = (opinion.score(one, known, story=True) for one in opinion.pieces(words))
    assert opinion.opinion(words).score == max(scores)


@pytest.mark.parametrize("chars", [1000, 4000, 10_000, 20_000])
def test_the_cost_is_bounded(chars: int) -> None:
    """Beside laying out the features of the same text once, which took a sixth to an eighth of it."""
    words = story(chars)
    bare = "".join(words.split())
    screen(words)

    def seconds(work: Callable[[str], object], said: str) -> float:
        start = time.process_time()
        work(said)
        return time.process_time() - start

    floor = min(seconds(opinion.features, bare) for _ in range(7))
    assert min(seconds(screen, words) for _ in range(7)) < 12 * floor


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


@pytest.mark.parametrize(
    "pattern",
    ["(?i)abc", r"(刀)\1", "(?P<a>刀)(?P=a)", "[[刀]]", "(刀", "刀)", "(?s:刀)", "刀\\", "*刀", "[]刀]"],
)
def test_what_is_not_read_is_refused_and_never_guessed(pattern: str) -> None:
    with pytest.raises(ValueError, match="not read"):
        needed(pattern)


#: Expressions of the language that is read, grown from its parts.
_LETTERS = st.sampled_from("刀砍我你的打")
_PATTERNS = st.recursive(
    st.one_of(
        _LETTERS,
        st.sampled_from([".", "[刀砍]", "[^刀]", "[一-丁]", r"\d", r"\.", "^", "$", "[刀-]", "[0-9刀]"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        inner.map(lambda one: f"(?:{one}|)"),
        st.tuples(
            inner, st.sampled_from(["?", "*", "+", "{0,2}", "{1,2}", "{2}", "{,2}", "{2,}", "+?", "??"])
        ).map(lambda two: f"(?:{two[0]}){two[1]}"),
        st.tuples(inner, st.sampled_from(["(?=", "(?!"])).map(lambda two: f"{two[1]}{two[0]})"),
        inner.map("({})".format),
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(_PATTERNS, st.lists(st.text("刀砍我你的打.1一丁-", max_size=6), min_size=1, max_size=8))
def test_what_matches_holds_what_is_needed(pattern: str, texts: list[str]) -> None:
    expression, wanted = re.compile(pattern), needed_by([pattern])
    assert wanted is None or not [one for one in texts if expression.search(one) and wanted.isdisjoint(one)]


@settings(max_examples=200, deadline=None)
@given(_PATTERNS)
def test_all_of_the_language_is_read(pattern: str) -> None:
    with contextlib.suppress(Nothing):
        needed(pattern)


def test_every_sign_has_a_sieve() -> None:
    """Without one a sign is looked for in every sentence: right, and slow."""
    assert [sign.row["id"] for sign in red_flags.signs() if sign.shows is None] == []


def test_a_sign_without_a_sieve_is_heard_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    red_flags.signs.cache_clear()
    monkeypatch.setattr(sieve, "_GROUP", re.compile(r"(?!)"))  # no group can be read any more
    try:
        assert any(sign.shows is None for sign in red_flags.signs())
        assert danger("他天天拿刀追着砍我")
        assert not danger("借条没写还款日期怎么办")
    finally:
        red_flags.signs.cache_clear()


def test_no_private_module_is_needed() -> None:
    assert "_parser" not in (ROOT / "bot" / "law" / "sieve.py").read_text(encoding="utf-8")


def test_the_sieve_loses_no_sign() -> None:
    """What a sign's patterns find among the fitted lines holds one of the characters it says it needs."""
    lines = [plain(line) for block in table("danger_lines")["danger"].values() for line in block.splitlines()]
    for sign, row in zip(red_flags.signs(), flag_rows(), strict=True):
        if not texts(row, "strong"):  # what another flag turns into
            continue
        found = [line for line in lines if sign.strong.search(line) or sign.soft.search(line)]
        assert found
        assert sign.shows is not None
        assert [line for line in found if sign.shows.isdisjoint(line)] == []
