"""Replies in words only, cut to what one WeChat message takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat_text import parts, split, words
from bot.model import Button, Card, Reply, Say


def picks(step: str, **options: str) -> tuple[Button, ...]:
    return tuple(Button(title, f"pick:{step}:{key}") for key, title in options.items())


def test_options_are_numbered_and_commands_named():
    say = Say(
        "（第2步，共18步）约定过利息吗？",
        (*picks("interest", yes="约定了", no="没约定"), Button("不知道", "cmd:unknown")),
    )
    assert words(Reply((say,))).splitlines() == [
        "（第2步，共18步）约定过利息吗？",
        "1 约定了",
        "2 没约定",
        "回复数字或直接说",
        "也可以回复“不知道”",
    ]


@pytest.mark.parametrize("step", ["mediation", "online", "personal_data", "sensitive_data"])
def test_consent_is_asked_for_in_words_never_by_number(step):
    text = words(Reply((Say("您同意吗？", picks(step, yes="同意", no="不同意")),)))
    assert text == "您同意吗？\n请回复“同意”或“不同意”"


def test_a_read_back_is_confirmed_by_number_or_word():
    text = words(Reply((Say("是36000元，对吗？", (Button("对", "yes"), Button("不对", "no"))),)))
    assert text.splitlines()[1:] == ["1 对", "2 不对", "回复数字或直接说"]


def test_a_question_with_only_a_way_out():
    assert (
        words(Reply((Say("什么时候还？", (Button("没约定", "none:due"),)),)))
        == "什么时候还？\n可以回复“没约定”"
    )


def test_commands_of_the_review():
    buttons = (Button("确认提交", "cmd:submit"), Button("修改", "cmd:edit"), Button("暂停", "cmd:pause"))
    assert words(Reply((Say("请核对", buttons),))).endswith("回复“确认提交”“修改”或“暂停”")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哪方面的事？点一个，或者直接用自己的话说。", "哪方面的事？直接用自己的话说。"),
        ("请从下面选一个，点一下或者回复数字都行。", "请从下面选一个，回复数字都行。"),
        ("没问题就点“确认提交”。", "没问题就回复“确认提交”。"),
        ("在微信里点“我”，再点“服务”。", "在微信里点“我”，再点“服务”。"),
    ],
)
def test_nothing_is_said_about_tapping(text, expected):
    say = Say(text, (Button("确认提交", "cmd:submit"),))
    assert words(Reply((say,))).splitlines()[0] == expected
    assert words(Reply((Say(text),))) == text


def test_a_way_out_named_in_the_question_is_not_named_again():
    say = Say("什么时候还？没有约定就回复“没约定”。", (Button("没约定", "none:due"),))
    assert words(Reply((say,))) == say.text


def test_the_menu_names_its_entries():
    say = Say(
        "您遇到了哪方面的事？",
        (
            Button("借钱不还", "flow:private_lending"),
            Button("欠薪", "flow:wage_claim"),
            Button("转人工", "cmd:human"),
        ),
    )
    text = words(Reply((say,)))
    assert "· 借钱不还\n· 欠薪\n回复其中一项，或者直接说\n也可以回复“转人工”" in text


def test_a_triage_offer_is_numbered_because_the_talk_takes_numbers():
    say = Say("是哪方面？", (Button("欠薪", "flow:wage_claim"), Button("都不是", "triage:none")))
    assert words(Reply((say,))).splitlines()[1:3] == ["1 欠薪", "2 都不是"]


def test_edit_rows_keep_their_own_numbers():
    say = Say("改哪一项？", (Button("3 金额", "edit:principal"), Button("4 日期", "edit:due")))
    assert words(Reply((say,))).splitlines()[1:] == ["3 金额", "4 日期", "比如回复“修改3”"]


def test_safety_stands_first():
    reply = Reply(
        (
            Say("我们接着登记。"),
            Say(
                "您现在安全吗？请打110。",
                card=Card("safety", {"hotlines": [{"number": "110", "name": "报警"}]}),
            ),
        )
    )
    assert words(reply).startswith("您现在安全吗？请打110。")


def test_links_stay_as_they_are():
    link = "https://court.example/p/abc.mediation_application.pdf?x=1&y=2"
    assert link in words(Reply((Say(f"材料：\n申请书 {link}"),)))


def test_a_silent_reply_has_no_parts():
    assert parts(Reply(silent=True)) == ()
    assert parts(Reply()) == ()


def test_a_lone_surrogate_does_not_get_through():
    assert parts(Reply((Say("好\ud83d的"),))) == ("好?的",)


def test_long_texts_are_cut_at_sentence_ends():
    sentence = "双方自愿调解，不收费，谈不成随时可以立案。"
    found = split(sentence * 60)
    assert len(found) == 2
    assert all(part.endswith("。") and len(part.encode()) <= 2000 for part in found)
    assert "".join(found) == sentence * 60


def test_paragraphs_are_kept_whole_where_they_fit():
    found = split("甲" * 400 + "\n\n" + "乙" * 400)
    assert found == ["甲" * 400, "乙" * 400]


def test_an_address_is_not_cut():
    link = "https://court.example/" + "a" * 300
    found = split("字" * 600 + link + "，" + "字" * 100)
    assert any(link in part for part in found)


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=3000), st.integers(40, 2000))
def test_cutting_loses_nothing_and_keeps_the_limit(text, limit):
    found = split(text, limit)
    assert all(0 < len(part.encode()) <= limit for part in found)
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)


@given(
    st.lists(
        st.sampled_from(["我借给他三万。", "\n", "\n\n", "https://c.example/p/" + "k" * 60, "，", "字" * 50]),
        max_size=120,
    )
)
def test_no_address_is_torn(pieces):
    text = " ".join(pieces)
    joined = split(text)
    assert sum(part.count("k" * 60) for part in joined) == text.count("k" * 60)
    assert len(joined) <= len(text.encode()) // 800 + 1
