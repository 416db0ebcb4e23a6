"""What numbers a question names - one sum, a wage, a stretch of time, a rate, a count - for the calculators.

A reader gives None where the words do not name exactly one value; nothing is guessed. What no case can be
(99999亿, the year 3024, a negative sum) raises a Refusal with a kind sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from bot.law import answers
from bot.law.money import UNCONFIRMED, Refusal, Result, yuan
from bot.text import amounts, dates, durations, rates
from bot.text.normalise import normalise
from bot.text.numbers import scan, small
from bot.text.reading import Context, Reading, flat, is_question

HOW_MUCH = re.compile(
    r"多少|几块|算一下|算一算|算算|帮我算|给我算|怎么算|咋算|怎么赔|咋赔|赔几|补几|该赔|能赔|该补|能补|给几|怎么收|咋收|花"
)
_BIDS = re.compile(
    r"(?:帮|给|替)(?:我|俺)?们?(?:算|核算|计算)|算(?:一下|一算|算)|(?:能|该|要)?[赔补]几|(?:利息|加班费|双倍工资|二倍工资|违约金|诉讼费|受理费|立案费|起诉费)(?:是|呢)?[。？?！!]*$"
)
#: Asked without a word of `reading.is_question`: 定金退不退, 上诉期几天, 还能要不.
_WONDERS = re.compile(
    r"几多|几何|几[天日号年个]|([\u4e00-\u9fff])不\1|哪[天日]|多久|多长|什么时候|啥时候|过期|最晚|咋|甚"
    r"|(?:还|现在)(?:能|可以|来得及|有效|管用|作数|算数|行|成|用|得|要|该|需要)[^，。,？?]{0,8}[不没么嘛](?=[，。,？?！!\s]|$)"
)
#: 三分利合法不, 两分高没高 end as spoken questions do.
_WHETHER = re.compile(r"[不没么嘛](?:了|啊|呀|呢)?[。？?！!~～]*$")
#: What asks whether a rate or a penalty is allowed.
LEGAL = re.compile(
    r"合法|违法|犯法|高利贷|受.{0,4}保护|支持|认不认|认吗|认可|有效|超.{0,3}(?:没|标|限|规定|了吗|过)|过高|太高|高不高|算高"
)
_BARE = re.compile(r"(?<![\d年月.\-－负])(\d{3,9})(?![\d年月号.%％万千百亿])")
_MONTHLY = re.compile(
    r"(?:(?<![\d十百两二三四五六七八九])一个?月|每个?月|月薪|(?<!个)月工资|工资)(?:是|工资|大概|差不多|能|给|挣|开|发)*([0-9０-９一二三四五六七八九十百千万两.,]{2,10}块?元?)"
)
#: 能赔几个月, 年假几天 ask for a length, 好几年 tells none.
_SOME = re.compile(r"好?几\s*个?\s*(?:年|月|天|日|周|星期|礼拜|小时)")
_TOLD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")
NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_NEGATIVE = re.compile(
    r"(?<![\d年月.a-zA-Z一-龥])[-－]\s*\d|(?<![\d年月])[-－]\s*\d{2,}(?![-－\d]*[月日号])"
    r"|负\s*\d|负[一二三四五六七八九十]+[百千万]"
)
_HUGE = re.compile(r"\d{5,}\s*亿|\d+\s*万亿|[一二三四五六七八九十百千]+万亿|亿亿")
_FAR = re.compile(r"(?<!\d)(?:2[1-9]\d\d|[3-9]\d{3})年(?![利息薪均收终化])")
_YEARLY = re.compile(r"(?<=[万千百块元])(?=年(?:利|息|化))")
_BEGAN = re.compile(
    r"入职|进(?:的)?厂|进(?:的)?公司|上(?:的)?班|报到|开始|来的|来(?:这|到|公司|厂)|去的|干到|做到|到现在|至今|一直"
)
_FEN = re.compile(r"分(?=\s*(?:\d|[一二两三四五六七八九十])+\s*(?:期|次|个月|年))")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A question worked out: `key` of flows/words.yml with its values, the way of reckoning, the articles."""

    key: str
    values: Mapping[str, str]
    formula: str
    citations: tuple[str, ...]
    topic: str = ""  #: FAQ entry that speaks of the same matter
    flow: str = ""  #: kind of dispute (flows/labels.yml) this could become
    note: str = ""  #: that a number behind it is not confirmed
    #: name of a blank -> key of words.yml that fills it, worded with the same values and the parts before it
    parts: Mapping[str, str] = field(default_factory=dict)
    asked: str = field(default="", compare=False)  #: the question it answers, for 那要是30万呢

    def worded(self, words: Mapping[str, str]) -> str:
        """The answer in the words of flows/words.yml."""
        values = dict(self.values)
        for name, key in self.parts.items():
            values[name] = words[key].format(**values)
        return words[self.key].format(**values)


