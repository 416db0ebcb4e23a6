"""What people call their papers and traces, and when the words deny them."""

from __future__ import annotations

import pytest

from bot.text import evidence, evidence_words
from bot.text.normalise import normalise


def named(text: str) -> list[str]:
    return [one.shown for one in evidence.find_in(normalise(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("他写的借契我压箱底了", "借条"),
        ("打了个工钱条，按的手印", "欠条"),
        ("押金条还在我包里", "收据"),
        ("我有支付宝账单", "转账记录"),
        ("信用社打的存款回单都留着", "转账记录"),
        ("钉钉截图能看出来他让我加班", "聊天记录"),
        ("家长群截图有", "聊天记录"),
        ("我姑娘把通话录下来了，录音笔里存着", "录音"),
        ("门禁录像能看见是谁砸的", "视频"),
        ("行车记录仪拍下了", "视频"),
        ("打针前后的对比照都在", "照片"),
        ("羊圈塌了我照了像", "照片"),
        ("当年的卖契在我手上", "合同"),
        ("签了代养合同，一式两份", "合同"),
        ("手里有土地流转合同", "合同"),
        ("矿上的入井记录和工时单都有", "考勤记录"),
        ("点工单上有班长签字", "考勤记录"),
        ("工资发放表上没我签字", "工资条"),
        ("出院小结和医嘱单都在", "病历"),
        ("化验单显示水质超标", "检查报告"),
        ("交警给的事故证明", "事故认定书"),
        ("派出所给的接报案回执", "报警记录"),
        ("派出所做的询问笔录有", "询问笔录"),
        ("家暴告诫书我留着", "家暴告诫书"),
        ("伤残鉴定出来了，十级", "鉴定意见"),
        ("餐饮发票三张", "发票"),
        ("对账函他盖了章", "对账单"),
        ("完工确认单有监理签字", "结算单"),
        ("收方单上写着三百方", "量单"),
        ("交房单我签过字", "验收单"),
        ("过磅的单子都攒着", "送货单"),
        ("快递面单上写着易碎", "快递单"),
        ("保养单和修车清单齐全", "定损单"),
        ("外卖订单都能查", "外卖订单"),
        ("交强险保单在车上", "保单"),
        ("记账的本子在炕柜里", "账本"),
        ("话单从营业厅打出来了", "通话记录"),
        ("缴费截图在手机里", "缴费记录"),
        ("参保记录显示他没给我交", "社保记录"),
        ("出生证上没写爸爸", "出生证明"),
        ("死亡证明在我这", "死亡证明"),
        ("代书遗嘱有两个人见证", "遗嘱"),
        ("析产协议大家都签了字", "分家单"),
        ("粮补折子被他拿走了", "存折"),
        ("彩礼单子媒人写的", "礼单"),
        ("回迁协议在我手里", "房产证"),
        ("确权证上是我爹的名字", "土地证"),
        ("登记证书押在车行", "车辆登记证书"),
        ("收据和股金证都有", "股金证"),
        ("检疫证明是假的", "鉴定意见"),
        ("停水通知贴在门上", "催缴函"),
        ("离职证明公司给开了", "解除通知书"),
        ("民事调解书都下来了", "判决书"),
        ("嘎查委员会证明盖了章", "证明"),
        ("营运损失证明我开了", "营运损失证明"),
        ("种牙同意书有", "知情同意书"),
        ("保修卡还在盒子里", "保修卡"),
        ("老支书能给作证", "证人证言"),
        ("我邻居愿意站出来说句公道话", "证人证言"),
    ],
)
def test_a_paper_is_known_by_what_people_call_it(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "没打条",
        "没签合同",
        "没有录音",
        "他不肯写欠条",
        "借条让我弄丢了",
        "想让他补个欠条",
        "能不能给我开个收入证明",
        "要不要带结婚证",
        "收条一张没给过我",
        "监控他们说坏了",
        "账本不让我看",
        "交警没出认定书",
        "老板拒绝提供考勤",
        "合同法怎么说",
        "在直播间买的",
        "施工牌倒了砸我",
        "他拍短视频挣钱",
        "哪有证人",
        "欠条都没打过",
        "工资条也没有",
        "没有转账记录，都是现金",
        "发票一直不给开",
        "根本没签过什么协议",
        "既没合同也没收据",
        "不知道什么叫行驶证",
        "他买了辆新皮卡",
        "给我看微信余额就三毛",
        "他在小红书上骂我",
    ],
)
def test_what_is_denied_wished_for_or_something_else_is_no_evidence(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("他借我两万，打了条子", "借条"),
        ("工钱八千，他给打了个条", "欠条"),
        ("草料款没给，条子上写着一万二", "欠条"),
        ("跟他说好的事有字据为证", "合同"),
        ("微信群里他骂我，我截了图", "聊天记录"),
        ("广告截图我存了", "截图"),
        ("付款的截图我有", "转账记录"),
    ],
)
def test_a_slip_and_a_picture_are_what_the_story_makes_them(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize("word", ["本子", "微信", "流水", "语音", "票据", "饭卡"])
def test_words_with_other_uses_count_only_where_the_writer_has_them(word: str) -> None:
    assert named(f"我有{word}为证") != []
    assert named(f"他不玩{word}") == []


def test_where_a_paper_is_there_is_what_is_shown() -> None:
    text = "他在网上发我的照片骂我。漏水的照片我都留着"
    (one,) = evidence.find_in(normalise(text))
    assert one.start > text.index("。")


def test_every_name_tells_one_kind() -> None:
    names = evidence_words.names()
    assert len(names) > 1000
    assert not names.keys() & evidence_words.held_names().keys()


@pytest.mark.parametrize("name", sorted(evidence_words.names())[::17])
def test_a_name_alone_is_found_whole(name: str) -> None:
    (one,) = evidence.find_in(normalise(f"手里有{name}"))
    assert one.shown == evidence_words.names()[name]
