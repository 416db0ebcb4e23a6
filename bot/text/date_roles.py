"""Which part a day plays in a story, by the words of its clause and the kind of dispute."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from bot.text import weddings
from bot.text.fact_roles import Around
from bot.text.topics import Topic, fits

Told = tuple[str, float]
_NONE: Told = ("", 0.6)


@cache
def _pays_back() -> re.Pattern[str]:
    return re.compile(
        r"^(?:以?前|之前|就|再|时|的时候|里|底|全|一次性|必须|全部|能|给我|把钱|要|本利|"
        r"连本带利)*(?:还(?!了|过|没|是|有|欠|在|不|剩|差|打|要|找|去|来|说|骗|跟|问|给了|款了|贴|"
        r"发|拿|把|能)"
        r"|归还|偿还|结清|付清|还清|全清|给清|交清|交货|交房|给(?:我|清|钱|$)(?!的|们?打|打|说|发|转|过|了))"
    )


@cache
def _promised() -> re.Pattern[str]:
    return re.compile(
        r"(?:约定|说好|答应|承诺|保证|讲好|写明|许下|(?<!听)(?<!来)说|写的|写着|定在|到期日?(?:是|"
        r"为)?|还款(?:日期?|时间|期限)(?:是|为)?|借(?:到|期到|款期限?(?:至|到))|最(?:晚|迟)|:)"
        r"(?:的|是|在|于|了|我|到|[他她等年底就]|最[晚迟])*$"
    )


def _near(about: Around) -> str:
    return f"{about.before[-12:]}|{about.after}"


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(
        r"催(?!缴费)|讨要|要账|要钱|要过|追要|索要|找(?:过|到)?(?:他|她|对方|老板|人家|房东|"
        r"物业)(?:家)?(?:要|去要|理论|说)|找过(?:他|她|对方|老板|人家|物业|房东)|又?问(?:他|她|"
        r"过他)|(?:跟|向|问|管)(?:他|她|对方|人家|老板)要|去要|要了?[几多一两三四五]次|打(?:了|"
        r"过)?(?:个|了几次)?电话(?!说|给我|来)|(?:我|又|还)上门|贴(?:了|过)?催|敲门|发(?:了|"
        r"过)?(?:律师)?函"
        r"|发(?:了)?(?:短信|微信)(?:催|问|要)|"
        r"寄(?:了|过|的)?(?:个|份|封)?(?:书面)?(?:通知|函|律师函)|对(?:的|了|过)账|"
        r"[让请托][^,]{1,5}去(?:说|要|问)过?|起诉过|去找(?:他|她|人家)|又找(?:他|她)"
    )


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], float], ...]:
    rows = (
        ("married", r"结的?婚|(?<!没)领的?了?证|登记结婚|办的?结婚登记", 0.9),
        ("left", r"离(?:的|了)?职|辞(?:的|了)?职|辞退|辞了|开除|解雇|解除|不干了|不干的|停(?:的|了)?工|"
            r"完(?:的|了)?工|干完|竣工|交工|退(?:的|了)?租|退(?:的|了)?房|搬(?:走|出|离)|腾(?:的|"
            r"了)?房|被裁|走的|让走|让我走|不让(?:我)?上班|不用来|被辞|收工|(?<!不)回(?:的|了)家|退场|"
            r"裁员|炒|不续|没续|把我(?:们)?(?:开|辞|撵|赶)|(?<!拿)(?:就|都|才|"
            r"我)走(?:了|人)|走人|歇业|回老家", 0.85),
        ("happened", r"发生|出(?:的|了)?事|出了?(?:车祸|事故)|撞|追尾|打伤|打了|殴打|打架|受(?:的|了)?伤|摔|"
        r"咬|"
            r"砸|漏水|淹|泡|被打|家暴|着火|起火|骂|碾|刮|蹭|碰了|掉下|滑倒|烫|爆|死了|去世|过世|病逝|"
            r"没了人|扑|掐|推|踢|砍|挖|拆|占了|偷|丢了|弄坏|剪|毒死|轧|烧|塌|输错|转错|打错", 0.85),
        ("signed", r"(?<![续没不])签(?:订|了|的|合同|协议|字)|订立|立(?:下|"
        r"了)(?:字据|合同)|下的?单|订(?:了|的|购)(?!婚)|"
            r"定(?:了|的)(?!期)|买的|买了|办(?:的|了)?(?:张|个)?[会年卡]|交了?定金|提(?:的|了)车|充了|"
            r"报(?:的|了)名|交的?首付|花[^,]{1,8}买|充的|办(?:的|理)|付的(?:款|钱|全款)|"
            r"交的(?:钱|费|学费|定金)|下的?定", 0.8),
        ("started", r"入(?:的|了)?职|来的|动(?:的|了)?工|接(?:的|了)?手|应聘|"
            r"上岗|报到|收的?房?(?=一|$)|交的房|开(?:的|了)业|上(?:的)?班|开(?:的)?工|进(?:的|了)?(?:这个|这家|那个|那家)?(?:厂|公司|"
            r"单位|矿)|进(?:的)?场|进去|开始(?:干|做|上|租|"
            r"打|给)|干活|打工|承包|租(?:了|的|房|给|下)|入住|住进|搬进|起租|来.{0,6}干|给.{1,6}干|"
            r"做工|参加工作|流转给|跟.{1,8}干|在.{1,12}(?:干|上班|打工|做工|绑|看大门)", 0.8),
        ("lent", r"借(?!条|据)|出借|转(?:账|给|了)|打给|汇给|拿(?:走|了|去|我)", 0.9),
    )  # fmt: skip
    return tuple((role, re.compile(pattern), sure) for role, pattern, sure in rows)


@cache
def _slip_day() -> re.Pattern[str]:
    return re.compile(r"[借欠]条|收据|协议|合同|条子|单子|验收单")


@cache
def _other_days() -> re.Pattern[str]:
    """Days of something else: a death, a wedding, a stay in hospital, a decision."""
    return re.compile(
        r"去世|没了|死|过世|认识|走[的了]|出院|住院|手术|复查|鉴定|判|开庭|仲裁|起诉|报警|立案|调解|生(?:的"
        r"|了)|出生|毕业|退休|回来|电话|微信|说|还(?:了|过)|给了|付了|才|听|拍|发现|知道|逾期|办的"
        r"|开始|断"
    )


@cache
def _no_event() -> re.Pattern[str]:
    """到今天, 今年六十八, 回回说下个月给: no day of anything that happened."""
    return re.compile(
        r"(?:回家|回去|[给付还结交]到)\||(?:回回|每次|老是?|总是?|一直|天天)[^|]{0,4}\||\|(?:都)?(?:"
        r"\d{2}|[一二三四五六七八九]十[一二三四五六七八九]?)(?:岁|了|多|,|$)|\|(?:没(?!了)|未)"
    )


def _is_due(about: Around) -> bool:
    if re.match(r"(?:都|也|就)?(?:没|未|不)", about.after):
        return False
    if _pays_back().match(about.after):
        return True
    return (
        _promised().search(about.before) is not None
        and re.search(
            r"还|付|给|结(?!婚|节|果|束|构)|清(?!楚)|到期|交货|交房|完工|退|送货|发货|装好|交工|到货|盖成",
            about.after[:8] + about.before[-5:],
        )
        is not None
    )


def _alone(about: Around) -> bool:
    return not about.after.strip() and about.before.strip() in (
        "",
        "在",
        "于",
        "我",
        "是",
        "我在",
        "我于",
        "从",
        "到",
        "自",
        "事情是",
        "时间是",
    )


def date_role(about: Around, kind: Topic) -> Told:
    """Return role and confidence of a date.

    Roles: lent due demanded signed started left happened owed_from married.
    """
    role, sure = _told(about, kind)
    if role == "married" and weddings.only_feast(about.clause):
        return _NONE
    return (role, sure) if fits(kind, role) and not _aside().search(about.clause) else _NONE


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(
        r"听说|据说|(?<![他她])要是|如果|假如|万一|就算|"
        r"我?(?:弟|哥|姐|妹|闺女|儿子|女儿|孩子)(?:才|要|就|今年|明年)"
    )


def _told(about: Around, kind: Topic) -> Told:
    if _alone(about):
        about = replace(about, after=about.later)
    if re.search(r"(?:干|做|一直|上班)到$", about.before) and kind in ("wage", "work"):
        return "left", 0.8
    if about.before.endswith("到") and re.match(r"今天|今日|现在|目前", about.said):
        return _NONE
    if re.search(
        r"(?:还了|还过|已还|还清了|结清了|还给我|打过来|给了我)|^(?:份|底|初)?(?:他|她)?[又再才]还(?!要|得|没|不|是|有)",
        about.after[:12],
    ) or _no_event().search(f"{about.before[-6:]}|{about.after[:10]}"):
        return _NONE
    if re.match(r"当[天时日]|那[天时年]", about.said):
        return _NONE
    if re.match(r"到期|为期|届满", about.after):
        return ("left", 0.75) if kind in ("lease", "wage") else ("due", 0.95)
    written = _by_paper(kind, about.before)
    if written[0]:
        return written
    if _is_due(about):
        return "due", 0.9
    if re.search(r"最(?:近|后)一[次回][^,]{0,6}$", about.before):
        return "demanded", 0.9
    if re.match(
        r"(?:份|开始|起|以后|以来|之后|往后)*(?:就|一直|再|也|又|他)*(?:没(?:再)?(?:发|给|交|付|"
        r"结)|不(?:给|发|交|付|还)|没还|逾期|拖欠|欠|停发|停(?:了|$)|断)",
        about.after,
    ) or _since().search(f"{about.before[-4:]}|{about.after}"):
        return "owed_from", 0.8
    if _until_owed(kind, about):
        return "owed_to", 0.75
    if kind == "wage" and re.match(r"份?的?(?:工资|工钱|提成)", about.after) and owed_range(about):
        return "owed_from", 0.65
    return _by_words(kind, about)


def _by_paper(kind: Topic, before: str) -> Told:
    """The day that a paper bears: 借条写的…, 解除通知书是…, 报名是…."""
    if kind == "loan" and _slip_says().search(before):
        return "lent", 0.8
    if kind == "wage" and re.search(r"(?:解除|辞退|开除|离职)[^,]{0,8}$", before):
        return "left", 0.75
    signed = r"报名(?:日期|时间)?是?$|[签订充]的?(?:时间|日期)是?$"
    return ("signed", 0.8) if kind in ("sale", "work") and re.search(signed, before) else _NONE


@cache
def _slip_says() -> re.Pattern[str]:
    return re.compile(
        r"[借]条(?:上面?|里)?(?:的)?(?:写|打|落款|日期|时间|签)?(?:的|着|是)*(?:日期|时间)?(?:是|为)?$"
    )


@cache
def _since() -> re.Pattern[str]:
    """从2024年1月接手店面就一直没交过: unpaid from a day on."""
    return re.compile(r"从\|[^,]{0,10}?就?(?:一直|再)?(?:也|都)?(?:没|不)(?:再)?(?:交|给|发|付|结)")


def _until_owed(kind: Topic, about: Around) -> bool:
    """截至上个月总共11340: the end of what is owed."""
    until = re.search(r"(?:到|至|截止|截至)$", about.before) is not None
    sums = re.match(
        r"(?:底|份|为止)?,?(?:一共|总共|共计?|累计|合计|已经|还|,)*(?:欠|拖欠|\d|[一二两三四五六七八九十])",
        about.after,
    )
    return until and sums is not None and kind in ("fee", "lease", "wage", "sale")


def _by_words(kind: Topic, about: Around) -> Told:
    if re.search(r"完工|竣工", about.after[:6]):
        return "left", 0.85
    if kind in ("wage", "work", "sale") and re.match(r"(?:份)?(?:干|做|送)到", about.after):
        return ("started", 0.8) if kind == "wage" else _NONE
    if (
        re.match(r"(?:以来|起|开始)?$", about.after)
        and re.search(r"从$", about.before)
        and kind in ("lease", "wage")
    ):
        return "started", 0.75
    if _asked().search(_near(about)):
        return "demanded", 0.85
    if (
        _slip_day().search(about.before)
        and re.search(r"^(?:打|签|写|立|开|出|给|盖|的?$)|[是写于的]$", f"{about.after}")
        and kind != "injury"
    ):
        return "signed", 0.8
    nearest = _nearest_rule(kind, about)
    return nearest if nearest[0] else _by_topic(kind, about)


def _fits(role: str, kind: Topic, about: Around) -> bool:
    """Tell whether a role's words may be meant at all in such a dispute."""
    if not fits(kind, role):
        return False
    match role:
        case "lent":
            return kind not in ("wage", "injury", "lease", "family") and "错" not in about.clause
        case "signed":
            return kind != "loan" or re.search(r"签|订立|立下", about.clause) is not None
        case "happened":
            hurt = r"撞|摔|伤|事故|车祸|发生|打架|被打|殴打"
            return kind not in ("loan", "wage") or re.search(hurt, about.clause) is not None
        case _:
            return True


