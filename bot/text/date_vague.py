"""Words about time that hold no date: they are answered with a question."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from bot.text import feasts
from bot.text.date_model import DAY, Found, Moment, Unclear, When, add_months

_EXAMPLE = "写到月份就行，例如：2023年5月；记不清可以回复“记不清”。"


@cache
def _event() -> re.Pattern[str]:
    return re.compile(
        r"(?:等|到|说)?(?:干完|做完|卖了?|卖完|工程款|房子卖|拿到|结了|结完|验收|挣了|挣上|有了?钱|手头|宽裕|贷款|粮食|庄稼|羊|猪|牛|煤款|甲方)"
        r"[^,。;!?\s]{0,8}?(?:就(?:给|还|结|付)|再(?:给|还|说|付|结)|以?后(?:给|还)|下来|的时候)|有钱(?:就|再)还"
    )


@cache
def _words() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    asks = (
        ((r"三天两头|一年半载|隔三差五|"
                r"隔三岔五|成天|一天到晚|经常|常年"), "“{said}”看不出是哪一天，请写一个大概的年月。", True),
        (r"过(?:两|几|些)[天日]|改天|过些时候|过一阵子?", ("“{said}”还定不下是哪天，"
                "请写一个具体日子，"
                "例如：12月5日。"), True),
        (r"最近|近来|近期|前一?阵子?|前段时间|前些时候|前几个?[月年]|前两年|前些年|早些年|早年|好几年(?:了|前)|好多年(?:了|前)?|很久(?:以前)?|以前|那会儿|那阵子?",
         "“{said}”时间有点宽，请写大概的年月，", True),
        (r"换届(?:以?前|后|那年|的时候|那会儿)?|拆迁(?:那年|的时候|以?前|那会儿)|建矿(?:那年|的时候|以?前)|修路那年|搬迁(?:那年|的时候|以?前)|分地那年|包产到户"
         r"|(?:他|她|我|孩子|娃|儿子|女儿)?(?:\d{1,2}|[一二三四五六七八九十]+)岁(?:那年|的时候|那会儿)|结婚那年|出事那年",
         "“{said}”是哪一年？请写年份，例如：2018年。", False),
        (r"开春|开学|秋收|入冬|入秋|入夏|打草|春耕|种地|收秋|停工(?:放假)?(?:以?前|后|的时候)?|放假(?:以?前|后|的时候)|春天|夏天|秋天|冬天",
         "“{said}”大概是几月份？请写年和月，例如：2026年4月。", False),
        (r"(?:借款|合同|约定)?到期(?:以?后|之后)(?:的?(?:[一二两三四五六七八九十半\d]+个?(?:月|年|天|周|星期)))?|满(?:[一二两三四五六七八九十半\d]+个?(?:月|年|天))(?:以?后|之后)",
         "这要从哪一天算起？请直接写到期或满期的那一天，例如：2024年5月1日。", True),
    )  # fmt: skip
    return tuple(
        (re.compile(rf"(?:{words})(?:的?时候|那会儿)?"), sentence, weak) for words, sentence, weak in asks
    )


@cache
def _year_turn() -> re.Pattern[str]:
    return re.compile(r"(?P<before>年前(?!后))|(?P<after>年后|过完年|过了年|过罢年|出了正月)")


@cache
def _plague() -> re.Pattern[str]:
    return re.compile(r"(?:疫情|新冠)(?:的?那会儿|期间|的?时候|那几年|那年|前)?")


def vague(text: str, at: int, moment: Moment) -> tuple[Found, int] | None:
    """Read words such as 最近, 开春, 年前, 疫情那会儿, 干完活就给."""
    if match := _year_turn().match(text, at):
        return _around_new_year(match, moment)
    if match := _plague().match(text, at):
        if match[0] in ("疫情", "新冠", "疫情前") and not moment.alone:
            return None
        return When(date(2020, 1, 1), date(2022, 12, 31), "range", exact=False), match.end()
    if match := _event().match(text, at):
        sentence = (
            f"“{match[0]}”没有写明哪一天，先按没有约定还款日期记，对吗？如果说过具体日子，"
            f"请写出来，例如：2024年12月31日。"
        )
        return Unclear(sentence, weak=True), match.end()
    for pattern, sentence, weak in _words():
        if match := pattern.match(text, at):
            asked = sentence.replace("{said}", match[0])
            return Unclear(asked + (_EXAMPLE if asked.endswith("，") else ""), weak=weak), match.end()
    return None


def _around_new_year(match: re.Match[str], moment: Moment) -> tuple[Found, int] | None:
    text, at = match.string, match.start()
    if match["before"]:
        if at and (text[at - 1] in "一二两三四五六七八九十几多半" or text[at - 1].isdigit()):
            return None
        ask = "“年前”是说春节以前，还是几年以前？请写大概的年月，例如：2026年1月。"
        return Unclear(ask), match.end()
    if (
        match[0] == "年后"
        and at
        and (text[at - 1] in "一二两三四五六七八九十几多半今明去前周每" or text[at - 1].isdigit())
    ):
        return None
    found = feasts.feast("春节", moment)
    if found is None:
        return None
    return When(found.start, add_months(found.start, 2) - DAY, "range", exact=False), match.end()
