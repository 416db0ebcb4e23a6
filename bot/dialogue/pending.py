"""Answers to the talk's own questions: is this right? really delete? which dispute?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.dialogue import (
    agreeing,
    answering,
    asked_too,
    asking,
    correcting,
    doors,
    hearsay,
    intake,
    keeping,
    list_rows,
    listing,
    lists,
    none_fits,
    odd,
    steering,
    taken_back,
    telling,
    triage,
)
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.model import Say
from bot.text.mask import mask_text
from bot.text.reading import Reading
from flows.engine import Answer, Json

#: What cannot be undone needs the words of its button or a firm yes; 「嗯」 is not enough.
#: Kind -> what is said when something else was asked for instead.
STRICT: Mapping[str, str] = {"withdraw": "dropped_withdraw", "delete": "dropped_delete"}
#: A longer message says more than yes or no and is heard as a whole.
YES_CHARS = 8
#: Questions about giving something up or moving on: a refusal is a no to them and nothing else.
_REFUSABLE = frozenset({"withdraw", "delete", "restart", "cancel", "switch", "offer_human"})
_UNDOES = (
    "删除|删掉|删|清掉|清除|清空|清|撤回|撤掉|撤销|撤|弄|搞|丢|扔|放弃|重来|重填|换|转|动"
    "|打电话|打给我|打|回电"
)
#: 算了, 别删, 我不想撤了, 点错了不删: said once or several times over, and nothing beside it.
_REFUSES = re.compile(
    r"(?:(?:哎呀?|哦|噢|啊|嗯|那|就|我|俺|咱|你|还是|先|暂时|可|千万|快|都|真的?|突然|又|现在|并|刚才?|是|给我)*"
    r"(?:(?:不是|不|没|别|莫|甭)(?:想|用|要|能|需要|愿意?|打算|必|准|许|舍得)*(?:再|给我|急着|忙着?|乱)*"
    rf"(?:{_UNDOES})?(?:我的|这个|那个|信息|资料|申请|案子|东西|它|人工)*"
    r"|算了|取消|[点按打发说摁搞弄看]错|手滑|手抖|误点|误触|[后反]悔|我?再(?:想|考虑)(?:想|一?下|考虑)?"
    r"|留着|保留|nope?|n|cancel)"
    r"(?:了|吧|啊|呀|哦|的|嘛|呢|谢谢|不好意思|对不起)*)+"
)
#: Questions that read a value back, and the values whose words are never a mere yes.
_READ_BACK = frozenset({"confirm", "odd", "hearsay"})
_VALUES = frozenset({"amount", "date", "duration", "rate"})
#: 确实是, 就是这么多: the value stands.
_INSISTS = re.compile(r"确实|就是(?:这|那)|没(?:写|说|记|填)?错|真的是|千真万确")
#: 给了王五3000: a sum among other words is told, not agreed to; 对，5万 agrees.
_TELLS = re.compile(r"(?!对|是|嗯|好|行|可以|没错|不|就|没).*(?:\d|[百千万])")
Handler = Callable[[Talk, Mapping[str, Json], str], bool]


def pending(talk: Talk) -> bool:
    """Take the message as the answer to the talk's own question; True when the turn is decided.

    A message that is no answer to it leaves the question standing and goes on to the other listeners.
    """
    open_ = talk.session.asking
    if open_ is None:
        return False
    payload = talk.incoming.payload or _yes_no(talk)
    handler = HANDLERS[str(open_["kind"])]
    talk.settled = handler(talk, open_, payload)
    return talk.settled


def let_go(talk: Talk) -> None:
    """Words that had to be understood first did not answer what is asked about a person; the intake goes on.

    要转人工吗 is not put again after them, the wish for a call once more.
    """
    open_ = talk.session.asking or {}
    if open_.get("kind") == "offer_human" or (open_.get("kind") == "callback" and open_.get("twice")):
        talk.change(asking=None)
    elif open_.get("kind") == "callback":
        talk.change(asking={**open_, "twice": True})


def dropped(talk: Talk, before: Session) -> None:
    """Say that what was about to be deleted or withdrawn was not, where something else was asked for."""
    asked, now = before.asking or {}, talk.session.asking or {}
    kind = str(asked.get("kind") or "")
    if kind in STRICT and now.get("kind") != kind and not talk.settled:
        talk.says.insert(0, Say(talk.words(STRICT[kind])))


def _yes_no(talk: Talk) -> str:
    """The payload that typed words stand for: a button's title, payload or number, a refusal, yes or no."""
    open_ = talk.session.asking or {}
    kind, rows = open_.get("kind"), _buttons(open_)
    said = talk.text.rstrip("。．.！!，,~吧 ").lower()
    for title, payload in rows:
        if said in {title.lower(), payload}:
            return payload
    if kind != "edit" and talk.text.isdecimal() and 0 < int(talk.text) <= len(rows):
        return rows[int(talk.text) - 1][1]
    if kind in _REFUSABLE and _refuses(talk.text):
        return "no"
    if kind == "triage" and none_fits.said(talk.text):
        return intake.NONE
    if kind == "cancel" and talk.k.command(talk.text) in {"another", "resume"}:
        return {"another": "another", "resume": "keep"}[talk.k.command(talk.text)]
    if agreeing.certain(str(kind), talk.text):
        return "yes"
    if kind in STRICT or len(talk.text) > YES_CHARS or _TELLS.match(talk.text):
        return ""
    if kind in _READ_BACK and _brings_another(talk, open_):
        return ""
    reading = talk.k.readers["yes_no"](talk.text, talk.context())
    return "no" if isinstance(reading, Reading) and reading.value == "no" else ""


