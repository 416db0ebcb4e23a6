"""Names of people and organisations (姓名, 名称) as answers: strings as the person writes them, dots as ·."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.text.normalise import clean
from bot.text.reading import Context, Reading, Refusal, is_question

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
MONGOLIAN = "\u1800-\u18af"
CYRILLIC = "\u0400-\u04ff"
_DOTS = "•‧・·．.。｡⋅∙‐᛫"
ORG_ENDS = (
    "有限责任公司|股份有限公司|有限公司|分公司|子公司|公司|集团|合作社|经营部|门市部|项目部|"
    "营业部|事务所|工作室|信用社|银行|煤矿|煤业|矿业|医院|卫生院|学校|中学|小学|幼儿园|"
    "大学|物业|村委会|居委会|嘎查委员会|村民委员会|居民委员会|管委会|工程队|施工队|劳务队|建筑队|"
    "超市|饭店|饭馆|酒店|宾馆|商店|商行|商场|商贸|加油站|养殖场|砖厂|洗煤厂|电厂|工厂|厂|修理厂|"
    "餐厅|餐馆|药店|诊所|健身房|美容院|培训中心|服务中心|中心|俱乐部|支行|分行|保险|政府|林场|"
    "牧场|农场|网吧|茶楼|烧烤店|火锅店|理发店|汽修店|店"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Surnames, parts of Mongolian names, and words that only look like names."""

    surnames: frozenset[str]
    compound: tuple[str, ...]
    mongolian: tuple[str, ...]
    not_names: frozenset[str]
    given: str  #: characters that given names are usually made of
    rare: frozenset[str]  #: surnames that are rare or everyday words
    every_given: frozenset[str]  #: `given` and characters that are less usual in names


@cache
def lexicon() -> Lexicon:
    """Return the words of names.yml."""
    raw = yaml.safe_load(Path(__file__).with_name("names.yml").read_text(encoding="utf-8"))
    surnames = frozenset(char for char in raw["surnames"] if not char.isspace())
    return Lexicon(
        surnames,
        tuple(raw["compound"]),
        tuple(sorted(raw["mongolian"], key=len, reverse=True)),
        frozenset(raw["not_names"]),
        given := "".join(raw["given"].split()),
        frozenset(char for char in raw["rare"] if not char.isspace()),
        frozenset(given + "".join(raw["more_given"].split())),
    )


def spelled(name: str) -> str:
    """Return the name with every kind of dot between Han characters as ·, nothing invisible, no outer
    space.
    """
    name = clean(name)
    name = re.sub(rf"(?<=[{HAN}])\s*[{re.escape(_DOTS)}]+\s*(?=[{HAN}])", "·", name)
    if re.fullmatch(rf"[{HAN}](?:\s+[{HAN}]){{1,3}}", name):
        name = re.sub(r"\s+", "", name)
    return name


@cache
def _han_name() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}]{{1,20}}(?:·[{HAN}]{{1,20}}){{0,4}}")


def is_name(name: str) -> bool:
    """Tell whether a spelled name can be a person's: Han characters with · inside, 2 to 50 of them, or
    another script.
    """
    if not 2 <= len(name) <= 50:
        return False
    if _han_name().fullmatch(name):
        return True
    return (
        re.fullmatch(rf"[{MONGOLIAN}\s\u202f]+|[{CYRILLIC}A-Za-z][{CYRILLIC}A-Za-z .'\-]+", name) is not None
    )


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"^[^,。，;；]{0,8}?(?:叫做?(?:[他她])?|(?:我|他|她|对方|本人|人|被告|老板|房东|姓名|名字|全名|"
        r"大名)的?(?:姓名|名字)?\s*(?:是|为|:|：))\s*"
        r"|^(?:姓名|名字|我叫|他叫|她叫)\s*"
    )


@cache
def _trail() -> re.Pattern[str]:
    return re.compile(r"(?:(?<=..)(?:先生|女士|同志|师傅|老师|老板)|\s*[吧啊呀的。,，.!！]+)+$")


@cache
def _not_an_answer() -> re.Pattern[str]:
    return re.compile(
        r"没有|不知道|不清楚|忘了|记不|不认识|没问|谁|怎么|什么|可以|法院|起诉|你好|您好|谢谢|返回"
        r"|人工|帮助|重来|欠|借|工资|合同|公司|元$|块钱"
        # what programs and people who try things out write where a name should be
        r"|(?i:^(?:null|undefined|none|nil|nan|n\.?a|test(?:ing)?|unknown|anonymous|admin|user|asdf|qwer(?:ty)?|abc|xxx*|测试)$)"
    )


@cache
def _sentence() -> re.Pattern[str]:
    """Characters no name holds: 关你啥事, 你猜, 我就是我."""
    return re.compile(r"[你我他她您咱啥咋吗呢谁]")


