"""Facts in a citizen's story, each with its words, its part in the story and how sure it is.

A fact whose part the words do not decide has an empty role: precision before completeness.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bot.text import (
    amounts,
    date_runs,
    dates,
    durations,
    evidence,
    identity,
    names,
    orgs,
    people,
    phones,
    places,
    plates,
    rates,
    role_model,
)
from bot.text.amount_roles import amount_role
from bot.text.cli import reading_of
from bot.text.date_roles import date_role, owed_range, supplied_range, worked_range
from bot.text.duration_roles import duration_role
from bot.text.fact_roles import Around, around
from bot.text.normalise import Normal, normalise
from bot.text.numbers import small
from bot.text.reading import Context, Json, Reading, flat
from bot.text.topics import Topic, topic

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
def _workers() -> re.Pattern[str]:
    return re.compile(
        r"(?P<who>我们|咱们|俺们|一共|总共|共有?|等|带了?|带着|连我|涉及)?(?P<n>\d{1,4}|"
        r"[一二两三四五六七八九十百]+)(?:多)?\s?(?:(?:个|名|位)\s?(?P<w>工人|农民工|民工|工友|弟兄"
        r"|老乡|同事|人)|(?P<w2>人(?=没|的工资|都|被|一起|工资|干活|在|$|[,。;])))"
    )


def _free(reading: Reading, taken: Sequence[tuple[int, int]]) -> bool:
    return all(reading.end <= start or end <= reading.start for start, end in taken)


def _kept(readings: Sequence[Reading], taken: list[tuple[int, int]]) -> list[Reading]:
    """Return the readings that overlap nothing taken before, and take their places."""
    out: list[Reading] = []
    for reading in readings:
        if _free(reading, taken):
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


@cache
def _only_hour() -> re.Pattern[str]:
    return re.compile(
        r"(?:凌晨|早[上晨起]|清[早晨]|上午|前晌|中午|晌午|下午|后晌|傍晚|晚上|黑夜里?|夜[里间]|"
        r"半夜)?(?:[\d一二三四五六七八九十两]{1,2}(?:点钟?|时|:).{0,4})?"
    )


def _date_facts(plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    text, out = plain.text, []
    found = [
        (reading, around(text, reading.start, reading.end))
        for reading in _kept(dates.find_in(plain, context), taken)
    ]
    roles = date_runs.owed_run(text, found, [date_role(about, kind) for _, about in found])
    roles = date_runs.from_to(text, found, roles, kind)
    lent = _lent_day(found, roles)
    foreign_year = any(
        flat(reading.value)["start"] and str(flat(reading.value)["start"])[:4] != str(context.today.year)
        for reading, _ in found
        if _says_year().search(text[reading.start : reading.end])
    )
    for (reading, about), (role, sure) in zip(found, roles, strict=True):
        said = text[reading.start : reading.end]
        if _only_hour().fullmatch(said):
            continue
        value = flat(reading.value)
        if (
            value["granularity"] == "range"
            and value["start"] != value["end"]
            and re.search(r"[到至~-]", said)
        ):
            if role in ("", "started", "owed_from", "happened", "lent") and (
                owed_range(about) or role == "owed_from" or supplied_range(about, kind)
            ):
                out += _ends(reading, "owed_from", "owed_to")
                continue
            if role in ("", "started", "left", "happened") and worked_range(about, kind):
                out += _ends(reading, "started", "left")
                continue
        ahead = role not in ("", "due") and str(value["start"]) > context.today.isoformat()
        part, most = ("", 0.6) if ahead else (role, sure)
        yearless = not _says_year().search(said) and foreign_year
        base = lent if part == "due" else _listed_after(plain.text, out, reading.start)
        again = _from_lent(plain, reading, base, context) if base and yearless else None
        if again is None and yearless and _same_sentence(text, found, reading):
            most = min(most, 0.55)
        kept = replace(again, start=reading.start, end=reading.end) if again else reading
        out.append(replace(_fact(kept, part), confidence=min(max(kept.confidence, 0.7), most)))
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
    words = plain.text[reading.start : reading.end + 8]
    again = [one for one in dates.find_in(Normal(words, words, None), then) if one.start == 0]
    return again[0] if again else None


def _same_sentence(text: str, found: Sequence[tuple[Reading, Around]], reading: Reading) -> bool:
    """A day with its year stands before this one in the same sentence."""
    begin = max(text.rfind(char, 0, reading.start) for char in "。!?;\n") + 1
    return any(
        begin <= one.start < reading.start and _says_year().search(text[one.start : one.end])
        for one, _ in found
    )


def _ends(reading: Reading, first: str, last: str) -> list[Fact]:
    value = flat(reading.value)
    out = []
    for key, role in (("start", first), ("end", last)):
        one: dict[str, Json] = {**value, "start": value[key], "end": value[key], "granularity": "day"}
        shown = dates.show_day(date.fromisoformat(str(value[key])))
        out.append(replace(_fact(reading, role, 0.9), value=one, shown=shown))
    return out


def _amount_facts(plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    """Return the sums; a bare number counts where the words beside it give it a part."""
    out = []
    for reading in amounts.find_loose_in(plain, context):
        if not _free(reading, taken):
            continue
        role, sure = amount_role(around(plain.text, reading.start, reading.end), kind)
        bare = reading.confidence <= _BARE
        if not bare:
            told = bool(role) and sure >= _TOLD
            out.append(_fact(replace(reading, confidence=1.0) if told else reading, role, sure))
        elif role and sure >= _TOLD and _may_be_money(reading):
            out.append(_fact(replace(reading, confidence=0.8), role, max(sure, 0.8)))
    taken += [(one.start, one.end) for one in out]
    return _with_principal(plain.text, out) if kind == "loan" else out


def _with_principal(text: str, found: list[Fact]) -> list[Fact]:
    """The first sum of a loan that no words claim for another part is what was lent."""
    if not found or found[0].role or any(one.role == "principal" for one in found):
        return found
    first = found[0]
    if not re.search(r"借|欠|透支|贷|拿", text[max(0, first.start - 24) : first.start]):
        return found
    return [replace(first, role="principal", confidence=_GUESSED), *found[1:]]


#: confidence of a number that nothing marks as money, and of a part plain enough to make it one
_BARE, _TOLD = 0.6, 0.65
_GUESSED = 0.62
#: a second opponent of the same kind was right in three of nine cases
_SECOND = 0.55
_STORY = 60  #: the role model was fitted on stories; shorter texts are left to the rules


def _may_be_money(reading: Reading) -> bool:
    return 10_000 <= int(str(flat(reading.value)["high_fen"])) <= 10**10


def _duration_facts(plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    out = []
    for reading in _kept(durations.find_in(plain, context), taken):
        role, sure = duration_role(around(plain.text, reading.start, reading.end), kind)
        out.append(_fact(reading, role, sure))
    return out


def _rate_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    out = []
    found = _kept(rates.find_in(plain, context), taken)
    for reading in found:
        about = around(plain.text, reading.start, reading.end)
        if flat(reading.value).get("percent") == "0" and len(found) > 1:
            continue  # 要三分利，当初没说过利息: what is disputed is the rate
        words = f"{about.before}{about.said}{about.after[:6]}"
        penalty = re.search(r"违约金|滞纳金|逾期|罚", words) is not None
        out.append(_fact(reading, "penalty" if penalty else "interest", 0.95))
    return out


def _party_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    out: list[Fact] = []
    seen: set[tuple[str, str]] = set()
    companies = [pair for pair in orgs.find_in(plain, context) if _kept([pair[0]], taken)]
    persons = [pair for pair in people.find_in(plain, context) if _kept([pair[0]], taken)]
    for reading, role in (*persons, *companies):
        if (reading.kind, reading.shown) not in seen:
            seen.add((reading.kind, reading.shown))
            again = role == "respondent" and any((one.type, one.role) == (reading.kind, role) for one in out)
            out.append(_fact(reading, role, _SECOND if again else 1.0 if role else 0.74))
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

    Roles: amount principal interest wage_owed wage_monthly wage_daily rent deposit fee_owed repaid price
    medical compensation claim; date lent due demanded signed started left happened owed_from owed_to
    married; person and org respondent applicant guarantor witness; duration owed term worked; rate interest
    penalty; count workers. Values are those of the readers; evidence is its name, a count an int. A promise
    such as 年底 is counted from the day of the loan. Stories are read up to 4000 characters.
    """
    normal = normalise(text[:MOST])
    plain, kind, facts = _by_rules(normal, context)
    if len(plain.text) >= _STORY:
        facts = [_settled(fact, found) for fact, found in _with_features(plain, kind, facts)]
    return sorted((_placed(fact, normal) for fact in facts), key=lambda fact: (fact.start, fact.role))


