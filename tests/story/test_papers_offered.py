"""The papers a case brings forth, as the citizen hears of them: a short message, a card with all of them."""

from __future__ import annotations

from tests.story.test_private_lending import to_review
from tests.talk import Talk

CARD = ["调解申请书", "起诉状", "证据清单", "送达地址确认书", "支付令申请书", "财产保全申请书"]


async def handed_in(talk: Talk) -> dict[str, object]:
    await to_review(talk)
    await talk.taps("确认提交")
    return next(s.card.data for s in talk.reply.says if s.card and s.card.kind == "receipt")


async def test_the_message_has_the_main_paper_and_one_line_for_the_others(talk: Talk) -> None:
    receipt = await handed_in(talk)
    text = next(s.text for s in talk.reply.says if s.card and s.card.kind == "receipt")
    assert text.count("https://") == 3
    assert "调解申请书（PDF） https://" in text
    assert "另外5份材料（起诉状、证据清单、送达地址确认书、支付令申请书、财产保全申请书）" in text
    documents = receipt["documents"]
    assert isinstance(documents, list)
    titles = [str(row["title"]) for row in documents if isinstance(row, dict)]
    assert titles == [f"{name}（{form}）" for name in CARD for form in ("PDF", "Word")]


async def test_asking_where_the_case_is_brings_the_papers_again(talk: Talk) -> None:
    await handed_in(talk)
    await talk.says("我的案子到哪了")
    talk.hears("已提交，等调解员接手", "材料下载（7天内有效）：https://court.example/p/")
    await talk.says("撤回申请")
    await talk.taps("撤回")
    await talk.says("我的案子到哪了")
    talk.hears("您已撤回")
    talk.not_hears("材料下载")
