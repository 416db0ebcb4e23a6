"""Training and the questions asked in vain, as the admin's page sees them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clusters import Cluster
from bot.desk import admin_asked
from nlu.parse import Ranked
from tests.web.admin_bench import REFUSED, Bureau
from tests.web.admin_hand import IOU, WORDS, Come


class TestTraining:
    async def test_is_seen_running_and_refused_with_sentences(self, place: Bureau, come: Come) -> None:
        hand = await come()
        body = await hand.entry()
        body["entry"]["variants"].append(WORDS)
        await hand.post("faq", **body)
        place.trainer.verdict = REFUSED
        assert (await hand.post("training"))["training"]["state"] == "running"
        assert "正在训练" in (await hand.post("training", 409))["error"]
        await asyncio.sleep(0.05)
        assert (await hand.get("today"))["training"]["percent"] == 43
        place.trainer.go.set()
        await asyncio.sleep(0.3)
        found = await hand.get("training")
        report = found["training"]["report"]
        assert (found["training"]["state"], report["passed"]) == ("refused", False)
        assert report["reasons"] == REFUSED["reasons"]
        assert report["lost"][0] == {
            "text": "没有借条，借出去的钱还能要回来吗？",
            "right": "问答：没有借条，借出去的钱还能要回来吗？",
            "taken": "闲聊",
        }
        assert [draft["id"] for draft in found["drafts"]] == [IOU]

    async def test_a_question_asked_in_vain_is_answered_in_one_screen(
        self, place: Bureau, come: Come
    ) -> None:
        hand = await come()
        key = await place.ask_in_vain(WORDS, 3)
        listed = (await hand.get("unmatched"))["rows"]
        assert [(one["text"], one["count"]) for one in listed] == [(WORDS, 3)]
        assert (await hand.post("unmatched-variants", entry=IOU, questions={key: WORDS}))["draft"] is True
        assert (await hand.get("unmatched"))["rows"] == []
        place.trainer.go.set()
        await hand.post("training")
        for _ in range(30):  # publishing builds keyword tables; asking seldom leaves the machine to it
            await asyncio.sleep(1)
            if (await hand.get("training"))["training"]["state"] != "running":
                break
        assert (await hand.get("training"))["training"]["state"] == "published"
        tried = await hand.post("faq-try", text=WORDS)
        assert tried["ranked"][0]["title"] == "问答：没有借条，借出去的钱还能要回来吗？"

    async def test_a_new_entry_settles_the_question_it_was_written_for(
        self, place: Bureau, come: Come
    ) -> None:
        hand = await come()
        key = await place.ask_in_vain("法院停车收费吗")
        other = await place.ask_in_vain("停车要钱吗")
        blank = await hand.get(f"faq-blank?topic=court_life&unmatched={key},{other},gone")
        assert blank["unmatched"] == [key, other]
        assert (blank["entry"]["question"], blank["entry"]["variants"]) == ("法院停车收费吗", ["停车要钱吗"])
        entry = {
            **blank["entry"],
            "answer": "不收费。",
            "citations": ["民诉法125"],
        }
        saved = await hand.post("faq", entry=entry, expect=0, unmatched=[key, other])
        assert (saved["live"], saved["item"]["state"]) == (False, "draft")
        assert (await hand.get("unmatched"))["rows"] == []
        today = await hand.get("today")
        assert (today["unmatched"], today["drafts"]) == (0, 1)
        last = (await hand.get("unmatched"))["last"]
        assert last["words"].endswith("”等2个问题写了新问答。")
        assert (await hand.post("unmatched-undo", batch=last["batch"]))["questions"] == 2
        today = await hand.get("today")
        assert (today["unmatched"], today["drafts"]) == (2, 0)


def test_what_is_likely_by_chance_is_not_offered() -> None:
    ranked = [Ranked("gone", 0.9), Ranked("a", 0.5), Ranked("b", admin_asked.WEAK), Ranked("c", 0.04)]
    assert [one.name for one in admin_asked.likely(ranked, {"a", "b", "c"})] == ["a", "b"]


class TestClusters:
    async def test_what_is_hardly_like_the_rest_is_not_ticked_and_chance_is_not_offered(
        self, place: Bureau, come: Come, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alike = ["法院停车收费吗", "法院能停车吗"]
        found = Cluster((0, 1, 2), ("停车",), (1.0, admin_asked.WEAK, admin_asked.WEAK - 0.01))
        monkeypatch.setattr("bot.asked._grouped", lambda *_: [found])
        for text in (*alike, "公鸡打鸣怎么办"):
            await place.ask_in_vain(text)
        hand = await come()
        (row,) = (await hand.get("unmatched"))["rows"]
        assert [one["weak"] for one in row["members"]] == [False, False, True]

    async def test_are_told_with_what_an_editor_needs_and_nobody_who_asked(
        self, place: Bureau, come: Come
    ) -> None:
        hand = await come()
        for text, times in (("法院停车收费吗", 3), ("法院能停车吗", 2), ("借钱没打借条咋办", 1)):
            await place.ask_in_vain(text, times)
        found = await hand.get("unmatched")
        first, second = found["rows"]
        assert (found["clusters"], found["questions"], found["page"], found["pages"]) == (2, 3, 1, 1)
        assert (first["count"], first["askers"], len(first["members"])) == (5, 3, 2)
        assert "停车" in first["shared"]
        assert found["told"] == 0
        async with place.office.world.records.begin() as tx:
            for age in (timedelta(days=1), timedelta(days=8)):
                at = place.office.world.clock.now() - age
                await tx.audit.add("system", "asker_told", IOU, {}, at)
        assert (await hand.get("unmatched"))["told"] == 1, "only those of the last seven days"
        idea = next(one for one in second["suggestions"] if one["id"] == IOU)
        assert 0 < idea["percent"] <= 100
        assert "0" * 31 not in str(found)
        assert [row["text"] for row in (await hand.get("unmatched?q=借条"))["rows"]] == ["借钱没打借条咋办"]
        assert (await hand.get("unmatched?q=没有的"))["rows"] == []

    async def test_come_page_by_page(self, place: Bureau, come: Come) -> None:
        hand = await come()
        for sign in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕":
            await place.ask_in_vain(sign * 3)
        pages = [await hand.get(f"unmatched?page={page}") for page in (1, 2, 99, "x")]
        assert [len(one["rows"]) for one in pages] == [20, 2, 2, 20]
        assert {row["id"] for row in pages[0]["rows"]} & {row["id"] for row in pages[1]["rows"]} == set()
        assert {one["pages"] for one in pages} == {2}

    async def test_many_are_settled_at_once_and_taken_back(self, place: Bureau, come: Come) -> None:
        hand, colleague = await come(), await come("guan")
        keys = [await place.ask_in_vain(text) for text in (WORDS, "没立字据的钱咋要")]
        done = await hand.post("unmatched-variants", entry=IOU, questions=dict.fromkeys(keys, ""))
        found = await hand.get("unmatched")
        assert (found["rows"], found["last"]["batch"]) == ([], done["batch"])
        assert "没有借条，借出去的钱还能要回来吗？" in found["last"]["words"]
        assert (await colleague.get("unmatched"))["last"] is None
        refused = await colleague.post("unmatched-dismiss", 409, questions=keys)
        assert "刚被别人处理过" in refused["error"]
        assert (await hand.post("unmatched-undo", batch=done["batch"]))["questions"] == 2
        assert (await hand.get(f"faq/{IOU}"))["draft"] is False
        dismissed = await hand.post("unmatched-dismiss", questions=keys)
        assert (await hand.get("unmatched"))["last"]["words"].endswith("等2个问题不用处理。")
        assert (await hand.post("unmatched-undo", batch=dismissed["batch"]))["questions"] == 2

    @pytest.mark.parametrize(
        ("short", "worse", "words"),
        [
            (["「第一个就对」是 81.0%，低于底线 90.0%"], [], "新模型没有达到底线"),
            ([], ["「前三个里有」比正在用的模型差：97.0% 变成 96.1%"], "新模型不如现在的"),
            (
                ["「乱答」是 4，高于底线 2"],
                ["有 2 个标准问题原来答得对，现在会答错"],
                "新模型没有达到底线，也不如现在的",
            ),
        ],
    )
    async def test_a_floor_that_is_missed_is_named_with_what_is_needed(
        self, place: Bureau, come: Come, short: list[str], worse: list[str], words: str
    ) -> None:
        hand = await come()
        body = await hand.entry()
        body["entry"]["variants"].append(WORDS)
        await hand.post("faq", **body)
        place.trainer.verdict = {**REFUSED, "reasons": [*short, *worse], "short": short}
        await hand.post("training")
        place.trainer.go.set()
        await asyncio.sleep(0.3)
        training = (await hand.get("training"))["training"]
        assert training["stage"] == f"没有发布：{words}"
        assert training["report"]["refused"] == words
        assert (training["report"]["short"], training["report"]["reasons"]) == (short, worse)
