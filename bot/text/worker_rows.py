"""One line with several workers taken apart: 赵铁柱15947123456欠20000 还有李二牛欠18000."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.text import amounts, names
from bot.text.name_ends import person_at
from bot.text.names import HAN, lexicon
from bot.text.reading import Context


@dataclass(slots=True)
class Person:
    """The cells about one person, the name first, and what behind them could not be read."""

    cells: list[str]
    unread: list[str] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Whether a number stands with the name."""
        return len(self.cells) > 1


def spread(line: str) -> str:
    """Return the line with the comma out of 12,000, the dash out of 0477-4212345, and what is called a phone
    or id number as a cell of its own: 电话15947123456.
    """
    line = re.sub(r"(?<=\d)-(?=\d{4})", "", re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", line))
    gap = "," if re.search(r"[\t,、;|]", line) else " "
    return _called_number().sub(lambda found: f"{gap}{_kind(found)}{_digits(found)}{gap}", line)


@cache
def _called_number() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:联系|移动)?(?:手机|电话)号?码?|联系方式|(?P<id>身份证|证件)号?码?)[\s:是为]*"
        r"(?P<digits>1[3-9]\d(?: ?\d){8}(?!\d)|\d[\dXx]*)"
    )


def _kind(found: re.Match[str]) -> str:
    return "身份证" if found["id"] else "电话"


def _digits(found: re.Match[str]) -> str:
    return found["digits"].replace(" ", "").upper()


def called_number(cell: str) -> tuple[str, str] | None:
    """Return (column, digits) of a number that is called what it is, however many digits it has."""
    found = _called_number().fullmatch(cell)
    return ("id_number" if found["id"] else "phone", _digits(found)) if found else None


@cache
def _numbered_name() -> re.Pattern[str]:
    """A surname and two characters of which one counts or weighs: 周八两, 陈三万, 王二小, 李百万."""
    count = "零一二两三四五六七八九十百千万"
    goes_on = "月天年日个号次点期多块欠差的是还被也都就共工电手身拖未没来要那这剩应"
    plain = "".join(sorted(lexicon().surnames - lexicon().rare - set("万于付余方单费共时段期第")))
    return re.compile(
        rf"[{plain}](?:(?![{goes_on}])[{HAN}][{count}斤两]"
        rf"|(?!(?<=周)[一二三四五六日天])[{count}](?![{goes_on}])[{HAN}])"
    )


def is_person(words: str) -> bool:
    """Tell whether words are somebody's name and nothing more, be it made of numbers."""
    return person_at(words, 0) == len(words) or _numbered_name().fullmatch(words) is not None


def numbered_end(text: str, at: int) -> int | None:
    """Return where a name made of numbers ends that only what is told of him can follow: 周八两 7000."""
    found = _numbered_name().match(text, at)
    told = r"\s*\d|\s*拖?欠|的|[一每]个?[月天]|[月日]工资|$"
    return found.end() if found and re.match(told, text[found.end() :]) else None


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(rf"[\s,、;|。/]+|还有|另外|以及|再就是|(?<=[\d元块万千百钱])[和跟加](?=[{HAN}])")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"(?<![\dA-Za-z])(?:\d{17}[\dXx]|1\d{10})(?![\dA-Za-z])")


@cache
def _about() -> re.Pattern[str]:
    """Words that lead to a number and are nobody's name."""
    return re.compile(
        r"(?:一共|总共|共|还|被|也|都|就|是|的|他|她|手机号?码?|电话号?码?|联系方式|身份证号?码?|工资|工钱|金额|拖?欠薪?|差|未发|没[发给结])"
    )


@cache
def _paid() -> re.Pattern[str]:
    """已付, 付了, 预支: money that was handed over; 付强 and 李发了 are people."""
    return re.compile(
        r"(?:老板|公司|他们?)?(?:已经?|都|先|才|只|刚|前面|中间|之前|期间){0,4}"
        r"(?:(?:付|发|给|结|支|领|拿|还|扣)(?:了|过|款|钱)+|(?<=已)[付发给结支领还扣]|(?<=经)[付发给结支领还扣]"
        r"|预支|借支|预付|支取|垫付|生活费|伙食费|路费|饭钱|借款|押金|奖金|补助)(?:了|过|的|钱|款|我们|我|大家)*"
    )


def says_paid(words: str) -> bool:
    """Tell whether words with a sum say that it was paid already: 已付3000, 老板先给了2000, 王五预支1000."""
    return _paid().search(words) is not None and re.search(r"没|欠|剩|差|应该?|要", words) is None


