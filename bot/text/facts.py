"""Facts in a citizen's story, each with its words, its part in the story and how sure it is.

A fact whose part the words do not decide has an empty role: precision before completeness.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bot.text import amounts, dates, durations, identity, names, people, phones, places, plates, rates
from bot.text.cli import reading_of
from bot.text.fact_roles import Around, amount_role, around, date_role, duration_role, owed_range
from bot.text.normalise import Normal, normalise
from bot.text.numbers import small
from bot.text.reading import Context, Json, Reading, flat

#: longer stories are read up to here
MOST = 4000


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; `start:end` is its span in the story, `value` has the shape the reader of its type gives."""

    type: (
        str  #: amount | date | duration | rate | person | org | place | phone | id | plate | count | evidence
    )
    value: Json
    role: str  #: principal, lent, respondent, workers …; empty where unsure
    text: str
    start: int
    end: int
    confidence: float
    shown: str


@cache
def _evidence() -> re.Pattern[str]:
    return re.compile(
        r"(?P<借条>借条|借据)|(?P<欠条>欠条|欠据)|(?P<收条>收条)|(?P<收据>收据|收款收据)|(?P<转账记录>转账(?:记录|凭证|截图|单|凭据)|银行流水|流水|汇款单|支付记录|付款(?:记录|凭证|截图))"
        r"|(?P<聊天记录>聊天(?:记录|截图|内容)|微信(?:记录|聊天)|短信(?:记录)?)|(?P<劳动合同>劳动合同)|(?P<租赁合同>租赁合同|租房合同)|(?P<合同>合同|协议书?|字据)|(?P<录音>录音|通话录音)|(?P<视频>监控(?:录像)?|录像|视频)"
        r"|(?P<照片>照片|相片)|(?P<发票>发票|小票)|(?P<工资条>工资条|工资单|工资流水)|(?P<考勤记录>考勤(?:表|记录)?|打卡记录|工时表|记工本|记工单)|(?P<工牌>工牌|工作证|胸牌)"
        r"|(?P<病历>病历|住院记录|诊断(?:证明|书)|出院小结)|(?P<事故认定书>事故(?:责任)?认定书|责任认定书|认定书)|(?P<报警记录>报警(?:回执|记录)|出警记录|接警单)|(?P<结算单>结算单|对账单|工程量单)"
        r"|(?P<送货单>送货单|出库单|过磅单|磅单|收货单)|(?P<保证书>保证书|承诺书|还款计划)|(?P<房产证>房产证|不动产证)|(?P<证人证言>证人|能作证|可以作证)"
    )


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(
        r"(?:没有?|哪儿?有|哪里有|哪儿?来的?|哪里来的?|(?<![了过个])(?:啥|什么)|未|不|无|没能|不肯|不给|丢了?|没有?(?:写|打|签|立|留|给|开|要))(?:过|我|他|任何|什么|书面|正式|个|一张|张|份|签|写|打|订|立|签订|给我?|我?|留|开|录|办|提供|出具|保存|有|了|借条|欠条|合同|[、和及也或])*$"
    )


@cache
def _evidence_held() -> re.Pattern[str]:
    return re.compile(
        r"(?:有|写|打|签|立|留|开|出具|给了|录|保存|手里|凭|拿着|提供|证据|附|截图|在|补|提交|[、和及,])[^。;!?]{0,10}$|^(?:在|为证|还在|作证|我有|都有|都在|也有|、|和|等|上|为凭|没丢)"
    )


@cache
def _workers() -> re.Pattern[str]:
    return re.compile(
        r"(?P<who>我们|咱们|一共|总共|共有?|等|带了?|带着|和|连我|有|另外)?(?P<n>\d{1,4}|[一二两三四五六七八九十百]+)(?:多)?\s?(?:(?:个|名|位)\s?(?P<w>工人|农民工|民工|工友|弟兄|老乡|同事|人)|(?P<w2>人(?=没|的工资|都|被|一起|工资|干活|在|$|[,。;])))"
    )


