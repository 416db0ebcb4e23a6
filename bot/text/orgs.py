"""Organisations in running text with the side they stand on."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from bot.text.name_ends import person_at
from bot.text.names import HAN, ORG_ENDS
from bot.text.normalise import Normal
from bot.text.reading import Context, Reading

#: endings of a name that only count behind an introduction (公司叫…)
ENDS = (
    f"{ORG_ENDS}|商贸|置业|洗浴|婚庆|车业|装饰|机械|快递|物流|建材|建筑|劳务|科技|食品|餐饮|农业|"
    f"牧业|种植|养殖|财险|人寿|运输|工程|地产|房产|家居|家政|传媒|教育|健身|医美|美容"
    "|汽贸|汽修|电器|家具|门窗|广告|服务|服饰|搬家|仓储|保安|配送|物流园|产业园|托管|托育|造型|摄影|照相|影视|家园|传媒|文化|矿|班|楼|馆|行|社|城|园|队|部|坊|院|堂|网|平台"
)
_KIND = (
    "公司|单位|厂子?|店铺?|医院|诊所|车行|学校|托管班|培训班|辅导班|合作社|平台|机构|超市|饭店|"
    "餐厅|饭馆|澡堂子?|浴池|健身房|幼儿园|物业|中介|站点|总包|甲方|乙方|酒店|宾馆|美容院|理发店|"
    "驾校|保险|车主|开发商|商家|店家"
    "|网店|发包方|承包方|婚庆|影楼|煤矿|矿上|矿|工地|用人单位|老东家|劳务队|施工队|养老院|"
    "月子中心|会所|网吧|商场|商铺|修理厂|4S店|洗浴|园区|站|棋牌室|农家乐|民宿|旅行社"
)


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(rf"(?:{ORG_ENDS}|财险)")


@cache
def _introduced() -> re.Pattern[str]:
    char = rf"[{HAN}A-Za-z0-9()·]"
    kind = rf"(?:{_KIND})的?(?:名字|全称|名称|名)?"
    called = (
        rf"{kind}(?:在[^,。;]{{1,10}}[, ])?(?:叫做?|名叫)(?P<called>{char}{{2,24}}?)(?=$|[,。;!?、 ]|的"
        rf"|在|老板|是|开的)"
    )
    named = rf"{kind}(?:是|为|:)(?P<named>{char}{{2,24}}?(?:{ENDS}))(?=$|[,。;!?、 的])"
    names = "(?:公司|店|园|站|厂|单位|酒店|机构|园区)名(?:字|称)?(?:叫|是|为|:)?"
    plain = rf"{names}(?P<plain>{char}{{3,20}}?)(?=$|[,。;!?、 ])"
    bare = (
        rf"(?<!有限)(?<!责任)(?:公司|单位|酒店|机构|园区|总包|甲方)(?:(?:是|:)(?P<bare>{char}{{3,12}}?)"
        rf"|(?P<close>{char}{{2,10}}(?:{ENDS})))(?=$|[,。;!?]|负责人|老板|经理|说)"
    )
    they = rf"(?:他们|她们|那家|这家)叫(?P<they>{char}{{2,16}}?(?:{ENDS}))(?=$|[,。;!?、 ])"
    return re.compile(
        rf"{called}|{named}|{plain}|{bare}|{they}|盖的?(?:是|着)?(?P<seal>[{HAN}()]{{3,20}}?)的?(?:公?章|印)"
    )


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(
        r".*(?:[,。;:!?、\s“”\"]|在|给|被|跟|和|与|向|我们?|他们?|她|是|叫|的|去|到|从|欠|借|由|找"
        r"|了|告|起诉|把|说|让|(?<=[0-9一二三四五六七八九十今去前明])[年月日号]|名下|老板|为|于|"
        r"这家|那家|一家|该|个|家(?=[^具居电政乐])|对|因|将|来|要求|起|入职|买|租|甲方|总包|车主|"
        r"进|帮|送)"
    )


_GENERIC = frozenset(
    "物业 劳务 保险 建筑 装修 公 本 某 小额贷款 网贷 贷款 汽车 4S 我 这 那 施工 用工 "
    "中介 开发商 房地产 培训 原 总 分 子 两 新 旧 大 小 快递 物流 外卖 施工方 甲方 "
    "开 工 厂 商 饭 酒 药 网 本地 附近 国有 民营 私人 一 县 市 旗 区 镇 乡 村 当地 "
    "人民 第三方 担保 煤 运输 服务 工商 建设 农业 信用 供热 供暖 装饰 家装 婚庆 家政 旅游 旅行 外"
    "包 派遣 劳务派遣 电力 自来水 燃气 热力 拆迁 "
    "房产 房产中介 建材 广告 科技 商贸 二手车 租车 搬家 养殖 种植 光伏 露天 地下 民办 公立 私立 中"
    "心 县级 洗煤 砖 修理 人家 对方 他们".split()
)


def _longer(normal: Normal, org: Reading, end: int) -> Reading:
    """某某银行 + 股份有限公司 + 准格尔支行 are one name."""
    stop = normal.span(end - 1, end)[1]
    name = normal.original[org.start : stop]
    return replace(org, value=name, shown=name, end=stop)


def _by_ending(normal: Normal) -> list[Reading]:
    """Return organisations by the end of their names; bare words such as 公司 and 物业公司 are not names."""
    text, last = normal.text, 0
    out: list[Reading] = []
    for match in _strong().finditer(text):
        if match.start() < last:
            continue
        if (
            out
            and match.start() - last <= 8
            and match[0] != "店"
            and not _cut().match(text[last : match.end()])
        ):
            out[-1] = _longer(normal, out[-1], match.end())
            last = match.end()
            continue
        begin = max(last, match.start() - 24)
        cut = _cut().match(text[begin : match.start()])
        begin += cut.end() if cut else 0
        stem = text[begin : match.start()]
        if (
            len(stem) < 2
            or stem in _GENERIC
            or any(stem.endswith(word) and len(stem) - len(word) < 2 for word in _GENERIC if len(word) > 1)
            or not re.search(rf"[{HAN}]{{2}}", stem)
            or match[0] in ("店", "厂", "中心", "政府", "保险")
            or _is_opened(text, begin)
            or ("有限" not in match[0] and _no_name().search(stem))
            or (match[0] == "物业" and text.startswith(("费", "公司", "服务费"), match.end()))
        ):
            continue
        start, end = normal.span(begin, match.end())
        name = normal.original[start:end]
        out.append(Reading("org", name, name, start, end, True, "", 0.95 if "有限" in match[0] else 0.75))
        last = match.end()
    return out


@cache
def _no_name() -> re.Pattern[str]:
    """Words of the sentence that no name holds: 屋顶漏水报修物业, 只有银行."""
    return re.compile(
        r"费|没|只|打|办|开(?![元源发心泰达来明封鲁拓])|收|付|投资|想|知道|所以|马上|漏|报修|用|被|一"
        r"|几|每|各|都|也|又|就|合伙|挂靠|手机|外县|外地|供应|什么|教育培训|(?<!某)某(?!某)|怎么|"
        r"这么|隔壁|楼下|对面|以前|原来|现在|后来|因为"
    )


def _is_opened(text: str, begin: int) -> bool:
    """郝军开烧烤店 is a person who runs a shop."""
    end = person_at(text, begin)
    return end is not None and text.startswith("开", end)


def _by_introduction(normal: Normal) -> list[Reading]:
    out = []
    for match in _introduced().finditer(normal.text):
        group = match.lastgroup or ""
        said = match[group]
        if (
            said in _GENERIC
            or person_at(normal.text, match.start(group)) == match.end(group)
            or re.match(r"[我你他她它这那什啥个人到不没停]", said)
            or re.search(r"什么|怎么|不用|不知|不给|不管|^是?个人|^名|员$", said)
            or (group in ("bare", "close") and _sentence().search(said))
        ):
            continue
        start, end = normal.span(*match.span(group))
        name = normal.original[start:end]
        out.append(Reading("org", name, name, start, end, True, "", 0.9))
    return out


@cache
def _sentence() -> re.Pattern[str]:
    """What names of organisations seldom hold: behind 公司 without 叫 a sentence goes on."""
    return re.compile(
        r"[我你他她它的了着过没不说给让把被就都也还要会能在去到从对跟欠拖发付退赔赶辞扣签干做有无未是这那哪谁很太个\d元月日年]"
        r"|负责|老板|经理|工资|合同|倒闭|一直|至今|通知|拒绝|认为|答复|起诉|违法|单方|口头|人事|内部|财务|法人"
    )


def _alone(normal: Normal) -> list[Reading]:
    """Return names that fill a clause of their own: 力健健身。"""
    text = normal.text
    out = []
    for match in _lone().finditer(text):
        said = match["name"]
        if said in _GENERIC or _sentence().search(said) or person_at(text, match.start("name")):
            continue
        start, end = normal.span(*match.span("name"))
        name = normal.original[start:end]
        out.append(Reading("org", name, name, start, end, True, "", 0.8))
    return out


@cache
def _lone() -> re.Pattern[str]:
    kinds = "物业|健身|装饰|汽修|汽贸|驾校|家政|传媒|劳务|搬家|婚庆|物流|影楼|幼儿园"
    return re.compile(rf"(?:^|(?<=[,。;!? ]))(?P<name>[{HAN}]{{2,6}}(?:{kinds}))(?=$|[,。;!?])")


def find_in(normal: Normal, context: Context) -> list[tuple[Reading, str]]:
    """Return organisations with their role: respondent | applicant | empty where the words do not tell."""
    introduced = _by_introduction(normal)
    introduced += [
        one
        for one in _alone(normal)
        if all(one.end <= known.start or known.end <= one.start for known in introduced)
    ]
    rest = [
        one
        for one in _by_ending(normal)
        if not any(one.start < known.end and known.start < one.end for known in introduced)
    ]
    found = [(one, _role(normal.text, one, introduced=one in introduced)) for one in (*introduced, *rest)]
    return sorted(found, key=lambda pair: pair[0].start)


@cache
def _wrongs() -> re.Pattern[str]:
    return re.compile(
        r"[^,。;]{0,12}(?:欠|拖|不给|没发|没给|没付|不付|辞|开除|不退|不赔|不交|违约|扣|不认|推脱|"
        r"推|说我|把我|让我|不管|只肯|只给|协议赔|承诺|答应|跑路|倒闭|关门|收了我|赔)"
    )


def _role(text: str, org: Reading, *, introduced: bool) -> str:
    before, after = text[max(0, org.start - 16) : org.start], text[org.end : org.end + 24]
    before = re.split(r"[,。;!?\n]", before)[-1]
    if (
        re.search(
            r"(?:我|我们|咱们|本人)(?:自己)?(?:是|开了?(?:个|家)?|的公司(?:是|叫)|公司是|代表)[^,。]{0,6}$",
            before,
        )
        and "在" not in before
    ):
        return "applicant"
    if re.search(r"原告|(?<!被)申请人", before):
        return "applicant"
    if re.search(
        r"医院|卫生院|诊所|大学|中学|小学|银行|信用社|政府|村委会|居委会|嘎查委员会|派出所|法院|管委会$",
        org.shown,
    ) and not (
        introduced
        or re.search(r"告|起诉|要求|被告|被申请人", before)
        or re.match(r"(?:误诊|欠|没给我|不给我|把我|让我|扣)", after)
    ):
        return ""
    if introduced or re.search(
        r"(?:被告|被申请人|用人单位|起诉|告|雇主|老板是|欠款方|要求|甲方|总包|车主|从|给|在|跟|进|"
        r"去|入职|到|为|和|与|是|向)(?:是|为|:|了)*$",
        before,
    ):
        return "respondent"
    return "respondent" if _wrongs().match(after) or re.search(r"有限|财险", org.shown) else ""
