"""What is wrong with an edited FAQ entry, in the words of whoever edits it."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from bot.dialogue.knowledge import Knowledge
from bot.law.citations import Citations, Law, UnknownCitation
from flows.questions import ANSWER_CHARS, NEXT_COMMANDS, Entry
from nlu.parse import clean

#: What may be an id: it becomes the name of an intent.
ID = re.compile(r"[a-z][a-z0-9_]{1,47}")
QUESTION_CHARS, VARIANT_CHARS, VARIANTS = 60, 120, 300
KEPT = 32_768  #: phrasings remembered in their plain shape; every check of an entry looks at all of them
OLD_DAYS = 365  #: a citation last read in the statute so long ago should be read again

FIELDS = {
    "id": "编号",
    "question": "问题",
    "variants": "其他问法",
    "answer": "回答",
    "citations": "依据",
    "topic": "分类",
    "owner": "负责部门",
    "valid_from": "开始日期",
    "valid_to": "停用日期",
    "review_by": "复核日期",
    "next": "下一步",
}
_SILENT = re.compile(r"[\W_]+")
_COVERED = re.compile(r"\*|尾号\d{4}")
_LOUD = re.compile(r"[!！]")
_LATIN = re.compile(r"[A-Za-z]{3,}")


@lru_cache(maxsize=KEPT)
def same(text: str) -> str:
    """Equal for phrasings that differ only in punctuation, spacing, width and case."""
    return _SILENT.sub("", clean(text).lower()) or text


def phrasings(entry: Entry) -> tuple[str, ...]:
    """Everything the model learns from an entry."""
    return (entry.question, *entry.variants)


def differing(old: Entry, new: Entry) -> tuple[str, ...]:
    """Titles of the fields that are not the same in two versions of an entry."""
    return tuple(title for name, title in FIELDS.items() if getattr(old, name) != getattr(new, name))


def read(row: Mapping[str, Any]) -> tuple[Entry | None, list[str]]:
    """A form as an entry without empty and repeated phrasings; the faults where it is none."""
    faults = [f"“{FIELDS[name]}”要填写" for name in ("id", "topic") if not str(row.get(name) or "").strip()]
    for name in ("valid_from", "valid_to", "review_by"):
        value = row.get(name)
        if not value and name != "valid_to":
            faults.append(f"“{FIELDS[name]}”要填写")
        elif value and not _is_day(value):
            faults.append(f"“{FIELDS[name]}”要写成 2026-11-22 这样")
    if faults:
        return None, faults
    question = str(row.get("question") or "").strip()
    variants = _distinct(question, row.get("variants") or ())
    citations = tuple(dict.fromkeys(str(words).strip() for words in row.get("citations") or ()))
    given = {"answer": "", **row, "question": question, "variants": variants}
    return Entry.from_json({**given, "citations": [words for words in citations if words]}), []


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _distinct(question: str, variants: Iterable[object]) -> list[str]:
    kept = {same(question): question}
    for variant in variants:
        text = " ".join(str(variant).split())
        if text:
            kept.setdefault(same(text), text)
    return [text for text in kept.values() if text != question]


def faults(entry: Entry, others: Mapping[str, Entry], k: Knowledge) -> list[str]:
    """Everything that forbids saving; `others` are the entries and drafts as they stand."""
    found = [*_shape(entry), *_dates(entry), *_links(entry, k)]
    if not entry.citations:
        found.append("每条回答至少要有一条依据，例如：民法典188")
    found += [f"依据“{words}”：{why}" for words, why in _book().faults(entry.citations, k.today).items()]
    taken = {
        same(text): other for other in others.values() if other.id != entry.id for text in phrasings(other)
    }
    for text in phrasings(entry):
        if (other := taken.get(same(text))) is not None:
            found.append(f"“{text}”已经是另一条问答的问法：{other.question}")
        if _COVERED.search(text):
            found.append(f"“{text}”里有遮住的个人信息，请改成一般的说法")
    return found


def _shape(entry: Entry) -> list[str]:
    found = []
    if not ID.fullmatch(entry.id):
        found.append("“编号”用小写字母开头，只能有小写字母、数字和下划线")
    if not entry.question:
        found.append("“问题”要填写")
    if not entry.answer:
        found.append("“回答”要填写")
    if len(entry.question) > QUESTION_CHARS:
        found.append(f"“问题”有{len(entry.question)}个字，最多{QUESTION_CHARS}个字")
    if len(entry.answer) > ANSWER_CHARS:
        found.append(f"“回答”有{len(entry.answer)}个字，最多{ANSWER_CHARS}个字，手机一屏才放得下")
    long = [text for text in entry.variants if len(text) > VARIANT_CHARS]
    found += [f"这个问法太长，最多{VARIANT_CHARS}个字：{text[:20]}……" for text in long]
    if len(entry.variants) > VARIANTS:
        found.append(f"“其他问法”有{len(entry.variants)}个，最多{VARIANTS}个")
    return found


def _dates(entry: Entry) -> list[str]:
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        return ["“停用日期”比“开始日期”还早"]
    return []


def _links(entry: Entry, k: Knowledge) -> list[str]:
    kind, _, name = entry.next.partition(":")
    known = {"": {""}, "flow": {*k.flows, *k.labels}, "door": {*k.doors}, "faq": {*k.faq} - {entry.id}}
    known["cmd"] = {*NEXT_COMMANDS}
    return [] if name in known.get(kind, ()) else ["“下一步”要从列表里选"]


def hints(entry: Entry, today: date) -> list[str]:
    """What should be looked at but does not forbid saving."""
    found = []
    if _LOUD.search(entry.answer):
        found.append("回答里有感叹号，读起来像在催人，建议换成句号")
    if _LATIN.search(entry.answer):
        found.append("回答里有英文，看看能不能换成中文")
    if entry.review_by < today:
        found.append("复核日期已经过了，核对以后请改成新的日期")
    if not entry.in_force(today):
        found.append("今天不在有效期里，机器人不会说这条")
    if not entry.variants:
        found.append("还没有其他问法。多写几种人们平常的说法，机器人才听得懂")
    doubts = {words: doubt(law, today) for words, law in _laws(entry.citations).items()}
    return found + [f"依据“{words}”{why}" for words, why in doubts.items() if why]


def doubt(law: Law, today: date) -> str:
    """Why the numbering of a law is not sure; empty where it is."""
    if law.mark == "U":
        return "还没有和法律原文核对过"
    if law.revised_on is not None and law.revised_on <= today:
        return "所在的法律已经修订，条文号要重新核对"
    return ""


def to_read_again(entries: Iterable[Entry], today: date) -> list[tuple[Law, str, int]]:
    """Laws whose articles should be compared with the statute again: (law, why, how many entries)."""
    cited = Counter(law for entry in entries for law in {one.name for one in _laws(entry.citations).values()})
    found = []
    for name, count in cited.most_common():
        law = _book().laws[name]
        old = law.checked_on is None or (today - law.checked_on).days > OLD_DAYS
        why = doubt(law, today) or ("上次和原文核对已经超过一年" if old else "")
        if why:
            found.append((law, why, count))
    return found


def _laws(citations: Iterable[str]) -> dict[str, Law]:
    """The law of every citation that resolves."""
    found = {}
    for words in citations:
        with contextlib.suppress(UnknownCitation):
            found[words] = _book().resolve(words).law
    return found


def cites(entry: Entry, law: str) -> bool:
    """Whether an entry rests on that law (its short name)."""
    return any(one.name == law for one in _laws(entry.citations).values())


def _book() -> Citations:
    return Citations.load()
