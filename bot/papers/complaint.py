"""The complaint in elements (要素式起诉状): every row a clerk looks for, what was not asked left open.

Source: 法〔2024〕46号, 法〔2025〕82号 (示范文本: 当事人信息, 诉讼请求和依据, 约定管辖和诉讼保全, 事实和理由,
对纠纷解决方式的意愿); 民诉法124.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.model import CaseFile
from bot.papers.boxes import boxes, choice
from bot.papers.elements import element, left_out, open_steps
from bot.papers.narrative import COURT_FEE, claim_lines
from bot.papers.parties import Group, Row
from bot.papers.sides import sides
from bot.papers.values import MISSING, UNSURE, claimed, fill, legal_grounds, money
from bot.text import cells
from bot.text.reading import flat
from flows.engine import Answer, holds
from flows.layout import Item
from flows.schema import Flow, Step

#: name in the template -> its groups
Groups = Mapping[str, tuple[Group, ...]]

#: Questions that stand under 约定管辖和诉讼保全.
_VENUE = ("arbitration_clause", "prior_case")
#: A request nothing was said about: the form asks, the person ticks.
_OPEN_CLAIM = f"{boxes('主张')}（金额和计算方法：{MISSING}）　{boxes('不主张')}"
#: Leads of requests in the citizen's own words.
_NAMED = frozenset({"具体要求", "其他请求"})
_READ_AS_BOXES = frozenset({"choice", "yes_no"})


def groups(case: CaseFile, flow: Flow, today: date) -> Groups:
    """All tables of the complaint."""
    return {
        "parties": sides(case, flow, today),
        "claims": (Group("", tuple(_claims(case.answers, flow))),),
        "venue": (Group("", tuple(_venue(case.answers, flow))),),
        "elements": tuple(_numbered(_elements(case, flow))),
        "willing": (Group("", tuple(_willing(case.answers))),),
    }


def _claims(answers: Mapping[str, Answer], flow: Flow) -> list[Row]:
    """The requests in the order of the flow's form; of the sued side's wishes only what was said."""
    said = claim_lines(flow, answers, sues=True)
    claims = any(row for row, _ in said) or not said
    heads = _heads(answers, flow)
    rows = []
    for claim in flow.complaint.claims:
        texts = [text for row, text in said if row == claim.label]
        texts = texts or [text for line in claim.lines if claims and (text := fill(line, flow, answers, {}))]
        if claims and not texts and claim.label in heads:
            texts = [f"{heads[claim.label]}。"]
        if texts or claims:
            rows.append(Row(claim.label, "".join(texts) or _OPEN_CLAIM))
    rows += [_other(text) for row, text in said if not row]
    if not rows:
        rows.append(Row("请求", MISSING))
    total = claimed(flow, answers)
    return [
        *rows,
        Row("诉讼费用", COURT_FEE),
        Row("标的总额", total),
        Row("请求依据", f"合同约定：{MISSING}（没有的写“无”）。法律规定：{legal_grounds(flow)}"),
    ]


def _heads(answers: Mapping[str, Answer], flow: Flow) -> dict[str, str]:
    """Heads of damages that were told with their sums: 误工费 -> 3,000元（叁仟元整）."""
    step = next((one for one in flow.steps if one.id == "other_losses"), None)
    answer = answers.get(step.id) if step else None
    if step is None or answer is None or not answer.known:
        return {}
    unsure = "" if answer.confirmed else UNSURE
    rows = cells.rows_of(step.columns, answer.value)
    return {str(row[0]): f"{money(flat(row[1]).get('high_fen'))}{unsure}" for row in rows if row[0]}


def _other(text: str) -> Row:
    """A request without a row of its own; 具体要求： names itself."""
    label, colon, said = text.partition("：")
    return Row(label, said) if colon and label in _NAMED else Row("其他请求", text)


def _venue(answers: Mapping[str, Answer], flow: Flow) -> list[Row]:
    steps = {step.id: step for step in flow.steps}
    clause, prior = (steps.get(key) for key in _VENUE)
    agreed = choice(clause, answers.get(clause.id)) if clause else boxes("有", "没有")
    rows = [Row("仲裁、管辖的约定", agreed)]
    if prior:
        rows.append(Row(prior.paper or prior.label, choice(prior, answers.get(prior.id))))
    return [
        *rows,
        Row("已经申请诉前保全", f"{boxes('是')}（法院和时间：{MISSING}）　{boxes('否')}"),
        Row("现在申请财产保全", f"{boxes('是')}（另交财产保全申请书）　{boxes('否')}"),
    ]


def _elements(case: CaseFile, flow: Flow) -> list[Group]:
    """The elements in the order of the flow's form, then whatever else was asked, section by section."""
    steps = {step.id: step for step in open_steps(case, flow)}
    found = [
        Group(part.title, tuple(row for item in part.items for row in _item(item, steps, case.answers)))
        for part in flow.complaint.parts
    ]
    told = {item.step for part in flow.complaint.parts for item in part.items}
    told |= {*_VENUE, *left_out(case, flow)}
    rest = [step for step in steps.values() if step.id not in told and not step.scope]
    if flow.complaint.parts:
        found.append(Group("其他情况", tuple(row for s in rest for row in _step(s, case.answers))))
    else:
        found += [
            Group(section, tuple(row for s in rest if s.section == section for row in _step(s, case.answers)))
            for section in dict.fromkeys(step.section for step in rest)
        ]
    return [group for group in found if group.rows]


def _item(item: Item, steps: Mapping[str, Step], answers: Mapping[str, Answer]) -> list[Row]:
    if not holds(item.when, answers):
        return []
    if not item.step:
        return [Row(item.label, boxes(*item.options) if item.options else MISSING)]
    return _step(steps[item.step], answers) if item.step in steps else []


def _step(step: Step, answers: Mapping[str, Answer]) -> list[Row]:
    if step.read in _READ_AS_BOXES and step.options:
        return [Row(step.paper or step.label, choice(step, answers.get(step.id)))]
    return element(step, answers.get(step.id))


def _numbered(found: Sequence[Group]) -> list[Group]:
    """Rows numbered through all groups; the entries of a list belong to the row above them."""
    number, done = 0, []
    for group in found:
        rows = []
        for row in group.rows:
            entry = row.label.startswith("　")
            number += not entry
            rows.append(row if entry else Row(f"{number}. {row.label}", row.value))
        done.append(Group(group.title, tuple(rows)))
    return done


def _willing(answers: Mapping[str, Answer]) -> list[Row]:
    """Whether to mediate first, from the consents: asked with what it costs and that filing stays open."""
    asked, online = answers.get("mediation"), answers.get("online")
    wish = {"yes": "是", "no": "否"}.get(str(asked.value) if asked else "", "")
    way = {"yes": "网上", "no": "当面"}.get(str(online.value) if online else "", "")
    return [
        Row("是否了解先行调解（自愿，不影响起诉）", boxes("了解", "不了解", ticked="了解" if wish else "")),
        Row("是否考虑先行调解", boxes("是", "否", "暂不确定，想再了解", ticked=wish)),
        Row("调解的方式", boxes("网上", "当面", ticked=way)),
    ]
