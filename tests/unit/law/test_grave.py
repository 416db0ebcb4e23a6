"""Grave harm just done, children, who is the aim and who the doer, and what only sounds like any of it."""

from __future__ import annotations

import pytest

from bot.law.screening import Flag, safety_text, screen


def urgent(words: str) -> list[Flag]:
    return [flag for flag in screen(words) if flag.urgent]


@pytest.mark.parametrize(
    "words",
    [
        "隔壁那家的男人刚才砍了我",
        "前夫把我捅伤了",
        "他捅了我女儿",
        "对门砍伤了我爸，想问物业费的事",
        "媳妇拿剪刀扎了我，想离婚怎么起诉",
        "老板儿子砍了我三刀，工钱还能要吗",
        "他从二楼把我踹下楼梯",
        "婆婆把我推到沟里",
        "我被他推下台阶了，房租还没退",
        "我妈让他一把推进井里",
        "包工头抡起铁锹拍了我的头",
        "工友用酒瓶砸了我",
        "他拿砖头往我头上砸",
        "他咬断了我的手指头",
        "前夫打断我两根肋骨，抚养费怎么要",
        "把我的鼻梁打折了",
        "我耳朵让他咬掉一块",
        "他往我身上泼了开水",
        "我昨晚被三个人轮奸",
        "房东强奸了我，押金不退",
        "刚刚被人强奸了",
    ],
)
def test_grave_harm_just_done_is_urgent_whatever_is_asked_beside_it(words: str) -> None:
    flags = urgent(words)
    assert flags
    assert flags[0].id != "harm_others"
    assert {"110", "120"} <= set(flags[0].hotlines)
    assert "110" in safety_text(flags)


@pytest.mark.parametrize(
    "words",
    [
        "前几年他捅过我",
        "五年前，他砍了我一刀",
        "那年他把我推下楼梯",
        "梦见有人砍了我",
        "合伙人背后捅我一刀子",
        "老板砍了我三成工资",
        "公司砍了我们的提成",
        "他把我推到别的窗口",
        "邻居砍了我家的杨树",
        "他拿石头砸了我家的玻璃",
        "他打断我说话",
        "物业把我的快递扔到楼道",
        "被他捅伤了，医药费和误工费能赔多少",
    ],
)
def test_long_ago_unreal_or_about_things_is_not_urgent(words: str) -> None:
    assert urgent(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "前夫放话要一把火烧了我家",
        "邻居说要炸我家的房子",
        "刚刚让他捅了一刀，血止不住",
        "债主提着汽油说要点火烧我",
        "工头要弄死我们一家",
        "有人要来砍我",
        "他扬言要灭我满门",
        "老公说要放火把我烧死",
    ],
)
def test_whoever_is_the_aim_never_hears_the_words_for_the_doer(words: str) -> None:
    flags = urgent(words)
    assert flags
    assert "harm_others" not in {flag.id for flag in flags}


@pytest.mark.parametrize(
    "words",
    [
        "我要捅死他",
        "老子要烧了他家房子",
        "我叫他们全家都活不成",
        "他打我，我要砍死他",
        "他不给钱我就去炸了他的工地",
        "邻居要烧我家，我非弄死他",
    ],
)
def test_who_means_to_hurt_somebody_hears_the_words_for_it(words: str) -> None:
    assert "harm_others" in {flag.id for flag in urgent(words)}


@pytest.mark.parametrize(
    "words",
    [
        "班主任老摸我女儿的腿",
        "补习老师亲了我闺女",
        "教练搂着十一岁的孩子",
        "我侄女上四年级，宿管叔叔摸她",
        "表哥睡了我初二的女儿",
        "门卫脱小学女生的裤子",
        "我十三岁怀孕了",
        "闺女才上初中就怀上了",
        "我十六岁，爸妈逼我嫁人",
        "家里硬要让十四岁的妹妹订婚",
        "前夫把儿子卖到外地了",
        "婆婆要卖我的孩子",
        "他卖了亲生女儿",
        "十一岁的男孩在饭店当服务员",
        "老板叫十二岁的娃搬砖",
    ],
)
def test_harm_to_a_child_calls_the_line_for_children(words: str) -> None:
    flags = {flag.id: flag for flag in urgent(words)}
    assert "child" in flags
    assert {"110", "12355"} <= set(flags["child"].hotlines)


@pytest.mark.parametrize(
    "words",
    [
        "老师亲自给我女儿补课",
        "老师摸了摸孩子的额头说发烧",
        "老师抱着孩子去医院",
        "孩子八岁，老婆又怀孕了",
        "女儿十岁我在厂里打工",
        "二十五岁家里逼我结婚",
        "把女儿的玩具卖了",
        "把儿子的房子卖了",
        "我三十岁怀孕了被辞退",
        "工龄十二年在厂里干活",
    ],
)
def test_ordinary_words_about_children_raise_no_alarm(words: str) -> None:
    assert urgent(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "我真的不想在了",
        "工钱拿不到，不如自己了结算了",
        "女儿拿刀片割了自己的胳膊",
        "孩子又割伤自己了",
        "我现在在天台边上",
        "我一个人坐在楼顶",
        "遗书我都写好了，存款给孩子怎么办",
        "我已经留好遗书，车和房子归谁",
        "还不如一了百了",
        "去买了瓶敌敌畏，是他们把我逼的",
    ],
)
def test_who_may_hurt_himself_is_heard_beside_any_question(words: str) -> None:
    flags = {flag.id: flag for flag in urgent(words)}
    assert "self_harm" in flags
    assert {"120", "12356"} <= set(flags["self_harm"].hotlines)


@pytest.mark.parametrize(
    "words",
    [
        "楼顶漏雨物业不修",
        "我在楼顶装太阳能摔了水桶",
        "我爸立了遗嘱，房子归我",
        "这案子就这么了结吧",
        "账算清了干脆了结",
        "离了婚也就一了百了",
        "买了农药打玉米",
    ],
)
def test_roofs_wills_and_settled_matters_are_no_danger(words: str) -> None:
    assert "self_harm" not in {flag.id for flag in urgent(words)}


@pytest.mark.parametrize(
    "words",
    [
        "我们在砖厂干活老板不给钱十一个人呢",
        "我们几个人搬砖不给钱九个人呢",
        "我们给他盖羊圈不给钱四个人呢",
        "一群人给工地绑钢筋没给钱总共二十三个人呢",
        "工头扣着工钱不给我们十好几个人",
        "老板一直压着工资不给我们二十多号人",
        "我刚才讲到什么地方了",
        "刚才我们填到第几个了",
        "他刚走了我没事了",
        "人都走了我这没事了",
        "我外孙在旗里我一个人",
        "闺女在城里上班我一个人在家",
    ],
)
def test_groups_of_workers_the_talk_itself_and_living_alone_are_calm(words: str) -> None:
    assert urgent(words) == []
