"""Pieces of evidence named in a story (证据); what the writer says is missing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.text import evidence_words as words
from bot.text.normalise import Normal, normalise
from bot.text.reading import Reading
from flows import checklist


@cache
def _denied_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:没有?|不知道|不晓得|不懂|啥叫|什么叫|啥是|什么是|哪儿?有|哪里有|哪儿?来的?|哪里来的?"
        r"|(?<![了个过])(?:啥|什么)|未|不|无|没能|不肯|不给|不让我?(?:看|拿|带|拍)?|拒绝(?:提供)?|谁(?:打|写)"
        r"|要不要|用不用|需不需要|想让?[^,。]{0,4}(?:写|补|打|签)|能不能[^,。]{0,6}(?:出|写|开|补)"
        r"|有本事[^,。]{0,4}拿|丢了?|找不[到着]|让我?出|要我?出|叫我?拿|没有?(?:写|打|签|立|留|给|开|要))"
        r"(?:过|我|他|任何|什么|书面|正式|个|一张|张|份|签|写|打|订|立|签订|给我?|我?|留|开|录|拍|出|带|"
        r"办|提供|出具|保存|有|了|借条|欠条|合同|劳动|[、和及也或])*$"
    )


@cache
def _denied_after() -> re.Pattern[str]:
    return re.compile(
        r"(?:子)?一[张份个本条]?(?:都|也)?没|[^,。;!?]{0,5}说(?:是|被)?(?:坏|没|覆盖|删|丢)|不让我?[看拿拍]"
        r"|(?:一直|就是|死活)不[给开出]|(?:让|被|给)我?[^,。]{0,3}弄丢|"
        r"(?:啥的|什么的|之类的?|那些)?(?:都|也|就|我也|我)?(?:没(?!丢|问题|事|到期|满)(?:有|写|签|打|给|"
        r"留|办)?|未签|哪儿?有|哪儿?里?来的?|哪里有|丢了|不见了|找不(?:到|着)|弄丢|"
        r"法|纠纷|诈骗|解除|无效|没签|怎么写|咋写|坏了|通知我)"
    )


@cache
def _no_words() -> re.Pattern[str]:
    """Words that hold a name of evidence but speak of something else."""
    return re.compile(
        r"(?:借条|欠条|合同|协议)(?:的)?(?:问题|效力)|(?:直播|视频)(?:间|号|平台|通话)|"
        r"婚礼(?:的)?(?:录像|视频)|施工牌|微信(?:余额|支付|号|名|钱包|运动)"
        r"|(?:拍|做|刷)(?:短)?视频(?=[,。跟赚挣卖的号])"
        r"|(?:抖音|快手)上?发的?视频|写(?:个|张|一张)?(?:条|保证)(?:吧|行)"
    )


def find_in(normal: Normal) -> list[Reading]:
    """Return each kind of evidence once, where it is said to be there or else in most words.

    The value is its name.

    Left out: what the words about it deny (没打借条) or only wish for (想让他写借条), and what only looks
    like evidence (合同法, 直播间).
    """
    text = normal.text
    best: dict[str, tuple[int, Reading]] = {}
    for start, end, name in _mentions(text):
        if _is_denied(text, start, end):
            continue
        weight = min(end - start, 6) + (20 if _is_held(text, start, end) else 0)
        if name not in best or weight > best[name][0]:
            first, last = normal.span(start, end)
            best[name] = (weight, Reading("evidence", name, name, first, last, True, "", 0.9))
    return sorted((reading for _, reading in best.values()), key=lambda reading: reading.start)


def only_denied(text: str) -> bool:
    """Tell whether pieces of evidence are named and all are said to be missing: 没有收条，也没录音."""
    plain = normalise(text).text
    named = [(start, end) for start, end, _ in _mentions(plain)]
    clauses = [one for one in re.split(r"[,，。;；、!\s]+", plain) if one]
    return (
        bool(named)
        and all(_is_denied(plain, *span) for span in named)
        and all(_no().search(c) for c in clauses)
    )


@cache
def _no() -> re.Pattern[str]:
    """没有, 丢了; not 有没有, and not beside something that is there."""
    return re.compile(r"(?<!有)没(?:有|[^,有]{0,4}$|[^,有]{1,6}(?=录音|照|证|条|单|据))|丢了|找不|不见了")


def _mentions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name of everything that may be evidence."""
    wrong = [found.span() for found in _no_words().finditer(text)]
    taken: list[tuple[int, int]] = []
    for match in words.pattern().finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        taken.append((start, end))
        if any(first <= start and end <= last for first, last in wrong):
            continue
        name = _name(text, group, start, end)
        if name:
            yield start, end, name
    for shape, no, least in ((_sheet(), words.NOT_SHEET, False), (_paper(), words.NOT_PAPER, True)):
        for match in shape.finditer(text):
            start, end = match.span("held")
            apart = all(end <= first or last <= start for first, last in taken)
            if apart and not re.search(no, match["held"]) and (not least or _is_held(text, start, end)):
                taken.append((start, end))
                yield start, end, match["held"]