def _kept(readings: Sequence[Reading], taken: list[tuple[int, int]]) -> list[Reading]:
    """Return the readings that overlap nothing taken before, and take their places."""
    out: list[Reading] = []
    for reading in readings:
        if all(reading.end <= start or end <= reading.start for start, end in taken):
            out.append(reading)
            taken.append((reading.start, reading.end))
    return out


def _fact(reading: Reading, role: str = "", sure: float = 1.0, kind: str = "") -> Fact:
    confidence = round(reading.confidence * sure, 2)
    return Fact(
        kind or reading.kind, reading.value, role, "", reading.start, reading.end, confidence, reading.shown
    )


@cache
def _says_year() -> re.Pattern[str]:
    return re.compile(
        r"(?:19|20)\d{2}|\d{2}\s?年|[零〇一二三四五六七八九]{2,4}年|今年|去年|前年|年时|头年|今天|昨天"
    )


def _date_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    text, out = plain.text, []
    found = [
        (reading, around(text, reading.start, reading.end))
        for reading in _kept(dates.find_in(plain, context), taken)
    ]
    roles = [date_role(about) for _, about in found]
    lent = _lent_day(found, roles)
    foreign_year = any(
        flat(reading.value)["start"] and str(flat(reading.value)["start"])[:4] != str(context.today.year)
        for reading, _ in found
        if _says_year().search(text[reading.start : reading.end])
    )
    for (reading, about), (role, certain) in zip(found, roles, strict=True):
        sure, said = certain, text[reading.start : reading.end]
        value = flat(reading.value)
        if value["granularity"] == "range" and role in ("", "started") and owed_range(about):
            out += _owed_ends(reading)
            continue
        vague_year = not _says_year().search(said) and foreign_year
        base = lent if role == "due" else _listed_after(plain.text, out, reading.start)
        again = _from_lent(plain, reading, base, context) if base and vague_year else None
        if again is None and vague_year and value["granularity"] != "recurring":
            sure = min(sure, 0.55)
        kept = replace(again, start=reading.start, end=reading.end) if again else reading
        out.append(
            _fact(
                replace(kept, confidence=max(kept.confidence, 0.7) if again else kept.confidence), role, sure
            )
        )
    return out


def _listed_after(text: str, before: Sequence[Fact], start: int) -> date | None:
    """Return the day before in a list: 2023年5月1日和6月1日 share their year."""
    if before and re.fullmatch(r"[和、及与跟,又]{1,2}", text[before[-1].end : start]):
        return date.fromisoformat(str(flat(before[-1].value)["start"]))
    return None


def _lent_day(found: Sequence[tuple[Reading, Around]], roles: Sequence[tuple[str, float]]) -> date | None:
    for (reading, about), (role, _) in zip(found, roles, strict=True):
        value = flat(reading.value)
        if role in ("lent", "signed") and _says_year().search(about.text[reading.start : reading.end]):
            return date.fromisoformat(str(value["start"]))
    return None


def _from_lent(plain: Normal, reading: Reading, lent: date | None, context: Context) -> Reading | None:
    """Read 年底 and 三个月内 of a promise from the day of the loan, not from today."""
    if lent is None:
        return None
    then = replace(context, today=lent, direction="future", anchor=lent)
    again = [one for one in dates.find_in(plain, then) if one.start == reading.start]
    return again[0] if again else None


def _owed_ends(reading: Reading) -> list[Fact]:
    value = flat(reading.value)
    out = []
    for key, role in (("start", "owed_from"), ("end", "owed_to")):
        one: dict[str, Json] = {**value, "start": value[key], "end": value[key], "granularity": "day"}
        shown = dates.show_day(date.fromisoformat(str(value[key])))
        out.append(replace(_fact(reading, role, 0.9), value=one, shown=shown))
    return out


def _amount_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    out = []
    for reading in _kept(amounts.find_in(plain, context), taken):
        role, sure = amount_role(around(plain.text, reading.start, reading.end))
        out.append(_fact(reading, role, sure))
    return out


