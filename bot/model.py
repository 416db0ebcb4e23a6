"""The words the layers share: messages, replies, cases, handoffs. Frozen values without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.law.rules import Finding
from flows.engine import Answer, Json


def check_aware(moment: datetime) -> datetime:
    """Return `moment`; raises ValueError for a naive one, so local time never slips into a record."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment


class Channel(StrEnum):
    """Where a message came from and where the answer goes."""

    WECHAT = "wechat"  #: WeChat 服务号 callback
    WEB = "web"  #: the H5 chat
    REST = "rest"  #: Rasa-compatible REST channel
    TERMINAL = "terminal"  #: python -m bot talk
    TABLE = "table"  #: a row of an institution's table: a case without a chat


class Kind(StrEnum):
    """What an incoming message is."""

    TEXT = "text"  #: words
    IMAGE = "image"  #: a picture, in `media`
    VOICE = "voice"  #: a recording, in `media`; `text` holds a transcript where the channel gives one
    VIDEO = "video"  #: a film, in `media`
    FILE = "file"  #: a document, in `media`
    LOCATION = "location"  #: `text` holds the label
    LINK = "link"  #: `text` holds title and address
    HELLO = "hello"  #: followed the account, opened the page, scanned a code (`payload` = scene)
    GONE = "gone"  #: unfollowed: personal data of the chat must go (个保法47)


@dataclass(frozen=True, slots=True)
class Media:
    """A file that came with a message and is already stored (encrypted) under `blob`."""

    blob: str  #: key in the blob store
    name: str
    content_type: str  #: found by content, not by name
    size: int  #: bytes
    sha256: str
    refused: str = ""  #: Chinese sentence where the file was not kept (too large, wrong type, expired)
    pages: int = 0  #: pages of a document, 0 where it has none or they could not be counted
    seconds: int = 0  #: length of a recording, 0 where unknown
    marks: str = ""  #: words apart: renamed | script | embedded | locked | polyglot | unread


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a citizen, whatever the channel."""

    channel: Channel
    user: str  #: the channel's own id of the person; never logged, stored only encrypted or as keyed hash
    message_id: str  #: unique per user; the same id again gets the same reply
    kind: Kind
    at: datetime  #: aware, UTC
    text: str = ""
    payload: str = ""  #: what a tapped button carries (`answer:yes`, `edit:principal`, `flow:wage_claim`)
    media: Media | None = None
    origin: str = ""  #: keyed MAC of the network it came from, "" where the channel hides it; never stored

    def __post_init__(self) -> None:
        check_aware(self.at)


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply: `title` is shown (and accepted as typed text), `payload` comes back when tapped."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Card:
    """A rich form of the same words for channels that can show it; WeChat shows `Say.text` only.

    kind `question` {step, total, section, field, hint, why} · `review` {rows: [{field, label, value,
    confirmed}]} · `receipt` {number, date, next, documents: [{title, url}]} · `faq` {id, answer,
    citations: [{title, gist, quote}]} · `evidence` {items: [{id, name, size, thumb, item}]} ·
    `safety` {hotlines: [{number, name}]} · `handoff` {state, ahead, hours}.
    """

    kind: str
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Say:
    """One bubble of the bot."""

    text: str
    buttons: tuple[Button, ...] = ()
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What one turn answers; `silent` when a person holds the chat or the message was seen long ago."""

    says: tuple[Say, ...] = ()
    silent: bool = False

    def plain(self) -> str:
        """All bubbles as one text, for channels that show only words."""
        return "\n\n".join(say.text for say in self.says)


class Author(StrEnum):
    """Who wrote a line of the transcript."""

    CITIZEN = "citizen"  #: the person on the phone
    BOT = "bot"  #: the machine
    MEDIATOR = "mediator"  #: a person at the desk
    SYSTEM = "system"  #: markers such as "调解员接入"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation's transcript; `n` counts up per conversation without gaps."""

    n: int
    at: datetime
    author: Author
    text: str
    kind: str = "text"
    channel: str = ""
    name: str = ""  #: display name of the mediator
    message_id: str = ""
    card: Mapping[str, Json] | None = None
    buttons: tuple[Button, ...] = ()
    media: Media | None = None