def _name(text: str, group: str, start: int, end: int) -> str:
    """Return what a mention is called, empty where it names nothing."""
    said = text[start:end]
    if group == "name":
        return words.names()[said]
    if group in ("slip", "note"):
        denied = re.search(r"没[^,。]{0,2}$", text[max(0, start - 3) : start])
        return "" if denied else _slip_kind(text, start, said)
    if group == "screen":
        return _screen_kind(text, start)
    if group == "held":
        return words.held_names()[said] if _is_held(text, start, end) else ""
    return words.CONTEXTUAL[int(group[1:])][0]


def _slip_kind(text: str, at: int, said: str) -> str:
    """A slip for borrowed money or for what else is owed, by the nearest word for it."""
    if said == "字据" and not re.search(r"[借欠]|工[资钱]", text):
        return "合同"
    near = text[max(0, at - 30) : at + 20]
    owed = r"欠条|工[资钱程]|货款|饭钱|料款|运费|绒|赔|赊|欠[^着我]?\d"
    if "借" in near or ("借" in text and not re.search(owed, near)):
        return "借条"
    return (
        "欠条" if re.search(owed, near) or not re.search(r"倒了|拿了|周转|放款|利息|月息", text) else "借条"
    )


def _screen_kind(text: str, at: int) -> str:
    """A picture of a screen shows a payment or a talk where one was spoken of just before."""
    near = text[max(0, at - 40) : at]
    if re.search(r"(?:转[账帐]|付款|支付|打款|汇款)的?$", near):
        return "转账记录"
    if re.search(r"打卡|考勤|广告|网页|后台|评论|页面|APP|app", near[-8:]):
        return "截图"
    return "聊天记录" if re.search(r"聊|群里|[^人一]群|微信|短信|消息|私信", near) else "截图"


def _is_held(text: str, start: int, end: int) -> bool:
    """Tell whether the words around say that the writer has it."""
    return words.HAD.match(text, end) is not None or _is_led(text, start)


def _is_led(text: str, start: int) -> bool:
    clause = re.split(r"[,。;!?\n]", text[max(0, start - 12) : start])[-1]
    return words.HAS.search(clause) is not None


@cache
def _sheet() -> re.Pattern[str]:
    return re.compile(words.SHEET)


@cache
def _paper() -> re.Pattern[str]:
    return re.compile(words.PAPER)


def _is_denied(text: str, start: int, end: int) -> bool:
    clause = re.split(r"[,。;!?\n]|不过|但是?|可是", text[max(0, start - 16) : start])[-1]
    follows = text[end : end + 10]
    return (
        _denied_before().search(clause) is not None
        or _denied_after().match(follows) is not None
        or re.match(r"[\s?,]+(?:都|也)?没(?:有|写|签|打|留)?(?=$|[\s,。;!])", follows) is not None
    )


def entries(words: str, names: Sequence[str]) -> set[str]:
    """Entries of a checklist that stand in free words and are not denied there."""
    if words == checklist.SENT:
        return set()
    plain = normalise(words)
    things = {reading.shown for reading in find_in(plain)}
    for part in {part for name in names for part in checklist.item(name).parts}:
        at = plain.text.find(part)
        if at >= 0 and not _is_denied(plain.text, at, at + len(part)):
            things.add(part)
    return {found for thing in things if (found := checklist.entry_of(thing, names))}