#: so far behind a day, and before it, its words may stand
_AFTER_REACH, _BEFORE_REACH = 14, 12


def _nearest_rule(kind: Topic, about: Around) -> Told:
    """Return the role whose words stand nearest behind the day, else nearest before it."""
    best: tuple[int, str, float] = (99, "", 0.0)
    for role, pattern, sure in _rules():
        if not _fits(role, kind, about):
            continue
        behind, ahead = pattern.search(about.after), pattern.search(about.before[-_BEFORE_REACH:])
        gap = behind.start() if behind and behind.start() <= _AFTER_REACH else 99
        if ahead:
            gap = min(gap, _AFTER_REACH + len(about.before[-_BEFORE_REACH:]) - ahead.end())
        if role == "signed" and kind == "injury" and gap > 2:
            continue
        if gap < best[0]:
            best = (gap, role, sure)
    return (best[1], best[2]) if best[1] else _NONE


@cache
def _event() -> re.Pattern[str]:
    return re.compile(
        r"(?:早上|上午|中午|下午|晚上|半夜|夜里|凌晨|那天|的时候)*(?:的(?:事|活)|发生的|出的事|办的|订的婚)"
    )


def _by_topic(kind: Topic, about: Around) -> Told:
    """Return what a day without words of its own usually is: the day of the loan, of the accident."""
    event = _event().match(about.after) is not None
    event = event or re.search(r"事(?:情)?(?:是|发生在|就)?$|发生在$|时间是?$", about.before) is not None
    if kind == "loan" and event:
        return "lent", 0.8
    if event:
        return "happened", 0.8
    if "错" in about.clause and re.search(r"转|打|输", about.clause):
        return "happened", 0.75
    if (
        re.fullmatch(r"[今去前本明]年|大前年|过年|初.|周末|月底|年底", about.said)
        and "借" not in about.clause
    ):
        return _NONE
    if kind == "loan" and re.search(r"[转打]给|转了|借|拿走", about.later) and "还" not in about.clause:
        return "lent", 0.7
    bare = (
        re.fullmatch(r"(?:在[^,]{1,8}|那[趟次天回]?|的?)?", about.after) is not None
        and len(about.before) <= 2
    )
    if kind == "injury" and bare:
        return "happened", 0.7
    if _other_days().search(f"{about.before[-10:]} {about.after[:10]}"):
        return _NONE
    if kind in ("land", "other") and re.match(r"(?:打|到|发|转)的(?:款|账|钱)", about.after):
        return "happened", 0.6
    if kind == "work" and re.match(r"给.{1,8}(?:打|盖|装|修|拉|做|铺|刷)", about.after):
        return "happened", 0.7
    usual = {"loan": "lent", "injury": "happened"}.get(kind, "")
    return (usual, 0.66) if usual else _NONE


