"""Danger in the label of a place, the name of a file, the title of a link - and in the middle of files."""

from __future__ import annotations

import pytest

from bot.model import Handoff, Kind, Media
from tests.talk import Talk

NO_FILES = "公众号里的文件我们下载不了。"


async def called(talk: Talk) -> Handoff | None:
    async with talk.world.records.begin() as tx:
        return await tx.handoffs.open_of(talk.sid)


@pytest.mark.parametrize(
    ("kind", "text", "danger"),
    [
        (Kind.LOCATION, "黄河大桥上 我要跳下去", "self_harm"),
        (Kind.LOCATION, "我被关在这里不让走，沙圪堵镇3号院", "confinement"),
        (Kind.LINK, "救命，谁来帮帮我 https://x.example/a", "emergency"),
        (Kind.LINK, "永别了，这个世界 https://x.example/b", "self_harm"),
    ],
)
async def test_labels_and_titles_are_screened_like_a_text(
    talk: Talk, kind: Kind, text: str, danger: str
) -> None:
    await talk.send(kind, text=text)
    talk.hears("110", "已通知工作人员")
    handoff = await called(talk)
    assert handoff
    assert (handoff.urgent, handoff.danger) == (True, danger)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.LOCATION, "准格尔旗沙圪堵镇打圪坝村"),
        (Kind.LOCATION, "山西省朔州市右玉县杀虎口"),
        (Kind.LOCATION, "薛家湾镇滨河路黄河大桥桥头"),
        (Kind.LINK, "民法典全文 https://x.example/da-si-ren"),
        (Kind.LINK, "普法：遭遇家暴怎么办 https://x.example/c"),
    ],
)
async def test_ordinary_places_and_titles_call_nobody(talk: Talk, kind: Kind, text: str) -> None:
    await talk.send(kind, text=text)
    talk.not_hears("已通知工作人员")
    assert await called(talk) is None


@pytest.mark.parametrize("name", ["遗书.docx", "我不想活了.pdf", "他要杀我.docx"])
async def test_the_name_of_a_file_that_cannot_be_kept_is_heard(talk: Talk, name: str) -> None:
    await talk.send(Kind.FILE, media=Media("", name, "", 0, "", NO_FILES))
    talk.hears("110", "已通知工作人员")
    handoff = await called(talk)
    assert handoff
    assert handoff.urgent
    assert name.partition(".")[0] in handoff.alarm


@pytest.mark.parametrize("name", ["遗书.jpg", "救命.jpg"])
async def test_a_file_that_alarms_is_kept_as_well(talk: Talk, name: str) -> None:
    await talk.sends_file(name)
    talk.hears("已通知工作人员")
    async with talk.world.records.begin() as tx:
        kept = await tx.evidence.of(talk.sid)
    assert [piece.media.name for piece in kept] == [name]


@pytest.mark.parametrize("name", ["被打照片.jpg", "老公家暴照片.jpg", "IMG_2034.jpg", "威胁录音截图.jpg"])
async def test_the_name_of_a_record_calls_nobody(talk: Talk, name: str) -> None:
    await talk.sends_file(name)
    talk.not_hears("已通知工作人员")
    assert await called(talk) is None
