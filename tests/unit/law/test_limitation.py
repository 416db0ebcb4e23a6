from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law.calendar import add_months, add_years
from bot.law.citations import render
from bot.law.limitation import (
    SOON_DAYS,
    Event,
    Kind,
    Obstacle,
    State,
    applicant_note,
    desk_note,
    due_without_date,
    guarantee_period,
    last_instalment,
    limitation,
    matters,
    wages,
)

TODAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("started", "deadline", "state"),
    [
        (date(2023, 11, 20), date(2026, 11, 20), State.MAYBE_EXPIRED),
        (date(2023, 11, 21), date(2026, 11, 23), State.SOON),  # Saturday moves to Monday
        (date(2023, 11, 22), date(2026, 11, 23), State.SOON),  # today is a Sunday
        (date(2023, 11, 23), date(2026, 11, 23), State.SOON),
        (date(2024, 5, 20), date(2027, 5, 20), State.SOON),  # 179 days
        (date(2024, 5, 21), date(2027, 5, 21), State.OPEN),  # 180 days
        (date(2024, 2, 29), date(2027, 3, 1), State.SOON),  # no 29th: 28th, a Sunday
        (date(2026, 11, 22), date(2029, 11, 22), State.OPEN),
    ],
)
def test_three_years_and_the_days_around_the_edge(started: date, deadline: date, state: State) -> None:
    result = limitation("general", started, TODAY)
    assert (result.deadline, result.state) == (deadline, state)
    assert result.days_left == (deadline - TODAY).days


def test_soon_is_less_than_180_days() -> None:
    assert (date(2027, 5, 21) - TODAY).days == SOON_DAYS


def test_a_demand_in_time_restarts_the_three_years() -> None:
    demand = Event(Kind.DEMAND, date(2025, 6, 2))
    result = limitation("general", date(2022, 7, 1), TODAY, events=[demand])
    assert result.started == date(2025, 6, 2)
    assert result.deadline == date(2028, 6, 2)
    assert "时效规定8" in result.citations


def test_a_demand_on_the_last_day_counts_and_one_day_later_does_not() -> None:
    last = limitation("general", date(2021, 3, 1), TODAY).deadline
    assert last == date(2024, 3, 1)
    in_time = limitation("general", date(2021, 3, 1), TODAY, events=[Event(Kind.DEMAND, last)])
    too_late = limitation(
        "general", date(2021, 3, 1), TODAY, events=[Event(Kind.DEMAND, last + timedelta(1))]
    )
    assert in_time.deadline == date(2027, 3, 1)
    assert too_late.deadline == last
    assert too_late.state is State.MAYBE_EXPIRED


def test_a_chain_of_demands_is_walked_in_order_of_time() -> None:
    events = [Event(Kind.DEMAND, date(2025, 8, 1)), Event(Kind.DEMAND, date(2022, 12, 1))]
    assert limitation("general", date(2020, 1, 2), TODAY, events=events).deadline == date(2028, 8, 1)


def test_only_the_debtor_revives_an_expired_debt() -> None:
    start = date(2019, 1, 2)
    for kind in (Kind.PROMISE, Kind.PAYMENT):
        revived = limitation("general", start, TODAY, events=[Event(kind, date(2026, 1, 5))])
        assert revived.deadline == date(2029, 1, 5)
        assert revived.provisional
        assert "民法典192" in revived.citations
    for kind in (Kind.DEMAND, Kind.SUIT, Kind.MEDIATION, Kind.REPORT, Kind.ARBITRATION):
        assert limitation("general", start, TODAY, events=[Event(kind, date(2026, 1, 5))]).state is (
            State.MAYBE_EXPIRED
        )


def test_events_before_the_start_change_nothing() -> None:
    early = [Event(Kind.DEMAND, date(2024, 1, 1))]
    plain = limitation("general", date(2024, 6, 3), TODAY)
    assert limitation("general", date(2024, 6, 3), TODAY, events=early).deadline == plain.deadline


def test_proceedings_restart_the_period_when_they_end() -> None:
    event = Event(Kind.MEDIATION, date(2024, 1, 8), ended=date(2024, 2, 6))
    assert limitation("general", date(2022, 1, 10), TODAY, events=[event]).deadline == date(2027, 2, 8)


