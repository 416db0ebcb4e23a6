"""People in running text with the part they play, only where they stand in a telling place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.text import orgs
from bot.text.name_ends import person_at
from bot.text.names import HAN, lexicon, spelled
from bot.text.normalise import Normal, normalise
from bot.text.people_words import HOUSEHOLD, OFFICIAL, OTHER_SIDE
from bot.text.reading import Context, Reading

#: how sure a name is that is only a form of address (王师傅, 姓白)
CALLED = 0.62
_WEAK, _STRONG = 1, 2


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    role: str
    weight: int  #: _STRONG where words say the role, _WEAK where it is only the usual one
    sure: float


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<guarantor>担保人|保证人|保人|作保的?|担保的)|(?P<witness>证人|见证人|在场人|(?:能"
        rf"|可以|愿意|给我)?作证的(?:人|有)?|在场的(?:人|有)?)"
        rf"|(?P<applicant>(?<!被)申请人|原告|出借人|本人|我的名字|我名字|我叫|我姓名|"
        rf"(?<!他)(?<!她)我是(?!被))|(?P<respondent>{OTHER_SIDE})|(?P<household>{HOUSEHOLD})|"
        rf"(?P<official>{OFFICIAL}))"
        r"(?P<named>的?(?:名字)?[:,]?(?:也)?(?:叫做?|名叫|是|为|姓名)?:?)\s?"
    )


@cache
def _named() -> re.Pattern[str]:
    """他叫, 对方名叫, 人叫: an introduction of whoever was spoken of."""
    return re.compile(
        r"(?:[他她]|人|人家|对方|主人|司机|大名|全名|名字|那家|小哥|女的|男的)(?:的?名字)?(?:叫做?|"
        r"名叫|叫)(?![我你他她人到])"
    )


@cache
def _toward() -> re.Pattern[str]:
    who = "[^,。;!?]{2,4}"
    worked = "干活|打工|干了|做工|开车|盖|装修|供货|送货|拉|打|修|种|放|养|看|干|装|铺|刷|砌|家|安装|做"
    dealt = "吵|打|发生|签|撞|说|订|协商|合伙|谈|离婚|结婚|骗|家|的"
    return re.compile(
        rf"(?P<lent>借给了?|借钱给了?|出借给|转给了?|打给了?|转账给了?)"
        rf"|(?P<owe>我(?:还)?欠了?|欠了(?=[^我]))|(?P<from>我?(?:向|跟|找|问|从|管)(?={who}(?:借了?|"
        rf"拿了?)(?!给)))"
        rf"|(?P<borrowed>我(?:是|确实)?借过?(?=[^了给我他她,。]{{2,3}}(?:的|\d|[一二两三四五六七八九十])))"
        rf"|(?P<sue>起诉|告(?=[^诉])|要求|要告|在(?={who}(?:工地|手下|那里|那儿|家里?干)))"
        rf"|(?P<work>(?:给|跟着?|替)(?={who}(?:{worked})))|(?P<quarrel>(?:跟|和|与|被|让|把|"
        rf"对)(?={who}(?:{dealt})))"
        rf"|(?P<rent>租(?:了|的)(?={who}的(?:房|铺|店|门面|地|车|院)))"
        r"|(?P<sell>卖[^,。;]{0,8}?给了?|租给了?|承包给了?|转包给了?|包给了?|流转给了?|交给了?|"
        r"赊给了?|送给了?|欠条是|认识的)"
    )


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(
        r"(?:于|在|自|从|就|又|还|也|一共|总共|先后|因为?|以|由于|多次|至今|到现在|目前|一直|当时|后来|家)?"
        r"[^,。;!?]{0,18}?(?:向我|跟我|找我|问我|从我|和我|与我|给我|欠|借|拖欠|答应|承诺|拒绝|"
        r"不还|没还|打伤|打了|撞|骗|拿走|赖|说好?|租|雇|承包|辱骂|殴打|让我|把我|收了我|卖给我|"
        r"付了|反悔)"
    )


@cache
def _guarantees() -> re.Pattern[str]:
    return re.compile(
        r"(?:也)?(?:给|替|为)?(?:他|她|我们?)?(?:作为|是|作|做|当|提供|签字)?(?:的|"
        r"了)?(?:连带)?(?:责任)?(?:担保|保人|保证|作保|担的保|(?:做|作)的保|签(?:了|的)担保)"
        r"|知道[^。!?]{0,8}作的保"
    )


@cache
def _witnesses() -> re.Pattern[str]:
    return re.compile(
        r"[^,。;!?]{0,6}?(?:在场|在跟前|在(?:旁)?边(?:上)?|作证|证明|看见|看到|看着|亲眼|见证|知道这|全知道|都知道|"
        r"从头到尾|(?:肯|敢|愿意)(?:给我)?(?:出来)?说)|"
        r"[^,。;!?]{1,12}[, ][^,。;!?]{0,8}?(?:作证|证明|见证|出来说)"
    )


@cache
def _called() -> re.Pattern[str]:
    surnames = "".join(sorted(lexicon().surnames - set("向时和常方关钱包房车单")))
    after = (
        r"(?:大姐|大哥|女士|先生|师傅|老板|经理|工头|队长|主任|大爷|大妈|大叔|婶|总|哥|姐|叔|姨|头儿|"
        r"老师|会计)"
    )
    return re.compile(
        rf"(?<=[一个板理人的方主东 ,是师上下门员家户厂长叔])姓[{surnames}]的?(?![名氏])|"
        rf"(?<![公对])[{surnames}]{after}(?![{HAN}]?[有限公])"
        rf"|(?<![{HAN}])老[{surnames}](?=家|说|欠|借|不|当|也|他|给|[,。])|"
        rf"(?<=[叫给跟找问欠向家里有员是雇了的弟头把被让])[老小阿][{surnames}]"
        rf"(?:头|(?=家|说|欠|借|不|拿|给|干|修|把|又|就|跑|只|答应|[,。 ]|$))"
    )


@cache
def _writer_owes() -> re.Pattern[str]:
    return re.compile(
        r"我是(?:被告|欠|借款人)|(?:他|她|人家|对方)(?:起诉|告)(?:了|到)?我|(?:催|逼)(?:着)?我还|"
        r"我(?:是)?借过|我实在还不"
    )


def find_in(normal: Normal, context: Context) -> list[tuple[Reading, str]]:
    """Return people found in running text with the role the words beside them give (may be empty).

    Only names that stand in a telling place: after a title or 叫, after 借给 or 起诉, before a verb such as
    欠 or 借, with 担保 or 在场 behind them. Roles: respondent | applicant | guarantor | witness.
    """
    text = normal.text
    found: dict[int, _Found] = {}
    for one in (
        *_by_title(text),
        *_by_name(text),
        *_by_verb(text),
        *_at_clause(text),
        *_by_usual_name(text),
        *_by_address(text),
    ):
        known = found.get(one.start)
        if known is None or one.weight > known.weight:
            found[one.start] = one
    return _as_readings(normal, [_told_after(text, one) for _, one in sorted(found.items())])


def _by_title(text: str) -> list[_Found]:
    out = []
    for match in _titles().finditer(text):
        at, named = match.end(), bool(match["named"].strip(" ,，"))
        end = person_at(text, at) or (_plain_name(text, at) if "叫" in match["named"] else None)
        kind = next(name for name, said in match.groupdict().items() if said and name != "named")
        if (
            not end
            or end - at < 2
            or (
                kind == "official"
                and match["official"] in ("一个", "有个", "那个")
                and "叫" not in match["named"]
            )
        ):
            continue
        if kind == "applicant" and match["applicant"].endswith("是") and not _ends_clause(text, end):
            continue
        role, weight = _title_role(text, match.start(), end, kind, named)
        out.append(_Found(at, end, role, weight, 0.95))
    return out


def _ends_clause(text: str, at: int) -> bool:
    return not text[at : at + 1] or text[at] in ",。;!?、 (" or text[at] in "在今家从"


def _title_role(text: str, start: int, end: int, kind: str, named: bool) -> tuple[str, int]:
    if kind in ("applicant", "guarantor", "witness"):
        return kind, _STRONG
    family = re.search(r"离婚|抚养|赡养|分家|继承|遗产|养老|彩礼", text) is not None
    own = re.search(r"(?:我|我的|我们|俺)$", text[max(0, start - 2) : start]) is not None
    if kind == "household" and own and not family:
        return "", _WEAK
    beside = _beside(text, start, end)
    if beside:
        return beside, _STRONG
    if kind == "respondent":
        return "respondent", _WEAK
    return ("respondent", _WEAK) if kind == "household" and (not own or (family and named)) else ("", _WEAK)


def _beside(text: str, start: int, end: int) -> str:
    """Return the role of my friend X from the words around: 借给我朋友X, 向我同学X借."""
    before = text[max(0, start - 8) : start]
    if re.search(r"(?:借给|转给|打给|卖给|租给|出借给|交给)(?:了)?(?:我的?|一个|我一个|他的?)?$", before):
        return "" if re.search(r"[他她]\S{0,3}(?:借给|转给)", before) else "respondent"
    if re.search(r"(?:我|也)欠了?(?:我的?|一个)?$", before) or (
        re.search(r"(?:我|也)(?:向|跟|找|问|从)(?:我的?|一个)?$", before)
        and re.match(r"[^,。;!?]{0,8}(?:借(?!给)|拿)", text[end : end + 12])
    ):
        return "applicant"
    return _act_role(text, end) if _acts().match(text, end) else ""


def _plain_name(text: str, at: int) -> int | None:
    """Return the end of a name without a known surname that fills the clause behind 叫: 租客叫呼斯楞."""
    match = re.compile(rf"[{HAN}]{{2,4}}(?=$|[,。;!?、 (是])").match(text, at)
    return match.end() if match and not re.search(rf"[我你他她的了]|{orgs.ENDS}$", match[0]) else None


def _by_name(text: str) -> list[_Found]:
    out = []
    for match in _named().finditer(text):
        end = person_at(text, match.end()) or _plain_name(text, match.end())
        if end:
            own = (
                re.search(r"我(?:家)?(?:孩子|娃|儿子|女儿|妈|爸)[^,。]{0,4}$", text[: match.end()])
                is not None
            )
            out.append(_Found(match.end(), end, "" if own else "respondent", _WEAK, 0.9))
    return out


def _by_verb(text: str) -> list[_Found]:
    out = []
    for match in _toward().finditer(text):
        end = person_at(text, match.end())
        if not end:
            continue
        kind = match.lastgroup or ""
        before = text[max(0, match.start() - 6) : match.start()]
        if kind in ("owe", "from", "borrowed"):
            role = "applicant"
        else:
            role = "" if kind == "lent" and re.search(r"他|她|对方", before) else "respondent"
        if kind in ("work", "quarrel") and end - match.end() < 2:
            continue
        out.append(_Found(match.end(), end, role, _WEAK if kind in ("work", "quarrel") else _STRONG, 0.9))
    for match in re.finditer(
        rf"(?<=[{HAN}]的)(?=[{HAN}]{{2,4}}(?:[12]\d|去年|前年|今年|上个?月|\d{{1,2}}月|"
        rf"[一二三两半]年前|昨天|前天|于|向我|从我|跟我|问我|找我|借|欠|来|说))",
        text,
    ):
        end = person_at(text, match.end())
        if end and end - match.end() == 3:
            out.append(_Found(match.end(), end, "respondent", _WEAK, 0.85))
    return out


def _at_clause(text: str) -> list[_Found]:
    out = []
    for at in _clause_starts(text):
        end = person_at(text, at)
        if not end:
            continue
        if _guarantees().match(text, end):
            out.append(_Found(at, end, "guarantor", _STRONG, 0.9))
        elif _acts().match(text, end):
            role = _act_role(text, end)
            out.append(_Found(at, end, role, _STRONG if role else _WEAK, 0.85))
        elif re.match(r"家|(?:一|今|去|前|\d|当时|从|拿|说|嫌|现在|手机)", text[end : end + 2]):
            out.append(_Found(at, end, "respondent" if text[end] != "说" else "", _WEAK, 0.7))
    return out


@cache
def _usual() -> re.Pattern[str]:
    given = re.escape(lexicon().given)
    surnames = re.escape(
        "".join(sorted(lexicon().surnames - set("车管方岳查房包单路边钱万时常关党温成易米古")))
    )
    return re.compile(
        rf"(?:(?<=[,。;!?、 \n的是叫跟和给找被向让把与])|^)[{surnames}](?:[{given}]{{2}}|"
        rf"[{given}](?=[,。;!? 说欠借拿打骂把给让不又就也在还跟向]))"
    )


def _by_usual_name(text: str) -> list[_Found]:
    """Return names made of usual characters wherever a person may be named; whose part is the usual one."""
    out = []
    for match in _usual().finditer(text):
        end = person_at(text, match.start())
        if end and end - match.start() >= 2:
            own = re.search(
                r"我[爸妈爹娘儿女叫是][^,。]{0,3}$", text[max(0, match.start() - 5) : match.start()]
            )
            out.append(_Found(match.start(), end, "" if own else "respondent", _WEAK, 0.75))
    return out


def _clause_starts(text: str) -> list[int]:
    starts = [
        match.end()
        for match in re.finditer(
            r"(?:^|[,。;:!?\n、\s(])(?:我?(?:和|与|跟)|是|就是|因|因为|当时|后来|结果|但|但是|现在"
            r"|今|兹|村里|同村的|\d{1,2}[、.])?",
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


def _by_address(text: str) -> list[_Found]:
    out = []
    for match in _called().finditer(text):
        before = text[max(0, match.start() - 3) : match.start()]
        if (
            re.search(r"我$|我是$|我叫$|本人$|律师|法官", before)
            or text[match.end() : match.end() + 1] == "法"
            or re.match(r"任(?:会计|经理|主任|队长|老师)", match[0])
            or (
                match[0].startswith("姓")
                and re.match(rf"的?,?(?:名|叫){match[0][1]}", text[match.end() :][:6])
            )
        ):
            continue
        out.append(_Found(match.start(), match.end(), "respondent", _WEAK, CALLED))
    return out


def _act_role(text: str, end: int) -> str:
    clause = re.split(r"[,。;!?]", text[end : end + 40])[0]
    if re.search(
        r"(?:借|转|打|拿|欠?)给(?:了)?我|借我的?|欠我|向我借|跟我借|找我借|问我借|从我|"
        r"欠(?:下)?(?:了)?我|拖欠|不还|没还|答应|承诺|打伤|骗|赖|辱骂|殴打|撞|租我|打了我|雇我|"
        r"欠薪|让我|把我|收了我",
        clause,
    ):
        return "applicant" if re.search(r"借(?:钱)?给了?我", clause) else "respondent"
    if re.search(r"借(?:了|走|去)?\S{0,8}(?:钱|元|块|万|千)|欠", clause):
        return "respondent"
    return ""


def _told_after(text: str, one: _Found) -> _Found:
    """Give a name the role that the words right behind or before it tell: 郭建忠担保, 李宝山在跟前."""
    before = text[max(0, one.start - 12) : one.start]
    role = ""
    if _guarantees().match(text, one.end) or re.search(
        r"担保(?:人|的)?(?:是|叫|:|为)?$|(?:担保人|保人)(?:是|叫)[他她我]?[\u4e00-\u9fff]{0,3}$", before
    ):
        role = "guarantor"
    elif one.role != "applicant" and (
        _witnesses().match(text, one.end)
        or re.search(r"(?:作证|见证|在场|证明)的?(?:人)?(?:还?有|是|叫|:)?[\u4e00-\u9fff]{0,3}$", before)
    ):
        role = "witness"
    elif re.search(r"债主(?:是|叫)?[^,。]{0,14}$", text[max(0, one.start - 18) : one.start]):
        role = "applicant"
    elif one.role == "respondent" and one.weight == _WEAK and _writer_owes().search(text):
        role = "applicant" if re.search(r"借", before) else one.role
    return one if not role or role == one.role else _Found(one.start, one.end, role, _STRONG, one.sure)


def _as_readings(normal: Normal, found: list[_Found]) -> list[tuple[Reading, str]]:
    """Return one reading a name, with its surest role; none where two roles are said equally."""
    best: dict[str, tuple[Reading, _Found]] = {}
    last = -1
    for one in found:
        if one.start < last:
            continue
        start, stop = normal.span(one.start, one.end)
        name = spelled(normal.original[start:stop])
        last = one.end
        if name not in best:
            best[name] = (Reading("person", name, name, start, stop, True, "", one.sure), one)
            continue
        reading, known = best[name]
        if not known.role or (one.role and one.weight > known.weight):
            best[name] = (reading, one)
        elif one.role and one.role != known.role and one.weight == known.weight == _STRONG:
            best[name] = (reading, _Found(known.start, known.end, "", _STRONG, known.sure))
    return [(reading, one.role) for reading, one in best.values()]


def find(text: str, context: Context) -> list[Reading]:
    """Return people and organisations in `text`, in order."""
    normal = normalise(text)
    people = [reading for reading, _ in find_in(normal, context)]
    companies = [reading for reading, _ in orgs.find_in(normal, context)]
    people = [p for p in people if not any(o.start <= p.start < o.end for o in companies)]
    return sorted([*people, *companies], key=lambda reading: reading.start)
