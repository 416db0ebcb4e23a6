"""On which side an organisation stands: respondent | applicant | empty where the words do not tell."""

from __future__ import annotations

import re
from functools import cache

from bot.text.org_known import owes
from bot.text.org_words import kind_ahead
from bot.text.reading import Reading

_LENDER = r"银行|农商行|信用社|小额贷款|融资租赁|消费金融|金融|典当|资产管理|平安租赁|投资"
_PUBLIC = (
    r"医院|卫生院|诊所|卫生室|大学|中学|小学|银行|信用社|政府|村委会|居委会|嘎查委员会|派出所|法院|管委会$"
)


@cache
def _wrongs() -> re.Pattern[str]:
    return re.compile(
        r"[^,。;]{0,12}(?:欠|拖|不给|没发|没给|没付|不付|辞|开除|不退|不赔|不交|违约|扣|不认|推脱|"
        r"推|说我|把我|让我|不管|只肯|只给|协议赔|承诺|答应|跑路|倒闭|关门|收了我|追着|赔|只认|弄丢|弄坏)"
        r"|[^,。;]{0,2}收(?!入|到|据)|的?[,。](?:管事|老板|负责人|店长|经理|带班|园长|校长)"
    )


@cache
def _own_before() -> re.Pattern[str]:
    """我公司(…), 本公司, 我们是…, 这里是…"""
    firm = "(?:公司|店|厂|行|社|单位|院|校|园|方|合作社|酒店|饭店|企业|商行|经营部)"
    return re.compile(
        rf"(?:(?:我们?|本|敝|咱们?)(?:这个|这家|家)?{firm}(?:名称|全称|名)?(?:是|叫|为|系|,)?[(“\"]?"
        rf"|(?:我|我们|咱们|本人|我方|我司)(?:自己)?(?:是|系|为|开了?(?:个|家)?|的公司(?:是|叫)|公司是|代表|在)?(?:是|为|系)[^,。]{{0,14}}[(“\"]?"
        rf"|(?:我|我们|咱们|本人)(?:自己)?(?:开了?(?:一?个|一?家)|代表)[^,。]{{0,8}}|(?:我们?|本人|我方)(?:是|为|系)[^。]{{0,16}},全称|这里是)$"
    )


@cache
def _staff_after() -> re.Pattern[str]:
    """我是…的厂长: who speaks for the firm."""
    return re.compile(
        r"[)”\"]?的?(?:厂长|经理|老板|负责人|法定代表人|法人|代表|店长|院长|园长|校长|理事长|委托代理人|行政|人事|法务)"
    )


@cache
def _sued() -> re.Pattern[str]:
    """The other side has gone to court against the writer: 被公司告了, 他们反过来起诉我."""
    other = "(?:公司|厂里|厂子|单位|物业|银行|店里|他们?|她|人家|对方|老板|信用社|农商行|中介|平台)"
    return re.compile(
        rf"(?<!要)被(?:原|前)?{other}(?:给)?(?:告|起诉)|{other}[^,。;]{{0,8}}(?<!能)(?<!可以)(?<!让)(?<!让他)"
        r"(?:起诉我|起诉到|告我(?!诉)|告了我|把我告|把我起诉|将我起诉|把我们(?:全|都)?告|请律师告)"
    )


@cache
def _suing() -> re.Pattern[str]:
    """What follows the name of a firm that sues the writer: 起诉我, 把我告了; not 把我撵了."""
    return re.compile(
        r"[)”\"]?(?:中介|物业|公司)?[^,。;]{0,4}?"
        r"(?:[把将]我(?:们|全家)?(?:给|都)?(?:告|起诉)|诉本人|诉我|起诉我|起诉了我|告我(?!诉)|告了我|要告|起诉本人)"
    )