@pytest.mark.parametrize(
    ("obstacle", "deadline"),
    [
        (
            Obstacle(date(2025, 3, 3), date(2025, 4, 7)),
            date(2025, 10, 9),
        ),  # within six months, then National Day
        (Obstacle(date(2024, 6, 3), date(2024, 10, 8)), date(2025, 6, 3)),  # over before the last six months
        (Obstacle(date(2024, 6, 3), date(2024, 12, 4)), date(2025, 6, 4)),  # reaches into them
        (Obstacle(date(2025, 6, 4), date(2025, 8, 1)), date(2025, 6, 3)),  # after the end
    ],
)
def test_an_obstacle_in_the_last_six_months_leaves_six_months(obstacle: Obstacle, deadline: date) -> None:
    result = limitation("general", date(2022, 6, 3), TODAY, obstacles=[obstacle])
    assert result.deadline == deadline


def test_an_obstacle_that_goes_on_leaves_it_open() -> None:
    result = limitation("general", date(2023, 12, 1), TODAY, obstacles=[Obstacle(date(2026, 10, 1))])
    assert result.state is State.UNKNOWN
    assert result.deadline is None


def test_labour_time_is_given_back_day_for_day() -> None:
    obstacle = Obstacle(date(2026, 3, 2), date(2026, 3, 12))
    plain = limitation("labour", date(2026, 1, 5), TODAY)
    paused = limitation("labour", date(2026, 1, 5), TODAY, obstacles=[obstacle])
    assert plain.deadline == date(2027, 1, 5)
    assert paused.deadline == date(2027, 1, 15)


def test_twenty_years_are_the_end_whatever_happened() -> None:
    harmed = date(2006, 11, 20)
    events = [Event(Kind.DEMAND, date(2025, 1, 6))]
    result = limitation("general", date(2023, 1, 3), TODAY, events=events, harmed_on=harmed)
    assert result.deadline == date(2026, 11, 20)
    assert result.state is State.MAYBE_EXPIRED


def test_debts_barred_under_the_old_two_years_stay_barred_and_need_a_person() -> None:
    result = limitation("general", date(2015, 9, 1), TODAY)
    assert result.deadline == date(2017, 9, 1)
    assert result.provisional
    assert "2017年10月1日前" in desk_note(result)


def test_debts_running_in_october_2017_got_three_years() -> None:
    assert limitation("general", date(2015, 10, 8), TODAY).deadline == date(2018, 10, 8)


@pytest.mark.parametrize(
    ("matter", "started", "deadline"),
    [
        ("instalments", date(2024, 1, 31), date(2027, 2, 1)),
        ("international_sale", date(2023, 1, 3), date(2027, 1, 4)),
        ("labour", date(2026, 3, 2), date(2027, 3, 2)),
        ("award_suit", date(2026, 11, 6), date(2026, 11, 23)),
        ("injury_employer", date(2026, 11, 2), date(2026, 12, 2)),
        ("injury_worker", date(2026, 3, 2), date(2027, 3, 2)),
        ("construction_priority", date(2025, 6, 20), date(2026, 12, 20)),
        ("possession", date(2025, 12, 20), date(2026, 12, 20)),
        ("rescission_mistake", date(2026, 9, 1), date(2026, 11, 30)),
        ("bequest", date(2026, 10, 1), date(2026, 11, 30)),
        ("divorce_again", date(2026, 6, 22), date(2026, 12, 22)),
        ("enforcement", date(2024, 12, 2), date(2026, 12, 2)),
        ("administrative", date(2026, 6, 22), date(2026, 12, 22)),
        ("farmland", date(2024, 12, 2), date(2026, 12, 2)),
        ("farmland_award_suit", date(2026, 11, 2), date(2026, 12, 2)),
        ("insurance", date(2024, 12, 2), date(2026, 12, 2)),
        ("life_insurance", date(2021, 12, 2), date(2026, 12, 2)),
        ("confirmation", date(2026, 11, 20), date(2026, 12, 21)),
        ("preservation_suit", date(2026, 11, 2), date(2026, 12, 2)),
        ("divorce_cooling", date(2026, 11, 2), date(2026, 12, 2)),
    ],
)
def test_special_periods(matter: str, started: date, deadline: date) -> None:
    assert limitation(matter, started, TODAY).deadline == deadline


def test_exclusion_periods_ignore_demands() -> None:
    event = Event(Kind.DEMAND, date(2026, 1, 5))
    for matter in ("guarantee", "construction_priority", "rescission"):
        start = date(2025, 10, 1)
        assert (
            limitation(matter, start, TODAY, events=[event]).deadline
            == limitation(matter, start, TODAY).deadline
        )


def test_enforcement_is_interrupted_like_a_limitation() -> None:
    event = Event(Kind.PAYMENT, date(2026, 3, 2))
    result = limitation("enforcement", date(2024, 12, 2), TODAY, events=[event])
    assert result.deadline == date(2028, 3, 2)
    assert "民诉法250" in result.citations


