"""The values that stand in one piece of a list as people type it: 3月5号还了2000, 老大王建国, 蒙K12345."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.text import amounts, answers, dates, identity, names, phones, places, plates, row_columns
from bot.text.name_ends import person_at
from bot.text.names import HAN, ORG_ENDS
from bot.text.normalise import normalise
from bot.text.reading import Context, Json, Reading, Refusal

#: Kinds that are found by their form; what is left over is words.
FORMED = ("id_number", "phone", "plate", "date", "amount")
#: A sum nothing marks as money counts among others of its piece from this confidence on.
MARKED = 0.75
SMALL_FEN = 10_000
#: Behind a date it says what the date is.
_BORN = re.compile("出?生(?:的|人)?")


@dataclass(frozen=True, slots=True)
class Token:
    """One value; `kind` is the reader it fits, `text` for words that are none of the others."""

    kind: str
    value: Json
    said: str
    reason: str = ""  #: why it cannot be taken; the value is None then
    part: bool = False  #: a sum that is a total or another debt, no entry of its own


@cache
def _digits() -> re.Pattern[str]:
    return re.compile(r"(?<![\dA-Za-z.])\d[\d\-]{7,18}[\dXx](?![\dA-Za-z.])")


@cache
def _no_entry() -> re.Pattern[str]:
    """Words before a sum that is no entry among others: 一共还了, 借了我, 还欠."""
    return re.compile(
        r"(?:一共|总共|共计|合计|总计|加起来|加一起)[^,\d]{0,4}$|(?:借给?|本金|[还尚下仍]欠|还?剩下?|还差)[了我他的是]*$"
    )


@cache
def _relation() -> re.Pattern[str]:
    return re.compile(
        r"(?:我|他|她|的)*(?:老[大二三四五六七八九小伴]|[大二三小]?(?:女儿|儿子|闺女|小子)|[长次三]子|[长次三]女"
        r"|妻子|丈夫|老婆|老公|爱人|媳妇|女婿|儿媳|父亲|母亲|爸爸?|妈妈?|爷爷|奶奶|孙子|孙女|哥哥|弟弟|姐姐|妹妹"
        r"|[大二三小]?[哥姐弟妹姑舅叔]|司机|车主|驾驶员|乘客|担保人|保证人|合伙人|老板|经理|工头|房东|租客|邻居|会计|队长|对方)"
    )


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"^(?:还有|再有|另外|然后|再就是|以及|一个|一位|有个?|是|叫做?|名叫|姓名|名字|电话|手机号?|住址|地址|车牌号?|[我他她]|的|和|跟|与|又|也|都|:|\s)+"
    )


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(
        r"(?:总共|一共|花费?了?|付了?|交了?|用了?|还了?|给了?|收了?|要了?|差|欠|是|为|共|了|的|:|块|元|左右|大概|大约|约|\s)+$"
    )


@cache
def _verbs() -> re.Pattern[str]:
    """What people say around the values of an entry and means nothing beside them."""
    return re.compile(
        r"分[一二两三四五六七八九十\d]+[期次笔]|不对么?|一共|总共|[一二两三四五六七八九十\d]+[次回]|后来|就没|没|我们?|他们?|她|您|你|又|还|也|都|再|就|才|了|过|的|是|在|给|付|交|用|花|拿|转|打|汇|收|到|时候|那天|那次|大概|左右|大约|差不多"
        r"|微信|支付宝|现金|银行卡?|上|月底|一次|[一两二三四五六七八九十]+笔|钱|块|元|款|归|偿|[\W\d_]"
    )


def _blank(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"


def _formed(text: str, context: Context, kinds: frozenset[str]) -> tuple[list[tuple[int, Token]], str]:
    """Return the values found by their form with their places, and the text without them."""
    out: list[tuple[int, Token]] = []
    finders = {"id_number": identity.find, "phone": phones.find, "plate": plates.find, "date": dates.find}
    for kind, find in finders.items():
        if kind in {"plate", "date"} and kind not in kinds:
            continue
        for found in find(text, context):
            said = text[found.start : found.end]
            out.append((found.start, Token(kind, found.value, said)))
            text = _blank(text, found.start, found.end)
        if kind == "phone":
            wrong, text = _wrong_numbers(text, context)
            out += wrong
    if "amount" in kinds:
        for at, token, end in _sums(text, context):
            out.append((at, token))
            text = _blank(text, at, end)
    return out, text


def _wrong_numbers(text: str, context: Context) -> tuple[list[tuple[int, Token]], str]:
    """Return long numbers that are neither phone nor id number, with the reason; they are no sums."""
    out = []
    for match in _digits().finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) < 9 or dates.find(match[0], context):
            continue
        kind = "phone" if len(digits) <= 13 else "id_number"
        told = (phones if kind == "phone" else identity).read(match[0], context)
        reason = told.sentence if isinstance(told, Refusal) else "号码看不明白"
        out.append((match.start(), Token(kind, None, match[0], reason.split("，请", 1)[0].rstrip("。"))))
        text = _blank(text, match.start(), match.end())
    return out, text


def _sums(text: str, context: Context) -> list[tuple[int, Token, int]]:
    """Return the sums of a piece; small bare numbers count only where no other sum stands."""
    found: list[Reading] = [
        one for one in amounts.find_loose_in(normalise(text), context) if text[one.start : one.end].strip()
    ]
    sure = [one for one in found if one.confidence >= MARKED]
    if not sure and len(found) > 1:
        big = [one for one in found if isinstance(one.value, dict) and _high(one) >= SMALL_FEN]
        sure = big or found[-1:]
    out = []
    for one in sure or found:
        said = text[one.start : one.end]
        if one.confidence < MARKED and (
            re.match(r"\s*[笔副次回趟批]", text[one.end :]) or re.fullmatch("[一二两三四五六七八九十]", said)
        ):
            continue
        part = _no_entry().search(text[max(0, one.start - 10) : one.start]) is not None
        out.append((one.start, Token("amount", one.value, said, part=part), one.end))
    return out


def _high(one: Reading) -> int:
    high = one.value.get("high_fen") if isinstance(one.value, dict) else 0
    return high if isinstance(high, int) else 0


def tokens(text: str, context: Context) -> list[Token]:
    """Return the values of a piece in order; `text` is normalised and holds no separator."""
    kinds = frozenset(column.read for column in context.columns.values())
    found, rest = _formed(text, context, kinds)
    for match in re.finditer(r"\S+(?: \S+)*", rest):
        found += [(match.start(), token) for token in _words(match[0].strip(), context, kinds)]
    return [token for _, token in sorted(found, key=lambda pair: pair[0])]


def _words(words: str, context: Context, kinds: frozenset[str]) -> list[Token]:
    """Return name, address and other words of a stretch without numbers."""
    if lead := row_columns.leads(words, context.columns):
        return [Token("text", lead, lead), *_words(words[len(lead) :].lstrip("是为: "), context, kinds)]
    called = row_columns.starts(words, context.columns)
    if called < len(words):
        own = _tail().sub("", words[called:]).strip(" ,:。()")
        earlier = _words(words[:called], context, kinds) if called else []
        return [*earlier, Token("text", own, words[called:])]
    out: list[Token] = []
    rest = words
    at = _place_at(rest, context) if "address" in kinds else len(rest)
    if kinds & {"name", "party"}:
        before, name, after = _named(rest[:at], context, kinds)
        if name:
            if before:
                out.append(Token("text", before, before))
            out.append(Token("name", name, name))
            rest, at = after + rest[at:], len(after)
    if at < len(rest):
        place = answers.read_address(re.sub(r"^(?:家?住址?|地址|家)(?:在|是|:)?", "", rest[at:]), context)
        if isinstance(place, Reading):
            out.append(Token("address", place.value, rest[at:]))
            rest = rest[:at]
    plain = _tail().sub("", _lead().sub("", rest)).strip(" ,:。()")
    if "phone" in kinds:
        plain = re.sub(r"(?:电话|手机号?)+$", "", plain)
    elif rest in {"手机", "电话"}:
        plain = rest  # a thing, not the word before a number
    if plain and (not out or len(plain) > 1) and not ("date" in kinds and _BORN.fullmatch(plain)):
        out.append(Token("text", plain, rest))
    return out


def _place_at(words: str, context: Context) -> int:
    """Return where an address begins: at a known place or at the word that leads to it."""
    known = [one.start for one in places.find(words, context)]
    lead = re.search(r"(?:家住|住址?|地址|家)(?:在|是|:)|家?住(?!院|宿)", words)
    if lead and (not known or lead.start() < min(known)):
        return lead.start()
    if known:
        return min(known)
    whole = answers.read_address(words, context)
    named = re.search(rf"(?:{ORG_ENDS})$", words)
    return 0 if isinstance(whole, Reading) and not named and not person_at(words, 0) else len(words)


def _named(words: str, context: Context, kinds: frozenset[str]) -> tuple[str, str, str]:
    """Return what stands before a name, the name, and what follows it; no name gives ("", "", words).

    Where no other words are asked for, words in the shape of a name are one even without a known surname.
    """
    head = _lead().match(words)
    bare = words[head.end() :] if head else words
    if "party" in kinds and re.search(rf"(?:{ORG_ENDS})$", bare) and 4 <= len(bare) <= 40:
        return "", bare, ""
    relation = _relation().match(bare)
    shift = relation.end() if relation else 0
    said = re.match(r"(?:叫做?|是|:|\s)*", bare[shift:])
    start = shift + (said.end() if said else 0)
    for at in range(start, min(len(bare), start + 5)):
        end = person_at(bare, at)
        if end and names.is_name(names.spelled(bare[at:end])):
            return _lead().sub("", bare[:shift] or bare[:at]), names.spelled(bare[at:end]), bare[end:]
    name = names.spelled(bare[start:])
    read = names.read(name, context) if re.fullmatch(rf"[{HAN}·]{{2,12}}", name) else None
    if "short_text" not in kinds and isinstance(read, Reading) and read.confidence == 1 and not read.confirm:
        return bare[:shift], name, ""
    return "", "", words


def is_unread(words: str) -> bool:
    """Tell whether words that fitted nowhere say something: 剩下的我晚上问问, not 又还了."""
    return len(_verbs().sub("", words)) > 2
