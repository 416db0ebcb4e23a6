from __future__ import annotations

import time

import pytest

from nlu import dataset
from nlu.keywords import Keywords

TABLE = {
    "dispute/private_lending": ["朋友借钱不还", "借条到期不给钱", "借出去的钱要不回来"],
    "dispute/divorce": ["我要离婚", "老公不同意离婚", "离婚孩子归谁"],
    "chat/greet": ["你好", "在吗"],
    "out_of_scope": ["今天天气怎么样", "写一首诗"],
}


@pytest.fixture(scope="module")
def small() -> Keywords:
    return Keywords(TABLE)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("他借了钱一直不还", "dispute/private_lending"),
        ("想跟老公离婚", "dispute/divorce"),
        ("你好啊", "chat/greet"),
    ],
)
def test_the_closest_phrasings_win(small: Keywords, text: str, intent: str) -> None:
    assert small.understand(text).top.name == intent


def test_a_known_phrasing_is_taken_at_its_word(small: Keywords) -> None:
    for intent, texts in TABLE.items():
        for text in texts:
            found = small.understand(text + "！")
            assert found.top.name == intent
            assert found.top.confidence >= 0.9


def test_without_phrasings_everything_is_out_of_scope() -> None:
    assert Keywords({}).understand("我要离婚").top.name == "out_of_scope"


def test_an_intent_without_phrasings_is_never_preferred() -> None:
    assert Keywords({**TABLE, "faq/empty": []}).understand("我要离婚").top.name == "dispute/divorce"


@pytest.fixture(scope="module")
def whole() -> Keywords:
    return Keywords(dataset.load().examples())


@pytest.mark.parametrize(
    ("story", "intent"),
    [
        ("李四2024年6月3日借我8万元，说好年底还，到现在一分没给", "dispute/private_lending"),
        ("我妈2023年腊月去世，在旗里留下一套楼房，我弟一个人住着不让分", "dispute/inheritance"),
        ("2026年4月在旗医院做阑尾手术，肠子给弄破了，住院花了两万多，医院说不怪他们", "dispute/medical"),
        ("我租的房2025年9月到期，押金1500块，搬走三个月了房东还不给退", "dispute/housing_lease"),
    ],
)
def test_many_idle_lines_do_not_swallow_a_story(whole: Keywords, story: str, intent: str) -> None:
    found = whole.understand(story)
    assert found.top.name == intent
    assert found.in_scope >= 0.8


def test_the_fallback_keeps_matters_and_idle_talk_apart(whole: Keywords) -> None:
    """Measured .87 of 28 disputes and .82 of idle lines.

    Answers are ranked on their own beside disputes, as the dialogue does: new ways to ask move nothing.
    """
    held = dataset.held_out().lines
    for kind, share in (("dispute/", 0.85), ("out_of_scope", 0.79)):
        lines = [line for line in held if line.intent.startswith(kind)]
        right = sum(_first(whole, line.text, kind) == line.intent for line in lines)
        assert right >= share * len(lines), f"{kind}: {right} of {len(lines)}"


def _first(keywords: Keywords, text: str, kind: str) -> str:
    """The first of all for what should be idle talk; of all but answers for a dispute."""
    ranked = keywords.understand(text).ranked
    return next(row.name for row in ranked if kind == "out_of_scope" or not row.name.startswith("faq/"))


def test_fast_enough_for_the_event_loop() -> None:
    keywords = Keywords(dataset.load().examples())
    texts = [line.text for line in dataset.held_out().lines]
    best = 1.0
    for _ in range(3):  # other processes share the machine
        began = time.process_time()
        for text in texts:
            keywords.understand(text)
        best = min(best, (time.process_time() - began) / len(texts))
    assert best < 0.002
