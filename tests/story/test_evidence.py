"""Photographs and files in the talk: pages in a row, what they are, mistakes put right, the checklist."""

from __future__ import annotations

import hashlib

import pytest

from bot.dialogue.evidence import STILL_ABOUT_IT
from bot.evidence import MOST_BYTES, MOST_FILES
from bot.model import Evidence, Kind, Media, Reply, Uploader
from tests.story.test_handoff import ANNA
from tests.story.test_private_lending import STORY, to_consents
from tests.talk import Talk, World


async def photo(talk: Talk, name: str = "1.jpg", content_type: str = "image/jpeg", size: int = 1000) -> Reply:
    """Send a file whose bytes are its own name's."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    kind = Kind.IMAGE if content_type.startswith("image/") else Kind.FILE
    return await talk.send(kind, media=Media(f"blob-{talk.count}-{name}", name, content_type, size, digest))


async def rows(talk: Talk) -> list[Evidence]:
    async with talk.world.records.begin() as tx:
        return await tx.evidence.of(talk.sid)


async def pages(talk: Talk) -> list[tuple[str, str, int]]:
    """(name, item, page) of every file, pieces by key, pages in order."""
    found = sorted(await rows(talk), key=lambda one: (one.whole, one.page))
    return [(one.media.name, one.item, one.page) for one in found]


async def test_photographs_in_a_row_are_pages_of_one_piece_and_the_question_stands(talk: Talk) -> None:
    await talk.says(STORY)
    question, before = talk.same_question(), (await talk.state()).form
    await photo(talk, "1.jpg")
    talk.hears("收到图片“1.jpg”", "这是什么", "发完说“发完了”")
    assert {"借条或欠条", "聊天记录", "其他材料"} <= set(talk.buttons())
    await photo(talk, "2.jpg")
    talk.hears("收到第2页")
    await photo(talk, "3.jpg")
    talk.hears("收到第3页")
    talk.not_hears("这是什么")
    assert talk.same_question() == question
    assert (await talk.state()).form == before
    await talk.taps("借条或欠条")
    talk.hears("记下了，这份是借条或欠条（3个文件）", "还缺：转账记录、聊天记录")
    assert talk.same_question() == question
    assert await pages(talk) == [(f"{n}.jpg", "借条或欠条", n) for n in (1, 2, 3)]
    assert (await talk.session()).files == {"借条或欠条": [1, 3]}


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("这是借条", "借条或欠条"),
        ("这个是他写的欠条", "借条或欠条"),
        ("转账记录", "转账记录"),
        ("刚才那张是微信聊天记录", "聊天记录"),
        ("这是其他材料", "其他材料"),
        ("这是身份证", "身份证"),
    ],
)
async def test_words_after_a_file_name_it(talk: Talk, words: str, item: str) -> None:
    await talk.says(STORY)
    question = talk.same_question()
    await photo(talk)
    await talk.says(words)
    assert [one.item for one in await rows(talk)] == [item], talk.text()
    assert talk.same_question() == question


@pytest.mark.parametrize(
    "words", ["微信转账", "这是借条吗？", "这事我很生气", "这是我第一次借钱给他也没想到会这样"]
)
async def test_words_that_name_no_file_go_their_own_way(talk: Talk, words: str) -> None:
    await talk.says(STORY)
    await photo(talk)
    await talk.says(words)
    assert [one.item for one in await rows(talk)] == [""]


async def test_a_bare_name_names_a_file_only_once_and_only_soon(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk)
    await talk.says("进度")
    talk.world.clock.at += STILL_ABOUT_IT
    await talk.says("聊天记录")
    assert [one.item for one in await rows(talk)] == [""]
    await photo(talk, "2.jpg")
    await talk.says("聊天记录", "转账记录")
    assert sorted(one.item for one in await rows(talk)) == ["", "聊天记录"]


async def test_done_begins_a_new_piece_and_so_does_a_pause(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk, "1.jpg")
    await photo(talk, "2.jpg")
    await talk.says("发完了")
    talk.hears("一共2个文件", "这是什么")
    await photo(talk, "3.jpg")
    talk.world.clock.pass_(minutes=3)
    await photo(talk, "4.jpg")
    assert [page for _, _, page in sorted(await pages(talk))] == [1, 2, 1, 1]


async def test_a_document_is_never_a_page_of_a_photograph(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk, "1.jpg")
    await photo(talk, "流水.pdf", "application/pdf")
    await photo(talk, "2.jpg")
    assert [page for _, _, page in await pages(talk)] == [1, 1, 1]


async def test_pages_are_put_right_in_words(talk: Talk) -> None:
    await talk.says(STORY)
    question = talk.same_question()
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        await photo(talk, name)
    await talk.says("第3张放到最前面")
    talk.hears("顺序排好了")
    assert [name for name, _, _ in await pages(talk)] == ["3.jpg", "1.jpg", "2.jpg"]
    await talk.says("把第一张放到第2张")
    assert [name for name, _, _ in await pages(talk)] == ["1.jpg", "3.jpg", "2.jpg"]
    await talk.says("第2张转一下", "第2张歪了")
    talk.hears("转好了“3.jpg”", "原图没有动")
    turned = {one.media.name: one.turns for one in await rows(talk)}
    assert turned == {"1.jpg": 0, "3.jpg": 2, "2.jpg": 0}
    await talk.says("删除第三张")
    talk.hears("已经删掉“2.jpg”")
    assert [name for name, _, _ in await pages(talk)] == ["1.jpg", "3.jpg"]
    await talk.says("第2张单独一份")
    assert [page for _, _, page in await pages(talk)] == [1, 1]
    await talk.says("删除第1份")
    talk.hears("已经删掉这一份")
    assert [name for name, _, _ in await pages(talk)] == ["3.jpg"]
    assert talk.same_question() == question
    assert len(talk.world.blobs.removed) == 2  # type: ignore[attr-defined]


async def test_a_mistake_in_the_name_is_put_right(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk, "1.jpg")
    await talk.says("这是借条", "第1份其实是转账记录")
    talk.hears("这份是转账记录")
    await talk.says("第7张转一下")
    talk.hears("没找到这份证据")
    assert [one.item for one in await rows(talk)] == ["转账记录"]


async def test_only_pictures_turn(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk, "流水.pdf", "application/pdf")
    await talk.says("这张转一下")
    talk.hears("只有图片能转方向")


async def test_the_same_file_twice_is_said_and_kept_once(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk, "1.jpg")
    await talk.says("这是借条")
    await photo(talk, "1.jpg")
    talk.hears("“1.jpg”您已经发过了（借条或欠条）", "没有重复存")
    first, *others = await rows(talk)
    assert not others
    removed = talk.world.blobs.removed  # type: ignore[attr-defined]
    assert len(removed) == 1
    assert first.media.blob not in removed
    lines = [line.media for line in await talk.conversation.history(talk.sid) if line.media]
    assert [one.blob for one in lines] == [first.media.blob, first.media.blob]
    await talk.taps("转账记录")
    assert [one.item for one in await rows(talk)] == ["转账记录"]


async def test_there_is_a_most_of_files_and_of_bytes(talk: Talk) -> None:
    await talk.says(STORY)
    async with talk.world.records.begin() as tx:
        for n in range(MOST_FILES):
            media = Media(f"b{n}", f"{n}.jpg", "image/jpeg", 1, f"{n:064}")
            await tx.evidence.add(Evidence(f"e{n}", talk.sid, "", media, "", talk.world.clock.now()))
    question = talk.same_question()
    await photo(talk, "一张多的.jpg")
    talk.hears("200个文件，是最多的了")
    assert talk.same_question() == question
    assert len(await rows(talk)) == MOST_FILES
    assert talk.world.blobs.removed  # type: ignore[attr-defined]
    async with talk.world.records.begin() as tx:
        for n in range(MOST_FILES - 1):
            await tx.evidence.remove(talk.sid, f"e{n}")
    await photo(talk, "大.mp4", "video/mp4", MOST_BYTES)
    talk.hears("超过500MB")
    assert len(await rows(talk)) == 1


async def test_the_evidence_question_shows_what_is_there_and_what_is_lacking(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk, "1.jpg")
    await talk.says("这是转账记录")
    await to_evidence(talk)
    await talk.says("修改手里的证据")
    talk.hears("已经有：转账记录", "您说有、还没发：借条或欠条", "还缺：聊天记录")
    card = talk.question().card
    assert card is not None
    states = {row["item"]: row["state"] for row in card.data["checklist"]}  # type: ignore[index, union-attr, call-overload]
    assert states["转账记录"] == "here"
    assert states["借条或欠条"] == "said"


async def to_evidence(talk: Talk) -> None:
    await talk.says("微信转账", "没约定", "没还过", "2026年10月1日", "没有", "没有", "没有")


async def test_my_evidence_lists_pieces_and_every_entry_with_what_it_proves(talk: Talk) -> None:
    await talk.says(STORY)
    await photo(talk, "1.jpg")
    await photo(talk, "2.jpg")
    await talk.says("这是借条")
    await photo(talk, "流水.pdf", "application/pdf")
    await talk.says("证据")
    talk.hears("2份证据，3个文件", "1 借条或欠条（2页）", "2 还没说是什么“流水.pdf”")
    talk.hears("· 借条或欠条：有（1份、2页）", "· 转账记录：缺。证明", "手机银行打")
    await talk.taps("删除1")
    talk.hears("已经删掉这一份（2个文件）", "还缺：转账记录")
    await talk.says("我的证据")
    talk.hears("借条或欠条：您说有，还没发")


async def test_who_has_no_iou_is_told_that_it_goes_on_without(talk: Talk) -> None:
    await talk.says(STORY.removesuffix(",写了借条"), "微信转账")
    assert talk.asked() == "has_iou"
    await talk.says("没有", "证据")
    talk.hears("没有借条或者丢了也能接着办")
    talk.not_hears("借条或欠条：缺")


async def test_a_file_before_any_dispute_is_kept_and_can_be_named(talk: Talk) -> None:
    await photo(talk, "1.jpg")
    talk.hears("这是什么")
    await talk.says("这是借条")
    assert [one.item for one in await rows(talk)] == ["借条"]
    await photo(talk, "2.jpg")
    await talk.says("这是我家的狗")
    assert "狗" not in "".join(one.item for one in await rows(talk))


async def test_who_acts_for_another_is_noted_as_agent(talk: Talk) -> None:
    await to_consents(talk)
    await talk.says("愿意调解", "同意在网上", "同意", "同意", "帮别人办")
    await photo(talk, "1.jpg")
    assert [one.by for one in await rows(talk)] == [Uploader.AGENT]


async def test_pages_sent_to_a_person_are_one_piece(world: World) -> None:
    talk = Talk(world)
    await talk.says("转人工")
    async with world.records.begin() as tx:
        handoff = await tx.handoffs.open_of(talk.sid)
    assert handoff is not None
    async with world.records.begin() as tx:
        await tx.accounts.add(ANNA, "hash")
    await world.desk().claim(handoff.id, ANNA)
    assert (await photo(talk, "1.jpg")).silent
    await photo(talk, "2.jpg")
    assert [page for _, _, page in await pages(talk)] == [1, 2]
