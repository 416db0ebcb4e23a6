"""Who was sued: 我让人告了, 法院寄来传票. The answer for a defendant comes before anything else."""

from __future__ import annotations

import re

from bot.dialogue import answering, asking, own_side, side, telling, told_before
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import side_told
from bot.text.reading import Refusal
from flows.questions import Entry

#: The answer in flows/faq/service.yml.
ENTRY = "summons_received"
#: A longer message tells a whole story.
MOST_CHARS = 60
_SUED = re.compile(side_told.SUED)
#: Only threatened, or another matter: an appeal, enforcement, a counterclaim, a paper that is withheld.
_OTHER = re.compile(
    r"(?:要|会|敢|威胁|准备|打算|扬言|能不能|别).{0,3}(?:把我|将我|起诉|告我)|反诉|反告|(?:也|反过来|还).{0,3}告"
    r"|上诉|判|执行|离婚|拒收|不收|躲|商标|专利|版权|侵权|对方.{0,3}收到|他.{0,3}收到|没(?:有)?(?:收|接)到|撤诉|冻结|退(?:回|了|给)|打回|不收"
)
_ALONE = re.compile(
    rf"(?:您?好|你好|请问|老师|法官|同志|[，,。！!\s])*(?:{side_told.SUED})[了的啊呀呢，,。！!\s]*"
)
_DEFENDANT = re.compile(r"被告|传票|应诉|告我|起诉我|被.{0,6}(?:起诉|告)|仲裁通知")


def told(talk: Talk) -> bool:
    """Whether the person says to have been sued, where the open question does not take the words itself."""
    text, step = talk.text, talk.step
    if talk.incoming.payload or len(text) > MOST_CHARS or not _SUED.search(text) or _OTHER.search(text):
        return False
    if ENTRY not in talk.k.faq or not talk.k.faq[ENTRY].in_force(talk.k.today):
        return False
    if step is None:
        return True
    taken = answering.read(talk, step, text) if step.options else None
    if step.read == "short_text" and says_nothing_else(text):
        return True
    return step.read not in answering.WHOLE and (taken is None or isinstance(taken, Refusal))


def says_nothing_else(text: str) -> bool:
    """我是被告, 我被起诉了: words of a suit and no matter."""
    return _ALONE.fullmatch(text) is not None


def keep(talk: Talk) -> None:
    """Put what is told into the open intake; what was answered otherwise stays, with how to change it."""
    form = talk.session.form
    if form is None:
        return
    telling.tell(talk)
    for step_id, new in side.answers(talk.flow, talk.text, talk.line).items():
        old = form.answers.get(step_id)
        if old and old.known and old.value != new.value:
            label = talk.flow.step(step_id).label
            talk.say("told_differs", label=label, old=old.shown, new=new.shown)


def about(entry: Entry) -> bool:
    """Whether an answer is for a defendant: of a card, a trade mark, a counterclaim."""
    return _DEFENDANT.search(entry.question) is not None


def next_step(talk: Talk, label: str) -> None:
    """The open question, or, where nothing is open, that one's own side may be registered.

    `label`: the kind of dispute the words tell, "" for none.
    """
    if talk.session.form is None:
        label = own_side.kind_named(talk, talk.text) or label
        told_before.remember(talk, label)
        known = Button(talk.k.title("own_side"), f"sued:{label}")
        own = (known,) if label else talk.command_buttons("own_side")
        talk.say("sued_next", [*own, *talk.command_buttons("menu", "human")])
    elif own_side.move(talk):
        return
    asking.ask(talk)
