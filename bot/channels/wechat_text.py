"""A reply in the words WeChat can show: buttons become things to answer, long texts are cut in parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.model import Button, Reply, Say

#: Bytes of one message. Passive replies end at 2048, customer-service messages too (errcode 45002).
PART_BYTES: Final = 2000
#: Steps where only the words themselves are an answer, never a number (domain: separate, explicit consent).
CONSENTS: Final = frozenset({"mediation", "online", "e_service", "personal_data", "sensitive_data"})

#: Where a long text may be cut, best first.
_CUTS: Final = tuple(re.compile(p) for p in (r"\n\n+", r"\n", r"[。！？；!?;]+[”」）)]*", r"[，、,：:\s]"))
_TAPS: Final = re.compile("点一[个下][，,]?或者")
_ADDRESS: Final = re.compile(r"https?://\S+")
#: A cut that leaves less than this share of the room used is not taken.
_FILLED: Final = 0.4


def words(reply: Reply) -> str:
    """The whole reply as one text; safety numbers stand first."""
    says = sorted(reply.says, key=lambda say: not (say.card and say.card.kind == "safety"))
    found = [text for say in says if (text := _bubble(say))]
    return "\n\n".join(found).encode("utf-8", "replace").decode()


def parts(reply: Reply, limit: int = PART_BYTES) -> tuple[str, ...]:
    """The reply in as few messages of at most `limit` bytes as it takes; none for a silent one."""
    return () if reply.silent else tuple(split(words(reply), limit))


def split(text: str, limit: int = PART_BYTES) -> list[str]:
    """`text` in pieces of at most `limit` UTF-8 bytes, cut at paragraphs, lines or sentence ends.

    An address is never cut unless it is longer than a piece.
    """
    pieces, rest = [], text.strip()
    while len(rest.encode()) > limit:
        at = _cut(rest, limit)
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]


def _cut(text: str, limit: int) -> int:
    most = len(text.encode()[:limit].decode("utf-8", "ignore"))
    spans = [found.span() for found in _ADDRESS.finditer(text) if found.start() < most]
    for cut in _CUTS:
        ends = (found.end() for found in cut.finditer(text, 0, most))
        good = [end for end in ends if end >= most * _FILLED and not _inside(end, spans)]
        if good:
            return good[-1]
    for start, end in spans:
        if 0 < start < most < end:
            return start
    return most


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < at < end for start, end in spans)


def _bubble(say: Say) -> str:
    text = _untapped(say)
    lines = [text, *_choices(say)]
    named = {b.title for b in say.buttons if f"回复“{b.title}”" in text}
    commands = [b.title for b in say.buttons if _kind(b) in {"cmd", "none"} and b.title not in named]
    if commands:
        lines.append(f"{'也可以' if len(lines) > 1 else '可以'}回复{_either(commands)}")
    return "\n".join(line for line in lines if line)


def _untapped(say: Say) -> str:
    """The text of a bubble without the places that speak of tapping: there is nothing to tap."""
    text = say.text.strip()
    if not say.buttons:
        return text
    for button in say.buttons:
        text = text.replace(f"点“{button.title}”", f"回复“{button.title}”")
    return _TAPS.sub("", text)


def _choices(say: Say) -> list[str]:
    """The options of a bubble with the sentence that says how to pick one."""
    buttons = [b for b in say.buttons if _kind(b) not in {"cmd", "none"}]
    kinds = {_kind(b) for b in buttons}
    if not buttons:
        return []
    if kinds == {"pick"} and _field(say) in CONSENTS:
        return [f"请回复{_either([b.title for b in buttons])}"]
    if kinds == {"edit"}:
        number = buttons[0].title.partition(" ")[0]
        return [*(b.title for b in buttons), f"比如回复“修改{number}”"]
    if kinds & {"pick", "yes", "no", "triage"}:
        return [*(f"{n} {b.title}" for n, b in enumerate(buttons, 1)), "回复数字或直接说"]
    if len(buttons) == 1:
        return [f"可以回复“{buttons[0].title}”"]
    return [*(f"· {b.title}" for b in buttons), "回复其中一项，或者直接说"]


def _either(titles: Sequence[str]) -> str:
    quoted = [f"“{title}”" for title in titles]
    return "".join(quoted[:-1]) + ("或" if len(quoted) > 1 else "") + quoted[-1]


def _kind(button: Button) -> str:
    return button.payload.partition(":")[0]


def _field(say: Say) -> str:
    """The step an option belongs to: `pick:<step>:<option>`."""
    return next((b.payload.split(":")[1] for b in say.buttons if _kind(b) == "pick"), "")
