"""What people say about the rows of a list: add one, the second is wrong, drop the third, undo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.text import row_table
from bot.text.cells import Columns, Row
from bot.text.normalise import normalise
from bot.text.reading import Context, Json, Reading, flat
from bot.text.row_tokens import Token, tokens

_MEASURES = "笔|个|行|条|项|辆|位|名|人|张|户|家"
_DROP = "删掉|删除|删去|删了|去掉|划掉|划去|拿掉|移除|不要|别要|取消|减去|除掉"
_NUMBER = "[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be done with a list."""

    what: str  #: add | change | sure | drop | clear | undo | done | show
    place: int | None = None  #: of the row, from 0, -1 the last; None = not said
    rest: str = ""  #: the words that hold the new row, the new value, or name the row
    measure: str = ""  #: 笔, 个 … as the person counts


@cache
def _which() -> str:
    counted = rf"第(?P<n>{_NUMBER})(?:(?P<m>{_MEASURES})|(?=$|[是改错不的应写日金删去掉]))"
    last = rf"(?P<last>最后一?|刚才那?一?|上面?那一?|上一)(?P<m2>{_MEASURES})"
    return rf"(?:{counted}|{last})(?!月)(?:人|工人|的)?"


@cache
def _add() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:对了|哦|嗯|那个?|我|请|帮我|给我|,|\s)*(?:"
        rf"(?:再|另外|还要|还得|另)?(?:增加|补充|补上|加|补|添|记)(?:上|进去|进)?(?:一|1|两|2|几|多)?(?P<m>{_MEASURES})"
        rf"|(?:再|另外|还要|还得|另)(?:加|补|添|记)(?:上|进去|进)?(?=\d|[一二两三四五六七八九十])"
        rf"|(?:还|又)?(?:漏|忘|落|少)(?:掉)?(?:了|记|说|写|报)*(?:一|1|两|2|几)?(?P<m2>{_MEASURES})"
        rf"|还有(?:一|1|两|2|几)(?P<m3>{_MEASURES}))(?P<rest>.*)$",
        re.DOTALL,
    )


@cache
def _drops() -> tuple[re.Pattern[str], ...]:
    head, tail = (
        r"^(?:请|帮我|给我|麻烦|我要|我想|把|将|名单里?的?|\s)*",
        r"(?:给|也|那[笔个条张人]|这[笔个条张人]|的|都)*",
    )
    return (
        re.compile(rf"{head}(?:{_DROP})(?:掉|了)?{_which()}.{{0,8}}$"),
        re.compile(
            rf"{head}{_which()}.{{0,8}}?{tail}(?:不算|不作数|{_DROP}|删|重复了?|写重了?|多余|不是|没有这回事)[了的吧]*$"
        ),
        re.compile(
            rf"{head}(?:{_DROP})(?:掉|了)?(?P<name>[^第]{{1,14}}?)(?:那[{_MEASURES}]|这[{_MEASURES}]|吧|了)*$"
        ),
        re.compile(rf"{head}(?P<name>[^第]{{1,14}}?){tail}(?:不算|{_DROP}|删)[了的吧]*$"),
    )


@cache
def _clear() -> re.Pattern[str]:
    return re.compile(
        r"^(?:把)?(?:全部?|都|全都|整个|所有的?|名单)(?:给我)?(?:删掉|删了|删除|清空|清掉|不要|不算|去掉)了?$|^清空$"
    )


@cache
def _undo() -> re.Pattern[str]:
    return re.compile(
        r"^(?:请|帮我|把|我)*(?:刚才|刚刚|上一步|上面|前面)?(?:的|那个|那步|那一步|那次|那笔|改的|删的|加的|说的|给我)*"
        r"(?:撤销|撤回|恢复|还原|改回来|改回去|退回去|退回)(?:刚才的?|上一步|一下|吧|了|掉)*$|^(?:刚才)?(?:删|改|加|弄)错了$"
    )


