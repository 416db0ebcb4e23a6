"""Workers told in loose words: 刘军，一个月七千，欠俩月、王五五千，还有我自己六千.

A worker is a name (or 我自己) at the head of a clause, with what is owed, or pay for a month or day and
how many of them; a clause without a name goes on about the worker before. Value as in bot.text.workers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.text import amounts
from bot.text.capitals import format_yuan
from bot.text.name_ends import person_at
from bot.text.names import HAN, lexicon
from bot.text.numbers import small
from bot.text.reading import Context, Json, Reading, flat
from bot.text.worker_rows import is_nobody, numbered_end
from bot.text.workers import DOUBTED_FEN, TOO_MUCH, fault_of, shown

#: How the teller stands in the table until his name is known.
ME = "本人"
_MOST_TIMES = 600
_HAN_NUM = "零一二两三四五六七八九"
_NUM = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[千万]?[\d{_HAN_NUM}]{{0,4}}|[{_HAN_NUM}十百千万]{{1,9}})"
_BETWEEN = r"还有|另外|再就是|以及|(?<=[\d元块万千百钱])[和跟]"
_TIMES = r"(?:\d{1,3}(?:\.5)?|[一二两三四五六七八九十]{1,3})"


@dataclass(slots=True)
class Worker:
    """What is told of one person; sums in fen, None where nothing is told."""

    name: str
    owed: int | None = None
    each: int | None = None  #: pay for a month or a day
    unit: str = ""  #: 月 | 天
    times: float | None = None  #: how many of them are unpaid
    called: bool = False  #: by a calling that only its place in the text makes a name

    @property
    def fen(self) -> int:
        """What is owed, 0 where it is not told."""
        if self.owed is not None:
            return self.owed
        return int(self.each * self.times) if self.each and self.times else 0

    @property
    def reckoned(self) -> str:
        """7000×2个月, where the sum is worked out; else ""."""
        if self.owed is not None or not self.fen or self.each is None:
            return ""
        each = format_yuan(self.each).replace(",", "").removesuffix("元")
        return f"{each}×{self.times:g}{'个月' if self.unit == '月' else '天'}"

    @property
    def fault(self) -> str:
        """What is missing for the sum; "" for nothing."""
        if self.fen:
            return TOO_MUCH if self.fen > DOUBTED_FEN else ""
        pay = f"一{'个月' if self.unit == '月' else '天'}{format_yuan(self.each)}，" if self.each else ""
        return f"{pay}没有说欠{'几个月' if pay and self.unit == '月' else '多少'}" if pay else "没有看到金额"


@dataclass(frozen=True, slots=True)
class Roster:
    """Workers in order, and where in the text they stand."""

    workers: tuple[Worker, ...]
    start: int
    end: int

    @property
    def loose(self) -> bool:
        """Whether the words hold what a plain table of names and sums does not."""
        return any(one.each or one.times or one.called or one.name == ME for one in self.workers)

    def whole(self, text: str) -> bool:
        """Whether the words of a text tell nothing but the workers."""
        return not re.search(rf"[{HAN}\d]", text[: self.start] + text[self.end :])

    def reading(self) -> Reading:
        """The table, with the question that reads it back."""
        rows: list[dict[str, Json]] = [
            {"name": one.name, "id_number": "", "phone": "", "amount_fen": one.fen} for one in self.workers
        ]
        faults: list[dict[str, Json]] = [
            fault_of(n, "amount_fen", one.fault) for n, one in enumerate(self.workers, 1) if one.fault
        ]
        total = sum(one.fen for one in self.workers)
        value: dict[str, Json] = {"rows": [*rows], "faults": [*faults], "total_fen": total}
        people = "、".join(map(_said, self.workers))
        confirm = f"共{len(rows)}人：{people}，合计{format_yuan(total)}，对吗？"
        return Reading("table", value, shown(len(rows), total), self.start, self.end, not faults, confirm)


def _said(one: Worker) -> str:
    how = "，".join(words for words in (one.reckoned, one.fault) if words)
    how = f"（{how}）" if how else ""
    return f"{one.name}{format_yuan(one.fen) if one.fen else ''}{how}"


@cache
def _clauses() -> re.Pattern[str]:
    return re.compile(rf"(?:(?!{_BETWEEN})[^，,、。；;\n])+|{_BETWEEN}")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"(?:\s|再|还|另|又|也|就|是|有|(?:少|漏|忘|落)(?:掉|写|说|报|记|算)?了|和|跟|加上?|算上?|添上?|一个|叫(?=[一-龥])|拖?欠(?:着|了)?|差)*"
    )


@cache
def _me() -> re.Pattern[str]:
    return re.compile(r"(?:我|俺|咱)(?:自己|本人|个人|这边|这里)?(?!们|家|叫|姓|爸|妈|哥|弟|姐|妹|老)")


@cache
def _told() -> re.Pattern[str]:
    """One thing told of a worker, with nothing before it but words that lead to it."""
    said = r"(?:\s|的|是|就是|说好|讲好|工资|工钱|薪水|开|挣|算|要|大概|大约|约|:|：)*"
    ends = r"(?:元|块钱?|钱)?"
    unpaid = r"(?:还|都|也|一共|总共|共|拖|被)*(?:欠薪?|差|没发|没给|没结|少)?(?:着|了|他|她|我)?"
    tail = r"(?:的)?(?:工资|工钱)?(?:没发|没给|没结|未发|未结|欠着)?(?:呢|了|的|过)?"
    return re.compile(
        rf"\s*(?:{said}(?:(?:一|每)个?|按)?(?P<month>月)(?:薪|工资)?{said}(?P<n_month>{_NUM}){ends}(?![\d个月天年]){tail}"
        rf"|{said}(?:(?:一|每)(?:天|日)|日工资|日薪){said}(?P<n_day>{_NUM}){ends}(?![\d个月天年]){tail}"
        rf"|{said}{unpaid}(?:干|做)?(?:了)?(?P<pair>俩|仨)个?月{tail}"
        rf"|{said}{unpaid}(?:干|做)?(?:了)?(?P<months>{_TIMES})个?(?P<half>半)?月{tail}"
        rf"|{said}{unpaid}(?:干|做)?(?:了)?(?P<days>{_TIMES})(?:天|个工){tail}"
        rf"|{said}{unpaid}{said}(?P<owed>{_NUM}){ends}(?![\d个月天年人%％]){tail})\s*"
    )


@cache
def _all() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:都|全都|每人|每个人|各|各自|大家|我们)+(?:都|各)*(?:是)?(?:拖?欠|没发|没给|差)(?:了|着)?(?:(?P<pair>俩|仨)|(?P<months>{_TIMES}))个?月(?:的)?(?:工资|工钱)?(?:没发|没给)?了?\s*"
    )


def find(text: str, context: Context) -> Roster | None:
    """The workers a text tells, in one stretch; None where it tells nobody.

    A text of nothing but callings and sums tells as many as it has pairs: 俺 两万三 老张 一万八 二蛋 九千.
    """
    found, pairs = _running(text, context), _pairs(text, context)
    return pairs if pairs and len(pairs.workers) > (len(found.workers) if found else 0) else found


#: Characters of no calling: they belong to days, kinds of money and shifts (三月, 加班费, 大工, 旺季).
_NOT_CALLED = "月年天日号钱款费资薪金奖补贴息共计欠付给借还发没是的了每各元块人个利本押上下第工班季时候"
_NOBODY = r"(?:老板|经理|会计|公司|大家|我们|俺们|咱们|他们|其他|剩下|后来|现在|还有|另外)"


@cache
def _pair() -> re.Pattern[str]:
    """A calling, such as no list of names knows, and what is owed to it."""
    number = f"{_HAN_NUM}十百千万两半几多点"
    called = (
        rf"(?:我|俺|咱)(?:自己|本人)?"
        rf"|(?!{_NOBODY})(?=[{HAN}]*[^{number}\W\d])[^{_NOT_CALLED}\W\d]{{2,4}}?"
    )
    owed = r"(?:\s|是|就是|拖?欠(?:着|了)?|差|:|：)*"
    ends = rf"(?![\d月天年号日个%％]|[{number}](?:[{number}元块月天年号日个]|\W|$))"
    more = r"(?:还有|另外|以及|[和跟\s,，、。;；])*"
    return re.compile(rf"(?P<who>{called}){owed}(?P<owed>{_NUM})(?:元|块钱?)?{ends}{more}")


@cache
def _like_somebody() -> re.Pattern[str]:
    """Callings that are people's by their shape: 老张, 王哥, 李师傅."""
    surname = "".join(sorted(lexicon().surnames))
    return re.compile(
        rf"[老小大阿][{surname}]|[{surname}](?:哥|姐|叔|婶|嫂|伯|姨|师傅)|[老小][{surname}][头子]"
    )


