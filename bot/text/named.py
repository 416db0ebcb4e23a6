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

#: News tells what strangers did and what became of it (男子持刀砍人被刑拘), and says nothing of who sends it.
_STRANGER = re.compile(
    r"男子|女子|男孩|女孩|少年|老人|老汉|大妈|村民|业主|网友|乘客|司机|歹徒|嫌疑人|嫌犯|凶手|警方|民警|消防"
)
_BECAME = re.compile(
    r"刑拘|拘留|拘\d+日|获刑|判(?:处|刑|死刑|无期)|被判|落网|抓获|被抓|被捕|逮捕|通报|救[下起出]|获救|身亡|死亡|送医|宣判|一审|二审|立案|起诉|警方[：:]|回应|热搜"
)
_OWN = re.compile(r"[我俺咱]|救命|求助|求救|帮帮|快来")


def of_file(name: str) -> str:
    """The words of a file's name without its ending; none for a record: 被打照片.jpg -> ''.

    Example: 我不想活了.docx -> 我不想活了.
    """
    stem = _ENDING.sub("", name.strip())
    return "" if _RECORD.search(stem) else stem


def of_link(words: str) -> str:
    """A title without the address that stands beside it; none for news about strangers.

    Example: 男子持刀砍人被刑拘 https://a.cn -> ''; 我不想活了 https://a.cn -> 我不想活了.
    """
    title = _ADDRESS.sub(" ", words).strip()
    news = _STRANGER.search(title) and _BECAME.search(title) and not _OWN.search(title)
    return "" if news else title
