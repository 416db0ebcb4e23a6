"""What is said once the effects gave their results: case numbers, places in the queue, lists. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.dialogue import asking, evidence_after, filing
from bot.dialogue.knowledge import Knowledge
from bot.dialogue.session import Session
from bot.dialogue.talk import Outcome, Talk
from bot.law import lanes
from bot.model import Button, Card, Duty, Media, Say
from bot.text.amounts import format_yuan
from flows.engine import Json
from flows.papers import BUNDLE, INDEX, PAPERS

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"

STATES = {
    "submitted": "已提交，等调解员接手",
    "in_mediation": "正在调解",
    "agreed": "已达成调解协议",
    "failed": "调解没成，转立案",
    "withdrawn": "您已撤回",
    "to_file": "不调解，等您去立案",
    "referred": "已转其他部门",
    "closed": "已结束",
}
NEXT = {
    "submitted": "调解员会在3个工作日内联系双方。",
    "in_mediation": "调解员在办，有消息会告诉您。",
    "agreed": "双方可以在协议生效后30日内一起申请司法确认（民诉法205）。",
    "to_file": "带上材料到诉讼服务大厅立案。",
}
#: The same for who is sued: nothing is filed from this side (民诉法128).
DEFENDS = {"to_file": "不调解，等法院通知", "failed": "调解没成，等法院通知"}
NEXT_DEFENDS = {
    "to_file": "收到起诉状的，15日内交答辩状（民诉法128）。",
    "failed": "收到起诉状的，15日内交答辩状（民诉法128）。",
}
#: Of how many people filing together the papers are listed one by one; the desk has them all.
MEMBERS = 20
FORMS = {"pdf": "PDF", "docx": "Word"}


@dataclass(frozen=True, slots=True)
class World:
    """What the words after the effects need beside the results."""

    duty: Duty
    link: Callable[[str, str, str], str]  #: (case id, paper, form) -> address that works for seven days


def late(k: Knowledge, results: Mapping[str, Any]) -> list[Say]:
    """What is said when effects that waited for the database are done at last."""
    done, handoff = results.get("submitted"), results.get("handoff")
    if done:
        at = moment(datetime.fromisoformat(done["at"]))
        return [Say(k.words["submitted"].format(number=done["first"], at=at, next=_next(k, done)).strip())]
    if results.get("filing"):
        return [Say(k.words["filing_late"])]
    return [Say(k.words["handoff_again"].format(ahead=handoff["ahead"]))] if handoff else []


def _next(k: Knowledge, done: Mapping[str, Any]) -> str:
    """What happens after a submission: in a green lane with when the first call comes."""
    if done["status"] != "submitted":
        return k.words["submitted_next_filing" if _files(done) else "defends"]
    lane = lane_words(k, done.get("lanes") or (), done.get("due_at", ""), done["at"])
    return k.words["submitted_next_lane"].format(lane=lane) if lane else k.words["submitted_next_mediation"]


def _files(done: Mapping[str, Any]) -> bool:
    """Whether this side sues and did not want to mediate."""
    return done["status"] != "submitted" and "complaint" in done["papers"]


def lane_words(k: Knowledge, ids: Sequence[str], due: str, now: str) -> str:
    """What a green lane means for the citizen, in one sentence with its articles; empty without a lane.

    `due` and `now` are ISO times.
    """
    lane = lanes.lanes().get(ids[0]) if ids else None
    if lane is None or not due:
        return ""
    said = lane.told.format(due=lanes.due_words(datetime.fromisoformat(due), datetime.fromisoformat(now)))
    return f"{said}依据：{k.sources(lane.citations)}。" if lane.citations else said


def caught_up(session: Session, done: Sequence[Mapping[str, Any]]) -> Session:
    """The session once effects that had waited gave their results."""
    for results in done:
        if "submitted" in results:
            session = replace(session, cases=session.cases + len(results["submitted"]["cases"]))
        if "handoff" in results and session.mode == "bot":
            session = replace(session, mode="waiting", handoff=results["handoff"]["id"])
    return session


def moment(at: datetime) -> str:
    """2026年11月22日（周日）15:04, in Beijing time."""
    here = at.astimezone(SHANGHAI)
    return f"{here.year}年{here.month}月{here.day}日（周{WEEKDAYS[here.weekday()]}）{here:%H:%M}"


def finish(talk: Talk, outcome: Outcome, results: Mapping[str, Any], world: World) -> Outcome:
    """The outcome with what could only be said now. `talk` is a fresh one over the outcome's session."""
    talk.says = list(outcome.says)
    talk.verdict = outcome.verdict
    if "handoff" in results:
        _queued(talk, results["handoff"])
    action = AFTER.get(outcome.then)
    if action:
        action(talk, results, world)
    return Outcome(talk.session, talk.outcome().says, (), "", outcome.verdict, kept_as(talk, results))


