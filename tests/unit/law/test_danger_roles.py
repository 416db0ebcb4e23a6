"""Safety words by role and by what has happened: lines of other wordings than the tables were grown from."""

from __future__ import annotations

import pytest

from bot.law import roles
from bot.law.screening import Flag, safety_text, screen

VICTIM = """
当家的又撒酒疯，拳头往我身上招呼
我婆婆揪着我头发撞墙
快来，他正踹我卧室门，说进来就掐死我
千万别打我手机，他知道我报警会剁了我
前男友守在单位门口，扬言捅我
弟弟抡铁锹劈我，我躲进厕所了
我对象掐住我不放，我快喘不过气了
隔壁那个疯子拿铁锹砸我家门，要劈了我们
被小舅子捅了一下，在胳膊上
他放出话，明儿让我全家躺着出村
不敢接电话，他就在客厅磨刀，说要宰我
我们几个被保安按在地上打
我推了他一下，他就拿砖头拍我后脑勺
债主说三天不还就剁我一只手
我女儿和我都被他打了
"""
TELLER = """
我表姐又让姐夫扇耳光了，脸都肿了
对门那家爷们拿皮带抽小孩，孩子哭了半宿
俺奶奶被二叔打得不敢回家
我室友她男朋友正掐她脖子
楼下饭店门口几个人围着一个小伙子打
儿媳妇天天挨她公公的打，我看不下去
同桌被她继父用烟头烫，胳膊上全是疤
我妹夫把我妹反锁在屋里，手机也没收了
邻居大爷的儿子踢老人，没人管
我侄女说她妈用针扎她
有个男的在公交站拽着女的头发打
他老乡说要砍死我弟
村里二傻子又在打他老娘，老人满地爬
我小姨子给我发语音哭，说男人拿凳子砸她
楼道里一男的正在踹女的，快来人
俺弟媳妇挨俺弟的打，劝都劝不住
我大姨被她儿子关在地窖里
工友被包工头带人揍了，人在工棚
有人在巷口持刀砍人
"""
ATTACKER = """
我把媳妇打得进不了门，现在后悔
老子今晚就去剁了姓王的
刚跟邻居动手，一板砖拍他头上了
我控制不住，又抽了我闺女一顿
气不过，我拿酒瓶把他头开了瓢
我真想一刀攮死那个骗子
工头不给钱，我把他捆在树上了
我刚才推了婆婆一把，她从炕上掉下来了
别拦我，我今天必须弄残他
我喝了酒，把对象给揍了
我今天不砍死他不算完
喝大了，把老婆推下楼梯了
我忍不住又揍了儿子，手都打红了
他欠我八万，我把他闺女扣在我家了
我杀了我丈夫
再不还钱我就卸他一条腿
我刚捅伤了合伙人，现在很害怕
"""
AMBULANCE = """
我一铁锹把他拍倒了，他不吭声了
我失手扎了他肚子一下，血止不住
三轮车把老太太轧了，腿压在下面
我爹摔下房，脑袋流血喊不应
他把除草剂喝下去半瓶
俺灌了一瓶敌敌畏
安定全让我咽了，头晕
娃把洁厕灵当饮料喝了
老公一刀扎我大腿上，血流了一裤子
刚骑摩托撞倒个放羊的，他起不来
我用刀片把手腕拉开了，血淌了一地
被债主拿斧子砍了胳膊
叉车把工友的脚碾了，血哗哗的
孩子把奶奶的降压药吃了一把
我妈割脉了，地上都是血
我喝下去一瓶杀虫剂，肚子疼
被他划了脸，满手是血
我一棒子下去，他趴那儿没动静
老伴煤烟熏倒了，叫不醒
姐夫朝我姐肚子上捅了两刀
"""
HELD = """
三十来号人被矿上的保安看着，谁也不许下山
甲方把项目部大门焊死，我们四十多个工友困里头
讨账的七八个后生住进我家炕上不走，大门也锁了
债主叫了两车人把我铺子围了，我在里头不敢开门
砖厂老板收了我们身份证，夜里锁门，不干活不让走
收贷的把我拉到宾馆看着，钱不到不放人
我们九个人让老板关在砖窑，不干活就打
放高利贷的堵着院门，孩子上不了学，我出不了门
保安把工棚门从外头锁上了，里面二十多个人
要账的一群人把我车围了，不让下车
"""
EDGE = """
我坐在黄河大桥栏杆上，风很大，活够了
爬上塔吊了，今天就从这跳
老汉七十八了，站水库边，不给儿女添麻烦了
绳子拴好了，我这就走
农药就攥在手里，跟大家告个别，不想活了
我现在就在高架桥上，往下看呢
活了七十年够了，今晚喝了它就走
脚已经跨出栏杆了
我割完就走，刀在手上，别找我
"""
EDGE_YOUNG = """
我初三，在教学楼顶上，不想活了
我才十四，坐在窗台上想跳下去
考砸了，我妈骂我，我爬到顶楼了，想死
我是高一的，在宿舍楼顶，想跳
今年十五岁，站在桥边，不想活了
"""
ABROAD_OTHER = """
Our neighbor keeps hitting his wife, she is screaming
сосед избивает своего ребёнка, он кричит
Хөрш эхнэрээ зодож байна
"""
ABROAD_ATTACKER = """
I'm going to stab my boss tonight
я зарезал его
"""
ABROAD_AMBULANCE = """
I drank pesticide
wo he le yi ping nong yao
"""

