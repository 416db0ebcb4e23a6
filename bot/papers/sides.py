"""当事人信息 of the complaint: every row of the court's form for a person, a firm, a self-employed one.

Source: 民诉法124, 法〔2025〕82号 (示范文本). Sex and birthday are read from the id number (GB 11643-1999).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.law.calendar import chinese
from bot.model import CaseFile
from bot.papers.boxes import boxes
from bot.papers.parties import MAY_BE_EMPTY, Group, Row, kind_of, others
from bot.papers.values import MISSING, shown
from bot.text.identity import person
from flows.engine import Answer
from flows.schema import Flow

#: kind of party -> (label, end of the step's id; "" = never asked)
_ROWS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "person": (
        ("姓名", "name"),
        ("性别", "sex"),
        ("出生日期", "birth"),
        ("民族", ""),
        ("工作单位和职务", ""),
        ("联系电话", "phone"),
        ("住所地（户籍所在地）", ""),
        ("经常居住地", "place"),
        ("证件类型和号码", "id"),
    ),
    "company": (
        ("名称", "name"),
        ("住所地（主要办事机构所在地）", "place"),
        ("法定代表人或者负责人", "rep"),
        ("职务", ""),
        ("联系电话", "phone"),
        ("统一社会信用代码", "uscc"),
        ("类型", "form"),
    ),
    "business": (
        ("名称（字号）", "name"),
        ("经营者", "rep"),
        ("经营者身份证号", "id"),
        ("统一社会信用代码", "uscc"),
        ("联系电话", "phone"),
        ("经营场所或者住址", "place"),
    ),
}
_FORMS = ("有限责任公司", "股份有限公司", "事业单位", "合作社", "其他")


def sides(case: CaseFile, flow: Flow, today: date) -> tuple[Group, ...]:
    """Plaintiffs with agent and address for service, defendants, third persons."""
    answers = case.answers
    said = _Said(flow, answers)
    return (
        Group("原告", tuple(_rows(said, "applicant", today))),
        *_more(flow, answers, "applicant", "原告"),
        Group("委托诉讼代理人", tuple(_agent(said, answers))),
        Group("送达地址", tuple(_service(said, answers))),
        Group("被告", tuple(_rows(said, "respondent", today))),
        *_more(flow, answers, "respondent", "被告"),
        Group("第三人", (Row("姓名或者名称", f"{MISSING}（没有的写“无”）"),)),
    )


class _Said:
    """What a step was told, as printed; 待补 for steps the flow does not have."""

    def __init__(self, flow: Flow, answers: Mapping[str, Answer]) -> None:
        self._steps = {step.id: step for step in flow.steps}
        self.answers = answers

    def __call__(self, step: str) -> str:
        return shown(self._steps[step], self.answers.get(step)) if step in self._steps else MISSING


def _rows(said: _Said, side: str, today: date) -> list[Row]:
    wanted = _ROWS[kind_of(said.answers, side)]
    rows = []
    for label, end in wanted:
        value = _derived(said, side, end, today) if end in {"sex", "birth", "form"} else MISSING
        if end and value == MISSING:
            value = said(f"{side}_{end}")
        if end == "id" and value != MISSING and label.startswith("证件"):
            value = f"居民身份证，{value}"
        if value == MISSING and side == "respondent" and end != "name":
            value = MAY_BE_EMPTY
        rows.append(Row(label, value))
    return rows


def _derived(said: _Said, side: str, end: str, today: date) -> str:
    """Sex and birthday from the id number; the form of a firm is left to the pen."""
    if end == "form":
        return boxes(*_FORMS)
    answer = said.answers.get(f"{side}_id")
    try:
        holder = person(str(answer.value), today) if answer and answer.known else None
    except ValueError:
        holder = None
    if end == "sex":
        return boxes("男", "女", ticked=holder.sex if holder else "")
    return chinese(holder.birth) if holder else MISSING


def _agent(said: _Said, answers: Mapping[str, Answer]) -> list[Row]:
    """Who acts; how far is for the one who empowers him to tick (民诉法62)."""
    if "agent_name" not in answers:
        none = "没有" if answers.get("acting") else ""
        return [Row("有没有代理人", boxes("有", "没有", ticked=none))]
    return [
        Row("有没有代理人", boxes("有", "没有", ticked="有")),
        Row("姓名", said("agent_name")),
        Row("联系电话", said("agent_phone")),
        Row("单位和职务", f"{MISSING}（没有的写“无”）"),
        Row("代理权限", boxes("一般授权", "特别授权")),
    ]


def _service(said: _Said, answers: Mapping[str, Answer]) -> list[Row]:
    """Where to send, and whether to the telephone (民诉法90)."""
    consent = answers.get("e_service")
    wish = {"yes": "同意", "no": "不同意"}.get(str(consent.value) if consent else "", "")
    who = "agent" if "agent_name" in answers else "applicant"
    return [
        Row("地址", said("applicant_place")),
        Row("收件人", said(f"{who}_name")),
        Row("电话", said(f"{who}_phone")),
        Row("电子送达", boxes("同意", "不同意", ticked=wish)),
    ]


def _more(flow: Flow, answers: Mapping[str, Answer], side: str, word: str) -> list[Group]:
    """Everybody else on this side, a group each."""
    return [
        Group(f"{word}{number}", tuple(Row(label, value) for label, value in rows))
        for number, rows in others(flow, answers, side)
    ]
