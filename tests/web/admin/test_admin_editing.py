"""Editing the FAQ: checked, previewed, said to be live or to wait, compared, taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.desk import admin_views as views
from tests.talk import Talk
from tests.web.admin_bench import Bureau
from tests.web.admin_hand import IOU, WORDS, Come


class TestEditing:
    async def test_the_check_shows_faults_sources_and_the_answer_as_it_will_be_said(self, come: Come) -> None:
        hand = await come()
        body = await hand.entry(answer="能，先找转账记录。", citations=["民法典679"])
        found = await hand.post("faq-check", entry=body["entry"])
        assert (found["faults"], found["trains"]) == ([], False)
        assert found["citations"][0]["title"] == "《中华人民共和国民法典》第六百七十九条"
        assert found["citations"][0]["gist"]
        (said,) = [one for one in found["says"] if one["card"]]
        assert said["text"].startswith("能，先找转账记录。\n\n依据：民法典第六百七十九条")
        assert "仅供参考" in said["text"]
        bad = await hand.post("faq-check", entry={**body["entry"], "citations": ["民法典9999"]})
        assert bad["says"] == []
        assert "没有登记第9999条" in bad["faults"][0]

    async def test_an_answer_is_what_the_next_citizen_hears(self, place: Bureau, come: Come) -> None:
        hand = await come()
        saved = await hand.post("faq", **await hand.entry(answer="能，先找转账记录。"), why="短些")
        assert (saved["live"], saved["item"]["n"]) == (True, 1)
        talk = Talk(place.office.world, "citizen-9")
        await talk.says("没有借条，借出去的钱还能要回来吗？")
        talk.hears("能，先找转账记录。")
        tried = await hand.post("faq-try", text="没有借条，借出去的钱还能要回来吗？")
        assert "先找转账记录" in tried["says"][0]["text"]
        edit = await hand.entry(answer="还没有存的回答。")
        tried = await hand.post("faq-try", text="没有借条，借出去的钱还能要回来吗？", entry=edit["entry"])
        assert "还没有存的回答" in tried["says"][0]["text"]

    @pytest.mark.parametrize(
        ("edits", "now", "later"),
        [
            ({"answer": "能，先找转账记录。"}, ["回答"], []),
            ({"answer": "能。", "citations": ["民法典679"]}, ["回答", "依据"], []),
            ({"variants": [WORDS]}, [], ["其他问法"]),
            ({"answer": "能。", "variants": [WORDS]}, ["回答"], ["其他问法"]),
            ({"answer": "能。", "question": "没打条子还能要钱吗？"}, ["回答"], ["问题"]),
            ({}, [], []),
        ],
    )
    async def test_what_is_live_at_once_and_what_waits_is_said_and_true(
        self, place: Bureau, come: Come, edits: dict[str, Any], now: list[str], later: list[str]
    ) -> None:
        hand = await come()
        body = await hand.entry()
        if "variants" in edits:
            edits = {**edits, "variants": [*body["entry"]["variants"], *edits["variants"]]}
        body["entry"] |= edits
        found = await hand.post("faq-check", entry=body["entry"])
        assert (found["now"], found["later"]) == (now, later)
        saved = await hand.post("faq", **body)
        assert (saved["now"], saved["later"]) == (now, later)
        live = place.office.world.content.knowledge().faq[IOU]
        assert live.answer == body["entry"]["answer"]
        assert WORDS not in live.variants
        assert saved["item"]["draft"] is bool(later)
        assert [one["title"] for one in saved["item"]["changes"]] == later

    async def test_a_new_entry_waits_as_a_whole(self, come: Come) -> None:
        hand = await come()
        blank = await hand.get("faq-blank?topic=court_life")
        entry = blank["entry"] | {
            "question": "来法院停车收费吗？",
            "answer": "不收费。",
            "citations": ["民诉法125"],
        }
        saved = await hand.post("faq", entry=entry, why="", expect=0)
        assert (saved["live"], saved["now"], saved["later"]) == (False, [], ["整条问答"])

    async def test_going_back_says_what_is_live(self, come: Come) -> None:
        hand = await come()
        body = await hand.entry(answer="能。")
        body["entry"]["variants"].append(WORDS)
        await hand.post("faq", **body)
        back = await hand.post(f"faq/{IOU}/roll-back", n=0)
        assert (back["live"], back["now"], back["later"]) == (True, ["回答"], [])
        again = await hand.post(f"faq/{IOU}/roll-back", n=2)
        assert (again["live"], again["now"], again["later"]) == (False, ["回答"], ["其他问法"])

    async def test_the_second_to_save_is_told(self, come: Come) -> None:
        one, two = await come("bian"), await come("guan")
        mine, theirs = await one.entry(answer="我写的。"), await two.entry(answer="他写的。")
        await two.post("faq", **theirs)
        refused = await one.post("faq", 409, **mine)
        assert "别人" in refused["error"]
        assert (await one.get(f"faq/{IOU}"))["entry"]["answer"] == "他写的。"

    async def test_history_shows_words_that_went_and_came(self, come: Come) -> None:
        hand = await come()
        await hand.post("faq", **await hand.entry(answer="可以要回来。"), why="先说结论")
        await hand.post("faq", **await hand.entry(answer="可以要回来，别着急。"))
        versions = (await hand.get(f"faq/{IOU}/history"))["versions"]
        assert [one["n"] for one in versions] == [2, 1, 0]
        assert versions[0]["changes"] == [
            {"title": "回答", "parts": [["=", "可以要回来"], ["+", "，别着急"], ["=", "。"]]}
        ]
        assert (versions[1]["why"], versions[1]["author"]) == ("先说结论", "编辑")
        back = await hand.post(f"faq/{IOU}/roll-back", n=1)
        assert back["item"]["entry"]["answer"] == "可以要回来。"
        assert back["live"] is True

    async def test_taken_down_and_dropped(self, come: Come) -> None:
        hand = await come()
        body = await hand.entry()
        body["entry"]["variants"].append(WORDS)
        assert (await hand.post("faq", **body))["live"] is False
        shown = await hand.get(f"faq/{IOU}")
        assert shown["changes"] == [{"title": "其他问法", "parts": [["+", WORDS]], "list": True}]
        assert (await hand.post(f"faq/{IOU}/discard"))["item"]["draft"] is False
        assert (await hand.post(f"faq/{IOU}/retire", why="旧了"))["item"]["state"] == "retired"
        assert "已经下架" in (await hand.post(f"faq/{IOU}/retire", 422, why=""))["error"]

    @pytest.mark.parametrize(
        ("path", "data", "status"),
        [
            ("faq", {}, 422),
            ("faq", {"entry": {"question": "x" * 600}, "expect": 0}, 422),
            ("faq", {"entry": "x", "expect": 0}, 422),
            ("faq", {"entry": {}, "expect": -1}, 422),
            ("faq-try", {"text": ""}, 422),
            ("faq-try", {"text": "问" * 501}, 422),
            ("faq/nothing/retire", {"why": ""}, 404),
            ("faq/nothing/roll-back", {"n": 3}, 404),
            (f"faq/{IOU}/roll-back", {"n": 7}, 404),
            ("unmatched-dismiss", {"questions": []}, 422),
            ("unmatched-dismiss", {"questions": ["nothing"]}, 404),
            ("unmatched-variants", {"entry": IOU, "questions": {}}, 422),
            ("unmatched-variants", {"entry": IOU, "questions": {"nothing": ""}}, 404),
            ("unmatched-undo", {"batch": "nothing"}, 422),
        ],
    )
    async def test_garbage_is_refused_in_chinese(
        self, come: Come, path: str, data: dict[str, Any], status: int
    ) -> None:
        refused = await (await come()).post(path, status, **data)
        assert re.search("[\u4e00-\u9fff]", refused["error"])
        assert not re.search("[A-Za-z]{4,}", refused["error"])

    async def test_a_huge_body_is_not_read(self, come: Come) -> None:
        refused = await (await come()).post("faq-check", 413, entry={"answer": "长" * 100_000})
        assert "太长" in refused["error"]


class TestWordsChanged:
    @pytest.mark.parametrize(
        ("before", "after", "parts"),
        [
            ("三年内要起诉", "三年内起诉", [["=", "三年内"], ["-", "要"], ["=", "起诉"]]),
            ("", "新的", [["+", "新的"]]),
            ("旧的", "", [["-", "旧的"]]),
            ("甲的乙", "丙的丁", [["-", "甲的乙"], ["+", "丙的丁"]]),
        ],
    )
    def test_reads_as_one_would_mark_it(self, before: str, after: str, parts: list[list[str]]) -> None:
        assert views.words_changed(before, after) == parts

    @pytest.mark.parametrize(
        ("before", "after"), [("借条丢了怎么办", "丢了借条，怎么办呢"), ("abc", "xbz"), ("", "")]
    )
    def test_both_texts_can_be_read_back(self, before: str, after: str) -> None:
        parts = views.words_changed(before, after)
        assert "".join(words for sign, words in parts if sign != "+") == before
        assert "".join(words for sign, words in parts if sign != "-") == after
