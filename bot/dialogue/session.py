"""What one conversation has to remember between two messages. Small, because every turn carries all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any

from bot.errors import StaleState
from bot.model import Button, Card, Channel, Incoming, Kind, Media, Reply, Say
from flows.engine import Form, Json

#: Format of the stored JSON; a session of another format is refused by name, not guessed at.
FORMAT = 1
#: How many message ids are remembered, and for how many the reply itself (WeChat sends thrice in 15 s).
RING, REPLIES = 16, 3


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that must happen in SQL because of this turn; JSON, so it can wait in the session."""

    kind: str  #: consent | submit | handoff | callback | unmatched | withdraw | status | forget | …
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message already answered; `reply` None when it was so long ago that nobody asks again."""

    message_id: str
    rows: list[Json] | None  #: as stored, since hardly any of them is ever looked at again

    @property
    def reply(self) -> Reply | None:
        """The reply, without cards."""
        return None if self.rows is None else reply_from_json(self.rows)


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that is decided, but its effects and answer are not done yet; any next turn does them first."""

    incoming: Incoming
    effects: tuple[Effect, ...]
    says: tuple[Say, ...] = ()
    then: str = ""
    verdict: str = ""

    def to_json(self) -> list[Json]:
        """Shape `[[id, kind, at, text, payload, media | null], effects, says, then, verdict]`."""
        i = self.incoming
        media: list[Json] | None = list(astuple(i.media)) if i.media else None
        message: list[Json] = [i.message_id, i.kind.value, i.at.isoformat(), i.text, i.payload, media]
        says: list[Json] = [
            [say.text, [[b.title, b.payload] for b in say.buttons], _card_to_json(say.card)]
            for say in self.says
        ]
        return [message, effects_to_json(self.effects), says, self.then, self.verdict]

    @classmethod
    def from_json(cls, row: Any, channel: str, user: str) -> Begun:
        """The reverse, for the channel and user of the session it lies in."""
        (mid, kind, at, text, payload, media), effects, says, then, verdict = row
        incoming = Incoming(
            Channel(channel),
            user,
            mid,
            Kind(kind),
            datetime.fromisoformat(at),
            text,
            payload,
            Media(*media) if media else None,
        )
        said = tuple(
            Say(text, tuple(Button(*pair) for pair in buttons), Card(*card) if card else None)
            for text, buttons, card in says
        )
        return cls(incoming, effects_from_json(effects), said, then, verdict)


