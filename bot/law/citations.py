"""Citations: `民法典188` means something, is in force, and says what we say it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from bot.law.rows import day, number, table, text, texts
from bot.law.statutes import from_chinese, in_chinese, squeeze, statute

_ITEM = "一二三四五六七八九十"
_SHORT = re.compile(
    r"^《?(?P<law>[^\d《》第]+?)》?\s*第?(?P<article>\d{1,4})条?"
    rf"(?P<sub>之[{_ITEM}]+|第[{_ITEM}]+款(?:第[{_ITEM}]+项)?|第[{_ITEM}]+项|[（(][{_ITEM}]+[）)])?$"
)
_WRITTEN = re.compile(
    r"^《?(?P<law>[^\d《》]+?)》?第(?P<article>[零一二三四五六七八九十百千]+)条"
    rf"(?P<sub>之[{_ITEM}]+|第[{_ITEM}]+款(?:第[{_ITEM}]+项)?|第[{_ITEM}]+项)?$"
)


class UnknownCitation(ValueError):
    """A citation nobody can look up; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """One article: `law` is a short name of laws.yml, `sub` is 之一, 第二款, 第七项 or empty."""

    law: str
    article: int
    sub: str = ""

    def __str__(self) -> str:
        return f"{self.law}{self.article}{self.sub}"


@dataclass(frozen=True, slots=True)
class Law:
    """A statute or judicial interpretation in one dated version."""

    name: str
    title: str
    effective: date
    articles: int  #: highest number; 0 = only the articles listed in citations.yml
    mark: str  #: V | V2 | U
    checked_on: date | None
    file: str = ""
    revised_on: date | None = None  #: a newer text with unchecked numbering exists from then
    repealed_on: date | None = None
    reviewed_on: date | None = None  #: every text citing it was read against what replaced it


