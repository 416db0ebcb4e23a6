from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.law.citations import render
from bot.law.jurisdiction import CIRCUMSTANCES, Which, court_of, disputes, explain, forum, ours
from bot.law.rows import rows, section, table, text

HOME, NEXT, FAR = "准格尔旗薛家湾镇", "达拉特旗", "北京市朝阳区"


@pytest.mark.parametrize(
    ("place", "court"),
    [
        ("准格尔旗薛家湾镇", "ours"),
        ("内蒙古鄂尔多斯市准格尔旗大路镇", "ours"),
        ("准旗", "ours"),
        ("薛家湾友谊小区", "ours"),
        ("薛家湾镇鑫凯市场", "ours"),
        ("沙圪堵", "ours"),
        ("准格尔经济开发区", "ours"),
        ({"name": "薛家湾镇", "code": "150622100", "kind": "town", "banner": "准格尔旗"}, "ours"),
        ("达旗", "dalad"),
        ("达拉特旗树林召镇", "dalad"),
        ("东胜区友谊街道", "dongsheng"),
        ("康巴什新区", "kangbashi"),
        ("陕西府谷", "fugu"),
        ("山西省忻州市偏关县城关镇", "pianguan"),
        ("呼和浩特市清水河县", "qingshuihe"),
        ({"code": "150621"}, "dalad"),
        ("包头", "elsewhere"),
        ("山东省龙口市", "elsewhere"),
        ("北京市朝阳区", "elsewhere"),
    ],
)
def test_places_lead_to_courts(place: object, court: str) -> None:
    found = court_of(place)
    assert found is not None
    assert found.id == court


@pytest.mark.parametrize("place", ["", None, "某某小区3号楼", "鄂尔多斯市", "内蒙古", "大路", "我家"])
def test_vague_places_lead_nowhere(place: object) -> None:
    assert court_of(place) is None


@pytest.mark.parametrize(
    ("dispute", "places", "court"),
    [
        ("private_lending", {"respondent_place": HOME}, Which.OURS),
        ("private_lending", {"respondent_place": NEXT, "applicant_place": HOME}, Which.CHOICE),
        ("private_lending", {"respondent_place": NEXT, "applicant_place": NEXT}, Which.OTHER),
        ("private_lending", {"respondent_place": NEXT}, Which.UNKNOWN),
        ("private_lending", {}, Which.UNKNOWN),
        ("wage_claim", {"respondent_place": FAR, "work_place": HOME}, Which.CHOICE),
        ("labor_dispute", {"respondent_place": HOME, "work_place": HOME}, Which.OURS),
        ("housing_lease", {"property_place": HOME, "respondent_place": FAR}, Which.OURS),
        ("housing_lease", {"property_place": NEXT, "respondent_place": HOME}, Which.OTHER),
        ("construction", {"property_place": HOME, "respondent_place": FAR}, Which.OURS),
        ("neighbor", {"property_place": HOME}, Which.OURS),
        ("land", {"property_place": FAR, "respondent_place": HOME}, Which.OTHER),
        ("inheritance", {"deceased_place": NEXT, "estate_place": HOME}, Which.CHOICE),
        ("inheritance", {"deceased_place": FAR, "estate_place": NEXT}, Which.OTHER),
        ("traffic_accident", {"accident_place": HOME, "respondent_place": FAR}, Which.CHOICE),
        ("divorce", {"respondent_place": FAR, "applicant_place": HOME}, Which.OTHER),
        ("property_service", {"respondent_place": FAR, "property_place": HOME}, Which.CHOICE),
        ("personal_injury", {"act_place": HOME, "respondent_place": HOME}, Which.OURS),
        ("a label nobody knows", {"respondent_place": HOME}, Which.OURS),
    ],
)
def test_who_decides(dispute: str, places: Mapping[str, object], court: Which) -> None:
    assert forum(dispute, places).court is court


@pytest.mark.parametrize(
    ("dispute", "places", "circumstance", "before", "after"),
    [
        (
            "divorce",
            {"respondent_place": FAR, "applicant_place": HOME},
            "respondent_left_a_year",
            "other",
            "choice",
        ),
        (
            "divorce",
            {"respondent_place": FAR, "applicant_place": HOME},
            "respondent_jailed",
            "other",
            "choice",
        ),
        (
            "custody_support",
            {"respondent_place": FAR, "applicant_place": HOME},
            "several_respondents_apart",
            "other",
            "choice",
        ),
        ("consumer", {"respondent_place": FAR, "delivery_place": HOME}, "online_purchase", "other", "choice"),
        (
            "reputation_privacy",
            {"respondent_place": FAR, "applicant_place": HOME},
            "online",
            "other",
            "choice",
        ),
        (
            "service_contract",
            {"respondent_place": FAR, "applicant_place": FAR, "origin_place": HOME},
            "transport",
            "other",
            "choice",
        ),
        (
            "housing_sale",
            {"respondent_place": HOME, "property_place": FAR},
            "policy_housing",
            "choice",
            "other",
        ),
    ],
)
def test_circumstances_open_or_close_a_court(
    dispute: str, places: Mapping[str, object], circumstance: str, before: str, after: str
) -> None:
    assert forum(dispute, places).court == before
    assert forum(dispute, places, circumstances={circumstance}).court == after


def test_an_agreed_court_wins_but_not_over_land() -> None:
    places = {"respondent_place": FAR, "applicant_place": FAR}
    assert forum("sale_contract", places, agreed_place=HOME).court is Which.OURS
    land = forum("housing_lease", {"property_place": NEXT}, agreed_place=HOME)
    assert land.court is Which.OTHER
    assert land.exclusive
    assert "民诉法35" in land.citations
    assert "不算数" in land.notes[0][0]


def test_a_printed_choice_of_court_is_pointed_out_to_consumers() -> None:
    result = forum("consumer", {"respondent_place": FAR}, agreed_place=FAR, circumstances={"consumer_clause"})
    assert any(citation == "民诉法解释31" for _, citation in result.notes)


def test_a_choice_names_the_article_that_gives_it() -> None:
    result = forum("private_lending", {"respondent_place": NEXT, "applicant_place": HOME})
    assert "民诉法36" in result.citations
    assert "由您选一个" in explain(result)


def test_what_is_missing_is_asked_for_in_words() -> None:
    result = forum("private_lending", {})
    assert result.missing == ("respondent_place", "applicant_place")
    assert "您住的地方" in explain(result)
    assert "先登记" in explain(result)


def test_another_court_never_turns_anybody_away() -> None:
    words = explain(forum("housing_lease", {"property_place": NEXT}))
    assert "达拉特旗人民法院" in words
    assert "先登记" in words


def test_our_court_is_named() -> None:
    assert ours().name == "准格尔旗人民法院"
    assert ours().name in explain(forum("private_lending", {"respondent_place": HOME}))


def test_every_point_has_words_an_article_and_a_known_circumstance() -> None:
    book = table("jurisdiction")
    names = section(book, "points")
    for label in disputes():
        block = section(section(book, "disputes"), label)
        assert rows(block, "points"), label
        for row in rows(block, "points"):
            assert text(row, "point") in names, label
            assert not text(row, "when") or text(row, "when") in CIRCUMSTANCES
            cited = row["citations"]
            assert isinstance(cited, list)
            assert all(render(str(citation)) for citation in cited)


def test_hints_and_fields_lead_to_known_disputes() -> None:
    book = table("jurisdiction")
    assert set(section(book, "hints")) <= set(disputes())
    assert set(section(book, "fields").values()) <= set(disputes())
