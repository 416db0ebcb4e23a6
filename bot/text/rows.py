"""A list as an answer (`read: rows`): instalments, bills, heirs, vehicles, told in words or pasted.

Value: `{"rows": [[cell…]…], "total_fen": int, "faults": [{"line", "said", "reason", "whole"}]}`; each row
holds the canonical values of `context.columns` in their order, null where unknown; `total_fen` is the sum
of the first amount column (upper ends of vague sums, 0 without such a column). `faults` is there only where
something could not be taken: a whole row, or one cell of a row that was kept without it; lines count from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.text import cells, payments, row_columns, row_table
from bot.text.cells import Row
from bot.text.name_ends import person_at
from bot.text.names import HAN
from bot.text.normalise import normalise
from bot.text.reading import Context, Json, Reading, Refusal, is_question
from bot.text.row_months import spread
from bot.text.row_tokens import Token, is_unread, tokens
from bot.text.row_years import with_months, with_years
from bot.text.sums import is_negative

MOST_ROWS = 500
SAID_CHARS = 30
#: What makes a row one; of the kinds a list has, these first.
_STRONG = (
    frozenset({"amount", "plate", "name", "party", "id_number"}),
    frozenset({"date", "phone", "address"}),
)
_SAME = {"name": "name", "party": "name", "short_text": "text"}


@dataclass(slots=True)
class Entry:
    """A row in the making."""

    line: int
    cells: dict[str, Json] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)  #: (words, reason)
    toward: str = ""  #: key of the column whose name stood before the next value: 车主李强


@dataclass(frozen=True, slots=True)
class Fault:
    """Words that could not be taken, and why."""

    line: int
    said: str
    reason: str
    whole: bool = False  #: no row was kept of it


@cache
def _thousands() -> re.Pattern[str]:
    return re.compile(r"(?<![\d.\-/])[1-9]\d{0,2}(?:,\d{3})+(?!\d)")


@cache
def _groups() -> re.Pattern[str]:
    return re.compile(
        r"[,;、。|!]+|(?<!\d)/|/(?!\d)|/(?=\d{1,2}月)|还有|再就是|另外|然后|(?<=[\d元块钱千百万])(?=后来|后[还又给]|剩下|其余|余下)"
    )


@cache
def _next_day() -> re.Pattern[str]:
    """A space between a sum and the next day: 8月13号花了8600 9月2号150."""
    return re.compile(r"(?<=[\d元块钱百千万]) +(?=(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}[号日])")


@cache
def _sum_line() -> re.Pattern[str]:
    return re.compile(r"^\s*(?:合计|总计|共计|小计)[\s\t:,]*")


def find(text: str, context: Context) -> tuple[list[Row], list[Fault]]:
    """Return the rows a text holds and what of it could not be taken."""
    kinds = {column.read for column in context.columns.values()}
    plain = _plain(text)
    if "date" in kinds and context.direction == "past":
        plain = payments.without_promises(plain, context)
    said_whole = with_years(with_months(plain), context.today)
    if {"date", "amount"} <= kinds:
        said_whole = spread(said_whole, context.today)
        said_whole = _next_day().sub(",", said_whole)
    lines = [line for line in said_whole.split("\n") if line.strip() and not _sum_line().match(line)]
    table = row_table.read(lines, context)
    if table is not None:
        entries = [Entry(line, row, [said], faults) for line, said, row, faults in table]
    else:
        entries = list(_told(lines, context))
    rows: list[Row] = []
    faults: list[Fault] = []
    for entry in entries:
        reason = _lack(entry, context)
        said = " ".join(entry.said).strip()[:SAID_CHARS]
        if reason:
            why = entry.faults[0][1] if entry.faults else reason
            faults.append(Fault(entry.line, said, why, whole=True))
            continue
        rows.append([entry.cells.get(key) for key in context.columns])
        faults += [Fault(entry.line, words[:SAID_CHARS], why) for words, why in entry.faults]
    return rows, faults


def _plain(text: str) -> str:
    """Return the text with the comma out of 12,000 but not between two sums with a full-width comma."""
    joined = _thousands().sub(lambda match: match[0].replace(",", ""), text)
    return normalise(joined.replace("\r\n", "\n").replace("\r", "\n")).text


def _told(lines: Sequence[str], context: Context) -> Iterator[Entry]:
    entry = Entry(1)
    for number, line in enumerate(lines, 1):
        groups = [group for group in _pieces(_unnumbered(line, number), context) if group]
        if not _fit(entry, [token for group in groups for token in group], context):
            yield from _kept(entry)
            entry = Entry(number)
        for group in groups:
            if not _fit(entry, group, context):
                yield from _kept(entry)
                entry = Entry(number)
            for token in group:
                if not _put(entry, token, context):
                    yield from _kept(entry)
                    entry = Entry(number)
                    _put(entry, token, context)
            _note_unread(entry, group)
    yield from _kept(entry)


def _kept(entry: Entry) -> Iterator[Entry]:
    if entry.cells or entry.faults:
        yield entry


def _unnumbered(line: str, number: int) -> str:
    """Return the line without the number a list has at the head: 1. 王建国, 2、拐杖200."""
    return re.sub(rf"^\s*[(]?{number}(?:[)、]|\.(?!\d)|[\s\t]+(?=\S*[^\d\s]))\s*", "", line)


def _pieces(line: str, context: Context) -> list[list[Token]]:
    """Return the values of a line by groups: what stands between commas belongs together."""
    groups = []
    kinds = {column.read for column in context.columns.values()}
    for words in _groups().split(_between_names(line, context)):
        group: list[Token] = []
        for piece in re.split(r"\t| {2,}|(?<=[^\d]) | (?=[^\d:])", words):
            group += tokens(piece.strip(), context) if piece.strip() else []
        groups.append(_sums_like_years(group) if "amount" in kinds else group)
    whole = [token for group in groups for token in group if token.kind == "amount"]
    if any(token.part for token in whole) and not all(token.part for token in whole):
        groups = [_entries(group) for group in groups]
    return groups


def _entries(group: list[Token]) -> list[Token]:
    """Return the group without a total or another debt, and without the day of that: 去年5月借了我5万."""
    sums = [token.part for token in group if token.kind == "amount"]
    return [] if sums and all(sums) else [token for token in group if not token.part]


def _sums_like_years(group: list[Token]) -> list[Token]:
    """Return the group with 1993.01 as the sum it is where another date stands beside it."""
    dated = [token for token in group if token.kind == "date"]
    if len(dated) < 2 or any(token.kind == "amount" for token in group):
        return group
    last = dated[-1]
    if not re.fullmatch(r"\d{4}\.\d{1,2}", last.said):
        return group
    yuan, _, rest = last.said.partition(".")
    fen = int(yuan) * 100 + int(rest.ljust(2, "0"))
    value: dict[str, Json] = {"low_fen": fen, "high_fen": fen}
    return [Token("amount", value, last.said) if token is last else token for token in group]


def _between_names(line: str, context: Context) -> str:
    """Return the line with a comma for the 和 of 李四和王五 and for the numbers of 1. 住院费 2. 药费."""
    line = re.sub(r"(?<=\s)\d{1,2}(?:[)、]|\.(?!\d))", ",", line)
    if not any(column.read in {"name", "party"} for column in context.columns.values()):
        return line
    return re.sub(
        rf"(?<=[{HAN}])[和跟与](?=[{HAN}])",
        lambda match: "," if person_at(line, match.end()) or match.start() == 1 else match[0],
        line,
    )


def _free(entry: Entry, token: Token, context: Context) -> str:
    """Return the key of the first empty column a value fits, "" where none is left.

    Behind the name of a column (车主李强) it is that one; words go where they are called so (有票据).
    """
    fits = [key for key in _kind(token, context) if key not in entry.cells]
    if token.kind == "text":
        fits = [key for key in row_columns.of_words(str(token.value), context.columns) if key in fits]
    return entry.toward if entry.toward in fits else fits[0] if fits else ""


def _kind(token: Token, context: Context) -> list[str]:
    kinds = {key: _SAME.get(column.read, column.read) for key, column in context.columns.items()}
    return [key for key, kind in kinds.items() if kind == token.kind]


def _has(token: Token, context: Context) -> bool:
    if token.kind == "text":
        return bool(row_columns.of_words(str(token.value), context.columns))
    return bool(_kind(token, context))


def _fit(entry: Entry, group: Sequence[Token], context: Context) -> bool:
    """Tell whether all values of a group find room in the entry."""
    trial = Entry(entry.line, dict(entry.cells), toward=entry.toward)
    for token in group:
        if toward := _toward(token, context):
            trial.toward = toward
        elif _has(token, context) and not _joins(trial, token, context):
            key = _free(trial, token, context)
            if not key:
                return False
            trial.cells[key], trial.toward = True, ""
    return True


def _toward(token: Token, context: Context) -> str:
    return row_columns.named(str(token.value), context.columns) if token.kind == "text" else ""


def _joins(entry: Entry, token: Token, context: Context) -> bool:
    """Tell whether an address goes on (薛家湾镇 某小区3号楼), or words are repeated (弟弟的电话)."""
    if token.kind == "text" and any(
        isinstance(c, str) and str(token.value) in c for c in entry.cells.values()
    ):
        return True
    return (
        token.kind == "address"
        and bool(entry.cells)
        and any(column.read in _STRONG[0] for column in context.columns.values())
    )


def _put(entry: Entry, token: Token, context: Context) -> bool:
    """Put a value into the entry; False where its column is taken already."""
    entry.said.append(token.said)
    if toward := _toward(token, context):
        entry.toward = toward
        return True
    if not _has(token, context):
        return True
    key = "" if token.kind == "text" and _joins(entry, token, context) else _free(entry, token, context)
    if token.reason:
        entry.faults.append((token.said, token.reason))
    elif key:
        entry.cells[key], entry.toward = token.value, ""
    elif _joins(entry, token, context):
        if token.kind == "text":
            return True
        key = next(key for key, column in context.columns.items() if column.read == "address")
        entry.cells[key] = f"{entry.cells[key]}{token.value}"
    else:
        entry.said.pop()
        return False
    return True


def _note_unread(entry: Entry, group: Sequence[Token]) -> None:
    """Words that stand alone and fit no column are said back, not dropped."""
    if all(token.kind == "text" and token.value not in entry.cells.values() for token in group):
        entry.faults += [(token.said, "没有看明白，没记进去") for token in group if is_unread(token.said)]


def _lack(entry: Entry, context: Context) -> str:
    """Return why an entry is no row, "" where it is one."""
    required = [(key, column) for key, column in context.columns.items() if column.required]
    for key, column in required:
        if key not in entry.cells:
            return f"没有看到{column.label}"
    if required:
        return ""
    kinds = {column.read for column in context.columns.values()}
    strong = next((some & kinds for some in _STRONG if some & kinds), kinds)
    wanted = [(key, column) for key, column in context.columns.items() if column.read in strong]
    if any(key in entry.cells for key, _ in wanted):
        return ""
    return f"没有看到{wanted[0][1].label}"


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read a list; rows that cannot be taken are named in `faults`, and are a Refusal where none is left.

    None where no columns are asked for, the text holds no entry at all, or asks something itself.
    """
    if not context.columns:
        return None
    if "\n" not in text.strip() and is_question(text):
        return None
    if "\n" not in text.strip() and is_negative(normalise(text).text) and _has_sums(context):
        return Refusal("金额不能是负数，请直接写数，例如：2000元。")
    rows, faults = find(text, context)
    if len(rows) > MOST_ROWS:
        return Refusal(f"一次最多{MOST_ROWS}行，请分几次发。")
    if not rows:
        told = [fault for fault in faults if re.search(r"\d|[一二两三四五六七八九十百千万]", fault.said)]
        return Refusal(sentence(told)) if told else None
    value: dict[str, Json] = {"rows": [*rows], "total_fen": cells.total_fen(context.columns, rows)}
    if faults:
        value["faults"] = [
            {"line": f.line, "said": f.said, "reason": f.reason, "whole": f.whole} for f in faults
        ]
    shown = cells.shown(context.columns, rows)
    return Reading("rows", value, shown, 0, len(text), not faults)


def _has_sums(context: Context) -> bool:
    return any(column.read == "amount" for column in context.columns.values())


def sentence(faults: Sequence[Fault]) -> str:
    """Return what could not be taken, for the person to send again."""
    return "；".join(f"“{fault.said}”：{fault.reason}" for fault in faults) + "。"
