"""民事答辩状 of the side that is sued: what it says to each thing that is asked of it.

What was said of it stands beside the boxes; ticking them is for the pen, because an admission binds.
Source: 民诉法128 (within fifteen days of the copy of the complaint).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.papers.boxes import boxes
from bot.papers.values import MISSING, shown
from flows.engine import Answer
from flows.papers import SUMS
from flows.schema import Flow, Step

#: step -> how its words begin.
_SAID = (("demanded", "对方的要求"), ("admitted", "我方认可的"), ("disputed", "我方不认可的和理由"))
_SAY = boxes("认可", "部分认可，认可　　　　元", "不认可")


def opinions(flow: Flow, answers: Mapping[str, Answer]) -> list[str]:
    """The numbered lines under 对诉讼请求的意见: the demand, the sum, what was paid, the rest, mediation."""
    sum_, paid = _known(flow, answers, SUMS), _known(flow, answers, ("repaid",))
    claimed = f"（起诉状写的数：{MISSING}；按我方记的：{sum_}）" if sum_ else f"（起诉状写的数：{MISSING}）"
    lines = [f"对方要的钱{claimed}：{_SAY}。"]
    if paid:
        lines.append(f"已经给过{paid}，应当扣除。")
    lines.append(f"利息、违约金和其他请求：{boxes('认可', '部分认可', '不认可')}。理由：{MISSING}。")
    wish = {"yes": "愿意调解", "no": "不调解"}.get(str(_value(answers, "mediation")), "")
    told = [f"{lead}：{text}" for key, lead in _SAID if (text := _known(flow, answers, (key,)))]
    lines = [f"{line}{'' if line[-1] in '。！？' else '。'}" for line in told] + lines
    return [*lines, f"调解：{boxes('愿意调解', '不调解', ticked=wish)}。"]


def _value(answers: Mapping[str, Answer], key: str) -> object:
    return answers[key].value if key in answers else None


def _known(flow: Flow, answers: Mapping[str, Answer], keys: tuple[str, ...]) -> str:
    """The first of these that was told, as it is printed; "" for none."""
    steps: list[Step] = [step for key in keys for step in flow.steps if step.id == key]
    told = (shown(s, answers[s.id]) for s in steps if s.id in answers and answers[s.id].known)
    return next(told, "")
