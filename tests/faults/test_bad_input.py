"""Garbage over REST and the web API: a clear refusal or a kind answer, never a 500, nothing changed."""

from __future__ import annotations

import asyncio
import io
import itertools
import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import aiohttp
import orjson
import pytest

from bot.dialogue.session import Session
from bot.model import Author
from bot.text.marked import REFUSED
from tests.faults.workers import INTAKE, Place, Store, running

REST, WEB = "/webhooks/rest/webhook", "/api/chat/messages"
JSON = {"Content-Type": "application/json"}
USERS = itertools.count()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Place]:
    with running(tmp_path_factory.mktemp("bad"), sqlite_template) as made:
        yield made


@pytest.fixture
async def store(place: Place) -> AsyncIterator[Store]:
    opened = Store.of(place)
    yield opened
    await opened.aclose()


@pytest.fixture
async def client(place: Place) -> AsyncIterator[aiohttp.ClientSession]:
    """A page of our own, with its cookie."""
    url = place.workers[0].url
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(url, headers={"Origin": url, "X-MB": "1"}, cookie_jar=jar) as made:
        async with made.get("/") as page:
            assert page.status == 200
        yield made


@pytest.fixture
def user() -> str:
    return f"user-{next(USERS)}"


async def says(client: aiohttp.ClientSession, user: str, text: str) -> str:
    """One message over REST that must be answered; all bubbles."""
    async with client.post(REST, json={"sender": user, "message": text}) as response:
        assert response.status == 200, await response.text()
        return "\n".join(row["text"] for row in await response.json())


def is_chinese(sentence: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in sentence)


async def refused(response: aiohttp.ClientResponse, *statuses: int) -> None:
    """A refusal of one of these kinds, with a Chinese sentence as JSON."""
    assert response.status in statuses, (response.status, await response.text())
    assert is_chinese((await response.json())["error"])


BODIES = {
    "not json": b"{",
    "not utf-8": b'{"sender": "u", "message": "\xff\xfe"}',
    "empty": b"",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "no message": b'{"sender": "u"}',
    "message is a list": b'{"sender": "u", "message": ["a"], "id": "12345678"}',
    "message is a number": b'{"sender": "u", "message": 3, "text": 3, "id": "12345678"}',
    "no sender": b'{"message": "a"}',
    "deep": b"[" * 50_000,
    "wide number": b'{"sender": "u", "message": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("path", [REST, WEB])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_a_body_that_is_no_message_is_refused(
    client: aiohttp.ClientSession, path: str, body: bytes
) -> None:
    async with client.post(path, data=body, headers=JSON) as response:
        await refused(response, 400, 413, 422)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "image/png", "a/b/c"]
)
@pytest.mark.parametrize("path", [REST, WEB, "/api/chat/uploads", "/api/chat/seen"])
async def test_a_wrong_content_type_never_breaks_anything(
    client: aiohttp.ClientSession, path: str, kind: str
) -> None:
    async with client.post(path, data=b"\0\1<x>", headers={"Content-Type": kind}) as response:
        await refused(response, 400, 413, 415, 422)


@pytest.mark.parametrize("path", [REST, WEB])
async def test_ten_megabytes_of_text_are_refused(
    client: aiohttp.ClientSession, store: Store, user: str, path: str
) -> None:
    body = orjson.dumps({"sender": user, "message": "啊" * 3_500_000, "id": "12345678", "text": "啊"})
    async with client.post(path, data=io.BytesIO(body), headers=JSON) as response:
        await refused(response, 400, 413)

    async def chunks() -> AsyncIterator[bytes]:
        for i in range(0, len(body), 50_000):
            yield body[i : i + 50_000]

    try:  # without a length; the server may hang up before all is sent
        async with client.post(path, data=chunks()) as response:
            await refused(response, 400, 413)
    except aiohttp.ClientConnectionError:
        pass
    assert await store.session(user) == Session()


async def test_a_text_just_over_the_limit_is_told_so_and_changes_no_answer(
    client: aiohttp.ClientSession, store: Store, user: str
) -> None:
    await says(client, user, INTAKE[0])
    before = (await store.session(user)).form
    said = await says(client, user, "嗯" * 2001)
    assert "2001" in said
    assert (await store.session(user)).form == before
    async with client.post(WEB, json={"id": "12345678", "text": "嗯" * 10_001}) as response:
        await refused(response, 413)


