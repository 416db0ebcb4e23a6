"""Questions with a sum in them are reckoned, not looked up: 5万块的官司诉讼费多少."""

from __future__ import annotations

import re

from bot.dialogue import asking
from bot.dialogue.talk import Talk
from bot.law import fees
from bot.text import amounts
from bot.text.amounts import format_yuan

#: The FAQ entry that invites to name a sum; a bare sum after it is such a question.
FEE_ENTRY = "court_fee_amount"
_FEE = re.compile(
    r"诉讼费|受理费|立案费|起诉费|(?:起诉|打官司|官司|告他?|案子).{0,8}(?:多少钱|多少费|花多少|交多少|几块钱|要多少)"
)
_SUM = re.compile(r"呢|的案子|的官司|块|元|万")


def court_fee(talk: Talk) -> bool:
    """The court fee for the sum in the question; False where it is not such a question.

    Source: 诉讼费用交纳办法第13条、第15条、第16条.
    """
    after_fee = talk.session.topic == FEE_ENTRY and len(talk.text) <= 14 and _SUM.search(talk.text)
    if not (_FEE.search(talk.text) or after_fee) or (talk.step is not None and not _FEE.search(talk.text)):
        return False
    found = amounts.find(talk.text, talk.context())
    value = found[0].value if len(found) == 1 else None
    fen = (
        value.get("low_fen")
        if isinstance(value, dict) and value.get("low_fen") == value.get("high_fen")
        else None
    )
    if not isinstance(fen, int) or fen <= 0:
        return False
    full = fees.court_fee(fen)
    talk.say(
        "fee_result",
        amount=found[0].shown,
        fee=format_yuan(full.amount_fen),
        half=format_yuan(fees.court_fee(fen, halved=True).amount_fen),
        formula=full.formula,
        citations=talk.k.sources(("诉讼费办法13", "诉讼费办法15", "诉讼费办法16")),
    )
    talk.change(topic=FEE_ENTRY)
    asking.ask(talk)
    talk.verdict = "reckon"
    return True
