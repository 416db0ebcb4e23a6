"""Questions about damages for injury and death, and who pays after a traffic accident."""

from __future__ import annotations

import re

from bot.dialogue import numbers_said as named
from bot.dialogue.numbers_said import Reckoned
from bot.law import injury
from bot.law.money import Result, yuan
from bot.text import losses
from bot.text.reading import Context

_GRADE = re.compile(r"([一二三四五六七八九十]{1,3}|\d{1,2})级")
_DISABLED = re.compile(r"伤残|残疾|评残")
_DEAD = re.compile(r"死亡赔偿|去世|撞死|打死|死了|丧葬")
_DEPENDANT = re.compile(r"被?扶养人(?:的)?生活费")
_LOST = re.compile(r"误工")
_SHARE = re.compile(r"([一二两三四五六七八九十]|\d)成|(\d{1,4})\s*[%％]")
_OURS = re.compile(r"我(?:方|们|自己|这边)?[^，。,对]{0,4}$")
_EVEN = re.compile(r"同等责任|各一半|一半责任|五五")


def lost_income(text: str, context: Context) -> Reckoned | None:
    """月薪6000误工30天误工费多少. Source: 人损解释第7条."""
    if not _LOST.search(text) or not named.HOW_MUCH.search(text):
        return None
    days, wage = named.count(text, "天"), named.wage(text, context)
    off = losses.off_work(text, context)
    count = int(days) if days is not None else off[0] if off else None
    if count is None or wage is None:
        return None
    return _told("误工费", injury.lost_income(wage[0], count))


def dependant(text: str, context: Context) -> Reckoned | None:
    """孩子10岁，我评了十级，两个人养，被扶养人生活费多少. Source: 人损解释第16条、第17条."""
    del context
    if not _DEPENDANT.search(text):
        return None
    age, level = named.count(text, "岁"), grade(text)
    if age is None or level is None:
        return None
    supporters = named.count(text, "人养|人扶养|人抚养|个扶养人")
    year = injury.newest_year("consumption")
    result = injury.dependant(int(age), level, year=year, supporters=int(supporters or 1), unable=age >= 18)
    return _told("被扶养人生活费", result)


def disabled(text: str, context: Context) -> Reckoned | None:
    """45岁十级伤残赔多少. Source: 人损解释第12条."""
    del context
    if not _DISABLED.search(text) or "工伤" in text or not named.HOW_MUCH.search(text):
        return None
    age, level = named.count(text, "岁"), grade(text)
    if age is None or level is None:
        return None
    return _told("残疾赔偿金", injury.disability(int(age), level, year=injury.newest_year("disposable")))


def death(text: str, context: Context) -> Reckoned | None:
    """77岁撞死赔多少: 死亡赔偿金 and 丧葬费. Source: 人损解释第14条、第15条."""
    del context
    age = named.count(text, "岁") if _DEAD.search(text) and named.HOW_MUCH.search(text) else None
    if age is None:
        return None
    heads = [
        injury.death(int(age), year=injury.newest_year("disposable")),
        injury.funeral(year=injury.newest_year("average_wage")),
    ]
    whole = injury.add_up(heads)
    steps = tuple(step for head in heads for step in head.steps)
    return _told("死亡赔偿金和丧葬费", whole, steps)


def traffic(text: str, context: Context) -> Reckoned | None:
    """医疗费2万5，伤残15万，车损3000，对方七成责任，交强险赔多少. Source: 民法典第1213条."""
    if not re.search(r"交强|责任|车祸|交通事故|撞", text) or not named.HOW_MUCH.search(text):
        return None
    medical = named.labelled(text, "医疗|医药|看病|住院", context)
    hurt = named.labelled(text, "伤残|残疾赔偿金?|误工|死亡", context)
    goods = named.labelled(text, "车损|修车|财产|财物", context)
    theirs = share(text)
    if theirs is None or not any((medical, hurt, goods)):
        return None
    loss = injury.Loss(medical or 0, hurt or 0, goods or 0)
    paid = injury.traffic(loss, context.today, liable_percent=theirs)
    split = f"其中交强险{yuan(paid.compulsory_fen)}，商业险和撞人的一方{yuan(paid.beyond_fen)}"
    return _told("对方一边该赔的", paid.result, (split, *paid.result.steps), flow="traffic_accident")


def share(text: str) -> int | None:
    """The other side's share in percent; of one's own share the rest."""
    if "对方全责" in text or "他全责" in text:
        return 100
    if _EVEN.search(text):
        return 50
    found = list(_SHARE.finditer(text))
    if len(found) != 1:
        return None
    tenths, percent = found[0].groups()
    value = named.number(tenths) if tenths else named.number(percent)
    if value is None:
        return None
    share = int(value * 10) if tenths else int(value)
    return 100 - share if _OURS.search(text[: found[0].start()]) else share


def grade(text: str) -> int | None:
    """The one grade of disability a text names, one to ten."""
    found = _GRADE.findall(text)
    level = named.number(found[0]) if len(set(found)) == 1 else None
    return int(level) if level is not None else None


def _told(
    what: str, result: Result, steps: tuple[str, ...] = (), *, flow: str = "personal_injury"
) -> Reckoned:
    said = "；".join(steps or (result.formula, *result.steps))
    values = {"what": what, "result": result.shown, "steps": said}
    note = named.note_of(result)
    return Reckoned("reckon_result", values, result.formula, result.citations, "", flow, note)
