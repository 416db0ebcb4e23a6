"""都不是, 以上都不是, 没有一个对: none of the choices that were offered."""

from __future__ import annotations

import re

from flows.engine import Answer
from flows.schema import Step

_EACH = "(?:[个项种条样])"
_FITS = "(?:是|对|像|符合|合适|适合|沾边)"
_NONE = re.compile(
    r"(?:以上|上面|上述|上边|下面|这些?|这几|里面?|你|您|选项|说|给|列|的|我|我的|情况|"
    + _EACH
    + r"|，|,)*"
    + rf"(?:(?:哪一?{_EACH}|一{_EACH})?(?:都|全|也)不(?:太|大|怎么)?{_FITS}"
    + rf"|没有?(?:哪)?一?{_EACH}(?:是)?{_FITS}(?:得?上)?的?"
    + r"|没有?(?:一个)?(?:对得上|合适|符合|适合|对|我要|我这种)(?:我|的|情况)*的)"
    r"(?:了|的|啊|呀|呢|吧|哦)*"
)
#: Keys of the option that stands for all that is not offered, and how its label begins.
_REST, _ELSE = ("other", "neither"), ("别的", "其他", "都没")


def said(text: str) -> bool:
    """Whether the words turn all that is offered down, and say nothing else."""
    return _NONE.fullmatch(re.sub(r"[\s。.！!~～]+", "", text)) is not None


def chosen(step: Step, line: int) -> Answer | None:
    """The answer of who finds nothing among the options: 别的 where it is one of them, else left open.

    None where the question has to be answered.
    """
    for key in _REST:
        if key in step.options and step.options[key].label.startswith(_ELSE):
            return Answer(key, step.options[key].label, line)
    return None if step.required else Answer(None, "选项里没有", line)
