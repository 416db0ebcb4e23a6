"""Green lanes: who is in one, who goes first, and when the first call is due, over weekends and holidays."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.law import danger_kinds, lanes
from bot.law.citations import resolve
from bot.law.office_hours import Hours
from bot.law.rows import rows, section, table, text
from bot.law.screening import hotline
from bot.text.identity import uscc_check
from flows.engine import Answer, Json

CODE = "91150622MA0N0TE49" + uscc_check("91150622MA0N0TE49")
WORKERS: Json = {"rows": [], "total_fen": 100}
NOBODY = date(2026, 7, 1)
WINTER = date(2026, 11, 22)


def answers(**given: Json) -> dict[str, Answer]:
    return {key: Answer(value, value if isinstance(value, str) else "") for key, value in given.items()}


@pytest.mark.parametrize(
    ("flow", "given", "ids"),
    [
        ("wage_claim", {"employer_kind": "site"}, ("wages",)),
        ("wage_claim", {"employer_kind": "boss"}, ("wages",)),
        ("wage_claim", {"employer_kind": "company", "how_many": "many"}, ("wages",)),
        ("wage_claim", {"employer_kind": "shop", "workers": WORKERS}, ("wages",)),
        ("wage_claim", {"employer_kind": "company", "how_many": "one"}, ()),
        ("wage_claim", {"how_many": "one", "workers": None}, ()),
        ("private_lending", {"employer_kind": "site"}, ()),
        ("sale_contract", {"applicant_uscc": CODE}, ("company",)),
        ("sale_contract", {"applicant_uscc": CODE.lower()}, ("company",)),
        ("sale_contract", {"applicant_uscc": CODE[:-1] + ("1" if CODE[-1] != "1" else "2")}, ()),
        ("sale_contract", {"applicant_uscc": "150622000012345"}, ()),
        ("sale_contract", {"respondent_name": f"某某商贸有限公司 {CODE}"}, ("company",)),
        ("sale_contract", {"respondent_uscc": CODE}, ("company",)),
        ("sale_contract", {"respondent_name": "某某商贸有限公司"}, ()),
        ("service_contract", {"story": "给煤矿拉煤，运费一直不结"}, ("mining",)),
        ("land", {"where": "哈尔乌素那边的草场"}, ("mining",)),
        ("land", {"where": "沙圪堵镇的草场"}, ()),
        ("private_lending", {"applicant_phone": "矿区13800138000"}, ()),
        ("general", {"story": "他不给钱我就去上访"}, ("petition",)),
        ("financial_loan", {"applicant_kind": "company", "applicant_uscc": CODE}, ("company", "finance")),
        ("credit_card", {"applicant_kind": "company"}, ("finance",)),
        ("credit_card", {"applicant_kind": "person"}, ()),
        ("wage_claim", {"employer_kind": "site", "work_place": "某煤矿工地"}, ("wages", "mining")),
        ("wage_claim", {"employer_kind": "boss", "respondent_uscc": CODE}, ("wages", "company")),
    ],
)
def test_who_is_in_which_lane(flow: str, given: dict[str, Json], ids: tuple[str, ...]) -> None:
    assert lanes.lanes_of(flow, answers(**given)) == ids


def test_an_unknown_answer_gives_no_lane() -> None:
    unknown = {"applicant_uscc": Answer(None, CODE), "employer_kind": Answer(None, "不知道")}
    assert lanes.lanes_of("wage_claim", unknown) == ()


@pytest.mark.parametrize(
    ("on", "rank", "half_days"),
    [
        (date(2026, 10, 31), 20, 2),
        (date(2026, 11, 1), 10, 1),
        (date(2026, 12, 31), 10, 1),
        (date(2027, 2, 5), 10, 1),
        (date(2027, 2, 6), 20, 2),  # 2027年春节
        (date(2026, 2, 16), 10, 1),
        (date(2026, 2, 17), 20, 2),  # 2026年春节
        (date(2026, 7, 1), 20, 2),
    ],
)
def test_wages_rank_higher_from_november_to_the_spring_festival(on: date, rank: int, half_days: int) -> None:
    wages = lanes.lanes()["wages"]
    assert (wages.rank_on(on), wages.half_days_on(on)) == (rank, half_days)
    assert wages.rank_on(None) == wages.rank


def beijing(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=lanes.BEIJING)


@pytest.mark.parametrize(
    ("came", "half_days", "due"),
    [
        ("2026-11-23 07:00", 1, "2026-11-23 12:00"),  # Monday before the office opens
        ("2026-11-23 08:30", 1, "2026-11-23 12:00"),
        ("2026-11-23 08:31", 1, "2026-11-23 17:30"),
        ("2026-11-23 13:00", 1, "2026-11-23 17:30"),
        ("2026-11-23 14:31", 1, "2026-11-24 12:00"),
        ("2026-11-23 20:00", 1, "2026-11-24 12:00"),
        ("2026-11-23 07:00", 2, "2026-11-23 17:30"),
        ("2026-11-23 09:00", 2, "2026-11-24 12:00"),
        ("2026-11-23 15:00", 2, "2026-11-24 17:30"),
        ("2026-11-20 15:00", 1, "2026-11-23 12:00"),  # Friday afternoon: over the weekend
        ("2026-11-22 10:00", 2, "2026-11-23 17:30"),  # a Sunday
        ("2026-09-24 16:00", 1, "2026-09-28 12:00"),  # 中秋 25 to 27 September
        ("2026-09-30 15:00", 2, "2026-10-08 17:30"),  # 国庆 to 7 October
        ("2026-10-09 15:00", 1, "2026-10-12 12:00"),  # a Saturday is made up for, the desk is closed on it
        ("2026-02-13 16:00", 2, "2026-02-24 17:30"),  # over 春节
    ],
)
def test_when_the_first_call_is_due(came: str, half_days: int, due: str) -> None:
    assert lanes.half_days_later(beijing(came), half_days) == beijing(due)
    assert lanes.half_days_later(beijing(came).astimezone(UTC), half_days) == beijing(due)


@pytest.mark.parametrize(
    ("hours", "came", "due"),
    [
        ("1-5 08:30-12:00 14:30-17:30", "2026-10-09 15:00", "2026-10-12 12:00"),
        ("1-5 08:30-12:00 14:30-17:30", "2026-10-10 09:00", "2026-10-12 12:00"),
        ("1-7 08:30-12:00 14:30-17:30", "2026-10-09 15:00", "2026-10-10 12:00"),  # Saturdays made up for
        ("1-7 08:30-12:00 14:30-17:30", "2026-09-19 16:00", "2026-09-20 12:00"),
        ("1-6 09:00-12:00 13:00-18:00", "2026-11-27 15:00", "2026-11-30 12:00"),  # a plain Saturday is off
        ("1-4 09:00-12:00 13:00-18:00", "2026-11-26 14:00", "2026-11-30 12:00"),  # no Fridays
        ("3 09:00-10:00", "2026-11-25 09:30", "2026-12-02 10:00"),
        ("5 09:00-10:00", "2026-09-25 08:00", "2026-10-09 10:00"),  # two Fridays are feasts
    ],
)
def test_a_call_is_promised_only_on_weekdays_on_which_the_desk_works(hours: str, came: str, due: str) -> None:
    read = Hours.read(hours)
    promised = lanes.half_days_later(beijing(came), 1, read)
    assert promised == beijing(due)
    assert read.works_on(promised.date())


def test_the_shortest_promise_of_several_lanes_counts() -> None:
    came = beijing("2026-07-01 09:00")
    assert lanes.first_contact(("wages",), came) == beijing("2026-07-02 12:00")
    assert lanes.first_contact(("wages", "company"), came) == beijing("2026-07-01 17:30")
    assert lanes.first_contact((), came) is None
    assert lanes.first_contact(("unknown",), came) is None


def test_other_office_hours_make_other_half_days() -> None:
    hours = Hours(spans=((time(9), time(17)),))
    assert lanes.half_days_later(beijing("2026-07-01 10:00"), 1, hours) == beijing("2026-07-02 17:00")
    with pytest.raises(ValueError, match="half-days"):
        lanes.half_days_later(beijing("2026-07-01 10:00"), 0)


@pytest.mark.parametrize(
    ("due", "now", "words"),
    [
        ("2026-11-23 17:30", "2026-11-23 09:00", "今天17:30前联系"),
        ("2026-11-24 12:00", "2026-11-23 15:00", "明天12:00前联系"),
        ("2026-12-01 12:00", "2026-11-27 15:00", "12月1日12:00前联系"),
        ("2026-11-23 17:30", "2026-11-23 17:30", "联系已超时1分钟"),
        ("2026-11-23 12:00", "2026-11-23 12:45", "联系已超时45分钟"),
        ("2026-11-23 12:00", "2026-11-23 15:10", "联系已超时3小时"),
        ("2026-11-23 12:00", "2026-11-25 15:10", "联系已超时2天"),
    ],
)
def test_the_clock_is_said_in_words(due: str, now: str, words: str) -> None:
    assert lanes.contact_words(beijing(due), beijing(now)) == words


@pytest.mark.parametrize("on", [NOBODY, WINTER])
@pytest.mark.parametrize("seed", range(20))
def test_mixed_arrivals_keep_the_order(seed: int, on: date) -> None:
    """Whatever comes in: danger first, oldest first; no company before wages; no lane before its elders."""
    chance = random.Random(seed)
    start = datetime.combine(on, time(1), UTC)
    known = list(lanes.lanes())
    queue: list[tuple[lanes.Key, tuple[str, ...], bool, datetime]] = []
    for n in range(120):
        came = start + timedelta(minutes=chance.randint(0, 3 * 24 * 60))
        ids = lanes.ordered(chance.sample(known, chance.choice([0, 0, 1, 1, 2])))
        urgent = chance.random() < 0.1
        due = lanes.first_contact(ids, came)
        queue.append(
            (
                lanes.place(ids, due, came, f"{n}", danger="threat" if urgent else None, on=on),
                ids,
                urgent,
                came,
            )
        )
    queue.sort()
    assert {urgent for _, _, urgent, _ in queue} == {True, False}
    for (_, ids, urgent, came), (_, later, later_urgent, later_came) in itertools.pairwise(queue):
        assert urgent or not later_urgent
        if urgent and later_urgent:
            assert came <= later_came
        if not urgent and not later_urgent:
            assert lanes.rank(ids, on) <= lanes.rank(later, on)
        if ids == later and urgent == later_urgent:
            assert came <= later_came, "alike cases keep the order they came in"
    calm = [ids for _, ids, urgent, _ in queue if not urgent]
    wages = [n for n, ids in enumerate(calm) if "wages" in ids]
    others = [
        n for n, ids in enumerate(calm) if "company" in ids and "wages" not in ids and "mining" not in ids
    ]
    assert max(wages) < min(others), "a company never passes wages"


def test_every_lane_is_complete_and_cites_what_it_says() -> None:
    found = lanes.lanes()
    assert list(found) == ["wages", "mining", "petition", "company", "finance"]
    for lane in found.values():
        assert lane.title
        assert len(lane.chip) == 2
        assert danger_kinds.place("unheard") < lane.rank < lanes.NO_LANE
        assert lane.half_days in {1, 2}
        assert lane.source
        assert lane.mark in {"V", "V2", "U"}
        assert "{due}" in lane.told
        assert all(resolve(citation).title for citation in lanes.citations_in(lane))
        assert all(hotline(one.phone) != one.phone for one in lane.partners if one.phone)
    assert found["wages"].rank < found["company"].rank


def test_every_sign_is_used_and_every_condition_names_a_sign_or_field() -> None:
    signs = section(table("lanes"), "signs")
    used = " ".join(str(row["when"]) for row in rows(table("lanes"), "lanes") if "when" in row)
    assert all(f"'{sign}'" in used for sign in signs)
    assert all(text(row, "id") for row in rows(table("lanes"), "lanes"))
