"""Thanks, goodbyes and complaints are answered as such only where the words say so."""

from __future__ import annotations

import pytest

from bot.dialogue import turn
from bot.dialogue.queries import Heard
from bot.dialogue.session import Session
from bot.model import Channel, Incoming, Kind
from flows.small_talk import says
from nlu.parse import Ranked, Understanding
from tests.flow_answers import knowledge
from tests.pure_talk import AT

MEANT = [
    ("bye", "拜拜啦"),
    ("bye", "有空再聊哈"),
    ("bye", "没别的事了"),
    ("bye", "先忙去了"),
    ("thanks", "多谢法官"),
    ("thanks", "辛苦了啊"),
    ("thanks", "这下清楚了"),
    ("thanks", "给你点赞"),
    ("complaint", "答非所问"),
    ("complaint", "你们太慢了"),
    ("complaint", "跟你说了三遍了"),
    ("complaint", "这机器人听不懂人话"),
]
NOT_MEANT = [
    ("bye", "好吧"),
    ("bye", "没意见"),
    ("bye", "没问题吗"),
    ("bye", "我撑不住了"),
    ("bye", "行吧"),
    ("thanks", "材料"),
    ("thanks", "证据"),
    ("thanks", "他抢我客户"),
    ("thanks", "这老小子"),
    ("complaint", "电话打不通他"),
    ("complaint", "您们答应吗"),
    ("complaint", "刚点错了"),
    ("complaint", "不要逼我"),
]


@pytest.mark.parametrize(("kind", "words"), MEANT)
def test_small_talk_that_is_said_is_heard(kind: str, words: str) -> None:
    assert says(kind, words)


@pytest.mark.parametrize(("kind", "words"), NOT_MEANT)
def test_what_says_none_of_it_is_asked_about(kind: str, words: str) -> None:
    assert not says(kind, words)
    assert all(known not in _reply(kind, words) for known in ("再见", "不客气", "让您不满意了"))


@pytest.mark.parametrize(("kind", "words"), MEANT)
def test_it_is_answered_with_one_kind_sentence(kind: str, words: str) -> None:
    heard = {"bye": "再见", "thanks": "不客气", "complaint": "让您不满意了"}[kind]
    assert heard in _reply(kind, words)


def _reply(kind: str, words: str) -> str:
    """What is said to words the model is sure are small talk of a kind."""
    incoming = Incoming(Channel.WEB, "u", "m1", Kind.TEXT, AT, words, "")
    outcome = turn.hear(Session(), incoming, knowledge())
    if outcome is None:
        sure = Heard(Understanding((Ranked(f"chat/{kind}", 1.0),), 0.0, "model"))
        outcome = turn.hear_understood(Session(), incoming, knowledge(), sure)
    return "".join(say.text for say in outcome.says)
