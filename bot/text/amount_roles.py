"""Which part a sum plays in a story: the nearest word that tells, read by the kind of dispute."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from bot.text.amount_cues import AFTER, BEFORE
from bot.text.fact_roles import Around
from bot.text.topics import Topic, fits

Told = tuple[str, float]
_NONE: Told = ("", 0.55)
#: so many characters may stand between the telling word and the sum
_GAP = 10

#: cues that stand right before their sum
_CLOSE = frozenset({"still", "agreed", "daily", "monthly", "yearly", "paid", "total"})


@cache
def _tail() -> re.Pattern[str]:
    """Words between a cue and its sum that say nothing of the part."""
    return re.compile(
        r"(?:一共|总共|(?:[一两三四五六几]|\d+)[次笔回]|陆陆?续续?|前后|先后|共计?|合计|总计|累计|"
        r"平均|大概|大约|差不多|整整|就|才|是|有|了|过|为|约|他|她|我们?|也|都|[,:\s]|的|钱|人民币"
        r"|现金|说好|讲好)+$"
    )


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in BEFORE)


@cache
def _behind() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in AFTER)


def _last_cue(before: str) -> tuple[str, int]:
    """Return the last cue of a clause and how many characters stand behind it; the longest of equals."""
    best, end, length = "", -1, 0
    for name, pattern in _cues():
        for match in pattern.finditer(before):
            size = match.end() - match.start()
            if (match.end(), size) > (end, length):
                best, end, length = name, match.end(), size
    return best, len(before) - end


def _nearest(before: str) -> str:
    """Return the cue that a sum behind these words belongs to; a noun goes before 一共 and 总共."""
    if re.search(r"(?:还|仍|另)有$", before):
        return "still"
    bare = _tail().sub("", before)
    name, gap = _last_cue(bare)
    if name and (gap == 0 or (name not in _CLOSE and gap <= _GAP and _last_cue(before)[0] != "total")):
        return name
    whole, gap = _last_cue(before)
    return whole if whole and gap <= (3 if whole in _CLOSE else _GAP) else ""


def _rest(kind: Topic, about: Around) -> Told:
    """What is still owed: pay, a fee or price, what a lender asks back."""
    if re.search(r"货款|工程款|料款|煤款|饲料", about.before):
        return "price", 0.85
    if re.search(r"[卡店]里[^,]{0,4}$", re.split(r"还?[剩余]", about.before)[0]):
        return "claim", 0.75  # what a prepaid card still holds
    if kind == "wage" or re.search(r"工资|工钱|人工费|劳务费", about.before):
        return "wage_owed", 0.85
    if re.search(r"工资|工钱", about.text) and not re.search(
        r"合同价|总价|工程款|货款|承包|决算", about.text
    ):
        return "wage_owed", 0.7
    if kind == "loan":
        again = re.search(r"剩|还[差欠有]|尚欠|下欠|仍欠|余", about.before) is not None
        if not again and _on_account().search(about.text):
            return "fee_owed", 0.7
        return ("claim", 0.8) if again else ("principal", 0.75)
    return ("claim" if kind in ("injury", "other") else "fee_owed"), 0.75


@cache
def _on_account() -> re.Pattern[str]:
    """A debt for goods or work, although a slip calls it what is owed."""
    return re.compile(
        r"^(?!.*(?:借(?![条据])|本金|周转|转给|拿走)).*(?:换了|修了|赊|拉了|买了?|卖|吃饭|饭钱|货|料|活|修车|加油)"
    )


def _still(kind: Topic, about: Around) -> Told:
    """还有四万: what is left of a debt, where one was spoken of."""
    words = f"{about.earlier} {about.clause} {about.later}"
    if not re.search(r"欠|剩|没|不给|挂|给了|付|还了|结|要", words):
        return _NONE
    return _rest(kind, about)[0], 0.72


def _paid(kind: Topic, about: Around) -> Told:
    if re.search(r"利息|利钱", about.before):
        return "interest", 0.7
    if re.search(r"(?:已|共)(?:经)?收(?:到|了)?$|收到了?$|到账$|过来$", about.before):
        return ("repaid", 0.75) if kind in ("sale", "work", "loan", "wage") else _NONE
    if (
        kind == "loan"
        and re.search(r"[转打汇](?:账)?(?:给)?(?:了|过)(?:他|她)?$", about.before)
        and not re.search(r"(?:他|她|对方)(?:又|就|只|给我)?[转打汇]|给我", about.before)
    ):
        return "principal", 0.75
    if kind == "injury" and re.search(r"我(?:自己)?(?:先)?(?:垫|付|花|交)", about.before):
        return "medical", 0.75
    handed = kind == "sale" and re.search(r"交(?:了|过)$", about.before) is not None
    if handed or _writer_paid().search(about.before):
        return _writer_paid_role(kind, about)
    other_side = re.search(r"[他她]|对方|客户|买家|老板|公司|厂|家", about.before) is not None
    if kind == "lease" or (kind == "other" and not other_side and "还" not in about.before):
        return _NONE
    if (
        kind == "sale"
        and not other_side
        and not re.search(r"给(?:了|过)$", about.before)
        and not re.search(r"货款|送货|供货|卖|拉了|赊|运费|货主", about.text)
    ):
        return "price", 0.65
    if kind == "family":
        return ("repaid", 0.7) if re.search(r"只|判|还欠", about.before) else _NONE
    if re.search(r"物业费|暖气费|取暖费|供暖费|水电费", about.before):
        return "fee_owed", 0.75
    if re.search(r"说.*只给", about.before):
        return _NONE
    return "repaid", 0.85


@cache
def _writer_paid() -> re.Pattern[str]:
    return re.compile(
        r"(?:我|我们|我家|咱们?)[^,他她对方老板人那雇]{0,5}(?:给|交|付|转|打|汇)(?:了|过|给|"
        r"账)?(?:他|她|对方|人家|老板|中介|房东|店里|公司|女方|男方)?(?:家)?(?:转|打|"
        r"汇)?(?:账)?(?:了|过)?$"
    )


def _writer_paid_role(kind: Topic, about: Around) -> Told:
    """What the writer handed over: a loan, or a price; paid in part where a whole price is told too."""
    match kind:
        case "loan":
            return "principal", 0.75
        case "sale" | "work":
            whole = re.search(r"总价|合同价|价款|谈的|谈好|总共|一共|全款", about.text) is not None
            return ("repaid" if whole else "price"), 0.7
        case _:
            return _NONE


def _slip(kind: Topic, about: Around) -> Told:
    return (
        ("wage_owed", 0.8) if kind == "wage" else ("principal", 0.8) if kind == "loan" else ("fee_owed", 0.65)
    )


def _wage(kind: Topic, about: Around) -> Told:
    if re.search(r"要求[^,]{0,4}(?:补偿|赔偿|支付)|补偿|赔偿", about.before):
        return "claim", 0.75
    if re.search(r"(?:我|我的)工资(?:才|只有|就|也就|本来)+$", about.before):
        return "wage_monthly", 0.75
    owed = r"欠|没(?:发|给|结|付)|未(?:发|付|给|结)|不(?:发|给|结|付)|拖|差我|差|扣|压"
    if re.search(owed, f"{about.earlier} {about.clause} {about.later}") or re.match(
        r"(?:元|块)?(?:一直|到现在|至今|都)?(?:没|不给)", about.after
    ):
        return "wage_owed", 0.9
    if re.search(r"[月]的?工资(?:平均|大概|是|有|才|只有)*$", about.before) and not re.search(
        r"\d月|个月|月份|几月", about.before
    ):
        return "wage_monthly", 0.8
    if (
        kind == "wage"
        and re.search(r"(?<!的)工资(?:是|有|才|只有|大概)?$", about.before)
        and not re.search(r"个月|月份", about.before)
    ):
        return "wage_monthly", 0.7
    return "", 0.6


def _monthly(kind: Topic, about: Around) -> Told:
    if kind == "family":
        wants = (
            re.search(r"[让要想叫]|抚养费|赡养费|应该|至少", about.clause) is not None
            and "挣" not in about.before
        )
        return ("claim", 0.75) if wants or "给我" in about.before else ("", 0.55)
    if kind == "injury" and re.search(r"洗|干|上班|打工|挣|工资|开", f"{about.earlier} {about.before}"):
        return "wage_monthly", 0.7
    if re.search(r"利|息", about.clause) or kind in ("loan", "sale", "injury", "fee", "other"):
        return _NONE
    return ("rent", 0.8) if kind in ("lease", "land") else ("wage_monthly", 0.85)


def _total(kind: Topic, about: Around) -> Told:
    words = f"{about.earlier} {about.clause} {about.later}"
    owes = re.search(r"欠|拖|没[给交付结发]|差|押着|压", words) is not None
    match kind:
        case "wage":
            return ("wage_owed", 0.75) if owes or "工资" in words else _NONE
        case "lease" | "fee" | "land" | "family":
            return ("fee_owed", 0.75) if owes or kind == "fee" else _NONE
        case "sale" | "work":
            return ("fee_owed" if owes else "price"), 0.75
        case "loan":
            return ("principal", 0.7) if re.search(r"借|欠|拿", words) else _NONE
        case "injury":
            return ("medical", 0.65) if re.search(r"花|费", words) else _NONE
        case _:
            return _NONE


def _spent(kind: Topic, about: Around) -> Told:
    if re.search(r"修(?!养)|换(?!药)|重做|鉴定|搬家|清理", about.clause):
        return "claim", 0.7
    if kind == "injury" or re.search(r"看病|住院|医院", f"{about.earlier} {about.clause}"):
        return "medical", 0.85
    if kind in ("sale", "work") and not re.search(r"三金|酒席", about.before):
        return "price", 0.75
    return _NONE


def _offered(kind: Topic, about: Around) -> Told:
    wants = re.search(r"(?:想|要|让|应该|得|该)[^,]{0,6}(?:赔|补偿)", about.before) is not None
    if not wants and re.search(
        r"(?:他|她|对方|老板|司机|车主|店里?|公司)(?:就|也|先|已经)?赔了我?$", about.before
    ):
        return "repaid", 0.6
    return ("claim", 0.75) if wants else ("compensation", 0.8)


def _daily(kind: Topic, about: Around) -> Told:
    earns = kind in ("wage", "injury", "work") and "租" not in about.before
    return ("wage_daily", 0.8) if earns else _NONE


def _sent(kind: Topic, about: Around) -> Told:
    """A sum that was transferred: by mistake it is asked back, to a borrower it is the loan."""
    if "错" in about.text:
        return "claim", 0.7
    return ("principal", 0.7) if kind == "loan" else _NONE


def _yearly(kind: Topic, about: Around) -> Told:
    if re.search(r"利息?|息", about.before):
        return "interest", 0.75
    return ("rent", 0.75) if kind in ("lease", "land") else _NONE


_SETTLED: dict[str, Callable[[Topic, Around], Told]] = {
    "rest": _rest,
    "still": _still,
    "unpaid": _rest,
    "paid": _paid,
    "spent": _spent,
    "monthly": _monthly,
    "total": _total,
    "wage": _wage,
    "offered": _offered,
    "daily": _daily,
    "slip": _slip,
    "agreed": lambda kind, about: ("price", 0.75) if kind in ("work", "sale") else _NONE,
    "wanted": lambda kind, about: ("wage_owed", 0.7) if kind == "wage" else ("claim", 0.7),
    "loss": lambda kind, about: ("claim", 0.75),
    "due_me": lambda kind, about: ("wage_owed", 0.75) if kind == "wage" else ("claim", 0.7),
    "yearly": _yearly,
    "fee": lambda kind, about: ("fee_owed", 0.85),
    "mistaken": _sent,
    "none": lambda kind, about: _NONE,
}  # fmt: skip


def _told(name: str, kind: Topic, about: Around) -> Told:
    if re.search(r"房贷|车贷|银行的?贷款", about.before):
        return _NONE
    if name in _SETTLED:
        return _SETTLED[name](kind, about)
    if name == "rent" and re.search(r"多[交收付给要][^,]{0,6}$", about.before):
        return "claim", 0.85  # what was paid too much is asked back
    if (
        name == "rent"
        and re.search(r"欠|没[交给付]|拖", about.clause)
        and not re.search(r"[每一]个?[月年]", about.clause)
    ):
        return "fee_owed", 0.75
    if name == "principal" and re.search(r"(?:剩余?|余下|尚欠|还欠)的?(?:借款)?本金$", about.before):
        return "claim", 0.8
    if name == "deposit" and kind == "injury":
        return _NONE
    if name in ("medical", "spent") and re.search(
        r"(?:还得|还要|以后|将来|得花|要花)[^,]{0,3}$", about.before
    ):
        return _NONE
    if name == "principal" and kind not in ("loan", "other") and "借" not in about.before:
        return _NONE
    return name, 0.9


def amount_role(about: Around, kind: Topic) -> Told:
    """Return role and confidence of a sum; no role where the words do not decide.

    Roles: principal interest wage_owed wage_monthly wage_daily rent deposit fee_owed repaid price medical
    compensation claim.
    """
    role, sure = _by_words(kind, about)
    named = role in _NAMED and re.search(_NAMED[role], f"{about.before}{about.after[:6]}") is not None
    return (role, sure) if (named or fits(kind, role)) and not _aside().search(about.clause) else _NONE


#: words that name a part outright, in whatever dispute
_NAMED = {
    "principal": r"借(?!条|据)|本金",
    "wage_owed": r"工资|工钱|人工费|劳务费|薪",
    "medical": r"医药费|医疗费|住院费|手术费",
    "rent": r"房租|租金",
    "deposit": r"押金|定金",
    "interest": r"利息",
}


@cache
def _aside() -> re.Pattern[str]:
    """Hearsay, what might be, and the writer's own burdens."""
    return re.compile(
        r"听说|据说|网上说|要是|如果|假如|万一|比如|哪怕|就算|别人家|人家都|房贷|车贷|退休金|低保|"
        r"养老金|我一个月挣|我挣|生活费(?=.{0,4}都)|存款|贷款(?:一个月|每月)"
    )


