"""One line with several workers taken apart: 赵铁柱15947123456欠20000 还有李二牛欠18000."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.text import amounts, names
from bot.text.name_ends import person_at
from bot.text.names import HAN
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
    """Return the line with the comma out of 12,000 and the dash out of 0477-4212345."""
    return re.sub(r"(?<=\d)-(?=\d{4})", "", re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", line))


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
    fits = all(person_at(piece, 0) == len(piece) and not is_nobody(piece) for piece in pieces)
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
    for cell in _breaks().split(re.sub(rf"(?<![\d.])\d{{1,2}}[.)](?=[{HAN}])", " ", spread(line))):
        if not cell or re.fullmatch(r"\d{1,2}[.)]?", cell) or (not out and re.fullmatch(r"\d{3}", cell)):
            continue
        end = (
            0
            if amounts.find(cell, context) and re.match(r"[\d一二两三四五六七八九十百千万]", cell)
            else _name_end(cell)
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
