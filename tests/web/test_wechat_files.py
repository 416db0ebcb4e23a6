"""Files sent over WeChat: fetched, refused, cut off."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.model import Kind
from tests.fake_tencent import AMR, JPEG, MP4
from tests.web.wechat_bench import Booth, open_booth


@pytest.fixture
async def booth(redis_url, sqlite_url, vault, tmp_path) -> AsyncIterator[Booth]:
    async with open_booth(redis_url, sqlite_url, vault, tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("kind", "data", "content_type", "expected"),
    [("image", JPEG, "image/jpeg", Kind.IMAGE), ("voice", AMR, "audio/amr", Kind.VOICE)],
)
async def test_files_are_fetched_at_once(booth, kind, data, content_type, expected):
    booth.tencent.media["m-1"] = (content_type, data, booth.tencent.now + 60)
    await booth.push(MsgType=kind, MediaId="m-1", Content=None)
    heard = booth.worker.heard[0]
    assert (heard.kind, heard.media.content_type, heard.media.size) == (expected, content_type, len(data))
    assert b"".join([chunk async for chunk in booth.blobs.open(heard.media.blob)]) == data


@pytest.mark.parametrize("kind", ["video", "shortvideo"])
async def test_films_are_fetched_from_where_they_lie(booth, kind):
    booth.tencent.films["f-1"] = f"{booth.tencent.base}/film/f-1"
    await booth.push(MsgType=kind, MediaId="f-1", ThumbMediaId="t", Content=None)
    assert booth.worker.heard[0].kind is Kind.VIDEO
    assert booth.worker.heard[0].media.size == len(MP4)


async def test_films_of_another_host_are_not_fetched_although_it_answers(booth):
    booth.tencent.films["f-1"] = f"{booth.tencent.base.replace('127.0.0.1', 'localhost')}/film/f-1"
    await booth.push(MsgType="video", MediaId="f-1", Content=None)
    assert booth.worker.heard[0].media.refused


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest", "file:///etc/passwd", "https://evil.example/qq.com"]
)
async def test_films_from_elsewhere_are_not_fetched(booth, address):
    booth.tencent.films["f-1"] = address
    await booth.push(MsgType="video", MediaId="f-1", Content=None)
    assert "再发一次" in booth.worker.heard[0].media.refused


async def test_an_expired_file_is_asked_for_again(booth):
    booth.tencent.media["m-1"] = ("image/jpeg", JPEG, booth.tencent.now - 1)
    assert "过期" in await booth.push(MsgType="image", MediaId="m-1", Content=None)


async def test_a_busy_tencent_is_asked_twice_for_a_file(booth):
    booth.tencent.media["m-1"] = ("image/jpeg", JPEG, booth.tencent.now + 60)
    booth.tencent.refuse = [-1]
    await booth.push(MsgType="image", MediaId="m-1", Content=None)
    assert booth.worker.heard[0].media.size == len(JPEG)


@pytest.mark.parametrize(
    ("code", "words"), [(40007, "过期"), (48001, "网页版"), (40164, "网页版"), (45009, "过一会儿")]
)
async def test_a_file_that_cannot_be_had_says_what_to_do(booth, code, words):
    booth.tencent.refuse = [code, code]
    await booth.push(MsgType="image", MediaId="m-1", Content=None)
    media = booth.worker.heard[0].media
    assert words in media.refused
    assert media.blob == ""


async def test_a_program_that_calls_itself_a_picture_is_not_kept(booth):
    booth.tencent.media["m-1"] = ("image/jpeg", b"MZ" + b"x" * 500, booth.tencent.now + 60)
    await booth.push(MsgType="image", MediaId="m-1", Content=None)
    assert "程序" in booth.worker.heard[0].media.refused


async def test_a_file_over_the_limit_is_cut_off(booth):
    booth.tencent.media["m-1"] = ("image/jpeg", JPEG + b"x" * 3 * 1024 * 1024, booth.tencent.now + 60)
    await booth.push(MsgType="image", MediaId="m-1", Content=None)
    assert "太大" in booth.worker.heard[0].media.refused


async def test_a_voice_with_words_is_words(booth):
    await booth.push(MsgType="voice", MediaId="v", Recognition="老板欠我工资", Content=None)
    assert (booth.worker.heard[0].text, booth.worker.heard[0].media) == ("老板欠我工资", None)
    assert booth.tencent.calls["media"] == 0
