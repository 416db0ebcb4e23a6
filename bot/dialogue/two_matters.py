"""Two matters in one message: both are named, one is registered now, the other is kept for later."""

from __future__ import annotations

from bot.dialogue import intake, telling
from bot.dialogue.talk import Talk
from bot.text import matters
from flows.engine import Form, Json

#: As many unfinished intakes are kept.
MOST_PARKED = 3
#: What is kept of a story until the kind of dispute is settled.
STORY_KEPT = 500


def begin(talk: Talk) -> bool:
    """Register the matter that was told first, with the other one put by; False for a single matter."""
    found = _told(talk)
    if not found:
        return False
    first, second = found
    park(talk, second)
    talk.say("two_matters", first=talk.k.labels[first].title, second=talk.k.labels[second].title)
    began: dict[str, Json] = {"story": talk.text[:STORY_KEPT], "line": talk.line, "others": []}
    return intake.begin(talk, first, talk.text, line=talk.line, began=began)


def keep(talk: Talk) -> None:
    """Beside words of danger both are put by, and one line says so."""
    found = _told(talk)
    for label in reversed(found):
        park(talk, label)
    if found:
        first, second = (talk.k.labels[label].title for label in found)
        talk.say("two_matters_kept", first=first, second=second)


def _told(talk: Talk) -> list[str]:
    """The two kinds of dispute, where nothing of them is being registered yet."""
    found = matters.find(talk.text) if talk.session.form is None and not talk.incoming.payload else []
    parked = {form.flow for form in talk.session.parked}
    open_ = [name for name in found if name in talk.k.labels and talk.k.labels[name].flow not in parked]
    return open_ if len(open_) == 2 else []


def park(talk: Talk, label: str) -> None:
    """An intake of this kind with what the words tell, put by; nothing of it is said."""
    said, flow = talk.says, talk.k.flows[talk.k.labels[label].flow]
    talk.says = []
    talk.change(form=Form(flow.id, flow.rev))
    telling.tell(talk, talk.text, talk.line)
    kept = talk.session.form
    parked = (*talk.session.parked, *((kept,) if kept else ()))[-MOST_PARKED:]
    talk.change(form=None, asking=None, parked=parked)
    talk.says = said
