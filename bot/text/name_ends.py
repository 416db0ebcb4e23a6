"""Where a person's name ends in running text: Han names by surname, Mongolian ones by their known parts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.text import day_names
from bot.text.names import HAN, lexicon

#: characters that belong to the sentence, whatever stands before them
_STOP = "借欠还给说打在向跟找把被是的了我他她你您们没不就也都又去从让问拿收付转写答承约拖赖签,。;:!?、 ()"
#: characters that seldom end a name: they do so only before one of _STOP or at the end
_SOFT_STOP = (
    "和有于到因与及等用做干当要这那曾已老还共一二两三四五六七八九十上下今昨前每之以为住开将与叫称经同"
    "骑拉吵喝撞租买卖骂骗帮催送修装盖种养跑走吃便只则却竟再很太最更家处手着过介负突至现目里外头替"
    "该应需能会可肯反拒擅私"
    "包雇请求提交驾垫讲系推砸抢偷占堵踢咬伤死搬退涨扣押支订出办报告诉找"
)
#: characters of the sentence that end many names as well: 王福来, 刘长发
_EITHER = "来发起前立收生自"

_TITLES = frozenset(
    (
        "老板 经理 工头 队长 师傅 主任 书记 医生 律师 先生 女士 大爷 大妈 老师 厂长 校长 大姐 大哥 大叔 "
        "村长 镇长 局长 会计 老四 老三 老二 老大 家人 同志 姐夫 法官 医院 公司 饭店 超市 村的 家的"
        " 院长 矿长 科长"
    ).split()
)

_VERBS = frozenset(
    (
        "归还 偿还 支付 返还 赔偿 承担 履行 催要 辱骂 殴打 起诉 签订 出具 停止 立即 "
        "合伙 多次 一直 拒绝 联系 电话 微信 借款 借钱 借走 欠款 欠钱 开车 驾驶 经营 承包 "
        "雇佣 离婚 结婚 登记 分居 家暴 之间 发生 经过 因此 所以 但是 最后 当时 已经 "
        "曾经 先后 分别 总共 合计 连带 担保 保证 作为 属于 现在 目前 至今 作的 做的 "
        "私自 擅自 明确 口头 书面 通过 约定 提出 要求 介绍 带领 雇用 收取 收到 购买 "
        "租赁 租用 居住 作证 证明 愿意 同意 反悔 开始 来我 来找 来要 来了 来到 来家 来问 发给 发了"
        " 发微 前后 起初 "
        "自己 自称 立下 立了 收了 名下 今年 去年 前年 手里 那里 这里 那儿 家里 门口 每月 每年 半夜"
        " 人在 人家 人也 个人 负责 看着 跟我 跟他 拿了 弄丢 弄坏"
    ).split()
)


@cache
def _mongolian() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, lexicon().mongolian))})+")


def _is_han(char: str) -> bool:
    return bool(char) and unicodedata.category(char) == "Lo"


@cache
def _han() -> re.Pattern[str]:
    return re.compile(rf"[{HAN}某]")


def person_at(text: str, at: int) -> int | None:
    """Return the end of a person's name that begins at `at` of a normalised text, None where none does.

    Han names of two or three characters (four after a compound surname) and Mongolian names made of
    known parts.
    """
    words = lexicon()
    found = _mongolian().match(text, at)
    end = found.end() if found else at
    if end - at >= 3 or (end - at == 2 and not _name_goes_on(text, end)):
        return end
    if day := day_names.end_at(text, at):
        return day
    if text[at : at + 2] in words.not_names:
        return None
    size = 2 if text.startswith(words.compound, at) else 1 if text[at : at + 1] in words.surnames else 0
    if not size:
        return None
    end_given = _given(text, at + size)
    if end_given and _shop().match(text, end_given - 1):
        return None
    return _settled(text, at, end_given) if end_given else None


@cache
def _shop() -> re.Pattern[str]:
    """A dish and the word for a place that sells it: 刀削面馆 is nobody's name, 张三饭馆 is 张三's."""
    return re.compile("[面饭鸡鸭鱼羊牛肉粉菜锅饼茶酒汤](?:馆|小?店|小吃)|.馆")


def _name_goes_on(text: str, at: int) -> bool:
    char = text[at : at + 1]
    return _is_han(char) and char not in _STOP and char not in _SOFT_STOP


def _given(text: str, begin: int) -> int | None:
    """Return the end of the given name: two characters unless the second already belongs to the sentence."""
    first, second, after = (text[begin + shift : begin + shift + 1] for shift in range(3))
    in_name = first == "在" and _is_han(second) and second not in _STOP and not _is_han(after)
    if (
        not first
        or not _han().match(first)
        or (first in _STOP and not in_name)
        or (first == "某" and second not in "某甲乙丙丁")
    ):
        return None
    alone = begin + 1 if first not in "老总某" and first not in "哥姐叔姨工家院" else None
    if not second or not _han().match(second) or second in _STOP:
        return alone
    if second in "总哥姐叔姨" or first + second in _TITLES:
        return None
    ends = not _is_han(after) or after in _STOP
    if second + after in _VERBS or (second in _SOFT_STOP and not (ends and second in "一二三四五六七八九")):
        return alone
    if second in _EITHER and not ends and not (second == "生" and after in _SOFT_STOP):
        return alone
    if first in "一二三四五六七八九十" and second not in "某" and not (ends or after in _SOFT_STOP):
        return begin + 1
    return begin + 2


def _settled(text: str, at: int, end: int) -> int:
    """Shorten or lengthen a name to how it stands elsewhere in the same text."""
    name = text[at:end]
    if len(name) == 3:
        others = [text[m.end() : m.end() + 1] for m in re.finditer(re.escape(name[:2]), text)]
        if len(others) > 1 and others.count(name[2]) == 1 and any(char != name[2] for char in others):
            return end - 1
    elif len(name) == 2:
        longer = text[at : end + 1]
        if len(longer) == 3 and _is_han(longer[2]) and longer[2] not in _STOP:
            again = [text[m.end() : m.end() + 1] for m in re.finditer(re.escape(longer), text)]
            if len(set(again)) > 1 and text.count(name) == len(again):
                return end + 1
    return end