@cache
def _words() -> re.Pattern[str]:
    """Words that make a text without a surname no name: 不方便, 办完得多长时间, 本人."""
    return re.compile(
        r"不|别|猜|就|这|那|问|说|随便|保密|知道|方便|多久|多长|时间|办完|约定|本人|对方|邻居|爱人|烦|必须|自己"
        r"|名字|告诉|没写|为|干嘛|无可|[了得]$"
    )


@cache
def _nickname() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:老|小|大|阿)[{HAN}]|[{HAN}]{{1,2}}(?:总|哥|姐|叔|姨|婶|大爷|大妈|老板|师傅|队长|"
        rf"经理|工头|老师|主任|书记|医生|嫂|某|某某))$"
    )


def read(text: str, context: Context) -> Reading | Refusal | None:
    """Read a person's full name: Han (also rare characters and Mongolian names), Mongolian script, Cyrillic.

    Nicknames and titles (老王, 王老板) are taken with a question for the full name.
    """
    raw = clean(text)
    lead = _lead().match(raw)
    name = raw[lead.end() :] if lead else raw
    name = spelled(_trail().sub("", name).strip(" ,，。:：;；“”\"'()（）"))
    if not name or is_question(name) or _not_an_answer().search(name):
        return None
    at = max(0, text.find(name))
    end = at + len(name) if name in text else len(text)
    if _sentence().search(name) or (not _looks_like_person(name) and _words().search(name)):
        return None
    nickname = _nickname().match(name)
    if nickname:
        confirm = f"“{name}”像是平时的叫法，知道身份证上的全名吗？知道就写全名，不知道就先这样记。"
        return Reading("name", name, name, at, end, False, confirm, 0.5)
    if re.search(r"[0-9０-９@#%&*/\\<>]", name):
        letters = re.search(rf"[{HAN}]", name)
        return (
            Refusal("名字里好像有数字或符号，请只写姓名，例如：张三、巴特尔。")
            if letters and len(name) <= 12
            else None
        )
    if not is_name(name):
        return (
            Refusal("请写完整的姓名，例如：张三、巴特尔。")
            if len(name) == 1 and re.match(rf"[{HAN}]", name)
            else None
        )
    if re.match(rf"[{MONGOLIAN}]", name):
        return Reading(
            "name", name, name, at, end, True, f"“{name}”身份证上用汉字怎么写？没有就先这样记，对吗？", 0.9
        )
    if len(name.replace("·", "")) > 12 and "·" not in name:
        return None
    known = _looks_like_person(name)
    return Reading("name", name, name, at, end, True, "", 1.0 if known else 0.8)


def _looks_like_person(name: str) -> bool:
    words = lexicon()
    return (
        name[0] in words.surnames
        or name.startswith(words.compound)
        or "·" in name
        or any(p in name for p in words.mongolian)
    )


@cache
def _org_shape() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>[{HAN}A-Za-z0-9()·&\-\s]{{1,40}}?(?:{ORG_ENDS})(?:[{HAN}()]{{0,12}}(?:分公司|"
        rf"项目部|支行|分行|营业部|店))?)"
    )


def read_org(text: str, context: Context) -> Reading | Refusal | None:
    """Read the name of an organisation; the full name on its licence is asked for where only a short
    one was said.
    """
    raw = clean(text).replace("（", "(").replace("）", ")")
    raw = re.sub(
        r"^(?:[\s,:]*(?:公司|单位|对方|名称|全称|名字|被告|被申请人|他们|用人单位)?(?:叫做?|是|为|"
        r":|：)|名称|全称)\s*",
        "",
        raw,
    )
    name = _trail().sub("", raw).strip(" ,，。:：;；“”\"'")
    if (
        not 2 <= len(name) <= 60
        or is_question(name)
        or re.search(r"没有|不知道|不清楚|忘了|记不|返回|人工|欠了|我", name)
    ):
        return None
    if not re.search(rf"[{HAN}A-Za-z]", name) or re.search(r"[。!?;@#%]", name):
        return None
    name = re.sub(r"\(", "（", re.sub(r"\)", "）", name))
    start = max(0, text.find(name))
    end = start + len(name) if name in text else len(text)
    if re.search(rf"(?:{ORG_ENDS})(?:）)?$", name) and len(name) >= 4:
        return Reading("org", name, name, start, end, True, "", 1.0)
    if len(name) < 3 or len(name) > 40:
        return None
    confirm = f"“{name}”是营业执照上的全称吗？不知道全称也没关系，先这样记。"
    return Reading("org", name, name, start, end, False, confirm, 0.6)


def read_party(text: str, context: Context) -> Reading | Refusal | None:
    """Read who the other side is: a person or an organisation, whichever the words look like."""
    raw = clean(text)
    if re.search(rf"(?:{ORG_ENDS})[。,，）)]?$", raw) and not _nickname().match(raw):
        return read_org(text, context)
    return read(text, context) or None
