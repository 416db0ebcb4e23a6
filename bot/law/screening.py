"""Danger in what people write, recall first: rules name the signs, a learned opinion hears the rest.

Only words are looked at here; nothing is stored and nothing is decided. An urgent flag means: safety words
first, a number, a person. A calm one means: answer the question and offer the number.

The rules stand in bot.law.red_flags, the opinion in bot.law.opinion. Either may raise an alarm; an
opinion far on the calm side lowers a rule's alarm to a calm flag. Both limits are measured.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.law import attackers, cannot_speak, foreign, roles
from bot.law.clauses import clause_of, sentences, short_after, short_before
from bot.law.opinion import STORY_CHARS, WIDTHS, Opinion, kind, opinion
from bot.law.red_flags import Aim, Sign, grave_calm, marks, sign_of, signs
from bot.law.rows import rows, section, table, text, texts
from bot.law.spelling import spelled_out
from bot.text.normalise import simplify

#: The last line of a safety message; nothing stands before the safety words.
HANDED_OVER = "我已通知工作人员。请先打上面的电话，不要等我们。"

#: From this score on the opinion raises an alarm by itself.
RAISES = -0.36
#: From this score on it raises one in a question of law (算工伤吗), which names what happened without a need.
RAISES_ASKED = -0.31
#: From this score on it raises one in a text of several windows (opinion.WIDTHS): the worst of some sounds
#: worse than one.
RAISES_LONGER = -0.2
#: From this score on it raises one in a story (opinion.STORY_CHARS).
RAISES_STORY = 0.05
#: Below this score it calms what a rule saw; rules are too eager with figures of speech and the past.
CALMS = -0.8

#: The opinion says nothing about fewer characters (我妈, 农药, 不见了): rules know the short cries for help.
LEAST_CHARS = 5

#: A space between Chinese characters, where many write no comma.
_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000]+(?=[\u3400-\u9fff])")
#: An expression that finds nothing.
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign of danger. `words` is what it was seen in: personal data, never to be logged."""

    id: str
    title: str
    urgent: bool
    words: str
    say: str  #: safety words when urgent, a gentle sentence otherwise
    hotlines: tuple[str, ...]
    citations: tuple[str, ...]
    hide: bool = False  #: the other side must not see any notice
    report: bool = False  #: staff have a duty to report (未成年人法11)
    learned: bool = False  #: raised by the opinion alone, no rule saw it
    sure: bool = False  #: no opinion calms it
    of_another: bool = False  #: the writer tells of somebody else who suffers it or does it to himself
    by_writer: bool = False  #: the writer does it to somebody
    tongue: str = ""  #: the table of the language it was told in, where that is not Chinese
    handed: str = HANDED_OVER  #: the last line of the safety message


@dataclass(frozen=True, slots=True)
class _Seen:
    """A flag and the sentence a rule saw it in."""

    flag: Flag
    sentence: str


def _tidy(words: str) -> str:
    folded = spelled_out(unicodedata.normalize("NFKC", simplify(words))).replace("!", "。")
    lines = "\n".join("".join(line.split()) for line in folded.splitlines())
    return re.sub(r"[“”\"'‘’()（）【】《》<>]", "", lines.replace(",", "，").replace("\n", "。"))


def plain(words: str) -> str:
    """The words without spaces and quotes, sentences ended by 。, look-alikes (打电话, 跳楼价) as □."""
    return marks().blank.sub("□", _tidy(words))


def screen(words: str) -> list[Flag]:
    """Every sign of danger in one message, urgent ones first.

    Example: 老公拿刀追我 -> [family_violence, urgent]; 家暴怎么取证 -> [family_violence, calm];
    给我打电话 -> [].
    Source: 人民调解法第25条，反家暴法第13条、第23条，未成年人法第11条，救助管理办法第7条.
    """
    tidy = plain(words)
    found: dict[str, _Seen] = {}
    for sentence in sentences(tidy):
        for sign in signs():
            if sign.shows is not None and sign.shows.isdisjoint(sentence):
                continue
            flag = _look(sign, sentence)
            if flag and (aim := _suffers(sign, sentence)):
                urgent = flag.urgent and not aim.calm
                flag = _flag(sign_of(aim.flag), flag.words, urgent=urgent)
            if flag and (flag.id not in found or flag.urgent > found[flag.id].flag.urgent):
                found[flag.id] = _Seen(flag, sentence)
    heard_as = _weigh(found, opinion(tidy), _raises(tidy))
    flags = [*_unheard(_tidy(words)), *_in_other_tongues(words), *heard_as]
    heard = _fitted(_by_whom(flags, f"{tidy}。{words.lower()}"), words)
    return sorted(heard, key=lambda flag: (not flag.urgent, not _leads(flag, tidy)))


