"""Who brought the suit, where the words tell it: 我是被告, 租客起诉我; 我是原告, 我把他告了."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bot.text.side_told import ME, SUE, SUED

#: How the answers of the question `sued` call the writer.
CLAIMANT, RESPONDENT = "claimant", "respondent"
_CLAUSE = r"[^，。,；;！!？?\n]"
#: Nobody has sued yet, or nobody will: 他要告我, 他说告我, 他告不了我, 会不会起诉我.
_NOT_YET = re.compile(
    r"要|会|敢|想|准备|打算|威胁|扬言|吓唬|能|可以|可能|别|不|没|未|怕|担心|万一|如果|假如|说(?:是)?(?:去)?$|让他$|叫他$|随便|反诉|反告"
)
_NO_SUIT = re.compile(rf"撤诉|撤了|反诉|反告|如果|要是|万一|假如|会不会|{SUE}{ME}[吗么嘛不]|[让叫随]他{SUE}")
_WORKERS = (
    "(?<!我)(?<!们)(?<!些)(?:员工|工人|职工|雇工|民工|保安|司机|服务员|会计|店员|保姆|他们?|她们?|人家|对方)"
)


class Suit(NamedTuple):
    """Where the words say which side the writer is on."""

    side: str  #: CLAIMANT or RESPONDENT
    start: int
    end: int


@cache
def _sued() -> re.Pattern[str]:
    return re.compile(
        rf"{SUED}"
        rf"|{_WORKERS}[^，。,我想要准备让叫说劝]{{0,8}}(?:申请|提起?|打|去|到|上|告到?)(?:了|起)?[^，。,我]{{0,6}}仲裁(?!.{{0,4}}(?:输|败))"
        rf"|(?:收到|接到|寄来|送来|来了)[^，。,]{{0,8}}仲裁[^，。,]{{0,8}}(?:通知|申请书|传票|副本|材料)"
        rf"|{ME}(?:被|让|叫|给)[^，。,]{{0,8}}(?:申请|提|告到?|拉去)[^，。,]{{0,4}}仲裁"
        rf"|(?:法院|法庭)[^，。,]{{0,6}}(?:通知|叫|让){ME}[^，。,]{{0,4}}应诉|(?<!我)(?<!我不是)被告(?:方|人)?(?:就|也)?是{ME}(?![\u4e00-\u9fff])"
        rf"|(?:对方|人家|他们?|她们?|房东|租客|银行|公司|物业|邻居|老板){SUE}了{ME}|(?:^|[，。,；;！!？?\n])被人?{SUE}了"
        rf"|(?:我|俺|咱)[们方]?(?:公司|单位|厂|店)?(?:现在|就|也)*(?:是|作为|成了?)(?:这个?案子?的?|本案的?)?被(?:申请人|申诉人|诉人?|起诉的?(?:人|一方)|告(?!人|知|诫)方?)"
    )


@cache
def _named() -> re.Pattern[str]:
    """租客起诉我, 供货商告我: beside no paper and no 了; what stands before it may make a threat of it."""
    return re.compile(rf"(?P<before>(?:^|(?<=[，。,；;！!？?\n])){_CLAUSE}{{1,14}}?)(?P<sue>{SUE}{ME})")


@cache
def _sues() -> re.Pattern[str]:
    me = r"(?<![把将被让叫给说由])(?:我[们方]?|俺们?|咱们?|本人)(?:家|公司|单位|厂|店)?"
    done = "(?:已经|已|刚刚?|前天|昨天|今天|上个?月|去年|前年|去|到|在|上|法院|就|都|也)*"
    return re.compile(
        rf"{me}(?:现在|就|也|才)*(?:是|作为|当|做)(?:了|的|这个?案子的)?(?:原告(?!知)|申请人|起诉的?(?:人|一方))"
        rf"|{me}{done}(?:把|将)[^，。,我俺咱]{{1,8}}?(?:给)?{SUE}"
        rf"|{me}{done}{SUE}(?:了|过|的)(?!我|俺|咱)|{me}{done}(?:起诉|告)(?:他们?|她们?|对方|人家)(?:了|的)"
        rf"|原告(?:方|人)?(?:就)?是(?:我|俺|咱)[们方]?(?![\u4e00-\u9fff])"
    )


def find(text: str) -> Suit | None:
    """The side of a suit the writer is on; None where there is none, only a threat, or both are told."""
    if _NO_SUIT.search(text):
        return None
    mine, theirs = _sues().search(text), _sued().search(text) or _named_in(text)
    if mine and not theirs:
        return Suit(CLAIMANT, *mine.span())
    return Suit(RESPONDENT, *theirs.span()) if theirs and not mine else None


def _named_in(text: str) -> re.Match[str] | None:
    found = _named().search(text)
    return found if found and not _NOT_YET.search(found["before"]) else None
