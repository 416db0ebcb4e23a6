"""A scripted chat, sessions and blobs in memory, behaving like the ports the H5 channel stands on."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web

from bot.channels.webchat import Site, setup
from bot.errors import NotFound, SessionsDown, TooLarge
from bot.model import Author, Button, Card, Channel, Incoming, Kind, Line, Reply, Say
from bot.ports import ChatStatus, Stored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

LIMIT = 2 * 1024 * 1024


def sign(text: str) -> str:
    return hmac.new(b"bench key", text.encode(), hashlib.sha256).hexdigest()[:32]


def card_of(card: Card | None) -> dict[str, object] | None:
    return {"kind": card.kind, "data": dict(card.data)} if card else None


class BenchSessions:
    """Only what the channel uses of `Sessions`."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.talks: dict[str, Stored] = {}
        self.down = False
        self.ears: defaultdict[str, list[asyncio.Queue[tuple[str, str]]]] = defaultdict(list)

    def sid(self, channel: str, user: str) -> str:
        return sign(f"{channel}:{user}")

    async def allow(self, bucket: str, *, limit: int, per_s: int) -> bool:
        if self.down:
            raise SessionsDown
        assert per_s in {60, 3600}
        self.counts[bucket] += 1
        return self.counts[bucket] <= limit

    async def count(self, key: str, ttl_s: int, by: int = 1) -> int:
        assert ttl_s in {60, 3600}
        self.counts[key] += by
        return self.counts[key]

    async def load(self, sid: str) -> Stored | None:
        if self.down:
            raise SessionsDown
        return self.talks.get(sid)

    async def wake(self, topic: str, note: str = "") -> None:
        for ear in self.ears[topic]:
            ear.put_nowait((topic, note))

    async def listen(self, *topics: str) -> AsyncIterator[tuple[str, str]]:
        ear: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        for topic in topics:
            self.ears[topic].append(ear)
        try:
            while True:
                yield await ear.get()
        finally:
            for topic in topics:
                self.ears[topic].remove(ear)


