"""Words in the name of a file and in the title of a link."""

from __future__ import annotations

import pytest

from bot.law.screening import danger
from bot.text.named import of_file, of_link

CRIES = [
    "遗书.docx",
    "我不想活了.txt",
    "爸妈对不起我先走了.docx",
    "他要杀我.m4a",
    "救命.doc",
    "告诉法官小心点.docx",
]
ORDINARY = """
IMG_2034.jpg
微信图片_20240301123456.jpg
mmexport1699000000000.jpg
被打照片.jpg
他打我的视频.mp4
老公家暴照片(3).jpg
威胁录音2.m4a
伤情鉴定.pdf
工资表4月.xlsx
车祸现场.jpg
遗嘱公证.pdf
死亡证明.pdf
语音.amr
""".split()


@pytest.mark.parametrize("name", CRIES)
def test_a_cry_in_a_file_name_is_heard(name: str) -> None:
    assert danger(of_file(name))


@pytest.mark.parametrize("name", ORDINARY)
def test_records_and_what_cameras_write_are_no_cry(name: str) -> None:
    assert not danger(of_file(name))


@pytest.mark.parametrize(
    ("title", "heard"),
    [
        ("救命，谁来帮帮我 https://x.cn/a", True),
        ("我被关在传销窝点了", True),
        ("普法：遭遇家暴怎么办 https://a.cn/x", False),
        ("新华社：民法典施行 https://x.cn/da-si-ren", False),
        ("民法典 HTTP://A.CN/wo-xiang-si", False),
        ("冬季取暖谨防煤气中毒 https://a.cn", False),
        ("男子持刀砍人被刑拘 https://x.cn/a", False),
        ("一女子跳楼被消防救下", False),
        ("警方通报：村民持斧伤人致两人死亡", False),
        ("男子家暴妻子获刑三年 https://x.cn/b", False),
        ("我被一男子持刀砍伤，警方还没来", True),
        ("男子持刀砍人，求救", True),
        ("有男子拿刀砍我们", True),
    ],
)
def test_the_title_of_a_link_is_read_without_its_address(title: str, heard: bool) -> None:
    assert danger(of_link(title)) is heard
