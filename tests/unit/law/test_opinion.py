"""The learned opinion on danger, and how it is combined with the rules."""

from __future__ import annotations

import time

import pytest

from bot.law import fitting, opinion, screening
from bot.law.red_flags import flag_rows
from bot.law.rows import rows, section, table, text
from bot.law.screening import CALMS, RAISES, danger, plain, screen
from nlu import dataset

#: Ordinary phrasings that tell of a danger that is there now: an alarm is right (reviewed one by one).
TRUE_DANGER = frozenset(
    line.strip()
    for line in """
    他打我,喝了酒就打,孩子都看着,我想离
    邻居拿斧头砍我家门说要杀我全家
    前夫翻墙进来拿刀逼我复婚
    有人半夜往我家院里扔汽油瓶
    女儿被网友骗出去三天联系不上
    闺女嫁过去受气,女婿动不动动手,我们当爹妈的能替她起诉吗
    老板扣着身份证不让走,关在屋里
    儿媳妇虐待我孙子,身上全是伤,去哪告
    女方改嫁带着孩子,继父打孩子
    债主不让我出门,天天跟着我,我承认欠他钱,可是也得给我时间啊
    被老公掐脖子了,不敢回家,想跟他离
    离了三次都没离成,每次他都认错,回来又打
    变更监护人 父亲虐待孩子 大伯想接过来
    没领证,他不让我走
    前夫打孩子,我要把孩子要回来
    坐月子的时候他打我,我要离
    他打我,也要等冷静期吗
    后妈虐待我儿子,我要改抚养权
    女儿被人猥亵了怎么办
    孩子在学校被老师猥亵,我要告他
    嫁过来十年一直挨打,前天又打断我一根肋骨,我要离婚还要他赔
    校园欺凌,孩子被几个人打,学校不管
    """.splitlines()
    if line.strip()
)

STORY = "我2021年3月给张老板干活，说好一天三百，干了四十五天，一共一万三千五，他给了三千。"


def score(words: str) -> float:
    return opinion.opinion(plain(words)).score


@pytest.mark.timeout(400)  # the machine may be busy
def test_the_shipped_weights_are_what_the_lines_give() -> None:
    fitted = fitting.fit(fitting.lines(table("danger_lines")))
    shipped = opinion.weights()
    assert fitted.kinds == shipped.kinds
    assert fitted.danger.keys() == shipped.danger.keys()
    assert fitted.bias == pytest.approx(shipped.bias, abs=0.002)
    worst = max(abs(fitted.danger[feature] - shipped.danger[feature]) for feature in shipped.danger)
    assert worst <= 0.002


def test_every_kind_is_a_flag_of_the_rules() -> None:
    assert set(opinion.weights().kinds) <= {text(row, "id") for row in flag_rows()}


def test_there_are_enough_lines_and_none_is_on_both_sides() -> None:
    data = table("danger_lines")
    urgent, calm = (
        [line for block in section(data, part).values() for line in str(block).splitlines()]
        for part in ("danger", "calm")
    )
    assert len(urgent) >= 500
    assert len(calm) >= 600
    assert not set(urgent) & set(calm)
    assert len(urgent) == len(set(urgent))


def test_signs_of_notions_are_single_capitals_and_no_word_has_two() -> None:
    found = [
        (text(row, "sign"), text(row, "words").split()) for row in rows(table("danger_words"), "notions")
    ]
    signs = [sign for sign, _ in found]
    words = [word for _, group in found for word in group]
    assert len(set(signs)) == len(signs)
    assert all(len(sign) == 1 and "A" <= sign < opinion.BLANK for sign in signs)
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_whoever_strikes_with_whatever_reads_alike() -> None:
    assert {"TNH", "NHM"} <= opinion.features("他又打我") & opinion.features("她又捶俺")


def test_numbers_and_marks_do_not_matter() -> None:
    assert opinion.bare("欠3个月，五万！") == opinion.bare("欠两个月 8万")


def test_a_short_message_is_one_window() -> None:
    assert list(opinion.pieces("他又打我，快来。")) == ["^他又打我快来$"]


def test_a_story_is_read_clause_by_clause_and_speech_without_stops_too() -> None:
    told = STORY + "他刚才拿刀追我。" + STORY
    assert "^他刚才拿刀追我$" not in list(opinion.pieces(plain(STORY)))
    assert any(piece.startswith("^他刚才拿刀追我") for piece in opinion.pieces(plain(told)))
    spoken = plain(told.replace("，", "").replace("。", ""))
    assert any("刚才拿刀追我" in piece for piece in opinion.pieces(spoken))
    assert max(map(len, opinion.pieces(spoken))) <= opinion.WIDTHS[0] + 2


@pytest.mark.parametrize("words", ["", "。", "？！", "123", "ok", "他" * 5000])
def test_odd_messages_have_an_opinion_too(words: str) -> None:
    assert opinion.kind(opinion.opinion(plain(words)).window)


def test_the_opinion_raises_what_no_rule_foresaw(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "他拿起擀面杖抡我我钻床底了"
    assert score(words) >= RAISES
    assert danger(words)
    monkeypatch.setattr(screening, "RAISES", 100.0)
    assert not danger(words)


def test_an_opinion_far_on_the_calm_side_calms_a_rule_but_the_number_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = "电视剧看了一晚上讲的是虐待孩子的案子怎么判"
    assert score(words) < CALMS
    (flag, *_) = screen(words)
    assert not flag.urgent
    assert flag.hotlines
    assert flag.say == text(next(r for r in flag_rows() if r["id"] == flag.id), "gentle")
    monkeypatch.setattr(screening, "CALMS", -100.0)
    assert danger(words)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("老公又喝多了在屋里抡着板凳打我", "family_violence"),
        ("我把一瓶药都倒在手心里了", "self_harm"),
        ("他们把大门上了锁不叫我们出来", "confinement"),
        ("后妈天天拿针扎娃，娃身上没好肉", "child"),
    ],
)
def test_the_kind_chooses_the_safety_words(words: str, kind: str) -> None:
    assert screen(words)[0].id == kind


def test_danger_in_a_story_is_heard() -> None:
    assert not danger(STORY)
    assert danger(STORY + "今天去要钱，他拿铁锹把我头打破了，现在还堵着门要打我。" + STORY)


def test_ordinary_phrasings_almost_never_alarm() -> None:
    ordinary = [line.text for line in dataset.load().lines if line.text not in TRUE_DANGER]
    alarms = [words for words in ordinary if danger(words)]
    # The target is 0.3 %; other writers add phrasings, and new ones alarm more often than the weighed ones.
    assert len(alarms) <= 0.005 * len(ordinary), alarms


def test_held_out_phrasings_seldom_alarm() -> None:
    held = [line.text for line in dataset.held_out().lines if line.text not in TRUE_DANGER]
    assert sum(map(danger, held)) <= HELD_OUT_SHARE * len(held)


def test_an_opinion_costs_little_beside_reading_the_words() -> None:
    words = [line.text for line in dataset.held_out().lines[:300]]
    danger(words[0])

    def seconds(work) -> float:
        start = time.perf_counter()
        for text_ in words:
            work(text_)
        return time.perf_counter() - start

    bare = min(seconds(lambda w: opinion.features(f"^{opinion.bare(plain(w))}$")) for _ in range(3))
    whole = min(seconds(danger) for _ in range(3))
    assert whole < 12 * bare


#: Measured 3.8 %: never weighed, so this is what a citizen's new words meet.
HELD_OUT_SHARE = 0.05
