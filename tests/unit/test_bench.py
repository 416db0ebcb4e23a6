"""The benchmark's arithmetic, table and floor; never its seconds."""

from __future__ import annotations

import os
import time
from hashlib import sha1

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.bench.load import cost_us, cpu_s, talk
from tests.bench.noop import build
from tests.bench.table import Row, render


@pytest.mark.parametrize(
    ("row", "ratio", "met"),
    [
        (Row("a", 250, "us", 100, 2.5), 2.5, True),
        (Row("a", 251, "us", 100, 2.5), 2.51, False),
        (Row("a", 2049, "B", target=2048), None, False),
        (Row("a", 2048, "B", target=2048), None, True),
        (Row("a", 180, "/s", 100, 1.8, at_least=True), 1.8, True),
        (Row("a", 179, "/s", 100, 1.8, at_least=True), 1.79, False),
        (Row("a", None, "us", 100, 2.5), None, None),
        (Row("a", 7, "us", 100), 0.07, None),
    ],
)
def test_a_target_is_judged_by_the_ratio_or_else_by_the_value(
    row: Row, ratio: float | None, met: bool | None
) -> None:
    assert row.ratio == (None if ratio is None else pytest.approx(ratio))
    assert row.met is met
    assert row.to_json()["met"] is met


def test_the_table_shows_what_was_missed_and_what_was_not_measured() -> None:
    rows = [Row("turn", 300, "us", 100, 2.5), Row("two", None, "/s", note="not measured: 2 cores")]
    head, missed, skipped = render(rows).splitlines()
    assert head.split() == ["measured", "value", "floor", "ratio", "target", "note"]
    assert missed.split() == ["turn", "300", "us", "100", "3.00x", "<=", "2.5", "MISSED"]
    assert skipped.split() == ["two", "-", "not", "measured:", "2", "cores"]


def test_columns_stay_in_line_with_chinese_words() -> None:
    wide, plain = render([Row("表单", 1, "B"), Row("form", 1, "B")]).splitlines()[1:]
    assert wide.index("1 B") + 2 == plain.index("1 B")


def test_work_of_a_process_is_counted_and_sleep_is_not() -> None:
    before = cpu_s(os.getpid())
    time.sleep(0.05)
    slept = cpu_s(os.getpid())
    until = time.thread_time() + 0.05
    while time.thread_time() < until:
        pass
    worked = cpu_s(os.getpid())
    assert worked - slept > slept - before


async def test_every_user_says_every_text_in_order() -> None:
    said: list[tuple[str, str]] = []

    async def send(user: str, text: str) -> None:
        said.append((user, text))

    await talk(send, ["a", "b", "c"], ["1", "2"], at_once=2)
    assert sorted(said) == [(user, text) for user in "abc" for text in "12"]
    assert [text for user, text in said if user == "b"] == ["1", "2"]


async def test_cost_is_per_message() -> None:
    async def send(user: str, text: str) -> None:
        until = time.thread_time() + 0.002
        while time.thread_time() < until:
            pass

    assert await cost_us(os.getpid(), send, ["a", "b"], ["1", "2", "3"]) >= 1900


async def test_the_floor_checks_the_signature_before_it_answers() -> None:
    async with TestClient(TestServer(build("secret"))) as client:
        mark = sha1(b"".join(sorted([b"secret", b"1", b"n"])), usedforsecurity=False).hexdigest()
        query = {"timestamp": "1", "nonce": "n", "signature": mark}
        async with client.post("/wechat", params=query, data=b"<xml/>") as response:
            assert response.status == 200
            assert "<Content>" in await response.text()
        async with client.post("/wechat", params={**query, "signature": "x"}, data=b"<xml/>") as response:
            assert response.status == 403