@cache
def _between_names() -> re.Pattern[str]:
    return re.compile(rf"[\s,，、;；]+|(?<=[{HAN}]{{2}})[和跟与](?=[{HAN}]{{2}})")


def only_names(words: str) -> list[str]:
    """Return the people that words are made of, and nothing else: 马六、刘七; empty for other words."""
    pieces = [piece for piece in _between_names().split(words) if piece]
    fits = all(is_person(piece) and not is_nobody(piece) for piece in pieces)
    return [names.spelled(piece) for piece in pieces] if fits else []


def is_nobody(words: str) -> bool:
    """Tell whether words that have the shape of a name are none: 我们五个人, 老板, 不对, 第三个."""
    return (
        re.search(r"错了|写错|应该是|改成|改为", words) is not None
        or _paid().fullmatch(re.split(r"[\d一二两三四五六七八九十]", words)[0]) is not None
        or re.match(
            r"我|咱|你|他|她|这|那|大家|都|每|各|老板|包?工头|工友|工人|民工|农民工|一共|共|剩|其他|另外|欠"
            r"|[不没]对?$|不[对是]|没有|[写说填记打搞弄]?错|应[该当]|更正|改[成为]|第[\d一二三四五六七八九十]+[个位名人行条]"
            r"|[少漏落缺差忘](?:掉|下|写|说|报|记|算)*(?:了|一|两|几)|还[有少差欠]|再[加补]",
            words,
        )
        is not None
    )


def _numbered_end(cell: str, after: list[str], context: Context) -> int:
    """Return where a name made of numbers ends; 陈三万 is one where a sum stands behind it."""
    end = 0 if is_nobody(cell) else numbered_end(cell, 0)
    behind = next((one for one in after if one), "")
    number = end is not None and (end < len(cell) or re.match(r"\D{0,3}\d", behind) is not None)
    return end or 0 if number or not amounts.find(cell, context) else 0


def _name_end(cell: str) -> int:
    """Return where the name at the head of a cell ends, 0 where none stands there."""
    if is_nobody(cell) or (_about().match(cell) and not person_at(cell, 0)):
        return 0
    head = re.match(rf"[{HAN}·]+", cell)
    if head is None:
        return 0
    if 2 <= head.end() <= 4 and head.end() < len(cell) and names.is_name(head[0]):
        stuck = _about().search(head[0], 2)
        return stuck.start() if stuck else head.end()
    end = person_at(cell, 0)
    if end and (
        end == len(cell) or _about().match(cell, end) or re.match(r"[\d一二两三四五六七八九十]", cell[end:])
    ):
        return end
    stuck = _about().search(cell, 2)
    return stuck.start() if stuck and stuck.start() <= 4 and re.search(r"\d|[百千万]", cell) else 0


def _pieces(cell: str) -> list[str]:
    """Return the numbers of a cell apart from its other words: 15947123456欠20000."""
    if called_number(cell):
        return [cell]
    out, at = [], 0
    for match in _number().finditer(cell):
        out += [cell[at : match.start()], match[0]]
        at = match.end()
    out.append(cell[at:])
    return [
        piece for piece in (_about().sub("", part) if not part.isalnum() else part for part in out) if piece
    ]


def people_of(line: str, context: Context) -> list[Person]:
    """Return the people of a line in order; empty where no name stands in it."""
    out: list[Person] = []
    cells = _breaks().split(re.sub(rf"(?<![\d.])\d{{1,2}}[.)](?=[{HAN}])", " ", spread(line)))
    for at, cell in enumerate(cells):
        if not cell or re.fullmatch(r"\d{1,2}[.)]?", cell) or (not out and re.fullmatch(r"\d{3}", cell)):
            continue
        end = (
            0
            if amounts.find(cell, context) and re.match(r"[\d一二两三四五六七八九十百千万]", cell)
            else _numbered_end(cell, cells[at + 1 :], context) or _name_end(cell)
        )
        if end:
            out.append(Person([cell[:end], *_pieces(cell[end:])]))
        elif out:
            _add(out[-1], cell, context)
    return out


def _add(person: Person, cell: str, context: Context) -> None:
    if re.search(r"\d", cell) or amounts.find(cell, context) or amounts.read(cell, context):
        person.cells += _pieces(cell)
    elif len(re.findall(rf"[{HAN}]", cell)) > 1 and not _about().fullmatch(cell):
        person.unread.append(cell)
