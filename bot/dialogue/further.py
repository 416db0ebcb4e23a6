"""还要他赔礼道歉, after the wishes were told: one more of them, added to the others and never lost."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.talk import Talk
from bot.model import Kind
from bot.text.reading import is_question
from flows.schema import Step

#: The questions for what is wished: one's own wishes, and those of the other side against who is sued.
CLAIM, DEMANDED = "claim", "demanded"
#: A longer message tells more than one wish.
MOST_CHARS = 60
_HEAD = r"(?:对了|哦|噢|啊|嗯|那个|就是|等等|等一下|刚才忘了?说?|忘说了|补充一?下?|[，,。.、！!\s])*"
_ALSO = r"(?:另外|再就是|再有|除此之外|此外|还有|[，,\s])*"
_ASKS = r"(?:要求|想要|必须|应该|得让|得|希望|想让|让|要)"
#: More is wished, and not yet what.
_WHICH = re.compile(
    rf"{_HEAD}(?:我|他|她|对方|人家)?{_ALSO}(?:还|也)?(?:有|想要|要求|要)(?:我)?(?:一些|几[个样]|些)?"
    r"(?:别的|其他的?|其它的?|另外的?|更多的?)(?:要求|东西|条件|请求|事)?(?:呢|啊|呀|了|的|[。.!！])*"
)
_MINE = re.compile(
    rf"{_HEAD}我?(?:们)?{_ALSO}(?:还|也){_ASKS}(?!我|等|多|填|交|带|什么|啥|怎么|几|看|问|说|想)\S{{2,}}"
)
_THEIRS = re.compile(
    rf"{_HEAD}(?:他|她|对方|人家|老板|公司|房东|银行)?们?{_ALSO}(?:还|也)"
    rf"(?:{_ASKS}|说|找|告)(?:让|叫|要|求)*我\S{{2,}}|{_HEAD}(?:他|她|对方|人家)们?{_ALSO}(?:还|也)(?:要求|要|想要)(?!我)\S{{2,}}"
)


def listen(talk: Talk) -> bool:
    """Add one more wish to those that were told, or ask which; False for any other message."""
    typed = talk.incoming.kind in {Kind.TEXT, Kind.VOICE} and not talk.incoming.payload
    form = talk.session.form
    if (
        form is None
        or talk.session.asking
        or not typed
        or len(talk.text) > MOST_CHARS
        or is_question(talk.text)
    ):
        return False
    step = _where(talk, which=_WHICH.fullmatch(talk.text) is not None)
    if step is None:
        return False
    if _WHICH.fullmatch(talk.text):
        talk.say("further_which" if step.id == CLAIM else "further_which_demanded", label=step.label)
    else:
        _add(talk, step)
    talk.change(paused=False, misses=0)
    asking.ask(talk)
    talk.verdict = "further"
    return True


def _where(talk: Talk, *, which: bool) -> Step | None:
    """The question whose wishes the words add to; it was answered, or is the open one and nothing is told."""
    for step in reversed(talk.flow.steps):
        if step.id == CLAIM:
            fits = _MINE.fullmatch(talk.text)
        elif step.id == DEMANDED and talk.defends:
            fits = _THEIRS.fullmatch(talk.text)
        else:
            continue
        if (which and talk.step is step) or ((which or fits) and _told_before(talk, step)):
            return step
    return None


def _told_before(talk: Talk, step: Step) -> bool:
    """Whether the wishes were told, and the open question comes after them."""
    old, here = talk.answers().get(step.id), talk.step
    order = talk.flow.steps
    return old is not None and old.known and (here is None or order.index(here) > order.index(step))


def _add(talk: Talk, step: Step) -> None:
    old = talk.answers()[step.id]
    more = talk.text.strip(" ，,。.、！!")
    if more not in str(old.value):
        both = f"{str(old.value).rstrip('，,。.；;')}；{more}"
        talk.put(step, replace(old, value=both, shown=both))
    talk.say("further_kept", label=step.label, shown=str(talk.answers()[step.id].shown))
