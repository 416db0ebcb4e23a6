"""What the role model looks at where a name may stand: its words, how it is built, what the rules say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.text.fact_roles import around
from bot.text.names import HAN, lexicon
from bot.text.role_features import Features, characters, page_of, words
from bot.text.topics import Topic

_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch that may be a name, how it is built, and what the rules think of it.

    rule: their role for a name spelled like it, "named" where they hear a name without a role, "" where none.
    clash: they hear another name, day or number in part of it.
    """

    start: int
    end: int
    shape: str
    rule: str = ""
    sure: float = 0.0
    clash: bool = False


@cache
def _from_the_other_side() -> re.Pattern[str]:
    """The writer is sued, asked to pay, or owes."""
    me = "(?:我们?|俺们?|咱|本人|我方|我(?:公司|单位|店|家|妈|爸|男人|老公|儿子|对象)|我们公司)"
    return re.compile(
        rf"{me}[^,。;]{{0,3}}被(?:[^,。;]{{0,12}})(?:告|起诉|诉)|(?:把|将){me}[^,。;]{{0,6}}(?:告|诉|堵)|"
        rf"(?:告|起诉|诉|告到法院)(?:了|到)?{me}|被(?:人|他|她|公司|银行)?(?:给)?(?:告|起诉)了|"
        rf"{me}(?:是|系|就是)被(?:告|申请人)|传票|应诉|答辩|反诉|"
        rf"(?:要|叫|让|催|逼|问|跟|要求)(?:着)?{me}(?:赔|还|退|给|出钱)|去仲裁告|"
        rf"{me}(?:是|确实)?(?:欠|借过|借了[^给]|还不上|实在还不)|{me}(?:跟|向|找|问|从|在)[^,。;]{{2,8}}(?:借|买|拿|赊)|"
        rf"{me}(?:认|承认|愿意赔|愿意还)|{me}(?:撞|碰|打)(?:了|到|着)"
    )


def told_by_the_other_side(text: str) -> bool:
    """Tell whether the writer seems to be the one who is sued or asked to pay."""
    return _from_the_other_side().search(text) is not None


def features(text: str, names: Sequence[Name], topic: Topic) -> list[Features]:
    """Return what is looked at for each name, over all the places it stands at; `names` in order of place."""
    page = page_of(text, topic)
    owes = told_by_the_other_side(text)
    known = {text[name.start : name.end] for name in names}
    told = list(dict.fromkeys(text[name.start : name.end] for name in names if name.rule))
    pooled: dict[tuple[str, bool], Features] = {}
    for name in names:
        said = text[name.start : name.end]
        found: Features = {f"t:{topic}": 0.7, f"shape:{name.shape}": 1.0}
        characters(found, around(text, name.start, name.end))
        words(found, page, name.start, name.end)
        _built(found, text, name, known)
        _dealings(found, text, name)
        rule = name.rule or "none"
        found[f"R:{rule}"] = 2.0
        found[f"R:{rule}:{name.sure:.1f}"] = 1.0
        found[f"R:{rule}:{topic}"] = 0.7
        found["clash"] = float(name.clash)
        if owes:
            found["owes"] = found[f"owes:{rule}"] = 1.0
            found |= {f"owes:{key}": 1.0 for key in found if key.startswith(("D:", "nearB:", "nearA:"))}
        found["again"] = float(text.count(said) > 1)
        found["firsttold"] = float(bool(told) and said == told[0])
        found["latertold"] = float(said in told[1:])
        every = pooled.setdefault((said, name.shape == "org"), {})
        for key, value in found.items():
            every[key] = max(value, every.get(key, 0.0))
    return [pooled[text[name.start : name.end], name.shape == "org"] for name in names]


@cache
def _deals() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Dealings told beside a name: what they are called, their words, whether these stand before the name."""
    clause = "[^,。;!?]"
    return (
        ("sues", re.compile(rf"{clause}{{0,6}}(?:起诉|告|申请|仲裁).{{0,4}}(?:我|本人|申请人)"), False),
        ("sues", re.compile(r"[^。;!?]{0,16}(?:把|将)我(?:们|家)?(?:公司|店)?.{0,4}(?:告|诉)"), False),
        (
            "asks",
            re.compile(rf"{clause}{{0,10}}(?:问我|跟我|叫我|让我|逼我|催我|要我)(?:要|还|给|赔)"),
            False,
        ),
        (
            "i_owe",
            re.compile(
                rf"(?:我|本人|俺|咱){clause}{{0,6}}(?:欠|借了?|拿了|跟|向|从|雇|撞|打){clause}{{0,3}}$"
            ),
            True,
        ),
        (
            "for",
            re.compile(
                r"(?:我|俺|咱)(?:家|们)?(?:那|的)?(?:孩子|娃|儿子?|女儿|闺女|爸|妈|爹|娘|老公|老婆|男人|媳妇|朋友|爷爷|奶奶)(?:名字)?(?:叫|是)?$"
            ),
            True,
        ),
        ("vouches", re.compile(r"[^。;!?]{0,20}(?:担保|保人|作保|保证人|担的保)"), False),
        ("vouches", re.compile(rf"(?:担保|保证|保)人?{clause}{{0,12}}$"), True),
        ("saw", re.compile(r"[^。;!?]{0,24}(?:作证|看见|看得|在场|在跟前|知道|亲眼|法庭说|当着)"), False),
        ("signed_off", re.compile(r"\s*(?:$|\d{4}年)"), False),
        (
            "introduced",
            re.compile(
                r"(?:被告|被申请人|借款人|欠款人|债务人|老板|房东|工头|司机|车主|邻居|对方)[^,。;]{0,3}$"
            ),
            True,
        ),
    )


def _dealings(found: Features, text: str, name: Name) -> None:
    before, after = text[max(0, name.start - 24) : name.start], text[name.end : name.end + 32]
    for called, words_, ahead in _deals():
        if words_.search(before) if ahead else words_.match(after):
            found[f"D:{called}"] = 1.0


def _built(found: Features, text: str, name: Name, known: set[str]) -> None:
    """The characters of a name by their place, and whether it stands in a longer one."""
    said, given = text[name.start : name.end], lexicon().every_given
    found[f"S:{said[0]}"] = 1.0
    for place, char in enumerate(said[1:4], 1):
        found[f"G{place}:{char}"] = found[f"G:{char}"] = 0.7
    found[f"given:{''.join('y' if char in given else 'n' for char in said[1:4])}:{name.shape}"] = 1.0
    if name.shape.startswith(("han", "rare", "called")):
        found[f"pair:{said[:2]}"] = found[f"pair:{said[-2:]}"] = 0.7
    found["word"] = float(said[:2] in lexicon().not_names)
    behind = text[name.end : name.end + 1]
    found["goes_on"] = float(bool(_HAN.match(behind)))
    found["longer"] = float(said + behind in known)
    found["given_behind"] = float(behind in given)
    found["shorter"] = float(said[:-1] in known)
    often, longer = text.count(said), text.count(said + behind)
    found["always_longer"] = float(often > 1 and often == longer)
    found["stands_alone"] = float(often > longer and often > 1)