@dataclass(frozen=True, slots=True)
class Session:
    """The state of one conversation."""

    n: int = 0  #: number of the last transcript line
    heard: int = 0  #: number of the citizen's last line: it opens the WeChat quota window
    heard_at: str = ""  #: ISO time of it
    channel: str = ""
    user: str = ""  #: the channel's id of the person, for answers that are sent later
    mode: str = "bot"  #: bot | waiting | human
    handoff: str = ""  #: id of the open handoff
    mediator: str = ""  #: display name of who holds the chat
    noticed: bool = False  #: the one-line notice was given
    form: Form | None = None
    parked: tuple[Form, ...] = ()  #: other unfinished intakes
    asking: Mapping[str, Json] | None = None  #: a question of the talk itself (confirm, triage, delete …)
    #: {story, line, others}: how the open form was begun, until the kind of dispute is settled
    began: Mapping[str, Json] | None = None
    #: {flow, step, was, now}: the last answer that was changed, as packed, so that the change can be undone
    undo: Mapping[str, Json] | None = None
    #: {step, words}: a due day told before the day it counts from (年底), read again once that is known
    loosely: Mapping[str, Json] | None = None
    #: {name, phone}: what the person said of himself before a form was open, until the form asks for it
    about: Mapping[str, Json] | None = None
    misses: int = 0  #: answers to the open question not understood in a row
    told: tuple[str, ...] = ()  #: findings already said
    paused: bool = False
    topic: str = ""  #: last FAQ answered, for follow-ups
    reckoned: str = ""  #: last question that was worked out, for 那要是30万呢
    cases: int = 0  #: how many were submitted from here
    #: {at, open}: when the last picture came, and whether the next one is a page of the same piece
    gathering: Mapping[str, Json] | None = None
    files: Mapping[str, list[int]] = field(default_factory=dict)  #: entry -> [pieces, pages] uploaded so far
    danger_at: str = ""  #: ISO time of the last sign of present danger
    danger_kind: str = ""  #: its flag (red_flags.yml)
    danger_stays: int = 0  #: how often free words were answered since, so that no answer comes a third time
    changed: tuple[str, ...] = ()  #: what a mediator set meanwhile, told when the bot goes on
    #: what the person asked to be put right in a submitted case, masked, until the desk has done it
    wanted: tuple[str, ...] = ()
    lost: bool = False  #: what was here could not be read any more; said once
    same_as: str = ""  #: this channel continues the conversation of another sid
    pending: tuple[tuple[str, tuple[Effect, ...]], ...] = ()  #: (turn, effects) SQL has not taken yet
    begun: Begun | None = None
    ring: tuple[Seen, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """JSON for the session store; fields at their default are left out."""
        data: dict[str, Json] = {"f": FORMAT, "n": self.n}
        plain = ("heard", "heard_at", "channel", "user", "mode", "handoff", "mediator", "noticed", "misses")
        rest = ("danger_at", "danger_kind", "danger_stays", "paused", "topic", "reckoned", "cases", "same_as")
        blank = Session()
        for name in plain + rest:
            value = getattr(self, name)
            if value != getattr(blank, name):
                data[name] = value
        if self.form:
            data["form"] = self.form.to_json()
        if self.parked:
            data["parked"] = [form.to_json() for form in self.parked]
        for name in ("asking", "began", "undo", "loosely", "about", "gathering"):
            if getattr(self, name):
                data[name] = dict(getattr(self, name))
        if self.files:
            data["files"] = {item: [*count] for item, count in self.files.items()}
        for name in ("told", "changed", "wanted"):
            if getattr(self, name):
                data[name] = list(getattr(self, name))
        if self.pending:
            data["pending"] = [[turn, effects_to_json(effects)] for turn, effects in self.pending]
        if self.begun:
            data["begun"] = self.begun.to_json()
        data["ring"] = [[s.message_id, s.rows] for s in self.ring]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Session:
        """The reverse; raises StaleState for a format this version does not know."""
        if data.get("f") != FORMAT:
            raise StaleState
        plain = {k: v for k, v in data.items() if k not in _BUILT}
        return cls(
            form=Form.from_json(data["form"]) if "form" in data else None,
            parked=tuple(Form.from_json(row) for row in data.get("parked", ())),
            told=tuple(data.get("told", ())),
            changed=tuple(data.get("changed", ())),
            wanted=tuple(data.get("wanted", ())),
            pending=tuple((turn, effects_from_json(effects)) for turn, effects in data.get("pending", ())),
            begun=Begun.from_json(data["begun"], data["channel"], data["user"]) if "begun" in data else None,
            ring=tuple(Seen(mid, rows) for mid, rows in data["ring"]),
            **plain,
        )

    def title_of(self, payload: str) -> str:
        """The words on the newest button that stood for `payload`; empty where none is remembered."""
        says = (say for seen in reversed(self.ring) if (reply := seen.reply) for say in reply.says)
        return next((b.title for say in says for b in say.buttons if b.payload == payload), "")

    def remember(self, message_id: str, reply: Reply) -> tuple[Seen, ...]:
        """The ring with this message at its end; only the newest keep their replies."""
        newest = Seen(message_id, None if reply.silent else reply_to_json(reply))
        ring = (*self.ring, newest)[-RING:]
        keep = len(ring) - REPLIES
        return tuple(Seen(s.message_id, s.rows if i >= keep else None) for i, s in enumerate(ring))


#: Keys of the stored JSON that are more than plain values.
_BUILT = frozenset({"f", "form", "parked", "told", "changed", "wanted", "pending", "begun", "ring"})


def _card_to_json(card: Card | None) -> Json:
    return [card.kind, dict(card.data)] if card else None


def effects_to_json(effects: Sequence[Effect]) -> list[Json]:
    """Shape `[[kind, data]…]`."""
    return [[effect.kind, dict(effect.data)] for effect in effects]


def effects_from_json(rows: Any) -> tuple[Effect, ...]:
    """The reverse of `effects_to_json`."""
    return tuple(Effect(kind, values) for kind, values in rows)


def reply_to_json(reply: Reply) -> list[Json]:
    """Shape `[[text, [[title, payload]…]]…]`. Cards repeat the words; a page finds them in the transcript."""
    return [[say.text, [[b.title, b.payload] for b in say.buttons]] for say in reply.says]


def reply_from_json(rows: Any) -> Reply:
    """The reverse of `reply_to_json`, without cards."""
    return Reply(tuple(Say(text, tuple(Button(*pair) for pair in buttons)) for text, buttons in rows))
