"""Questions about what a court charges: by the sum, by the kind of case, half of it, and for applications."""

from __future__ import annotations

import re

from bot.dialogue import numbers_said as named
from bot.dialogue.numbers_said import Reckoned
from bot.law import fees
from bot.law.money import Result, yuan
from bot.text import amounts
from bot.text.reading import Context, flat

#: The FAQ entry that invites to name a sum; a bare sum after it is such a question.
FEE_ENTRY = "court_fee_amount"
_FEE = r"诉讼费|受理费|立案费|起诉费|上诉费|反诉费|(?:起诉|立案|打官司|法院)的?费用?"
_SUIT = r"起诉|打[^，。,]{0,6}官司|官司|告(?![诉知别示])|案子|立案|法院|诉讼|上诉|反诉|管辖权?异议|标的"
_PAID = r"(?:交|缴|花|收|掏)[^，。,赔]{0,4}(?:多少|几)|(?:怎么|咋)收费?|多少费|费用?[^，。,]{0,3}多少"
#: 告他要多少钱 may ask for damages, so that it takes a sum or a word for paying the court.
_LOOSE = re.compile(
    rf"(?:{_SUIT})[^，。,赔]{{0,8}}(?:多少钱|几块钱|要多少)|(?:{_SUIT}).{{0,8}}(?:多少钱|要多少)"
)
_ASKS = re.compile(rf"{_FEE}|(?:{_SUIT}).{{0,16}}(?:{_PAID})")
_GOING = re.compile(r"(?:起诉|打)[^，。,赔给]{0,6}(?:官司|离婚)?(?:要|得|需要|大概|一共)?多少钱[。？?！!]*$")
#: Another bill, or another question about the fee; 诉前 mediation costs nothing and has its own answer.
_NOT_OURS = re.compile(r"律师|代理费|鉴定|公证|评估|仲裁(?:费|要|收|交)|诉前|路费|误工费")
_ASIDE = re.compile(
    r"谁(?:出|交|掏|承担|负担|付)|[能可]以?免|免(?:交|不免|掉|诉讼|受理)|缓交|减交|能退|退不退|分期|没钱交|交不起"
    r"|几天内|什么时候|(?:要|用)(?:不要|不用)?交[^，。,]{0,6}吗|交[^，。,]{0,4}费[吗么不]"
)
_DAMAGES = re.compile(
    r"(?:能|可以|该|应该|得)(?:赔|要|拿|判|分)[^，。,]{0,4}(?:多少|几)|赔(?:我|偿)?多少|要回多少|给多少|多少钱?合适"
)
_HALVES = (
    (re.compile(r"简易程序|小额(?:诉讼|程序)"), "走简易程序", "诉讼费办法16"),
    (re.compile(r"调解(?:结案|成|好|了|书|结)|调解的?话"), "调解结案", "诉讼费办法15"),
    (re.compile(r"撤诉|撤了诉|撤回起诉"), "撤诉", "诉讼费办法15"),
    (re.compile(r"反诉"), "反诉", "诉讼费办法18"),
)
_OTHER_FEES = (
    (re.compile(r"保全"), fees.preservation_fee, "诉讼费办法14"),
    (re.compile(r"支付令"), fees.payment_order_fee, "诉讼费办法14"),
    (re.compile(r"执行(?!董事)"), fees.enforcement_fee, "诉讼费办法14"),
)
#: Kind of fees.FLAT_KINDS -> its words; the first that fits. What is only about money has none.
_KINDS = (
    ("jurisdiction_objection", re.compile(r"管辖权?(?:的)?异议")),
    (
        "administrative",
        re.compile(r"行政(?:诉讼|官司|案)|民告官|告[县旗市镇乡]?(?:政府|公安局|派出所)"),
    ),
    (
        "labour",
        re.compile(
            r"劳动(?!仲裁不)|工伤|辞退|开除|裁员|加班费|社保|双倍工资|经济补偿|工资|工钱|薪水|欠薪|(?:没|不)签.{0,4}合同"
        ),
    ),
    ("divorce", re.compile(r"离婚(?!以?后|协议|证)|离个婚|离昏")),
    ("ip", re.compile(r"商标|专利|著作权|版权|知识产权|知产|抄袭|盗版|盗图")),
    ("other", re.compile(r"抚养|赡养|扶养(?!人)|探望|探视|收养|监护权|相邻|排除妨[碍害]|赔礼道歉")),
    (
        "personality",
        re.compile(
            r"名誉|诽谤|侮辱|骂|造谣|谣言|隐私|肖像|人格|姓名权|打伤|打了|被[^，。,]{0,3}打|打人|打架|欺负|霸凌|人身(?:伤害|损害|侵权)"
            r"|身体权|健康权|精神损[害失]|咬|医疗(?:事故|损害|纠纷)|摔伤"
        ),
    ),
    ("other", re.compile(r"邻居|挡[^，。,]{0,4}(?:路|光)|采光|排水|噪[音声]")),
)
#: Kind of fees.FLAT_KINDS -> its answer in flows/words.yml.
_ANSWERS = {
    "divorce": "fee_divorce",
    "personality": "fee_personality",
    "labour": "fee_labour",
    "ip": "fee_ip",
    "other": "fee_other",
    "administrative": "fee_administrative",
    "jurisdiction_objection": "fee_jurisdiction_objection",
}
_BOSS = re.compile(r"包工头|工头|个人|私人|劳务")
_TRAFFIC = re.compile(r"车|撞")
_OWED = re.compile(r"欠|贷|债|每月|一个?月|工资|彩礼")
#: 房子60万 车20万: a space stands for a comma.
_APART = re.compile(r"(?<=[万元块\d])\s+(?=[\u4e00-\u9fff])|\s{2,}")
#: 诉讼费12万多少 asks how much: the 多 belongs to 多少, not to 12万多.
_HOW_MUCH = re.compile(r"(?<=[\d〇一二两三四五六七八九十百千万亿元块钱])(?=多少)")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")


