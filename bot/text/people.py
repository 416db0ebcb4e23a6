"""People and organisations in running text, only where they stand in a telling place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from bot.text.names import HAN, ORG_ENDS, lexicon, spelled
from bot.text.normalise import Normal, normalise
from bot.text.reading import Context, Reading


@cache
def _stop() -> str:
    return "借欠还给说打在向跟找把被是的了我他她你您们没不就也都又去从让问拿收付转写答承约拖赖签,。;:!?、 "


@cache
def _last_stop() -> str:
    return (
        "和有来于到因与及等用做干当要这那曾已老还共一二两三四五六七八九十上下今昨前每之以为住开将与叫称经同"
    )


def person_at(text: str, at: int) -> int | None:
    """Return the end of a person's name that begins at `at` of a normalised text, None where none does.

    Han names of two or three characters (four after a compound surname) and Mongolian names made of
    known parts.
    """
    words = lexicon()
    end = at
    while part := next((p for p in words.mongolian if text.startswith(p, end)), ""):
        end += len(part)
    if end - at >= 3 or (end - at == 2 and not _han_follows(text, end)):
        return end
    if text[at : at + 2] in words.not_names:
        return None
    size = 2 if text.startswith(words.compound, at) else 1 if text[at : at + 1] in words.surnames else 0
    if not size:
        return None
    return _given(text, at, at + size)


def _han_follows(text: str, at: int) -> bool:
    char = text[at : at + 1]
    return (
        bool(char) and unicodedata.category(char) == "Lo" and char not in _stop() and char not in _last_stop()
    )


_TITLES = frozenset(
    (
        "老板 经理 工头 队长 师傅 主任 书记 医生 律师 先生 女士 大爷 大妈 老师 厂长 校长 "
        "村长 镇长 局长 会计 老四 老三 老二 老大 家人 同志 姐夫 法官"
    ).split()
)


_VERBS = frozenset(
    (
        "归还 偿还 支付 返还 赔偿 承担 履行 催要 辱骂 殴打 起诉 签订 出具 停止 立即 "
        "多次 一直 拒绝 联系 电话 微信 借款 借钱 借走 欠款 欠钱 开车 驾驶 经营 承包 "
        "雇佣 离婚 结婚 登记 分居 家暴 之间 发生 经过 因此 所以 但是 最后 当时 已经 "
        "曾经 先后 分别 总共 合计 连带 担保 保证 作为 属于 现在 目前 至今 作的 做的 "
        "私自 擅自 明确 口头 书面 通过 约定 提出 要求 介绍 带领 雇用 收取 收到 购买 "
        "租赁 租用 居住"
    ).split()
)


def _given(text: str, at: int, begin: int) -> int | None:
    """Return the end of the given name: two characters unless the second already belongs to the sentence."""
    han = re.compile(rf"[{HAN}某]")
    first, second = text[begin : begin + 1], text[begin + 1 : begin + 2]
    if (
        not first
        or not han.match(first)
        or first in _stop()
        or (first in "某" and second not in "某甲乙丙丁")
    ):
        return None
    if not second or not han.match(second) or second in _stop() or second in _last_stop():
        return begin + 1 if first not in "老总某" and first not in "哥姐叔姨工" else None
    if second in "总哥姐叔姨" or first + second in _TITLES:
        return None
    after = text[begin + 2 : begin + 3]
    if second + after in _VERBS:
        return begin + 1
    if first in "一二三四五六七八九十" and second not in "某" and not (_ends(after)):
        return begin + 1
    return begin + 2


def _ends(char: str) -> bool:
    return not char or not re.match(rf"[{HAN}]", char) or char in _stop() or char in _last_stop()


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<respondent>被申请人|被告|对方|欠款人|借款人|债务人|包工头|工头|老板|房东|租客|房客|承租人|邻居|司机|车主|肇事者?|业主|带班的?|用人单位|欠我钱的|打人的|对方叫|前夫|前妻|丈夫|妻子|老公|老婆|媳妇)"
        r"|(?P<applicant>申请人|原告|出借人|债权人|本人|我的名字|我是|我叫)|(?P<guarantor>担保人|保证人|作保的?|担保的)|(?P<witness>证人|见证人|在场人|中间人|介绍人|作证的)"
        r"|(?P<other>姓名|名字|朋友|同学|同事|老乡|亲戚|战友|表[哥弟姐妹]|堂[哥弟姐妹]|哥哥|弟弟|姐姐|妹妹|叔叔|舅舅|姑父|姨夫|儿子|女儿|村民|一个))"
        r"(?:的?(?:名字)?(?:叫做?|是|为|:|，|,)?)\s?"
    )


@cache
def _toward() -> re.Pattern[str]:
    return re.compile(
        r"(?P<lent>借给了?|借钱给了?|出借给|转给了?|打给了?|转账给了?)|(?P<owe>我(?:还)?欠了?|欠了(?=[^我]))|(?P<from>我?(?:向|跟|找|问|从)(?=[^,。]{2,4}(?:借了?|拿了?)(?!给)))"
        r"|(?P<sue>起诉|告(?=[^诉])|要求|给(?=[^,。]{2,4}(?:干活|打工|干了|做工|开车|盖房|装修|供货|送货|拉))|在(?=[^,。]{2,4}(?:工地|手下|那里|那儿|家里?干)))|(?P<rent>租(?:了|的)(?=[^,。]{2,4}的(?:房|铺|店|门面|地|车|院)))|(?P<sell>卖给了?|租给了?|承包给了?|交给了?)"
    )


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(
        r"(?P<aux>于|在|自|从|就|又|还|也|一共|总共|先后|因为?|以|由于|多次|至今|到现在|目前|一直|当时|后来)?"
        r"[^,。;!?]{0,18}?(?P<verb>向我|跟我|找我|问我|从我|和我|与我|给我|欠|借|拖欠|答应|承诺|拒绝|不还|没还|打伤|打了|撞|骗|拿走|赖|说好?|租|雇|承包|辱骂|殴打)"
    )


def find_in(normal: Normal, context: Context) -> list[tuple[Reading, str]]:
    """Return people found in running text with the role the words beside them give (may be empty).

    Only names that stand in a telling place: after a title or 叫, after 借给 or 起诉, before a verb
    such as 欠 or 借.
    """
    text = normal.text
    found: dict[int, tuple[int, str, float]] = {}
    for match in _titles().finditer(text):
        if match["other"] == "一个" and "叫" not in match[0]:
            continue
        end = person_at(text, match.end())
        if end and match.end() not in found and not _swallowed(text, match, end):
            role = match.lastgroup or ""
            role = _beside_title(text, match.start(), end) if role == "other" else role
            found[match.end()] = (end, role, 0.95)
    for match in _toward().finditer(text):
        end = person_at(text, match.end())
        if end and match.end() not in found:
            found[match.end()] = (end, _toward_role(match.lastgroup or "", text, match), 0.9)
    for at in _clause_starts(text):
        end = person_at(text, at)
        if end and at not in found and (acts := _acts().match(text, end)):
            found[at] = (end, _act_role(text, end, acts), 0.85)
    return _as_readings(normal, found)


def _beside_title(text: str, start: int, end: int) -> str:
    """Return the role of my friend X from the words around: 借给我朋友X, 向我同学X借."""
    before = text[max(0, start - 8) : start]
    if re.search(r"(?:借给|转给|打给|卖给|租给|出借给|交给)(?:了)?(?:我的?|一个|我一个|他的?)?$", before):
        return "" if re.search(r"[他她]\S{0,3}(?:借给|转给)", before) else "respondent"
    if re.search(r"(?:我|也)(?:向|跟|找|问|从|欠了?)(?:我的?|一个)?$", before):
        return "applicant"
    acts = _acts().match(text, end)
    return _act_role(text, end, acts) if acts else ""


def _swallowed(text: str, match: re.Match[str], end: int) -> bool:
    """老板说…, 朋友借…: what follows a bare title is a verb more often than a name of two characters."""
    return end - match.end() < 2


def _clause_starts(text: str) -> list[int]:
    starts = [
        match.end()
        for match in re.finditer(
            r"(?:^|[,。;:!?\n、\s(])(?:我?(?:和|与|跟)|是|就是|因|因为|当时|后来|结果|但|但是|现在|今|兹|\d{1,2}[、.])?",
            text,
        )
    ]
    starts += [
        match.end()
        for match in re.finditer(
            r"(?:\d{1,2}[日号]|\d{1,2}月份?|(?:[去前今]|\d{4})年)(?=[^于时经应和都连从底初\d\W])", text
        )
    ]
    return sorted(at for at in starts if at < len(text))


def _toward_role(kind: str, text: str, match: re.Match[str]) -> str:
    if kind in ("owe", "from"):
        return "applicant" if "我不" in text[max(0, match.start() - 3) : match.start()] else "respondent_owed"
    before = text[max(0, match.start() - 6) : match.start()]
    if kind == "lent" and re.search(r"他|她|对方", before):
        return ""
    return "respondent"


def _act_role(text: str, end: int, acts: re.Match[str]) -> str:
    clause = re.split(r"[,。;!?]", text[end : end + 40])[0]
    if re.search(
        r"(?:借|转|打|拿|欠?)给(?:了)?我|借我的?|欠我|向我借|跟我借|找我借|问我借|从我|欠(?:下)?(?:了)?我|拖欠|不还|没还|答应|承诺|打伤|骗|赖|辱骂|殴打|撞|租我|打了我|雇我|欠薪",
        clause,
    ):
        return "lender" if re.search(r"借(?:钱)?给了?我", clause) else "respondent"
    if re.search(r"借(?:了|走|去)?\S{0,8}(?:钱|元|块|万|千)|欠", clause):
        return "respondent"
    return ""


def _as_readings(normal: Normal, found: dict[int, tuple[int, str, float]]) -> list[tuple[Reading, str]]:
    out: list[tuple[Reading, str]] = []
    last = -1
    for at, (end, role, sure) in sorted(found.items()):
        if at < last:
            continue
        start, stop = normal.span(at, end)
        name = spelled(normal.original[start:stop])
        out.append((Reading("person", name, name, start, stop, True, "", sure), role))
        last = end
    return out


@cache
def _org_strong() -> re.Pattern[str]:
    return re.compile(rf"(?:{ORG_ENDS})")


@cache
def _org_cut() -> re.Pattern[str]:
    return re.compile(
        r".*(?:[,。;:!?、\s“”\"]|在|给|被|跟|和|与|向|我们?|他们?|她|是|叫|的|去|到|从|欠|借|由|找|了|告|起诉|把|说|让|(?<=[0-9一二三四五六七八九十今去前明])[年月日号]|名下|老板|为|于|这家|那家|一家|该|个|家(?=[^具居电政乐])|对|因|将|来|要求|起|入职|买|租)"
    )


def _longer(normal: Normal, org: Reading, end: int) -> Reading:
    """某某银行 + 股份有限公司 + 准格尔支行 are one name."""
    stop = normal.span(end - 1, end)[1]
    name = normal.original[org.start : stop]
    return replace(org, value=name, shown=name, end=stop)


_GENERIC = frozenset(
    "物业 劳务 保险 建筑 装修 公 本 某 小额贷款 网贷 贷款 汽车 4S 我 这 那 施工 用工 "
    "中介 开发商 房地产 培训 原 总 分 子 两 新 旧 大 小 快递 物流 外卖 施工方 甲方 "
    "开 工 厂 商 饭 酒 药 网 本地 附近 国有 民营 私人 一 县 市 旗 区 镇 乡 村 当地 "
    "人民 第三方 担保 煤 运输 服务 工商 建设 农业 信用".split()
)


def find_orgs_in(normal: Normal, context: Context) -> list[Reading]:
    """Return organisations named in running text; bare words such as 公司 and 物业公司 are not names."""
    text, last = normal.text, 0
    out: list[Reading] = []
    for match in _org_strong().finditer(text):
        if match.start() < last:
            continue
        if (
            out
            and match.start() - last <= 8
            and match[0] != "店"
            and not _org_cut().match(text[last : match.end()])
        ):
            out[-1] = _longer(normal, out[-1], match.end())
            last = match.end()
            continue
        begin = max(last, match.start() - 24)
        cut = _org_cut().match(text[begin : match.start()])
        begin += cut.end() if cut else 0
        stem = text[begin : match.start()]
        if (
            len(stem) < 2
            or stem in _GENERIC
            or not re.search(rf"[{HAN}]{{2}}", stem)
            or match[0] in ("店", "厂", "中心", "政府", "保险")
        ):
            continue
        start, end = normal.span(begin, match.end())
        name = normal.original[start:end]
        out.append(Reading("org", name, name, start, end, True, "", 0.95 if "有限" in match[0] else 0.75))
        last = match.end()
    return out


def find(text: str, context: Context) -> list[Reading]:
    """Return people and organisations in `text`, in order."""
    normal = normalise(text)
    people = [reading for reading, _ in find_in(normal, context)]
    orgs = find_orgs_in(normal, context)
    people = [p for p in people if not any(o.start <= p.start < o.end for o in orgs)]
    return sorted([*people, *orgs], key=lambda reading: reading.start)
