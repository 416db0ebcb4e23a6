"""Several things that were spoiled, each with its sum, in one breath: 天花板3000，地板5000，误工800."""

from __future__ import annotations

import re

from bot.dialogue import lists
from bot.dialogue.talk import Talk
from bot.text import amounts, cells
from bot.text.cells import Row
from bot.text.names import HAN
from bot.text.reading import Reading, flat
from flows.engine import Answer, Json
from flows.schema import Step

#: The fact by which the question about a damage is known.
DAMAGE = "amount:compensation"
_SPOILT = (
    r"(?:都|全|也|给|被|泡|坏|毁|湿|塌|裂|掉|烂|脏|了|要|花|得|修|换|重做"
    r"|赔|损失|是|的|一共|大概|大约|约|费用?)*"
)
_NUM = r"(?:\d+(?:\.\d+)?[千万]?|[一二两三四五六七八九十百千万]{2,8})"
_THING = re.compile(rf"(?P<what>[{HAN}]{{2,6}}?){_SPOILT}\s?(?P<sum>{_NUM})(?:元|块钱?)?(?:钱)?(?:左右)?$")
_LEAD = re.compile(
    r"^(?:还有|另外|再加上?|加上?|以及|把|我们?家的?|家里?的?|我们?的?|修|换|重做|买|赔|泡了|花了)+"
)
#: No thing that is spoiled: where somebody lives, a part of a sum that was paid, a loan, a total.
_OTHER = re.compile(r"住$|楼$|单元|号|室|借|欠|还了|付|给了|垫|押金|工资$|一共|总共|共计|合计|每|个月|一年")


def told(talk: Talk, text: str, line: int) -> dict[str, Answer]:
    """The list of a damage told in the words, by its step; empty where less than two things are told."""
    step = next((one for one in talk.flow.steps if DAMAGE in one.facts and _of_things(one)), None)
    rows = _rows(talk, text) if step else []
    if step is None or len(rows) < 2:
        return {}
    value: Json = {"rows": [*rows], "total_fen": cells.total_fen(step.columns, rows)}
    shown = cells.shown(step.columns, rows)
    return {step.id: Answer(value, shown, line or talk.line, 0, len(text), "told", confirmed=False)}


def _of_things(step: Step) -> bool:
    """Whether the answer is a sum, or things with a sum each."""
    return lists.may_split(step) and [one.read for one in step.columns.values()] == ["short_text", "amount"]


def _rows(talk: Talk, text: str) -> list[Row]:
    out: list[Row] = []
    for piece in re.split(r"[，,、；;。\n]+", text):
        found = _THING.search(piece.strip())
        what = _LEAD.sub("", found["what"]) if found else ""
        if found is None or len(what) < 2 or _OTHER.search(what):
            continue
        reading = amounts.read(found["sum"], talk.context())
        fen = flat(reading.value) if isinstance(reading, Reading) else {}
        if isinstance(fen.get("low_fen"), int) and fen["low_fen"] == fen.get("high_fen"):
            out.append([what, {"low_fen": fen["low_fen"], "high_fen": fen["high_fen"]}])
    return out