def _pairs(text: str, context: Context) -> Roster | None:
    """Two workers or more that the whole text is made of, one of them plainly a person; else None."""
    workers: list[Worker] = []
    at = len(text) - len(text.lstrip())
    while at < len(text):
        pair = _pair().match(text, at)
        fen = _fen(pair["owed"], context) if pair else None
        if pair is None or fen is None:
            return None
        who = ME if _me().fullmatch(pair["who"]) else pair["who"]
        workers.append(Worker(who, owed=fen, called=True))
        at = pair.end()
    names = {one.name for one in workers}
    person = any(n == ME or _like_somebody().fullmatch(n) or person_at(n, 0) == len(n) for n in names)
    return Roster(tuple(workers), 0, len(text)) if person and len(workers) == len(names) > 1 else None


def _running(text: str, context: Context) -> Roster | None:
    """The workers of a stretch of clauses that begin with names."""
    workers: list[Worker] = []
    start = end = 0
    for clause in _clauses().finditer(text):
        if not clause[0].strip() or re.fullmatch(rf"{_BETWEEN}|[和跟]", clause[0]):
            continue
        before = len(workers)
        if _take(clause[0], workers, context):
            start = start if before else clause.start()
            end = clause.end()
        elif workers:
            break
    if not workers or any(not one.fen and not one.each for one in workers):
        return None
    names = [one.name for one in workers]
    return Roster(tuple(workers), start, end) if len({*names}) == len(names) else None


