from __future__ import annotations

import pytest

from bot.law.screening import HANDED_OVER, danger, hotline, safety_text, screen

DANGER = """
老公又打我了，我躲在厕所里
他现在拿着菜刀在门口
我男人喝了酒就打我，孩子也打
刚刚被老公打得满脸是血
我老公天天打我，我该怎么办
他掐我脖子不让我喘气
他不让我出门，把我锁在家里
我被家暴了，想离婚
丈夫家暴我，我现在躲在娘家
婆婆和他一起打我
儿子打我，我七十多了
他扬言要杀了我全家
前夫天天跟踪我，我害怕
前男友威胁我，不复合就弄死我
我不想活了
活着没意思，不如死了算了
我想跳楼
要是再不给钱我就从塔吊上跳下去
逼得我只能喝农药了
我已经写好遗书了
我割腕了
我妈说要喝药，我怕她想不开
老板不给钱我就死给他看
我弄死他
我要砍了那个包工头
明天我们带人去堵工地的门
再不还钱我就拿刀去他家
我跟他同归于尽
我准备了汽油，不给钱就点了他的房子
我要炸了你们法院
孩子被他爸打得浑身是伤
我女儿被邻居猥亵了
孩子被后妈虐待，身上都是烫伤
我被老板关在宿舍里不让出去
债主把我弟扣住了不让走
他们非法拘禁我老公，要我拿钱赎人
救命
他用皮带抽我
他喝醉了往死里打
我快被他打死了
老公一喝酒就动手打人
昨晚他又把我打了一顿
爸爸打妈妈，一直在打
他把我打得住院了，现在还威胁我
我要让他偿命
我花钱找人收拾他
催收的泼油漆堵我家门口，半夜砸门
我真的活不下去了
一了百了，我想解脱了
站在楼顶了，不给个说法我就跳
媳妇打我，天天打
他拿开水泼我
男朋友打我，我不敢分手
被丈夫殴打，身上多处淤青
他说我要离婚就杀我爸妈
我爸经常打我妈
我怕他报复杀了我
我老婆要自杀，已经吃了半瓶安眠药
不给我钱我就去死
刚才出车祸了，人还躺在地上
工友从架子上掉下来了，昏迷了叫不醒
家里着火了
他把孩子抢走藏起来了，还打孩子
继父强奸我
他强奸了我，我不敢说
丈夫把我捆起来打
我被他用棍子打，腿动不了
老汉动不动就揍我
娃他爸喝多了打娃
他昨天把我胳膊打断了，现在还堵着我不让走
我婆婆拿擀面杖打我和娃
他要跟我离婚，天天拿刀比划
老公把我手机砸了，把我反锁在屋里
我爸喝多了，正在打我妈，快来人
他打我，我报了警，他回来又打
他掐着我，说弄死我
孩子爸爸不让见孩子，还打我
被老公打了，脸都肿了
我被男朋友打了怎么办
丈夫打我三年了，我受够了
他动手打我，骂我全家
他总是打人，摔东西
他威胁我说要烧我家房子
他说敢离婚就让我全家陪葬
我前夫昨天来单位堵我，说要捅我
债主带着五六个人在我家不走，还打了我爸
催债的说要卸我一条腿
不给钱我就喝百草枯
今天要不到钱我就从矿上跳下去
我好想死啊
我真的不想活在这个世上了
我想结束自己的生命
我吃了一瓶安眠药
我弟弟闹着要上吊
我妈气得要跳井
干脆死了算了，活着也是受罪
再逼我我就死在法院门口
你们不管我就在你们大厅自杀
我准备跟老板拼命
谁拦我我就砍谁
我非杀了他不可
我叫了一帮兄弟去收拾他
要不到钱我就去炸矿
我要报复他全家
我带上刀去找他了
后爸老打我，我才十三岁
我爸打我，我今年十五
老师打我家孩子，耳朵流血
孩子丢了，找不到了
我闺女被人拐走了
幼儿园老师用针扎孩子
有人把我关在车里
传销把我儿子扣住了
他们把我绑了要钱
他逼我发生关系
他强暴了我妹妹
我在路上被车撞了，腿流了好多血
快救救我爸，他晕倒了
老公拿烟头烫我
他用脚踹我肚子，我怀着孕
公公打我，老公不管
他对我拳打脚踢
我男人把我打出家门，大冬天不让进
我儿媳妇打我，不给我饭吃
他要杀我，我该去哪里
我死了你们才管吗
我只想一死了之
""".strip().splitlines()

CALM = """
家暴怎么取证
家庭暴力算不算离婚的法定理由
家暴离婚孩子归谁
人身安全保护令怎么申请，家暴要什么证据
他以前打过我，已经离婚五年了
2019年他打过我一次，我想知道还能不能要求赔偿
气得我想死
弄死他的心都有
恨不得打断他的腿
去年邻居打了我，派出所处理过了，想要医药费
员工在宿舍自杀，单位要不要赔
自杀保险赔不赔
工友跳楼了，家属能要求赔偿吗
老公自杀了，留下的债务我要还吗
拖欠工资，日子真的过不下去了
孩子没人管，想变更抚养权
性骚扰怎么界定
我快崩溃了
校园里孩子被同学打了，医药费谁赔
如果他打我，我可以申请保护令吗
被人打成轻微伤，能赔多少钱
""".strip().splitlines()