class CaseStatus(StrEnum):
    """Life of a case (features D.2); only the states this release reaches."""

    SUBMITTED = "submitted"  #: 已提交，等调解员
    IN_MEDIATION = "in_mediation"  #: 调解中
    AGREED = "agreed"  #: 达成协议
    FAILED = "failed"  #: 调解不成，转立案
    WITHDRAWN = "withdrawn"  #: 申请人撤回
    TO_FILE = "to_file"  #: 不愿调解，直接立案
    REFERRED = "referred"  #: 转其他部门
    CLOSED = "closed"  #: 结束


class Outcome(StrEnum):
    """How a mediator closes a handoff (在线调解规则25)."""

    ANSWERED = "answered"  #: 咨询已解答
    AGREED = "agreed"  #: 达成调解协议
    TO_FILE = "to_file"  #: 转立案
    REFERRED = "referred"  #: 转其他部门
    WITHDRAWN = "withdrawn"  #: 申请人撤回
    UNREACHABLE = "unreachable"  #: 联系不上
    REFUSED = "refused"  #: 一方不愿调解
    OTHER = "other"  #: 其他，须写说明


class HandoffState(StrEnum):
    """Life of a request for a person."""

    WAITING = "waiting"  #: nobody has it yet
    CLAIMED = "claimed"  #: a mediator holds the chat; the bot is silent
    RETURNED = "returned"  #: given back to the bot
    CLOSED = "closed"  #: ended with an outcome


class Role(StrEnum):
    """What an account may do."""

    ADMIN = "admin"  #: everything, accounts too
    EDITOR = "editor"  #: FAQ, unmatched questions, publishing
    MEDIATOR = "mediator"  #: the desk


@dataclass(frozen=True, slots=True)
class Consent:
    """One separate consent (domain.md §1.2): never bundled, default is no answer."""

    scope: str  #: mediation | online | e_service | personal_data | sensitive_data
    answer: bool
    raw: str  #: the words or button that gave it
    text_version: str
    text_sha256: str
    answered_at: datetime


class Uploader(StrEnum):
    """Who handed a file in."""

    CITIZEN = "citizen"  #: for themselves
    AGENT = "agent"  #: for somebody else (代理)
    DESK = "desk"  #: a mediator