def _duration_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    out = []
    for reading in _kept(durations.find_in(plain, context), taken):
        role, sure = duration_role(around(plain.text, reading.start, reading.end))
        out.append(_fact(reading, role, sure))
    return out


def _rate_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    out = []
    for reading in _kept(rates.find_in(plain, context), taken):
        about = around(plain.text, reading.start, reading.end)
        penalty = re.search(r"违约金|滞纳金|逾期", about.before) is not None
        out.append(_fact(reading, "penalty" if penalty else "interest", 0.95))
    return out


_PARTY = {"respondent_owed": "applicant", "lender": "applicant"}


def _party_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    orgs = _kept(people.find_orgs_in(plain, context), taken)
    persons = [(reading, role) for reading, role in people.find_in(plain, context) if _kept([reading], taken)]
    best: dict[str, Fact] = {}
    for reading, role in persons:
        fact = _fact(reading, _PARTY.get(role, role), 0.95 if role else 0.7)
        known = best.get(fact.shown)
        if known is None or (fact.role and not known.role):
            best[fact.shown] = fact
        elif fact.role and known.role != fact.role:
            best[fact.shown] = replace(known, role="", confidence=0.6)
    out = list(best.values())
    seen: set[str] = set()
    for reading in orgs:
        if reading.shown not in seen:
            seen.add(reading.shown)
            role, sure = _org_role(around(plain.text, reading.start, reading.end))
            out.append(_fact(reading, role, sure))
    return out


def _org_role(about: Around) -> tuple[str, float]:
    if re.search(r"(?:被告|被申请人|用人单位|起诉|告|雇主|老板是|欠款方|要求)(?:是|为|:|了)*$", about.before):
        return "respondent", 0.95
    if re.search(r"(?:原告|申请人|我是|我们是|我公司是)(?:是|为|:)*$", about.before):
        return "applicant", 0.9
    if re.match(
        r"[^,]{0,12}(?:欠|拖欠|不给|没发|没给|没付|不付|辞退|开除|不退|不赔|不交|违约|扣)", about.after
    ):
        return "respondent", 0.9
    if re.search(r"(?:在|给|跟|为|到|去|进|入职)(?:了)?$", about.before) and re.match(
        r"[^,]{0,6}(?:上班|干活|打工|工作|干|做工|开车|当)", about.after
    ):
        return "respondent", 0.8
    return "", 0.75


def _evidence_facts(plain: Normal, taken: list[tuple[int, int]]) -> list[Fact]:
    out: list[Fact] = []
    seen: set[str] = set()
    for match in _evidence().finditer(plain.text):
        name = match.lastgroup or ""
        about = around(plain.text, match.start(), match.end())
        if (
            name in seen
            or _denied().search(about.before)
            or re.match(
                r"(?:啥的|什么的|之类的?|那些)?(?:都|也)?(?:没(?!丢)(?:有|写|签|打|给|留)?|哪儿?有|哪儿?里?来的?|哪里有|丢了|不见了|法|纠纷|诈骗|到期|期|解除|约定|上|价|款|无效)",
                about.after,
            )
            or re.match(r"[\s?,]+(?:都|也)?没(?:有|写|签|打|留)?(?=$|[\s,。;!])", plain.text[match.end() :])
        ):
            continue
        if (
            not _evidence_held().search(about.before)
            and not _evidence_held().match(about.after)
            and name in ("合同", "视频", "照片", "证人证言", "病历")
        ):
            continue
        seen.add(name)
        reading = Reading("evidence", name, name, match.start(), match.end(), True)
        if _kept([reading], taken):
            out.append(_fact(reading, "", 0.9))
    return out


