"""One turn, decided: who takes the message? The first listener that can. Read this file to know the order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.dialogue import (
    after,
    answering,
    asking,
    contact,
    correcting,
    danger,
    danger_asked,
    doors,
    evidence,
    filing,
    follow_ups,
    further,
    giving,
    hearsay,
    intake,
    introduced,
    listing,
    lists,
    losses,
    none_fits,
    own_side,
    pending,
    person_beside,
    renamed,
    roster,
    secrecy,
    steering,
    sued,
    swapped,
    telling,
    triage,
    two_matters,
)
from bot.dialogue.knowledge import Knowledge, plain
from bot.dialogue.queries import Heard
from bot.dialogue.session import Session
from bot.dialogue.talk import Outcome, Talk
from bot.model import Incoming, Kind, Say
from flows import engine
from nlu.parse import script

#: After this long a silence the talk begins with a short recap.
RECAP_AFTER = timedelta(hours=12)
#: Longest message that is read as it is; the rest is asked for again.
TEXT_CHARS = 2000
#: The same for a pasted list, where a cut would halve somebody's row.
LIST_CHARS = 20_000
#: So many lines are a pasted list, whatever is asked.
LIST_LINES = 5
_WISH = re.compile(r"^(?:我)?(?:想要|想|要|办|申请|登记)+")
#: With a code that is too short or too long too: it deserves the answer for a wrong one.
_CODE = re.compile(r"^续办码?[\s:：是-]*([0-9][0-9\s-]{2,20})$")


def hear(session: Session, incoming: Incoming, knowledge: Knowledge) -> Outcome | None:
    """Decide without the model; None means: understand the words first, then call `hear_understood`."""
    talk = _begin(session, incoming, knowledge)
    decided = any(listener(talk) for listener in FIRST)
    if danger_asked.asks(talk) or (not decided and person_beside.told(talk)):
        return None  # what is asked or told beside a cry for help or a person has to be understood
    if decided or any(listener(talk) for listener in LAST):
        _ways_out(talk, session)
        pending.dropped(talk, session)
        roster.name_teller(talk)
        return talk.outcome()
    return None


def hear_understood(session: Session, incoming: Incoming, knowledge: Knowledge, heard: Heard) -> Outcome:
    """Decide on free words with what the model made of them."""
    talk = _begin(session, incoming, knowledge)
    if _danger(talk):
        danger_asked.answer(talk, heard)
        pending.dropped(talk, session)
        roster.name_teller(talk)
        return talk.outcome()
    pending.let_go(talk)
    doors.petitioner(talk)  # what it decides alone it has decided already; here it only calms
    talk.change(paused=False)
    if not person_beside.take(talk, heard) and not losses.take(talk):
        triage.understood(talk, heard)
    _ways_out(talk, session)
    pending.dropped(talk, session)
    roster.name_teller(talk)
    if not talk.session.noticed:
        _notice(talk)
    return talk.outcome()


def _notice(talk: Talk) -> None:
    """Who is speaking here, once, in one line: under the answer, above the question that follows it."""
    asked = _question_off(talk)
    talk.say("notice")
    talk.says += asked
    talk.change(noticed=True)


def _question_off(talk: Talk) -> list[Say]:
    """Take the open question off what is said, to be put under it again."""
    last = (
        talk.says[-1:] if talk.says and talk.says[-1].card and talk.says[-1].card.kind == "question" else []
    )
    talk.says = talk.says[: len(talk.says) - len(last)]
    return last


def _ways_out(talk: Talk, before: Session) -> None:
    """What an option leads to is said also where it was told before its question: 家里不安全."""
    form = talk.session.form
    if form is None:
        return
    old = before.form.answers if before.form and before.form.flow == form.flow else {}
    told = [step for step in talk.flow.steps if step.id in form.answers.keys() - old.keys()]
    open_ = [step for step in told if talk.k.way_out(step, form.answers[step.id])]
    if open_:
        asked = _question_off(talk)
        for step in open_:
            answering.warn(talk, step)
        talk.says += asked


def _begin(session: Session, incoming: Incoming, knowledge: Knowledge) -> Talk:
    talk = Talk(session, incoming, knowledge)
    a_list = talk.text.count("\n") >= LIST_LINES or (talk.step and lists.holds_rows(talk.step))
    most = LIST_CHARS if a_list else TEXT_CHARS
    if len(talk.text) > most:
        talk.say("too_long", count=len(talk.text), most=most)
        talk.text = talk.text[:most]
    if session.lost:
        talk.say("lost")
        talk.change(lost=False)
    if _long_silence(session, incoming.at):
        _recap(talk)
    return talk


def _long_silence(session: Session, at: datetime) -> bool:
    return bool(session.heard_at) and at - datetime.fromisoformat(session.heard_at) > RECAP_AFTER


def _recap(talk: Talk) -> None:
    """A returning person is told where the talk stood, in one line."""
    form = talk.session.form
    if form is None or talk.step is None:
        return
    number, total = engine.progress(talk.flow, form)
    count = len(talk.answers())
    talk.say("recap", title=talk.flow.title, count=count, step=number, total=total)


def _danger(talk: Talk) -> bool:
    """A sign of danger; what else was told beside it is kept for later."""
    if not danger.alarm(talk):
        return False
    two_matters.keep(talk)
    return True


def _hello(talk: Talk) -> bool:
    """Followed the account, opened the page: a welcome, or the open question again."""
    if talk.incoming.kind is not Kind.HELLO:
        return False
    if talk.session.form is not None:
        talk.change(paused=False)
        asking.ask(talk)
    else:
        talk.say("welcome")
        triage.menu(talk)
        talk.change(noticed=True)
    talk.verdict = "hello"
    return True


def _gone(talk: Talk) -> bool:
    """Unfollowed: everything that is not part of a submitted case goes (个保法47)."""
    if talk.incoming.kind is not Kind.GONE:
        return False
    drafts = len(talk.session.parked) + (talk.session.form is not None)
    talk.effect("forget", drafts=drafts)
    talk.then = "gone"
    talk.verdict = "gone"
    return True


def _code(talk: Talk) -> bool:
    """A resume code of another channel."""
    match = _CODE.match(talk.text)
    if match is None:
        return False
    talk.effect("join", code=re.sub(r"[\s-]", "", match[1]))
    talk.then = "joined"
    talk.verdict = "device"
    return True


def _button(talk: Talk) -> bool:
    """A tapped quick reply carries what it means, so nothing has to be read.

    Where buttons cannot be tapped (WeChat), typing its title, payload or number does the same.
    """
    kind, _, rest = (talk.incoming.payload or _typed(talk)).partition(":")
    if not kind:
        return False
    actions: dict[str, Callable[[], bool]] = {
        "cmd": lambda: steering.obey(talk, rest),
        "edit": lambda: correcting.stale(talk) or correcting.reopen(talk, rest),
        "pick": lambda: correcting.stale(talk) or answering.pick(talk, *_pair(rest)),
        "none": lambda: correcting.stale(talk) or answering.fits_none(talk, rest),
        "rows": lambda: correcting.stale(talk) or listing.tapped(talk, rest),
        "flow": lambda: intake.begin(talk, rest),
        "sued": lambda: own_side.begin(talk, rest),
        "door": lambda: doors.open_door(talk, rest),
        "hand": lambda: doors.hand(talk, rest),
        "menu": lambda: triage.menu(talk, more=rest == "more"),
        "triage": lambda: rest == "wrong" and intake.mend(talk),
        "faq": lambda: _faq(talk, rest),
        "follow": lambda: follow_ups.tapped(talk, *_pair(rest)),
        "ev": lambda: evidence.tapped(talk, rest),
        "drop": lambda: evidence.change(talk, "drop", id=rest),
        "rate": lambda: _rate(talk, *_pair(rest)),
        "withdraw": lambda: _withdraw(talk, rest),
        "file": lambda: _file(talk, rest),
    }
    return actions[kind]() if kind in actions else False


def _typed(talk: Talk) -> str:
    """Payload of the last reply's button that the words name."""
    last = talk.session.ring[-1].reply if talk.session.ring else None
    buttons = [b for say in last.says for b in say.buttons] if last else []
    named = next((b.payload for b in buttons if talk.text in {b.title, b.payload}), "")
    if not named and talk.session.form is None:
        named = _dispute_named(talk)
    counts = talk.text.isdecimal() and (talk.session.form is None or talk.session.paused)
    if counts and 0 < int(talk.text) <= len(buttons):
        return buttons[int(talk.text) - 1].payload
    return named


