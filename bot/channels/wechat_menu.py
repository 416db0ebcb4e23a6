"""The menu at the bottom of the WeChat chat (自定义菜单).

Protocol page: 微信公众平台, 创建接口: at most 3 entries of 4 characters with 5 below each, keys to 128 bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flows.engine import Json

#: Keys that act like a tapped button.
PAYLOAD: Final = re.compile(r"(?:cmd|flow|door|faq):[A-Za-z0-9_]{1,60}")

#: name of the entry -> [(title, payload)]
_MENU: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "登记纠纷": (("开始登记", "cmd:menu"), ("继续填写", "cmd:resume"), ("我的证据", "cmd:evidence")),
    "我的案子": (("查看进度", "cmd:status"), ("换设备继续", "cmd:device"), ("撤回申请", "cmd:withdraw")),
    "找人帮忙": (("转人工", "cmd:human"), ("请人打给我", "cmd:callback"), ("用蒙古语", "cmd:mongolian")),
}


def menu(page: str = "") -> dict[str, Json]:
    """The body of `menu/create`; `page` is the address of the H5 chat, left out where there is none."""
    buttons: list[Json] = []
    for name, entries in _MENU.items():
        below: list[Json] = [{"type": "click", "name": title, "key": key} for title, key in entries]
        if page.startswith("https://") and name == "登记纠纷":
            below.append({"type": "view", "name": "网页版（传文件）", "url": page})
        buttons.append({"name": name, "sub_button": below})
    return {"button": buttons}


def title_of(payload: str) -> str:
    """What the entry with this key says; empty for a key of an older menu."""
    entries = (entry for below in _MENU.values() for entry in below)
    return next((title for title, key in entries if key == payload), "")