@cache
def _own_is_sued() -> re.Pattern[str]:
    """The writer speaks for a firm that is asked for something: 把我们起诉了, 通过仲裁要加班费."""
    return re.compile(
        r"(?:把|将)(?:我们?|我公司|我店|我院|我厂|我单位|本公司|本店)(?:公司|店|厂|院)?(?:给)?(?:告|起诉|投诉)|(?:起诉|告了?|投诉)(?:我公司|我们公司|我店|本店|我院|我厂|我们)"
        r"|(?:仲裁|起诉|投诉)(?:我们|我公司|我店)?(?:向我|找我|跟我)?[^,。]{0,3}(?:要|索|主张)|(?:顾客|客人|消费者|患者|家属|业主|员工|工人|学员|家长)[^。]{0,40}(?:(?:要求|索要|主张)[^,。]{0,8}(?:赔|补偿)|[要让叫]我们?(?:赔|退|给))"
    )


def role_of(text: str, org: Reading, *, introduced: bool, alone: bool) -> str:
    """Return the side of an organisation; `alone` where the story names no other."""
    before, after = text[max(0, org.start - 30) : org.start], text[org.end : org.end + 24]
    clause = re.split(r"[。;!?\n]", before)[-1]
    near = re.split(r"[,。;!?\n]", before[-16:])[-1]
    own = _own(clause, near, after)
    if own:
        return "respondent" if _own_is_sued().search(text) else own
    if re.search(r"原告(?:是|为|:)?$|(?<!被)申请人(?:是|为|:)?$", near) or _suing().match(after):
        return "applicant"
    lender = re.search(_LENDER, org.shown + after[:8]) and not re.search(r"[欠扣][^,。]{0,3}我", after)
    if not lender and _wrongs().match(after) and re.search(r"[欠拖]|没[发给付]|不[付退赔]", after[:12]):
        return "respondent"
    if lender and (owes(text) or _sued().search(text)) and not re.search(r"告$|被告", near):
        return "applicant"
    if alone and _sued().search(text):
        return "applicant"
    if re.search(_PUBLIC, org.shown) and not introduced and "宠物" not in org.shown:
        return _of_public(text, near, after, alone)
    if re.search(r"(?:新公司|新单位|下家|另一家)[^,。]{0,4}$", near):
        return ""
    if (
        introduced
        or kind_ahead().search(near)
        or re.search(r"(?:走的|[由在给跟从到去]|通过|[由在给跟从到去][^,。]{1,8}的?)[“\"(]?$", near)
    ):
        return "respondent"
    if re.search(
        r"(?:被告|被申请人|用人单位|起诉|告|雇主|老板是|欠款方|要求|甲方|总包|车主|从|给|在|跟|进|"
        r"去|入职|到|为|和|与|是|向|叫|名字|来了?个)(?:是|为|:|了)*[“\"(]?$",
        near,
    ):
        return "respondent"
    if _wrongs().match(after) or re.search(r"有限|财险", org.shown):
        return "respondent"
    begins = not text[: org.start].strip() or (
        near == "" and re.match(r"[。!?]|$|,[^,。]{0,8}(?:的?[,。]|$)", after)
    )
    return "respondent" if alone and begins else ""


def _own(clause: str, near: str, after: str) -> str:
    """Return applicant where the writer speaks for the organisation."""
    if re.search(r"原告|被告|上班|打工|干活|工作", near):
        return ""
    if re.search(r"(?:我|本人)(?:是|系)$", near):
        return "applicant" if _staff_after().match(after) else ""
    return "applicant" if _own_before().search(clause) and "在" not in near else ""


def _of_public(text: str, near: str, after: str, alone: bool) -> str:
    """Hospitals, schools and authorities are a side only where something is asked of them."""
    if re.search(r"告|起诉|要求|被告|被申请人", near) or re.match(
        r"(?:误诊|漏诊|欠|没给我|不给我|把我|让我|扣)", after
    ):
        return "respondent"
    harmed = re.search(
        r"误诊|漏诊|医疗事故|切错|纱布|皮试|打错|拔错|没看出来|没查出来|手术失败|手术做坏|做坏了|后遗症[^。]{0,12}医院|告医院|医院[^,。]{0,6}(?:不认|推|说是)",
        text,
    )
    hurt_by_others = re.search(r"交警|追尾|肇事|工伤|打架|打伤|撞", text)
    return "respondent" if alone and harmed and not hurt_by_others else ""
