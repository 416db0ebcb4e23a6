"""Two or three questions in one message: 诉讼费谁出，要不要请律师. A story with commas stays whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.dialogue.queries import QUESTIONS, Texts, subject

#: A longer message is a story, whatever its clauses look like.
MOST_CHARS: Final = 70
#: A shorter piece is no question of its own.
PIECE_CHARS: Final = 2
#: A condition before its question is so short: 没有借条，能告吗.
CONDITION_CHARS: Final = 8
#: A story that ends in a question has so many clauses.
STORY_PARTS: Final = 3
_ENDS = re.compile(r"[?？。；;！!\n，,、\s]+")
#: Said between two questions without a comma.
_JOINTS = re.compile(
    r"还有(?:就是)?|另外|再就是|再问(?:一下|下|一句)?|顺便(?:再)?问(?:一下|下)?|以及|(?<=[吗呢么])(?=\S{2})"
)
_LEADS = re.compile(
    r"^(?:你好|您好|在吗|请问|打听|咨询|想|我|问|一下|下|那么|那|还有|另外|再|就是|还想知道|想知道|顺便|对了|麻烦|这个|它|这)+"
)
_ASKS = re.compile(
    r"[?？]|吗|呢|怎|咋|如何|什么|啥|甚(?!至)|哪|谁|几(?=[天日个年块次月号点成岁级条页份])|多[久长少大]|([\u4e00-\u9fff])不\1|有没有|没有$"
    r"|可不可以|可以不|行不|(?:能|会|要|收|花|用|得|给|管|去|有|钱|费|成)[不没]$|[么嘛]$|是否|能否|可否|.还是.|谁(?:来|先|该)?(?:出|管|负|赔|给|付|交|拿|承担|还|养|办|去)"
)
#: What somebody does not know, asked or said: no question to us.
_TOLD = re.compile(
    r"不知道|不清楚|不晓得|不懂|问过?(?:他|她|对方|老板)|他说|她说|对方说|说(?:什么|啥)|也不知|没人|谁都?也?不"
)
#: Leans on the clause before it wholly.
_BARE = re.compile(
    r"(?:我|他|她|那|该|应该|这|就|又|到底|这样|现在|可|还|得|要|能|是|的|对|合理|合法|违法|犯法|有用|管用|可以|行|成|好|真|不)*"
    r"(?:怎么办|咋办|咋整|怎么弄|怎么处理|咋弄|怎么整|吗|么|呢|行不行|可不可以|行不|对不对|合不合法)(?:呢|啊|呀|吧)?"
)
_CONDITION = re.compile(r"^(?:要是|如果|万一)?(?:没有?|过了|不是|不在|只有|超过|输了|赢了|调解?不成|不成)")
#: Somebody's own matter: facts, not a question about the law.
_FACTS = re.compile(r"\d{4,}|[\d一二三四五六七八九十]+(?:万|块|元|千)|(?:去|今|前)年|昨天|上个?月")


def pieces(text: str) -> list[str]:
    """The questions of a message, two or three that stand side by side; empty where it is one matter."""
    if len(text) > MOST_CHARS:
        return []
    parts = [bit for part in _ENDS.split(text.strip()) for bit in _joined(part) if _LEADS.sub("", bit)]
    found: list[str] = []
    condition = ""
    for part in parts:
        if not asks(part):
            if condition or len(part) > CONDITION_CHARS or not _CONDITION.match(part):
                return []
            condition = part
            continue
        found.append(f"{condition}，{part}" if condition else part)
        condition = ""
    if condition or not 2 <= len(found) <= QUESTIONS or any(_BARE.fullmatch(one) for one in found):
        return []
    return (
        [] if _FACTS.search(text) and _FACTS.search(found[0]) and len(found[0]) > CONDITION_CHARS else found
    )


def _joined(part: str) -> list[str]:
    """The part at its joints, where both sides ask."""
    bits = [bit for bit in _JOINTS.split(part) if bit]
    return bits if len(bits) > 1 and all(asks(bit) for bit in bits) else [part]


def asks(part: str) -> bool:
    """Whether the part asks something itself."""
    return len(_LEADS.sub("", part)) >= PIECE_CHARS and bool(_ASKS.search(part)) and not _TOLD.search(part)


def last_asked(text: str) -> str:
    """The question a story ends in, with the condition before it: …，没有借条，我能要回来吗. "" for none."""
    parts = [part for part in _ENDS.split(text.strip()) if part]
    if len(parts) < STORY_PARTS or not asks(parts[-1]):
        return ""
    leans = len(parts[-2]) <= CONDITION_CHARS and _CONDITION.match(parts[-2])
    return f"{parts[-2]}，{parts[-1]}" if leans else "" if _BARE.fullmatch(parts[-1]) else parts[-1]


def apart(asked: Texts, subjects: Sequence[str]) -> Texts:
    """The texts to be understood, with the questions of one message apart, each with its subject."""
    if asked.questions:
        return asked
    found = pieces(asked.whole)
    if not found:
        last = last_asked(asked.whole)
        return replace(asked, questions=(last,)) if last else asked
    out, about = [], subject(asked.whole, subjects)
    for piece in found:
        bare = _LEADS.sub("", piece) or piece
        own = subject(bare, subjects)
        out.append(bare if own or not about else about + bare)
        about = own or about
    return replace(asked, questions=tuple(out), follow_up="")
