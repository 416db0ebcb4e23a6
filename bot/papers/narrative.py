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
OWN_WORDS = ("facts", "problem", "why_unpaid", "story")

#: Ways to say one thing, the first that can be filled is taken. {A} applies, {B} is the other side.
Ways = tuple[str, ...]

_LENDING: tuple[Ways, ...] = (
    (
        "{side:not_borrower}{lent_on}，{B}向{A}借款{principal}。",
        "{side:not_borrower}{B}向{A}借款{principal}。",
        "{side:borrower}{lent_on}，{A}向{B}借款{principal}。",
        "{side:borrower}{A}向{B}借款{principal}。",
    ),
    (
        "{paid_how:transfer}款项通过银行转账交付。",
        "{paid_how:wechat}款项通过微信或者支付宝交付。",
        "{paid_how:cash}款项以现金交付。",
        "{paid_how:mixed}款项分别以转账、现金等方式交付。",
    ),
    (
        "{has_iou:yes}双方写有借条、欠条或者借款合同。",
        "{has_iou:no}双方没有写借条。",
        "{has_iou:lost}借条已经丢失或者在他人手里。",
    ),
    ("双方约定的还款日期为{due_on}。", "{due_on:none}双方没有约定还款日期。"),
    ("双方约定的利息为{rate}。", "{rate:none}双方没有约定利息。"),
    (
        "{side:not_borrower}{B}已经归还{repaid}，其余没有归还。",
        "{side:not_borrower}{repaid:none}{B}至今没有归还。",
        "{side:borrower}{A}已经归还{repaid}。",
    ),
    ("{side:not_borrower}{A}最近一次催要是在{last_demand_on}。",),
    ("{guarantor:yes}{guarantor_name}为这笔借款提供担保。", "{guarantor:yes}这笔借款有担保人。"),
)
_WAGES: tuple[Ways, ...] = (
    (
        "{A}自{started_on}起在{work_place}为{B}工作。",
        "{A}自{started_on}起为{B}工作。",
        "{A}在{work_place}为{B}工作。",
        "{A}为{B}工作。",
    ),
    ("双方约定的工资标准为{wage_monthly}。",),
    (
        "{still_working:yes}{A}现在仍在职。",
        "{still_working:no}{A}于{left_on}离职。",
        "{still_working:no}{A}已经离职。",
    ),
    (
        "{B}自{owed_from}起至{owed_to}止没有足额发放工资，共拖欠{A}工资{wage_owed}。",
        "{B}自{owed_from}起没有足额发放工资，共拖欠{A}工资{wage_owed}。",
        "{B}共拖欠{A}工资{wage_owed}。",
    ),
    ("{wage_proof:iou}{B}出具过工资欠条或者结算单。",),
    ("{A}最近一次催要是在{demanded_on}。",),
    (
        "{arbitrated:waiting}{A}已经申请劳动仲裁，还没有结果。",
        "{arbitrated:award}劳动仲裁已经作出裁决。",
        "{arbitrated:rejected}劳动仲裁委员会没有受理。",
    ),
    ("总包单位为{main_contractor}。",),
)
_PROPERTY: tuple[Ways, ...] = (
    ("{side:owner}{A}是业主或者住户。", "{side:company}{A}提供物业服务，{B}是业主或者住户。"),
    ("房屋为{estate}，面积{area}。", "房屋为{estate}。"),
    ("物业费标准为每平方米每月{fee_standard}。",),
    (
        "自{owed_from}起至{owed_to}止的物业费没有交纳，共{fee_owed}。",
        "自{owed_from}起的物业费没有交纳，共{fee_owed}。",
        "没有交纳的物业费共{fee_owed}。",
    ),
    ("{side:company}{A}最近一次催交是在{demanded_on}。",),
    ("{issue:not_fee}{issue:not_other}双方争议的是{issue}。",),
    ("造成的损失为{damage}。",),
)
_GENERAL: tuple[Ways, ...] = (
    (
        "事情发生在{happened_on}，地点是{happened_at}。",
        "事情发生在{happened_on}。",
        "事情发生的地点是{happened_at}。",
    ),
    ("{A}要求的金额为{amount}。",),
)
TELLINGS: Mapping[str, tuple[Ways, ...]] = {
    "private_lending": _LENDING,
    "wage_claim": _WAGES,
    "property_service": _PROPERTY,
    "general": _GENERAL,
}


def facts(case: CaseFile, flow: Flow, *, sues: bool, skip: Sequence[str]) -> list[str]:
    """The paragraphs of 事实与理由: own words first, then the elements; `skip` are fields told elsewhere."""
    a, b = ("原告", "被告") if sues else ("申请人", "被申请人")
    both = "原、被告" if sues else "申请人与被申请人"
    cause = printed(case.title) or flow.cause
    opening = f"{both}之间" + (f"发生{cause}。" if cause.endswith("纠纷") else f"因{cause}发生纠纷。")
    own = [text for key in OWN_WORDS if (text := _own(flow, case.answers, key))]
    known = {k: v for k, v in case.answers.items() if v.known or v.shown}
    if flow.id in TELLINGS:
        told = [first_full(ways, flow, known, {"A": a, "B": b}) for ways in TELLINGS[flow.id]]
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
    """A flow that came later has no sentences of its own: its elements one by one."""
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
