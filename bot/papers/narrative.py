"""事实与理由 and 请求事项 as sentences, put together from the answers; nothing is ever made up.

Source: 民诉法124 (诉讼请求和所根据的事实与理由).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import CaseFile
from bot.papers.values import MISSING, fill, first_full, printed, shown
from flows.engine import Answer, active
from flows.schema import Flow

#: The person's own words, in this order, before the sentences made of the other answers.
OWN_WORDS = ("facts", "problem", "thing", "why_unpaid", "story")


def facts(case: CaseFile, flow: Flow, *, sues: bool, skip: Sequence[str]) -> list[str]:
    """The paragraphs of 事实与理由: own words first, then the elements; `skip` are fields told elsewhere."""
    a, b = ("原告", "被告") if sues else ("申请人", "被申请人")
    both = "原、被告" if sues else "申请人与被申请人"
    cause = printed(case.title) or flow.cause
    opening = f"{both}之间" + (f"发生{cause}。" if cause.endswith("纠纷") else f"因{cause}发生纠纷。")
    own = [text for key in OWN_WORDS if (text := _own(flow, case.answers, key))]
    known = {k: v for k, v in case.answers.items() if v.known or v.shown}
    if flow.narrative:
        told = [first_full(ways, flow, known, {"A": a, "B": b}) for ways in flow.narrative]
    else:
        told = _listed(flow, known, skip)
    return [*own, opening + "".join(told)]


def _own(flow: Flow, answers: Mapping[str, Answer], key: str) -> str:
    lead = "没有交费的原因：" if key == "why_unpaid" else ""
    text = fill(f"{{{key}}}", flow, answers, {})
    if not text:
        return ""
    return lead + (text if text[-1] in "！？!?）”" else text + "。")


def _listed(flow: Flow, answers: Mapping[str, Answer], skip: Sequence[str]) -> list[str]:
    """A flow without sentences of its own: its elements one by one."""
    steps = [s for s in active(flow, answers) if not s.scope and s.id not in {*skip, *OWN_WORDS}]
    rows = [(s.label, shown(s, answers.get(s.id), capitals=False)) for s in steps]
    return [f"{label}：{value}。" for label, value in rows if value != MISSING]


def claims(flow: Flow, answers: Mapping[str, Answer], *, sues: bool) -> list[str]:
    """The numbered requests: those of the flow that can be filled, the person's own words, the fee."""
    asks, other = ("判令被告", "被告") if sues else ("请求被申请人", "被申请人")
    wanted = [line.replace("请求对方", asks).replace("对方", other) for line in flow.claims]
    if not any("{claim}" in line for line in wanted):
        wanted.append("具体要求：{claim}。")
    lines = [text for line in wanted if (text := fill(line, flow, answers, {}))] or [MISSING]
    return [*lines, "本案诉讼费用由被告承担。"] if sues else lines
