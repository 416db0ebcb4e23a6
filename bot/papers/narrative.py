"""事实与理由 and 请求事项 as sentences, put together from the answers; nothing is ever made up.

Source: 民诉法124 (诉讼请求和所根据的事实与理由).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from bot.model import CaseFile
from bot.papers.values import MISSING, fill, first_full, printed, shown
from flows.engine import Answer, active
from flows.schema import Flow

COURT_FEE = "本案诉讼费用由被告承担。"
#: The person's own words, in this order, before the sentences made of the other answers. `story` is none:
#: it answers what the mediator should know, and the other side reads these papers.
OWN_WORDS = ("facts", "problem", "thing", "why_unpaid")


def facts(
    case: CaseFile, flow: Flow, *, sues: bool, skip: Sequence[str], names: tuple[str, str] | None = None
) -> list[str]:
    """The paragraphs of 事实与理由: own words first, then the elements; `skip` are fields told elsewhere.

    `names` is how the two sides are called, else as plaintiff and defendant or as who applies.
    """
    a, b = names or (("原告", "被告") if sues else ("申请人", "被申请人"))
    both = "原、被告" if sues else f"{a}与{b}"
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
    lines = [text for _, text in claim_lines(flow, answers, sues=sues)] or [MISSING]
    return [*lines, COURT_FEE] if sues else lines


def claim_lines(flow: Flow, answers: Mapping[str, Answer], *, sues: bool) -> list[tuple[str, str]]:
    """(row of the complaint or "", request) for every request that can be filled."""
    asks, other = ("判令被告", "被告") if sues else ("请求被申请人", "被申请人")
    wanted = list(zip_longest(flow.claim_rows, flow.claims, fillvalue=""))
    if not any("{claim}" in line for _, line in wanted):
        wanted.append(("", "具体要求：{claim}。"))
    filled = [(row, fill(_spoken(line, asks, other), flow, answers, {})) for row, line in wanted]
    return [(row, text) for row, text in filled if text]


def _spoken(line: str, asks: str, other: str) -> str:
    return line.replace("请求对方", asks).replace("对方", other)
