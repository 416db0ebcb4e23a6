"""Rates of interest (利率): value `{"percent": "2", "per": "month"}`; per is day | month | year.

A multiple of the loan prime rate is `{"kind": "lpr_multiple", "multiple": "4"}`, a margin in points
`{"kind": "lpr_plus", "percent": "0.5"}`. 分 is 1% a month and 厘 0.1% a month in local usage; since it
can also be
meant a year, both are asked. Source: 民间借贷规定第25条（合同成立时一年期贷款市场报价利率四倍）.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.text.normalise import Normal, normalise
from bot.text.numbers import scan
from bot.text.reading import Context, Json, Reading, Refusal, is_correction, is_question, is_substance

_PER = {"月": "month", "年": "year", "日": "day", "天": "day"}
_PER_CN = {"month": "月", "year": "年", "day": "日"}
_YEARLY = {"month": 12, "year": 1, "day": 365}


#: so many 个点 are meant a month, more a year; it is asked either way
_MONTHLY = 5


@dataclass(frozen=True, slots=True)
class _Rate:
    percent: Decimal
    per: str
    start: int
    end: int
    ask: bool = False  #: people mean different things by it
    exact: bool = True
    special: str = ""
    guessed: bool = False  #: no period was said: a share of the whole as well as a rate


_N = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?|半)"
#: the same before a time of its own: 千分之五|一天
_NC = rf"(?:[零一二两三四五六七八九十百]+?(?=一个?[天日月年])|{_N})"


@cache
def _pattern() -> re.Pattern[str]:
    before = (
        r"(?P<per>月|年|日|每月|每年|每天|每日|一个?月|一天|按月|按年|"
        r"按日)?\s?(?:的)?(?P<word>利率|利息|息|化|利(?=[\d百千万])|违约金|滞纳金|罚息|罚款?)?\s?(?:按|为|是|约定|"
        r"写明|写的?|:|算|收|计)*\s?"
    )
    after = r"(?:\s?(?:的|/|每|一|按|的利息|利息|利)?个?(?P<per2>月|年|天|日)(?![底初前后内]|\d))?"
    return re.compile(
        rf"(?P<lpr>(?:LPR|lpr|贷款市场报价利率|银行(?:同期)?(?:贷款)?(?:基准)?利率|"
        rf"同期(?:同类)?贷款利率|(?<!\w)(?=[四4]倍利率))(?:的|按|上浮|加|\+|"
        rf"\s)*(?P<times>{_N})(?P<kind>倍|%|个?基点|个?点)(?:利率)?)"
        rf"|(?P<times2>{_N})倍的?(?:LPR|lpr)"
        rf"|{before}(?:(?P<pct>\d+(?:\.\d+)?)\s?%|百分之(?P<cpct>{_NC})|千分之(?P<perm>{_NC})|"
        rf"(?P<permil>\d+(?:\.\d+)?)\s?‰|万分之(?P<bp>{_NC})"
        rf"|(?:(?<=息)|(?<=[每一按][天日]))(?:万(?P<wan>[一二三四五六七八九\d])|千(?P<qian>[一二三四五六七八九\d]))"
        rf"(?![\d百千万元块])|(?P<dian>{_N})\s?个点(?![儿心钟])|(?P<fen>{_N})\s?分(?:(?P<fenhalf>半)|"
        rf"(?P<fenli>{_N})(?:厘)?(?!个|天|年|月))?(?![钱之期店公手])|(?P<li>{_N})\s?厘(?:(?P<lirest>[一二三四五六七八九\d半])(?!个|天|年|月))?(?![米地])|"
        rf"(?P<mao>{_N})\s?[毛角](?P<maorest>[一二三四五六七八九\d])?分?(?=的?利|$)){after}(?P<tail>的?(?:利息|利|息)(?!润|益))?"
    )


@cache
def _free() -> re.Pattern[str]:
    return re.compile(
        r"(?:没有?(?:约定|说|写|要|收|谈|讲|提|定|商量)?(?:过|下)?(?:什么|任何|啥|一[分点]?)?|不(?:要|收|算|计|带)|无|(?<!减)免)"
        r"利?息(?:钱)?|没利息|零利息|不要息|没有?(?:约定|说|谈|讲|提|定|要|收)过?(?:利钱?(?![\u4e00-\u9fff])|利钱)"
        r"|(?:一|半)(?:分钱?|厘|毛钱?|点)的?(?:利息?钱?|息)(?:(?:都|也)(?:没有?|不)|没)(?:要|收|算|约定|说|谈|讲|提)?过?(?![到给付还够清见拿])"
    )


@cache
def _not_agreed() -> re.Pattern[str]:
    """As an answer; of a story it says less: 利息没说清."""
    return re.compile("利息(?:也|都)?[没未]有?(?:约定|说|写|谈|定)(?![清明准好拢下成])")


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(r"[%‰分厘毛角]|LPR|lpr|利率|息[万千]|[天日][万千]|个点")


@cache
def _below_zero() -> re.Pattern[str]:
    """-5%, 负百分之五; not the - of 1%-2%."""
    return re.compile(r"(?<![\d%‰分厘毛到至])[-－−]\s?\d|负(?:的)?(?:百分之|\d|[一二两三四五六七八九十])")


@cache
def _on_interest() -> re.Pattern[str]:
    return re.compile(r"利滚利|息滚息|利息?滚利息?|驴打滚|复利|利上加利")


def _value(word: str) -> Decimal | None:
    if word == "半":
        return Decimal("0.5")
    if word.replace(".", "", 1).isdigit():
        return Decimal(word)
    whole, _, part = word.partition("点")
    number = scan(whole, 0)
    if number is None or number.end != len(whole):
        return None
    out = number.low
    for index, char in enumerate(part, 1):
        digit = scan(char, 0)
        if digit is None:
            return None
        out += digit.low / 10**index
    return out


def _percent(match: re.Match[str]) -> tuple[Decimal | None, str]:
    """Return the rate in percent and which way it was said."""
    scales = (
        ("pct", 1),
        ("cpct", 1),
        ("perm", "0.1"),
        ("permil", "0.1"),
        ("bp", "0.01"),
        ("wan", "0.01"),
        ("qian", "0.1"),
        ("dian", 1),
        ("li", "0.1"),
        ("mao", 10),
    )
    for name, scale in scales:
        if match[name]:
            value = _value(match[name])
            rest = _value(match[f"{name}rest"] or "零") if name in ("li", "mao") else None
            if value is not None and rest is not None:
                value += rest if rest == Decimal("0.5") else rest / 10  # 八厘五, 一毛五, 八厘半
            return (None if value is None else value * Decimal(scale)), name
    value = _value(match["fen"])
    if value is None:
        return None, "fen"
    if match["fenhalf"]:
        value += Decimal("0.5")
    elif match["fenli"]:
        rest = _value(match["fenli"])
        value += rest / 10 if rest is not None and rest < 10 else 0
    return value, "fen"


def _near_interest(text: str, match: re.Match[str]) -> bool:
    before = re.split(r"[,。;!?、]", text[max(0, match.start() - 8) : match.start()])[-1]
    around = before + re.split(r"[,。;!?、]", text[match.start() : match.end() + 6].lstrip(","))[0]
    return any(word in around for word in ("息", "利", "罚", "违约金", "滞纳金"))


def _of_a_loan(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 16) : match.start()]
    return re.search("[借贷]", before) is not None and re.search("提成|返点|佣金|分红", before) is None


def _no_cent(text: str, match: re.Match[str]) -> bool:
    """Tell whether 一分 is a cent that was not given: 两个月一分没给, 一分利息不要."""
    if match["fen"] != "一" or match["fenhalf"] or match["fenli"] or re.search("息|利", match["word"] or ""):
        return False
    none = r"钱?[都也]?(?:没|不|未)|(?:利息?|息)[都也]?(?:没|不|未)(?:要|收|提|算|拿)"
    return re.match(none, text[match.end("fen") :].lstrip(" 分")) is not None


def _one(text: str, match: re.Match[str], *, alone: bool) -> _Rate | None:
    start = match.start() + len(match[0]) - len(match[0].lstrip(" ,:按的"))
    if match["times2"]:
        many = _value(match["times2"])
        return None if many is None else _Rate(many, "", start, match.end(), special="lpr_multiple")
    if match["lpr"]:
        value = _value(match["times"])
        kind = match["kind"]
        if value is None:
            return None
        if "点" in kind:
            return _Rate(value / 100 if "基" in kind else value, "", start, match.end(), special="lpr_plus")
        times = value if kind == "倍" else 1 + value / 100
        ask = not match[0].lower().startswith(("lpr", "贷款市场"))
        return _Rate(times, "", start, match.end(), ask=ask, exact=not ask, special="lpr_multiple")
    percent, way = _percent(match)
    if percent is None or percent > 100_000 or _no_cent(text, match):
        return None
    said = (match["per"] or "").lstrip("每一个按") or match["per2"] or ""
    per = _PER.get(said, "")
    interest = bool(match["word"] or match["tail"])
    if way == "dian" and not per:
        if not (interest or alone or _near_interest(text, match)):
            return None
        return _Rate(
            percent, "month" if percent <= _MONTHLY else "year", start, match.end(), ask=True, exact=False
        )
    if way in ("fen", "li", "mao"):
        if not (interest or per or alone or _near_interest(text, match)):
            return None
        if per == "year":
            percent *= 10 if way != "mao" else 1  # old usage: 年息1分 is a tenth a year
        return _Rate(percent, per or "month", start, match.end(), ask=True, exact=per == "month")
    # 一天万五 may be earned, 一年十个点 be a commission
    money = way in ("wan", "qian", "dian") and match["word"] is None and not _of_a_loan(text, match)
    if not (interest or (per and not money) or alone or _near_interest(text, match)):
        return None
    if not per and match["word"] not in ("利率", "利息", "息", None) and percent <= 1:
        return _Rate(percent, "day", start, match.end(), ask=True, exact=False)
    guess = "day" if not per and way in ("bp", "wan") else "year"
    return _Rate(percent, per or guess, start, match.end(), ask=not per, exact=bool(per), guessed=not per)


def _rates(text: str, *, alone: bool) -> list[_Rate]:
    free = _free().search(text) or (_not_agreed().search(text) if alone else None)
    out = [_Rate(Decimal(0), "year", free.start(), free.end())] if free else []
    if _trigger().search(text) is None and "分之" not in text and "倍" not in text:
        return out
    out += [
        rate
        for match in _pattern().finditer(text)
        if match[0]
        and not (free and free.start() <= match.start() < free.end())  # 一分利都没有 tells no rate
        and (rate := _one(text, match, alone=alone))
    ]
    return out


def _plain(value: Decimal) -> str:
    """Return 2, 0.05, 13.8 without trailing zeros or exponent."""
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(rate: _Rate) -> str:
    if rate.special == "lpr_multiple":
        return f"一年期LPR（贷款市场报价利率）的{_plain(rate.percent)}倍"
    if rate.special == "lpr_plus":
        return f"一年期LPR（贷款市场报价利率）加{_plain(rate.percent)}个百分点"
    if rate.percent == 0:
        return "没有利息"
    shown = f"{_PER_CN[rate.per]}利率{_plain(rate.percent)}%"
    if rate.per == "year":
        return shown
    return f"{shown}（年利率{_plain(rate.percent * _YEARLY[rate.per])}%）"


def shown_of(percent: Decimal, per: str) -> str:
    """Return 月利率2%（年利率24%） of a rate in percent for a day, month or year."""
    return _shown(_Rate(percent, per, 0, 0))


def _reading(normal: Normal, rate: _Rate) -> Reading:
    start, end = normal.span(rate.start, rate.end)
    said, shown = normal.original[start:end].strip(), _shown(rate)
    value: dict[str, Json] = {"percent": _plain(rate.percent), "per": rate.per}
    if rate.special == "lpr_multiple":
        value = {"kind": "lpr_multiple", "multiple": _plain(rate.percent)}
    elif rate.special:
        value = {"kind": "lpr_plus", "percent": _plain(rate.percent)}
    confirm = ""
    if rate.ask and rate.special:
        confirm = f"您说的“{said}”，就按{shown}记，对吗？"
    elif rate.ask:
        other = {"month": "年", "year": "月", "day": "月"}[rate.per]
        confirm = f"您说的“{said}”是{shown}吗？还是按{other}算的？"
    sure = 1.0 if rate.exact else 0.7 if rate.guessed else 0.8
    return Reading("rate", value, shown, start, end, rate.exact, confirm, sure)


def find_in(normal: Normal, context: Context) -> list[Reading]:
    """Return every rate of interest in a normalised text; percentages without interest near them are
    left out.
    """
    return [_reading(normal, rate) for rate in _rates(normal.text, alone=False)]


def find(text: str, context: Context) -> list[Reading]:
    """Return every rate of interest in `text`, spans into `text`, in order, none overlapping."""
    return find_in(normalise(text), context)


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read the answer to "what rate": 月息2分, 24%, 日万分之五, LPR的4倍, 没有利息."""
    normal = normalise(text)
    if is_question(normal.text):
        return None
    if _below_zero().search(normal.text):
        return Refusal("利率不能比0小。约定的利率是多少？例如：月息2分、年利率12%。")
    rates = _rates(normal.text, alone=True)
    if not rates and (rolled := _on_interest().search(normal.text)):
        return Refusal(f"“{rolled[0]}”说的是利息再生利息。原来说好的利率是多少？例如：月息2分、年利率12%。")
    if not rates:
        bare = re.fullmatch(r"\D{0,3}\d{1,3}(?:\.\d+)?\D{0,2}", normal.text.strip())
        return Refusal("请写明是月利率还是年利率，例如：月息2分、年利率12%。") if bare else None
    if not is_substance(normal.text, [(rate.start, rate.end) for rate in rates]):
        return None
    if len(rates) > 1 and is_correction(normal.text):
        rates = rates[-1:]
    if len({(rate.percent, rate.per, rate.special) for rate in rates}) > 1:
        return Refusal(
            f"您写了{'和'.join(_shown(rate) for rate in rates[:3])}，这里请只写一个，例如：月息2分。"
        )
    return _reading(normal, rates[0])