STRANGE = {
    "lone surrogate": "\ud800你好\udfff",
    "nul": "你\0好\0",
    "only nul": "\0\0",
    "emoji": "😀👨‍👩‍👧🏳️‍🌈",
    "rtl": "\u202e你好\u2066\u200f\u202c",
    "zero width": "\u200b\u200b\ufeff",
    "combining": "你" + "\u0301" * 1500,
    "format string": "{court} {0} {self.k} %s %(x)s {",
    "private use": "\ue000\U0010fffd",
    "line ends": "\r\n\u2028\u2029\x85",
    "digits": "９" * 1900,
    "amounts": "五万" * 900,
    "years": "2023年5月1日" * 200,
    "brackets": "（" * 1900,
    "ids": "150622199003070018" * 100,
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
async def test_strange_characters_get_a_kind_answer_in_bounded_time(
    client: aiohttp.ClientSession, store: Store, user: str, text: str
) -> None:
    await says(client, user, INTAKE[0])
    form = (await store.session(user)).form
    raw = '{"sender": "' + user + '", "message": ' + _escaped(text) + "}"
    async with asyncio.timeout(5):
        async with client.post(REST, data=raw.encode()) as response:
            assert response.status in {200, 400}, await response.text()
            assert is_chinese(str(await response.json()))
        for path_text in ("text", "payload"):
            row = f'{{"id": "strange-{path_text}", "{path_text}": {_escaped(text[:200])}}}'
            async with client.post(WEB, data=row.encode()) as response:
                assert response.status in {200, 413, 422}, await response.text()
    after = (await store.session(user)).form
    assert form is not None
    assert after is not None
    assert {k: after.answers[k] for k in form.answers} == form.answers


def _escaped(text: str) -> str:
    """JSON with every character escaped, as surrogates can only be sent so."""
    units = text.encode("utf-16-be", "surrogatepass")
    return '"' + "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)) + '"'


@pytest.mark.parametrize(
    "payload",
    [
        *(
            "cmd:",
            "cmd:drop_table",
            "edit:nothing",
            "edit:",
            "pick:x:y",
            "pick:principal:{",
            "none:",
            "door:x",
        ),
        *("flow:../../etc", "faq:x", "drop:'", "rate:yes:x", "withdraw:1' OR 1=1", "triage:x", ":", "::::"),
    ],
)
async def test_a_forged_payload_is_answered_and_changes_nothing(
    client: aiohttp.ClientSession, store: Store, user: str, payload: str
) -> None:
    await says(client, user, INTAKE[0])
    before = await store.session(user)
    assert is_chinese(await says(client, user, payload))
    after = await store.session(user)
    assert (after.form, after.cases) == (before.form, before.cases)
    async with client.post(WEB, json={"id": "forged-payload", "payload": payload}) as response:
        assert response.status == 200, await response.text()


NAMES = [
    "'; DROP TABLE cases; --",
    "<script>alert(1)</script>",
    "Robert'); --",
    "<img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("name", NAMES)
async def test_markup_in_names_and_wishes_stays_plain_words_everywhere(
    client: aiohttp.ClientSession, store: Store, user: str, name: str
) -> None:
    person, wish = f"王{name}", f"还钱，{name}"
    told = dict(enumerate(INTAKE))
    told[INTAKE.index("沙圪堵镇")] = f"沙圪堵镇{name}"
    told[INTAKE.index("三个月内还清本金")] = wish
    for text in told.values():
        said = await says(client, user, text)
        if REFUSED in said:  # no place is called so
            said = await says(client, user, text.removesuffix(name))
        if text == "王秀兰" and REFUSED in (said := await says(client, user, f"名字写错了，是{person}")):
            said = await says(client, user, "王秀兰")
    (case,) = await store.cases(user)
    assert any(name in answer.shown for answer in case.answers.values())
    lines = await store.lines(user)
    assert any(line.author is Author.CITIZEN and line.text == wish for line in lines)
    links = re.findall(r"http://\S+", said)
    assert len(links) >= 2
    async with client.post(links[0], data={"last": "8000"}) as opened:  # the end of the number in the intake
        assert opened.status == 200, await opened.text()
    shown = 0
    for link in links:
        async with client.get(link) as answer:
            assert answer.status == 200, await answer.text()
            body = await answer.read()
        if body[:2] == b"PK" and "申请" in _words(body):
            assert name in _words(body)
            shown += 1
    assert shown


def _words(docx: bytes) -> str:
    """The text of a document as a person reads it; raises where its XML was broken by what it holds."""
    xml = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml")
    return unescape("".join(ElementTree.fromstring(xml).itertext()))


async def test_markup_in_the_web_chat_comes_back_as_data_not_as_page(client: aiohttp.ClientSession) -> None:
    text = "<script>alert(1)</script>"
    async with client.post(WEB, json={"id": "12345678", "text": text}) as response:
        assert response.status == 200
        assert response.content_type == "application/json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with client.get("/") as response:
        assert text not in await response.text()


async def test_an_announced_upload_of_four_gigabytes_is_refused_at_once(
    client: aiohttp.ClientSession, place: Place
) -> None:
    port = place.workers[0].port
    cookie = "; ".join(f"{c.key}={c.value}" for c in client.cookie_jar)
    head = (
        f"POST /api/chat/uploads HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Origin: http://127.0.0.1:{port}\r\nX-MB: 1\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 4294967296\r\n\r\n--x\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode())
    async with asyncio.timeout(3):
        answer = await reader.readuntil(b"\r\n")
        rest = await reader.read(4096)
    writer.close()
    assert b" 413 " in answer
    assert "太大".encode() in rest or is_chinese(rest.decode("utf-8", "ignore"))


@pytest.mark.parametrize("sender", ["", "x" * 201, "\0", "'; --", "\ud800"])
async def test_a_strange_sender_is_refused_or_kept_apart(client: aiohttp.ClientSession, sender: str) -> None:
    raw = f'{{"sender": {_escaped(sender)}, "message": {_escaped("你好")}}}'
    async with client.post(REST, data=raw.encode()) as response:
        assert response.status in {200, 400}, await response.text()
        assert is_chinese(str(await response.json()))


@pytest.mark.parametrize("message_id", ["", "x" * 5000, "\0", "' OR 1=1", "\ud800", None, 7, ["a"]])
async def test_a_strange_message_id_is_taken_or_replaced(
    client: aiohttp.ClientSession, user: str, message_id: object
) -> None:
    given = _escaped(message_id) if isinstance(message_id, str) else orjson.dumps(message_id).decode()
    raw = f'{{"sender": "{user}", "message": "转人工", "message_id": {given}}}'
    for _ in range(2):
        async with client.post(REST, data=raw.encode()) as response:
            assert response.status in {200, 400}, await response.text()


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
async def test_whom_a_proxy_passes_on_is_not_this_machine(client: aiohttp.ClientSession, name: str) -> None:
    passed_on = {name: "203.0.113.9"}
    async with client.post(REST, json={"sender": "x", "message": "你好"}, headers=passed_on) as response:
        assert response.status == 401
    async with client.get("/metrics", headers=passed_on) as response:
        assert response.status == 403