def _by_words(kind: Topic, about: Around) -> Told:
    cue = _nearest(about.before)
    if re.search(r"把(?:我|那|这|剩下?的?|他|欠|的)*$", about.before) and _given_back().match(about.after):
        return ("wage_owed", 0.7) if kind == "wage" else ("claim", 0.75)
    behind = next((name for name, pattern in _behind() if pattern.match(about.after)), "")
    follows_cue = cue in ("paid", "rest", "spent", "claim", "offered") or behind == "unpaid"
    if behind and not (
        cue
        and follows_cue
        and (behind in ("claim", "unpaid", "mistaken") or (behind == "medical" and cue != "spent"))
    ):
        return _told(behind, kind, about)
    if cue:
        return _told(cue, kind, about)
    if kind in ("injury", "fee", "sale", "other") and _says_offer().search(about.before):
        return "compensation", 0.6
    if kind == "injury" and re.search(r"(?<!说)(?:定的|定了|出了)$", about.before):
        return ("repaid", 0.6) if about.before.endswith("出了") else ("claim", 0.65)
    if kind == "fee" and re.search(
        r"(?:[两二三四五六七八九十]|[2-9]|\d\d)(?:年|个月)(?:的|就是|合)?$", about.before
    ):
        return "fee_owed", 0.68
    return _told_earlier(kind, about) if len(about.before) <= 4 else _NONE


@cache
def _says_offer() -> re.Pattern[str]:
    return re.compile(
        r"(?:他|她|对方|老板|店家|店里|物业|司机|公司|人家)们?(?:说|就)(?:最多|就|只|先|愿意)?(?:给|赔|退|出)$"
    )


@cache
def _given_back() -> re.Pattern[str]:
    return re.compile(r"(?:元|块)?(?:钱)?(?:都|全|一次性|赶紧|尽快|给我)*(?:还|退|给|赔|结|付|要)(?!了|过)")


def _told_earlier(kind: Topic, about: Around) -> Told:
    """The clause before may say what a sum without words of its own is: 我想让她们赔种牙的钱，大概一万二."""
    if re.search(r"\d|[百千万]", about.earlier):
        return _NONE
    if re.search(r"[想要让][^,]{0,8}(?:赔|退|补偿)", about.earlier):
        return "claim", 0.68
    if kind == "loan" and re.search(r"借(?!条)|拿走", about.earlier) and not re.search(r"还", about.earlier):
        return "principal", 0.68
    return _NONE