Calculator = Callable[[str, Context], Reckoned | None]


def bids(text: str) -> bool:
    """Whether words without a question word ask for a sum: 帮我算一下, or figures and at the end 利息."""
    return _BIDS.search(text) is not None


def wonders(text: str) -> bool:
    """Whether the text asks for a value in any way: with a question word, for a sum, or as 高不高, 合法不."""
    whether = LEGAL.search(text) and _WHETHER.search(text)
    return is_question(text) or bids(text) or _WONDERS.search(text) is not None or bool(whether)


def one_sum(text: str, context: Context) -> tuple[int, str] | None:
    """(fen, as said) when exactly one exact sum stands in the text."""
    found = amounts.find(_YEARLY.sub("，", text), context)
    if len(found) != 1:
        return None
    value = flat(found[0].value)
    low, high = value.get("low_fen"), value.get("high_fen")
    return (low, found[0].shown) if isinstance(low, int) and low == high and low > 0 else None


def one_range(text: str, context: Context) -> tuple[int, int, str] | None:
    """(least fen, most fen, as read) when exactly one loose sum stands in the text: 五六万, 三十来万."""
    found = amounts.find(text, context)
    if len(found) != 1:
        return None
    value = flat(found[0].value)
    low, high = value.get("low_fen"), value.get("high_fen")
    loose = isinstance(low, int) and isinstance(high, int) and 0 < low < high
    return (int(str(low)), int(str(high)), found[0].shown) if loose else None


def bare_sum(text: str) -> tuple[int, str] | None:
    """起诉35000要多少诉讼费: the one number of a question about a fee is yuan."""
    found = _BARE.findall(text)
    return (int(found[0]) * 100, yuan(int(found[0]) * 100)) if len(found) == 1 else None


def wage(text: str, context: Context) -> tuple[int, str] | None:
    """Monthly pay: what is said of a month, even as a bare number (一个月6500), else the only sum."""
    plain = normalise(text).text
    for said in _MONTHLY.finditer(plain):
        number = scan(plain, said.start(1))  # 每月五千二倍工资: the 二 is no longer pay
        words = said[1] if number is None or number.end >= said.end(1) else plain[said.start(1) : number.end]
        reading = amounts.read(words, context)
        low = flat(reading.value).get("low_fen") if isinstance(reading, Reading) else None
        if isinstance(reading, Reading) and isinstance(low, int) and low > 0:
            return low, reading.shown
    return one_sum(text, context)


def monthly(text: str) -> list[re.Match[str]]:
    """Where pay of a month stands, also as a bare number: 一个月6500; group 1 is the number."""
    return [*_MONTHLY.finditer(text)]


def without_pay(text: str) -> str:
    """The text with pay of a month blanked out, so that its month is no length of time."""
    return _MONTHLY.sub(lambda found: "，" * len(found[0]), text)


def span(text: str, context: Context) -> relativedelta | None:
    """The one stretch of time in the text; the month of 一个月6500 is none."""
    told = durations.find(_SOME.sub("，", _MONTHLY.sub("，", text)), context)
    found = [one for one in told if one.exact] or told
    match = _TOLD.fullmatch(str(flat(found[0].value).get("iso", ""))) if len(found) == 1 else None
    if match is None:
        return None
    years, months, days = (int(part or 0) for part in match.groups())
    return relativedelta(years=years, months=months, days=days)


