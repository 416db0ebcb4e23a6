"""What is said about evidence once the records took it: pages, names, the checklist. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.dialogue import asking
from bot.dialogue.checklist import OTHER
from bot.dialogue.evidence import KINDS, size_words
from bot.dialogue.talk import Talk
from bot.model import Button, Card, Say
from flows.checklist import State

#: Entries offered as buttons; the rest can be typed.
MOST_BUTTONS = 10
#: Beyond so many files their list goes without a button each.
MOST_DROPS = 8
#: What is said of a file's marks; the others are for the desk alone.
MARKS = {"renamed": "mark_renamed", "locked": "mark_locked", "unread": "mark_unread"}
#: What a change came to.
EDITED = {
    "item": "evidence_item",
    "drop": "evidence_drop",
    "drop_all": "evidence_drop_all",
    "rotate": "evidence_rotate",
    "up": "evidence_place",
    "down": "evidence_place",
    "place": "evidence_place",
    "split": "evidence_split",
    "join": "evidence_join",
}
RECORDINGS = ("audio/", "video/")

Results = Mapping[str, Any]


def kept(talk: Talk, results: Results, _: object) -> None:
    """收到第3页: the receipt stands before the question that was open."""
    media = talk.incoming.media
    found = results.get("evidence")
    before, talk.says = talk.says, []
    if media is None:
        talk.says = before
        return
    kind = KINDS.get(talk.incoming.kind, "文件")
    if found is None:
        talk.say("evidence_got", kind=kind, name=media.name, size=size_words(media.size), item="")
    elif found["refused"]:
        talk.change(gathering=None)
        talk.say("evidence_refused", reason=found["refused"])
    else:
        talk.change(files=results.get("files", {}))
        _receipt(talk, results, kind)
    talk.says += before


def _receipt(talk: Talk, results: Results, kind: str) -> None:
    found = results["evidence"]
    data = {"items": [found], "checklist": [], "entries": results["entries"]}
    card, buttons = Card("evidence", data), _what(results, found)
    if found["again"]:
        talk.change(gathering={**(talk.session.gathering or {}), "open": False})
        item = found["item"] or "还没说是什么"
        talk.say("evidence_again", buttons, card, name=found["name"], item=item)
    elif found["page"] > 1:
        talk.say("evidence_page", buttons, card, page=found["page"])
    else:
        example = next(iter(results["entries"]), OTHER)
        more = talk.words("evidence_more") if kind == "图片" else ""
        text = talk.words(
            "evidence_got", kind=kind, name=found["name"], size=size_words(found["size"]), item=""
        )
        told = [talk.words(MARKS[mark]) for mark in found["marks"].split() if mark in MARKS]
        ask = talk.words("evidence_what", example=example, more=more)
        talk.says.append(Say("\n".join([text.strip(), *told, ask.strip()]), buttons, card))


def _what(results: Results, found: Results) -> tuple[Button, ...]:
    """What can this be: the entries that lack a file first."""
    if found["item"] and not found["again"]:
        return ()
    order = {State.SAID.value: 0, State.LACKING.value: 0, State.HERE.value: 1, State.SPARED.value: 2}
    rows = sorted(results["checklist"], key=lambda row: order[row["state"]])
    names = [row["item"] for row in rows if row["item"] != found["item"]][:MOST_BUTTONS]
    return tuple(Button(name, f"ev:item:{found['id']}:{name}") for name in [*names, OTHER])


def gathered(talk: Talk, results: Results, _: object) -> None:
    """发完了: what the last piece is now, and what it still needs: a name."""
    before, talk.says = talk.says, []
    rows = results.get("evidence_list", [])
    last = _newest(rows)
    if not last:
        talk.say("evidence_none")
    elif last[0]["item"]:
        talk.say("evidence_done", item=last[0]["item"], pages=len(last), lacking=lacking(talk, results))
    else:
        ask = talk.words("evidence_what", example=next(iter(results["entries"]), OTHER), more="")
        text = talk.words("evidence_done", item="这份", pages=len(last), lacking="")
        talk.says.append(Say(f"{text.strip()}\n{ask.strip()}", _what(results, last[0])))
    talk.says += before


def _newest(rows: list[Any]) -> list[Any]:
    """The pages of the piece listed last."""
    return [row for row in rows if row["piece"] == rows[-1]["piece"]] if rows else []


def edited(talk: Talk, results: Results, _: object) -> None:
    """What a change came to, before the question that was open."""
    before, talk.says = talk.says, []
    done = results.get("edited")
    if done is None:
        talk.say("records_down")
    elif done.get("refused"):
        talk.say("evidence_refused", reason=done["refused"])
    else:
        talk.change(files=results.get("files", {}))
        values = {"name": done["name"], "item": done["item"], "pages": done["pages"]}
        talk.say(EDITED[done["op"]], lacking=lacking(talk, results), **values)
    talk.says += before


def lacking(talk: Talk, results: Results) -> str:
    """还缺：…, or that nothing is lacking."""
    rows = results.get("checklist", [])
    names = [row["item"] for row in rows if row["state"] == State.LACKING.value]
    if not rows:
        return ""
    return talk.words("evidence_lacking", rows="、".join(names)) if names else talk.words("evidence_complete")


def listed(talk: Talk, results: Results, _: object) -> None:
    """我的证据: what was sent, piece by piece, and the checklist with what each entry proves."""
    rows = results.get("evidence_list", [])
    standing = results.get("checklist", [])
    pieces: dict[str, list[Any]] = {}
    for row in rows:
        pieces.setdefault(row["piece"], []).append(row)
    talk.change(files=results.get("files", talk.session.files))
    parts = [talk.words("evidence_none") if not rows else _sent(talk, list(pieces.values()))]
    if standing:
        lines = "\n".join(_line(row) for row in standing)
        parts.append(talk.words("evidence_checklist", title=results["title"], rows=lines))
    if rows:
        parts.append(talk.words("evidence_how"))
    buttons = [Button(f"删除{n}", f"ev:drop_all:{p[0]['id']}") for n, p in enumerate(pieces.values(), 1)]
    data = {"items": rows, "checklist": standing, "entries": results.get("entries", [])}
    text = "\n\n".join(part.strip() for part in parts)
    talk.says.append(Say(text, tuple(buttons[:MOST_DROPS]), Card("evidence", data)))
    asking.ask(talk)


def _sent(talk: Talk, pieces: list[list[Any]]) -> str:
    lines = [f"{n} {piece_words(piece)}" for n, piece in enumerate(pieces, 1)]
    files = sum(len(piece) for piece in pieces)
    return talk.words("evidence_list", count=len(pieces), files=files, rows="\n".join(lines))


def piece_words(piece: list[Any]) -> str:
    """借条或欠条（2页）, 其他材料“合同.pdf”（3页）, with the length of recordings."""
    head = piece[0]
    item = head["item"] if head["item"] and head["item"] != OTHER else ""
    name = item or f"{head['item'] or '还没说是什么'}“{head['name']}”"
    pages = sum(page["pages"] for page in piece)
    if head["type"].startswith(RECORDINGS):
        length = f"{head['seconds'] // 60}分{head['seconds'] % 60}秒" if head["seconds"] else ""
        return f"{name}（{length or size_words(head['size'])}）"
    return f"{name}（{f'{pages}页' if pages else size_words(head['size'])}）"


def _line(row: Results) -> str:
    """缺 聊天记录：证明…。从头往下截图…"""
    if row["state"] == State.SPARED.value:
        return f"· {row['item']}：{row['get']}。"
    what = f"证明{row['proves']}" if row["proves"] else ""
    how = f"。{row['get']}" if row["state"] != State.HERE.value and row["get"] else ""
    return f"· {row['item']}：{row['words']}。{what}{how}。"


AFTER: dict[str, Callable[[Talk, Results, Any], None]] = {
    "kept": kept,
    "gathered": gathered,
    "edited": edited,
    "evidence": listed,
}
