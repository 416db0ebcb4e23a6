"""我叫张丽，电话13800138000, said before a form is open: kept, and offered when the form asks for it."""

from __future__ import annotations

import re

from bot.dialogue.talk import Talk
from bot.text import phones
from bot.text.mask import mask_phone
from bot.text.name_ends import person_at
from bot.text.reading import Reading
from flows.engine import Json
from flows.schema import Step

#: Keys of `Session.about`, and the step that asks for each.
NAME, PHONE = "name", "phone"
STEPS = {"applicant_name": NAME, "applicant_phone": PHONE}
#: A longer message tells more than who is speaking.
LONG = 50
_HELLO = r"(?:你好|您好|喂|法官|老师|同志|[\s,，。.、！!；;:：])*"
_NAME = re.compile(
    rf"{_HELLO}(?:我的?名字(?:叫|是)?|我(?:的?姓名)?(?:叫|是|名叫)|本人|姓名|名字)(?:做|作)?[\s:：是叫]*(?P<name>[\u4e00-\u9fff·]{{2,8}}?)"
    r"(?=$|[\s,，。.、；;！!]|电话|手机|联系)"
)
_PHONE = re.compile(
    r"(?:我?的?(?:联系)?(?:电话|手机|方式)(?:号码?)?|号码)?[\s:：是]*(?P<phone>1[\d\s-]{10,14})(?=$|[\s,，。.；;！!])"
)
_SOFT = re.compile(r"[\s,，。.、！!；;:：]|谢谢您?|请|记一?下|麻烦|您|你|好")


def listen(talk: Talk) -> bool:
    """Keep name and number of who says nothing else, and ask what happened; True when it was that."""
    session = talk.session
    if session.form is not None or session.asking or talk.incoming.payload or len(talk.text) > LONG:
        return False
    text = talk.text
    name, phone = _NAME.match(text), _PHONE.search(text)
    if name and person_at(name["name"], 0) != len(name["name"]):
        return False
    read = phones.read(phone["phone"], talk.context()) if phone else None
    if not name and not isinstance(read, Reading):
        return False
    rest = text[name.end() :] if name else re.sub(f"^{_HELLO}", "", text)
    if _SOFT.sub("", _PHONE.sub("", rest)):
        return False
    about: dict[str, Json] = dict(session.about or {})
    about |= {NAME: name["name"]} if name else {}
    about |= {PHONE: str(read.value)} if isinstance(read, Reading) else {}
    talk.change(about=about)
    said = [str(about[NAME])] if NAME in about else []
    said += [mask_phone(str(about[PHONE]))] if PHONE in about else []
    talk.say("introduced", talk.command_buttons("menu", "human"), said="，".join(said))
    talk.verdict = "introduced"
    return True


def known(talk: Talk, step: Step) -> Reading | None:
    """What the person said of himself before, for the question that asks for it; given once."""
    key = STEPS.get(step.id, "")
    about = dict(talk.session.about or {})
    form = talk.session.form
    if key not in about or form is None or step.id in form.answers:
        return None
    said = str(about.pop(key))
    talk.change(about=about or None)
    reading = talk.k.readers[step.read](said, talk.context(step))
    return reading if isinstance(reading, Reading) else None