@dataclass(frozen=True, slots=True)
class Entry:
    """What a citation stands for. `gist` is our own plain sentence, `quote` is word for word or empty."""

    citation: Citation
    law: Law
    gist: str = ""
    quote: str = ""
    repealed_on: date | None = None
    reviewed_on: date | None = None

    @property
    def title(self) -> str:
        """《中华人民共和国民法典》第一百八十八条"""
        return f"《{self.law.title}》第{in_chinese(self.citation.article)}条{self.citation.sub}"

    def in_force(self, on: date) -> bool:
        """Whether texts may rest on it that day: it applies, or they were reviewed after its repeal."""
        ends = [ended for ended in (self.repealed_on, self.law.repealed_on) if ended is not None]
        ended = min(ends, default=None)
        reviews = [day for day in (self.reviewed_on, self.law.reviewed_on) if day is not None]
        reviewed = ended is not None and any(ended <= day <= on for day in reviews)
        return self.law.effective <= on and (ended is None or on < ended or reviewed)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a citation: `kind` dead | misquoted | unknown."""

    citation: str
    kind: str
    detail: str


def parse(words: str) -> Citation:
    """Read `民法典188`, `民诉法127（七）`, `民法典第一百八十八条`, `《民法典》第188条第二款`.

    The law's name is not looked up here, only normalised.

    Raises:
        UnknownCitation: not of that shape.
    """
    tight = re.sub(r"\s+", "", words)
    found = _SHORT.match(tight) or _WRITTEN.match(tight)
    if not found:
        raise UnknownCitation(f"看不懂这条引用：{words}")
    article = found["article"]
    numeral = int(article) if article.isdigit() else from_chinese(article)
    return Citation(found["law"], numeral, _sub(found["sub"] or ""))


def _sub(written: str) -> str:
    return f"第{written[1:-1]}项" if written[:1] in {"（", "("} else written


@dataclass(frozen=True, slots=True)
class Citations:
    """The book of laws and articles this product may cite."""

    laws: Mapping[str, Law]
    entries: Mapping[Citation, Entry]
    names: Mapping[str, str] = field(default_factory=dict)  #: long or other name -> short name

    @classmethod
    def load(cls) -> Citations:
        """The packaged tables; read once."""
        return _load()

    def resolve(self, words: str | Citation) -> Entry:
        """What a citation stands for.

        Raises:
            UnknownCitation: unknown law, or no such article in it.
        """
        asked = parse(words) if isinstance(words, str) else words
        law = self.laws.get(self.names.get(asked.law, asked.law))
        if law is None:
            raise UnknownCitation(f"没有登记这部法律：{asked.law}")
        citation = Citation(law.name, asked.article, asked.sub)
        entry = self.entries.get(citation) or self.entries.get(Citation(law.name, asked.article))
        if entry is not None:
            return replace(entry, citation=citation, law=law)
        if not 1 <= asked.article <= law.articles:
            raise UnknownCitation(f"《{law.title}》没有登记第{asked.article}条")
        return Entry(citation, law)

    def faults(self, cited: Iterable[str], on: date | None = None) -> dict[str, str]:
        """Citations that do not resolve, or are out of service on `on`, with the reason in Chinese."""
        found: dict[str, str] = {}
        for words in cited:
            try:
                entry = self.resolve(words)
            except UnknownCitation as error:
                found[words] = str(error)
                continue
            if on is not None and not entry.in_force(on):
                found[words] = f"{entry.title}在{on.isoformat()}不适用，等复核"
        return found


@cache
def _load() -> Citations:
    laws: dict[str, Law] = {}
    names: dict[str, str] = {}
    for name, row in table("laws").items():
        if not isinstance(row, dict):
            raise ValueError(f"laws.yml: {name}")
        effective = day(row, "effective")
        if effective is None:
            raise ValueError(f"laws.yml: {name}: no effective date")
        laws[name] = Law(
            name=name,
            title=text(row, "title"),
            effective=effective,
            articles=number(row, "articles"),
            mark=text(row, "mark"),
            checked_on=day(row, "checked_on"),
            file=text(row, "file"),
            revised_on=day(row, "revised_on"),
            repealed_on=day(row, "repealed_on"),
            reviewed_on=day(row, "reviewed_on"),
        )
        title = text(row, "title")
        for other in (title, title.removeprefix("中华人民共和国"), *texts(row, "also")):
            names[other] = name
    return Citations(laws, _entries(laws), names)


def _entries(laws: Mapping[str, Law]) -> dict[Citation, Entry]:
    found: dict[Citation, Entry] = {}
    for name, block in table("citations").items():
        if not isinstance(block, dict):
            raise ValueError(f"citations.yml: {name}")
        for key, cell in block.items():
            row = cell if isinstance(cell, dict) else {"gist": cell}
            citation = parse(f"{name}{key}")
            found[citation] = Entry(
                citation,
                laws[name],
                text(row, "gist"),
                text(row, "quote"),
                repealed_on=day(row, "repealed_on"),
                reviewed_on=day(row, "reviewed_on"),
            )
    return found


def resolve(words: str | Citation) -> Entry:
    """`Citations.resolve` on the packaged book."""
    return Citations.load().resolve(words)


def render(citation: str | Citation) -> str:
    """《中华人民共和国民法典》第一百八十八条; raises UnknownCitation."""
    return resolve(citation).title


def valid(citation: str | Citation, on: date) -> bool:
    """Whether the citation resolves and its version is in force on that day."""
    try:
        return resolve(citation).in_force(on)
    except UnknownCitation:
        return False


def in_service(citations: Iterable[str], on: date) -> bool:
    """Whether a text that rests on these citations may still be shown: one repealed article stops it."""
    return all(valid(citation, on) for citation in citations)


def check_against(folder: Path, cited: Iterable[str] = (), book: Citations | None = None) -> list[Fault]:
    """Prove the book (and `cited`) against statute texts: numbers exist, quotes are word for word.

    An absent folder proves nothing and finds nothing; a law without a `file` is left out.
    """
    if not folder.is_dir():
        return []
    book = book or Citations.load()
    found = [Fault(str(words), "unknown", why) for words, why in book.faults(cited).items()]
    wanted = [entry.citation for entry in book.entries.values()]
    wanted += [book.resolve(words).citation for words in cited if words not in {f.citation for f in found}]
    for citation in sorted(set(wanted)):
        found += _check_one(folder, book, citation)
    return found


def _check_one(folder: Path, book: Citations, citation: Citation) -> list[Fault]:
    law = book.laws[citation.law]
    if not law.file:
        return []
    try:
        words = statute(folder, law.file).get(str(citation.article) + _numbered_sub(citation))
    except FileNotFoundError:
        return [Fault(str(citation), "dead", f"没有文件 {law.file}")]
    if words is None:
        return [Fault(str(citation), "dead", f"{law.file} 没有这一条")]
    if citation.sub.startswith("第") and citation.sub.endswith("项"):
        item = citation.sub.rpartition("第")[2].removesuffix("项")
        if f"（{item}）" not in squeeze(words):
            return [Fault(str(citation), "dead", f"{law.file} 这一条没有第{item}项")]
    quote = book.resolve(citation).quote
    if quote and squeeze(quote) not in squeeze(words):
        return [Fault(str(citation), "misquoted", quote)]
    return []


def _numbered_sub(citation: Citation) -> str:
    return citation.sub if citation.sub.startswith("之") else ""
