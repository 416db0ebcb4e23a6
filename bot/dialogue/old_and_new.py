"""A correction that names the old value and the new one: 五万写错了四万八, 是四万八不是五万."""

from __future__ import annotations

import re
from functools import cache

from bot.dialogue import lists, taken_back
from bot.dialogue.talk import Talk
from bot.text.reading import Json, Reading, flat, is_question
from flows.schema import Step

#: Readers of values; free words and consents are not compared.
_VALUES = frozenset({"amount", "date", "name", "party", "phone", "id_number", "rate", "duration"})
_YEAR = re.compile(r"年|[.\-/].*[.\-/]")


@cache
def _orders() -> tuple[re.Pattern[str], ...]:
    says = "写|说|填|打|记|弄|输|报|讲|念|搞|算"
    lead = r"(?:哎呀?|不对|那个?|刚才|前面|上面|我|的|[,，。\s])*"
    is_ = r"(?:应该?是|应当是|其实是|是|叫|改成|改为|[,，。:：\s])*"
    return (
        re.compile(
            rf"{lead}(?P<old>[^,，。]{{1,20}}?)[,，\s]*(?:我|那个?|刚才|给|是|都)*(?:(?:{says})(?:的|得)?错|错)(?:了|啦)+"
            rf"{is_}(?P<new>[^,，。]{{1,20}}?)[了吧啊呀呢。！!]*"
        ),
        re.compile(
            rf"{lead}(?:[^,，。不]{{0,6}}?是)?(?P<new>[^,，。是]{{1,20}}?)[,，\s]*(?:而|可|并)?不是(?P<old>[^,，。]{{1,20}}?)[了吧啊呀呢。！!]*"
        ),
    )


def find(talk: Talk) -> tuple[Step, str] | None:
    """The answered step that holds the old value, and the words of the new one; None for other words."""
    form = talk.session.form
    if form is None or is_question(talk.text) or taken_back.by_others(talk.text):
        return None
    for order in _orders():
        said = order.fullmatch(talk.text.strip())
        held = _holding(talk, said["old"]) if said else []
        if said and len(held) == 1:
            new = _with_year(talk, held[0], said["old"], said["new"])
            reading = talk.k.readers[held[0].read](new, talk.context(held[0]))
            return (held[0], new) if isinstance(reading, Reading) else None
    return None


def _holding(talk: Talk, old: str) -> list[Step]:
    """The answered steps whose value the words are, be it one that waits for its step."""
    answers = talk.session.form.answers if talk.session.form else {}
    open_ = [s for s in talk.flow.steps if s.id in answers and s.read in _VALUES and not s.options]
    return [
        s for s in open_ if not lists.listed(s, answers[s.id]) and _same(talk, s, old, answers[s.id].value)
    ]


def _same(talk: Talk, step: Step, old: str, value: Json) -> bool:
    reading = talk.k.readers[step.read](old, talk.context(step))
    if not isinstance(reading, Reading):
        return False
    if step.read == "date" and not _YEAR.search(old):
        return str(flat(reading.value).get("start"))[4:] == str(flat(value).get("start"))[4:]
    return reading.value == value


def _with_year(talk: Talk, step: Step, old: str, new: str) -> str:
    """5月5号 for 3月5号 is of the year that was kept."""
    if step.read != "date" or _YEAR.search(old + new) or not re.search("月", new):
        return new
    kept = talk.session.form.answers[step.id].value if talk.session.form else None
    return f"{str(flat(kept).get('start'))[:4]}年{new}"
