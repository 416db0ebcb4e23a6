from __future__ import annotations

from datetime import date

import pytest

from bot.law import regime
from bot.law.citations import render
from bot.law.doors import door, doors, heard
from bot.law.red_flags import flag_rows
from bot.law.rows import rows, section, table, text, texts
from bot.locality.folder import local


def test_the_five_regimes_and_the_default() -> None:
    assert set(regime.regimes()) == {
        "pre_filing",
        "post_filing_2025",
        "out_of_court",
        "labour",
        "commercial_2026",
    }
    assert regime.regime().id == "pre_filing"


def test_an_unknown_regime_is_an_error() -> None:
    with pytest.raises(KeyError):
        regime.regime("mystery")
    with pytest.raises(KeyError):
        regime.timer("T99")


def test_mediation_is_never_a_condition_of_filing() -> None:
    for name in regime.regimes():
        found = regime.regime(name)
        assert found.say
        assert found.then
        assert all(render(citation) for citation in found.citations)
        assert "必须" not in found.say
    assert "自愿" in regime.regime("pre_filing").say


def test_only_commercial_mediation_may_charge() -> None:
    assert [name for name in regime.regimes() if regime.regime(name).charges] == ["commercial_2026"]


@pytest.mark.parametrize(
    ("name", "kwargs", "last"),
    [
        ("pre_filing", {}, date(2026, 12, 22)),
        ("pre_filing", {"paused_days": 10}, date(2027, 1, 4)),
        ("pre_filing", {"extended_days": 60}, date(2027, 2, 22)),
        ("post_filing_2025", {}, date(2026, 12, 7)),
        ("post_filing_2025", {"simple": True}, date(2026, 11, 30)),
        ("post_filing_2025", {"simple": True, "extended_days": 30}, date(2026, 12, 29)),
        ("labour", {}, date(2026, 12, 7)),
    ],
)
def test_when_mediation_ends_by_itself(name: str, kwargs: dict[str, int], last: date) -> None:
    assert regime.mediation_period(name, date(2026, 11, 22), **kwargs).day == last  # type: ignore[arg-type]  # flags and days as the table lists them


def test_an_extension_beyond_the_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="最多延长30天"):
        regime.mediation_period("post_filing_2025", date(2026, 11, 22), extended_days=31)


@pytest.mark.parametrize(
    ("timer", "start", "last"),
    [
        ("T01", date(2026, 11, 20), date(2026, 11, 24)),
        ("T03", date(2026, 9, 30), date(2026, 10, 10)),
        ("T04", date(2026, 11, 20), date(2026, 11, 25)),
        ("T05", date(2026, 11, 22), date(2026, 12, 22)),
        ("T07", date(2026, 11, 20), date(2026, 12, 21)),
        ("T09", date(2026, 11, 20), date(2026, 11, 27)),
        ("T11", date(2026, 8, 31), date(2026, 11, 30)),
        ("T12", date(2026, 11, 20), date(2026, 11, 22)),
        ("T14", date(2024, 12, 2), date(2026, 12, 2)),
        ("T20", date(2026, 11, 20), date(2026, 11, 27)),
    ],
)
def test_timers_run_out(timer: str, start: date, last: date) -> None:
    assert regime.due(timer, start).day == last


def test_every_timer_from_1_to_20_is_there_with_its_article() -> None:
    ids = regime.timers()
    assert {f"T{n:02}" for n in range(1, 21)} <= set(ids)
    for timer_id in ids:
        clock = regime.timer(timer_id)
        assert clock.kind in {"case", "law"}
        assert clock.unit in {"working_days", "days", "months", "years", "hours"}
        assert all(render(citation) for citation in clock.citations)


def test_the_desk_is_reminded_only_of_case_timers() -> None:
    assert "T05" in regime.timers("case")
    assert "T16" not in regime.timers("case")


def test_a_door_has_office_papers_number_and_article() -> None:
    for row in rows(table("doors"), "doors"):
        found = door(text(row, "id"))
        assert found.say.endswith("。")
        assert found.office
        assert found.bring
        assert all(number in table("hotlines") for number in found.hotlines)
        assert all(render(citation) for citation in found.citations)
        assert not set("！") & set(found.say)


def test_facts_open_doors() -> None:
    assert [d.id for d in doors({"arbitration_clause"})] == ["arbitration"]
    assert {d.id for d in doors({"judged_unpaid", "poor"})} == {"enforcement", "legal_aid"}
    assert doors(set()) == []
    with pytest.raises(KeyError):
        door("window")


@pytest.mark.parametrize(
    ("words", "door_id"),
    [
        ("派出所罚款500我不服", "administrative"),
        ("征收决定下来了，补偿太低", "administrative"),
        ("对方是老赖，判了不给钱", "enforcement"),
        ("我想申请强制执行", "enforcement"),
        ("公司违法解除，我要经济补偿", "labour_arbitration"),
        ("没签劳动合同要双倍工资", "labour_arbitration"),
        ("合同写了提交鄂尔多斯仲裁委员会", "arbitration"),
        ("我被骗了两万，是诈骗", "criminal"),
        ("他正在卖房子想跑路，要转移财产", "preservation"),
        ("我没钱请律师", "legal_aid"),
        ("拿到仲裁裁决书了，不服仲裁", "labour_award"),
        ("我家和邻村草场权属有争议", "land_title"),
        ("想上访", "petition"),
    ],
)
def test_words_point_at_a_door(words: str, door_id: str) -> None:
    assert door_id in {d.id for d in heard(words)}


@pytest.mark.parametrize("words", ["借钱不还怎么办", "物业费太贵", "邻居家漏水", "打工三个月没发工资"])
def test_an_everyday_dispute_points_at_no_other_office(words: str) -> None:
    assert {d.id for d in heard(words)} <= {"labour_inspection"}


def test_hotlines_are_named_and_marked() -> None:
    for number, row in table("hotlines").items():
        assert number.isdigit()
        assert isinstance(row, dict)
        assert text(row, "name")
        assert text(row, "mark") in {"V2", "U"}


def test_every_flag_names_listed_hotlines_and_articles() -> None:
    for row in flag_rows():
        assert texts(row, "hotlines")
        assert all(number in table("hotlines") for number in texts(row, "hotlines"))
        assert all(render(citation) for citation in texts(row, "citations"))
        for key in ("safety", "gentle"):
            assert "！" not in text(row, key)


def test_tribunals_are_shipped_empty_because_none_was_confirmed() -> None:
    assert local("court")["tribunals"] == []
    assert section(local("court"), "ours")["case_code"] == "内0622"