@dataclass(frozen=True, slots=True)
class Evidence:
    """One uploaded file of evidence (证据); files with the same `piece` are the pages of one thing."""

    id: str
    sid: str
    item: str  #: which entry of the flow's checklist it proves, may be empty
    media: Media
    thumb: str  #: blob key of a safe thumbnail, empty where none can be made
    at: datetime
    piece: str = ""  #: id of the first page's row; empty = a piece of its own
    page: int = 1  #: place among the pages of the piece
    turns: int = 0  #: quarter turns clockwise for whoever looks; the bytes stay as they are
    by: Uploader = Uploader.CITIZEN
    proves: str = ""  #: what it proves, as a mediator noted it

    @property
    def whole(self) -> str:
        """Key of the piece this page belongs to."""
        return self.piece or self.id


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A submitted case, everything the desk and the papers need."""

    id: str
    number: str  #: （2026）内0622诉前调1号
    sid: str
    flow: str
    flow_rev: str
    title: str  #: 民间借贷纠纷
    regime: str
    status: CaseStatus
    urgent: bool
    answers: Mapping[str, Answer]
    findings: tuple[Finding, ...]
    submitted_at: datetime
    rev: int = 1
    outcome: str = ""
    outcome_note: str = ""
    closed_at: datetime | None = None
    group: str = ""  #: id shared by cases filed together (several workers)
    lanes: tuple[str, ...] = ()  #: green lanes (bot/law/tables/lanes.yml), the first goes first
    hidden: bool = False  #: where the applicant lives and is reached must not get to the other side


@dataclass(frozen=True, slots=True)
class Handoff:
    """A citizen who needs a person (转人工)."""

    id: str
    sid: str
    case_id: str
    reason: str  #: 主动要求 | 三次没听懂 | 危险 | 案件已提交 | …
    urgent: bool
    state: HandoffState
    title: str  #: dispute in words, 尚未说明 where unknown
    name: str  #: masked for lists
    channel: Channel
    last_line: str  #: masked, cut to 60 characters
    requested_at: datetime
    alarm: str = ""  #: the words of the gravest flag, masked, at most 60 characters
    calmed: str = ""  #: why its mediator says that there is no danger; empty once there is a new sign
    claimed_by: str = ""  #: account id
    claimed_name: str = ""
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    note: str = ""
    callback: str = ""  #: wish for a call back, in words
    rev: int = 1
    lanes: tuple[str, ...] = ()  #: green lanes, as in CaseFile
    due_at: datetime | None = None  #: first call at the latest, by its lanes
    danger: str = ""  #: the gravest flag (danger_kinds.yml) that made it urgent
    lesser: tuple[tuple[str, str], ...] = ()  #: other flags heard and the words of each, the graver first


class Delivery(StrEnum):
    """Where an outgoing line is."""

    QUEUED = "queued"  #: waiting for the worker or for the quota window
    SENT = "sent"  #: handed to Tencent, or shown to the open page
    FAILED = "failed"  #: refused for good; `error` says why


@dataclass(frozen=True, slots=True)
class Parcel:
    """One row of the outbox: something that must reach a citizen, written with its cause."""

    id: str
    sid: str
    channel: Channel
    to: str  #: the channel's id of the person
    n: int  #: `Line.n` it delivers
    body: str
    state: Delivery
    due_at: datetime
    tries: int = 0
    error: str = ""
    window: int = 0  #: `Line.n` of the citizen's message that opened the quota window
    heard_at: datetime | None = None  #: when that message came


@dataclass(frozen=True, slots=True)
class Account:
    """A person who works at the desk or in the admin pages."""

    id: str
    login: str
    name: str
    role: Role
    active: bool = True
    on_duty: bool = False
    must_change: bool = False
    rev: int = 1


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a piece of content (FAQ answer …): draft -> published -> retired."""

    kind: str  #: faq
    key: str
    n: int
    state: str  #: draft | training | published | retired | refused
    body: Mapping[str, Json]
    author: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A question nobody could answer surely; the same text asked again adds to `count`."""

    id: str
    text: str  #: masked
    count: int
    first_at: datetime
    last_at: datetime
    state: str = "open"  #: open | variant | new | dismissed | answered (by itself, once the model knew it)
    rejected: str = ""  #: FAQ id whose answer was rated 没用
    entry: str = ""  #: FAQ id that answers it
    words: str = ""  #: the phrasing it became, for `variant`


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Append-only, hash-chained: `hash` = sha256 over the row and the hash before it."""

    n: int
    at: datetime
    actor: str
    action: str
    subject: str
    data: Mapping[str, Json] = field(default_factory=dict)
    hash: str = ""


@dataclass(frozen=True, slots=True)
class TurnSeen:
    """A finished turn as logs and metrics may know it: nothing a person said or is."""

    channel: Channel
    kind: Kind
    sid: str
    verdict: str  #: answer, faq, command …; `repeat` for a message seen before
    flow: str  #: flow@rev, empty without an intake
    step: str  #: last answered step
    seconds: float


@dataclass(frozen=True, slots=True)
class Duty:
    """Office hours of the desk on a day, as shown to citizens."""

    open_now: bool
    on_duty: int  #: mediators online and on duty
    hours: str  #: 工作日 8:30–12:00、14:30–17:30