def _raises(tidy: str) -> float:
    """From which score on the opinion raises an alarm; chosen on the lines of hands that were left out."""
    if len(tidy) > STORY_CHARS:
        return RAISES_STORY
    if len(tidy) > WIDTHS[0]:
        return RAISES_LONGER
    return RAISES_ASKED if marks().abstract.search(tidy) else RAISES


def _leads(flag: Flag, said: str) -> bool:
    """Whether the writer says that he will do it himself: that comes before what was done to him."""
    sign = sign_of(flag.id)
    return sign.on("leads") and sign.doer.search(said) is not None


def _by_whom(flags: Iterable[Flag], said: str) -> Iterator[Flag]:
    """Flags on the family become those on anybody where nobody of the family is named; each once."""
    found: dict[str, Flag] = {}
    for heard in flags:
        flag, other = heard, text(sign_of(heard.id).row, "elsewhere")
        if other and not attackers.at_home(said):
            there = _flag(sign_of(other), heard.words, urgent=heard.urgent)
            added = heard.say.removeprefix(_flag(sign_of(heard.id), "", urgent=heard.urgent).say)
            flag = replace(
                there, say=there.say + added, learned=heard.learned, sure=heard.sure, tongue=heard.tongue
            )
        if flag.id not in found or flag.urgent > found[flag.id].urgent:
            found[flag.id] = _with_more(flag, said)
    return iter(found.values())


def _fitted(flags: Iterable[Flag], words: str) -> list[Flag]:
    """The urgent flags with the words for who writes and what has happened; each kind once."""
    heard_all = list(flags)
    about = [flag.words for flag in heard_all if flag.urgent]
    told = plain(_GAP.sub("，", words)) if about else ""
    signs = roles.seen(roles.near(told, about), roles.near(words, about)) if about else frozenset[str]()
    found: dict[str, Flag] = {}
    for heard in heard_all:
        flag = _for_role(heard, signs) if heard.urgent else heard
        if flag.id not in found or flag.urgent > found[flag.id].urgent:
            found[flag.id] = flag
    return list(found.values())


def _for_role(flag: Flag, signs: frozenset[str]) -> Flag:
    own = text(sign_of(flag.id).row, "safety")
    if not flag.of_another and not flag.say.startswith(own):
        return flag  # who cannot speak aloud has words of his own
    fit = roles.fitting(flag.id, signs, another=flag.of_another)
    if fit is None:
        return flag
    into = _flag(sign_of(fit.becomes), flag.words, urgent=True) if fit.becomes else flag
    say = fit.say or into.say.partition("\n")[0]
    if flag.tongue:
        say = f"{say}\n{foreign.advice(flag.tongue, fit.role)}"
    numbers = tuple(dict.fromkeys((*fit.first, *into.hotlines)))
    return replace(
        into,
        say=say,
        hotlines=numbers,
        learned=flag.learned,
        sure=flag.sure,
        of_another=flag.of_another or fit.role == roles.TELLER,
        by_writer=fit.role == roles.DOER,
    )


def _with_more(flag: Flag, said: str) -> Flag:
    """Other words, or more words and a number, where an urgent message tells why (闺女割腕 -> 120)."""
    for row in rows(sign_of(flag.id).row, "of_another") if flag.urgent else ():
        if re.search(text(row, "when"), said) and not re.search(text(row, "unless", _NEVER), said):
            added = flag.say.removeprefix(text(sign_of(flag.id).row, "safety"))
            told = replace(flag, say=text(row, "say") + added, of_another=True)
            return _with_number(told, text(row, "hotline"))
    for row in rows(sign_of(flag.id).row, "also") if flag.urgent else ():
        if re.search(text(row, "when"), said):
            first, *rest = flag.hotlines
            numbers = (first, text(row, "hotline"), *rest)
            flag = replace(flag, say=f"{flag.say}{text(row, 'say')}", hotlines=numbers)
    return flag


