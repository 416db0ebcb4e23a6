"""先别给他打电话, 别让他知道: a wish that whoever helps must read before anything else."""

from __future__ import annotations

import re

from bot.dialogue import asking
from bot.dialogue.talk import Talk
from bot.model import Kind
from bot.text.reading import is_question

_WHO = (
    r"(?:他|她|人家|对方|(?:我|俺)?(?:家)?(?:的)?(?:老公|男人|丈夫|老汉|老婆|媳妇|婆姨|妻子|爱人|对象|前夫|前妻|公公|婆婆|婆家|女婿|儿子"
    r"|父母|家里人?|家人|老板|单位|领导))们?"
)
_WISH = re.compile(
    r"(?:^|[，,。.！!；;、\s])(?:你们?|您|法院|先|千万|可|求求?|请|麻烦|暂时|现在|一定|还是|但是?|就是)*"
    r"(?:别|不要|不能|不许|不想|先不)(?:先|再|急着)?"
    rf"(?:[给跟和向对]{_WHO}(?:打|发|联系|说|讲|提|通知)|(?:通知|告诉|联系|惊动){_WHO}(?!的|妈|爸|哥|姐|弟)"
    rf"|[让叫]{_WHO}(?:知道|晓得|听见|看见|看到))"
)
#: A longer message tells more; it is understood as a whole.
MOST_CHARS = 40
#: What the desk reads.
WISH, REASON = "先不要联系对方，也别让对方知道", "不要惊动对方"


def listen(talk: Talk) -> bool:
    """Keep the wish with the call for a person, say so, and put the open question again."""
    if talk.incoming.kind not in {Kind.TEXT, Kind.VOICE} or talk.incoming.payload:
        return False
    if len(talk.text) > MOST_CHARS or is_question(talk.text) or not _WISH.search(talk.text):
        return False
    talk.effect("callback", wish=WISH, reason=REASON)
    talk.say("secret_kept", talk.command_buttons("human"))
    asking.ask(talk)
    talk.verdict = "callback"
    return True
