"""Facts in a citizen's story, each with its words, its part in the story and how sure it is.

A fact whose part the words do not decide has an empty role: precision before completeness.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.text import (
    amount_facts,
    date_facts,
    durations,
    evidence,
    identity,
    names,
    owed_periods,
    parties,
    phones,
    places,
    plates,
    rates,
    story_roles,
)
from bot.text.amount_facts import HIDDEN
from bot.text.cli import reading_of
from bot.text.duration_roles import duration_role
from bot.text.fact import Fact, kept, made
from bot.text.fact_roles import around
from bot.text.normalise import Normal, normalise
from bot.text.numbers import small
from bot.text.reading import Context, Json, Reading, flat
from bot.text.topics import Topic, topic

#: longer stories are read up to here
MOST = 4000


@cache
def _workers() -> re.Pattern[str]:
    return re.compile(
        r"(?P<who>我们|咱们|俺们|一共|总共|共有?|等|带了?|带着|连我|涉及)?(?P<n>\d{1,4}|"
        r"[一二两三四五六七八九十百]+)(?:多)?\s?(?:(?:个|名|位)\s?(?P<w>工人|农民工|民工|工友|弟兄"
        r"|老乡|同事|女的|男的|妇女|人)|(?P<w2>人(?=没|的工资|都|被|一起|工资|干活|在|$|[,。;])))"
    )


#: confidence of what is read back before it is kept
_ASKED = 0.5
_STORY = 60  #: the role model was fitted on stories; shorter texts are left to the rules


def _duration_facts(plain: Normal, context: Context, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    out = []
    for reading in kept(durations.find_in(plain, context), taken):
        role, sure = duration_role(around(plain.text, reading.start, reading.end), kind)
        out.append(made(reading, role, sure))
    return out


def _rate_facts(plain: Normal, context: Context, taken: list[tuple[int, int]]) -> list[Fact]:
    out = []
    found = kept(rates.find_in(plain, context), taken)
    for reading in found:
        about = around(plain.text, reading.start, reading.end)
        if flat(reading.value).get("percent") == "0" and len(found) > 1:
            continue  # 要三分利，当初没说过利息: what is disputed is the rate
        words = f"{about.before}{about.said}{about.after[:6]}"
        penalty = re.search(r"违约金|滞纳金|逾期|罚|晚\S{0,2}[天日]|迟延|赔", words) is not None
        # 我不要利息 gives something up; that none was agreed is another thing, and asked about
        waived = _waives(plain.text, reading)
        out.append(made(reading, "penalty" if penalty else "interest", _ASKED if waived else 0.95))
    return out


def _waives(text: str, reading: Reading) -> bool:
    return re.search(r"不要(?:他的?|她的?)?利", text[max(0, reading.start - 4) : reading.end]) is not None


def _count_facts(plain: Normal, taken: list[tuple[int, int]], kind: Topic) -> list[Fact]:
    out: list[Fact] = []
    for match in _workers().finditer(plain.text):
        number = small(match["n"])
        work = match["w"] not in (None, "人", "女的", "男的")
        if number is None or not 1 <= number <= 2000 or not (work or match["who"]):
            continue
        if match["w"] == "人" and match["n"] in ("一", "两") and match["who"] not in ("我们", "咱们"):
            continue
        on_pay = kind == "wage" or re.search(r"工资|工钱|干活|打工|工地|劳务|工程", plain.text) is not None
        reading = Reading("count", number, f"{number}人", match.start("n"), match.end(), True)
        if kept([reading], taken):
            out.append(made(reading, "workers" if work or on_pay else "", 0.9 if work or on_pay else 0.6))
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
    seen = _first_look(normal, context)
    facts = story_roles.settled(seen) if seen.is_story else list(seen.facts)
    facts = owed_periods.with_owed(facts, seen.plain, context)
    shown = (_placed(fact, normal) for fact in facts if fact.confidence > HIDDEN)
    return sorted(shown, key=lambda fact: (fact.start, fact.role))


def first_look(text: str, context: Context) -> tuple[story_roles.FirstLook, Normal]:
    """Return what the second look at a story begins with, and its text; the fit needs both apart."""
    normal = normalise(text[:MOST])
    return _first_look(normal, context), normal


def _before_parties(
    normal: Normal, context: Context
) -> tuple[Normal, Topic, list[tuple[int, int]], list[Fact]]:
    """Return the story with pauses as commas, its topic, what is taken, and the facts before names."""
    spaced = _with_commas(normal.text)
    plain = Normal(spaced, spaced, None)
    kind = topic(spaced)
    taken: list[tuple[int, int]] = []
    facts = [made(reading) for reading in kept(identity.find_ids_in(plain, context), taken)]
    facts += [made(reading) for reading in kept(phones.find_in(plain, context), taken)]
    facts += [made(reading) for reading in kept(plates.find_in(plain, context), taken)]
    facts += date_facts.find_in(plain, context, taken, kind)
    facts += _rate_facts(plain, context, taken)
    facts += _duration_facts(plain, context, taken, kind)
    return plain, kind, taken, facts


def _first_look(normal: Normal, context: Context) -> story_roles.FirstLook:
    plain, kind, taken, facts = _before_parties(normal, context)
    story, free = len(plain.text) >= _STORY, tuple(taken)
    heard: Sequence[story_roles.Heard] = ()
    if story:
        heard = parties.heard_in(plain, context, taken, kind)
    else:
        facts += parties.by_rules(plain, context, taken)
    facts += amount_facts.find_in(plain, context, taken, kind)
    facts += [made(reading, "", 0.9) for reading in kept(places.find_in(plain, context), taken)]
    facts += [made(reading) for reading in kept(evidence.find_in(plain), taken)]
    facts += _count_facts(plain, taken, kind)
    facts.sort(key=lambda fact: (fact.start, fact.role))
    return story_roles.FirstLook(plain, kind, context, facts, heard, free, story)


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
