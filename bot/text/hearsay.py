"""What another person says (他说还清了) or does not admit (月息2分他不认): no word of the writer's own."""

from __future__ import annotations

import re
from functools import cache

#: Others than the writer, as stories name them.
_OTHERS = (
    r"他们?|她们?|对方|对面|人家|那边|那家|那人|(?:老板|经理|会计|工头|包工头|房东|租客|被告|原告|物业|商家|店家|中介|邻居|公司|单位"
    r"|厂里|厂家|医院|学校|院方|校方|银行|平台|保险公司|甲方|乙方|开发商|车主|司机)(?:的人|那边)?"
    r"|[他她]家?的?(?:老婆|媳妇|妻子|老公|男人|丈夫|儿子|闺女|女儿|爸妈?|妈|父亲|母亲|哥|弟弟?|姐|妹妹?|姐夫|妹夫|小舅子|亲戚|家人)"
    r"|[老小][\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}(?:总|哥|姐|叔|婶|嫂|师傅)"
)
#: How it is said: 非说, 硬是说, 口口声声说, 跟我说.
_HOW = (
    r"(?:非要?|硬是?|就是?|老是?|一直|一口|都|还|却|总是?|偏|只|又|也|现在|如今|后来|当时|之前|以前|前几天|今天|昨天|口口声声|反过来"
    r"|(?:跟|对|给|和|向|告诉)我们?|死活|愣是?|咬死|一?口咬定|自己|居然|竟然?|反而?|倒是?|可能|那)*"
)
_VERB = (
    r"(?:声称|宣称|谎称|狡辩|辩称|表示|坚持|咬定|认为|称"
    r"|(?:说|讲)(?!好|定(?!了?是)|话|清|明|和|情|不清|不准|不好|服|了算|法))"
)
_RUMOUR = (
    r"(?:听(?:人|别人|邻居|村里人|他|她|老乡)?说(?!话)|据说|有人说|都说|大家(?:都)?说|别人(?:都)?说|听人讲)"
)
#: 我跟他说 is said by the writer, 我说他欠 too.
_TO = r"(?<![跟和对给让叫问向劝催求找与同])"


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"{_TO}(?:{_OTHERS}){_HOW}{_VERB}过?|{_RUMOUR}")


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(
        r"(?<![谁没])(?:(?:死活|就是?|都|也|又|还|现在|一直|从来|根本|可|却)*(?:不|没|不肯|不愿|拒不|死不)(?:承认|认账?(?![识为得真罚定错]))"
        r"|(?:矢口)?否认|抵赖|赖账|不认账)"
    )


@cache
def _only() -> re.Pattern[str]:
    """他只认3万: what somebody else admits, and no more."""
    return re.compile(rf"{_TO}(?:{_OTHERS})(?:就|只|光|才|仅)(?:肯|愿意?|承)?认(?![识为得真罚定])")


@cache
def _ends() -> re.Pattern[str]:
    """Where the writer goes on in words of his own; 也没还, 还说 go on with those of the other."""
    return re.compile(
        r"[。；;!！\n]|[，,\s]+(?!(?:也|又|而且|并且|还(?!了)|说|讲|就|只)[^，,])|其实|实际上?是?(?!际)|事实上|明明"
    )


def reported(text: str) -> bool:
    """Tell whether the text holds words of another or what another denies."""
    return any(pattern().search(text) for pattern in (_told, _denied, _only))


def own_words(text: str) -> str:
    """Return the text with the words of others as commas, every other place kept.

    What another denies is blanked with its clause; a text without such words is returned as it is.
    """
    chars = list(text)
    for start, end in spans(text):
        chars[start:end] = ["，"] * (end - start)
    return "".join(chars)


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of others stand, from who says them to where the writer goes on."""
    out: list[tuple[int, int]] = []
    at = 0
    while told := _first(text, at):
        stop = _ends().search(text, told.end() + 1)
        at = stop.start() if stop else len(text)
        out.append((told.start(), at))
    for denied in _denied().finditer(text):
        begun = [hit.end() for hit in re.finditer(r"[。；;!！\n，,\s]", text[: denied.start()])]
        stop = _ends().search(text, denied.end())
        out.append((max(begun, default=0), stop.start() if stop else len(text)))
    return sorted(out)


def _first(text: str, at: int) -> re.Match[str] | None:
    found = (pattern().search(text, at) for pattern in (_told, _only))
    return min((hit for hit in found if hit), key=re.Match.start, default=None)


def says(text: str) -> str:
    """Return what the other says, without who says it: 没有借条 of 他说没有借条; may be empty."""
    rest = _denied().sub("", _only().sub("", _told().sub("", text)))
    return rest.strip(" ,，。.!！是")
