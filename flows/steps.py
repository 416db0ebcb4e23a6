"""One question (要素) of a flow, its options and, where the answer is a list, its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.engine import Json


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a step."""

    label: str
    words: tuple[str, ...] = ()  #: other ways people say it
    door: str = ""  #: a way out that fits better (bot/law/tables/doors.yml); offered, never forced
    joins: str = ""  #: it stands for several of the other options; the step that keeps the parts
    danger: str = ""  #: a person is called at once; the kind of danger (bot/law/tables/danger_kinds.yml)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list answer: instalments, bills, heirs, vehicles."""

    label: str
    read: str  #: one of COLUMN_READERS
    required: bool = False  #: a row without it is not taken
    aka: tuple[str, ...] = ()  #: how a table heads it, or people call it: 欠发, 拖欠


@dataclass(frozen=True, slots=True)
class Step:
    """One question (要素) of a flow."""

    id: str
    ask: str
    label: str  #: short name for review and corrections: 借款金额
    read: str  #: name of a reader in bot.text.readers
    why: str
    hint: str = ""
    law: tuple[str, ...] = ()
    section: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)  #: told fact -> option key, "" = its value
    when: Mapping[str, Json] = field(default_factory=dict)
    required: bool = False  #: 跳过 and 不知道 are not taken
    unknown: str = ""  #: words for "there is none": 没约定
    scope: str = ""  #: a consent of this scope (domain.md §1.2)
    version: str = ""  #: version of the consent text
    sensitive: bool = False  #: masked on screen
    check: tuple[str, ...] = ()  #: rules to run as soon as it is answered
    aka: tuple[str, ...] = ()  #: other names in corrections: 本金, 借款
    direction: str = "past"  #: how a bare date is meant: past | future
    refusal: str = ""  #: said when a required consent is refused; the form waits
    wrong: str = ""  #: said when the answer was not understood, instead of the general words
    #: of a list (`read: rows`), in order; beside one value (flows.columns): a sum may be told as its bills
    columns: Mapping[str, Column] = field(default_factory=dict)
    stands: bool = False  #: told, it counts though its question is for others: who is sued
    hear: bool = False  #: a single option named anywhere in a story answers it: 楼上漏水
    paper: str = ""  #: the label as a court writes it, where the chat asks more plainly; "-" = not printed