def candidates(text: str, context: Context) -> list[tuple[Fact, dict[str, float]]]:
    """Return sums, days and lengths with the parts that the rules give and what the role model looks at."""
    normal = normalise(text[:MOST])
    found = _with_features(*_by_rules(normal, context))
    return [(_placed(fact, normal), seen) for fact, seen in found if seen]


def _with_features(plain: Normal, kind: Topic, facts: list[Fact]) -> list[tuple[Fact, dict[str, float]]]:
    """Add what the role model looks at; nothing for facts whose part it does not settle."""
    ordered = sorted(facts, key=lambda fact: (fact.start, fact.role))
    number, total = Counter[str](), Counter(fact.type for fact in facts)
    out: list[tuple[Fact, dict[str, float]]] = []
    for fact in ordered:
        seen: dict[str, float] = {}
        if fact.type in role_model.TYPES:
            about = around(plain.text, fact.start, fact.end)
            seen = role_model.features(about, kind, number[fact.type], total[fact.type])
            number[fact.type] += 1
        out.append((fact, seen))
    return out


def _settled(fact: Fact, seen: dict[str, float]) -> Fact:
    """Return the fact with the part that rules and words agree on; ends of a stretch keep theirs."""
    if not seen or fact.role in ("owed_to", "interest") or (fact.role and _is_range(fact)):
        return fact
    role, sure = role_model.settle(fact.type, fact.role, seen)
    if role == fact.role:
        return replace(fact, confidence=role_model.scaled(sure)) if role else fact
    if fact.role:  # the words say otherwise: the person is asked
        return replace(fact, confidence=role_model.ASKED)
    if _is_range(fact) or sure < role_model.LIKELY:
        return fact
    return replace(fact, role=role, confidence=role_model.scaled(sure))


def _is_range(fact: Fact) -> bool:
    return fact.type == "date" and flat(fact.value)["granularity"] == "range"


def _by_rules(normal: Normal, context: Context) -> tuple[Normal, Topic, list[Fact]]:
    spaced = _with_commas(normal.text)
    plain = Normal(spaced, spaced, None)
    kind = topic(spaced)
    taken: list[tuple[int, int]] = []
    facts = [_fact(reading) for reading in _kept(identity.find_ids_in(plain, context), taken)]
    facts += [_fact(reading) for reading in _kept(phones.find_in(plain, context), taken)]
    facts += [_fact(reading) for reading in _kept(plates.find_in(plain, context), taken)]
    facts += _date_facts(plain, context, taken, kind)
    facts += _rate_facts(plain, context, taken)
    facts += _duration_facts(plain, context, taken, kind)
    facts += _party_facts(plain, context, taken)
    facts += _amount_facts(plain, context, taken, kind)
    facts += [_fact(reading, "", 0.9) for reading in _kept(places.find_in(plain, context), taken)]
    facts += [_fact(reading) for reading in _kept(evidence.find_in(plain), taken)]
    facts += _count_facts(plain, taken)
    return plain, kind, facts


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