def kept_as(talk: Talk, results: Mapping[str, Any]) -> Media | None:
    """The file of this turn as the transcript keeps it, where its own bytes were not stored again."""
    found, media = results.get("evidence"), talk.incoming.media
    if media is None or found is None or found.get("blob") == media.blob:
        return None
    return replace(media, blob=str(found.get("blob", "")), refused=str(found["refused"]))


def _queued(talk: Talk, handoff: Mapping[str, Any]) -> None:
    if talk.session.mode != "human":
        talk.change(mode="waiting", handoff=handoff["id"])


def _handoff(talk: Talk, results: Mapping[str, Any], world: World) -> None:
    handoff = results.get("handoff")
    if handoff is None:
        talk.say("handoff_later")
        return
    if not handoff["on_duty"]:  # a mediator who works late is there
        now = talk.incoming.at
        if world.duty.open_now:  # the desk works, somebody will look in: say by when
            by = lanes.due_words(lanes.half_days_later(now, 1, talk.k.hours), now)
            talk.say("handoff_nobody", by=by, hours=world.duty.hours)
        else:
            talk.say("handoff_closed", hours=world.duty.hours)
        asking.open_question(talk, "callback", "handoff_callback", (), data={})
        return
    key = "handoff_again" if handoff["again"] else "handoff_waiting" if handoff["ahead"] else "handoff_first"
    card = Card("handoff", {"state": "waiting", "ahead": handoff["ahead"], "hours": world.duty.hours})
    talk.say(key, (), card, ahead=handoff["ahead"])
    asking.ask(talk)


def _left(talk: Talk, results: Mapping[str, Any], _: World) -> None:
    """Out of the queue, or why a person comes all the same."""
    left = results.get("left")
    if left:
        talk.change(mode="bot", handoff="")
    talk.say("records_down" if left is None else "no_human_left" if left else "no_human_kept")
    asking.ask(talk)


def _submitted(talk: Talk, results: Mapping[str, Any], world: World) -> None:
    done = results.get("submitted")
    talk.change(form=None, asking=None, told=(), misses=0)
    if done is None:
        talk.say("submitted_later")
        return
    talk.change(cases=talk.session.cases + len(done["cases"]))
    next_ = _next(talk.k, done)
    at = moment(datetime.fromisoformat(done["at"]))
    text = talk.words("submitted", number=done["first"], at=at, next=next_)
    if len(done["cases"]) > 1:
        total = format_yuan(done["total_fen"]) if done["total_fen"] else "未填"
        count = len(done["cases"])
        text += "\n" + talk.words(
            "submitted_group", count=count, first=done["first"], last=done["last"], total=total
        )
    if done.get("hidden"):
        text += "\n" + talk.words("submitted_hidden")
    documents = _documents(done, world)
    card = Card(
        "receipt", {"number": done["first"], "date": at, "next": next_, "documents": documents, "text": text}
    )
    links = _links(talk, done, world)
    talk.say("plain", talk.command_buttons("status"), card, text=f"{text}\n\n{links}")
    if talk.session.parked:
        waiting = talk.k.flows[talk.session.parked[-1].flow].title
        talk.say("parked_left", talk.command_buttons("resume"), title=waiting)


def _documents(done: Mapping[str, Any], world: World) -> list[Json]:
    """Everything the card offers: each paper in both forms, then the main one of whoever files together."""
    documents: list[Json] = [_bundle(done["cases"][0], world)] if _files(done) else []
    documents += [
        {"title": f"{PAPERS[paper].name}（{word}）", "url": url}
        for paper in done["papers"]
        for form, word in FORMS.items()
        if (url := world.link(done["cases"][0], paper, form))
    ]
    others = list(zip(done["cases"], done.get("people", ()), strict=False))[1:MEMBERS]
    main = done["papers"][0]
    return documents + [
        {"title": f"{name} {PAPERS[main].name}（PDF）", "url": world.link(case, main, "pdf")}
        for case, name in others
    ]


def _bundle(case_id: str, world: World) -> Json:
    return {"title": "立案材料包（全部在里面）", "url": world.link(case_id, BUNDLE, "zip")}


def _links(talk: Talk, done: Mapping[str, Any], world: World) -> str:
    """The main paper, and one line for all the others: a chat message stays short."""
    case, (main, *more) = done["cases"][0], done["papers"]
    lines = [talk.words("documents")]
    if _files(done):
        lines.append(talk.words("filing_bundle", url=world.link(case, BUNDLE, "zip")))
    lines += [f"{PAPERS[main].name}（{word}） {world.link(case, main, form)}" for form, word in FORMS.items()]
    if more:
        names = "、".join(PAPERS[paper].name for paper in more)
        url = world.link(case, INDEX, "html")
        lines.append(talk.words("documents_more", count=len(more), names=names, url=url))
    others = list(zip(done["cases"], done.get("people", ()), strict=False))[1:MEMBERS]
    lines += [f"{name} {PAPERS[main].name}（PDF） {world.link(one, main, 'pdf')}" for one, name in others]
    return "\n".join(lines)


