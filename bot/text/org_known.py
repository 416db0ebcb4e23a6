"""Firms known by a short name (建行, 人保, 顺丰): named only where the words around make them a side."""

from __future__ import annotations

import re
from functools import cache

from bot.text.normalise import Normal
from bot.text.org_words import longest_first, words
from bot.text.reading import Reading

_LENDER_AFTER = (
    r"(?:的|家的)?(?:信用卡|卡[,。]|卡(?=[,期透分额2逾欠])|车贷|房贷|消费贷|贷款(?=[,。逾还不没\d])|客服|律师|催收|法务)"
    r"|[^,。;!?]{0,4}(?:告我|起诉|诉我|诉本人|要告|催收|催我|打电话催|爆通讯录)"
    r"|(?:上|里|app|APP|平台)?(?:借|贷|透支|分期)(?:了|的|过)|(?:上|里)?(?:逾期|欠)|那[头边](?:说|要|不)"
)
_LENDER_BEFORE = r"(?:欠着?|还不上|还不起|逾期|办了?张|透支)(?:了)?(?:的)?$"
_INSURER_BEFORE = (
    r"(?:保险(?:公司)?(?:是|叫|为|:|买的|在)?|投保(?:的|于|了|在)?|承保(?:的|方是)?|车险(?:是|在|买的)?"
    r"|保的(?:是)?|上的(?:是)?|入的(?:是)?|起诉|告|连带)$"
)
_INSURER_AFTER = (
    r"(?:的?(?:车险|保险|三者|保单|理赔|定损|业务员|意外险|重疾险|医疗险|寿险)"
    r"|[^,。;!?]{0,4}(?:说|拒赔|不赔|只赔|不给赔|给定|定了|推|拖|不认|只认|不理赔))"
)
_SHOP_BUY = r"(?:官方|专卖店|旗舰店|自营|门店)?(?:买|订|购|下单|交|办|租|修|上课|报)"
_SHOP_AFTER = (
    r"(?:快递|客服|官方|自营|门店|站点|驿站)?(?:也|都|就|又|还|一直|只)?"
    r"(?:把我|给我弄|弄丢|丢了|不退|不赔|不给|只赔|拒绝|封了?我|扣了?我|推脱|不管|让我等|不认)"
)
_SHOP_BEFORE = (
    r"(?:起诉|告|投诉|中介|快递|物流|商家|卖家|店|平台|外卖|打车|运营商|走的|发的|寄的|用的|报了)"
    r"(?:是|为|叫|:)?$"
)


@cache
def _known() -> dict[str, re.Pattern[str]]:
    return {
        group: re.compile(
            rf"(?<![中国省])(?:{longest_first(words(group))})(?!行|银行|支行|分行|路|街|城|大厦)"
        )
        for group in ("lenders", "insurers", "shops")
    }


@cache
def _owing() -> re.Pattern[str]:
    """What shows that the writer owes a lender."""
    return re.compile(
        r"逾期|透支|还不上|还不起|催收|催款|分期|征信|起诉|告我|要告|协商还|最低还款|本息|滞纳金|断供|年费|盗刷|律师函|助学贷款|强制执行|断了|一次结清|拖走|拖车费|法院执行"
    )


def owes(text: str) -> bool:
    """Tell whether the writer owes a lender."""
    return _owing().search(text) is not None


def find_known(normal: Normal) -> list[tuple[Reading, str]]:
    """Return lenders, insurers, shops and platforms by short names, with their part.

    A lender the writer owes stands as applicant; an insurer or a shop complained of as respondent. The card
    of a bank, a clip on a platform or a parcel firm that only carried something is left out.
    """
    text = normal.text
    out: list[tuple[Reading, str]] = []
    for group, pattern in _known().items():
        for match in pattern.finditer(text):
            before, after = (
                text[max(0, match.start() - 10) : match.start()],
                text[match.end() : match.end() + 16],
            )
            role = _part(group, text, before, after)
            if not role:
                continue
            start, end = normal.span(*match.span())
            name = normal.original[start:end]
            if all(name != known.shown for known, _ in out):
                out.append((Reading("org", name, name, start, end, True, "", 0.8), role))
    return out


def _part(group: str, text: str, before: str, after: str) -> str:
    if re.search(r"[在从给跟]$", before) and re.match(
        r"(?:手里|那里)?(?:的)?(?:分?包|承包|揽|干活|打工|上班|跑|送)", after
    ):
        return "respondent"
    if group == "lenders":
        if re.search(r"征信.{0,3}有?$", before):
            return ""
        told = re.match(_LENDER_AFTER, after) or re.search(_LENDER_BEFORE, before)
        return "applicant" if told and owes(text) else ""
    if group == "insurers":
        insured = re.search(r"[在从向]$", before) and re.match(r"(?:这儿|那儿|那里)?[买投上交入保]", after)
        told = insured or re.search(_INSURER_BEFORE, before) or re.match(_INSURER_AFTER, after)
        return "respondent" if told else ""
    bought = re.search(r"[在从去到]$", before) and re.match(_SHOP_BUY, after)
    sued = re.search(_SHOP_BEFORE, before)
    return "respondent" if bought or sued or re.match(_SHOP_AFTER, after) else ""