@pytest.mark.parametrize(
    "matter", ["support", "stop_nuisance", "return_property", "deposit", "bonds", "contribution"]
)
def test_some_claims_never_expire(matter: str) -> None:
    result = limitation(matter, date(1990, 1, 1), TODAY)
    assert result.state is State.NONE
    assert result.deadline is None
    assert applicant_note(result) == ""


def test_no_start_is_unknown() -> None:
    assert limitation("general", None, TODAY).state is State.UNKNOWN


def test_an_unknown_matter_is_an_error() -> None:
    with pytest.raises(KeyError):
        limitation("nothing", TODAY, TODAY)


def test_instalments_run_from_the_last_one() -> None:
    assert last_instalment([date(2024, 1, 1), date(2025, 5, 1), date(2024, 9, 1)]) == date(2025, 5, 1)
    assert last_instalment([]) is None


def test_a_debt_without_a_day_starts_with_grace_or_refusal() -> None:
    asked = date(2026, 1, 5)
    assert due_without_date(None) is None
    assert due_without_date(asked, grace_days=30) == date(2026, 2, 4)
    assert due_without_date(asked, grace_days=30, refused_on=asked) == asked
    assert due_without_date(asked, grace_days=0, refused_on=date(2026, 6, 1)) == asked
    assert due_without_date(None, refused_on=asked) == asked


def test_the_guarantee_lasts_six_months_unless_agreed() -> None:
    due = date(2026, 6, 22)
    assert guarantee_period(due, TODAY).deadline == date(2026, 12, 22)
    assert guarantee_period(due, TODAY, agreed_months=24).deadline == date(2028, 6, 22)
    assert guarantee_period(due, TODAY, agreed_until=date(2026, 6, 22)).deadline == date(2026, 12, 22)
    assert guarantee_period(due, TODAY, agreed_until=date(2026, 8, 1)).state is State.MAYBE_EXPIRED
    assert guarantee_period(None, TODAY).state is State.UNKNOWN
    assert guarantee_period(due, TODAY).human


def test_wages_do_not_run_while_employed_and_one_year_after() -> None:
    assert wages(None, TODAY, employed=True).state is State.OPEN
    assert wages(date(2025, 11, 24), TODAY).deadline == date(2026, 11, 24)
    assert wages(date(2025, 11, 20), TODAY).state is State.MAYBE_EXPIRED
    assert wages(None, TODAY).state is State.UNKNOWN


def test_the_applicant_hears_neither_dates_nor_that_it_may_be_late() -> None:
    late = limitation("general", date(2019, 1, 2), TODAY)
    soon = limitation("general", date(2024, 2, 29), TODAY)
    assert applicant_note(late) == applicant_note(soon)
    assert not any(word in applicant_note(late) for word in ("时效", "过期", "届满", "202"))


def test_the_desk_hears_everything_and_is_told_to_keep_it() -> None:
    note = desk_note(limitation("general", date(2019, 1, 2), TODAY))
    assert "可能已过期" in note
    assert "不得向对方释明（时效规定2）" in note


def test_every_reason_cites_an_article_that_exists() -> None:
    for matter in matters():
        result = limitation(matter, date(2024, 3, 1), TODAY, events=[Event(Kind.DEMAND, date(2024, 4, 1))])
        assert result.reasons
        assert all(render(citation) for citation in result.citations)


@given(DAYS, st.lists(st.tuples(st.sampled_from(list(Kind)), DAYS), max_size=5))
def test_the_last_day_never_lies_before_the_start(start: date, events: list[tuple[Kind, date]]) -> None:
    result = limitation("general", start, TODAY, events=[Event(kind, on) for kind, on in events])
    assert result.deadline is not None
    assert result.started is not None
    assert result.deadline >= result.started >= start
    assert result.deadline <= add_years(start, 20)


@given(DAYS, DAYS)
def test_one_more_demand_never_shortens_the_period(start: date, demand: date) -> None:
    plain = limitation("general", start, TODAY).deadline
    more = limitation("general", start, TODAY, events=[Event(Kind.DEMAND, demand)]).deadline
    assert plain is not None
    assert more is not None
    assert more >= plain


@given(DAYS, DAYS, st.integers(0, 400))
def test_an_obstacle_never_shortens_the_period(start: date, began: date, length: int) -> None:
    plain = limitation("general", start, TODAY).deadline
    obstacle = Obstacle(began, began + timedelta(length))
    longer = limitation("general", start, TODAY, obstacles=[obstacle]).deadline
    assert plain is not None
    assert longer is not None
    assert longer >= plain
    assert longer <= max(plain, add_months(began + timedelta(length), 6) + timedelta(12))
