"""Pictures, files, recordings and places that come in the middle of the talk become evidence (证据)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.dialogue import answering, asking
from bot.dialogue.checklist import OTHER
from bot.dialogue.knowledge import plain
from bot.dialogue.session import Session
from bot.dialogue.talk import Talk
from bot.model import Incoming, Kind, Media, Uploader
from bot.text import evidence as naming
from bot.text.normalise import normalise
from bot.text.reading import is_question
from flows import checklist
from flows.engine import Answer, Json

KINDS = {Kind.IMAGE: "图片", Kind.VOICE: "语音", Kind.VIDEO: "视频", Kind.FILE: "文件"}
#: Pictures that follow each other within this time are pages of one thing.
SAME_PIECE = timedelta(minutes=2)
#: So long after the last file words like 这是借条 are about it.
STILL_ABOUT_IT = timedelta(minutes=30)
#: A longer message tells a story, it does not name a file.
WORDS_CHARS, NAME_CHARS = 24, 12

_NUMBER = "[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_DONE = re.compile("^我?[都全]?(?:发|传|拍|上传)[完好]了*$")
_THIS = re.compile(
    "^(?:(?:这|那|刚才(?:发的?)?(?:这|那)?)(?:些|几)?[个张份页段]?(?:文件|图片|照片)?)[都就]?(?:其实|应该)?"
    f"是(?P<what>.+)$|^第(?P<piece>{_NUMBER})份[都就]?(?:其实|应该)?是(?P<named>.+)$"
)
_OWNER = re.compile("^(?:我|他|她|对方|老板|房东)?们?(?:给我)?[写打开签拍录发]?的?一?[张份个段]?(?=..)")
#: which file, in a message without spaces, punctuation and final particles (`knowledge.plain`)
_WHERE = (
    f"(?:把|请|请把)?(?:(?P<this>这)[张页个]|(?:第(?P<piece>{_NUMBER})份)?(?:里面?)?的?"
    f"(?:第(?P<page>{_NUMBER})[张页])?)"
)
_OPS = (
    ("drop", re.compile(f"^(?:请)?(?:删除|删掉|删|不要|去掉){_WHERE}$")),
    ("drop", re.compile(f"^{_WHERE}(?:也)?(?:删除|删掉|删|不要|去掉)$")),
    ("rotate", re.compile(f"^(?:旋转|转)(?:一下)?{_WHERE}$")),
    ("rotate", re.compile(f"^{_WHERE}(?:旋转|转(?:正|过来|90度)?|[倒歪反横]了?(?:着呢)?)$")),
    ("place", re.compile(f"^{_WHERE}[放挪移排调][到在]?最?(?P<end>[前后])[面头]?$")),
    ("place", re.compile(f"^{_WHERE}[放挪移排调][到在]?第(?P<to>{_NUMBER})[张页个]?$")),
    ("up", re.compile(f"^{_WHERE}(?:上移|往前[挪移]?)$")),
    ("down", re.compile(f"^{_WHERE}(?:下移|往后[挪移]?)$")),
    ("split", re.compile(f"^{_WHERE}(?:单独|另外)(?:算|放)?(?:成?一)?份?$")),
)
_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"两": 2}


def media(talk: Talk) -> bool:
    """A message that is not words; True when the turn is decided."""
    incoming = talk.incoming
    if incoming.kind in KINDS and not (incoming.kind is Kind.VOICE and talk.text):
        if incoming.media is None or incoming.media.refused:
            _refused(talk, incoming.kind, incoming.media)
        else:
            keep(talk, incoming.media)
    elif incoming.kind is Kind.LOCATION:
        _place(talk)
    elif incoming.kind is Kind.LINK:
        talk.say("link_got")
        asking.ask(talk)
    else:
        return False
    talk.verdict = talk.verdict or "media"
    return True


def _refused(talk: Talk, kind: Kind, media: Media | None) -> None:
    if media and media.refused:
        talk.say("evidence_refused", reason=media.refused)
    else:
        talk.say("voice_empty" if kind is Kind.VOICE else "sticker", talk.command_buttons("human"))
    asking.ask(talk)


def keep(talk: Talk, file: Media) -> None:
    """Keep the file as evidence; it answers an open evidence question. What it is is asked afterwards."""
    step = talk.step
    gathering, data = received(talk.session, talk.incoming, file)
    if (acting := talk.answers().get("acting")) and acting.value == Uploader.AGENT.value:
        data["by"] = Uploader.AGENT.value
    talk.change(gathering=gathering)
    talk.effect("evidence", **data)
    talk.then = "kept"
    if step is not None and step.id == "evidence":
        answering.accept(talk, step, Answer(checklist.SENT, checklist.SENT, talk.line))
    else:
        asking.ask(talk)
    if talk.incoming.kind is Kind.VOICE:
        talk.say("voice_empty")
    talk.verdict = "evidence"


def keep_silently(talk: Talk) -> None:
    """Keep a file without a word on it: something graver is said, or a person holds the chat."""
    file = talk.incoming.media
    if file is not None and not file.refused:
        gathering, data = received(talk.session, talk.incoming, file)
        talk.change(gathering=gathering)
        talk.effect("evidence", **data)


def received(session: Session, incoming: Incoming, file: Media) -> tuple[Mapping[str, Json], dict[str, Json]]:
    """(what the session remembers for the next file, what the effect of this one holds)."""
    picture = file.content_type.startswith("image/")
    before = session.gathering or {}
    more = picture and before.get("open") is True and _age(before, incoming.at) <= SAME_PIECE
    data: dict[str, Json] = {
        "blob": file.blob,
        "name": file.name,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
        "pages": file.pages,
        "seconds": file.seconds,
        "marks": file.marks,
        "item": "",
        "more": more,
    }
    return {"at": incoming.at.isoformat(), "open": picture, "named": False}, data


def _age(gathering: Mapping[str, Json], now: datetime) -> timedelta:
    at = gathering.get("at")
    return now - datetime.fromisoformat(at) if isinstance(at, str) else timedelta.max


def words(talk: Talk) -> bool:
    """发完了, 这是借条, 第2张放到最前面: words about files that were sent; anything else is not ours."""
    gathering = talk.session.gathering or {}
    recent = _age(gathering, talk.incoming.at) <= STILL_ABOUT_IT
    if not talk.text or len(talk.text) > WORDS_CHARS or not (recent or talk.session.files):
        return False
    short = plain(talk.text)
    if recent and _DONE.match(short):
        done(talk)
        return True
    return _edited(talk, short) or (recent and _named(talk, short))


def done(talk: Talk) -> None:
    """发完了: the next picture begins a new piece."""
    talk.change(gathering={**(talk.session.gathering or {}), "open": False})
    talk.effect("evidence_list")
    talk.then = "gathered"
    talk.verdict = "evidence"
    asking.ask(talk)


def change(talk: Talk, op: str, **target: Json) -> bool:
    """Do one change to a file; what became of it is said afterwards. Always decides the turn."""
    if op == "item":
        talk.change(gathering={**(talk.session.gathering or {}), "open": False, "named": True})
    talk.effect("evidence_edit", op=op, **target)
    talk.then = "edited"
    talk.verdict = "evidence"
    asking.ask(talk)
    return True


def tapped(talk: Talk, rest: str) -> bool:
    """A button of a file: `<op>:<id>[:<entry>]`."""
    op, _, name = rest.partition(":")
    row, _, to = name.partition(":")
    return change(talk, op, id=row, to=to)


def _edited(talk: Talk, short: str) -> bool:
    for op, pattern in _OPS:
        found = pattern.match(short)
        groups = found.groupdict() if found else {}
        if not any(groups.get(key) for key in ("this", "piece", "page")):
            continue
        piece, page = _int(groups["piece"]), -1 if groups["this"] else _int(groups["page"])
        whole = op == "drop" and piece and not page
        to = "1" if groups.get("end") == "前" else str(_int(groups.get("to")) or "")
        return change(talk, "drop_all" if whole else op, piece=piece, page=page, to=to)
    return False


def _named(talk: Talk, short: str) -> bool:
    """这是借条; or the bare name of a thing, right after a file nobody has named yet."""
    if is_question(talk.text):
        return False
    found = _THIS.match(short)
    what = _OWNER.sub("", (found["what"] or found["named"]) if found else short)
    names = talk.flow.evidence if talk.form is not None else ()
    if len(what) > NAME_CHARS or not _is_thing(what, names, exact=not found):
        return False
    if not found:
        gathering, step = talk.session.gathering or {}, talk.step
        if gathering.get("named") is not False:
            return False
        if step is not None and step.options and answering.read(talk, step, talk.text) is not None:
            return False  # the words answer the open question as well: that comes first
    return change(talk, "item", piece=_int(found["piece"]) if found else 0, to=what)


def _is_thing(what: str, names: tuple[str, ...], *, exact: bool) -> bool:
    if what in {OTHER, "其他", "别的"}:
        return not exact or what == OTHER
    said = normalise(what)
    whole = any(r.end - r.start == len(what) for r in naming.find_in(said))
    if exact:
        return whole or any(what in {name, *checklist.item(name).parts} for name in names)
    return whole or bool(naming.find_in(said)) or bool(checklist.entry_of(what, names))


def _int(words: str | None) -> int:
    """3, 三, 十二 as a number; 0 for nothing."""
    if not words:
        return 0
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.get(words, 0)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def size_words(size: int) -> str:
    """Bytes as people read them: 320KB, 1.5MB."""
    return f"{size / 1_000_000:.1f}MB" if size >= 1_000_000 else f"{max(1, size // 1000)}KB"


def _place(talk: Talk) -> None:
    """A shared place answers an open address question; it is not kept otherwise (行踪轨迹 is sensitive)."""
    step = talk.step
    if step is not None and step.read == "address" and talk.text:
        answering.accept(talk, step, Answer(talk.text, talk.text, talk.line, 0, len(talk.text)))
        return
    talk.say("location_got", place=talk.text or "未写明")
    asking.ask(talk)