def _status(talk: Talk, results: Mapping[str, Any], world: World) -> None:
    form = talk.session.form
    draft = talk.words("status_draft", title=talk.flow.title) if form else ""
    rows = results.get("cases")
    if rows is None:
        talk.say("records_down")
    elif not rows:
        talk.say("status_none", draft=draft)
    else:
        lines = [_status_row(talk, row) + _papers_of(talk, row, world) for row in rows]
        wanted = [talk.words("status_wanted", said=said) for said in talk.session.wanted]
        talk.say("plain", text="\n".join([*lines, *wanted, draft]).strip())
    asking.ask(talk)


def _status_row(talk: Talk, row: Mapping[str, Any]) -> str:
    """One case: its state, and what comes next, in the words of the side it was told from."""
    status, sued = row["status"], row.get("defends", False)
    state = DEFENDS.get(status) if sued else None
    return talk.words(
        "status_row",
        number=row["number"],
        title=row["title"],
        state=state or STATES[status],
        at=moment(datetime.fromisoformat(row["at"])),
        next=(NEXT_DEFENDS.get(status) if sued else None) or NEXT.get(status, ""),
    )


def _papers_of(talk: Talk, row: Mapping[str, Any], world: World) -> str:
    """One line under a case: where its papers are."""
    return (
        "\n" + talk.words("status_papers", url=world.link(row["id"], INDEX, "html")) if row["papers"] else ""
    )


def _withdraw(talk: Talk, results: Mapping[str, Any], _: World) -> None:
    numbers = results.get("open", [])
    if len(numbers) == 1:
        ask_withdraw(talk, numbers[0])
    elif numbers:
        talk.say("withdraw_which", [Button(number, f"withdraw:{number}") for number in numbers])
    else:
        talk.say("withdraw_none")
        asking.ask(talk)


def ask_withdraw(talk: Talk, number: str) -> None:
    """Really withdraw this one?"""
    buttons = (Button("撤回", "yes"), Button("先不撤", "no"))
    asking.open_question(talk, "withdraw", "withdraw_ask", buttons, data={"case": number}, number=number)


def _withdrawn(talk: Talk, results: Mapping[str, Any], _: World) -> None:
    number = results.get("withdrawn", "")
    if number is None or not number:
        talk.say("withdraw_none" if "withdrawn" in results else "records_down")
    else:
        talk.say("withdraw_done", number=number)
    asking.ask(talk)


def _deleted(talk: Talk, results: Mapping[str, Any], _: World) -> None:
    gone = results.get("forgotten")
    if gone is None:
        talk.say("records_down")
        return
    kept = talk.words("delete_kept_cases", count=gone["kept"]) if gone["kept"] else ""
    old = talk.session
    talk.session = Session(
        n=old.n, channel=old.channel, user=old.user, noticed=True, cases=gone["kept"], ring=old.ring
    )
    talk.says = []
    talk.say(
        "delete_done",
        talk.command_buttons("menu"),
        drafts=gone["drafts"],
        lines=results.get("lines", 0),
        files=gone["files"],
        kept=kept,
    )


def _gone(talk: Talk, _results: Mapping[str, Any], _world: World) -> None:
    talk.session = Session(n=talk.session.n, ring=talk.session.ring)
    talk.says = []


def _device(talk: Talk, results: Mapping[str, Any], _: World) -> None:
    code = results.get("code", "")
    if code:
        talk.say("device", code=code)
    else:
        talk.say("device_busy")
    asking.ask(talk)


def _joined(talk: Talk, results: Mapping[str, Any], _: World) -> None:
    """The conversation of the code goes on here; what was begun on this channel goes with it."""
    if results.get("joined"):
        talk.say("device_done")
        talk.change(same_as=str(results["joined"]))
        return
    if results.get("slow"):
        talk.say("device_slow")
    else:
        talk.say("device_bad")
    asking.ask(talk)


AFTER: dict[str, Callable[[Talk, Mapping[str, Any], World], None]] = {
    "handoff": _handoff,
    "left": _left,
    "submitted": _submitted,
    "status": _status,
    "withdraw": _withdraw,
    "withdrawn": _withdrawn,
    "deleted": _deleted,
    "gone": _gone,
    "device": _device,
    "joined": _joined,
    **evidence_after.AFTER,
    "filed": lambda talk, results, world: filing.filed(talk, results, world.link),
    "filed_on": lambda talk, results, world: filing.filed_on(talk, results, world.link),
    "wished": lambda talk, results, world: filing.wished(talk, results, world.link),
    "mediating": lambda talk, results, _: filing.mediating(talk, results),
}
