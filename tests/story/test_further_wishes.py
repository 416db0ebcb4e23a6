"""One more wish, told after the others: it is added, whatever is asked by then."""

from __future__ import annotations

import pytest

from tests.talk import Talk

SAID = {
    "applicant_name": "王秀兰",
    "applicant_phone": "13800138000",
    "applicant_place": "薛家湾镇",
    "respondent_kind": "个人",
    "respondent_name": "刘强",
    "principal": "5万",
    "mediation": "愿意调解",
    "online": "当面谈",
    "personal_data": "同意",
    "sensitive_data": "同意",
    "acting": "给自己办",
    "applicant_kind": "个人",
    "evidence": "没有",
    "admitted": "都不认",
    "disputed": "没借过",
}


async def reach(talk: Talk, field: str, side: str = "别人欠我钱") -> None:
    await talk.taps_flow("private_lending")
    for _ in range(45):
        if talk.asked() == field:
            return
        await talk.says({"side": side, **SAID}.get(talk.asked(), "不知道"))
    raise AssertionError(field)


@pytest.mark.parametrize(
    "words", ["还要他赔礼道歉", "另外还要他出误工费", "对了，还想让他写个保证书", "也要利息"]
)
async def test_one_more_is_added(talk: Talk, words: str) -> None:
    await reach(talk, "claim")
    await talk.says("把本金还清", words)
    talk.hears("加上了", words.removeprefix("对了，"))
    assert talk.asked() == "story"
    assert (await talk.answer("claim")).startswith("把本金还清；")


async def test_at_a_consent_and_at_the_review(talk: Talk) -> None:
    await reach(talk, "claim")
    await talk.says("把本金还清", "没有", "还要他赔礼道歉")
    assert talk.asked() == "e_service" or "您同意这样收通知" in talk.text()
    await talk.says("寄纸质的", "还要他写保证书")
    assert await talk.answer("claim") == "把本金还清；还要他赔礼道歉；还要他写保证书"


@pytest.mark.parametrize("words", ["还要别的", "我还有其他要求", "另外还要其它的", "还要几样别的"])
async def test_more_of_what_is_asked(talk: Talk, words: str) -> None:
    await reach(talk, "claim")
    await talk.says(words)
    talk.hears("一样一样说")
    assert talk.asked() == "claim"
    await talk.says("把本金还清", words)
    talk.hears("一样一样说")
    assert talk.asked() == "story"
    assert await talk.answer("claim") == "把本金还清"


@pytest.mark.parametrize("words", ["还要我赔利息", "他还要求我赔礼道歉", "对方还说让我写检查"])
async def test_what_the_other_side_wants_more(talk: Talk, words: str) -> None:
    await reach(talk, "demanded", "我欠别人钱")
    await talk.says("要我还5万", words)
    talk.hears("加上了")
    assert talk.asked() == "admitted"
    assert await talk.answer("demanded") == f"要我还5万；{words}"


@pytest.mark.parametrize("words", ["还要多久", "还要我交什么材料", "还要填什么吗？", "还要等吗"])
async def test_a_question_is_no_wish(talk: Talk, words: str) -> None:
    await reach(talk, "claim")
    await talk.says("把本金还清", words)
    talk.not_hears("加上了")
    assert await talk.answer("claim") == "把本金还清"


async def test_before_the_wishes_nothing_is_added(talk: Talk) -> None:
    await reach(talk, "repaid")
    await talk.says("还要他赔礼道歉")
    form = (await talk.session()).form
    assert form is not None
    assert "claim" not in form.answers