@cache
def _show() -> re.Pattern[str]:
    return re.compile(
        r"^(?:我|再|请|帮我|给我|让我|先|能不能|,)*(?:(?:看看?|看一下|查看|列出来|列一下|显示|念一下|说说|报一下)"
        r"(?:都有|一共有|现在|记了|我)*(?:哪些|哪几[笔个条项人辆]|什么|谁|名单|明细|列表|清单|全部|所有的?|记的)*"
        r"|(?:现在|一共|到底)*(?:都)?(?:有|记了?|写了?)(?:哪些|哪几[笔个条项人辆]|谁|几[笔个条项人辆])(?:了)?)(?:吧|呢|啊|了)?$"
    )


@cache
def _gone() -> re.Pattern[str]:
    """没有李小明了: a row that is named is none."""
    return re.compile(
        r"^(?:没有|不包括|不算|不带)(?P<name>[^第]{1,14}?)(?:这个人|这人|这[笔个条]|那[笔个条])*了?$"
    )


@cache
def _done() -> re.Pattern[str]:
    return re.compile(
        r"^(?:没有?了?|没有别的|再没了?|就这(?:些|么多|几)[笔个人]?了?|不用了?|没了就这些|够了|齐了|完了|全了|对|对的|对了|都对|好了|好的|行了|可以了?|是的|就是这些|确认提交|提交)$"
    )


@cache
def _change() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:不对|错了|把|将|那|请|帮我|改一下|修改|改|更正|应该|,|\s)*{_which()}(?P<rest>.*)$", re.DOTALL
    )


@cache
def _sure() -> re.Pattern[str]:
    """第6个没错: the row stands as it is."""
    return re.compile(
        rf"^{_which()}(?:[的是就这样,]|工资|金额|确实)*(?:没有?(?:写|记|说|填)?错|对|正确|没问题|确实是|就是这么多)[的了啊呀]*$"
    )


def heard(text: str) -> Said | None:
    """Return what a message wants of a list; None for other words. Names of rows are not looked up here."""
    words = normalise(text).text.strip(" 。.!！")
    if _undo().match(words):
        return Said("undo")
    if _clear().match(words):
        return Said("clear")
    for pattern in _drops():
        if match := pattern.match(words):
            found = match.groupdict()
            return Said(
                "drop", _place(found), found.get("name") or "", found.get("m") or found.get("m2") or ""
            )
    if match := _add().match(words):
        measure = match["m"] or match["m2"] or match["m3"] or ""
        rest = re.sub(r"^(?:工人|人|对方|车|钱|还有|就是|是|叫|[\s,:、])+", "", match["rest"])
        return Said("add", None, rest, measure)
    if match := _sure().match(words):
        return Said("sure", _place(match.groupdict()))
    if match := _change().match(words):
        found = match.groupdict()
        return Said("change", _place(found), found["rest"].strip(" ,:"), found["m"] or found["m2"] or "")
    if _done().match(words):
        return Said("done")
    if _show().match(words):
        return Said("show")
    gone = _gone().match(words)
    return Said("drop", None, gone["name"]) if gone else None


def _place(found: dict[str, str | None]) -> int | None:
    if found.get("last"):
        return -1
    number = found.get("n")
    if not number:
        return None
    if number.isdecimal():
        return int(number) - 1
    number = number.replace("两", "二")
    tens, _, ones = number.partition("十")
    if "十" not in number:
        return _DIGITS.find(number) - 1 if len(number) == 1 else None
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0) - 1


@cache
def _points() -> re.Pattern[str]:
    return re.compile(rf"[那这](?:一)?(?:{_MEASURES}|月|天|次)")


def points(words: str) -> bool:
    """Tell whether the words point at one entry: 3月那笔."""
    return _points().search(words) is not None


