"""Questions with a value in them are reckoned, not looked up: 5万块的官司诉讼费多少."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import calculators, follow_on, form_limits, harm_total, time_limits
from bot.dialogue.court_costs import FEE_ENTRY
from bot.dialogue.numbers_said import Reckoned, wonders
from bot.dialogue.talk import Talk
from bot.model import Button
from bot.text.reading import Context

#: A short message with a sum after the answer about court fees: 那5万的呢.
BARE_CHARS = 14
#: 上个月二十收到的: a day of the month without its 号.
_DAY = re.compile(
    r"((?:上个?|这个?|本)月(?:(?:二?十[一二三四五六七八九]?|三十一?)|[12]?\d|3[01]))(?=[收拿签领送]|到手|判的|下来)"
)
_BARE_SUM = re.compile(r"呢|的案子|的官司|块|元|万|^\d{3,9}$")


def find(talk: Talk, text: str) -> Reckoned | None:
    """What a question works out to, None where no calculator takes it."""
    found = _find(talk, text)
    if found and time_limits.is_defence(found) and form_limits.silent(talk):
        return None
    if found and not all(talk.k.stands(citation) for citation in found.citations):
        return Reckoned("reckon_refused", {"why": talk.words("under_review")}, "", ())
    return found


def _find(talk: Talk, text: str) -> Reckoned | None:
    text = _DAY.sub(r"\1号", text)
    if talk.session.form is not None:
        whole = harm_total.of_form(talk.flow, talk.session.form.answers, text, talk.context())
        if whole:
            return whole
        if limit := form_limits.of_form(talk, text):
            return limit
    alone = _alone(talk, text)
    if alone is None or alone.key in follow_on.WITHOUT_FIGURES or not alone.formula:
        alone = follow_on.again(talk.session, talk.incoming.at, text, talk.context()) or alone
    bare = talk.session.topic == FEE_ENTRY and len(text) <= BARE_CHARS and _BARE_SUM.search(text)
    if alone is None and bare and talk.step is None and not talk.session.reckoned:
        return _asked(f"{text}诉讼费多少钱", talk.context())
    return alone


def _alone(talk: Talk, text: str) -> Reckoned | None:
    """What the text by itself works out to."""
    stated = talk.session.form is None and calculators.states_unsigned(text)
    return _asked(text, talk.context()) if stated or wonders(text) else None


def _asked(text: str, context: Context) -> Reckoned | None:
    found = calculators.calculate(text, context)
    return replace(found, asked=text) if found else None


def say(talk: Talk, found: Reckoned) -> None:
    """The number, how it was reckoned, the articles, 仅供参考; or why it was not reckoned."""
    talk.verdict = "reckon"
    if not found.formula:
        talk.say(found.key, **found.values)
        return
    register = (Button(talk.words("register_now"), f"flow:{found.flow}"),) if found.flow else ()
    talk.say(
        "reckoned",
        register if talk.session.form is None else (),
        answer=found.worded(talk.k.words),
        formula=found.formula,
        citations=talk.k.sources(found.citations),
        note=found.note and f"（{found.note}）",
    )
    if found.topic:
        talk.change(topic=found.topic)
    if found.asked:
        talk.change(reckoned=follow_on.kept(found.asked))
