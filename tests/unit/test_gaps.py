from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.law import citations
from bot.law.rows import rows, section, table, texts
from bot.library import load
from bot.model import Evidence, Media
from bot.papers.gaps import gap_list
from flows.engine import Answer
from tests.unit.test_papers import TODAY, case


@pytest.fixture(scope="module")
def flow():
    return load().flows["private_lending"]


def listed(case_, flow, evidence=()):
    return gap_list(case_, flow, list(evidence), court="准格尔旗人民法院", today=TODAY)


def named(gaps) -> list[str]:
    return [gap.what for gap in gaps]


def test_every_article_of_the_table_can_be_looked_up() -> None:
    whole = table("filing")
    cited = [
        c for key in ("applicant", "respondent", "bring") for r in rows(whole, key) for c in texts(r, "law")
    ]
    cited += [c for key in ("person", "claim", "evidence", "own") for c in texts(section(whole, key), "law")]
    assert citations.Citations.load().faults(cited) == {}


def test_every_gap_has_its_reason_and_its_article(flow) -> None:
    made = listed(case(flow), flow)
    for gap in (*made.must, *made.better, *made.bring):
        assert gap.what
        assert gap.why.endswith("。")
        assert "第" in gap.law
    assert [gap.no for gap in made.must] == list(range(1, len(made.must) + 1))


def test_what_is_there_is_not_missing_and_none_is_an_answer(flow) -> None:
    made = listed(case(flow), flow)
    assert "原告姓名" not in named(made.must)
    assert "原告住址" in named(made.must)
    assert "利息" not in named(made.better)  # 没约定
    assert "借款日期" in named(made.better)
    assert "证据：借条或欠条" not in named(made.better)
    assert "证据：催要记录" in named(made.better)


def test_what_was_only_told_is_to_be_checked(flow) -> None:
    assert [(row.label, row.value) for row in listed(case(flow), flow).check] == [("被告姓名", "刘<强>&")]


def test_the_other_sides_id_number_is_no_must(flow) -> None:
    made = listed(case(flow), flow)
    assert "被告身份证号" in named(made.better)
    assert "被告住址" in named(made.must)


def test_a_company_is_asked_for_its_own_rows(flow) -> None:
    made = listed(case(flow, applicant_kind=Answer("company", "公司或单位")), flow)
    assert {"原告统一社会信用代码", "原告法定代表人或负责人", "原告住所地"} <= set(named(made.must))
    assert not [what for what in named(made.must) if "民族" in what]


def test_nothing_said_at_all_still_gives_a_list(flow) -> None:
    empty = replace(case(flow), answers={}, number="")
    made = listed(empty, flow)
    assert {"原告姓名", "被告姓名", "借款金额"} <= set(named(made.must))
    assert (made.number, made.submitted) == ("待立案", "尚未提交")


@pytest.mark.parametrize("flow_id", sorted(load().flows))
def test_every_flow_gives_a_list(flow_id: str) -> None:
    other = load().flows[flow_id]
    made = listed(replace(case(other), answers={}), other)
    assert made.must
    assert len(named(made.must)) == len(set(named(made.must)))


@pytest.mark.parametrize(
    ("said", "sent", "lacking", "there"),
    [
        ("没有借条", "", {"借条或欠条"}, set()),
        ("有转账记录", "", {"借条或欠条", "催要记录"}, {"转账记录"}),
        ("没有别的", "转账记录", {"借条或欠条"}, {"转账记录"}),
        ("没有别的", "欠条", {"转账记录"}, {"借条或欠条"}),
        ("没有别的", "没有借条的说明", {"借条或欠条"}, set()),
    ],
)
def test_evidence_is_there_by_its_kind_not_by_a_part_of_a_name(
    flow, said: str, sent: str, lacking: set[str], there: set[str]
) -> None:
    media = Media("b", "x.jpg", "image/jpeg", 1000, "0" * 64)
    files = [Evidence("e", "s", sent, media, "", datetime(2026, 11, 22, tzinfo=UTC))] if sent else []
    made = listed(case(flow, evidence=Answer(said, said), has_iou=Answer(None, "不知道")), flow, files)
    found = {what.removeprefix("证据：") for what in named(made.better) if what.startswith("证据：")}
    assert lacking <= found
    assert not there & found
