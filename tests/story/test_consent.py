from __future__ import annotations

import pytest

from tests.story.test_private_lending import to_consents
from tests.talk import Talk


async def consents(talk: Talk) -> dict[str, bool]:
    async with talk.world.records.begin() as tx:
        return {c.scope: c.answer for c in await tx.consents.of(talk.sid)}


async def test_nothing_personal_is_asked_before_consent(talk: Talk) -> None:
    await to_consents(talk)
    assert talk.asked() == "mediation"
    assert await consents(talk) == {}


@pytest.mark.parametrize("words", ["嗯", "好的", "行", "可以吧", "随便", "对", "1"])
async def test_a_mere_yes_is_no_consent_to_sensitive_data(talk: Talk, words: str) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "同意")
    assert talk.asked() == "sensitive_data"
    await talk.says(words)
    assert talk.asked() == "sensitive_data"
    assert "sensitive_data" not in await consents(talk)


@pytest.mark.parametrize("words", ["1", "2", "一", "选1", "回复1", "２", "第二项吧"])
async def test_a_number_nobody_showed_agrees_to_nothing(talk: Talk, words: str) -> None:
    await to_consents(talk)
    await talk.says(words)
    assert talk.asked() == "mediation"
    await talk.says("愿意调解", words)
    assert talk.asked() == "online"
    assert await consents(talk) == {"mediation": True}


async def test_refusing_sensitive_data_skips_the_id_number_only(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "同意", "不同意", "给自己办", "个人", "王秀兰")
    assert talk.asked() == "applicant_phone"
    assert (await consents(talk))["sensitive_data"] is False


async def test_refusing_personal_data_points_to_the_window_and_keeps_the_draft(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "我要当面谈", "不同意")
    talk.hears("诉讼服务大厅", "12368", "先留着")
    assert await consents(talk) == {"mediation": True, "online": False, "personal_data": False}
    await talk.says("继续")
    assert talk.asked() == "personal_data"


async def test_each_consent_is_its_own_record_with_words_version_and_hash(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意", "同意在网上")
    async with talk.world.records.begin() as tx:
        rows = await tx.consents.of(talk.sid)
    assert [(r.scope, r.raw, r.answer) for r in rows] == [
        ("mediation", "愿意", True),
        ("online", "同意在网上", True),
    ]
    assert all(len(r.text_sha256) == 64 and r.text_version for r in rows)


async def test_unwillingness_anywhere_leads_to_filing_in_one_turn(talk: Talk) -> None:
    await talk.says("张三2023年5月1日借我5万元,约定年底还,写了借条", "不调了，直接立案")
    form = (await talk.session()).form
    assert form is not None
    assert form.answers["mediation"].value == "no"
    assert (await consents(talk)) == {"mediation": False}
