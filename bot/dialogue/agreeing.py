"""Plain words of agreeing and refusing: consent, and the yes that destroys or sends something.

Only words that are understood to the last one count. 谁愿意啊, 愿意个屁, 对方愿意我就愿意, 不是不同意 and
side remarks (我手机坏了) are neither: the question is put again with its buttons, and nothing is stored. No
channel shows a number before the options of a consent, so 1 and 第一个 say nothing either.
Sources: 个保法14, 在线调解规则4, 民诉法90 (consent is given expressly).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.text.normalise import normalise, simplify
from flows.schema import Step

YES, NO = "yes", "no"
#: Words that agree or refuse whatever is asked.
_AGREES = ("同意", "愿意", "可以", "能行", "行", "好的", "好", "中", "没问题", "没意见")
_DENIES = ("不同意", "不愿意", "不愿", "不可以", "不行", "不想", "不要", "不用", "不了", "不干", "算了")
#: 是 alone answers 您同意吗; inside a sentence it says many things.
_ALONE = ("是", "是的", "是了", "是呀", "是啊", "对", "对的", "对着了", "对着呢")
#: Words beside them that carry no doubt and no condition. Who else is willing (他同意) is not among them.
_BESIDE = re.compile(
    r"(?:请|让|找|叫)(?:调解员|法院|法官|你们|您|你)|(?:帮|给)(?:双方|我们|大家|我)"
    r"|(?:跟|和|与)(?:他们?|她们?|对方|人家)(?:谈一?谈|说一?说|调解?)"
    r"|[我俺咱]们?|本人|这边|当然|完全|肯定|绝对|真的|真心|非常|十分|特别|还是|谈一?谈|说一?说|一下|试一?试|看看"
    r"|网上|手机上?|选择?|通知|文书|这样|这么|方式|进行|希望|最好|直接|谢谢您?|麻烦|辛苦"
    r"|要(?!不)|[那就也都很先请在用通过从以收接发办弄想去到调谈嗯哦噢啊呀呢嘛吧了的哇呗哈]"
)
_CLAUSE = re.compile(r"[，,。.;；!！~～…、\s]+")
_ASKS = re.compile(r"[?？吗]|是不是|能不能|行不行|同不同意|愿不愿意")
#: What stands behind a yes and takes it back or ties it to something.
_TIES = re.compile(
    r"[不没别但怕谁啥屁假才除就他她等先得]|对方|人家|可是|如果|要是|只[要有]|什么|条件|前提|的话|万一|反正|随便"
)
#: The same beside a no.
_UNDOES = re.compile(r"不是|才怪|谁说|玩笑|除非|如果|要是|假")


def consent(step: Step, text: str) -> str:
    """Return the key of the option the words plainly choose: 我同意, 当面谈吧, 愿意，乡里乡亲的; else ``."""
    clauses = [one for one in _CLAUSE.split(simplify(normalise(text).text)) if one]
    if _ASKS.search(text) or not clauses:
        return ""
    whole = "".join(clauses)
    if whole in _ALONE:
        return YES
    more = {YES: _AGREES, NO: _DENIES}
    names = {key: [option.label, *option.words, *more.get(key, ())] for key, option in step.options.items()}
    found = [_chosen(names, clause) for clause in clauses]
    chosen = {key for key in found if key}
    if len(chosen) != 1:
        return ""
    key = chosen.pop()
    rest = "，".join(clause for clause, one in zip(clauses, found, strict=True) if one is None)
    late = None not in found[: found.index(key)]
    return key if (late or key == NO) and not (_UNDOES if key == NO else _TIES).search(rest) else ""


def _chosen(names: dict[str, list[str]], clause: str) -> str | None:
    """The option a clause names in so many words; `` for polite words alone, None for anything else."""
    spoken = sorted(((_tight(word), key) for key, words in names.items() for word in words), key=_longest)
    said: set[tuple[str, str]] = set()
    at = 0
    while at < len(clause):
        hit = next((one for one in spoken if clause.startswith(one[0], at)), None)
        beside = _BESIDE.match(clause, at)
        if hit and len(hit[0]) >= len(beside[0] if beside else ""):
            said.add(hit)
            at += len(hit[0])
        elif beside:
            at = beside.end()
        else:
            return None
    keys = {key for _, key in said}
    # two refusals in one breath (不同意不行) are no refusal
    twice = len({word for word, key in said if key == NO and word[0] == "不"}) > 1
    return None if len(keys) > 1 or twice else next(iter(keys), "")


def _longest(spoken: tuple[str, str]) -> int:
    return -len(spoken[0])


def _tight(word: str) -> str:
    return _CLAUSE.sub("", word)


#: A longer message says more than yes.
CERTAIN_CHARS = 12
#: A whole yes, to any question of the talk itself.
_SURE = (
    "是 是的 是了 是呀 是啊 是呢 对 对的 对着了 对着 对着呢 对对 对对对 好 好的 好嘞 好吧 行 行吧 行了 中 "
    "可以 可以的 能行 要 要的 需要 想 同意 愿意 确定 确认 确认了 确定的 没错 没问题 没意见 当然 "
    "就这样 就是的 yes y ok"
).split()
#: Where nothing is lost a nod is enough.
_NODS = "嗯 嗯嗯 嗯呢 恩 额是 四的 正确 属实 认可 就是 就按这个 对了 有 有的 没错了".split()
#: Kind of question -> the words that say what it asks for; then 好 and 行 are not enough where all is lost.
_DOES = {
    "restart": "重来|从头再来|从头来|从头开始|重新来|重新开始|重新填|重填|清掉|清空|全部重来",
    "cancel": "放弃|不登记了?|不填了?|不办了?|不弄了?",
    "withdraw": "撤回|撤回申请|撤销|撤掉|撤案|撤了?",
    "delete": "确定删除|确认删除|删除|删掉|删了",
    "offer_human": "转人工|转|转吧|人工|要人工|找人工|找人|叫人",
    "switch": "换|换吧|换成这个",
}
#: Nothing brings back what these take away: 是, 确定 or the deed itself.
FINAL = frozenset({"withdraw", "delete"})
_FINAL_SURE = ("是", "是的", "确定", "确认", "确定的", "要", "对", "对的", "yes")
_POLITE = r"(?:谢谢(?:您|你)?|麻烦(?:您|你)?了?|辛苦了?|请|您|吧|了|啊|呀|呢|的|哈|嘛|哇)*"


def certain(kind: str, text: str) -> bool:
    """Whether the whole message is a clear yes to a question of the talk itself (`kind` of `pending`)."""
    bare = _CLAUSE.sub("", simplify(normalise(text).text)).lower()
    if re.search(r"[?？吗]|要是", text) or not bare or len(bare) > CERTAIN_CHARS:
        return False
    if kind in _DOES and bare.startswith("对了"):
        return False  # 对了 begins another thought
    words = _words(kind)
    lead = r"(?:(?:我|我们|俺|咱|嗯|真的|就|都)*(?:要|想|确定要|确认|确定|是要|是)?(?:请|麻烦)?)"
    deed = rf"|{lead}(?:{_DOES[kind]})" if kind in _DOES else ""
    yes = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.fullmatch(rf"(?:{_POLITE}(?:{yes}{deed}))+{_POLITE}", bare) is not None


def _words(kind: str) -> Sequence[str]:
    if kind in FINAL:
        return _FINAL_SURE
    return _SURE if kind in _DOES else [*_SURE, *_NODS]
