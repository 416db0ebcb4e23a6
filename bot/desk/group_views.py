"""People who filed together, as the desk shows them: one row of the queue, and each of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.crowds import Crowd
from bot.model import CaseFile, CaseStatus
from bot.ports import GroupTally
from bot.text.amounts import format_yuan
from bot.text.mask import mask_name
from flows.engine import Answer

View = dict[str, Any]


def tally(group: GroupTally) -> View:
    """69人，合计828,000元."""
    total = format_yuan(group.total_fen) if group.total_fen else ""
    words = f"{group.count}人一起" + (f"，合计{total}" if total else "")
    return {"count": group.count, "total_fen": group.total_fen, "total": total, "words": words}


def crowd(one: Crowd, group: GroupTally | None) -> str:
    """12人一起在等，对方：某某劳务有限公司; the number is left out where `tally` says it."""
    people = "" if group else f"{one.people}一起在等"
    against = f"对方：{one.employer}" if one.employer else "还没说对方是谁"
    return "，".join(part for part in (people, against) if part)


def members(cases: Sequence[CaseFile], field: str, states: Mapping[CaseStatus, str], *, masks: bool) -> View:
    """Everybody with number, sum and state; whether the sums are what the pasted table came to."""
    sums = [fen(case.answers.get(field)) for case in cases]
    total, told = sum(one or 0 for one in sums), table_total(cases[0])
    return {
        "rows": [
            {
                "case": case.id,
                "number": case.number,
                "name": _name(case, masks=masks),
                "amount_fen": one,
                "amount": format_yuan(one) if one else "没填",
                "state": states[case.status],
            }
            for case, one in zip(cases, sums, strict=True)
        ],
        "count": len(cases),
        "blank": sum(one is None for one in sums),
        "total_fen": total,
        "total": format_yuan(total),
        "table_fen": told,
        "fits": told is None or told == total,
    }


def fen(answer: Answer | None) -> int | None:
    """The amount of an answer in fen, None where there is none."""
    value = answer.value if answer else None
    high = value.get("high_fen") if isinstance(value, dict) else None
    return high if isinstance(high, int) else None


def table_total(case: CaseFile) -> int | None:
    """What the pasted table came to, in fen."""
    table = case.answers.get("workers")
    total = table.value.get("total_fen") if table and isinstance(table.value, dict) else None
    return total if isinstance(total, int) else None


def _name(case: CaseFile, *, masks: bool) -> str:
    name = case.answers.get("applicant_name")
    if name is None or not name.known:
        return "未登记姓名"
    return mask_name(name.shown) if masks else name.shown
