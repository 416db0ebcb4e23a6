"""The quote of an urgent message shows the words that alarmed, not the beginning."""

from __future__ import annotations

import pytest

from bot.law.quote import BEFORE, QUOTE_CHARS, quote
from bot.law.screening import screen
from bot.text.mask import mask_text
from tests.unit.law.test_long_messages import story

SIGNS = {
    "他刚才拿着菜刀在门口要砍我": "菜刀",
    "我真的不想活了，药都买好了": "不想活",
    "他抡起扁担朝我妈头上砸": "扁担",
    "让法官小心点，我知道他家在哪": "小心点",
    "我想自sha": "自sha",
    "wo xiang si": "xiang si",
    "he is beating me now": "beating me",
}


def quoted(said: str) -> str:
    urgent = next(flag for flag in screen(said) if flag.urgent)
    return quote(mask_text(said), urgent.words)


@pytest.mark.parametrize("at", [0, 90, 700, 2990])
@pytest.mark.parametrize(("sign", "shown"), SIGNS.items())
def test_the_words_that_alarmed_are_shown(sign: str, shown: str, at: int) -> None:
    calm = story(3000)
    said = f"{calm[:at]}。{sign}。{calm[at:]}"
    assert shown in quoted(said)
    assert quoted(said).index(shown) <= BEFORE + len(sign)
    assert len(quoted(said)) <= QUOTE_CHARS


@pytest.mark.parametrize(
    ("sign", "shown"), [("他刚才拿着菜刀在门口要砍我", "菜刀"), ("我真的不想活了", "不想活")]
)
def test_in_speech_without_stops_too(sign: str, shown: str) -> None:
    calm = story(400).replace("，", "").replace("。", "")
    assert shown in quoted(calm[:250] + sign + calm[250:])


@pytest.mark.parametrize("said", ["他现在打我", "我不想活了"])
def test_a_short_message_is_shown_as_it_is(said: str) -> None:
    assert quoted(said) == said


def test_numbers_stay_covered() -> None:
    said = f"{story(300)}他拿刀追我，我电话13812345678，身份证150622199001011234，快来"
    assert "138****5678" in quoted(said)
    assert "13812345678" not in quoted(said)
    assert "19900101" not in quoted(said)


@pytest.mark.parametrize("words", ["", "这里没有的字", "^$"])
def test_words_that_are_not_found_give_the_beginning(words: str) -> None:
    said = story(200)
    assert quote(said, words).removesuffix("…") == said[: QUOTE_CHARS - 1]
