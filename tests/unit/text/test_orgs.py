"""Names of firms in stories: where they begin and end, and on which side they stand."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text import org_words, orgs
from bot.text.normalise import normalise
from bot.text.reading import Context

CONTEXT = Context(date(2026, 11, 22))


def found(text: str) -> list[tuple[str, str]]:
    return [(one.shown, role) for one, role in orgs.find_in(normalise(text), CONTEXT)]


NAMED: list[tuple[str, list[tuple[str, str]]]] = [
    ("我在宏达汽修换的变速箱，开了三天又坏了", [("宏达汽修", "respondent")]),
    ("给鼎盛劳务干了四个月钢筋活，一分没给", [("鼎盛劳务", "respondent")]),
    ("孩子在小太阳幼儿园摔断了胳膊", [("小太阳幼儿园", "respondent")]),
    ("去年在金色童年影楼拍的满月照，底片一直不给", [("金色童年影楼", "respondent")]),
    ("装修包给美家美居装饰了，墙面全裂", [("美家美居装饰", "respondent")]),
    ("从农丰种业买的玉米种子出苗不到一半", [("农丰种业", "respondent")]),
    ("找了个搬家公司，叫蚂蚁搬家，把冰箱摔了", [("蚂蚁搬家", "respondent")]),
    ("康乐足道办的卡，店关门了，剩三千不退", [("康乐足道", "respondent")]),
    ("我是鑫鑫超市的老板，一个顾客摔倒了要我赔两万", [("鑫鑫超市", "respondent")]),
    ("我们公司叫内蒙古天石建材有限公司，对方欠货款三十万", [("内蒙古天石建材有限公司", "applicant")]),
    ("本公司（准格尔旗兴隆砂石料有限公司）与被告签订供货合同", [("准格尔旗兴隆砂石料有限公司", "applicant")]),
    (
        "我公司系鄂尔多斯市伊泰路桥有限责任公司，承建了该项目",
        [("鄂尔多斯市伊泰路桥有限责任公司", "applicant")],
    ),
    ("被告：达拉特旗鑫源商砼有限公司，欠运费八万", [("达拉特旗鑫源商砼有限公司", "respondent")]),
    ("我在一家叫“小城故事”的饭店端盘子，两个月工资没给", [("小城故事", "respondent")]),
    ("健身房叫力美健，年卡两千八，跑路了", [("力美健", "respondent")]),
    ("驾校名字是顺达驾校，学费四千五，教练一直不安排考试", [("顺达驾校", "respondent")]),
    ("养老院叫福寿康，我妈在里头摔了", [("福寿康", "respondent")]),
    ("托管班老板跑了，店名“聪明树”", [("聪明树", "respondent")]),
    ("合同上盖的是内蒙古众联建筑劳务有限公司的章", [("内蒙古众联建筑劳务有限公司", "respondent")]),
    ("我在平安保险买的车险，出了事故拒赔", [("平安保险", "respondent")]),
    ("对方车是人保的，人保只赔一半", [("人保", "respondent")]),
    ("招商银行信用卡欠了四万多，逾期半年了，能不能协商分期", [("招商银行", "applicant")]),
    ("借呗欠了两万三，实在还不上了，天天催收", [("借呗", "applicant")]),
    ("京东把我账号封了，里头还有一千多", [("京东", "respondent")]),
    ("在拼多多买的手机是翻新机，商家不退", [("拼多多", "respondent")]),
    ("顺丰把我的茶具弄碎了只赔三十", [("顺丰", "respondent")]),
    ("公司是华宇物流，我开半挂，押金五千不退", [("华宇物流", "respondent")]),
    ("我跟恒信中介签的合同，定金两万", [("恒信中介", "respondent")]),
    ("中介链家把定金扣下了", [("链家", "respondent")]),
    ("物业（蓝天物业）停了我家水", [("蓝天物业", "respondent")]),
    (
        "我把鄂尔多斯市康城物业服务有限公司告了，因为电梯伤人",
        [("鄂尔多斯市康城物业服务有限公司", "respondent")],
    ),
    (
        "鄂尔多斯市康城物业服务有限公司把我告了，要四年的物业费",
        [("鄂尔多斯市康城物业服务有限公司", "applicant")],
    ),
    ("原告准格尔旗农村商业银行股份有限公司，我是被告", [("准格尔旗农村商业银行股份有限公司", "applicant")]),
    ("牌子上写的是聚福楼饭庄，老板姓刘", [("聚福楼饭庄", "respondent")]),
    ("呼和浩特市赛罕区启航教育培训学校不退费", [("呼和浩特市赛罕区启航教育培训学校", "respondent")]),
    ("婚庆公司（浪漫满屋婚庆）把我的婚礼搞砸了", [("浪漫满屋婚庆", "respondent")]),
    ("在东胜的大发二手车行买了台车，发动机拆过", [("大发二手车行", "respondent")]),
    ("给顺鑫洗煤厂拉了一冬天煤，运费没结", [("顺鑫洗煤厂", "respondent")]),
    ("在满世煤矿下井，矽肺", [("满世煤矿", "respondent")]),
    ("我在鸿盛养殖场喂牛，牛把我顶了", [("鸿盛养殖场", "respondent")]),
    ("电动车在雅迪专卖店买的，电池鼓包", [("雅迪专卖店", "respondent")]),
    ("口腔诊所叫康美口腔，种牙种坏了", [("康美口腔", "respondent")]),
    (
        "总包中铁二局集团，分包是河北建工劳务",
        [("中铁二局集团", "respondent"), ("河北建工劳务", "respondent")],
    ),
    ("我给美佳家政介绍来的人家当保姆", [("美佳家政", "respondent")]),
    ("达旗金牛饲料厂的饲料把我的牛吃死了三头", [("达旗金牛饲料厂", "respondent")]),
    ("我在伊旗星光KTV当服务员，押金没退", [("星光KTV", "respondent")]),
    ("快递走的是中通，给我丢了", [("中通", "respondent")]),
    ("我是呼市的，在赛罕区金盾保安当保安，欠我两月工资", [("金盾保安", "respondent")]),
    ("嗯我那个在华联超市摔的，超市一分不管", [("华联超市", "respondent")]),
    ("达旗宏源商砼站欠我泵车租赁费", [("达旗宏源商砼站", "respondent")]),
    ("饲料款三万二，养殖户赖着，我们是牧丰饲料经营部", [("牧丰饲料经营部", "applicant")]),
    ("我开了一家图文店叫快印客，客户欠我广告费", [("快印客", "applicant")]),
    ("给旗医院送菜，食堂承包给了味之源餐饮，欠菜款四万", [("味之源餐饮", "respondent")]),
    ("从准旗大路镇的鸿通物流园拉的货", [("鸿通物流园", "respondent")]),
    ("在“梦想家”托管班，孩子被烫", [("梦想家", "respondent")]),
    ("孩子在“小红帽”早教报了两年的课", [("小红帽", "respondent")]),
    ("美发店忽悠我办卡，店叫“名流造型”，在步行街", [("名流造型", "respondent")]),
    ("我妈在“百岁堂”买了八千块钱保健品", [("百岁堂", "respondent")]),
    ("去世纪华联买东西滑倒", [("世纪华联", "respondent")]),
    ("我在美团上跑单，站点是由呼市迅达配送管的", [("呼市迅达配送", "respondent")]),
    (
        "开发商是鄂尔多斯市万正房地产开发有限责任公司，逾期交房两年",
        [("鄂尔多斯市万正房地产开发有限责任公司", "respondent")],
    ),
    ("和锦绣城物业签的合同", [("锦绣城物业", "respondent")]),
    ("我给鑫旺烧烤送啤酒，欠酒水款七千", [("鑫旺烧烤", "respondent")]),
    ("中国人寿说我隐瞒病史，不给理赔", [("中国人寿", "respondent")]),
    ("太平洋保险的业务员让我签字", [("太平洋保险", "respondent")]),
    ("婚纱照是在罗马假日婚纱摄影拍的，加了八千的钱", [("罗马假日婚纱摄影", "respondent")]),
    ("她在惠民大药房买的药过期了", [("惠民大药房", "respondent")]),
    ("牙是在东胜好牙医口腔补的，一个月就掉", [("好牙医口腔", "respondent")]),
    ("孩子学舞蹈，舞蹈班叫灵动舞蹈，老师跑了", [("灵动舞蹈", "respondent")]),
    ("东方红小学的老师打我孩子", [("东方红小学", "")]),
    ("大众浴池的澡票剩二十张", [("大众浴池", "respondent")]),
    ("在黑岱沟煤矿开矿卡，被辞退", [("黑岱沟煤矿", "respondent")]),
    ("给伊泰煤炭股份有限公司拉煤", [("伊泰煤炭股份有限公司", "respondent")]),
    ("月嫂是从爱婴月嫂找的", [("爱婴月嫂", "respondent")]),
    ("在爱宠宠物医院洗澡洗死了", [("爱宠宠物医院", "respondent")]),
    ("报了中公教育的公务员班，说不过退费，两万六不退", [("中公教育", "respondent")]),
    ("欠我钱的是鼎立建设的项目经理", [("鼎立建设", "respondent")]),
    ("他是包工头，挂靠在宏图建筑", [("宏图建筑", "respondent")]),
    ("通过安居房产买的二手房，房主反悔", [("安居房产", "respondent")]),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_named_firm_stands_on_its_side(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


UNNAMED = [
    "楼下开了家洗煤厂，粉尘大",
    "保险公司不赔，说我没报案",
    "物业公司天天催，小区电梯坏了没人管",
    "我把钱转到他建行卡上了",
    "他从农行取了五万给我的",
    "他在抖音上骂我",
    "我用支付宝给他转的",
    "被老板赶出来了，安装队的人都没拿上钱",
    "儿子上大学，我一个人供不起",
    "在薛家湾永和豆浆店打工三个月",
    "包工头王强干装修，欠我两万",
    "他开了个汽修厂，在路边",
    "张伟的建材店欠我货款",
    "医院说没事，让我回家",
    "去旗医院住了十天",
    "二建给我们分包的活，现在还差八万",
    "公司叫人把我东西搬出来了",
    "公司叫停了项目",
    "学前教育专业毕业，在幼儿园上班",
    "全屋定制花了三万，实木家具全是颗粒板",
    "买了二手车，车行不退",
    "小额贷款公司把我告了",
    "给老张打工，在大路工地",
    "我是开小饭馆的，供货商拖着",
    "朋友开的绿洲生态园请我去管账",
    "李三开的羊场，叫草原羊羊",
    "起诉准格尔旗城市管理局",
    "村委会把地包给了外地人",
    "在青年旅社做前台",
    "我的房子是恒大的，烂尾三年了",
    "工地上人说是中建八局的项目",
    "微粒贷和分期乐都逾期了",
    "移动营业厅给我乱扣费",
    "给我办的是中国移动的宽带",
    "我在康养中心护理老人",
    "汽修店把我车开出去撞了",
    "汽修师傅王强说没问题",
    "棚里的苗子是从山东寿光育苗厂买的",
    "我在准能上班",
    "租了人家门面开了个火锅店，叫川味小厨，房东不让干",
    "租车行收了我违章押金两千不退",
    "我家狗在宠物医院给治死了",
    "我买了恒泰小区的房子",
]


@pytest.mark.parametrize("text", UNNAMED)
def test_words_for_a_kind_of_firm_are_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "brand"),
    [
        ("准旗德盛水暖安装队", "德盛"),
        ("水暖安装队", ""),
        ("小区物业公司", ""),
        ("鑫磊建筑工程有限公司", "鑫磊"),
        ("达拉特旗金牛饲料厂", "金牛"),
    ],
)
def test_the_brand_is_what_is_neither_place_nor_goods_nor_trade(name: str, brand: str) -> None:
    assert org_words.core(name) == brand


@pytest.mark.parametrize("group", ["trades", "common", "goods", "kinds", "lenders", "insurers", "shops"])
def test_words_of_a_group_are_words(group: str) -> None:
    said = org_words.words(group)
    assert len(said) > 40
    assert all(word.strip() == word and len(word) < 12 for word in said)


def test_common_trades_are_trades() -> None:
    assert org_words.words("common") <= org_words.words("trades")