def owed_range(about: Around) -> bool:
    """Tell whether a stretch of days is the time for which pay or fees are owed."""
    words = f"{about.earlier} {about.clause}"
    unpaid = r"欠|没(?:发|给|结|付|交)|未(?:发|付|给|结|交)|不(?:发|给|结|付|交)|拖|差我|扣"
    due = r"工资|工钱|薪|物业费|房租|租金|费|劳务|货款|一分|没给|提成|奖金|补贴|加班"
    return re.search(unpaid, words) is not None and re.search(due, words) is not None


def worked_range(about: Around, kind: Topic) -> bool:
    """Tell whether a stretch of days is the time somebody worked."""
    words = f"{about.earlier} {about.clause}"
    if kind == "wage" and re.search(r"干|打工|上班|做|工作|在", words):
        return True
    labour = r"(?:干|拉|做|打|装|修|绑|刷|摘|铲|铺|盖|看|跑|挖|砌|抹|种|收|放|喂)(?:的|了|活|工)?"
    return kind in ("wage", "work", "sale", "fee", "other") and (
        re.match(labour, about.after) is not None
        or re.search(r"干活|打工|上班|给[^,]{2,12}[干铲装修拉做打]", words) is not None
    )


def supplied_range(about: Around, kind: Topic) -> bool:
    """Tell whether a stretch of days is the time for which goods were delivered unpaid."""
    words = f"{about.earlier} {about.clause} {about.later}"
    return (
        kind in ("sale", "work")
        and re.search(r"供应|供货|送货|送的?|拿了?货|拿的|赊|进货|不结账", words) is not None
    )
