"""Commands that work at every moment: 人工 返回 修改 重来 暂停 跳过 不知道 进度 帮助 为什么 …"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import answering, asking, choosing, correcting, filing, odd, own_side, registering, triage
from bot.dialogue.knowledge import plain
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import person_wish
from bot.text.reading import is_question
from flows import engine
from flows.engine import Answer
from flows.schema import Step

#: A case number alone asks how far the case is; only the person's own cases are ever looked up.
_CASE_NUMBER = re.compile(r"[（(]?20\d{2}[）)]?内?\d{4}诉前调(?:第)?\d{1,7}号?")

#: Commands whose words answer some questions: 我不会用手机; 登记了, where a marriage is asked about.
_MAY_ANSWER = frozenset({"stuck", "register"})


def command(talk: Talk) -> bool:
    """Obey a command; True when the message was one.

    An option of the open question that reads the same (“直接立案”) is the answer, not the command;
    “能不能直接立案” asks and decides nothing.
    """
    name = talk.k.command(talk.text) or ("status" if _CASE_NUMBER.fullmatch(talk.text) else "")
    if not name:
        return False
    if name == "file_now" and is_question(talk.text):
        return False
    if name == "human" and person_wish.without(talk.text):
        return False  # what is told beside it has to be understood
    step = talk.step
    if name in _MAY_ANSWER and step and not talk.session.asking and _answers(talk, step):
        return False
    if step and name not in {"human", "unknown"} and not talk.session.asking and _is_option(talk, step):
        return False
    obey(talk, name)
    return True


def _answers(talk: Talk, step: Step) -> bool:
    """我不会用手机, where an online talk is asked about, is an answer."""
    chooses = bool(step.options) or step.read == "consent"
    return chooses and isinstance(answering.read(talk, step, talk.text), Answer)


def _is_option(talk: Talk, step: Step) -> bool:
    said = choosing.option_said(talk, step, talk.text)
    return said is not None or plain(talk.text) == plain(step.unknown)


def obey(talk: Talk, name: str) -> bool:
    """Run a command by name; False for a name that does not exist."""
    action = COMMANDS.get(name)
    if action is None:
        return False
    talk.verdict = name
    action(talk)
    return True


def human(talk: Talk) -> None:
    """转人工: at once, whatever was going on; the case stays as it is, what was read back too."""
    said, step = answering.unsettled(talk), talk.step
    if said and step:
        talk.put(step, said)
    talk.effect("handoff", reason="主动要求", urgent=False, flag="")
    talk.change(asking=None, misses=0)
    talk.then = "handoff"


def stuck(talk: Talk) -> None:
    """找人, 不会用: whether a person should come is asked, for who does not wait for one already."""
    if talk.session.mode == "waiting":
        talk.say("missed_waiting")
        asking.ask(talk)
        return
    goes_on = "不用，接着填" if talk.session.form else "不用"
    buttons = (Button(talk.k.title("human"), "yes"), Button(goes_on, "no"))
    asking.open_question(talk, "offer_human", "stuck", buttons, data={})


def no_human(talk: Talk) -> None:
    """不要转人工了: nobody is called, and who only waits for a person leaves the queue."""
    if (talk.session.asking or {}).get("kind") in {"offer_human", "callback"}:
        talk.change(asking=None)
    if talk.session.mode == "waiting":
        talk.effect("leave")
        talk.then = "left"
        return
    talk.say("no_human")
    asking.ask(talk)


def restart(talk: Talk) -> None:
    """重来: only after a yes, because it throws answers away."""
    if talk.session.form is None:
        triage.menu(talk)
        return
    count = str(len(talk.answers()))
    buttons = (Button("从头再来", "yes"), Button("不，接着填", "no"))
    asking.open_question(talk, "restart", "restart_ask", buttons, data={}, count=count)


def cancel(talk: Talk) -> None:
    """算了，不登记了: given up only after a yes; keeping it for later is the other choice."""
    if talk.session.form is None:
        talk.say("bye")
        return
    count = str(len(talk.answers()))
    keep, another, stop = _ways_to_leave(talk)
    buttons = (stop, Button("先放着", "no"), another, keep)
    asking.open_question(talk, "cancel", "cancel_ask", buttons, data={}, count=count)


def another(talk: Talk) -> None:
    """换一件事: the open intake is kept, put by for another, or given up, as the person says."""
    if talk.session.form is None:
        triage.menu(talk)
        return
    values = {"title": talk.flow.title, "count": str(len(talk.answers()))}
    asking.open_question(talk, "cancel", "another_ask", _ways_to_leave(talk), data={}, **values)


def _ways_to_leave(talk: Talk) -> tuple[Button, Button, Button]:
    """Keep on, start another, stop."""
    return (
        Button(talk.words("leave_keep"), "keep"),
        Button(talk.words("leave_another"), "another"),
        Button(talk.words("leave_stop"), "yes"),
    )


def drop(talk: Talk) -> None:
    """全删了: what is being filled in, else everything kept; where that was just asked, it is asked again."""
    deleting = (talk.session.asking or {}).get("kind") == "delete"
    if talk.session.form is None or deleting:
        talk.verdict = "delete"
        delete(talk)
    else:
        cancel(talk)


def pause(talk: Talk) -> None:
    """暂停: everything stays, nothing is asked until the person comes back."""
    if talk.session.form is None:
        talk.say("nothing_open")
        return
    talk.change(paused=True, misses=0)
    talk.say("paused", talk.command_buttons("resume"))


def resume(talk: Talk) -> None:
    """继续: the open question again; a parked intake comes back when none is open."""
    if talk.session.form is None and talk.session.parked:
        talk.change(form=talk.session.parked[-1], parked=talk.session.parked[:-1])
    talk.change(paused=False, danger_at="", danger_kind="")
    if talk.session.form is None:
        talk.say("nothing_open")
        triage.menu(talk)
        return
    asking.ask(talk)


def progress(talk: Talk) -> None:
    """进度: where we are and how long it will still take; without an intake, the cases."""
    form = talk.session.form
    if form is None:
        status(talk)
        return
    flow = talk.flow
    if talk.step is None:
        talk.say("progress_review", title=flow.title)
    else:
        number, total = engine.progress(flow, form)
        talk.say(
            "progress", title=flow.title, step=number, total=total, minutes=asking.minutes_left(flow, form)
        )
    talk.change(paused=False)
    asking.ask(talk)


def help_(talk: Talk) -> None:
    """帮助: what to do right here, else what can be done at all."""
    step = talk.step
    if step is None or talk.session.paused:
        talk.say("help", talk.command_buttons("menu", "human"))
        asking.ask(talk)
        return
    talk.say("help_step", ask=step.why, hint=step.hint)
    asking.ask(talk)


def why(talk: Talk) -> None:
    """为什么: the reason for the open question, with its source."""
    step = talk.step
    if step is None:
        help_(talk)
        return
    talk.say("why", why=step.why, citations=talk.k.sources(step.law))
    asking.ask(talk)


def review(talk: Talk) -> None:
    """看看填了什么: the list so far; then the open question."""
    if talk.session.form is None:
        status(talk)
        return
    if talk.step is None:
        asking.ask(talk)
        return
    talk.say("so_far", rows="\n".join(asking.row_lines(talk)) or talk.words("so_far_none"))
    asking.ask(talk)


def status(talk: Talk) -> None:
    """我的案子到哪了: looked up in SQL, so it is said after the effects."""
    talk.effect("status")
    talk.then = "status"


def withdraw(talk: Talk) -> None:
    """撤回申请: which ones can be withdrawn is looked up first."""
    talk.effect("status")
    talk.then = "withdraw"


def delete(talk: Talk) -> None:
    """删除我的信息 (个保法47): after a yes, drafts, talk and files go; submitted cases stay by law."""
    buttons = (Button("确定删除", "yes"), Button("先不删", "no"))
    asking.open_question(talk, "delete", "delete_ask", buttons, data={})


def device(talk: Talk) -> None:
    """换设备: a code that works once and for ten minutes."""
    talk.effect("code")
    talk.then = "device"


def submit(talk: Talk) -> None:
    """确认提交: only when every question is answered; told facts count as confirmed from now on."""
    form = talk.session.form
    if form is None:
        talk.say("submit_again" if talk.session.cases else "nothing_open")
        return
    step = talk.step
    if step is not None:
        talk.say("submit_missing", label=step.label)
        talk.change(paused=False)
        asking.ask(talk)
        return
    confirmed = {
        key: answer if answer.by == odd.INSISTED else replace(answer, confirmed=True)
        for key, answer in form.answers.items()
    }
    talk.change(form=replace(form, answers=confirmed), asking=None)
    talk.effect("submit", form=replace(form, answers=confirmed).to_json())
    talk.then = "submitted"


def evidence(talk: Talk) -> None:
    """我的证据: the list of uploads, looked up in SQL."""
    talk.effect("evidence_list")
    talk.then = "evidence"


def callback(talk: Talk) -> None:
    """请人打给我: asks for number and time."""
    asking.open_question(talk, "callback", "handoff_callback", (), data={})


def mongolian(talk: Talk) -> None:
    """用蒙古语: a person who speaks it, free of charge (民诉法11; 诉讼费办法12)."""
    talk.say("mongolian")
    talk.effect("handoff", reason="需要蒙古语", urgent=False, flag="language")
    talk.then = "handoff"


def menu(talk: Talk) -> None:
    """菜单: what can be done; in an intake what can be done beside it, and the way back to its question."""
    if talk.session.form is None:
        hello(talk)
        return
    buttons = talk.command_buttons("review", "edit", "pause", "another", "human")
    talk.say("menu_form", buttons, title=talk.flow.title, count=len(talk.answers()))
    talk.change(paused=False)
    asking.ask(talk)


def hello(talk: Talk) -> None:
    """你好, 开始: the welcome and the menu; in an intake its question again."""
    if talk.session.form is not None:
        talk.change(paused=False)
        asking.ask(talk)
        return
    talk.say("welcome")
    triage.menu(talk)


def edit(talk: Talk) -> None:
    """修改: pick from the list."""
    correcting.choose(talk)


COMMANDS: dict[str, Callable[[Talk], None]] = {
    "human": human,
    "no_human": no_human,
    "stuck": stuck,
    "back": correcting.back,
    "edit": edit,
    "restart": restart,
    "pause": pause,
    "cancel": cancel,
    "another": another,
    "undo": correcting.undo,
    "drop": drop,
    "resume": resume,
    "skip": lambda talk: answering.skip(talk, unknown=False),
    "unknown": lambda talk: answering.skip(talk, unknown=True),
    "progress": progress,
    "help": help_,
    "why": why,
    "review": review,
    "status": status,
    "withdraw": withdraw,
    "delete": delete,
    "device": device,
    "file_now": filing.file_now,
    "mediate": filing.mediate,
    "submit": submit,
    "evidence": evidence,
    "callback": callback,
    "mongolian": mongolian,
    "menu": menu,
    "hello": hello,
    "own_side": own_side.register,
    "register": registering.register,
}
