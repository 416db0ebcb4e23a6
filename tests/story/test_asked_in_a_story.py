"""A question in a story is answered, and the intake is begun; 都不是 leads to free words and to a person."""

from __future__ import annotations

import pytest

from nlu.keywords import Keywords
from nlu.parse import Ranked, Understanding
from tests.talk import Talk, World


class Scores:
    """An understander with fixed scores for a text that begins so; the keywords for all others.

    A talk takes it over when it begins, so the fixture comes before the talk.
    """

    def __init__(self, keywords: Keywords) -> None:
        self.keywords = keywords
        self.scores: dict[str, dict[str, float]] = {}

    async def understand(self, text: str) -> Understanding:
        scores = next((row for start, row in self.scores.items() if text.startswith(start)), None)
        if scores is None:
            return self.keywords.understand(text)
        rows = sorted(((name, value) for name, value in scores.items()), key=lambda row: -row[1])
        return Understanding(tuple(Ranked(name, value) for name, value in rows), 0.95, "model")


@pytest.fixture
def scores(world: World) -> Scores:
    found = Scores(world.understander.keywords)
    world.understander = found  # type: ignore[assignment]
    return found


LOAN = {"dispute/private_lending": 0.92, "faq/lending_no_iou": 0.03}


@pytest.mark.parametrize(
    ("story", "whole", "asked", "answer", "flow"),
    [
        (
            "我前年借给老王三万他一直不还，没有借条，我能要回来吗",
            LOAN,
            {"没有借条": {"faq/lending_no_iou": 0.9, "dispute/private_lending": 0.05}},
            "没有借条也可以起诉",
            "private_lending",
        ),
        (
            "2024年5月1日去工地干活，欠我工资八千，没有合同，该找谁要",
            {"dispute/wage_claim": 0.93, "faq/migrant_wage_who": 0.02},
            {"没有合同": {"faq/migrant_wage_who": 0.9, "dispute/wage_claim": 0.05}},
            "一层层往上要",
            "wage_claim",
        ),
    ],
)
async def test_the_answer_comes_with_the_intake(
    scores: Scores,
    talk: Talk,
    story: str,
    whole: dict[str, float],
    asked: dict[str, dict[str, float]],
    answer: str,
    flow: str,
) -> None:
    scores.scores = {story[:8]: whole, **asked}
    await talk.says(story)
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == flow
    assert talk.reply.says[0].card is not None
    assert talk.reply.says[0].card.kind == "faq"
    talk.hears(answer, "依据：", "我们来登记")
    assert talk.asked()


async def test_after_a_choice_the_answer_comes_too(scores: Scores, talk: Talk) -> None:
    story = "老王拿了我三万一直不还没有条子能要回来吗"
    scores.scores = {story[:6]: {"dispute/private_lending": 0.3, "faq/lending_no_iou": 0.1}}
    await talk.says(story)
    await talk.taps("借钱不还")
    talk.hears("没有借条也可以起诉", "我们来登记", "30,000元")
    assert talk.asked()


async def test_an_answer_of_another_matter_is_not_given(scores: Scores, talk: Talk) -> None:
    story = "老王拿了我三万一直不还没有条子能要回来吗"
    scores.scores = {story[:6]: {"dispute/private_lending": 0.3, "faq/lease_deposit": 0.1}}
    await talk.says(story)
    await talk.taps("借钱不还")
    talk.not_hears("押金")


async def test_a_story_that_asks_nothing_is_only_registered(scores: Scores, talk: Talk) -> None:
    story = "我前年借给老王三万，他一直不还，没有借条"
    scores.scores = {story[:8]: LOAN}
    await talk.says(story)
    assert not any(say.card and say.card.kind == "faq" for say in talk.reply.says)
    assert talk.asked()


@pytest.mark.parametrize("none", ["都不是", "以上都不是", "没有一个对", "这几个都不对"])
async def test_none_of_the_kinds_twice_leads_to_a_person(scores: Scores, talk: Talk, none: str) -> None:
    vague = {"dispute/private_lending": 0.3, "dispute/wage_claim": 0.2, "dispute/land": 0.15}
    scores.scores = {"这个事": vague, "跟老李": vague}
    await talk.says("这个事情说来话长")
    assert "都不是" in talk.buttons()
    await talk.says(none)
    talk.hears("换个说法")
    assert "其他民事纠纷" in talk.buttons()
    await talk.says("跟老李家那件事一两句讲不完")
    await talk.says(none)
    talk.hears("要转人工吗")
    await talk.taps("转人工")
    assert (await talk.session()).mode == "waiting"


@pytest.mark.parametrize("none", ["都不是", "哪个都不是"])
async def test_none_said_again_at_once_leads_to_a_person_too(scores: Scores, talk: Talk, none: str) -> None:
    scores.scores = {"这个事": {"dispute/private_lending": 0.3, "dispute/wage_claim": 0.2}}
    await talk.says("这个事情说来话长", none, none)
    talk.hears("要转人工吗")


async def test_who_wants_no_person_may_register_it_as_any_other_matter(scores: Scores, talk: Talk) -> None:
    scores.scores = {"这个事": {"dispute/private_lending": 0.3, "dispute/wage_claim": 0.2}}
    await talk.says("这个事情说来话长", "都不是", "都不是")
    await talk.taps("其他民事纠纷")
    form = (await talk.session()).form
    assert form is not None
    assert form.flow == "general"
