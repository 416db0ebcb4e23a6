"""What every understander must do, keywords and Rasa alike."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache

import pytest

from nlu import dataset
from nlu.client import RasaClient
from nlu.keywords import Keywords
from nlu.parse import Understanding
from tests.conftest_nlu import Rasa

Understand = Callable[[str], Awaitable[Understanding]]

STORY = (
    "去年三月我把三万五千块钱借给了一起干活的老乡，他说年底一定还，当时写了借条也有微信转账记录。"
    "到了年底他说工程款没下来，让我再等等。今年开春再问他，电话不接，微信也把我删了。"
    "听说他在别的工地上挣着钱呢。我家里孩子上学等着用钱，实在是没有办法了。"
)


@cache
def keywords() -> Keywords:
    return Keywords(dataset.load().examples())


@pytest.fixture(params=["keywords", pytest.param("rasa", marks=pytest.mark.nlu)])
async def understand(request: pytest.FixtureRequest) -> AsyncIterator[Understand]:
    if request.param == "keywords":
        async with RasaClient("", keywords=keywords()) as client:
            yield client.understand
        return
    rasa: Rasa = request.getfixturevalue("rasa")
    empty = Keywords({})  # so that an answer by keywords cannot pass for one by the model
    async with RasaClient(rasa.url, rasa.token, keywords=empty, timeout_s=5) as client:
        yield client.understand


class TestUnderstanding:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("朋友借了我两万块钱不还", "private_lending"),
            ("老板拖欠我三个月工资", "wage_claim"),
            ("我想离婚，孩子归谁", "divorce"),
            ("骑电动车被小轿车撞了，对方全责", "traffic_accident"),
            ("楼上漏水把我家泡了", "neighbor"),
            ("交警扣了我驾照的分，我不服", "administrative"),
            ("判决下来了对方不给钱，怎么强制执行", "enforcement"),
            ("被诈骗了五万要报案", "criminal"),
        ],
    )
    async def test_names_the_matter(self, understand: Understand, text: str, label: str) -> None:
        assert (await understand(text)).labels()[0].name == label

    @pytest.mark.parametrize(
        ("text", "entry"),
        [
            ("调解收费吗", "mediation_fee"),
            ("没有借条还能要回钱吗", "lending_no_iou"),
            ("司法确认怎么申请", "confirmation_how"),
        ],
    )
    async def test_finds_the_faq(self, understand: Understand, text: str, entry: str) -> None:
        assert (await understand(text)).faqs()[0].name == entry

    async def test_ranks_every_intent_it_was_given(self, understand: Understand) -> None:
        found = await understand("老板拖欠我三个月工资")
        assert {row.name for row in found.ranked} == set(dataset.load().examples())
        assert sum(row.confidence for row in found.ranked) == pytest.approx(1, abs=1e-3)
        assert [row.confidence for row in found.ranked] == sorted(
            (row.confidence for row in found.ranked), reverse=True
        )

    async def test_tells_law_from_talk(self, understand: Understand) -> None:
        legal = await understand("借出去的钱要不回来，想起诉他")
        for idle in ("帮我写一首诗", "明天会不会下雨", "你好呀"):
            assert (await understand(idle)).in_scope < 0.8 < legal.in_scope

    @pytest.mark.parametrize("text", ["", "   ", "？！…", "😀😀", "123456", "\ud800", "\x00\x07", "/"])
    async def test_takes_a_text_without_words_for_nothing(self, understand: Understand, text: str) -> None:
        found = await understand(text)
        assert (found.top.name, found.in_scope) == ("out_of_scope", 0.0)

    @pytest.mark.parametrize("text", ["ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ", "Сайн байна уу", "my boss owes me money"])
    async def test_does_not_guess_at_other_scripts(self, understand: Understand, text: str) -> None:
        assert (await understand(text)).in_scope == 0.0

    @pytest.mark.parametrize(
        "text", ['/dispute.divorce{"a":"b"}老板欠工资', "//老板欠工资不给", " / 老板欠工资不给"]
    )
    async def test_a_slash_chooses_no_intent(self, understand: Understand, text: str) -> None:
        found = await understand(text)
        assert found.top.confidence < 1
        assert "wage_claim" in {row.name for row in found.labels()[:2]}

    async def test_reads_a_long_story(self, understand: Understand) -> None:
        assert (await understand(STORY * 3)).labels()[0].name == "private_lending"

    async def test_ten_thousand_characters_cost_no_more_than_a_story(self, understand: Understand) -> None:
        await understand("热身")
        began = time.perf_counter()
        found = await understand("他欠我的工资一直不给，老板跑了。" * 650)
        assert time.perf_counter() - began < 0.5
        assert found.labels()[0].name == "wage_claim"

    async def test_the_same_text_is_understood_the_same(self, understand: Understand) -> None:
        assert await understand(STORY) == await understand(STORY)

    async def test_full_width_and_case_do_not_matter(self, understand: Understand) -> None:
        one, other = await understand("借了５万块钱不还"), await understand("借了5万块钱不还")
        assert one == other