def _take(clause: str, workers: list[Worker], context: Context) -> bool:
    """Add what a clause tells, whole or not at all; False where it tells anything else."""
    if workers and (everybody := _all().fullmatch(clause)):
        for one in workers:
            if one.each and one.times is None:
                one.times = _count(everybody)
        return True
    now = [replace(one) for one in workers]
    at = 0
    while at < len(clause):
        head = _head(clause, at)
        if head:
            name, after = head
            now = now if now and now[-1].name == name else [*now, Worker(name)]
            told = _add(now[-1], clause, after, context)
            if told == after and after < len(clause):
                return False
        elif not now or (told := _add(now[-1], clause, at, context)) == at:
            return False
        at = told
    workers[:] = now
    return True


def _head(clause: str, at: int) -> tuple[str, int] | None:
    """Whose clause begins at `at`, and where his name ends; None where nobody stands there."""
    lead = _lead().match(clause, at)
    at = lead.end() if lead else at
    me = _me().match(clause, at)
    numbered = numbered_end(clause, at) if clause[at:] and not me else None
    end = me.end() if me else None if is_nobody(clause[at:]) else numbered or person_at(clause, at)
    if end is None:
        return None
    if not me and end - at > 2 and re.match("[月日](?:工资|薪)|[俩仨]个?月", clause[end - 1 :]):
        end -= 1  # 刘军月工资, 刘军俩月
    gap = re.compile(r"(?:那边|那里|的|呢|\s)*").match(clause, end)
    return (ME if me else clause[at:end]), gap.end() if gap else end


def _add(one: Worker, words: str, at: int, context: Context) -> int:
    """Take what is told of one worker from `at` on; return where it ends."""
    while at < len(words):
        told = _told().match(words, at)
        if told is None or told.end() == at or (one.name != ME and "我" in told[0]):
            break
        if not _put(one, told, context):
            break
        at = told.end()
    return at


def _put(one: Worker, told: re.Match[str], context: Context) -> bool:
    pay = told["n_month"] or told["n_day"]
    if pay:
        one.each, one.unit = _fen(pay, context), "月" if told["n_month"] else "天"
        return one.each is not None
    if told["owed"]:
        one.owed = _fen(told["owed"], context)
        return one.owed is not None
    one.times = _count(told)
    one.unit = one.unit or ("天" if told["days"] else "月")
    fits = one.unit == ("天" if told["days"] else "月")
    return fits and one.times is not None and one.times < _MOST_TIMES


def _count(told: re.Match[str]) -> float | None:
    groups = told.groupdict()
    if groups["pair"]:
        return 2 if groups["pair"] == "俩" else 3
    said = groups["months"] or groups.get("days") or ""
    number = float(said) if re.fullmatch(r"[\d.]+", said) else small(said)
    return number + 0.5 if number is not None and groups.get("half") else number


def _fen(said: str, context: Context) -> int | None:
    found = amounts.read(said, context)
    value = flat(found.value) if isinstance(found, Reading) else {}
    fen = value.get("high_fen")
    return fen if isinstance(fen, int) and fen == value.get("low_fen") and fen >= 100 * 100 else None