def _dispute_named(talk: Talk) -> str:
    """我要离婚: the name of a dispute, and nothing else, registers it."""
    if plain(talk.text) in talk.k.things:
        return ""  # 工资, 草场: what happened is asked
    short = _WISH.sub("", plain(talk.text))
    for label in talk.k.labels.values():
        flow = talk.k.flows.get(label.flow)
        own = flow.words if flow and flow.id == label.id else ()
        if short in {plain(label.title), *map(plain, own)}:
            return f"flow:{label.id}"
    return ""


def _pair(rest: str) -> tuple[str, str]:
    left, _, right = rest.partition(":")
    return left, right


def _faq(talk: Talk, entry_id: str) -> bool:
    entry = talk.k.faq.get(entry_id) or talk.k.checking.get(entry_id)
    if entry is None or not entry.in_force(talk.k.today):
        return False
    giving.answer_question(talk, entry)
    asking.ask(talk)
    return True


def _rate(talk: Talk, verdict: str, entry_id: str) -> bool:
    """有用 or 没用 under an answer: counted; the open question is left as it stands."""
    if verdict not in {"yes", "no"} or entry_id not in talk.k.faq:
        return False
    talk.effect("feedback", entry=entry_id, useful=verdict == "yes")
    talk.say("feedback_thanks")
    talk.verdict = "rate"
    return True


