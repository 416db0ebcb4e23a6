"""登记, 我想登记, 先登记吧: the typed wish to register does what the button 现在登记 does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue import asking, giving, intake, own_side, triage
from bot.dialogue.queries import FOLLOW_WITHIN
from bot.dialogue.talk import Talk
from bot.model import Button

OWN_SIDE = "cmd:own_side"


def register(talk: Talk) -> None:
    """What is open goes on; else where the last answer leads to; else what can be registered at all."""
    if talk.session.form is not None or talk.session.asking:
        talk.change(paused=False)
        asking.ask(talk)
        return
    payload = _offered(talk) or _led_to(talk)
    if payload == OWN_SIDE:
        own_side.register(talk)
    elif not payload or not intake.begin(talk, payload.removeprefix(intake.FLOW), talk.text):
        triage.menu(talk)


def _offered(talk: Talk) -> str:
    """The way to register under the last reply; "" where it shows none, or several to choose from."""
    last = talk.session.ring[-1].reply if talk.session.ring else None
    return _way([button for say in last.says for button in say.buttons] if last else [])


def _led_to(talk: Talk) -> str:
    """The way to register that the last answer leads to, though something else was said since."""
    entry, heard_at = talk.k.faq.get(talk.session.topic), talk.session.heard_at
    if entry is None or not heard_at:
        return ""
    late = talk.incoming.at - datetime.fromisoformat(heard_at) > FOLLOW_WITHIN
    return "" if late else _way(giving.next_buttons(talk, entry))


def _way(buttons: Sequence[Button]) -> str:
    ways = {one.payload for one in buttons if one.payload.startswith(intake.FLOW) or one.payload == OWN_SIDE}
    return ways.pop() if len(ways) == 1 else ""