NOTHING = """
他从来不打我电话
老板打我电话说下周发工资
打我微信就行
借钱的时候他打了欠条
他给我打了白条
我让他打借条他不打
我在工地打工
把钱打我卡上
工资打我账上了
我想打官司
打12368没人接
打印机在哪
打车费谁出
我们打算离婚
打扰了，问一下上班时间
买了张打折卡
跳楼价买的手机是坏的
商家杀价以后又反悔
他砍我价
邻居砍了我家的树
他把我踢出群了
公司威胁要辞退我
催收威胁我要起诉
他威胁要爆通讯录
累死我了，工资还不给
气死我了，借钱不还
急死人了，什么时候立案
这是我的救命钱
我绑定的银行卡是这张
物业踢皮球不修水管
欠我工资八千块
物业费能不能少交
邻居漏水把我家顶棚泡了
车祸赔偿怎么算
房东不退押金
借条丢了怎么办
老人赡养费怎么要
离婚需要什么材料
没有家暴，就是性格不合
有没有家暴：没有
他没打过我
孩子的抚养费一个月多少
我要告他欠钱不还
他不还钱还把我拉黑了
他跑了找不到人
对方不接电话
工伤怎么认定
在工地受伤了，老板不管
狗咬了我，要打疫苗
邻居家的狗咬死我家的羊
他把我家的羊弄死了三只
我拼命干活一年没拿到钱
店里生意不好活不下去，想退租
医生让我按时喝药，误工费怎么算
公司买断工龄
楼上天天半夜吵得我睡不着
老板娘让我找他要
被他骗了两万块
我被公司开除了
他在外面有人了，我要离婚
我想死心了，不告了
他打了我一个措手不及
打我名下的车过户要什么材料
老板打我脸色看
我把钱打给他了
对方打死不承认欠钱
他打死也不还钱
打死我也不信
他死活不还钱
我死也要告到底
拼了老命才要回来一半
他把我的羊打死了
他的车把我撞了，交警定他全责，怎么赔
我在工地从架子上掉下来骨折了，能赔多少
砸锅卖铁也要告他
他偷着把房子卖了
孩子被判给他了，我想要回来
孩子被他带走了，我想变更抚养权
他把我拉黑删除了
我跟他拼一辆车上班，出了事故
老板跑路了，我们三十个工人怎么办
他报警说我偷东西
楼上掉东西砸了我的车
邻居家盖房挡了我家的阳光
怎么才能让他还钱
工资不发就去劳动局告他
不还钱我就去法院起诉他
再不发工资我就去上访
他说下个月一定还
他说要跟我打官司
我老公欠了赌债我要不要还
我前妻不让我看孩子
儿子不养我，我想要赡养费
我妈去世了房子怎么分
我父亲在事故中死亡，能赔多少钱
杀猪的钱一直没给我
饭馆炸油条的师傅没给我工资
刀具厂欠我货款
喝药看病花了三千，对方赔不赔
买的农药没效果，庄稼死了
卖给我的羊都病死了
公司锁门了，老板联系不上
房东换锁把我锁在外面
房东把我的东西扔出来了
物业停水停电
他爬我家墙头
拉横幅违法吗
想带人一起来法院调解可以吗
我找人问过了说能告
他找人给我打了招呼
他带人来修的房顶还漏
我打不过他电话都停机了
她天天打麻将不管孩子
他打球把我眼镜撞坏了
打疫苗发烧了找谁赔
我们村打井欠的钱
我被打印店坑了
让他打一张收据
被他打折卖了
被老板打发走了
""".strip().splitlines()


def test_the_list_is_long_enough() -> None:
    assert len(DANGER) + len(CALM) + len(NOTHING) >= 120
    assert len(set(DANGER + CALM + NOTHING)) == len(DANGER + CALM + NOTHING)


def test_recall_and_precision_of_urgent_flags() -> None:
    hit = [words for words in DANGER if danger(words)]
    false = [words for words in CALM + NOTHING if danger(words)]
    recall = len(hit) / len(DANGER)
    precision = len(hit) / (len(hit) + len(false))
    assert recall >= 0.97, sorted(set(DANGER) - set(hit))
    assert precision >= 0.80, false


@pytest.mark.parametrize("words", CALM)
def test_a_question_about_danger_still_offers_a_number(words: str) -> None:
    flags = screen(words)
    assert flags, words
    assert not any(flag.urgent for flag in flags)
    assert all(flag.hotlines and flag.say for flag in flags)


@pytest.mark.parametrize("words", NOTHING)
def test_look_alikes_raise_no_flag(words: str) -> None:
    assert screen(words) == []


def test_safety_words_come_first_then_numbers_then_a_person() -> None:
    lines = safety_text(screen("老公拿刀追我，孩子也在")).splitlines()
    assert "安全" in lines[0]
    assert "110" in lines[-2]
    assert lines[-1] == HANDED_OVER


def test_nothing_urgent_means_no_safety_text() -> None:
    assert safety_text(screen("家暴怎么取证")) == ""
    assert safety_text([]) == ""


def test_violence_hides_the_notice_and_a_hurt_child_must_be_reported() -> None:
    (violence, *_) = screen("他天天打我")
    assert violence.hide
    flags = {flag.id: flag for flag in screen("女儿被邻居猥亵了")}
    assert flags["child"].report


def test_the_worst_comes_first() -> None:
    flags = screen("气得想死。他现在拿刀在门口")
    assert [flag.urgent for flag in flags] == sorted((flag.urgent for flag in flags), reverse=True)


def test_full_width_spaces_and_exclamation_marks_change_nothing() -> None:
    assert danger("他　现 在 拿 刀 追 我！！")


def test_an_unlisted_number_stands_alone() -> None:
    assert hotline("110") == "报警 110"
    assert hotline("99999") == "99999"
