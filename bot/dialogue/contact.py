"""我电话是13800138000, from who waits for a person: the number goes with the call, whatever is open."""

from __future__ import annotations

import re

from bot.dialogue import asking
from bot.dialogue.introduced import PHONE
from bot.dialogue.talk import Talk
from bot.model import Kind
from bot.text import phones
from bot.text.mask import mask_text
from bot.text.reading import is_question
from flows.engine import Json

#: A longer message tells more than how to reach somebody.
MOST_CHARS = 50
#: Questions that a number answers, or that take one among other words.
_OWN = frozenset({"phone", "id_number", "uscc", "plate", "table", "rows"})
#: What may stand beside one's own number: whose it is, and when to call.
_BESIDE = re.compile(
    r"[\s,，。.、！!；;:：~～（）()+-]|我们?|自己|本人|的|[这那]个|新|另外?|还有|一?个|也|就|再|换成?|改成?|是|为|在|用|用的|备用"
    r"|联系|方式|电话|手机|号码?|座机|微信|同号|记一?下|留一?下|留个?|打给?|回|拨|找|通知|请|麻烦|谢谢|您|你|好|嗯|行|可以|吧|了|啊|哦|给"
    r"|随时|都|任何|时间|时候|方便|有空|开机|能接|接|今天|明天|后天|[早晚]上|上午|下午|中午|晚[上点]?|早[上点]?|白天|工作日|周[一二三四五六日末]|星期[一二三四五六日天]"
    r"|之?[前后]|以[前后]|[到至]|\d{1,2}|[一二两三四五六七八九十]+(?=点)|点半?|多|左右"
)


def listen(talk: Talk) -> bool:
    """Keep the number with the call and say so; the open question stays. False for any other message."""
    step = talk.step
    typed = talk.incoming.kind in {Kind.TEXT, Kind.VOICE} and not talk.incoming.payload
    if talk.session.mode != "waiting" or not typed or len(talk.text) > MOST_CHARS or is_question(talk.text):
        return False
    found = phones.find(talk.text, talk.context())
    if len(found) != 1 or (step is not None and step.read in _OWN):
        return False
    number = found[0]
    if _BESIDE.sub("", talk.text[: number.start] + talk.text[number.end :]):
        return False
    about: dict[str, Json] = {**(talk.session.about or {}), PHONE: str(number.value)}
    talk.change(about=about)
    talk.effect("callback", wish=talk.text)
    talk.say("callback_kept", wish=mask_text(talk.text))
    asking.ask(talk)
    talk.verdict = "callback"
    return True
