"""Names of organisations by their shape: by how they end, how they are introduced, in quotes, by trade."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from bot.text.name_ends import person_at
from bot.text.names import HAN, ORG_ENDS
from bot.text.normalise import Normal
from bot.text.org_words import (
    begin_of,
    core,
    cut,
    ends_of_all,
    is_brand,
    kind_ahead,
    longest_first,
    place_ahead,
    trades_in,
    words,
)
from bot.text.reading import Reading

#: endings of a name that only count behind an introduction (公司叫…)
ENDS = (
    f"{ORG_ENDS}|商贸|置业|洗浴|婚庆|车业|装饰|机械|快递|物流|建材|建筑|劳务|科技|食品|餐饮|农业|"
    f"牧业|种植|养殖|财险|人寿|运输|工程|地产|房产|家居|家政|传媒|教育|健身|医美|美容"
    "|汽贸|汽修|电器|家具|门窗|广告|服务|服饰|搬家|仓储|保安|配送|物流园|产业园|托管|托育|造型|摄影|照相|影视|家园|传媒|文化|矿|班|楼|馆|行|社|城|园|队|部|坊|院|堂|网|平台"
)
#: words before a name that a person may be as well: 车主叫张三, 中介叫李四
_MAYBE_PERSON = (
    r"(?:车主|中介|商家|店家|甲方|乙方|总包|分包|开发商|发包方|承包方|东家|车商|卖家|施工方|供货商|供应商"
    r"|厂家|保险)$"
)


def _read(normal: Normal, begin: int, end: int, sure: float) -> Reading:
    start, stop = normal.span(begin, end)
    name = normal.original[start:stop]
    return Reading("org", name, name, start, stop, True, "", sure)


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(rf"(?:{ORG_ENDS}|财险)")


@cache
def _no_name() -> re.Pattern[str]:
    """Words of the sentence that no name holds: 屋顶漏水报修物业, 只有银行."""
    return re.compile(
        r"费|没|只|打|办|开(?![元源发心泰达来明封鲁拓])|收|付|投资|想|知道|所以|马上|漏|报修|用|被|一"
        r"|几|每|各|都|也|又|就|合伙|挂靠|手机|外县|外地|供应|什么|(?<!某)某(?!某)|怎么|"
        r"这么|隔壁|楼下|对面|以前|原来|现在|后来|因为|儿子|女儿|孩子|闺女|要上|考上|刚|已经|还有|利息|按|谁|"
        r"第[一二三四五]家|停|还差|附|要盖|还是|或者|以及|老早|复制|查阅|承包|夏天|冬天|春天|秋天|[这那]边|或|等着|包括|当时|上午|下午|晚上|早上|[里上]大"
    )


@cache
def _public() -> re.Pattern[str]:
    """Ends that make a name with a place alone: 准格尔旗医院, 黑岱沟煤矿."""
    return re.compile(
        r"(?:医院|卫生院|[中小大]学|学校|煤矿|电厂|银行|信用社|支行|分行|委员会|[村居管]委会|政府|林场|牧场|农场|事务所|集团|合作社|项目部|中心|幼儿园)$"
    )


def _is_opened(text: str, begin: int) -> bool:
    """郝军开烧烤店 is a person who runs a shop."""
    end = person_at(text, begin)
    return end is not None and text.startswith("开", end)


def is_generic(name: str) -> bool:
    """Tell whether words only say what kind of firm it is: 物业公司, 安装队, 康巴什商场."""
    brand = core(name)
    if re.match(r"[我你他她它这那哪某本该]|(?:[村县市旗镇城]里|[镇乡街村]上)", brand):
        return True
    if len(brand) >= 2:
        return False
    return place_ahead().match(name) is None or _public().search(name) is None


def by_ending(normal: Normal) -> list[Reading]:
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
            and not cut().match(text[last : match.end()])
            and not re.search(r"[()]", text[last : match.start()])
        ):
            out[-1] = _longer(normal, out[-1], match.end())
            last = match.end()
            continue
        begin, _ = begin_of(text, max(last, match.start() - 24), match.start(), match.end())
        stem = text[begin : match.start()]
        full = "有限" in match[0]
        if (
            len(stem) < 2
            or not re.search(rf"[{HAN}]{{2}}", stem)
            or match[0] in ("店", "厂", "中心", "政府", "保险")
            or _is_opened(text, begin)
            or (not full and (_no_name().search(stem) or not _is_name(text, begin, match.end())))
            or (match[0] == "物业" and text.startswith(("费", "公司", "服务费"), match.end()))
        ):
            continue
        out.append(_read(normal, begin, match.end(), 0.95 if full else 0.75))
        last = match.end()
    return out


def _is_name(text: str, begin: int, end: int) -> bool:
    """Tell whether what ends as a firm does is its name and no part of the sentence: not 提前还款银行."""
    name = text[begin:end]
    brand = core(name)
    if name in words("lenders") | words("insurers") | words("shops"):
        return True
    if is_generic(name):
        return False
    if _public().search(name) and place_ahead().match(name):
        return True
    if len(brand) > 6 or _happens().search(brand):
        return False
    if len(brand) <= 4 and re.search(r"(?:[小中]学|幼儿园)$", name):
        return True
    return is_brand(brand, 0.5) or (len(brand) <= 4 and _is_led(text, begin, end, brand)) or "某" in brand


@cache
def _happens() -> re.Pattern[str]:
    """Verbs and times that a sentence has before 公司, 银行, 学校 and a name has not."""
    return re.compile(
        r"后$|时$|完$|结果|怀疑|请[假问客会]|投诉|举报|还款|贷款|申请|提供|注册|解散|入股|调解|裁决|协议|证明|房本|病历|存在|放在|法院"
        r"|结清|委托|抵制|罚|换|住|堵|送|挪|替|摔|伤|改成|损害|代表|搭售|保险金|学平险|奖励|婚假|产假|津贴|贴|告|怕|求|查|骗|审|补交|前面|踹|放|义|^[一二三四五六七八九十两几有上下]"
    )


def _longer(normal: Normal, org: Reading, end: int) -> Reading:
    """某某银行 + 股份有限公司 + 准格尔支行 are one name."""
    stop = normal.span(end - 1, end)[1]
    name = normal.original[org.start : stop]
    return replace(org, value=name, shown=name, end=stop)


@cache
def _introduced() -> re.Pattern[str]:
    char = rf"[{HAN}A-Za-z0-9()·]"
    kind = rf"(?P<{{}}>{longest_first(words('kinds'))})"
    named = r"的?(?:名字|全称|名称|名)?"
    ends = rf"(?:{ENDS}|{longest_first(words('trades'))})"
    stop = r"(?=$|[,。;!?、 )”\"]|的|在|老板|是|开的)"
    called = (
        kind.format("k1") + named + rf"(?:在[^,。;]{{1,10}}[, ])?(?:就|也|还|还是)?(?:叫做?|名叫"
        r"|(?<=[招店]牌)写(?:着|的是?)|(?<=牌子)写着)"
        rf"(?P<called>{char}{{2,24}}?){stop}"
    )
    is_ = kind.format("k2") + rf"{named}(?:是|为|:)(?P<named>{char}{{2,24}}?{ends})(?=$|[,。;!?、 的)])"
    names = rf"(?:{longest_first(words('kinds'))}|园|站)的?(?:名字|名称|全称|字号|名)(?:叫|是|为|:)?"
    plain = rf"{names}(?P<plain>{char}{{3,20}}?)(?=$|[,。;!?、 ])"
    bare = (
        rf"(?<!有限)(?<!责任)(?:公司|单位|酒店|机构|园区|总包|甲方)(?:(?:是|:)(?P<bare>{char}{{3,12}}?)"
        rf"|(?P<close>{char}{{2,10}}(?:{ENDS})))(?=$|[,。;!?]|负责人|老板|经理|说)"
    )
    they = rf"(?:他们|她们|那家|这家)(?:店|公司|厂)?叫(?P<they>{char}{{2,16}}?)(?=$|[,。;!?、 ])"
    hall = (
        rf"(?:是|去的|在|到|(?<=[,。]))(?P<hall>(?!食堂|课堂|大堂|作坊)[{HAN}]{{2,4}}(?<![食课大天礼灵教祠学课讲澡])(?<![作牌街油磨])"
        rf"(?:堂|轩|阁|斋|坊))(?=$|[,。;!?])"
    )
    seal = rf"盖的?(?:是|着)?(?P<seal>[{HAN}()]{{3,20}}?)的?(?:公?章|印)"
    return re.compile("|".join((called, is_, plain, bare, they, hall, seal)))


def by_introduction(normal: Normal) -> list[Reading]:
    """Return what stands behind 公司叫…, 店名…, 总包是…"""
    text, out = normal.text, []
    for match in _introduced().finditer(text):
        group = match.lastgroup or ""
        begin, end = match.span(group)
        at = match[group].rfind("的")
        if group == "named" and 0 < at < len(match[group]) - 4:
            begin += at + 1  # 厂子是大路的昊远精细化工
        said = text[begin:end]
        kind = match["k1"] or match["k2"] or ""
        ended = ends_of_all().search(said) is not None
        person = person_at(text, begin) == end and not ended and re.search(_MAYBE_PERSON, kind)
        if (
            person
            or (group in ("bare", "close", "seal") and person_at(text, begin) == end)
            or re.match(r"[我你他她它这那什啥个人到不没停回去了替走等加签写交先自赶明]", said)
            or re.search(r"什么|怎么|不用|不知|不给|不管|^是?个人|^名|员$|一直|还是叫|不是|老板|公章", said)
            or (group in ("bare", "close", "they") and sentence().search(said))
            or (group == "hall" and said.endswith("轩") and person_at(text, begin) == end)
            or (group in ("plain", "hall") and _verbal().search(said))
            or (ended and is_generic(said) and not (place_ahead().match(said) and len(said) >= 6))
            or said in words("goods") | words("kinds") | words("trades")
        ):
            continue
        out.append(_read(normal, begin, end, 0.9))
    return out


@cache
def sentence() -> re.Pattern[str]:
    """What names of organisations seldom hold: behind 公司 without 叫 a sentence goes on."""
    return re.compile(
        r"[我你他她它的了着过没不说给让把被就都也还要会能在去到从对跟欠拖发付退赔赶辞扣签干做有无未是这那哪谁很太个\d元月日年]"
        r"|负责|老板|经理|工资|合同|倒闭|一直|至今|通知|拒绝|认为|答复|起诉|违法|单方|口头|人事|内部|财务|法人"
    )


@cache
def _verbal() -> re.Pattern[str]:
    """What no brand holds, be it in quotes or with its trade behind."""
    return re.compile(
        r"[我你他她它的了着过没不说给让把被就都也还要在去从跟欠拖付退赔赶辞扣签是这那哪谁很个\d]"
        r"|负责|老板|经理|工资|合同|倒闭|至今|通知|拒绝|认为|答复|起诉|违法|单方|口头|人事|内部|财务|法人|毁|黑"
    )


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(
        rf"[“\"「『《【](?P<quoted>[{HAN}A-Za-z0-9()·]{{2,24}})[”\"」』》】]|(?<=[{HAN}])\((?P<opened>[{HAN}A-Za-z0-9·]{{4,30}})\)"
    )


@cache
def _kind_before() -> re.Pattern[str]:
    kinds = longest_first(words("kinds"))
    return re.compile(
        rf"(?:(?:{kinds})(?:的?(?:名字|名|名称|全称))?(?:就|也)?(?:叫做?|名叫|是|为|:)?|[家个](?:叫做?|名叫)"
        r"|店名|厂名|招牌|牌子|[街路场城厦里]|(?:我|本|敝)[店厂司院校])[,: ]?$"
    )


@cache
def _kind_after() -> re.Pattern[str]:
    kinds = longest_first(words("kinds"))
    return re.compile(
        rf"(?:的|这个|那个|这家|那家)?(?:[{HAN}]{{0,3}}?(?:公司|店|厂|诊所|马场|机构)|{kinds}|[{HAN}]{{0,2}}老板|{longest_first(words('trades'))})"
    )


def by_quotes(normal: Normal) -> list[Reading]:
    """Return names in quotes and brackets that a word for a kind of firm or the end of the name tells."""
    text, out = normal.text, []
    ends = ends_of_all()
    for match in _quoted().finditer(text):
        group = match.lastgroup or ""
        begin, end = match.span(group)
        said = match[group]
        ended = ends.search(said) is not None and core(said) != ""
        before = _kind_before().search(text[max(0, begin - 16) : begin - 1]) is not None
        after = _kind_after().match(text, end + 1) is not None or (
            len(said) <= 6 and _is_led(text, begin - 1, end + 1, said)
        )
        fits = not is_generic(said) if ended else len(said) <= 8 and said not in words("goods")
        known = before or (group == "quoted" and (after or (ended and not _no_name().search(said))))
        if group == "opened":
            known = known and ended
        if re.search(r"(?:协议|合同|[书单表条证据])$", said) or (
            said.endswith(("店", "厂")) and not core(said[:-1])
        ):
            continue
        if not fits or not known or (_verbal().search(said) and "有限" not in said) or said in words("kinds"):
            continue
        if (
            not ended
            and person_at(text, begin) == end
            and not after
            and re.search(_MAYBE_PERSON, text[max(0, begin - 12) : begin - 1])
        ):
            continue
        out.append(_read(normal, begin, end, 0.9))
    return out


@cache
def _trades() -> re.Pattern[str]:
    more = "(?:有限公司|公司|集团|店|厂|馆|中心|行|部)?"
    return re.compile(
        rf"(?P<trade>(?:{longest_first(words('trades'))})+){more}"
        r"(?!师|局|工人|品|业(?!主)|费|材料|钱|款|画|部门|机构|平台|行业|单|活|生意|学院|系|专业|技术|设备|产品|用品|人员|合同|协议|工资|公司)"
    )


@cache
def _leads() -> tuple[re.Pattern[str], re.Pattern[str]]:
    used = "当|上班|干|打工|做|拍|买|订|报|办|学|签|租|住|吃|洗|修|补|看|种|摔|滑|挂靠|消费|上课|进货|拉|送"
    return re.compile(r"(?:在|给|由|通过|从|跟|找|去|到)了?$"), re.compile(rf"$|[,。;!?)]|{used}")


def _is_led(text: str, begin: int, end: int, brand: str) -> bool:
    """在金盾保安当保安, 承包给味之源餐饮: the words on both sides make it the name of a firm."""
    ahead, behind = _leads()
    if ahead.search(text[max(0, begin - 4) : begin]) is None or re.search(
        r"[做吃喝买卖打看学修洗住报办装拆拉送种养干当搞弄]", brand
    ):
        return False
    return behind.match(text, end) is not None or is_brand(brand, 0.5)


def _owes(text: str, end: int) -> bool:
    """老王烧烤店欠我: a shop named by its owner that is spoken of as one that owes."""
    shop = text[end - 1 : end] in "店馆厂行"
    return (
        shop
        and re.match(r",?(?:拖?欠|[不没](?:给|退|发|还|付|结)|老板|克扣)", text[end : end + 4]) is not None
    )


def by_trade(normal: Normal) -> list[Reading]:
    """Return firms without 公司 in their names: a brand with its trade, 德盛水暖安装队."""
    text, out = normal.text, []
    for match in _trades().finditer(text):
        begin, shown = begin_of(text, max(0, match.start() - 10), match.start(), match.end())
        place = place_ahead().match(text, begin, match.start())
        if place and place.end() < match.start() and text[:begin].endswith(("在", "去", "到", "从")):
            begin = place.end()
        brand = core(text[begin : match.end()])
        if not 2 <= len(brand) <= 4 or _verbal().search(brand) or _no_name().search(brand):
            continue
        if is_generic(text[begin : match.end()]):
            continue
        parts = trades_in(match["trade"])
        common = all(part in words("common") for part in parts)
        person = person_at(text, begin) == begin + len(brand)
        by_kind = kind_ahead().search(text[max(0, begin - 12) : begin]) is not None
        told = (shown and is_brand(brand)) or _is_led(text, begin, match.end(), brand)
        owner = person or re.fullmatch(rf"[老小阿大][{HAN}]", brand) is not None
        owned = owner and _owes(text, match.end())
        if common and not by_kind and not owned and (person or not told):
            continue
        opens = begin == 0 or text[begin - 1] in ",。;!? "
        if not owned and not is_brand(brand, 0.5 if opens else 1.0) and (opens or not shown):
            continue
        if _happens().search(brand):
            continue
        out.append(_read(normal, begin, match.end(), 0.85 if is_brand(brand) or by_kind else 0.75))
    return out