def court_fee(text: str, context: Context) -> Reckoned | None:
    """起诉3万5要多少诉讼费, 离婚诉讼费要多少. Source: 诉讼费用交纳办法第13条、第15条至第18条."""
    text = _APART.sub("，", _THOUSANDS.sub("", text))
    sure = _ASKS.search(text) or _GOING.search(text)
    if not (sure or _LOOSE.search(text)) or _NOT_OURS.search(text):
        return None
    if _ASIDE.search(text) and not re.search(r"多少|几(?!天)", text):
        return None
    sums = _HOW_MUCH.sub("，", text)
    said = named.one_sum(sums, context) or named.bare_sum(sums)
    kind = kind_of(text, bool(said))
    plainly = re.search(_FEE, text) or not _DAMAGES.search(text)
    if kind and sure and plainly:
        return _flat(kind, text, context)
    if not (sure or plainly):
        return None
    if said:
        return _by_sum(said, text)
    between = named.one_range(text, context)
    return _by_range(*between) if between else None


def kind_of(text: str, with_sum: bool) -> str:
    """The kind of fees.FLAT_KINDS that a text names, "" for what is charged by the sum."""
    kind = next((name for name, words in _KINDS if words.search(text)), "")
    if kind == "personality" and _TRAFFIC.search(text):
        return ""
    if with_sum and (kind == "ip" or (kind == "labour" and _BOSS.search(text))):
        return ""
    if with_sum and kind == "other" and not re.search(r"抚养|赡养|扶养", text):
        return ""
    return kind


def _by_sum(said: tuple[int, str], text: str) -> Reckoned:
    full, half = fees.court_fee(said[0]), fees.court_fee(said[0], halved=True)
    values = {"amount": said[1], "fee": yuan(full.amount_fen), "half": yuan(half.amount_fen)}
    cited: tuple[str, ...] = ("诉讼费办法13", "诉讼费办法15", "诉讼费办法16")
    why = _why_half(text)
    key = "fee_result"
    if why:
        key, values["why"], cited = "fee_half_result", why[0], ("诉讼费办法13", why[1])
    elif "上诉" in text:
        key, cited = "fee_appeal_result", ("诉讼费办法13", "诉讼费办法17")
    return Reckoned(key, values, full.formula, cited, topic=FEE_ENTRY)


def _by_range(low: int, high: int, shown: str) -> Reckoned:
    """五六万: the fee at both ends, in fen."""
    ends = [(fees.court_fee(fen), fees.court_fee(fen, halved=True)) for fen in (low, high)]
    full, half = ("到".join(yuan(one.amount_fen) for one in pair) for pair in zip(*ends, strict=True))
    cited = ("诉讼费办法13", "诉讼费办法15", "诉讼费办法16")
    values = {"amount": shown, "fee": full, "half": half}
    return Reckoned("fee_range_result", values, ends[0][0].formula, cited, topic=FEE_ENTRY)


def _flat(kind: str, text: str, context: Context) -> Reckoned:
    asked = _at_stake(kind, text, context)
    full, half = fees.flat_fee(kind, asked), fees.flat_fee(kind, asked, halved=True)
    values = {
        "kind": fees.FLAT_KINDS[kind],
        "by": f"，按{yuan(asked)}算" if asked else "",
        "fee": full.shown,
        "half": half.shown,
    }
    cited = [*full.citations, "诉讼费办法15", "诉讼费办法16"]
    if kind == "labour":
        cited = [*full.citations, "诉讼费办法20", "劳动仲裁法53"]
        said = named.one_sum(text, context)
        values["more"] = f"，{said[1]}是{fees.court_fee(said[0]).shown}" if said else ""
    if kind == "other" and re.search(r"抚养|赡养|扶养", text):
        cited.append("诉讼费办法45")
    return Reckoned(_ANSWERS[kind], values, full.formula, tuple(cited), FEE_ENTRY, "", _note(full))


def _note(fee: Result) -> str:
    return "具体收多少看本地标准，可以打12368问清" if fee.provisional else ""


def _at_stake(kind: str, text: str, context: Context) -> int:
    """The money a flat fee looks at besides, in fen: property to share, damages; 0 where none is named."""
    if kind not in {"divorce", "personality"}:
        return 0
    found = [flat(one.value) for one in amounts.find(text, context)]
    sums = [low for one in found if isinstance(low := one.get("low_fen"), int) and one.get("high_fen") == low]
    if len(sums) > 1 and (kind != "divorce" or _OWED.search(text)):
        return 0
    if not sums and kind == "personality" and (bare := named.bare_sum(text)):
        return bare[0]
    return sum(sums)


def _why_half(text: str) -> tuple[str, str] | None:
    return next(((words, cited) for found, words, cited in _HALVES if found.search(text)), None)


def other_fee(text: str, context: Context) -> Reckoned | None:
    """保全10万要交多少钱, 支付令, 申请执行. Source: 诉讼费用交纳办法第14条."""
    said = named.one_sum(text, context) if re.search(r"费|多少钱|花|交", text) else None
    if said is None:
        return None
    for words, calculator, cited in _OTHER_FEES:
        if kind := words.search(text):
            result = calculator(said[0])
            values = {"what": kind[0], "amount": said[1], "fee": yuan(result.amount_fen)}
            return Reckoned("other_fee_result", values, result.formula, (cited, *result.citations[:2]))
    return None
