"""What the admin page is told: plain values with Chinese words, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final

from bot import faq_check
from bot.content import Item
from bot.desk.admin_actions import ACTIONS
from bot.desk.pages import ROLES
from bot.dialogue.knowledge import Knowledge
from bot.law.citations import Citations, UnknownCitation
from bot.model import Account, AuditEvent, Revision, Role, Say, Unmatched
from bot.rehearsal import Rehearsed
from bot.training import Training, refused
from flows.questions import Entry
from nlu.parse import OUT_OF_SCOPE

View = dict[str, Any]

TOPICS: Final = {
    "mediation": "诉前调解",
    "confirmation": "司法确认和调解协议",
    "filing": "起诉和立案",
    "jurisdiction": "去哪里解决",
    "hearing": "开庭和审理",
    "service": "送达和通知",
    "limitation": "诉讼时效",
    "fees": "诉讼费用",
    "evidence": "证据",
    "enforcement": "执行和保全",
    "court_life": "到法院办事",
    "offices": "该找哪个部门",
    "aid": "法律援助和律师",
    "lending": "民间借贷",
    "guarantee": "担保和抵押",
    "bank_loan": "银行贷款和网贷",
    "credit_card": "信用卡和银行卡",
    "sale": "买卖和货款",
    "consumer": "消费",
    "services": "培训、快递等服务",
    "insurance": "保险",
    "construction": "工程和装修",
    "company": "合伙和公司",
    "ip": "商标和作品",
    "wages": "工资和加班",
    "labour": "劳动关系和仲裁",
    "work_injury": "干活受伤和工伤",
    "divorce": "离婚和同居",
    "children": "孩子的抚养和探望",
    "family": "赡养、彩礼和家暴",
    "inheritance": "继承和遗嘱",
    "traffic": "交通事故",
    "injury": "人身损害",
    "medical": "看病出了问题",
    "lease": "房屋租赁",
    "housing_sale": "买房卖房",
    "property": "物业和供暖",
    "neighbor": "邻里",
    "land": "土地、草场和搬迁",
    "belongings": "钱物",
    "reputation": "名誉、照片和个人信息",
    "privacy": "机器人和个人信息",
}
STATES: Final = {"published": "已发布", "draft": "草稿", "retired": "已下架"}
#: States of a version: what became of it.
VERSIONS: Final = {
    "published": "现在用的",
    "draft": "等训练",
    "retired": "以前的",
    "shipped": "",
}
TRAININGS: Final = {
    "idle": "还没有训练过",
    "running": "正在训练",
    "published": "已发布",
    "refused": "没有发布",
    "failed": "没有完成",
}
ACTORS: Final = {"citizen": "当事人", "system": "系统", "link": "用链接下载的人", "": "没有登录的人"}
_LINES: Final = ("question", "answer", "topic", "owner", "valid_from", "valid_to", "review_by", "next")
_LISTS: Final = ("variants", "citations")
ISLAND: Final = 2  #: equal stretches this short between two changes read better as changed


def row(item: Item, names: Mapping[str, str], today: date) -> View:
    """An entry in the list."""
    entry = item.newest
    return {
        "id": entry.id,
        "question": entry.question,
        "topic": entry.topic,
        "topic_title": TOPICS.get(entry.topic, entry.topic),
        "state": item.state,
        "state_words": STATES[item.state],
        "draft": item.draft is not None,
        "overdue": item.state == "published" and item.entry.review_by < today,
        "variants": len(entry.variants),
        "n": item.n,
        "author": who(item.author, names) if item.n else "",
        "at": item.at.isoformat() if item.at else "",
    }


def one(item: Item, names: Mapping[str, str], today: date) -> View:
    """An entry in the editor."""
    live = item.entry if item.state == "published" else None
    return {
        **row(item, names, today),
        "entry": item.newest.to_json(),
        "changes": changes(live.to_json(), item.draft.to_json()) if live and item.draft else [],
    }


def citations(entry: Entry | None, today: date) -> list[View]:
    """What an entry rests on, with what is wrong or unsure about it."""
    found: list[View] = []
    book = Citations.load()
    for words in entry.citations if entry else ():
        try:
            known = book.resolve(words)
        except UnknownCitation as exc:
            found.append(
                {"words": words, "title": "", "gist": "", "quote": "", "fault": str(exc), "hint": ""}
            )
            continue
        found.append(
            {
                "words": words,
                "title": known.title,
                "gist": known.gist,
                "quote": known.quote,
                "fault": "" if known.in_force(today) else "这一条现在不适用",
                "hint": faq_check.doubt(known.law, today),
            }
        )
    return found


def says(bubbles: Sequence[Say]) -> list[View]:
    """Bubbles of the bot."""
    return [
        {
            "text": say.text,
            "buttons": [button.title for button in say.buttons],
            "card": {"kind": say.card.kind, **say.card.data} if say.card else None,
        }
        for say in bubbles
    ]


def rehearsed(found: Rehearsed, k: Knowledge) -> View:
    """An answer to a question typed by an editor."""
    return {
        "says": says(found.says),
        "source": {"model": "语义模型", "keywords": "关键词"}.get(found.source, ""),
        "ranked": [
            {"title": title(one.name, k), "percent": round(one.confidence * 100)} for one in found.ranked
        ],
    }


def title(intent: str, k: Knowledge) -> str:
    """An intent in Chinese."""
    kind, _, name = intent.partition("/")
    if kind == "faq":
        return f"问答：{k.faq[name].question}" if name in k.faq else f"问答：{name}"
    if kind == "dispute":
        return f"纠纷：{k.labels[name].title}" if name in k.labels else "其他纠纷"
    if kind == "door":
        return f"其他途径：{k.doors[name].title}" if name in k.doors else "其他途径"
    return "和法律无关的话" if intent == OUT_OF_SCOPE else "闲聊"


def versions(history: Sequence[Revision], names: Mapping[str, str]) -> list[View]:
    """All versions, each with what it changed against the one before it."""
    rows = []
    untouched = not any(version.state == "published" for version in history)
    for at, version in enumerate(history):
        older = history[at + 1].body if at + 1 < len(history) else None
        down = bool(version.body.get("retired"))
        rows.append(
            {
                "n": version.n,
                "state": version.state,
                "state_words": "下架" if down else _state(version, untouched=untouched),
                "author": who(version.author, names),
                "at": version.at.isoformat() if version.n else "",
                "why": version.why,
                "first": older is None,
                "changes": changes(older, version.body) if older and not down else [],
                "down": down,
            }
        )
    return rows


def _state(version: Revision, *, untouched: bool) -> str:
    return VERSIONS["published" if version.n == 0 and untouched else version.state]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[View]:
    """What changed, field by field: [{title, parts: [[=|-|+, words]]}]."""
    found: list[View] = []
    for name in _LINES:
        before, after = str(old.get(name) or ""), str(new.get(name) or "")
        if before != after:
            found.append({"title": faq_check.FIELDS[name], "parts": words_changed(before, after)})
    for name in _LISTS:
        was, now = list(old.get(name) or ()), list(new.get(name) or ())
        parts = [["-", text] for text in was if text not in now] + [
            ["+", text] for text in now if text not in was
        ]
        if parts:
            found.append({"title": faq_check.FIELDS[name], "parts": parts, "list": True})
    return found


def words_changed(before: str, after: str) -> list[list[str]]:
    """Stretches that stayed (=), went (-) and came (+); tiny islands between changes count as changed."""
    parts: list[list[str]] = []
    gone = came = ""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        last = b == len(before) and d == len(after)
        if kind == "equal" and (b - a > ISLAND or not (gone or came) or last):
            parts += [[sign, words] for sign, words in (("-", gone), ("+", came)) if words]
            gone = came = ""
            parts.append(["=", before[a:b]])
        else:
            gone, came = gone + before[a:b], came + after[c:d]
    return parts + [[sign, words] for sign, words in (("-", gone), ("+", came)) if words]


def settled(questions: Sequence[Unmatched], items: Mapping[str, Item]) -> str:
    """What an action did, in one sentence."""
    first = questions[0]
    whom = f"“{first.text}”" if len(questions) == 1 else f"“{first.text}”等{len(questions)}个问题"
    entry = items[first.entry].newest.question if first.entry in items else ""
    if first.state == "variant":
        return f"{whom}加到了“{entry}”。"
    return f"为{whom}写了新问答。" if first.state == "new" else f"{whom}不用处理。"


def training(found: Training, k: Knowledge) -> View:
    """The training under way or the last one, its report in sentences."""
    report: Mapping[str, Any] = found.report
    return {
        "state": found.state,
        "state_words": TRAININGS[found.state],
        "percent": found.percent,
        "stage": found.stage,
        "by": found.by,
        "started_at": found.started_at.isoformat() if found.started_at else "",
        "ended_at": found.ended_at.isoformat() if found.ended_at else "",
        "drafts": found.drafts,
        "error": found.error,
        "report": _report(report, k) if report else None,
    }


def _report(report: Mapping[str, Any], k: Knowledge) -> View:
    def misses(name: str) -> list[View]:
        rows: Sequence[Mapping[str, str]] = report.get(name, ())
        return [
            {"text": one["text"], "right": title(one["right"], k), "taken": title(one["taken"], k)}
            for one in rows
        ]

    return {
        "passed": bool(report.get("passed")),
        "accuracy": report.get("accuracy"),
        "live_accuracy": report.get("live_accuracy"),
        "asked": report.get("asked", 0),
        "refused": refused(report),
        "short": list(report.get("short", ())),
        "reasons": [one for one in report.get("reasons", ()) if one not in report.get("short", ())],
        "lost": misses("lost"),
        "confusions": misses("confusions"),
    }


def person(account: Account, me: Account) -> View:
    """An account in the list."""
    return {
        "id": account.id,
        "login": account.login,
        "name": account.name,
        "role": account.role.value,
        "role_words": ROLES[account.role],
        "active": account.active,
        "must_change": account.must_change,
        "me": account.id == me.id,
    }


def who(actor: str, names: Mapping[str, str]) -> str:
    """Who did something."""
    return names.get(actor) or ACTORS.get(actor, "已删除的账号")


def subjects(
    labels: Mapping[str, tuple[str, str]], files: Mapping[str, str], numbers: Mapping[str, str]
) -> dict[str, str]:
    """What ids of the audit mean: a case's number, name and matter of a talk without one, a table's file."""
    talks = {key: f"{name or '未登记姓名'}，{title}" for key, (name, title) in labels.items()}
    return {**talks, **files, **numbers}


def event(
    one: AuditEvent, names: Mapping[str, str], questions: Mapping[str, str], about: Mapping[str, str]
) -> View:
    """A row of the audit in words; `about`: from `subjects`."""
    subject = questions.get(one.subject) or names.get(one.subject) or about.get(one.subject, "")
    if one.actor == one.subject:
        subject = ""
    return {
        "n": one.n,
        "at": one.at.isoformat(),
        "who": who(one.actor, names),
        "what": ACTIONS.get(one.action, "其他操作"),
        "subject": subject,
        "detail": _detail(one.data, names),
    }


def _detail(data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    words = []
    if data.get("to") in names:
        words.append(f"{names.get(str(data.get('from')), '')}交给{names[data['to']]}")
    if "n" in data:
        words.append(f"第{data['n']}版")
    if data.get("trains") is True:
        words.append("等训练")
    if data.get("role") in {role.value for role in Role}:
        words.append(ROLES[Role(str(data["role"]))])
    if "drafts" in data:
        words.append(f"{data['drafts']}条草稿")
    if "questions" in data:
        words.append(f"{data['questions']}个问题")
    if "found" in data:
        words.append(f"找到{data['found']}位")
    if data.get("urgent") is True:
        words.append("紧急")
    return "，".join(words)
