"""Read flows, answers, words and commands from disk, prove them, and make the knowledge of a turn."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.dialogue.knowledge import Alarm, Command, Door, Knowledge, Label, Limits, Source, plain
from bot.errors import ContentError
from bot.law import cheated, citations, danger_kinds, lanes, rules, screening
from bot.law.doors import door
from bot.law.quote import quote
from bot.law.rows import rows as table_rows
from bot.law.rows import table, text
from bot.text.fact import Fact
from bot.text.facts import find_facts
from bot.text.readers import readers
from bot.text.reading import Context
from bot.text.sides import find_side
from flows import answer_limits, checklist, follow_ups, plain_questions, questions, reword, schema
from flows.answer_limits import AnswerLimit
from flows.follow_ups import FollowUps
from flows.papers import PAPERS
from flows.plain_questions import PlainQuestion
from flows.questions import Entry
from flows.schema import Flow

#: From this length on, words that start an intake are the account of what happened.
STORY_CHARS, STORY_MOST, STORY_SURE = 15, 1000, 0.7
#: Stands behind an article of a law whose text was not confirmed (mark U).
UNSURE = "（请以官方公布为准）"
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Library:
    """What the repository ships; the published revisions of the admins lie over it."""

    flows: Mapping[str, Flow]
    faq: Mapping[str, Entry]
    words: Mapping[str, str]
    commands: tuple[Command, ...]
    labels: Mapping[str, Label]
    limits: Limits = field(default_factory=Limits)
    subjects: tuple[str, ...] = ()
    things: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plain_questions: tuple[PlainQuestion, ...] = ()
    follow_ups: FollowUps = field(default_factory=FollowUps)
    answer_limits: Mapping[str, AnswerLimit] = field(default_factory=dict)
    book: citations.Citations = field(default_factory=citations.Citations.load)  #: laws that may be cited


def load(root: Path = ROOT) -> Library:
    """Everything under `root`/flows; raises ContentError with all faults at once."""
    library, faults = look(root)
    if faults:
        raise ContentError(faults)
    return library


def look(root: Path = ROOT) -> tuple[Library, list[str]]:
    """(library, faults): the same without raising, for `python -m bot check`."""
    folder = root / "flows"
    flows, faults = schema.load(folder, known_names())
    faq, more = questions.load(folder / "faq")
    faults += more
    items, wrong = checklist.load(folder / "evidence.yml")
    faults += wrong + checklist.prove(items, flows)
    cited = {c: f"evidence {one.name}" for one in items.values() for c in one.law}
    cited |= {c: f"flow {f.id}" for f in flows.values() for c in schema.citations_in(f)}
    cited |= {c: f"faq {e.id}" for e in faq.values() for c in e.citations}
    after, wrong = follow_ups.load(folder / "follow_ups.yml", faq, door_ids())
    faults += wrong
    cited |= dict.fromkeys(follow_ups.citations_in(after), "follow_ups")
    cited |= {c: f"lane {lane.id}" for lane in lanes.lanes().values() for c in lanes.citations_in(lane)}
    faults += [f"{cited[c]}: {c}: {why}" for c, why in citations.Citations.load().faults(cited).items()]
    words = _plain_mapping(folder / "words.yml")
    labels = {
        row["id"]: Label(row["id"], row["title"], row["cause"], row["flow"], bool(row.get("popular")))
        for row in _rows(folder / "labels.yml")
    }
    faults += [f"labels.yml: {x.id}: unknown flow '{x.flow}'" for x in labels.values() if x.flow not in flows]
    faults += _next_faults(faq.values(), flows, labels)
    limits = Limits(**_plain_mapping(root / "nlu" / "thresholds.yml"))
    subjects = tuple(_plain_list(folder / "subjects.yml"))
    things = {
        plain(str(word)): tuple(row["likely"])
        for row in _rows(folder / "things.yml")
        for word in row["words"]
    }
    unknown = {name for likely in things.values() for name in likely} - labels.keys()
    faults += [f"things.yml: unknown label '{name}'" for name in sorted(unknown)]
    plain_ones, wrong = plain_questions.load(folder / "plain_questions.yml", faq)
    faults += wrong
    bounds, wrong = answer_limits.load(folder / "answer_limits.yml", faq)
    faults += wrong
    commands = _commands(folder / "commands.yml")
    return Library(
        flows, faq, words, commands, labels, limits, subjects, things, plain_ones, after, bounds
    ), faults


def known_names() -> schema.Known:
    """What a flow may refer to."""
    return schema.Known({*readers(), "consent"}, rules.rules(), PAPERS, door_ids(), danger_kinds.flags())


def _next_faults(
    entries: Collection[Entry], flows: Mapping[str, Flow], labels: Mapping[str, Label]
) -> list[str]:
    """FAQ entries that lead nowhere, or say nothing of it."""
    known = {f"flow:{name}" for name in (*flows, *labels)} | {f"door:{name}" for name in door_ids()}
    known |= {f"faq:{e.id}" for e in entries} | {f"cmd:{name}" for name in questions.NEXT_COMMANDS}
    own = {e.id for e in entries if e.next == f"faq:{e.id}"}
    faults = [f"faq {e.id}: next is missing" for e in entries if not e.next]
    return faults + [
        f"faq {e.id}: next '{e.next}' does not exist"
        for e in entries
        if e.next and (e.next not in known or e.id in own)
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [_without_lines(row) for row in schema.read_yaml(path)]


def _without_lines(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "__line__"}


def _plain_mapping(path: Path) -> dict[str, Any]:
    return _without_lines(schema.read_yaml(path))


def _plain_list(path: Path) -> list[str]:
    return [str(word) for word in schema.read_yaml(path)]


def _commands(path: Path) -> tuple[Command, ...]:
    return tuple(
        Command(
            name,
            row["title"],
            frozenset(plain(str(words)) or str(words) for words in row["exact"]),
            tuple(re.compile(pattern) for pattern in row.get("like", ())),
        )
        for name, row in _plain_mapping(path).items()
    )


@dataclass(frozen=True, slots=True)
class Published:
    """What admins published over the library: FAQ by id (None = taken down), words of questions by their
    key, and old flow revisions."""

    faq: Mapping[str, Entry | None] = field(default_factory=dict)
    revisions: Mapping[tuple[str, str], Flow] = field(default_factory=dict)
    wordings: Mapping[str, reword.Wording] = field(default_factory=dict)


def entries(library: Library, published: Published) -> dict[str, Entry]:
    """The FAQ as it stands: the library with the published revisions over it."""
    merged: dict[str, Entry | None] = {**library.faq, **published.faq}
    return {key: entry for key, entry in merged.items() if entry is not None}


def knowledge(library: Library, published: Published, today: date, court: str) -> Knowledge:
    """One value with everything a turn may look up on `today`; repealed articles take their answers out."""
    book = library.book
    live = entries(library, published)
    dead = book.faults({c for e in live.values() for c in e.citations}, today)
    checking = {key: e for key, e in live.items() if any(c in dead for c in e.citations)}
    return Knowledge(
        flows=reword.reworded(library.flows, published.wordings),
        revisions=published.revisions,
        faq={key: e for key, e in live.items() if key not in checking},
        checking=checking,
        stands=lambda words: not book.faults([words], today),
        words=library.words,
        commands=library.commands,
        labels=library.labels,
        doors={key: _door(key) for key in door_ids()},
        readers=readers(),
        rules=rules.rules(),
        find_facts=told,
        alarms=alarms,
        quote=quote,
        source=source,
        today=today,
        court=court,
        plain_questions=library.plain_questions,
        answer_limits=library.answer_limits,
        subjects=library.subjects,
        things=library.things,
        follow_ups=library.follow_ups,
        limits=library.limits,
    )


def source(words: str) -> Source:
    """What a citation stands for, in the lengths a bubble and a card need."""
    entry = citations.resolve(words)
    article = entry.title.rpartition("》")[2]
    doubt = UNSURE if entry.law.mark == "U" else ""
    short, title = f"{entry.law.name}{article}{doubt}", f"{entry.title}{doubt}"
    return Source(short, title, entry.gist, entry.quote, entry.law.name, entry.law.effective)


def told(text: str, context: Context) -> list[Fact]:
    """Every fact of a story, with the side the teller is on, and the story itself where it is one."""
    found = [*find_facts(text, context), *find_side(text)]
    if len(text) >= STORY_CHARS:
        shown = text[:STORY_MOST]
        found.append(Fact("story", shown, "", shown, 0, len(shown), STORY_SURE, shown))
    return found


def door_ids() -> list[str]:
    """Every door of bot/law/tables/doors.yml."""
    return [text(row, "id") for row in table_rows(table("doors"), "doors")]


def _door(key: str) -> Door:
    found = door(key)
    lines = [f"去哪里：{found.office}", f"带上：{'、'.join(found.bring)}"]
    if found.hotlines:
        lines.append(f"电话：{'　'.join(screening.hotline(number) for number in found.hotlines)}")
    return Door(key, found.title, found.say, "\n".join(lines), found.citations, found.flow, found.lane)


def alarms(text: str) -> Sequence[Alarm]:
    """Danger signs of a text with what to say; urgent ones first."""
    flags = [flag for flag in screening.screen(text) if not (flag.learned and cheated.only(text))]
    return [
        Alarm(
            flag.id,
            flag.urgent,
            screening.safety_text(screening.said_beside(flag, flags)) if flag.urgent else flag.say,
            tuple(
                (number, screening.hotline(number).removesuffix(number).strip()) for number in flag.hotlines
            ),
            flag.citations,
            flag.learned,
            flag.words,
            flag.of_another,
            flag.by_writer,
        )
        for flag in flags
    ]
