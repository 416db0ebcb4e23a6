"""Words in what is no message: the name of a file, the title of a link. Pure."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
#: Such a name tells what a piece of evidence shows (被打照片, 威胁录音2), not what goes on now.
_RECORD = re.compile(
    r"(?:照片?|图片?|相片|视频|录像|监控|录音|语音|截[图屏]|聊天记录|记录|病[历例]|诊断|检查单?|报告|鉴定|伤情|伤残|证明|证据|材料|笔录|回执"
    r"|告诫书|判决书?|裁定书?|决定书?|起诉状|申请书|协议书?|合同|清单|发票|票据|收据|单据)[\s\d（）()_\-第张页份一二三四五六七八九十]*$"
)


def of_file(name: str) -> str:
    """The words of a file's name without its ending; none for a record: 被打照片.jpg -> ''.

    Example: 我不想活了.docx -> 我不想活了.
    """
    stem = _ENDING.sub("", name.strip())
    return "" if _RECORD.search(stem) else stem


def of_link(words: str) -> str:
    """A title without the address that stands beside it."""
    return _ADDRESS.sub(" ", words).strip()