def one_rate(text: str, context: Context) -> tuple[Decimal, Reading] | None:
    """(percent a year, reading) of the one rate in the text."""
    found = rates.find(text, context)
    if len(found) != 1:
        return None
    yearly = answers.rate({"rate": found[0].value})
    return (yearly, found[0]) if yearly is not None and yearly > 0 else None


def note_of(result: Result) -> str:
    """Words for a result that rests on an unconfirmed number; else nothing."""
    return UNCONFIRMED if result.provisional else ""


def refuse_absurd(text: str) -> None:
    """Raises Refusal for numbers no case has: a negative sum, more money than there is, a far year."""
    if _HUGE.search(text):
        raise Refusal("您说的金额太大了，请再看一下是不是写错了。")
    if _FAR.search(text):
        raise Refusal("您说的年份太远了，请再看一下是不是写错了。")
    if _NEGATIVE.search(text):
        raise Refusal("金额不能是负数，请再看一下。")


def stretch(text: str, context: Context) -> tuple[date, date] | None:
    """(first, last day): two days, one from-to, one day until now, or so long until today."""
    found = dates.find(text, context)
    days = [when for one in found if (when := answers.when({"on": one.value}, "on"))]
    if len(days) == 1 and flat(found[0].value).get("granularity") == "range":
        return days[0].start, days[0].end
    if len(days) == 2:
        return days[0].start, days[1].end
    if len(days) == 1 and re.search(r"到现在|至今|到今天|一直", text):
        return days[0].start, context.today
    length = span(text, context) if not days else None
    return (context.today - length, context.today) if length else None


@dataclass(frozen=True, slots=True)
class Worked:
    """How long somebody worked; `supposed`: only the length was told, the last day is taken to be today."""

    start: date
    end: date
    supposed: bool = False


def worked(text: str, context: Context) -> Worked | None:
    """From the first day to the last: two days, one day until now, or so long; None where it is not told."""
    found = dates.find(text, context)
    days = [when for one in found if (when := answers.when({"on": one.value}, "on"))]
    if len(days) == 2 and days[0].start < days[1].end <= context.today:
        return Worked(days[0].start, days[1].end)
    if len(days) == 1 and flat(found[0].value).get("granularity") == "range":
        return Worked(days[0].start, min(days[0].end, context.today))
    length = span(text, context)
    if not days:
        return Worked(context.today - length, context.today, supposed=True) if length else None
    if len(days) > 1 or days[0].end > context.today or not _BEGAN.search(text):
        return None
    if length:  # 2024年3月入职，干了8个月
        return Worked(days[0].start, min(days[0].start + length - relativedelta(days=1), context.today))
    return Worked(days[0].start, context.today)


def count(text: str, unit: str) -> Decimal | None:
    """The one number before a unit: 20小时, 四天, 45岁; None for none or several."""
    found = re.findall(rf"({NUMBER})\s*个?(?:{unit})", text)
    return number(found[0]) if len(found) == 1 else None


def number(words: str) -> Decimal | None:
    """A number in digits or short Chinese words."""
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return Decimal(words)
    value = small(words.replace("俩", "二").replace("仨", "三"))
    return Decimal(value) if value is not None else None


def labelled(text: str, label: str, context: Context) -> int | None:
    """The sum in fen behind a word: 医疗费2万5."""
    found = re.search(
        rf"(?:{label})[费了是花共要大概约的]{{0,4}}([0-9０-９一二三四五六七八九十百千万两.,]{{1,12}}块?元?)"
        r"(?![0-9０-９一二三四五六七八九十百千万两.,]|\s?个?(?:天|日|月|周|星期|年|岁|级|次|%|％|成))",
        text,
    )
    reading = amounts.read(found[1], context) if found else None
    low = flat(reading.value).get("low_fen") if isinstance(reading, Reading) else None
    return low if isinstance(low, int) else None


def parts(text: str) -> str:
    """5万分10期 with a comma before 分, so that the sum is not read as 5万分."""
    return _FEN.sub("，分", text)
