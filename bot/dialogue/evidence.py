"""Pictures, files, recordings and places that come in the middle of the talk become evidence (证据)."""

from __future__ import annotations

from bot.dialogue import answering, asking
from bot.dialogue.talk import Talk
from bot.model import Card, Kind, Media
from flows.engine import Answer, Json

KINDS = {Kind.IMAGE: "图片", Kind.VOICE: "语音", Kind.VIDEO: "视频", Kind.FILE: "文件"}


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
    """Attach the file to the open evidence question, or to the case in general."""
    step = talk.step
    asked = step is not None and step.id == "evidence"
    talk.effect(
        "evidence",
        blob=file.blob,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        item="",
    )
    data: dict[str, Json] = {"name": file.name, "size": file.size, "blob": file.blob}
    words = {"kind": KINDS.get(talk.incoming.kind, "文件"), "name": file.name, "size": size_words(file.size)}
    talk.say("evidence_got", (), Card("evidence", {"items": [data]}), item="", **words)
    if asked and step is not None:
        answering.accept(talk, step, Answer("已发来图片或文件", "已发来图片或文件", talk.line))
    else:
        asking.ask(talk)
    if talk.incoming.kind is Kind.VOICE:
        talk.say("voice_empty")
    talk.verdict = "evidence"


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
