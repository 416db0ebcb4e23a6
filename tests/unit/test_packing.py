"""What lies in Redis before it is sealed."""

from __future__ import annotations

from hashlib import sha256

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.packing import pack, unpack
from bot.store.phrases import PHRASES_1
from flows.engine import Json

LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text()
JSON = st.dictionaries(
    st.text(), st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)


@given(JSON)
def test_what_is_packed_unpacks(data: dict[str, Json]) -> None:
    assert unpack(pack(data)) == data


@pytest.mark.parametrize("length", [0, 50, 60, 70, 100_000])
def test_every_length_unpacks(length: int) -> None:
    assert unpack(pack({"t": "借" * length})) == {"t": "借" * length}


def test_a_bubble_of_the_bot_takes_less_than_half() -> None:
    line: dict[str, Json] = {
        "n": 7,
        "at": "2026-11-22T02:00:40+00:00",
        "a": "bot",
        "k": "text",
        "ch": "wechat",
        "t": "记下了：怎么给的钱 微信。\n\n（第5步，共29步）约定过利息吗？\n没有就回复“没有”。",
        "b": [["没有", "pick:rate:none"], ["不知道", "cmd:unknown"]],
    }
    assert len(pack(line)) < len(orjson.dumps(line)) / 2


def test_released_phrases_never_change() -> None:
    # sessions of the last 30 days were packed with them
    assert sha256(PHRASES_1).hexdigest() == "f1ed7755121acddb05549bfd351da26c07acc601d7cffc408a68b59436645b79"
