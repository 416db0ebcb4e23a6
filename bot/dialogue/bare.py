"""A sum, an outcry, a place or a thing said alone (5万, 坑死了, 薛家湾, 羊圈): what happened is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.dialogue.knowledge import plain
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text import amounts
from bot.text.normalise import normalise
from bot.text.reading import Context, is_question, left_over

#: A longer message tells something.
MOST_CHARS: Final = 12
#: A thing or a place is called by no more.
NAME_CHARS: Final = 8
_OUTCRY = re.compile(
    r"(?:我|真是|真的?|简直|太|都|可|把我|被|他们?|她|这|哎呀?|唉|好|快|要|人|就|给)*"
    r"(?:坑(?:死|惨|人|了)|气(?:死|疯|坏|人)|冤(?:枉|死|得慌)?|欺(?:负|人太甚)|欺人|憋屈|窝囊|倒霉|没(?:有)?(?:天理|王法)"
    r"|不讲理|黑心|缺德|不是人|烦死|愁死|急死|亏(?:死|大)|上当|吃亏|委屈|难受死|无赖|耍赖|坑|苦啊?)"
    r"(?:我|我们|人|死|了|啦|啊|呀|得很|得|很|的|吧|呢|坏|惨|慌|老百姓)*"
)
_PLACE = re.compile(
    r"薛家湾|沙圪堵|纳日松|魏家峁|布尔陶亥|十二连城|东胜|康巴什|[准达伊杭乌]旗|龙口|暖水|大路"
    r"|[\u4e00-\u9fff]{1,6}(?:旗|县|市|镇|乡|苏木|嘎查|村|新?区|街道|小区|省|盟|社区)"
)
#: 工资的事, 我家草场, 孩子的问题: the thing alone.
_PARTICLES = re.compile(
    r"^(?:我|俺|我们|我家)?(?:家|的)?(?=[\u4e00-\u9fff]{1,4}(?:的(?:事儿?|问题|事情))?[吧啊呀]?$)|的?(?:事儿?|问题|事情)?[吧啊呀]?$"
)
#: What stands in sentences, chatter and wishes, and hardly in the name of a thing.
_SENTENCE = re.compile(
    r"[我你您他她它咱俺谁啥吗呢吧啊呀哦嗯哈嘿嗨喂了的着过是不没很真太好想要去会能在有来说讲听唱吃喝玩给帮查订买卖做写发告天笑话歌]"
    r"|\d|[a-zA-Z]"
)


def asks_back(talk: Talk) -> bool:
    """Ask what happened, where the message is only a sum, an outcry or a place; True when it is."""
    text = plain(talk.text)
    if not text or len(text) > MOST_CHARS or is_question(talk.text):
        return False
    likely = talk.k.things.get(_PARTICLES.sub("", text))
    key = "bare_name" if likely else _kind(text, talk.context())
    if key:
        _ask(talk, key, likely or ())
    return bool(key)


def names_thing(talk: Talk) -> bool:
    """The same for a thing that means nothing of ours to the model (羊圈棚子, 挖掘机)."""
    text = plain(talk.text)
    if not text or len(text) > NAME_CHARS or is_question(talk.text) or _SENTENCE.search(text):
        return False
    _ask(talk, "bare_name")
    return True


def _ask(talk: Talk, key: str, likely: Sequence[str] = ()) -> None:
    kinds = [Button(talk.k.labels[name].title, f"flow:{name}") for name in likely]
    talk.say(key, [*kinds, *talk.command_buttons("menu", "human")], said=plain(talk.text))
    talk.effect("unmatched", text=talk.text)
    talk.verdict = "bare"


def _kind(text: str, context: Context) -> str:
    if _sum(text, context):
        return "bare_sum"
    if _OUTCRY.fullmatch(text):
        return "bare_outcry"
    return "bare_name" if len(text) <= NAME_CHARS and _PLACE.fullmatch(text) else ""


def _sum(text: str, context: Context) -> bool:
    said = normalise(text)
    found = amounts.find_in(said, context)
    return bool(found) and not left_over(said.text, [(one.start, one.end) for one in found])