class BenchBlobs:
    """Keeps files in a dict; cuts at the limit as the real store does."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.views: dict[tuple[str, str], bytes] = {}
        self.read_bytes = 0

    async def put(self, chunks: AsyncIterator[bytes], *, limit: int) -> tuple[str, int, str]:
        data = bytearray()
        async for chunk in chunks:
            data += chunk
            self.read_bytes += len(chunk)
            if len(data) > limit:
                raise TooLarge("太大")
        key = secrets.token_hex(16)
        self.files[key] = bytes(data)
        return key, len(data), hashlib.sha256(data).hexdigest()

    async def open(self, key: str) -> AsyncIterator[bytes]:
        if key not in self.files:
            raise NotFound
        data = self.files[key]
        for at in range(0, len(data), 65536):
            yield data[at : at + 65536]

    async def remove(self, key: str) -> None:
        self.files.pop(key, None)
        self.views = {at: data for at, data in self.views.items() if at[0] != key}

    async def keep_made(self, key: str, name: str, data: bytes) -> None:
        self.views[key, name] = data

    async def made(self, key: str, name: str) -> bytes | None:
        return self.views.get((key, name))


@dataclass
class BenchChat:
    """Answers by rule, keeps one transcript per sid, gives the same id one line."""

    sessions: BenchSessions
    answer: Callable[[Incoming], Reply]
    rows: defaultdict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[tuple[str, str], Reply] = field(default_factory=dict)
    heard: list[Incoming] = field(default_factory=list)
    seen_upto: dict[str, int] = field(default_factory=dict)
    states: dict[str, ChatStatus] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    down: bool = False

    async def converse(self, incoming: Incoming) -> Reply:
        if self.down:
            raise SessionsDown
        sid = await self.canonical(incoming.channel, incoming.user)
        known = self.replies.get((sid, incoming.message_id))
        if known:
            return known
        await asyncio.sleep(self.delay_s)
        self.heard.append(incoming)
        if incoming.kind is not Kind.HELLO:
            self.write(
                sid,
                Author.CITIZEN,
                incoming.text,
                kind=incoming.kind.value,
                message_id=incoming.message_id,
                media=incoming.media,
            )
        reply = Reply(silent=True) if (await self.status(sid)).mode == "human" else self.answer(incoming)
        if incoming.text == "删除我的信息":
            self.rows[sid].clear()
            return reply
        for say in reply.says:
            self.write(sid, Author.BOT, say.text, card=card_of(say.card), buttons=say.buttons)
        self.replies[sid, incoming.message_id] = reply
        return reply

    def write(self, sid: str, author: Author, text: str, **more: object) -> None:
        at = more.pop("at", None) or datetime.now(UTC)
        self.rows[sid].append(Line(len(self.rows[sid]) + 1, at, author, text, **more))  # type: ignore[arg-type]  # test only

    async def push(self, sid: str, text: str, name: str = "王建国") -> None:
        self.write(sid, Author.MEDIATOR, text, name=name)
        await self.sessions.wake(f"chat:{sid}", "lines")

    async def history(self, sid: str, after: int = 0) -> list[Line]:
        if self.down:
            raise SessionsDown
        return [line for line in self.rows[sid] if line.n > after]

    async def status(self, sid: str) -> ChatStatus:
        return self.states.get(sid, ChatStatus("bot"))

    async def seen(self, sid: str, upto: int) -> None:
        self.seen_upto[sid] = max(upto, self.seen_upto.get(sid, 0))

    async def canonical(self, channel: str, user: str) -> str:
        sid = self.sessions.sid(channel, user)
        return self.joined.get(sid, sid)


def echo(incoming: Incoming) -> Reply:
    return Reply((Say(f"收到：{incoming.text}"),))


@dataclass
class Bench:
    """Everything a test touches."""

    app: web.Application
    chat: BenchChat
    sessions: BenchSessions
    blobs: BenchBlobs

    def sid_of(self, cookie: str) -> str:
        return self.sessions.sid(Channel.WEB, cookie.partition(".")[0])


def bench(answer: Callable[[Incoming], Reply] = echo, **site: object) -> Bench:
    sessions, blobs = BenchSessions(), BenchBlobs()
    chat = BenchChat(sessions, answer)
    app = web.Application()
    settings = {"court": "准格尔旗人民法院", "sign": sign, "upload_limit": LIMIT} | site
    setup(app, chat=chat, sessions=sessions, blobs=blobs, site=Site(**settings))
    return Bench(app, chat, sessions, blobs)


WHY = "金额决定诉讼费，也决定能不能走小额诉讼。"
CITATION = {
    "title": "《民法典》第六百七十五条",
    "gist": "借款人应当按照约定的期限返还借款。",
    "quote": "借款人应当按照约定的期限返还借款。对借款期限没有约定或者约定不明确，"
    "依据本法第五百一十条的规定仍不能确定的，"
    "借款人可以随时返还；贷款人可以催告借款人在合理期限内返还。",
}
ROWS = [
    {"field": "applicant", "label": "申请人", "value": "李四", "confirmed": True},
    {"field": "respondent", "label": "被申请人", "value": "张三", "confirmed": True},
    {"field": "principal", "label": "借款金额", "value": "50,000元", "confirmed": True},
    {"field": "lent_on", "label": "借款日期", "value": "2023年5月1日", "confirmed": False},
]
MENU = (
    Button("借钱不还", "flow:private_lending"),
    Button("拖欠工资", "flow:wage_claim"),
    Button("物业纠纷", "flow:property_fee"),
    Button("我不确定属于哪一种，想先说说情况", "flow:unknown"),
)


def _hello(_: Incoming) -> Reply:
    text = "您好，我是诉前调解助手。您遇到了什么纠纷？可以直接说，也可以点下面的选项。"
    return Reply((Say(text, MENU),))


def _question(_: Incoming) -> Reply:
    data = {
        "step": 3,
        "total": 12,
        "section": "借款情况",
        "field": "principal",
        "ask": "请问借了多少钱？",
        "hint": "比如：三万五、35000元",
        "why": WHY,
    }
    text = "第3步，共12步\n请问借了多少钱？\n比如：三万五、35000元"
    return Reply((Say(text, (Button("不知道", "cmd:unknown"),), Card("question", data)),))


def _review(_: Incoming) -> Reply:
    shown = "\n".join(f"{n} {row['label']}：{row['value']}" for n, row in enumerate(ROWS, 1))
    advice = "这笔钱约定的还款日已经过了两年，建议尽快主张（《民法典》第一百八十八条，仅供参考）。"
    text = f"请看看这些对不对：\n{shown}\n\n还有一点提醒：\n· {advice}\n\n哪一条要改，说「修改2」就行。"
    buttons = (Button("确认提交", "cmd:submit"), Button("先放一放", "cmd:pause"))
    return Reply((Say(text, buttons, Card("review", {"rows": ROWS, "advice": [advice]})),))


def _receipt(_: Incoming) -> Reply:
    data = {
        "number": "（2026）内0622诉前调1号",
        "date": "2026年11月22日（周日）",
        "next": "3个工作日内会有调解员联系您。电话是 0477-4212345，请留意接听。",
        "documents": [{"title": "调解申请书（可修改）", "url": "/papers/1.docx"}],
    }
    return Reply((Say("已经提交，编号（2026）内0622诉前调1号。", (), Card("receipt", data)),))


def _faq(_: Incoming) -> Reply:
    data = {
        "id": "loan_due",
        "rate": True,
        "answer": "没有约定还款日的，您可以随时要求对方还，但要给一个合理的时间。",
        "citations": [CITATION],
    }
    return Reply((Say("没有约定还款日的，您可以随时要求对方还。", (), Card("faq", data)),))


def _safety(_: Incoming) -> Reply:
    data = {"hotlines": [{"number": "110", "name": "报警"}, {"number": "12338", "name": "妇女维权热线"}]}
    text = "先保护好自己。您可以马上拨打上面的电话，也可以到邻居或亲友家。"
    return Reply((Say(text, (), Card("safety", data)),))


def _handoff(_: Incoming) -> Reply:
    data = {"state": "waiting", "ahead": 2, "hours": "工作日 8:30–12:00、14:30–17:30"}
    return Reply((Say("已经帮您转给调解员，大约要等十分钟。", (), Card("handoff", data)),))


def _odd(_: Incoming) -> Reply:
    return Reply((Say("没见过的卡片也能读懂。", (), Card("hologram", {"x": 1})),))


def scripted(incoming: Incoming) -> Reply:
    """A small conversation for the page test and for looking at the page."""
    if incoming.kind is Kind.HELLO:
        return _hello(incoming)
    if incoming.media:
        kept = incoming.media
        item = {"id": "e1", "name": kept.name, "size": kept.size, "blob": kept.blob, "item": "借条"}
        data = {"items": [item]}
        return Reply((Say("收到了，已经放进证据里。", (), Card("evidence", data)),))
    script = {
        "借钱不还": _question,
        "核对": _review,
        "提交": _receipt,
        "什么时候还": _faq,
        "他打我": _safety,
        "转人工": _handoff,
        "怪": _odd,
    }
    for words, answer in script.items():
        if words in incoming.text:
            return answer(incoming)
    return echo(incoming)
