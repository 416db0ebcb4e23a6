"""Who was sued: 我让人告了, 法院寄来传票. The answer for a defendant comes before anything else."""

from __future__ import annotations

import re

from bot.dialogue import answering, asking, own_side
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text.reading import Refusal
from flows.questions import Entry

#: The answer in flows/faq/service.yml.
ENTRY = "summons_received"
#: A longer message tells a whole story.
MOST_CHARS = 60
_PAPER = "(?:传票|起诉状|起诉书|诉状|应诉通知)"
_ME = "(?:我们?|俺们?|咱们?|额)(?:家|爸|妈|老公|老婆|儿子|公司)?"
_SUE = r"(?:告(?![诉知别示])|起诉)"
_SUED = re.compile(
    rf"(?:收到|接到|拿到|寄来|送来|发来|来了|寄了|送了|发了|打来).{{0,8}}{_PAPER}"
    rf"|{_PAPER}.{{0,4}}(?:收到|接到|来了|到了|寄|送来|发来|下来)"
    rf"|{_ME}(?:让|叫|被|给)[^，。,]{{0,8}}?{_SUE}"
    rf"|(?:把|将){_ME}(?:给)?{_SUE}"
    rf"|{_ME}(?:现在|怎么|咋|就|也|却)*(?:成了?|变成了?|当了?|是|做了?)被告(?!人)"
    rf"|(?:起诉{_ME}|告{_ME})(?:了|到|上|欠|还|赔|说我|(?:不|没|没有|拒绝?)(?:[交付还给缴搬退赔]|履行|按时)|拖欠?|赖|违约|占|打了?|伤|弄坏|损坏|毁)"
    rf"|(?:起诉|告){_ME}(?:的)?(?:钱数|金额|数额|数目|利息)[^，。,]{{0,6}}(?:不对|错|不认|多|太高)"
    rf"|(?:有人|对方|他|她|银行|公司|房东|物业)(?:已经|又)?(?:去法院|到法院|上法院)(?:把)?{_ME}(?:给)?{_SUE}"
)
#: Only threatened, or another matter: an appeal, enforcement, a counterclaim, a paper that is withheld.
_OTHER = re.compile(
    r"(?:要|会|敢|威胁|准备|打算|扬言|能不能|别).{0,3}(?:把我|将我|起诉|告我)|反诉|反告|(?:也|反过来|还).{0,3}告"
    r"|上诉|判|执行|离婚|拒收|不收|躲|商标|专利|版权|侵权|对方.{0,3}收到|他.{0,3}收到|没(?:有)?(?:收|接)到|撤诉|冻结|退(?:回|了|给)|打回|不收"
)

_DEFENDANT = re.compile(r"被告|传票|应诉|告我|起诉我|被.{0,6}(?:起诉|告)|仲裁通知")


def told(talk: Talk) -> bool:
    """Whether the person says to have been sued, where the open question does not take the words itself."""
    text, step = talk.text, talk.step
    if talk.incoming.payload or len(text) > MOST_CHARS or not _SUED.search(text) or _OTHER.search(text):
        return False
    if ENTRY not in talk.k.faq or not talk.k.faq[ENTRY].in_force(talk.k.today):
        return False
    if step is None:
        return True
    taken = answering.read(talk, step, text) if step.options else None
    return step.read not in answering.WHOLE and (taken is None or isinstance(taken, Refusal))


def about(entry: Entry) -> bool:
    """Whether an answer is for a defendant: of a card, a trade mark, a counterclaim."""
    return _DEFENDANT.search(entry.question) is not None


def next_step(talk: Talk, label: str) -> None:
    """The open question, or, where nothing is open, that one's own side may be registered.

    `label`: the kind of dispute the words tell, "" for none.
    """
    if talk.session.form is None:
        label = own_side.kind_named(talk, talk.text) or label
        own_side.remember(talk, label)
        known = Button(talk.k.title("own_side"), f"sued:{label}")
        own = (known,) if label else talk.command_buttons("own_side")
        talk.say("sued_next", [*own, *talk.command_buttons("menu", "human")])
    asking.ask(talk)