def called(words: str, rows: Sequence[Row], context: Context) -> list[int]:
    """Return the places of the rows whose name or plate stands in the words."""
    keys = [
        n for n, column in enumerate(context.columns.values()) if column.read in {"name", "party", "plate"}
    ]
    cells = [[str(row[n]) for n in keys if isinstance(row[n], str) and len(str(row[n])) > 1] for row in rows]
    return [place for place, names in enumerate(cells) if any(name in words for name in names)]


def tells_sum(words: str, rows: Sequence[Row], context: Context) -> bool:
    """Tell whether the words are somebody of the list and a sum: 王磊是24000, 王磊那行应该写两万四."""
    keys = [n for n, column in enumerate(context.columns.values()) if column.read in {"name", "party"}]
    known = [re.escape(str(row[n])) for row in rows for n in keys if isinstance(row[n], str)]
    if not known or not any(column.read == "amount" for column in context.columns.values()):
        return False
    who = rf"(?:{'|'.join(known)})(?:的|那(?:一)?(?:{_MEASURES}))*(?:工资|工钱|钱|金额|欠薪)?"
    said = rf"{who}(?:应该|应当|其实|实际|就)*(?:是|为|写|欠)(?=.*[\d百千万])[^,，。]{{1,12}}"
    return re.fullmatch(said, words) is not None


def named(words: str, rows: Sequence[Row], context: Context) -> list[int]:
    """Return the places of the rows the words name: 李红梅, 8月那笔, 500的."""
    values = [token for token in tokens(normalise(words).text, context) if token.value is not None]
    kinds = [column.read for column in context.columns.values()]
    out = []
    for place, row in enumerate(rows):
        texts = [cell for cell in row if isinstance(cell, str) and len(cell) > 1]
        told = any(cell in words for cell in texts)
        hits = [_hits(token, row, kinds) for token in values if token.kind in {"date", "amount"}]
        if told or (hits and all(hits)):
            out.append(place)
    return out


def _hits(token: Token, row: Row, kinds: Sequence[str]) -> bool:
    value = flat(token.value)
    for cell, kind in zip(row, kinds, strict=True):
        if kind != token.kind or cell is None:
            continue
        if kind == "amount":
            return flat(cell).get("high_fen") == value.get("high_fen")
        return str(value["start"]) <= str(flat(cell)["start"]) and str(flat(cell)["end"]) <= str(value["end"])
    return False


def names_cell(words: str, columns: Columns) -> bool:
    """Tell whether the words name a column: 李红梅的钱."""
    return bool(row_table.named(words, columns))


@cache
def _new_value() -> re.Pattern[str]:
    return re.compile(r"应该是|应当是|改成|改为|换成|写成|而是|其实是|就是|是|为|:|,")


def changed(row: Row, words: str, context: Context) -> Row | None:
    """Return the row with what the words say of it: 日期错了，是6月; None where they hold no value."""
    columns = context.columns
    parts = [part.strip(" ,。的") for part in _new_value().split(words)]
    tail = next((part for part in reversed(parts) if part), "")
    key = row_table.named("".join(parts[:-1]), columns) or row_table.named(tail, columns)
    for said in dict.fromkeys((tail, words)):
        cells = _cells(said, key, columns, context)
        if cells:
            return [cells.get(name, cell) for name, cell in zip(columns, row, strict=True)]
    return None


def _cells(said: str, key: str, columns: Columns, context: Context) -> dict[str, Json]:
    """Return the cells the words give; a column that is named takes what its reader can read."""
    out: dict[str, Json] = {}
    if key:
        found = row_table.READERS[columns[key].read](said, context)
        if isinstance(found, Reading):
            return {key: found.value}
    for token in tokens(said, context):
        fits = [name for name, column in columns.items() if column.read == token.kind]
        fits += [name for name, column in columns.items() if token.kind == "name" and column.read == "party"]
        if fits and token.value is not None and token.kind != "text":
            out.setdefault(fits[0], token.value)
    return out
