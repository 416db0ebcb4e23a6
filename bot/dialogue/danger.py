"""Signs of present danger come before everything else the talk was doing (domain.md §2.4, §7.1)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.dialogue import answering, asking
from bot.dialogue.knowledge import Alarm
from bot.dialogue.talk import Talk
from bot.law import petition
from bot.model import Card, Say
from flows.engine import Answer, Json

#: How long after a sign of danger the talk stays careful.
WATCH = timedelta(minutes=30)


#: A short answer to the open question; longer words are heard as what they may mean.
ANSWER_CHARS = 16
_NO_ANSWER = re.compile(r"忘了|忘在|忘带|记不[得清]|不记得|想不起|说不[清准]|没带|不知道|不清楚|什么来着")
#: Words of one's own death in a message about a crowd or a blocked gate.
_DEATH = re.compile(r"死|药|跳|焚|割腕|上吊|不活|没法活|命|楼顶|塔吊|高压|汽油|煤气")


#: The person says, and says nothing else, that there is no danger: then the form goes on; the person called
#: stays called. 我不安全, 我不是开玩笑 and 他说没事 take nothing back, so the whole message has to fit.
_DENIED = re.compile(
    r"(?:没有?|不是|哦|嗯|唉|我|就是|只是|这是|就|真的?|[，, ])*"
    r"(?:没有?人?(?:威胁|打|要打|害)(?:我|人)?|没有?(?:危险|自杀|轻生|想死|想不开)|没事|很?安全|挺安全(?:的)?"
    r"|说的?是?气话|气话|开(?:个|的)?玩笑|说着玩|(?:就是)?说说|(?:你们?)?(?:弄错|搞错|误会|理解错|想多)了?)"
    r"(?:了|的|啊|呢|而已|我|就是|只是|要钱|来要钱|气的|别当真|[，。,!！ ])*"
)
#: 不是气话, 不安全: a no before it turns it round.
_MEANT = re.compile(r"不是(?:气话|开|说着玩|说说|误会)|不(?:太|很)?安全|不是没|有危险")


def _denies(text: str) -> bool:
    return _DENIED.fullmatch(text) is not None and _MEANT.search(text) is None


def alarm(talk: Talk) -> bool:
    """Safety text first, then the number, then a person; no menu and no question after it.

    All that was sent is screened, also what the talk leaves unread because the message is too long.
    Softer signs (a past beating, a figure of speech) get the number but the talk goes on.
    Source: 人民调解法第25条; 反家庭暴力法第15条.
    """
    if not talk.text or _offered(talk):
        return False
    sent = talk.incoming.text
    alarms = [a for a in talk.k.alarms(sent) if not (a.learned and _expected(talk))]
    if petition.kind(sent) is petition.Kind.RISK:
        alarms = [a for a in alarms if not _of_a_crowd(a, sent)]
    urgent = next((a for a in alarms if a.urgent), None)
    if urgent is None:
        for soft in alarms[:1]:
            talk.says.append(_said(soft))
        return False
    talk.says.insert(0, _said(urgent))  # before what is told of a long message or a long silence
    if _watched(talk):
        talk.say("danger_stay", talk.command_buttons("human", "resume"))
    elif talk.session.form is not None:
        talk.say("danger_after")
    if talk.session.form is not None:
        talk.change(paused=True)
    talk.change(danger_at=talk.incoming.at.isoformat())
    talk.effect("handoff", reason="危险", urgent=True, flag=urgent.kind)
    talk.change(mode="waiting" if talk.session.mode == "bot" else talk.session.mode, misses=0)
    talk.verdict = "danger"
    return True


def _of_a_crowd(found: Alarm, text: str) -> bool:
    """A crowd, a blocked gate: `doors.petitioner` calls the person, in words that fit better.

    Whoever is beaten, threatened, locked in, or speaks of the own death hears the safety words first.
    """
    own = found.kind == "self_harm" and _DEATH.search(text) is not None
    return found.learned or (found.kind in {"harm_others", "self_harm"} and not own)


def _expected(talk: Talk) -> bool:
    """Words the talk waits for (a command, a sum, a date) are no danger by a mere likeness of letters."""
    if talk.k.command(talk.text):
        return True
    step = talk.step
    if step is None or step.read in {"text", "short_text"}:
        return False
    if len(talk.text) <= ANSWER_CHARS and _NO_ANSWER.search(talk.text):
        return True  # 我叫什么来着我忘了, 记不清了
    if step.options or step.read == "address":
        return len(talk.text) <= ANSWER_CHARS and answering.read(talk, step, talk.text) is not None
    return isinstance(answering.read(talk, step, talk.text), Answer)


def _offered(talk: Talk) -> bool:
    """An option of the open question (被打) says what the case is about."""
    step = talk.step
    return step is not None and answering.option_said(talk, step, talk.text) is not None


def stay(talk: Talk) -> bool:
    """For a while after a sign of danger, free words are heard by somebody who cares, not by a form."""
    if not _watched(talk):
        return False
    if _denies(talk.text):
        talk.change(danger_at="", paused=False)
        talk.say("danger_over", talk.command_buttons("human"))
        asking.ask(talk)
        talk.verdict = "calm"
        return True
    talk.say("danger_stay", talk.command_buttons("human", "resume"))
    talk.effect("handoff", reason="危险", urgent=True, flag="")
    talk.verdict = "danger"
    return True


def _watched(talk: Talk) -> bool:
    since = talk.session.danger_at
    return bool(since) and talk.incoming.at - datetime.fromisoformat(since) <= WATCH


def _said(found: Alarm) -> Say:
    lines: list[Json] = [{"number": number, "name": name} for number, name in found.hotlines]
    return Say(found.text.strip(), (), Card("safety", {"hotlines": lines}))