def _with_number(flag: Flag, first: str) -> Flag:
    return replace(flag, hotlines=tuple(dict.fromkeys((first, *flag.hotlines))))


def _suffers(sign: Sign, words: str) -> Aim | None:
    """Who writes is the aim of what the sign is about (他要烧我家), and does nothing himself."""
    if sign.doer.search(words):
        return None
    return next((aim for aim in sign.aims if aim.words.search(words)), None)


def _in_other_tongues(words: str) -> Iterator[Flag]:
    for told in foreign.signs(words):
        flag = _flag(sign_of(told.flag), told.words, urgent=told.urgent)
        said = f"{flag.say}\n{foreign.advice(told.language)}" if told.urgent else flag.say
        yield replace(flag, say=said, tongue=told.language)


def _unheard(tidy: str) -> Iterator[Flag]:
    """Who cannot speak aloud: told how to reach the police in silence."""
    if words := cannot_speak.seen(tidy):
        row = cannot_speak.sign()
        flag = _flag(sign_of(text(row, "flag")), words, urgent=True)
        numbers, handed = texts(row, "hotlines"), text(row, "handed")
        yield replace(flag, say=text(row, "say"), hotlines=numbers, handed=handed, sure=True)


def _weigh(found: Mapping[str, _Seen], heard: Opinion, raises: float) -> list[Flag]:
    """What the rules found, with the opinion: its own kind first when it raises, all calm when it is sure.

    What a rule saw is calmed only by an opinion on the very sentence, never by one on other parts of a text.
    """
    if heard.score < CALMS:
        return [_calmed(one) for one in found.values()]
    if heard.score < raises or len(heard.window.strip("^$")) < LEAST_CHARS:
        return [one.flag for one in found.values()]
    fitting = _kind(heard, found)
    others = (one.flag for one in found.values() if one.flag.id != fitting)
    learned = not any(one.flag.urgent for one in found.values())
    return [replace(_flag(sign_of(fitting), heard.window, urgent=True), learned=learned), *others]


def _kind(heard: Opinion, found: Mapping[str, _Seen]) -> str:
    """The kind the opinion hears, unless a rule is sure of another, or of one that outweighs it."""
    heard_as = kind(heard.window)
    sign = sign_of(heard_as)
    urgent = [one.flag for one in found.values() if one.flag.urgent]
    if aim := _suffers(sign, heard.window.strip("^$")):
        heard_as = aim.flag
    elif sign.aims and heard_as not in found and urgent:  # a rule sees who is struck, none sees a threat
        return urgent[0].id
    return next((one.id for one in urgent if _outweighs(one, heard_as, found)), heard_as)


def _outweighs(flag: Flag, heard_as: str, found: Mapping[str, _Seen]) -> bool:
    """Whether a flag of the rules leads, whatever kind the opinion hears."""
    sign = sign_of(flag.id)
    unseen = sign.on("over_unseen") and heard_as not in found
    return flag.sure or unseen or heard_as in texts(sign.row, "outweighs")


def _calmed(seen: _Seen) -> Flag:
    flag = seen.flag
    if flag.sure or opinion(seen.sentence).score >= CALMS:
        return flag
    return replace(flag, urgent=False, say=text(sign_of(flag.id).row, "gentle"))


def _look(sign: Sign, sentence: str) -> Flag | None:
    left = sign.never.sub("□", sentence)
    if sure := sign.sure.search(left):
        return replace(_flag(sign, sure[0], urgent=True), sure=True)
    if grave := _grave(sign, sentence):
        return grave
    soft = sign.first.search(left)
    left = sign.first.sub("□", left)
    calmed = None
    for strong in sign.strong.finditer(left):
        clause = clause_of(left, strong.start(), strong.end())
        over = _over(sign, clause, strong[0], left) if sign.on("firm") else _calm(sign, clause, left)
        if not over:
            return replace(_flag(sign, strong[0], urgent=True), sure=sign.on("firm"))
        calmed = calmed or strong
    if calmed and sign.on("quiet"):
        return None
    soft = soft or calmed
    weak = sign.weak.search(left)
    if weak:
        calm = _topic(clause_of(left, weak.start(), weak.end()), left) or not sign.on("weak_urgent")
        return _flag(sign, weak[0], urgent=not calm)
    soft = soft or sign.soft.search(left)
    return _flag(sign, soft[0], urgent=False) if soft else None


