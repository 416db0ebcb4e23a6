"""Which part a sum, a day or a stretch of time plays in a story, by the words of its own clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

_ENDS = ",。;!?\n…"
_REACH = 24


@dataclass(frozen=True, slots=True)
class Around:
    """The words about a span: its clause before and after it, the clause before that, the whole text."""

    before: str
    after: str
    earlier: str
    later: str
    text: str

    @property
    def clause(self) -> str:
        """The clause with the span itself left out."""
        return f"{self.before} {self.after}"


def around(text: str, start: int, end: int) -> Around:
    """Return the words about `text[start:end]`, at most 24 characters each way."""
    cut = max((text.rfind(char, 0, start) for char in _ENDS), default=-1) + 1
    stops = [at for char in _ENDS if (at := text.find(char, end)) >= 0]
    stop = min(stops, default=len(text))
    earlier = text[max(0, cut - _REACH) : max(0, cut - 1)]
    for char in _ENDS:
        earlier = earlier.rsplit(char, 1)[-1]
    later = re.split(r"[,。;!?\n…]", text[stop + 1 : stop + 1 + _REACH])[0]
    return Around(
        text[max(cut, start - _REACH) : start], text[end : min(stop, end + _REACH)], earlier, later, text
    )


Rules = Sequence[tuple[str, re.Pattern[str], float]]


@cache
def _amount_before() -> Rules:
    """What stands right before a sum, nearest words first."""
    rows = (
        (
            "repaid",
            r"(?:(?<!没)(?:归还|偿还|已还|还|退还|退)(?:了|过|给?我了?|我过|清了)(?:我|共|一共|人民币)?|(?:只|才|先|后来|已经?)(?:还|给|付|支付)(?:了|过)?我?)$",
            0.9,
        ),
        (
            "claim",
            r"(?:还?剩下?|还差|还欠|尚欠|仍欠|至今欠|下欠|下余|余下|要回|讨回|追回|要求[^,]{0,8}|请求[^,]{0,8}|主张)(?:我|他|了|的)?(?:钱|本金)?$",
            0.85,
        ),
        (
            "wage_monthly",
            r"(?:月薪|(?<![个\d一二三四五六七八九十])月工资|[每一]个?月工资|工资[^,]{0,4}(?:每个?月|一个?月|月)|底薪|月收入)(?:是|为|约定|说好|定的|开|:)*$",
            0.95,
        ),
        (
            "rent",
            r"(?:房租|租金|租费|月租|年租|租(?:一|每)个?[月年])(?:每个?月|每年|一个?月|一年|是|共|为|约定|欠|:)*$",
            0.95,
        ),
        ("deposit", r"(?:押金|定金|订金|保证金|押了)(?:交了|付了|是|共|为|给了|了|:)*$", 0.95),
        ("interest", r"(?:利息|利钱|息钱)(?:共|一共|是|还了|欠|算下来|约|有|:)*$", 0.9),
        (
            "compensation",
            r"(?:(?:住院|看病|治疗|治病|手术)[^,]{0,4}(?:花|用)|赔偿?(?:金|款|费)?|医药费|医疗费|误工费|护理费|营养费|修车费|修理费|维修费|精神损失费|损失费?|补偿(?:金|款|费)?|看病花)(?:了|我|共|一共|是|为|花了?|费|约|:)*$",
            0.9,
        ),
        (
            "fee_owed",
            r"(?:物业费|取暖费|暖气费|供暖费|水费|电费|水电费|燃气费|停车费|管理费)(?:共|一共|欠|是|了|约|:)*$",
            0.9,
        ),
        (
            "price",
            r"(?:货款|房款|车款|总价款?|价款|合同价|工程款|价格|单价|料款|煤款|饲料款|彩礼|花了?|价|卖了?|首付)(?:共|一共|总共|是|为|了|欠|还欠|:|给了?)*$",
            0.85,
        ),
        (
            "principal",
            r"(?:本金|借款(?:金额)?|借(?:走|去|了|给)?(?:他|她|我|了|钱|款|共|出|人民币|一共|现金|过|的)*|出借了?)$",
            0.95,
        ),
    )
    return tuple((role, re.compile(pattern), sure) for role, pattern, sure in rows)


@cache
def _wage() -> re.Pattern[str]:
    return re.compile(r"工资|工钱|劳务费|人工费|血汗钱|薪水|薪资|劳动报酬|工时费|加班费")


@cache
def _unpaid() -> re.Pattern[str]:
    return re.compile(r"欠|没(?:发|给|结|付)|未(?:发|付|给|结)|不(?:发|给|结|付)|拖|差我|扣")


@cache
def _lending() -> re.Pattern[str]:
    return re.compile(r"借|出借|本金|欠条|借条")


@cache
def _away_from_loan() -> re.Pattern[str]:
    return re.compile(r"工资|工钱|工程款|货款|物业|租|押金|彩礼|赔|劳务|运费|车祸|事故|买|卖|定金")


#: what right after a sum says which it is
_AFTER_AMOUNT = (
    (r"的?(?:押金|定金|订金)", "deposit"),
    (r"的?(?:房租|租金)", "rent"),
    (r"的?利息", "interest"),
    (r"的?本金", "principal"),
    (r"的?(?:货款|房款|车款|工程款|彩礼)", "price"),
    (r"的?(?:物业费|取暖费|暖气费|水电费)", "fee_owed"),
    (r"的?(?:医药费|医疗费|赔偿|损失)", "compensation"),
)


def amount_role(about: Around) -> tuple[str, float]:
    """Return role and confidence of a sum; no role where the words do not decide."""
    if re.search(
        r"(?:欠|拖|没[发给结付]|未[发付]|不[发给结付]|差|扣)[^,]{0,8}月的?(?:工资|工钱|薪水|劳务费)(?:一共|总共|共|合计|是|有|:)*$",
        about.before,
    ):
        return "wage_owed", 0.95
    if re.search(
        r"(?:每个?月|(?<![十\d])一个?月|(?<![个\d一二三四五六七八九十])月)(?:给我?|发|开|挣|能挣|是|工资)*$",
        about.before,
    ) and (_wage().search(about.text) or re.search(r"干活|打工|上班|开车", about.text)):
        return "wage_monthly", 0.85
    if re.search(r"本金(?:是|为|共|:)*$", about.before):
        return "principal", 0.95
    for role, pattern, sure in _amount_before():
        if pattern.search(about.before):
            if role == "repaid" and re.match(r"没|未", about.after):
                continue
            return role, sure
    if re.match(r"(?:的)?(?:工资|工钱|劳务费|人工费|血汗钱|薪水)", about.after):
        owed = _unpaid().search(about.clause) is not None
        return ("wage_owed", 0.95) if owed else ("", 0.6)
    for pattern_text, role in _AFTER_AMOUNT:
        if re.match(pattern_text, about.after):
            return role, 0.9
    if _wage().search(about.clause) and _unpaid().search(f"{about.earlier} {about.clause}"):
        return "wage_owed", 0.9
    if re.search(r"(?:一共|共|总共|合计|共计|总计)(?:是|有|为)?$", about.before) and (
        topic := _topic(about.earlier)
    ):
        return topic, 0.8
    return _debt_role(about)


def _topic(earlier: str) -> str:
    """Return what the clause before was about: 物业费欠了两年，一共…"""
    if _wage().search(earlier) and _unpaid().search(earlier):
        return "wage_owed"
    words = (
        ("物业费|取暖费|暖气费|水电费|水费|电费", "fee_owed"),
        ("房租|租金", "rent"),
        ("货款|工程款|料款", "price"),
        ("借", "principal"),
    )
    return next((role for pattern, role in words if re.search(pattern, earlier)), "")


def _debt_role(about: Around) -> tuple[str, float]:
    if re.search(r"(?:转|打|汇)(?:账|给|了|款)+(?:他|她|我)?(?:微信|银行卡|支付宝)?[^,]{0,4}$", about.before):
        return (
            ("principal", 0.75)
            if _lending().search(about.text) and not _away_from_loan().search(about.text)
            else ("", 0.6)
        )
    if re.search(r"借|出借", about.clause) and not re.search(r"还了|还过|已还", about.clause):
        return "principal", 0.9
    if re.search(r"欠", about.clause):
        if _wage().search(about.text) or re.search(r"干活|打工|工地|上班", about.text):
            return "wage_owed", 0.8
        if _lending().search(about.text) and not _away_from_loan().search(about.text):
            return "principal", 0.7
        if re.search(r"欠(?:下|着|了)*(?:我|咱|俺)", about.clause):
            return "claim", 0.7
    return "", 0.55


@cache
def _date_rules() -> Rules:
    rows = (
        ("demanded", (r"催|讨要|要账|要钱|要过|追要|索要|找他要|找她要|问他要|去要|"
                r"要了?[几多一两三四五]次|打电话要"), 0.9),
        ("due", (r"到期|还款(?:日期?|时间|期限)|(?:约定|说好|答应|承诺|保证|讲好|写明|写的是|"
                r"许下|说是?|定的|定好)[^,]{0,10}(?:还|给|付|结)|最(?:晚|迟)"), 0.95),
        ("left", (r"离职|辞职|辞退|开除|解雇|解除|不干了|停工|完工|干完|退租|搬走|被裁|走的|"
                r"不让(?:我)?上班"), 0.85),
        ("happened", (r"发生|出事|出了?(?:车祸|事故)|撞|追尾|打伤|打了|殴打|打架|受伤|摔|咬|砸|漏水|"
                r"淹|被打|家暴|着火|骂"), 0.85),
        ("signed", r"签(?:订|了|的|合同|协议|字)|订立|立(?:下|了)(?:字据|合同)|登记结婚|领证", 0.85),
        ("started", (r"入职|上班|开工|进厂|进场|开始(?:干|做|上|租|打)|干活|打工|承包|租(?:了|的|房|"
                r"给|下)|入住|起租|来.{0,6}干|给.{1,6}干|做工|参加工作"), 0.8),
        ("lent", r"借(?!条)|出借|转(?:账|给)|打给|汇给", 0.9),
    )  # fmt: skip
    return tuple((role, re.compile(pattern), sure) for role, pattern, sure in rows)


@cache
def _pays_back() -> re.Pattern[str]:
    return re.compile(
        r"^(?:以?前|之前|就|再|时|的时候|一次性|必须|全部|能|给我|把钱|要)*(?:还(?!了|过|没|是|有|欠|在|不|剩|差|打|要|找|去|来|说|骗|跟|问|给了|款了)|归还|偿还|结清|付清|还清|给(?:我|清|钱)(?!过|了))"
    )


@cache
def _promised() -> re.Pattern[str]:
    return re.compile(
        r"(?:约定|说好|答应|承诺|保证|讲好|写明|许下|说|到期日?(?:是|为)?|还款(?:日期?|时间|期限)(?:是|为)?|借(?:到|期到|款期限?(?:至|到))|:)(?:的|是|在|于|了|我|到)*$"
    )


def date_role(about: Around) -> tuple[str, float]:
    """Return role and confidence of a date."""
    if not about.after.strip() and about.before.strip() in (
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
    ):
        about = replace(about, after=about.later)
    if re.search(r"(?:还了|还过|已还|还给我)", about.clause):
        return "", 0.6
    if _pays_back().match(about.after) or (
        _promised().search(about.before) and re.search(r"还|付|给|结|到期", about.after + about.before)
    ):
        return "due", 0.95
    if re.match(r"到期|为期|届满", about.after):
        return "due", 0.95
    for role, pattern, sure in _date_rules():
        if pattern.search(about.after) or pattern.search(about.before[-12:]):
            return role, sure
    if re.match(r"的(?:事|时候出的?事)", about.after):
        return "happened", 0.7
    if re.search(r"(?:借条|欠条)", about.clause) and re.search(r"写|打|出具|立", about.clause):
        return "signed", 0.7
    return "", 0.6


def owed_range(about: Around) -> bool:
    """Tell whether a stretch of days is the time for which pay or fees are owed."""
    words = f"{about.earlier} {about.clause}"
    return (
        _unpaid().search(words) is not None
        and re.search(r"工资|工钱|薪|物业费|房租|租金|费|劳务", words) is not None
    )


def duration_role(about: Around) -> tuple[str, float]:
    """Return role and confidence of a stretch of time: owed, worked or term."""
    if re.match(r"(?:的|多)*(?:工资|工钱|薪水|物业费|房租|租金|取暖费)", about.after):
        return ("owed", 0.9) if _unpaid().search(about.before) else ("", 0.6)
    if re.search(
        r"(?:欠|拖|没发|没给|没交|不给|拖欠|催|要)(?:了|我|他|着|过)*(?:工资|物业费|房租)?(?:有|已经|整整|快|近)?$",
        about.before,
    ):
        return "owed", 0.85
    if re.search(r"(?:干|工作|上班|打工|做|上|待|服务)(?:了|过|满|有|快|活)*$", about.before):
        return "worked", 0.9
    if re.search(
        r"(?:借期|期限|租期|借款期|合同期|约定|借|租|签|用|为期|说好|工期)(?:了|是|为|的|我|他|用|期|签了|:)*$",
        about.before,
    ):
        return "term", 0.85
    if re.match(r"(?:多|了|多了)*(?:$|没还|不还|没给|不给|都没|了)", about.after) and re.search(
        r"欠|拖", about.before
    ):
        return "owed", 0.8
    if re.match(r"(?:以?内|之内)?(?:还清?|归还|到期|结清)", about.after):
        return "term", 0.85
    return "", 0.55
