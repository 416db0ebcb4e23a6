"""Pieces of evidence named in a story (证据); what the writer says is missing is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.text.normalise import Normal, normalise
from bot.text.reading import Reading
from flows import checklist

#: names the desk and the papers use; the first that matches at a place wins
_KINDS = (
    ("借条", r"借条|借据|借款条|借款单|借单|借约"),
    ("欠条", r"(?:工资)?欠条|欠据|欠款条|欠款单|欠单"),
    ("收条", r"收条"),
    ("礼单", r"礼单|礼账|礼簿"),
    ("会员卡", r"会员卡|打饭卡|饭卡|出入证|上岗证"),
    ("量单", r"(?:量方|计量|工程)?量单|量方(?:单|表)|方量单"),
    ("收据", r"收款收据|收据|押金[条单]|定金[条单]|收款条"),
    ("工资条", r"工资条|工资单|工资表|工资明细"),
    (
        "转账记录",
        r"(?:微信|支付宝|银行|手机)?转账(?:记录|凭证|截图|单|凭据|回单|流水|明细)|(?:银行|工资|"
        r"微信|交易|支付宝)?流水|汇款单|打款记录|(?:付款|支付|交易|汇款|打款|打钱)(?:的)?(?:记录|"
        r"凭证|截图|单子|回执)|银行卡?的?明细|(?:微信|支付宝)账单|转的?账(?:都|也|全)?(?:能查|"
        r"有记录|查得到)|转的都?有记录|手机上?(?:都|也)?(?:能查|查得|查到)[着到]?|记录一条不少|取款(?:单|凭条|记录)|存款凭条|回单",
    ),
    (
        "聊天记录",
        r"(?:微信|qq|QQ)?聊天(?:的)?(?:记录|截图|内容|截屏)|(?:微信|短信)(?:聊天|截图|记录)|"
        r"(?:微信|短信)(?:里|上)?(?:都|也)?(?:有记录|能查)|聊天里[^,。]{0,8}|微信上(?=他|她|对方|"
        r"老板|人家|承认|说|也|都|有)[^,。]{0,3}?(?=认|承认|说过|答应|回|说|他|她)|(?:微信)?群里[^,。]{0,10}截图|群里(?=[^,。]{0,8}(?:承认|认账|认过|骂|通知))|"
        r"短信(?!通知|催|说|了|给)",
    ),
    ("劳动合同", r"劳动合同|劳务合同|用工合同"),
    ("借款合同", r"借款合同|借款协议|贷款合同"),
    ("租赁合同", r"租赁合同|租房合同|租房协议|租赁协议"),
    ("保证书", r"保证书|承诺书|还款计划书?|还款协议"),
    (
        "合同",
        r"(?:施工|分包|承包|流转|买卖|购房|购销|供货|租车|服务|安装|装修|加盟|运输|保险|销售|采购|"
        r"订购|手写的?|书面|签)?合同|(?:服务期|调解|补偿|离婚|赔偿|转让|合作|施工|"
        r"购房)?协议书?(?=$|在|上|[,。、和]|都|还|也|写|签|是|我)|协议书|合同书|意向书|认购书|"
        r"订货单|协议(?!离婚|赔|好|一致|不|解决|退)|字据",
    ),
    ("录音", r"(?:通话|电话|手机)?录音|录(?:了|过|下|的)(?:来)?音|录了(?:下来|通话|电话)"),
    (
        "视频",
        r"监控(?:录像|视频)?|录像|视频|录(?:了|过|下)(?:个|段)?(?:像|视频)|行车记录仪|摄像头|"
        r"录的视频|拍的视频|拍(?:了|过|下)(?:个|段)?(?:小)?视频",
    ),
    (
        "照片",
        r"照片|相片|图片|照了相|拍照(?:了|留|存)|拍(?:下来|的有照)|拍(?:了|过|下)(?:个|些|几张|很多|好多)?照",
    ),
    ("订单截图", r"订单(?:截图|记录)?(?=截图|记录|都|在|也|还)"),
    ("转账记录", r"(?:微信|银行|支付宝|手机)?转账(?=[,。、 ]|都|为证|在|可查|我有|$)"),
    (
        "聊天记录",
        r"语音(?!电话|通话)|聊天(?:都|我都|也)?(?:留着|存着|在|没删)|微信(?:消息|对话|里他|里她|"
        r"里对方)|微信(?=[,。、]|为证|都在|可以|里有|里都|能)|群聊|(?:工作|"
        r"业主)?群里(?:的)?(?:通知|记录|消息)",
    ),
    ("发票", r"发票|小票|刷卡单|票据|票子"),
    ("账本", r"记账本|账本|账单|流水账|(?:自己|本子上)?记的账|记的本"),
    ("通话记录", r"通话记录|电话记录"),
    ("缴费记录", r"缴费(?:单|记录|凭证|收据)|交款单|收款单|交费(?:单|票)"),
    ("定损单", r"定损(?:单|报告)|报价单|维修(?:单|记录|清单|发票)|估价单"),
    ("签收单", r"签收(?:单|记录)|快递单|物流单|派工单|派车单"),
    ("检查报告", r"检查(?:报告|单)|CT|片子|B超单?|化验单|用药清单|费用清单|住院清单"),
    ("社保记录", r"社保(?:记录|明细)|参保证明"),
    ("户口本", r"户口本|户口簿"),
    ("分家单", r"分家单|分家协议|分单"),
    ("存折", r"存折|存单"),
    ("公证书", r"公证书"),
    ("证明", r"(?:村委会|居委会|嘎查|社区|医院|单位|派出所|学校)(?:给?开的?|出具的?)?证明"),
    ("图纸", r"图纸|设计图|效果图"),
    ("名单", r"花名册|点名册|签到表"),
    ("考勤记录", r"排[班课]表|排班(?=照片|截图)"),
    ("截图", r"截图|截屏|录屏"),
    ("判决书", r"判决(?=是[\d今去前]|有|在)"),
    (
        "考勤记录",
        r"考勤(?:表|记录)?|打卡(?:机|记录|截图|单)?(?:有|的)?(?:记录)?|工时(?:表|本|记录)|"
        r"记工(?:本|单|表|册|账)|出工(?:表|记录)|记(?:了|的)工|工(?:分|天)本|上工记录|本子上?记|"
        r"记在[^,。]{0,4}本|出勤(?:表|记录|本)|(?:本子|本本|小本)[^,。]{0,6}(?:出勤|工|天数|日子)",
    ),
    ("工牌", r"工牌|工作证|胸牌|厂牌|工作服|工服|工装"),
    ("病历", r"病历(?:本)?|住院(?:记录|手续)|诊断(?:证明|书)|住院(?:票|单)|出院手续|出院小结|出院证明"),
    (
        "事故认定书",
        r"(?:交通)?事故(?:责任)?认定书|责任认定书?|认定书|定责书|责任书|"
        r"(?:交通)?事故认定(?=[,。都也齐有在书])|(?:工伤)?认定书|交警(?:的|出的|给的)?认定",
    ),
    ("报警记录", r"报警(?:回执|记录|单)|报警(?:回执|记录)|出警记录|接警单|处警记录|(?<=报了警有)回执"),
    ("鉴定意见", r"鉴定(?:意见书?|报告|书|结论)|检测报告|评估报告"),
    ("对账单", r"对账单|对账表"),
    ("结算单", r"结算(?:单|书|表)|工程量单|工程量清单"),
    ("决算单", r"决算(?:单|书)"),
    ("验收单", r"验收(?:单|报告|书|证明)"),
    ("送货单", r"送货单|出库单|过?磅单|收货单|发货单|运单|提货单"),
    ("催缴函", r"催缴(?:函|单|通知单?)|催款函|律师函"),
    ("解除通知书", r"(?:解除|辞退|开除|离职)(?:劳动合同)?(?:通知书?|证明|决定)"),
    ("判决书", r"判决书|调解书|裁决书"),
    ("结婚证", r"结婚证|离婚证"),
    ("出生证明", r"出生(?:医学)?证明"),
    ("遗嘱", r"遗嘱"),
    ("房产证", r"房产证|房照|房契|房本(?:原件)?|不动产(?:权)?证(?:书)?"),
    ("土地证", r"(?:草原|草场|林权|土地)(?:使用|承包|经营权?)?证|承包(?:经营权)?证|土地证"),
    ("保单", r"保险单|保单"),
    (
        "证人证言",
        r"(?<!保)证人|人证|(?:能|可以|愿意?|肯|敢|都能|给我|给)(?:给我)?(?:出庭)?作(?:个)?证|能给我证明|"
        r"(?:敢|肯|愿意)(?:给我)?(?:出来)?说(?:话|句(?:公道|实)话)|都(?:能|"
        r"可以)(?:给我)?证明|(?:都|有人|亲眼)(?:看见|看到)(?!他|我)|证明人|都在场|能证明|作见证",
    ),
)
_STEM = (
    "[^\\W\\d_a-zA-Z我你他她的了着没不要写给让把发交打拿说叫在去来个张份有和跟与就都也还是上下里"
    "出做签看这那两一二三四几每]"
)
_AHEAD = (
    "[,。;、 ]|$|我?[都也]?(?:在(?!哪)|有(?!没)|留着|存着|拍|保存|齐|上(?:面|头|签|写|有|是)"
    "|为证|可以证明|能证明|能看)"
    "|[和跟及]"
)
#: papers of any other name that the writer holds; what they are called is their name
_HELD = (
    rf"(?P<held>{_STEM}{{1,3}}(?:单据?|清单|明细|凭证|凭条|票根|回执|底单|存根|小结|台账|聘书|批条|通知书|账页))"
    rf"(?:子|原件|照片|截图|复印件)?(?={_AHEAD})"
)
_NOT_HELD = "简单|买单|下单|订单|床单|菜单|传单|孤单|保单|单单|埋单|被单|接单|跑单|派单|开单|名单"
#: slips of paper: what they are the story tells
_SLIP = (
    r"(?:打|写|立|留|有|翻出来?|给我?了?|没打|张)(?:了|过|下)?(?:个|一个|张|一张|的)?(?P<slip>条子|"
    r"白条|纸条|字条|手续|条)(?=[,。、上在是 ]|还|我|都|也|$)"
)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?P<e{index}>{pattern})" for index, (_, pattern) in enumerate(_KINDS)) + f"|{_SLIP}"
    )


@cache
def _denied_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:没有?|不知道|不晓得|不懂|啥叫|什么叫|啥是|什么是|哪儿?有|哪里有|哪儿?来的?|哪里来的?|(?<![了个过])(?:啥|什么)|未|不|无|没能|不肯"
        r"|不给|丢了?|找不[到着]|让我?出|要我?出|叫我?拿|没有?(?:写|打|签|立|留|给|开|要))"
        r"(?:过|我|他|任何|什么|书面|正式|个|一张|张|份|签|写|打|订|立|签订|给我?|我?|留|开|录|拍|"
        r"办|提供|出具|保存|有|了|借条|欠条|合同|劳动|[、和及也或])*$"
    )


@cache
def _denied_after() -> re.Pattern[str]:
    return re.compile(
        r"(?:啥的|什么的|之类的?|那些)?(?:都|也|就|我也|我)?(?:没(?!丢|问题|事)(?:有|写|签|打|给|"
        r"留|办)?|未签|哪儿?有|哪儿?里?来的?|哪里有|丢了|不见了|找不(?:到|着)|弄丢|"
        r"法|纠纷|诈骗|解除|无效|没签|怎么写|咋写|坏了|通知我)"
    )


@cache
def _no_words() -> re.Pattern[str]:
    """Words that hold a name of evidence but speak of something else."""
    return re.compile(
        r"(?:借条|欠条|合同|协议)(?:的)?(?:问题|效力)|(?:直播|视频)(?:间|号|平台|通话)|"
        r"婚礼(?:的)?(?:录像|视频)|写(?:个|张|一张)?(?:条|保证)(?:吧|行)"
    )


def _slip_kind(text: str) -> str:
    return "借条" if "借" in text and "欠条" not in text else "欠条"


def find_in(normal: Normal) -> list[Reading]:
    """Return each kind of evidence once, where it is said in most words; value is its name.

    Left out: what the words about it deny (没打借条) and what only looks like evidence (合同法, 直播间).
    """
    text = normal.text
    best: dict[str, Reading] = {}
    spans: list[tuple[int, int]] = []
    wrong = [found.span() for found in _no_words().finditer(text)]
    for match in _pattern().finditer(text):
        group = match.lastgroup or ""
        start, end = match.span(group)
        spans.append((start, end))
        if any(first <= start and end <= last for first, last in wrong) or _is_denied(text, start, end):
            continue
        name = _slip_kind(text) if group == "slip" else _KINDS[int(group[1:])][0]
        if group == "slip" and "没" in match[0]:
            continue
        known = best.get(name)
        if known is None or end - start > known.end - known.start:
            first, last = normal.span(start, end)
            best[name] = Reading("evidence", name, name, first, last, True, "", 0.9)
    for match in _held().finditer(text):
        start, end = match.span("held")
        name = match["held"]
        apart = all(end <= first or last <= start for first, last in spans)
        if apart and not re.search(_NOT_HELD, name) and not _is_denied(text, start, end):
            best.setdefault(name, Reading("evidence", name, name, *normal.span(start, end), True, "", 0.9))
    return sorted(best.values(), key=lambda reading: reading.start)


@cache
def _held() -> re.Pattern[str]:
    return re.compile(_HELD)


def _is_denied(text: str, start: int, end: int) -> bool:
    clause = re.split(r"[,。;!?\n]", text[max(0, start - 16) : start])[-1]
    follows = text[end : end + 10]
    return (
        _denied_before().search(clause) is not None
        or _denied_after().match(follows) is not None
        or re.match(r"[\s?,]+(?:都|也)?没(?:有|写|签|打|留)?(?=$|[\s,。;!])", follows) is not None
    )


def entries(words: str, names: Sequence[str]) -> set[str]:
    """Entries of a checklist that stand in free words and are not denied there."""
    if words == checklist.SENT:
        return set()
    plain = normalise(words)
    things = {reading.shown for reading in find_in(plain)}
    for part in {part for name in names for part in checklist.item(name).parts}:
        at = plain.text.find(part)
        if at >= 0 and not _is_denied(plain.text, at, at + len(part)):
            things.add(part)
    return {found for thing in things if (found := checklist.entry_of(thing, names))}
