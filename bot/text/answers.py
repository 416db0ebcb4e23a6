"""Answers that are not numbers or dates: yes and no, one of several choices, free text, a head count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.locality.folder import example_address
from bot.text.normalise import clean, normalise, simplify
from bot.text.numbers import FIRST, scan
from bot.text.places import find as find_places
from bot.text.reading import Context, Reading, Refusal, is_question
from bot.text.row_years import with_months

MAX_TEXT = 2000
MAX_SHORT = 100
_YES = (
    "是 是的 是了 是呀 是啊 是呢 对 对的 对了 对着了 对着 对着呢 对对 对对对 嗯 嗯嗯 "
    "嗯呢 好 好的 好了 好嘞 好吧 行 行了 行呢 行吧 中 可以 可以的 没错 没错了 没问题 "
    "要 "
    "要的 同意 同意的 我同意 愿意 我愿意 有 有的 有了 有呢 有过 确认 确定 正确 能 能了 "
    "能行 当然 就是 就是的 约定了 1 yes y ok 就按这个 就这样 没意见 知道 认可 属实 "
    "需要 想 ✓ 恩 额是 四的"
).split()
_NO = (
    "不 不是 不是的 不对 没 没有 没有的 没了 没有了 没有过 不行 不用 不用了 不要 算了 "
    "不同意 我不同意 不愿意 不可以 不好 不能 不中 不需要 不想 未 无 没约定 没说过 没说 "
    "2 no n 否 错了 错 不对着 不了 "
    "没办 没签 没写 没给 不认可 不属实 没呢 没得 没的 哪有"
).split()
_UNKNOWN = (
    "不清楚 不知道 不晓得 不懂 记不得 记不得了 记不清 记不清了 忘了 忘记了 不记得 不记得了 "
    "想不起来 说不清 不确定 不好说 不太清楚 不大清楚 说不准 解不开"
).split()
_SOFT = "吧了啊呀呢嘛哈哦的呗哇么。.,，!！~～ \t\n"


@cache
def _said() -> dict[str, str]:
    table = dict.fromkeys(_YES, "yes")
    table.update(dict.fromkeys(_NO, "no"))
    table.update(dict.fromkeys(_UNKNOWN, "unknown"))
    return table


def _bare(text: str) -> str:
    return re.sub(r"[\s,。.!?;:~、\"'“”()]+", "", text).lower()


def _whole(text: str, value: str, shown: str, sure: float = 1.0, kind: str = "choice") -> Reading:
    return Reading(kind, value, shown, 0, len(text), True, "", sure)


_SHOWN = {"yes": "是", "no": "否", "unknown": "不清楚"}


def read_yes_no(text: str, context: Context) -> Reading | Refusal | None:
    """Read 是 or 不是 in local words too (对着了, 中, 是了): value `yes`, `no` or `unknown` (不清楚).

    It must not be used for consent to sensitive data, which needs the word 同意 itself (个保法29).
    """
    bare = _bare(normalise(text).text)
    if not bare or len(bare) > 20:
        return None
    said = _said()
    known = said.get(bare) or said.get(bare.rstrip(_SOFT)) or said.get(bare.removeprefix("我").rstrip(_SOFT))
    if known:
        return _whole(text, known, _SHOWN[known], kind="yes_no")
    if is_question(bare) or re.match(r"[我也又]?(?:不是|没有?)[说真]?(?:不|没)", bare):
        return None  # 不是不同意, 不是没写: two denials are neither
    for words, value in ((_UNKNOWN, "unknown"), (_NO, "no"), (_YES, "yes")):
        if any(len(word) >= 2 and bare.startswith(word) for word in words):
            return _whole(text, value, _SHOWN[value], 0.8, kind="yes_no")
    if len(bare) <= 8 and re.match(r"(?:没|不|未|无)", bare):
        return _whole(text, "no", _SHOWN["no"], 0.7, kind="yes_no")
    if len(bare) <= 8 and re.match(
        r"(?:是|有|对(?!方|面|门|于|象|手|家|账|半)|要(?!是)|能|签了|写了|办了|给了|说了|约定)", bare
    ):
        return _whole(text, "yes", _SHOWN["yes"], 0.7, kind="yes_no")
    return None


def labels(option: str | Sequence[str]) -> tuple[str, ...]:
    """Return the label and synonyms of an option; the label comes first."""
    return (option,) if isinstance(option, str) else tuple(option)


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(
        r"^(?:我?就?选择?|回复)?第?(?P<n>\d{1,2}|[一二三四五六七八九十]|[a-h])(?:个|项|号|种|条)?[吧的呢了]*$"
    )


def _by_number(bare: str, count: int) -> int | None:
    match = _ordinal().match(bare)
    if match is None:
        return None
    word = match["n"]
    if word.isalpha() and word.isascii():
        number = ord(word) - ord("a") + 1
    else:
        number = int(word) if word.isdigit() else "一二三四五六七八九十".index(word) + 1
    return number if 1 <= number <= count else None


def read_choice(text: str, context: Context) -> Reading | Refusal | None:
    """Read one of `context.options` (key -> label or [label, synonym…]): value is the key.

    Its number, label, a synonym or a part that only one label has is accepted; words of two options are not.
    """
    bare = _bare(simplify(normalise(text).text))
    options = {key: labels(option) for key, option in context.options.items()}
    if not bare or not options:
        return None
    for key, names in options.items():
        if bare == key.lower() or any(
            bare == _bare(name) or bare.rstrip(_SOFT) == _bare(name) for name in names
        ):
            return _whole(text, key, names[0])
    number = _by_number(bare, len(options))
    if number is None and re.fullmatch(r"第?\d{1,2}(?:个|项)?", bare):
        return Refusal(f"请回复1到{len(options)}之间的数字，或者直接写选项。")
    if number is not None:
        key = list(options)[number - 1]
        return _whole(text, key, options[key][0])
    if len(bare) > 60 or is_question(bare):
        return None
    return _by_words(text, bare, options) or _by_yes_no(text, context, options)


def _by_words(text: str, bare: str, options: dict[str, tuple[str, ...]]) -> Reading | None:
    hits: dict[str, tuple[int, int]] = {}
    for key, names in options.items():
        for name in map(_bare, names):
            at = bare.find(name) if name else -1
            if (
                at >= 0
                and not _denied(bare, at, name)
                and len(name) > hits.get(key, (0, 0))[1] - hits.get(key, (0, 0))[0]
            ):
                hits[key] = (at, at + len(name))
    inner = {
        k for k, a in hits.items() if any(b[0] <= a[0] and a[1] <= b[1] and b != a for b in hits.values())
    }
    clear = [key for key in hits if key not in inner]
    if len(clear) == 1:
        return _whole(text, clear[0], options[clear[0]][0], 0.9)
    core = bare.rstrip(_SOFT)
    if hits or len(core) < 2:
        return None
    parts = [key for key, names in options.items() if any(core in _bare(name) for name in names)]
    return _whole(text, parts[0], options[parts[0]][0], 0.9) if len(parts) == 1 else None


def _denied(bare: str, at: int, name: str) -> bool:
    """没约定 does not say 约定了, and 几个人 is not 个人."""
    if at > 0 and name[0] in "个名位" and bare[at - 1] in "几多好两一二三四五六七八九十0123456789这那":
        return True
    return (at > 0 and bare[at - 1] in "没不未无别非" and name[0] not in "没不未无") or bare[
        max(0, at - 2) : at
    ] in ("没有", "不是", "不用", "不要")


def _by_yes_no(text: str, context: Context, options: dict[str, tuple[str, ...]]) -> Reading | None:
    answer = read_yes_no(text, context)
    if isinstance(answer, Reading) and isinstance(answer.value, str) and answer.value in options:
        return _whole(text, answer.value, options[answer.value][0], answer.confidence)
    return None


def _free(text: str, most: int, kind: str) -> Reading | Refusal | None:
    kept = clean(text)
    if not re.search(r"\w", kept):
        return Refusal("没有看到文字，请用一两句话写一写。") if text.strip() else None
    if len(kept) > most:
        return Refusal(f"这里最多写{most}个字，您写了{len(kept)}个字，请挑要紧的写。")
    return Reading(kind, kept, kept, 0, len(text), True)


def read_text(text: str, context: Context) -> Reading | Refusal | None:
    """Read free text of 1 to 2000 characters: value is the text without invisible characters."""
    return _free(text, MAX_TEXT, "text")


def read_short_text(text: str, context: Context) -> Reading | Refusal | None:
    """Read a few words, at most 100 characters, on one line."""
    return _free(" ".join(text.split()), MAX_SHORT, "text")


@cache
def _address_end() -> re.Pattern[str]:
    """A house number with a sentence stuck to it: 1202你们能不能…"""
    return re.compile(
        r"(?<=[号室楼栋村组社院户\d])(?=你们?|您|请问|我想|我们|想问|能不能|可不可以|可以|是不是|这个|这样|什么时候)"
    )


def _before_question(raw: str) -> str:
    """Return the address without the question or the remark that follows it; empty when it is one itself."""
    end = 0
    for piece in re.finditer(r"[^\s,，。.;；?？!！]+[?？]?", raw):
        words = _address_end().split(piece[0], maxsplit=1)[0]
        remark = end and re.match(r"你们?|您|我|他|她|谢|麻烦|请|能不|能否|可以", words)
        if is_question(words) or remark:
            break
        end = piece.start() + len(words)
        if len(words) < len(piece[0]):
            break
    return raw[:end]


@cache
def _days() -> re.Pattern[str]:
    """Days, whose 号 is no house number."""
    number = r"(?:\d{1,2}|[一二三四五六七八九十]+)"
    return re.compile(rf"{number}月份?的?(?:{number}[号日])?")


def read_address(text: str, context: Context) -> Reading | Refusal | None:
    """Read an address: value is the text. A town alone is taken: people often know no more of the
    other side.
    """
    how = f"请写到能找到人的程度，例如：{example_address()}。"
    raw = re.sub(
        r"^(?:我的?|他的?|她的?)?(?:家?住址?|地址|家|住)?(?:在|是|为|:|：)\s*", "", clean(text)
    ).strip(" 。,，")
    raw = _before_question(raw)
    if not raw or re.search(r"不知道|不清楚|没有|忘了|记不", raw):
        return None
    if len(raw) > 200:
        return Refusal(f"地址有点长，{how}")
    known = find_places(raw, context)
    marks = re.findall(
        r"省|自治区|市|区|县|旗|镇|乡|苏木|街道|嘎查|村|社|独贵龙|组|路|街|巷|号|楼|栋|单元|室|小区|花园|家园|社区|大队|队|矿|厂|院",
        _days().sub("", with_months(raw)),
    )
    start = max(0, text.find(raw))
    if len(raw) >= 2 and (known or marks):
        return Reading("address", raw, raw, start, start + len(raw), True)
    return None


@cache
def _people() -> re.Pattern[str]:
    return re.compile(
        r"\s?(?:来|多)?\s?(?:个|名|位|口|户|人|工人|民工|农民工|次|回|间|套|辆|台|头|只|张|份)?(?:人|工人|民工|农民工)?"
    )


@cache
def _before_count() -> re.Pattern[str]:
    return re.compile(r"(?:^|[^\u4e00-\u9fff]|我们|咱们|[共有是约概带等雇了来到家数为户人差不])$")


def read_count(text: str, context: Context) -> Reading | Refusal | None:
    """Read a whole number of people or things: 12人, 三个, 我们五个: value is an int of 0 to 100 000."""
    normal = normalise(text)
    bare = _bare(normal.text)
    if is_question(bare) or len(bare) > 20:
        return None
    if bare in ("就我一个", "就我", "我一个", "就我自己", "我自己", "只有我"):
        return Reading("count", 1, "1", 0, len(text), True)
    if bare in ("没有", "无", "没", "一个也没有"):
        return Reading("count", 0, "0", 0, len(text), True)
    match = re.search(rf"[{FIRST}]", normal.text)
    if match and not _before_count().search(normal.text[: match.start()]):
        return None
    number = scan(normal.text, match.start()) if match else None
    if number is None:
        return Refusal("请写一个准数，例如：5。") if re.search(r"[几多好][个人名位]", bare) else None
    after = _people().match(normal.text, number.end)
    end = after.end() if after else number.end
    rest = re.search(rf"[{FIRST}]", normal.text[end:])
    if rest or (number.end < len(normal.text) and normal.text[number.end] in "元块年月日号天%"):
        return None
    if (
        not number.exact
        or number.low != number.low.to_integral_value()
        or "多" in normal.text[number.end : end]
    ):
        return Refusal("请写一个准数，例如：5；拿不准就写大概的数，以后还能改。")
    if not 0 <= number.low <= 100_000:
        return Refusal("这个数太大了，请再核对一下，例如：5。")
    value = int(number.low)
    start, stop = normal.span(number.start, end)
    return Reading("count", value, str(value), start, stop, True)