def _count_facts(plain: Normal, taken: list[tuple[int, int]]) -> list[Fact]:
    out: list[Fact] = []
    for match in _workers().finditer(plain.text):
        number = small(match["n"])
        work = match["w"] not in (None, "人")
        if number is None or not 1 <= number <= 2000 or not (work or match["who"]):
            continue
        if match["w"] == "人" and match["n"] in ("一", "两") and match["who"] not in ("我们", "咱们"):
            continue
        on_pay = re.search(r"工资|工钱|干活|打工|工地|劳务|工程", plain.text) is not None
        reading = Reading("count", number, f"{number}人", match.start("n"), match.end(), True)
        if _kept([reading], taken):
            out.append(_fact(reading, "workers" if work or on_pay else "", 0.9 if work or on_pay else 0.6))
    return out


@cache
def _pause() -> re.Pattern[str]:
    """A space that stands for a comma; not one inside a name or before a number."""
    return re.compile(
        r"(?<=[\u4e00-\u9fff\d][\u4e00-\u9fff\d][\u4e00-\u9fff\d])[ \t](?=\s*[\u4e00-\u9fff]{2})"
        r"(?!\s*[一二两三四五六七八九十几半元块万千百年月日号])"
    )


def _with_commas(text: str) -> str:
    """Return the text with its pauses as commas, character for character the same places."""
    return _pause().sub(",", text)


def find_facts(text: str, context: Context) -> list[Fact]:
    """Return the facts of a story, in order of place.

    Roles: amount principal | interest | wage_owed | wage_monthly | rent | deposit | fee_owed | repaid
    | price |
    compensation | claim; date lent | due | demanded | signed | started | left | happened | owed_from |
    owed_to;
    person and org respondent | applicant | guarantor | witness; duration owed | term | worked; rate
    interest |
    penalty; count workers. Values are those of the readers; evidence is its name, a count an int. A
    promise such as
    年底 is counted from the day of the loan. Stories are read up to 4000 characters.
    """
    normal = normalise(text[:MOST])
    spaced = _with_commas(normal.text)
    plain = Normal(spaced, spaced, None)
    taken: list[tuple[int, int]] = []
    facts = [_fact(reading) for reading in _kept(identity.find_ids_in(plain, context), taken)]
    facts += [_fact(reading) for reading in _kept(phones.find_in(plain, context), taken)]
    facts += [_fact(reading) for reading in _kept(plates.find_in(plain, context), taken)]
    facts += _date_facts(plain, context, taken)
    facts += _rate_facts(plain, context, taken)
    facts += _duration_facts(plain, context, taken)
    facts += _amount_facts(plain, context, taken)
    facts += _party_facts(plain, context, taken)
    facts += [_fact(reading, "", 0.9) for reading in _kept(places.find_in(plain, context), taken)]
    facts += _evidence_facts(plain, taken)
    facts += _count_facts(plain, taken)
    return sorted((_placed(fact, normal) for fact in facts), key=lambda fact: (fact.start, fact.role))


def _placed(fact: Fact, normal: Normal) -> Fact:
    start, end = normal.span(fact.start, fact.end)
    said = normal.original[start:end]
    if fact.type in ("person", "org"):
        name = names.spelled(said)
        return replace(fact, start=start, end=end, text=said, value=name, shown=name)
    return replace(fact, start=start, end=end, text=said)


def outward(fact: Fact) -> dict[str, Json]:
    """Return a fact as `python -m bot understand` prints it.

    `{"type", "value", "role", "text", "confidence"}` with the value as in `read`: yuan, P3M, 2%/month;
    dates have
    `start` and `end`, durations `low_days` and `high_days`, sums `low` and `high` in yuan besides.
    """
    reading = Reading(fact.type, fact.value, fact.shown, fact.start, fact.end, True)
    row: dict[str, Json] = {"type": fact.type, "value": reading_of(reading), "role": fact.role}
    value = flat(fact.value)
    if fact.type == "place":
        row["value"] = value["name"]
    elif fact.type == "count":
        row["value"] = fact.value
    elif fact.type == "date":
        row.update(start=value["start"], end=value["end"])
    elif fact.type == "duration":
        row.update(low_days=value["low_days"], high_days=value["high_days"])
    row.update(text=fact.text, confidence=fact.confidence)
    return row