def _brings_another(talk: Talk, open_: Mapping[str, Json]) -> bool:
    """Whether the words hold another value than the one read back: 是去年借的 corrects 明年借的."""
    step = next((s for s in talk.flow.steps if s.id == open_["step"]), None)
    packed = open_["answer"]
    if step is None or step.read not in _VALUES or not isinstance(packed, list):
        return False
    told = answering.read(talk, step, talk.text)
    said = told.value if isinstance(told, Reading | Answer) else None
    return said is not None and said != Answer.unpacked(packed).value


def _buttons(open_: Mapping[str, Json]) -> list[tuple[str, str]]:
    """(title, payload) of each button under the open question."""
    rows = open_.get("buttons")
    return (
        [(str(row[0]), str(row[1])) for row in rows if isinstance(row, list)]
        if isinstance(rows, list)
        else []
    )


def _refuses(text: str) -> bool:
    tight = re.sub(r"[\s，。！!、,.~～…；;]+", "", text).lower()
    return _REFUSES.fullmatch(tight) is not None


def _confirm(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    """Is the reading right? A new value in its place is taken as well."""
    step = next((s for s in talk.flow.steps if s.id == open_["step"]), None)
    packed = open_["answer"]
    if step is None or not isinstance(packed, list):
        talk.change(asking=None)
        return False
    if payload == "yes":
        # a day that has not come yet was read back with just that
        answering.accept(
            talk, step, Answer.unpacked(packed), insisted=step.read == "date" and not step.columns
        )
    elif payload == "no":
        talk.change(asking=None)
        talk.say("confirm_retry")
        correcting.reopen(talk, step.id)
    elif lists.is_list(step) and listing.over(talk, step, Answer.unpacked(packed)):
        return True
    elif correcting.names_another(talk, step):
        talk.change(asking=None)
        return False
    else:
        result = answering.read(talk, step, talk.text)
        if isinstance(result, Answer):
            answering.accept(talk, step, result)
        elif isinstance(result, Reading):
            answering.confirm(talk, step, result)
        else:
            return False
    talk.verdict = "confirm"
    return True


def _odd(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    """Can that be right? Who insists is heard; a new value in its place is taken as well."""
    step = next((s for s in talk.flow.steps if s.id == open_["step"]), None)
    packed = open_["answer"]
    if step is None or not isinstance(packed, list):
        talk.change(asking=None)
        return False
    insists = _INSISTS.search(talk.text) and not list_rows.names_row(talk, step, Answer.unpacked(packed))
    if payload != "yes" and not insists:
        return _confirm(talk, open_, payload)
    talk.change(asking=None)
    said = odd.stood_by(Answer.unpacked(packed))
    talk.say("odd_kept", label=step.label)
    if lists.listed(step, said):
        keeping.put(talk, step, said)
    else:
        answering.accept(talk, step, said, insisted=True)
    talk.verdict = "confirm"
    return True


def _triage(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    if payload in {intake.NONE, "no"}:
        return triage.none_of_these(talk)
    kind, _, name = payload.partition(":")
    talk.change(asking=None)
    if kind == "door":
        return doors.open_door(talk, name, story=str(open_["story"]))
    if kind != "flow" or not intake.chosen(talk, name, open_):
        return False
    asked_too.answer_near(talk, open_, name)
    return True


def _switch(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    if payload not in {"yes", "no"}:
        return False
    talk.change(asking=None)
    old = talk.session.form
    if payload == "yes" and old is not None:
        talk.change(parked=(*talk.session.parked, old)[-3:], form=None)
        return intake.chosen(talk, str(open_["label"]), open_)
    talk.say("switch_kept", old=talk.flow.title)
    asking.ask(talk)
    return True


def _unsure(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    """Are the doubtful facts right? Anything but yes and no is heard as if nothing had been asked."""
    talk.change(asking=None)
    facts = open_["facts"]
    if payload == "yes" and isinstance(facts, dict):
        telling.confirmed(talk, facts)
    elif payload != "no":
        return False
    asking.ask(talk)
    talk.verdict = "confirm"
    return True


def _restart(talk: Talk, _: Mapping[str, Json], payload: str) -> bool:
    if payload not in {"yes", "no"}:
        return False
    talk.change(asking=None)
    if payload == "yes":
        talk.change(form=None, misses=0, told=(), paused=False)
        talk.say("restart_done")
        triage.menu(talk)
    else:
        talk.say("restart_kept")
        asking.ask(talk)
    return True


def _delete(talk: Talk, _: Mapping[str, Json], payload: str) -> bool:
    if payload not in {"yes", "no"}:
        return False
    talk.change(asking=None)
    if payload == "yes":
        drafts = len(talk.session.parked) + (talk.session.form is not None)
        talk.effect("forget", drafts=drafts)
        talk.then = "deleted"
    else:
        talk.say("delete_no")
        asking.ask(talk)
    return True


def _withdraw(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    if payload not in {"yes", "no"}:
        return False
    talk.change(asking=None)
    if payload == "yes":
        talk.effect("withdraw", case=open_["case"])
        talk.then = "withdrawn"
    else:
        talk.say("withdraw_kept")
        asking.ask(talk)
    return True


def _edit(talk: Talk, _open: Mapping[str, Json], payload: str) -> bool:
    kind, _, name = payload.partition(":")
    if kind != "edit":
        number = talk.text.strip("第项条个")
        if number.isdecimal():
            talk.change(asking=None)
            return correcting.edit_number(talk, int(number))
        talk.change(asking=None)
        return False
    return correcting.reopen(talk, name)


def _which(talk: Talk, open_: Mapping[str, Json], payload: str) -> bool:
    """Which answer was said wrongly; the value was told with the correction."""
    kind, _, name = payload.partition(":")
    talk.change(asking=None)
    if none_fits.said(talk.text):
        asking.ask(talk)
        talk.verdict = "confirm"
        return True
    step = next((s for s in talk.flow.steps if s.id == name), None)
    return kind == "edit" and step is not None and taken_back.put(talk, step, str(open_["words"]))


def _cancel(talk: Talk, _open: Mapping[str, Json], payload: str) -> bool:
    """Keep on, put by (for another matter, or just for later), or give up."""
    form = talk.session.form
    if payload not in {"yes", "no", "keep", "another"} or form is None:
        return False
    talk.change(asking=None)
    if payload == "keep":
        talk.say("leave_kept")
        asking.ask(talk)
    elif payload == "another":
        talk.say("leave_parked", title=talk.flow.title)
        talk.change(parked=(*talk.session.parked, form)[-3:], form=None, misses=0, began=None, paused=False)
        triage.menu(talk)
    elif payload == "yes":
        talk.change(form=None, misses=0, told=(), paused=False)
        talk.say("cancel_done", talk.command_buttons("menu"))
    else:
        steering.pause(talk)
    talk.verdict = "cancel"
    return True


def _offer_human(talk: Talk, _open: Mapping[str, Json], payload: str) -> bool:
    """要转人工吗: yes hands over, no goes on; anything else is heard as if nothing had been asked."""
    talk.change(asking=None)
    if payload == "yes":
        steering.human(talk)
    elif payload == "no":
        if talk.session.form is None:
            talk.say("no_human")
        asking.ask(talk)
    else:
        return False
    talk.verdict = "human"
    return True


def _callback(talk: Talk, _open: Mapping[str, Json], _payload: str) -> bool:
    """A phone number with a time, or none wanted; anything else is asked for once more, then it goes on."""
    phone = talk.k.readers["phone"](talk.text, talk.context())
    talk.change(asking=None)
    if talk.k.command(talk.text) == "no_human":
        return steering.obey(talk, "no_human")
    if _refuses(talk.text):
        talk.say("callback_none")
        asking.ask(talk)
        talk.verdict = "callback"
        return True
    if not isinstance(phone, Reading):
        return False
    talk.effect("callback", wish=talk.text[:80])
    talk.say("callback_done", wish=mask_text(talk.text[:60]))
    asking.ask(talk)
    talk.verdict = "callback"
    return True


HANDLERS: dict[str, Handler] = {
    "confirm": _confirm,
    "odd": _odd,
    "hearsay": hearsay.answered,
    "triage": _triage,
    "unsure": _unsure,
    "switch": _switch,
    "restart": _restart,
    "delete": _delete,
    "withdraw": _withdraw,
    "edit": _edit,
    "which": _which,
    "callback": _callback,
    "offer_human": _offer_human,
    "cancel": _cancel,
    "door": doors.answered,
}
