"""How one answer is printed, and sentences with blanks that are left out when a blank stays empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from bot.law import balance, citations
from bot.law.calendar import chinese
from bot.law.money import plain
from bot.text import cells
from bot.text.amounts import format_yuan, in_capitals
from flows.engine import Answer, Json, active
from flows.papers import SUMS
from flows.schema import Flow, Step

MISSING, UNSURE = "待补", "（待核实）"
#: Costs first, then interest, then the principal.
ORDER = "民法典561"
#: Readers whose `shown` may be masked, cut or spaced for a screen: a paper needs the value itself.
_WHOLE = frozenset({"id_number", "phone", "uscc", "text", "short_text", "address", "name", "party", "org"})


@cache
def _pictures() -> re.Pattern[str]:
    return re.compile(
        "[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\u20e3\U0001f000-\U0001faff\U000e0000-\U000e007f]"
    )


def printed(words: str) -> str:
    """Words as one line of print: no emoji, no invisible or control characters, single spaces."""
    joined = re.sub(r"(?<=[，。；：、！？,;])\s*\n\s*", "", _pictures().sub("", words))
    plain = " ".join(joined.split())
    return "".join(c for c in plain if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()


def shown(step: Step, answer: Answer | None, *, capitals: bool = True) -> str:
    """A value as it is printed: money also in capitals, gaps and unconfirmed values marked."""
    if answer is None or (not answer.known and answer.shown != step.unknown):
        return MISSING
    words = answer.shown
    value = answer.value
    if step.read in _WHOLE and isinstance(value, str):
        words = value
    if cells.is_list(value) or (step.read == "rows" and answer.known):
        words = _list(step, answer, capitals=capitals)
    elif step.read == "amount" and isinstance(value, dict) and value.get("low_fen") == value.get("high_fen"):
        words = money(value["low_fen"], capitals=capitals) or words
    words = printed(words) or MISSING
    return words if answer.confirmed or words == MISSING else words + UNSURE


def _list(step: Step, answer: Answer, *, capitals: bool) -> str:
    """A list in a sentence: its total where it has sums, in plain text with the entries behind it."""
    rows = list_lines(step, answer)
    if step.read == "date":
        return "每期款项" if capitals else f"分{len(rows)}期（{'；'.join(rows)}）"
    sums = any(column.read == "amount" for column in step.columns.values())
    if not sums or step.read in {"text", "short_text"}:
        return "；".join(rows) or answer.shown
    total = money(cells.total_fen(step.columns, cells.rows_of(step.columns, answer.value)), capitals=capitals)
    told = len(rows) > 1 and not capitals
    return f"{total}（{'；'.join(rows)}）" if told else total


def list_lines(step: Step, answer: Answer) -> list[str]:
    """The entries of a list as a paper prints them, nothing masked; sums with a day in their order."""
    rows = cells.rows_of(step.columns, answer.value)
    kinds = [column.read for column in step.columns.values()]
    if {"date", "amount"} <= set(kinds):
        rows = sorted(rows, key=lambda row: _day(row[kinds.index("date")]))
    return [printed(cells.line(step.columns, row, masked=False, gaps=False)) for row in rows]


def _day(value: Json) -> str:
    """What a row is sorted by; one without a day comes last."""
    return str(value.get("start", "9")) if isinstance(value, dict) else "9"


def money(fen: object, *, capitals: bool = True) -> str:
    """35,000元（叁万伍仟元整）, or nothing where there is no sum in fen."""
    if not isinstance(fen, int):
        return ""
    return f"{format_yuan(fen)}（{in_capitals(fen)}）" if capitals else format_yuan(fen)


def claimed(flow: Flow, answers: Mapping[str, Answer]) -> str:
    """The sum a case is about, in figures and capitals, with how it was reckoned, or 待补."""
    if flow.total:
        return _reckoned(flow, answers) or MISSING
    steps = {step.id: step for step in flow.steps}
    known = (
        shown(steps[key], answers[key])
        for key in SUMS
        if key in steps and key in answers and answers[key].known
    )
    return next(known, MISSING)


def _reckoned(flow: Flow, answers: Mapping[str, Answer]) -> str:
    """35,000元（…）（借款金额40,000元，减去已经还的钱5,000元）; "" for a vague sum or one below nothing."""
    going = {step.id: step for step in active(flow, answers)}
    plus, less = (
        [going[key] for key in _names(flow.total.get(part)) if _known(going, answers, key)]
        for part in ("plus", "less")
    )
    sums = {step.id: _exact(answers[step.id]) for step in (*plus, *less)}
    if not plus or None in sums.values():
        return ""
    interest = flow.total.get("interest")
    if less and isinstance(interest, str) and _known(going, answers, interest):
        return _after_interest(answers, [*plus, *less, going[interest]])
    net = sum(sums[step.id] or 0 for step in plus) - sum(sums[step.id] or 0 for step in less)
    if net <= 0:
        return ""
    how = "，加".join(f"{step.label}{money(sums[step.id], capitals=False)}" for step in plus)
    how += "".join(f"，减去{step.label}{money(sums[step.id], capitals=False)}" for step in less)
    words = money(net) + (f"（{how}）" if len(plus) + len(less) > 1 else "")
    unsure = any(not answers[step.id].confirmed for step in (*plus, *less))
    return words + UNSURE if unsure else words


def _after_interest(answers: Mapping[str, Answer], steps: Sequence[Step]) -> str:
    """What is left of a loan where the payments went to the interest first; "" where days are missing.

    45,983.56元（…）（借款金额50,000元，年利率12%；2024年5月1日还10,000元，抵利息6,016.44元、本金3,983.56元…）
    """
    left = balance.of_answers({key: answer.value for key, answer in answers.items() if answer.known})
    if left is None or left.principal_fen <= 0:
        return ""
    paid = "；".join(
        f"{chinese(part.on)}还{format_yuan(part.interest_fen + part.principal_fen)}，"
        f"抵利息{format_yuan(part.interest_fen)}、本金{format_yuan(part.principal_fen)}"
        for part in left.parts
    )
    open_ = f"；到那天还欠利息{format_yuan(left.interest_fen)}" if left.interest_fen else ""
    first = steps[0]
    lent = money(_exact(answers[first.id]), capitals=False)
    how = f"{first.label}{lent}，按年利率{plain(left.rate)}%算利息；{paid}{open_}"
    words = f"{money(left.principal_fen)}（{how}；依{citations.render(ORDER)}先抵利息、再抵本金）"
    unsure = any(not answers[step.id].confirmed for step in steps)
    return words + UNSURE if unsure else words


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list | tuple) else []


def _known(going: Mapping[str, Step], answers: Mapping[str, Answer], key: str) -> bool:
    return key in going and key in answers and answers[key].known


def _exact(answer: Answer) -> int | None:
    """The sum in fen, None for a vague one."""
    value = answer.value if isinstance(answer.value, dict) else {}
    total = value.get("total_fen")
    low, high = value.get("low_fen", total), value.get("high_fen", total)
    return high if isinstance(high, int) and low == high else None


def legal_grounds(flow: Flow) -> str:
    """The articles a flow stands on, written out."""
    return f"{'、'.join(citations.render(words) for words in flow.law)}（仅供参考，由法院审查）"


def fill(line: str, flow: Flow, answers: Mapping[str, Answer], words: Mapping[str, str]) -> str:
    """A sentence with its blanks filled; "" where a blank stays empty or a condition does not hold.

    `{field}` prints a known value, `{total}` the sum the case is about. These print nothing but must hold:
    `{field:known}`, `{field:unknown}`
    (no value, whatever was said), `{field:none}` (没约定 and its like), `{field:option}`,
    `{field:not_option}`. `words` are blanks that are always known; sentences with them are plain text,
    where sums stand in figures only.
    """
    steps = {step.id: step for step in flow.steps}
    empty = False

    def put(blank: re.Match[str]) -> str:
        nonlocal empty
        key, want = blank["key"], blank["want"]
        if key in words and not want:
            return words[key]
        if key == "total":
            total = claimed(flow, answers)
            empty = empty or (total == MISSING) == (want != "unknown")
            return "" if want else total
        answer, step = answers.get(key), steps.get(key)
        if step is None or not _holds(step, answer, want or "known"):
            empty = True
            return ""
        return "" if want else _inner(shown(step, answer, capitals=not words))

    filled = re.sub(r"\{(?P<key>\w+)(?::(?P<want>\w+))?\}", put, line)
    return "" if empty else filled


def _inner(value: str) -> str:
    """A value inside a sentence brings no full stop of its own."""
    return value.rstrip("。；;,，. ")


def _holds(step: Step, answer: Answer | None, want: str) -> bool:
    value = answer.value if answer else None
    if want == "known":
        return value is not None and shown(step, answer) != MISSING
    if want == "unknown":
        return value is None
    if want == "none":
        return answer is not None and value is None and bool(step.unknown) and answer.shown == step.unknown
    if want.startswith("not_"):
        return value != want.removeprefix("not_")
    return value == want


def first_full(
    lines: Sequence[str], flow: Flow, answers: Mapping[str, Answer], words: Mapping[str, str]
) -> str:
    """The first of several ways to say it whose blanks are all known, or ""."""
    return next((text for line in lines if (text := fill(line, flow, answers, words))), "")
