"""What the desk's page gets: values of the use cases as JSON, with the words people read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from bot.brief import UNSAID, Brief
from bot.corrections import OPEN
from bot.crowds import Crowd
from bot.desk import evidence_views, fact_views, group_views, lane_views, slip_views
from bot.dialogue.after import SHANGHAI
from bot.dialogue.knowledge import Knowledge
from bot.handoff import OUTCOMES
from bot.law import calendar, danger_kinds, mining, regime
from bot.law.rules import Finding
from bot.model import (
    Account,
    CaseFile,
    CaseStatus,
    Channel,
    Consent,
    Delivery,
    Evidence,
    Handoff,
    HandoffState,
    Line,
    Media,
    Outcome,
    Parcel,
    Role,
)
from bot.ports import GroupTally, Slip
from bot.text.mask import mask_address, mask_name, mask_text
from flows.engine import Answer
from flows.papers import PAPERS, applying
from flows.schema import Flow

View = dict[str, Any]


class PapersLink(Protocol):
    """(case id, paper, form) -> address; `by`: account id of the member of staff it is made for."""

    def __call__(self, ref: str, paper: str, form: str, *, by: str = "") -> str:
        """The address."""
        ...


NEAR_DAYS: Final = 5  #: a clock with so many days left is shown in amber
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})

CHANNELS: Final = {
    Channel.WECHAT: "微信",
    Channel.WEB: "网页",
    Channel.REST: "接口",
    Channel.TERMINAL: "终端",
    Channel.TABLE: "批量登记",
}
STATES: Final = {
    HandoffState.WAITING: "待接",
    HandoffState.CLAIMED: "办理中",
    HandoffState.RETURNED: "已交回机器人",
    HandoffState.CLOSED: "已结束",
}
CASE_STATES: Final = {
    CaseStatus.SUBMITTED: "已提交，等调解员",
    CaseStatus.IN_MEDIATION: "调解中",
    CaseStatus.AGREED: "达成协议",
    CaseStatus.FAILED: "调解不成",
    CaseStatus.WITHDRAWN: "申请人撤回",
    CaseStatus.TO_FILE: "转立案",
    CaseStatus.REFERRED: "转其他部门",
    CaseStatus.CLOSED: "结束",
}
SCOPES: Final = {
    "mediation": "愿意调解",
    "online": "在网上调解",
    "e_service": "手机接收文书",
    "personal_data": "使用个人信息",
    "sensitive_data": "使用敏感个人信息",
}
LEVELS: Final = {"info": "说明", "warn": "注意", "stop": "须先处理"}
#: WeChat's refusals in words. Source: 微信公众平台 全局返回码说明.
WECHAT_REFUSALS: Final = {
    "40003": "微信找不到这位当事人，可能已经换了账号。请打电话联系。",
    "43004": "对方已取消关注公众号，微信发不到。请打电话联系。",
    "43019": "对方在公众号的黑名单里，微信发不到。",
    "45015": "超过48小时没有收到对方的消息，微信不让再发。等对方说话，或者打电话。",
    "45047": "微信这一轮的条数用完了。等对方回一句话，就能接着发。",
    "48001": "公众号没有发客服消息的权限，请告诉管理员。",
}
_CODE: Final = re.compile(r"\b\d{5}\b")


def iso(moment: datetime | None) -> str:
    """ISO time, empty for none."""
    return moment.isoformat() if moment else ""


def may_see(handoff: Handoff, account: Account) -> bool:
    """Who waits may be looked at by every mediator; who is or was taken over only by that one and admins."""
    if account.role is Role.ADMIN or handoff.state is HandoffState.WAITING:
        return True
    return handoff.claimed_by == account.id


def holds(handoff: Handoff, account: Account) -> bool:
    """Whether this account may act in the conversation now."""
    mine = handoff.claimed_by == account.id or account.role is Role.ADMIN
    return handoff.state is HandoffState.CLAIMED and mine


def _lesser(handoff: Handoff) -> list[View]:
    """The other kinds of danger that were heard, the graver first: a later sign hides no worse one."""
    if not handoff.urgent:
        return []
    return [{"danger": danger_kinds.chip(flag), "words": words} for flag, words in handoff.lesser]


def row(
    handoff: Handoff,
    account: Account,
    now: datetime,
    group: GroupTally | None = None,
    slip: Slip | None = None,
    crowd: Crowd | None = None,
) -> View:
    """One row of the queue; `group` where several people filed together, `slip` where it was handed in.

    `crowd`: who waits together, filed or not.
    """
    claimed = handoff.state is HandoffState.CLAIMED
    return {
        "id": handoff.id,
        "name": handoff.name or "未登记姓名",
        "title": handoff.title,
        "unsaid": handoff.title == UNSAID,
        "reason": handoff.reason,
        "urgent": handoff.urgent,
        "danger": danger_kinds.chip(handoff.danger) if handoff.urgent else "",
        "state": handoff.state.value,
        "state_words": STATES[handoff.state],
        "channel": CHANNELS[handoff.channel],
        "last_line": handoff.alarm if handoff.urgent and handoff.alarm else handoff.last_line,
        "lesser": _lesser(handoff),
        "calmed": mask_text(handoff.calmed),
        "requested_at": iso(handoff.requested_at),
        "claimed_at": iso(handoff.claimed_at),
        "closed_at": iso(handoff.closed_at),
        "mine": handoff.claimed_by == account.id,
        "holder": handoff.claimed_name,
        "outcome": OUTCOMES[Outcome(handoff.outcome)] if handoff.outcome else "",
        "clock": _mediation_clock(handoff, "", _day(now)) if claimed else None,
        "lanes": lane_views.chips(handoff),
        "contact": lane_views.contact(handoff, now),
        "group": group_views.tally(group) if group else None,
        "crowd": group_views.crowd(crowd, group) if crowd else "",
        "slip": slip_views.slip(slip, _day(now)) if slip else None,
    }


def held(handoff: Handoff, heard: int) -> View:
    """One the reader holds, whatever the queue shows; `heard`: the citizen's messages since the take-over."""
    return {
        "id": handoff.id,
        "name": handoff.name or "未登记姓名",
        "title": handoff.title,
        "urgent": handoff.urgent,
        "danger": danger_kinds.chip(handoff.danger) if handoff.urgent else "",
        "heard": heard,
    }


