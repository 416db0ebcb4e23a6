"""Take the answer to the open question: read it, check it, echo it, and go on to the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import (
    asking,
    choosing,
    fee_rows,
    headcount,
    keeping,
    lists,
    loose_due,
    odd,
    on_topic,
    side,
    stretches,
    telling,
    wedding,
)
from bot.dialogue.knowledge import plain
from bot.dialogue.talk import Talk
from bot.law.rules import Finding
from bot.model import Button, Kind, Say
from bot.text import hearsay, owed_periods
from bot.text.reading import Reading, Refusal, is_question
from flows import engine
from flows.engine import Answer, Json
from flows.schema import Step

#: After this many tries in a row the bot offers a person.
TRIES = 3
#: The same for a question that has to be answered and is skipped.
STUCK = 2
#: How often in a row it does so; then the question itself is put again.
OFFERS = 2
#: Free-text answers take anything, so they are looked at for questions first when they are this short.
QUESTION_CHARS = 60
#: 电话不知道, 记不清了: short words that say so are an unknown, not a misunderstanding.
UNKNOWN_CHARS = 16
#: From here on an answer may tell more than it was asked for: 微信转的，说好年底还.
BESIDE_CHARS = 10
_UNKNOWN = re.compile(
    r"不知道|不清楚|不晓得|记不(?:得|清|住)|想不起来|说不(?:清|准|好)|没(?:有)?(?:电话|手机)|忘了"
)
#: Asked beside the form, in the words of the region, without a question mark.
_SIDE = re.compile(
    r"多久|多长时间|(?:要|收|花|交)(?:不要|不收)?(?:钱|费|费用)(?:不|没|么|嘛)[。，]?$|要不要(?:钱|交钱|花钱)|收不收"
)
_SURNAME = re.compile(
    r"^(?:他|她|对方|老板|房东)?(?:就)?(?:知道)?姓([\u4e00-\u9fa5])(?:[，, 。]|名|叫|全名|具体|别的|其他|$)"
)
#: Readers that take every word of a message for themselves.
WHOLE = frozenset({"text", "short_text", "table", "consent"})
NONE_WORDS = frozenset(
    {"没有", "没", "无", "没了", "不用", "就这些", "没有了", "没有没有", "没约定", "没说", "一分没还"}
)
#: Questions for what is owed, where a price and a time (2800一年，欠了三年) make the sum.
OWED = frozenset({"amount:fee_owed", "amount:wage_owed"})
YES, NO = "yes", "no"


def read(talk: Talk, step: Step, text: str) -> Answer | Reading | Refusal | None:
    """What `text` says as an answer to `step`.

    An Answer is certain; a Reading still has to be confirmed; a Refusal says what is wrong with it;
    None means that this is no answer at all.
    """
    if step.read == "consent":
        return choosing.consent(talk, step, text, asks=looks_like_question(step, text))
    if step.options:
        return choosing.choice(talk, step, text)
    text = on_topic.without_remarks(step, text)
    if step.read == "party" and (surname := _SURNAME.match(text)):
        name = f"{surname[1]}某（全名不清楚）"
        return Answer(name, name, talk.line, 0, len(text))
    if none := _none_said(talk, step, text):
        return none
    paid = on_topic.paid_part(talk, step, text)
    if isinstance(paid, Refusal):
        return paid
    told = on_topic.not_denied(talk, step, paid)
    if isinstance(told, Refusal):
        return told
    text = told
    if whole := stretches.listed(step, text, talk.context(step)):
        return answer_of(talk, whole)
    if OWED & step.facts.keys() and (product := owed_periods.read(text, talk.context(step))):
        return product
    reading = talk.k.readers[step.read](text, talk.context(step))
    reading = on_topic.interest_as_rate(talk, step, text, reading)
    if lists.may_split(step) and (several := rows_in(talk, step, text, reading)):
        return answer_of(talk, several)
    reading = on_topic.settled(talk, step, text, reading)
    if isinstance(reading, Reading) and telling.no_interest(step, reading.value):
        return Answer(None, step.unknown, talk.line, reading.start, reading.end)
    if isinstance(reading, Reading) and not reading.confirm:
        return answer_of(talk, reading)
    return reading


def _none_said(talk: Talk, step: Step, text: str) -> Answer | Refusal | None:
    """There is nothing to tell, or it is not known; a Refusal where the words only sound like an answer."""
    nothing = step.unknown and plain(text) in NONE_WORDS | {plain(step.unknown)}
    if nothing or on_topic.nothing_said(step, text):
        return Answer(None, step.unknown, talk.line)
    if _says_unknown(step, text):
        return Answer(None, talk.k.title("unknown"), talk.line)
    return wedding.read(talk, step, text)


def rows_in(talk: Talk, step: Step, text: str, single: Reading | Refusal | None) -> Reading | None:
    """The words as several entries, where the step takes one value or a list and they tell a list."""
    context = talk.context(step)
    found = talk.k.readers["rows"](text, context)
    told = isinstance(found, Reading) and lists.tells_rows(step, text, found, single, context)
    return found if isinstance(found, Reading) and told else fee_rows.read(talk, step, text)


def _says_unknown(step: Step, text: str) -> bool:
    """还过几次记不清了 is not 没还过: what is not remembered is unknown, never none."""
    if step.required or step.read == "text":
        return False
    short = len(text) <= UNKNOWN_CHARS and _UNKNOWN.search(text) is not None
    return short or plain(text) in NONE_WORDS


def answer_of(talk: Talk, reading: Reading) -> Answer:
    """A reading as an answer that knows which words it stands on."""
    return Answer(reading.value, reading.shown, talk.line, reading.start, reading.end)


def asks_beside(step: Step, text: str) -> bool:
    """要钱不, 得多长时间: where no sum or length is asked for, a question beside the form."""
    return step.read not in {"amount", "rate", "duration", "text", "rows"} and _SIDE.search(text) is not None


def looks_like_question(step: Step, text: str) -> bool:
    """Whether the text should be understood before it is taken as an answer."""
    if asks_beside(step, text):
        return True
    if on_topic.nothing_said(step, text):
        return False  # 啥也没有 asks nothing
    if step.read in {"text", "short_text", "address"} or step.options:
        return len(text) <= QUESTION_CHARS and is_question(text)
    return is_question(text)


def answer(talk: Talk, step: Step) -> bool:
    """Try the message as the answer to `step`; True when the turn is decided."""
    result = read(talk, step, talk.text)
    if isinstance(result, Answer):
        accept(talk, step, result)
        return True
    if isinstance(result, Reading):
        confirm(talk, step, result)
        return True
    if isinstance(result, Refusal):
        miss(talk, step, result.sentence)
        return True
    return False


def confirm(talk: Talk, step: Step, reading: Reading) -> None:
    """Read back what is not certain before it is kept."""
    buttons = (Button("对", "yes"), Button("不对", "no"))
    packed = headcount.checked(talk, step, answer_of(talk, reading), talk.text).packed()
    data: dict[str, Json] = {"step": step.id, "answer": packed}
    asking.open_question(talk, "confirm", "confirm", buttons, data=data, question=reading.confirm)
    talk.verdict = "confirm"


def accept(talk: Talk, step: Step, value: Answer, *, insisted: bool = False) -> None:
    """Keep the answer, say what was understood, run the step's law checks, ask the next question.

    What can hardly be meant is asked back first, unless the person insisted.
    """
    if step.scope and step.refusal and value.value == NO:
        talk.effect(
            "consent", scope=step.scope, answer=False, raw=talk.text, version=step.version, shown=step.ask
        )
        talk.says.append(Say(step.refusal))
        talk.change(paused=True, misses=0)
        talk.verdict = "refused"
        return
    old = talk.answers().get(step.id)
    value = value if old else headcount.checked(talk, step, value, talk.text)
    if lists.listed(step, value) and (step.columns or (old and old.known)):
        keeping.add_rows(talk, step, value)
        return
    if odd.ask(talk, step, value, insisted=insisted):
        return
    if headcount.differs(value) and step.read == "table":
        keeping.put(talk, step, value)
        return
    refuses = step.scope == "mediation" and value.value == NO
    if refuses and talk.defends:
        value = replace(value, shown=talk.words("mediation_defends_no"))
    value, ends = stretches.parted(talk.flow, step, value, talk.text[value.start : value.end])
    talk.put(step, value)
    if old and old != value and old.known:
        talk.say("changed", label=step.label, old=asking.display(step, old), new=asking.display(step, value))
    elif not value.known:
        talk.say("echo_none" if step.unknown else "echo_unknown", label=step.label, shown=value.shown)
    elif not step.options:
        talk.say("echo", label=step.label, shown=asking.display(step, value))
    _keep_also(talk, ends)
    warn(talk, step)
    _beside(talk, step)
    if refuses and talk.defends:
        talk.say("defends")
        asking.ask(talk)
    elif refuses and (old is None or old.value != NO):
        # the papers come first, then the next question (`filing.filed_on`)
        form = talk.session.form
        talk.effect("file", draft=form.flow if form else "", number="")
        talk.then = "filed_on"
    elif not _due_again(talk, step):
        asking.ask(talk)
    talk.verdict = talk.verdict or "answer"


def _due_again(talk: Talk, step: Step) -> bool:
    """A due day told before the day it counts from is read back as it reads now; True when it is asked."""
    due = loose_due.again(talk, step)
    if due:
        question = due[1].confirm or talk.words("due_again", shown=due[1].shown, label=due[0].label)
        confirm(talk, due[0], replace(due[1], confirm=question, start=0, end=0))
    return due is not None


def _keep_also(talk: Talk, more: Mapping[str, Answer]) -> None:
    """What the same words say for other questions that are still open."""
    form = talk.session.form
    if form is None or not more:
        return
    filled, taken = engine.fill(talk.flow, form, more)
    if taken:
        talk.change(form=filled)
        telling.say_taken(talk, taken)


def _beside(talk: Talk, step: Step) -> None:
    """What a longer answer tells beside what was asked goes to the questions it answers."""
    typed = talk.incoming.kind is Kind.TEXT and not talk.incoming.payload
    long = len(talk.text) >= BESIDE_CHARS or (bool(step.options) and any(one.hear for one in talk.flow.steps))
    if typed and long and step.read not in WHOLE:
        telling.tell(talk)
    elif typed and step.id != side.SUED_STEP:
        _keep_also(talk, side.suit_told(talk.flow, talk.text, talk.line))


def warn(talk: Talk, step: Step) -> None:
    """Findings that should be known at once, each said one time: a better door, a period that runs."""
    answers = talk.answers()
    values = talk.k.facts(talk.flow, answers) if step.check else {}
    found = talk.k.check(step.check, values)
    way_out = talk.k.way_out(step, answers.get(step.id))
    for finding in [*found, *([way_out] if way_out else [])]:
        mark = f"{finding.rule}:{finding.level}:{finding.door}"
        if finding.for_citizen and mark not in talk.session.told:
            text = advice(talk, finding) + _where(talk, finding)
            talk.says.append(Say(text, asking.ways_on(talk, finding.door)))
            talk.change(told=(*talk.session.told, mark))
    _call_for(talk, step, answers.get(step.id))


def _call_for(talk: Talk, step: Step, given: Answer | None) -> None:
    """Who answers that it is not safe at home is waited for by a person, urgently; the form may go on."""
    option = step.options.get(str(given.value)) if given else None
    if option is None or not option.danger:
        return
    quoted = f"{step.label}：{option.label}"
    talk.effect("handoff", reason="危险", urgent=True, flag=option.danger, quote=quoted)
    talk.say("danger_called")
    talk.change(mode="waiting" if talk.session.mode == "bot" else talk.session.mode)


def _where(talk: Talk, finding: Finding) -> str:
    """Office, papers and numbers of the door a check points at, unless they stand in its words."""
    door = talk.k.doors.get(finding.door)
    return f"\n{door.where}" if door and door.where not in finding.for_citizen else ""


def advice(talk: Talk, finding: Finding) -> str:
    """What a law check says, with the articles it stands on."""
    sources = talk.k.sources(finding.citations)
    return f"{finding.for_citizen}依据：{sources}。" if sources else finding.for_citizen


def miss(talk: Talk, step: Step, sentence: str = "") -> None:
    """An answer that was not understood: say why, then an example, then offer a person. Nothing is lost."""
    misses = talk.session.misses + 1
    talk.change(misses=misses)
    talk.verdict = "miss"
    if misses >= TRIES and offer_person(talk, () if step.required else talk.command_buttons("skip")):
        return
    if sentence:
        talk.say("evidence_refused", reason=sentence)
    elif hearsay.reported(talk.text):
        talk.say("hearsay_none")
    elif on_topic.strays(talk, step, talk.text):
        talk.say("strayed", label=step.label)
    elif step.read == "consent":
        labels = {key: option.label for key, option in step.options.items()}
        talk.say("missed_consent", yes=labels.get(YES, ""), no=labels.get(NO, ""))
    elif step.options:
        talk.say("missed_choice")
    elif misses > 1:
        key = "missed_required" if step.required else "missed_example"
        talk.say(key, hint=step.hint.removeprefix("例如："))
    else:
        talk.say("missed", hint="")
    asking.ask(talk)


def offer_person(talk: Talk, more: tuple[Button, ...]) -> bool:
    """要转人工吗: may be answered with yes or no as well as tapped.

    False, with one sentence instead, for who is waiting for a person already or let it pass twice.
    """
    if talk.session.mode == "waiting":
        talk.say("missed_waiting")
        return False
    if talk.session.misses >= TRIES + OFFERS:
        talk.say("missed_on")
        return False
    talk.change(misses=max(talk.session.misses, TRIES))
    buttons = (Button(talk.k.title("human"), "yes"), Button("不用，接着填", "no"), *more)
    asking.open_question(talk, "offer_human", "missed_person", buttons, data={})
    return True


def unsettled(talk: Talk) -> Answer | None:
    """What was said but not yet said to be right, marked as not certain."""
    asked = talk.session.asking or {}
    said = asked.get("answer")
    if asked.get("kind") != "confirm" or not isinstance(said, list):
        return None
    return replace(Answer.unpacked(said), confirmed=False)


def skip(talk: Talk, *, unknown: bool) -> None:
    """跳过 or 不知道: an explicit unknown is stored where the step allows it, else it says why it cannot."""
    step = talk.step
    said = unsettled(talk)
    if step and unknown and said:
        # 月息1分 - 按月还是按年？- 不知道: what was said stays, marked as not certain
        accept(talk, step, said)
    elif step is None:
        talk.say("nothing_open")
    elif step.required:
        _held_up(talk, step)
    elif unknown and "unsure" in step.options:
        accept(talk, step, Answer("unsure", step.options["unsure"].label, talk.line))
    else:
        accept(talk, step, Answer(None, talk.k.title("unknown" if unknown else "skip"), talk.line))
    talk.verdict = "skip"


def _held_up(talk: Talk, step: Step) -> None:
    """What has to be answered cannot be skipped: why, once; who says so again may want to ask a person."""
    misses = talk.session.misses + 1
    talk.change(misses=misses)
    if misses >= STUCK and offer_person(talk, ()):
        return
    talk.say("skipped_required", why=step.wrong or step.why)
    asking.ask(talk)


def fits_none(talk: Talk, step_id: str) -> bool:
    """The "none" button of a step was tapped."""
    step = talk.step
    if step is None or step.id != step_id or not step.unknown:
        return False
    accept(talk, step, Answer(None, step.unknown, talk.line))
    return True


def pick(talk: Talk, step_id: str, key: str) -> bool:
    """An option's button was tapped; an old button corrects the step it belongs to."""
    form = talk.session.form
    if form is None:
        return False
    steps = {step.id: step for step in engine.active(talk.flow, form.answers)}
    step = steps.get(step_id)
    if step is None or key not in step.options:
        return False
    accept(talk, step, Answer(key, step.options[key].label, talk.line))
    return True
