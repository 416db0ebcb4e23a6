"""Which part a sum plays in a story: the nearest word that tells, read by the kind of dispute."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from bot.text.fact_roles import Around
from bot.text.topics import Topic, fits

Told = tuple[str, float]
_NONE: Told = ("", 0.55)
#: so many characters may stand between the telling word and the sum
_GAP = 10

#: cues before a sum: roles, and words such as `rest` and `paid` that the kind of dispute settles; `none` says
#: that the sum is none of ours
_BEFORE = (
    ("deposit", r"押金|定金|订金|保证金|诚意金|押了"),
    ("rent", r"房租|租金|租费|月租|年租|租子"),
    ("wage_daily", r"日工资|日薪|日结|天工资|日工(?!资)"),
    ("daily", r"[一每]个?天(?:能|给我)?(?:挣|给|工资|是|开|算|说好)?|[一每]个?工(?:日)?(?:给|是|算)?"),
    ("wage_monthly", r"月薪|(?<![个\d一二两三四五六七八九十几])月工资|月收入|底薪|基本工资|[每一]个?月工资|"
        r"工资(?:标准|是|每个?月|一个?月|按月)"),
    ("medical", r"医药费|医疗费|住院费?|治疗费|手术费|看病|看牙|门诊|报销(?:完|后|以后)|药费|检查费|抢救|"
        r"治疗|"
        r"拍片|后续治疗费?|镶牙|种牙"),
    ("offered", r"协议赔偿?|最多(?:赔|给|出)|只赔|只出|只(?:肯|愿意?|同意|答应|能)(?:给|赔|退|出)|愿意(?:给|"
        r"赔|出)|答应(?:给|赔|补偿|出)|说(?:好)?(?:赔|补偿)|同意(?:给|赔)|承诺(?:赔|给)|判了?赔|赔了|"
        r"补偿了?|赔给|赔偿?我?了|只愿意退[^,]{0,8}|只退|先行?赔付|赔|当场给|私了给|保险(?:公司)?(?:赔"
        r"|给)"),
    ("claim", r"要求|请求|主张|索赔|索要|诉求|(?:[想让要叫](?:让|要|叫)?(?:他|她|他们|她们|对方|它|公司|老板"
        r"|单位|物业|保险|店家|商家|我)?们?(?:再|一次性)?(?:赔偿?|补偿|退还?|返还|给|承担|出|付)|"
        r"让[^,]{1,6}还)(?:我|我们|给我)?|赔我|赔偿我|退我|还我(?!了)|我[就只]?要(?!是)|家属要|开口要|"
        r"得要|起码|至少得?|报价|定损|修(?:一下|理|车|好)?得|维修(?:费)?(?:要|得)|损失|精神抚慰金|"
        r"误工费|护理费|陪护费|营养费|伤残赔偿金|死亡赔偿金|丧葬费|交通费|修(?:车|理)费|维修费|重做|"
        r"重新(?:装|做|买)|抚养费|赡养费|停运|折旧|贬值|拖车费?|清理费|喷漆|丧葬|安葬|耽误|亏了?|"
        r"赔进去|估价|评估|估(?:了|下来)|要价|开价|怎么也得|不少于|最少|一口价|补(?:给|偿)?我|补交|"
        r"多收(?:了)?|骗(?:走|了|去)(?:我)?|卷走|坑了|退(?:还|给)我?|违约金|要回|讨回|追回|追讨"),
    ("interest", r"利息|利钱|息钱"),
    ("fee", r"物业费|取暖费|暖气费|供暖费|水费|电费|水电费|燃气费|停车费|管理费|卫生费"),
    ("wage", r"工资|工钱|劳务费|人工费|血汗钱|薪水|薪资|劳动报酬|工时费|加班费|提成"),
    ("rest", r"(?:还|就|只|才)?剩(?:下|余)?|余下|下余|余款|尾款|还差|差(?=我|着|了)|还欠|尚欠|仍欠|下欠|"
        r"拖欠|欠(?!条|据)|压(?:了|着)|扣(?:了|着|下)我?|没[给付结发]我?|未[付结发]|不给|少给"),
    ("paid", r"(?<!没)(?:归还|偿还|已还|退还|垫付?|垫)(?:了|过)?|(?<![没不])(?<!让人)(?:还|给|付|支付|转|打"
        r"|汇|退|交)(?:了|过)(?:我|他|她)?|给(?:他|她|对方)转(?:账|去|过去)?|转(?:账|款)?给(?:他|她|"
        r"对方)|给出了?|先(?:给|付|还)|只(?:给|还|付)(?!愿)|已经?(?:付|支付|给|交|还)|才(?:给|还|付)|"
        r"分文"),
    ("spent", r"花了?|花费|用了|掏了"),
    ("price", r"货款|总?价款|总?价|合同价|总造价|造价|谈(?:的|好|妥)|工程款|房款|车款|料款|煤款|运费|转让费|"
        r"套餐|[年月次]卡|办卡|办的?卡|充了?值?|学费|加盟费|中介费|服务费|成交|代理费|收了(?:我|他)?|"
        r"[决结]算(?:单|书)?|审定|包工包料|买(?:的|了|来|下|入)?|订(?:的|了|购)|定(?:的|了)(?=\S*$)|"
        r"首付|单价|售价|报名费|装修款|承包费|流转费|彩礼|饲料钱|拉了|赊了?|供了|送了|进的"),
    ("slip", r"[借欠]条(?:上面?|里)?(?:就|也|都)?(?:写|打)(?:的|着|了|明)?"),
    ("agreed", r"(?:讲|说|谈)(?:好|妥|定)(?:的|了|是)?(?:价)?"),
    ("due_me", r"应该?(?:给|发|付|退)我?"),
    ("principal", r"本金|借款(?:金额|人民币)?|借(?:走|去|了|给|过|出|到|我|他|她)?|出借|拿(?:走|去|了|过|出)|"
        r"(?:打|汇|转)到|凑(?:了|给)|给(?:他|她)(?:拿|打|凑|垫|刷|交)(?:了|过)?|刷了|欠钱|"
        r"欠(?:我)?的钱|挪用?了?|凑了|周转|透支(?:了|本金)?|贷(?:款|了)(?:了)?|经营贷|担保(?:了)?"),
    ("monthly", r"(?<!第)[每一]个?月(?:给我?|开|发|挣|交|付|说好|讲好|能|工资)*|"
        r"(?<![\d一二三四五六七八九十腊正冬上下本当])月(?:给|开|发|挣)|平均下来|按月给?"),
    ("yearly", r"[每一]年(?:给|交|付|收)?|[一每]亩(?:一年|每年)?|[一每]平米?"),
    ("total", r"一共|总共|合计|共计|总计|累计|算下来|加起来|总额|拢共"),
    ("none", r"让(?:他|她|对方)?先[给还付]|应付|输了?|进了|挣|卖了|房贷|车贷|价值|值|罚款|借的先|按|保额|"
        r"彩票|低保|退休金|存款|[一每](?:米|斤|吨|方|小时|趟|车|头|只|个|人|次|张|桌|平方|公斤)|感谢费"
        r"|首月|工龄|份子钱|投资|投了|赚|培训费|检测(?:费)?要|扣(?!了|着|下)|罚|市场价|涨到|降到|买断|"
        r"押车"),
)  # fmt: skip

_AFTER = (
    ("deposit", r"的?(?:押金|定金|订金|保证金)"),
    ("rent", r"的?(?:房租|租金)"),
    ("interest", r"的?利息"),
    ("principal", r"的?本金|的?贷款|(?:元|块)?钱?都?(?:放|存)(?:在|到)|(?:元|块)?钱?(?:都|就|全|"
        r"是)?(?:我)?借(?!条)"),
    ("loss", r"的?(?:直接|经济)?(?:损失|差价|修理费|维修费|修车费|退款|护理费|营养费|交通费)"),
    ("wanted", r"(?:元|块)?(?:钱)?(?:还|都|到底|应该|该|就)*(?:谁|让谁|找谁|得|该|应该|让)?(?:他|她|谁|对方|"
        r"公司|物业)?(?:们)?(?:来)?(?:出|赔|承担|掏|负责|退给我|退回来?|能?要(?:得)?回)(?=$|吗|不|来|,"
        r"|[?])"),
    ("price", r"的?(?:货款|房款|车款|工程款|运费|转让费|装修款|料款|煤款)|(?:元|块)?(?:买的|买了|订的|定的|"
        r"成交)|的(?:货|玉米|饲料|车|机器|料|材料|家具|东西)"),
    ("wage", r"的?(?:工资|工钱|劳务费|人工费|血汗钱|薪水)"),
    ("fee", r"的?(?:物业费|取暖费|暖气费|水电费)"),
    ("medical", r"的?(?:医药费|医疗费|住院费|手术费|治疗费|药费)"),
    ("claim", r"的?(?:抚养费|赡养费|违约金|精神损失费|精神抚慰金|误工费)"),
    ("offered", r"的?(?:赔偿款?|补偿款?)"),
    ("unpaid", r"(?:到现在|至今|一直|也|都|还|他|就|全)*(?:没[给付结还发]|未[付结]|不给|不还|不付|不退|"
        r"没有[给付结还]|没着落|要不[回上]|拿不[到上]|结不了|没见)"),
    ("mistaken", r"(?:错)?(?:打|转)(?:给|到|进)了?"),
)  # fmt: skip


#: cues that stand right before their sum
_CLOSE = frozenset({"agreed", "daily", "monthly", "yearly", "paid", "total"})


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
    return tuple((name, re.compile(words)) for name, words in _BEFORE)


@cache
def _behind() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(words)) for name, words in _AFTER)


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
    if kind == "wage" or re.search(r"工资|工钱|人工费|劳务费", about.before):
        return "wage_owed", 0.85
    if re.search(r"工资|工钱", about.text) and not re.search(
        r"合同价|总价|工程款|货款|承包|决算", about.text
    ):
        return "wage_owed", 0.7
    if kind == "loan":
        again = re.search(r"剩|还差|还欠|尚欠|下欠|仍欠|余", about.before) is not None
        return ("claim", 0.8) if again else ("principal", 0.75)
    return ("claim" if kind in ("injury", "other") else "fee_owed"), 0.75


def _paid(kind: Topic, about: Around) -> Told:
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
    return ("claim", 0.75) if wants else ("compensation", 0.8)


def _daily(kind: Topic, about: Around) -> Told:
    earns = kind in ("wage", "injury", "work") and "租" not in about.before
    return ("wage_daily", 0.8) if earns else _NONE


def _sent(kind: Topic, about: Around) -> Told:
    """A sum that was transferred: by mistake it is asked back, to a borrower it is the loan."""
    if "错" in about.text:
        return "claim", 0.7
    return ("principal", 0.7) if kind == "loan" else _NONE


_SETTLED: dict[str, Callable[[Topic, Around], Told]] = {
    "rest": _rest,
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
    "yearly": lambda kind, about: ("rent", 0.75) if kind in ("lease", "land") else _NONE,
    "fee": lambda kind, about: ("fee_owed", 0.85),
    "mistaken": _sent,
    "none": lambda kind, about: _NONE,
}  # fmt: skip


def _told(name: str, kind: Topic, about: Around) -> Told:
    if re.search(r"房贷|车贷|银行的?贷款", about.before):
        return _NONE
    if name in _SETTLED:
        return _SETTLED[name](kind, about)
    if (
        name == "rent"
        and re.search(r"欠|没[交给付]|拖", about.clause)
        and not re.search(r"[每一]个?[月年]", about.clause)
    ):
        return "fee_owed", 0.75
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
    return _told_earlier(kind, about) if len(about.before) <= 4 else _NONE


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