def _withdraw(talk: Talk, number: str) -> bool:
    after.ask_withdraw(talk, number)
    talk.verdict = "withdraw"
    return True


def _file(talk: Talk, number: str) -> bool:
    filing.file_now(talk, number)
    return True


def _language(talk: Talk) -> bool:
    """Mongolian script or another language: said in one sentence, with a person for Mongolian."""
    found = script(talk.text) if talk.text else "none"
    if found == "mongolian":
        steering.mongolian(talk)
        talk.verdict = "language"
        return True
    step = talk.step
    if (
        found == "other"
        and len(talk.text) > 3
        and (step is None or answering.read(talk, step, talk.text) is None)
    ):
        talk.say("english", talk.command_buttons("human"))
        asking.ask(talk)
        talk.verdict = "language"
        return True
    return False


def _sticker(talk: Talk) -> bool:
    """Nothing to read: an emoji, a dot, an empty message."""
    if any(char.isalnum() for char in talk.text) or talk.k.command(talk.text):
        return False
    talk.say("sticker")
    asking.ask(talk)
    talk.verdict = "empty"
    return True


def _answer(talk: Talk) -> bool:
    """The open question's reader takes the whole text; whatever looks like a question is understood first."""
    step = talk.step
    if step is None or talk.session.asking:
        return False
    if talk.session.paused or answering.looks_like_question(step, talk.text):
        return False
    if triage.may_be_wrong_one(talk.text) or sued.told(talk) or own_side.moves(talk):
        return False
    if telling.is_story(talk, step) or telling.belongs_elsewhere(talk, step):
        return False
    return answering.answer(talk, step)


def _none_fits(talk: Talk) -> bool:
    """都不是 at a choice: the option for all else, or the question is left open; one that must be answered
    is put again.
    """
    step = talk.step
    if talk.session.asking or not none_fits.said(talk.text):
        return False
    if talk.session.form is None:
        return triage.none_of_these(talk)
    if step is None or not step.options:
        return False
    found = none_fits.chosen(step, talk.line)
    if found and step.read != "consent":
        answering.accept(talk, step, found)
    else:
        answering.miss(talk, step)
    return True


FIRST: tuple[Callable[[Talk], bool], ...] = (
    _gone,
    _hello,
    _danger,
    evidence.media,
    _code,
    danger_asked.listen,
    pending.pending,
    _button,
    secrecy.listen,
    evidence.words,
    losses.take,
    contact.listen,
    introduced.listen,
    hearsay.listen,
    renamed.correct,
    swapped.correct,
    listing.listen,
    further.listen,
    steering.command,
)
LAST: tuple[Callable[[Talk], bool], ...] = (
    _sticker,
    _language,
    doors.petitioner,
    _none_fits,
    follow_ups.listen,
    correcting.correction,
    _answer,
)
