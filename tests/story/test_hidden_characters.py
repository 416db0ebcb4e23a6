"""Characters that show nothing between those of a message: the answer is that of the plain words."""

from __future__ import annotations

import pytest

from bot.model import Channel
from bot.text.normalise import clean, normalise
from tests.talk import Talk, World

HIDDEN = {
    "nul": "\0",
    "escape": "\x1b",
    "delete": "\x7f",
    "control of the upper half": "\x9f",
    "zero width space": "\u200b",
    "joiner": "\u200d",
    "byte order mark": "\ufeff",
    "right to left": "\u202e",
    "soft hyphen": "\u00ad",
    "struck through": "\u0336",
    "grave": "\u0300",
    "circled": "\u20dd",
    "variation": "\ufe0f",
    "ideographic variation": "\U000e0100",
    "tag": "\U000e0041",
    "filler": "\u3164",
    "blank braille": "\u2800",
    "variation of another script": "\u180b",
}
SAID = ("他欠我钱", "公司不发工资", "调解要钱吗", "我要转人工", "张三2023年5月1日借我5万元，写了借条")


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.REST, Channel.WECHAT])
@pytest.mark.parametrize("mark", HIDDEN.values(), ids=HIDDEN)
async def test_the_answer_is_that_of_the_plain_words(world: World, mark: str, channel: Channel) -> None:
    for n, words in enumerate(SAID):
        plain, hidden = (Talk(world, f"{who}-{n}", channel) for who in ("plain", "hidden"))
        await plain.says(words)
        await hidden.says(mark.join(words))
        assert hidden.text() == plain.text()
        lines = await world.conversation().history(hidden.sid)
        assert lines[0].text == words


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("阮氏Nguye\u0302\u0303n", "阮氏Nguyễn"),  # a letter that has its marks in it
        ("ᠮᠣᠩᠭᠣᠯ\u180b ᠪᠢᠴᠢᠭ", "ᠮᠣᠩᠭᠣᠯ\u180b ᠪᠢᠴᠢᠭ"),  # spelling of Mongolian
        ("ภาษาไทย", "ภาษาไทย"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("姓名\t月薪\n张三\t5000", "姓名\t月薪\n张三\t5000"),
        ("好👨\u200d👩", "好👨👩"),
    ],
)
def test_what_can_be_seen_stays(said: str, kept: str) -> None:
    assert clean(said) == kept
    assert clean(clean(said)) == clean(said)


@pytest.mark.parametrize("mark", HIDDEN.values(), ids=HIDDEN)
def test_places_lead_back_to_the_original(mark: str) -> None:
    read = normalise(mark.join("他欠我５万"))
    assert read.text == "他欠我5万"
    assert read.said(1, 2) == "欠"


async def test_nothing_but_hidden_characters_keeps_the_question(talk: Talk) -> None:
    await talk.says("张三2023年5月1日借我5万元，写了借条")
    asked = talk.asked()
    await talk.says("\u200b\x01\u2800")
    assert talk.asked() == asked
