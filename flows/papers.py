"""The papers a case can bring forth: one table of their names, and which of them fit a case. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.engine import Answer, Json, holds

if TYPE_CHECKING:
    from flows.schema import Flow


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper."""

    title: str  #: what stands on top of it
    name: str  #: how lists and file names call it
    when: Mapping[str, Json] = field(default_factory=dict)  #: what the answers must say, whatever the flow
    only: frozenset[str] = frozenset()  #: states of the case it is for, empty = all
    never: frozenset[str] = frozenset()  #: states of the case it makes no sense in
    always: bool = False  #: for every flow, whatever papers it names
    defence: bool = False  #: for the side that is sued, and for no other


#: Fields that hold the sum a case is about, the most telling first (the same as bot.law.rules).
SUMS = ("amount", "wage_owed", "fee_owed", "principal")
#: In a link: no paper of its own but the list of all papers of the case.
INDEX = "index"
#: And everything needed to file in one ZIP.
BUNDLE = "bundle"
#: Every paper `bot.papers` can draw up, in the order lists show them.
PAPERS: Mapping[str, Paper] = {
    # who does not want to mediate files at once (民诉法125)
    "mediation_application": Paper("调解申请书", "调解申请书", never=frozenset({"to_file"})),
    "complaint": Paper("民事起诉状", "起诉状"),
    # 民诉法128: within fifteen days of the copy of the complaint
    "defence": Paper("民事答辩状", "答辩状", always=True, defence=True),
    "evidence_list": Paper("证据清单", "证据清单"),
    # 民诉法90, 民诉法解释136
    "service_address": Paper("送达地址确认书", "送达地址确认书"),
    # 民诉法61, 62
    "authorization": Paper("授权委托书", "授权委托书", when={"acting": "agent"}),
    # both sides together, within thirty days of an agreement (民诉法205)
    "judicial_confirmation": Paper("司法确认申请书", "司法确认申请书", only=frozenset({"agreed"})),
    # 民诉法225
    "payment_order": Paper("支付令申请书", "支付令申请书"),
    # 民诉法103, 104
    "preservation": Paper("财产保全申请书", "财产保全申请书"),
    # 登记立案规定7, 民诉法124
    "gaps": Paper("一次性补正清单", "一次性补正清单", only=frozenset({"to_file", "failed"}), always=True),
}


def defends(flow: Flow, answers: Mapping[str, Answer]) -> bool:
    """Whether this side of the dispute has nothing to sue for: it answers the complaint of the other one."""
    return "complaint" in flow.papers and not holds(flow.paper_when.get("complaint", {}), answers)


def sued_when(condition: Mapping[str, Json], papers: Sequence[object]) -> Mapping[str, Json] | None:
    """A condition with `{defends: true}` in the words of a flow; None where no side of it is ever sued.

    `papers` as parsed: whoever has no complaint to write defends.
    """
    if "defends" not in condition:
        return condition
    whens = [one["complaint"] for one in papers if isinstance(one, dict) and "complaint" in one]
    rest = {key: want for key, want in condition.items() if key != "defends"}
    return {**rest, "all": [{"not": whens[0]}]} if whens else None


def applying(flow: Flow, answers: Mapping[str, Answer], status: str) -> list[str]:
    """The papers of `flow` that fit what was answered and the state of the case, the main one first."""
    return [
        paper
        for paper, known in PAPERS.items()
        if (paper in flow.papers or (known.always and known.defence == defends(flow, answers)))
        and holds(known.when, answers)
        and holds(flow.paper_when.get(paper, {}), answers)
        and (not known.only or status in known.only)
        and status not in known.never
    ]