def personal(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Names and addresses of a case as they were said -> as those see them who only look."""
    said = {key: a.value for key, a in answers.items() if isinstance(a.value, str) and len(a.value) > 1}
    names = {value: mask_name(value) for key, value in said.items() if key.endswith(("_name", "_rep"))}
    places = {value: mask_address(value) for key, value in said.items() if key.endswith("_place")}
    return {**names, **places}


def _covered(text: str, names: Mapping[str, str]) -> str:
    for said in sorted(names, key=len, reverse=True):
        text = text.replace(said, names[said])
    return mask_text(text)


def line(one: Line, handoff: Handoff, *, masked: bool, names: Mapping[str, str]) -> View:
    """One line of the transcript; numbers and names of people are covered for those who only look."""
    return {
        "n": one.n,
        "at": iso(one.at),
        "author": one.author.value,
        "name": one.name,
        "kind": one.kind,
        "text": _covered(one.text, names) if masked else one.text,
        "buttons": [button.title for button in one.buttons],
        "media": media(one.media, f"/api/desk/handoffs/{handoff.id}/lines/{one.n}/file"),
    }


def media(one: Media | None, address: str) -> View | None:
    """A file with where to fetch it; nothing to fetch where it was not kept."""
    if one is None:
        return None
    kept = bool(one.blob)
    shown = kept and one.content_type in PICTURES
    return {
        "name": one.name,
        "size": one.size,
        "refused": one.refused,
        "url": address if kept else "",
        "thumb": f"{address}?size=small" if shown else "",
        "view": f"{address}?size=large" if shown else "",
    }


def ticks(parcels: Sequence[Parcel]) -> dict[str, View]:
    """Where each outgoing line is, by line number."""
    return {str(one.n): {"state": one.state.value, "words": delivery_words(one)} for one in parcels}


def delivery_words(parcel: Parcel) -> str:
    """未送达 and why, or how far it came."""
    if parcel.state is Delivery.FAILED:
        return f"没有送到：{refusal_words(parcel.error)}"
    if parcel.state is Delivery.SENT:
        return "对方页面已显示" if parcel.channel is Channel.WEB else "已发到微信"
    if parcel.tries:
        return f"正在重发（第{parcel.tries + 1}次）"
    return "等对方打开页面" if parcel.channel is Channel.WEB else "正在发送"


def refusal_words(error: str) -> str:
    """Why WeChat did not take a message."""
    code = _CODE.search(error)
    if code and code[0] in WECHAT_REFUSALS:
        return WECHAT_REFUSALS[code[0]]
    return f"微信拒收，代码{code[0]}。请告诉管理员。" if code else "几次都没有发出去，请打电话联系。"


def brief(
    one: Brief, account: Account, k: Knowledge, now: datetime, links: Sequence[View], bundle: str
) -> View:
    """The right-hand page: what is known, what is missing, what the law says, what runs out when."""
    handoff, mine = one.handoff, holds(one.handoff, account)
    files = [evidence(e, handoff) for e in one.evidence]
    entries = [entry.item.name for entry in one.checklist]
    return {
        "handoff": row(handoff, account, now),
        "lanes": lane_views.notes(handoff, k, _topic(one)),
        "together": bool(one.case and one.case.group),
        "ticks": bool(one.case and mining.LANE in one.case.lanes),
        "holds": mine,
        "editable": mine and (one.case is None or one.case.status in OPEN),
        "note": handoff.note,
        "callback": handoff.callback if mine else mask_text(handoff.callback),
        "title": one.title,
        "case": _case(one.case) if one.case else None,
        "facts": [fact_views.fact(f, masks=not mine) for f in one.facts],
        "gaps": list(one.gaps),
        "findings": [finding(f, k) for f in one.findings],
        "evidence": files,
        "pieces": evidence_views.pieces(one.evidence, entries, handoff, files),
        "checklist": evidence_views.checklist(one.checklist),
        "consents": [consent(c) for c in one.consents],
        "notes": [{"at": iso(at), "by": by, "text": text} for at, by, text in one.notes],
        "cases": [_case(c) for c in one.cases if not one.case or c.id != one.case.id],
        "clocks": clocks(one, k.today),
        "quota": quota(one, now),
        "papers": list(links),
        "wants_to_file": iso(one.wants_to_file),
        "bundle": bundle,
        "wanted": list(one.wanted),
    }


def _topic(one: Brief) -> str:
    return mining.topic(one.case.flow, one.case.answers) if one.case else ""


def finding(one: Finding, k: Knowledge) -> View:
    """A law check in the words for the desk, with its articles written out."""
    return {
        "level": one.level,
        "level_words": LEVELS.get(one.level, one.level),
        "text": one.for_desk or one.for_citizen,
        "citations": [k.source(citation).title for citation in one.citations],
    }


def papers(case: CaseFile, flow: Flow, link: Callable[[str, str, str], str]) -> list[View]:
    """The papers of a case with their addresses."""
    return [
        {
            "title": PAPERS[paper].name,
            "docx": link(case.id, paper, "docx"),
            "pdf": link(case.id, paper, "pdf"),
        }
        for paper in applying(flow, case.answers, case.status.value)
    ]


def evidence(one: Evidence, handoff: Handoff) -> View:
    """One uploaded piece."""
    address = f"/api/desk/handoffs/{handoff.id}/files/{one.id}"
    return {"id": one.id, "item": one.item, "at": iso(one.at), **(media(one.media, address) or {})}


def consent(one: Consent) -> View:
    """One consent with its answer; a withdrawal is a later "no" without words."""
    answer = "同意" if one.answer else ("不同意" if one.raw else "已撤回")
    return {
        "scope": SCOPES.get(one.scope, one.scope),
        "answer": answer,
        "yes": one.answer,
        "at": iso(one.answered_at),
    }


def clocks(one: Brief, today: date) -> list[View]:
    """Legal periods that run for this person, the nearest first."""
    running: list[View] = []
    if one.case and one.handoff.state is HandoffState.WAITING:
        wait = regime.timer("T03")
        running.append(_clock(wait.title, regime.due("T03", _day(one.case.submitted_at)), today))
    if one.case and one.handoff.state is HandoffState.CLAIMED:
        found = _mediation_clock(one.handoff, one.case.regime, today)
        running += [found] if found else []
        if one.handoff.claimed_at:
            contact = regime.timer("T04")
            running.append(_clock(contact.title, regime.due("T04", _day(one.handoff.claimed_at)), today))
    return sorted(running, key=lambda clock: str(clock["day"]))


def quota(one: Brief, now: datetime) -> View | None:
    """还可发3条，47小时内; None where nothing limits."""
    if one.quota is None or one.window_ends is None:
        return None
    left = one.window_ends - now
    if left <= timedelta(0):
        return {"left": 0, "words": "超过48小时，微信现在发不了。等对方说话，或者打电话。"}
    if not one.quota:
        return {"left": 0, "words": "微信这一轮的条数用完了，写的话会等对方回话后再送出。"}
    hours = int(left.total_seconds() // 3600)
    span = f"{hours}小时内" if hours else "1小时内"
    return {"left": one.quota, "words": f"还可发{one.quota}条，{span}"}


def variables(one: Brief, account: Account, court: str, hours: str) -> Mapping[str, str]:
    """What ready-made replies are filled with."""
    name = next((f.value for f in one.facts if f.field == "applicant_name"), "")
    return {
        "name": name,
        "number": one.case.number if one.case else "",
        "mediator": account.name,
        "court": court,
        "hours": hours,
    }


def _case(case: Any) -> View:
    return {
        "number": case.number,
        "title": case.title,
        "status": CASE_STATES[case.status],
        "at": iso(case.submitted_at),
    }


def _mediation_clock(handoff: Handoff, regime_id: str, today: date) -> View | None:
    if handoff.claimed_at is None or not handoff.case_id:
        return None
    rules = regime.regime(regime_id)
    end = regime.mediation_period(regime_id, _day(handoff.claimed_at))
    return _clock(f"{rules.title}期限", end, today)


def _clock(title: str, end: calendar.Period, today: date) -> View:
    left = (end.day - today).days
    words = f"还有{left}天" if left > 0 else ("今天到期" if left == 0 else f"已过{-left}天")
    level = "over" if left < 0 else ("near" if left <= NEAR_DAYS else "far")
    return {
        "title": title,
        "day": end.day.isoformat(),
        "day_words": calendar.chinese(end.day),
        "words": words,
        "level": level,
        "steps": list(end.steps),
    }


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
