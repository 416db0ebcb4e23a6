"""Names that hold the word of a day: 张国庆, 李中秋, 周六子. A surname before a feast makes a person."""

from __future__ import annotations

import re
from functools import cache

from bot.text.names import HAN, lexicon

_FEASTS = "国庆|中秋|元旦|端午|清明|重阳|元宵|七夕|冬至|春节|除夕|立春|立夏|立秋|立冬|春分|秋分|霜降|惊蛰"
#: What a person does right behind the name.
_DOES = (
    r"(?:又|也|就|才|还|都|去年|今年|前年|当时|后来|从|向|跟|和|找|让|在|到|拿|上|下)*"
    r"(?:借|欠|打|说|骂|骗|拖|不还|没还|不给|没给|拿|答应|承诺|担保|起诉|撞|租|买|雇|叫|是我)"
)
#: Surnames that end other words or stand alone as words: 这钱国庆借的, 对方国庆打我, 于国庆借给他.
_WORDS = "于钱方时段余年车包单水边都全连成当何计项"
#: Characters behind a weekday that begin the sentence: 周六来借, 周三去找.
_GOES_ON = "来去又才就上下中早晚午夜会要能都再正后前起到我你他她妈爸哥姐弟妹叔姨全当时有没不还给把被"


@cache
def _feast_name() -> re.Pattern[str]:
    surnames = "".join(sorted(lexicon().surnames))
    plain = "".join(sorted(lexicon().surnames - set(_WORDS)))
    called = r"(?:(?<=叫)|(?<=叫做)|(?<=名字是)|(?<=姓名:))"
    return re.compile(
        rf"{called}[{surnames}](?:{_FEASTS})(?![节前后])"
        rf"|(?<=[给跟向和与找被告])[{plain}](?:{_FEASTS})(?![节前后期])"
        rf"|(?<![{HAN}])[{plain}](?:{_FEASTS})(?=$|[,，。;；、])"
        rf"|(?:(?<![{HAN}])|(?<=[给跟向和与找被告把让是的人事友居板头]))[{plain}](?:{_FEASTS})(?={_DOES})"
    )


@cache
def _weekday_name() -> re.Pattern[str]:
    given = "".join(sorted(set(lexicon().given) - set(_GOES_ON)))
    return re.compile(
        rf"(?<![上下这本每个]){_called()}周[一二三四五六日天][{given}子](?={_DOES}|$|[,，。;；、])"
        rf"|(?<=叫)周[一二三四五六日天](?:[{given}子]|(?={_DOES}|$|[,，。;；、]))"
    )


def _called() -> str:
    return rf"(?:(?<![{HAN}])|(?<=[给跟向和与找被告把让是的人事友居板头叫]))"


def end_at(text: str, at: int) -> int | None:
    """Return the end of such a name that begins with its surname at `at`; None where none does."""
    found = _weekday_name().match(text, at) or _feast_name().match(text, at)
    return found.end() if found else None


def end_of_name(text: str, at: int) -> int | None:
    """Return where a name ends whose day word begins at `at` (国庆 of 张国庆, 周六 of 周六子), or None."""
    found = _weekday_name().match(text, at) or (_feast_name().match(text, at - 1) if at else None)
    return found.end() if found else None