#: How the words for who does it begin.
STOP = ("扣人", "马上打120救人", "请马上停手")
#: How the words begin that only who is struck himself needs.
HIDE = ("先保证自己安全", "请先保证安全", "有人威胁您")


def lines(*texts_of: str) -> list[str]:
    return [line for one in texts_of for line in one.strip().splitlines()]


def first(words: str) -> Flag:
    flags = screen(words)
    assert flags, "nothing was heard"
    assert flags[0].urgent
    return flags[0]


@pytest.mark.parametrize("words", lines(VICTIM))
def test_who_is_struck_hears_how_to_be_safe(words: str) -> None:
    told = first(words)
    assert told.id != "harm_others"
    assert not told.say.startswith(STOP)
    assert "110" in safety_text([told])


@pytest.mark.parametrize("words", lines(TELLER, ABROAD_OTHER))
def test_who_tells_of_somebody_else_hears_how_to_help(words: str) -> None:
    told = first(words)
    assert not told.say.startswith((*HIDE, *STOP))
    assert "说清" in told.say
    assert told.hotlines[0] in {"110", "120"}


@pytest.mark.parametrize("words", lines(ATTACKER, ABROAD_ATTACKER))
def test_who_does_it_hears_to_stop(words: str) -> None:
    told = first(words)
    assert told.say.startswith(STOP)
    assert {"110", "120"} <= set(told.hotlines)
    assert told.id == "harm_others" or told.by_writer


@pytest.mark.parametrize("words", lines(AMBULANCE, ABROAD_AMBULANCE))
def test_blood_and_poison_call_the_ambulance_first(words: str) -> None:
    told = first(words)
    assert told.hotlines[0] == "120"
    assert "120" in told.say


@pytest.mark.parametrize("words", lines(HELD))
def test_who_cannot_get_out_is_confined(words: str) -> None:
    told = first(words)
    assert (told.id, told.hotlines[0]) == ("confinement", "110")
    assert roles.HELD in roles.seen(words)


@pytest.mark.parametrize("words", lines(EDGE, EDGE_YOUNG))
def test_despair_that_is_now_calls_the_police_first(words: str) -> None:
    told = first(words)
    assert (told.id, told.hotlines[:2]) == ("self_harm", ("110", "120"))
    assert "12356" in told.hotlines


@pytest.mark.parametrize("words", lines(EDGE_YOUNG))
def test_the_young_hear_their_own_number(words: str) -> None:
    assert "12355" in first(words).hotlines[:4]