def _grave(sign: Sign, sentence: str) -> Flag | None:
    """Grave harm of now or lately, in the sentence as it was said."""
    for seen in sign.grave.finditer(sentence):
        if not _long_ago_or_unreal(sign, sentence, seen.start(), seen.end()):
            return replace(_flag(sign, seen[0], urgent=True), sure=True)
    return None


def _long_ago_or_unreal(sign: Sign, sentence: str, start: int, end: int) -> bool:
    lists, (unreal, money) = marks(), grave_calm()
    clause = clause_of(sentence, start, end)
    when = "，".join([*short_before(sentence, start), clause])
    if unreal.search(when):
        return True
    if lists.present.search(when):
        return False
    if lists.past.search(when) or (sign.on("suppose_calms") and lists.suppose.search(when)):
        return True
    return text(sign.row, "id") in money and bool(lists.money.search(sentence))


def _calm(sign: Sign, clause: str, sentence: str) -> bool:
    lists = marks()
    if sign.on("death_calms") and lists.death.search(sentence):
        return bool(lists.abstract.search(sentence) or lists.past.search(sentence))
    if lists.present.search(clause):
        return False
    if lists.past.search(clause):
        return True
    if sign.on("suppose_calms") and lists.suppose.search(clause):
        return True
    if sign.on("treated_calms") and lists.treated.search(sentence) and not attackers.at_home(sentence):
        return True
    return sign.on("money_calms") and bool(lists.money.search(sentence))


def _over(sign: Sign, clause: str, seen: str, sentence: str) -> bool:
    """Of a need of the moment: a time long past, and a question of who pays where nothing goes on."""
    if marks().past.search(clause.replace(seen, "", 1)):  # 昏过去 is not 过去
        return True
    if sign.present.search(clause):
        return False
    if _said_past(sentence, seen):
        return True
    supposed = sign.on("suppose_calms") and marks().suppose.search(clause) is not None
    return supposed or sign.calm.search(sentence) is not None


def _said_past(sentence: str, seen: str) -> bool:
    """Whether a short clause right after says that it is long past (房子失火，去年的事)."""
    lists, end = marks(), sentence.find(seen) + len(seen)
    return any(
        lists.past.search(part) and not lists.present.search(part) for part in short_after(sentence, end)
    )


def _topic(clause: str, sentence: str) -> bool:
    lists = marks()
    if lists.abstract.search(sentence) or lists.suppose.search(clause) or lists.money.search(sentence):
        return True
    return bool(lists.past.search(clause)) and not lists.present.search(clause)


def _flag(sign: Sign, words: str, *, urgent: bool) -> Flag:
    row = sign.row
    return Flag(
        id=text(row, "id"),
        title=text(row, "title"),
        urgent=urgent,
        words=words,
        say=text(row, "safety" if urgent else "gentle"),
        hotlines=texts(row, "hotlines"),
        citations=texts(row, "citations"),
        hide=sign.on("hide"),
        report=sign.on("report"),
        handed=text(row, "handed", HANDED_OVER),
    )


def danger(words: str) -> bool:
    """Whether anything urgent stands in the message."""
    return any(flag.urgent for flag in screen(words))


def safety_text(flags: Iterable[Flag]) -> str:
    """What is said at once: safety, numbers, and that a person is coming; empty without an urgent flag."""
    urgent = [flag for flag in flags if flag.urgent]
    if not urgent:
        return ""
    numbers = dict.fromkeys(number for flag in urgent for number in flag.hotlines)
    lines = [flag.say for flag in urgent[:2]]
    return "\n".join([*lines, "　".join(hotline(number) for number in list(numbers)[:4]), urgent[0].handed])


def said_beside(flag: Flag, flags: Iterable[Flag]) -> list[Flag]:
    """The flag, and those of a message whose safety words belong beside its own (self-harm and threats)."""
    beside = texts(sign_of(flag.id).row, "beside")
    return [flag, *(one for one in flags if one.urgent and one.id in beside)]


def hotline(number: str) -> str:
    """`报警 110`; a number nobody listed stands alone."""
    name = text(section(table("hotlines"), number), "name")
    return f"{name} {number}".strip()
