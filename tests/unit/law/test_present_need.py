"""A need of this very moment that is no violence: gas, fire, somebody down, hunger, cold, somebody lost."""

from __future__ import annotations

import pytest

from bot.law.danger_kinds import chip, place
from bot.law.screening import Flag, safety_text, screen

NOW = {
    "gas": """
厨房里煤气味好重
家里液化气罐一直在漏气
满屋子天然气味，窗户打不开
下班回来闻到一股燃气味，老人还在屋里
煤气灶没关，全家头疼恶心
我们烧炭取暖，两个工友晕倒了
刚才挖机挖破了天然气管子，气往外冒
去年漏过一回，现在家里又是一股煤气味
there is a gas leak in my kitchen
""",
    "fire": """
对门着火了，烟往我家灌
我家厨房起火了灭不掉
电动车在楼道烧起来了
仓库冒黑烟，里面还有人
草场着火了，往我们这边烧过来
我们被火困在五楼
着火啦快来人
my house is on fire
""",
    "collapse": """
我爸刚才突然栽倒，叫不醒
老太太倒在楼梯口没反应
工友没有呼吸了
我媳妇抽搐，口吐白沫
孩子吃糖噎住了，喘不上气
他心脏病犯了躺地上
奶奶嘴歪了，半边身子不能动
我妈昏过去了
孩子发高烧抽起来了
my father collapsed and is not breathing
""",
    "hunger": """
我们四天没吃饭了
两天没吃东西，兜里一分钱没有
没钱买奶粉，娃饿得直哭
我妈饿了三天，没人管
没有钱吃饭了，今天饿得头晕
工地停了，我们没饭吃三天了
I haven't eaten for three days
""",
    "cold": """
零下二十五度，我带孩子站在外面没地方去
被公婆撵出来，大雪天在路边
今晚没地方住，冻得发抖
半夜被赶出来，回不了家
车陷在雪里，我们困在草原上
在桥洞里冻了一夜
it is freezing and I have nowhere to sleep
""",
    "lost": """
我女儿在超市门口走丢了
四岁的儿子找不着了
爷爷糊涂，早上出去到现在没回来
我妈走失了，她有痴呆
孩子一夜没回家
外孙在集上不见了
把老人弄丢了，到处找
我女儿离家出走了
my daughter is missing
""",
}

NUMBERS = {"gas": "119", "fire": "119", "collapse": "120", "hunger": "12345", "cold": "110", "lost": "110"}

CALM = """
去年家里煤气泄漏，物业有责任吗
前年液化气罐漏气把我烧伤，厂家赔不赔
煤气费一个月多少钱正常
燃气公司改造收费合法吗
听说邻村煤气中毒死了人
租客用煤气中毒，房东要不要担责
我家店去年着火，保险公司不赔
邻居失火烧了我家，怎么起诉
4S店修完车就冒烟，能退车吗
小视频火了，平台不给分成
老板气得七窍冒烟
我爸在工地晕倒了，算工伤吗
我妈昏迷半个月，医院有没有责任
房贷压得我喘不上气
公司突然倒闭了，工资没发
暖气不热冻得受不了，物业费能少交吗
冬天停暖，供热公司违约吗
离婚冷静期没地方住怎么分房
大冬天在外面干活，加班费怎么算
我爸失踪五年了，怎么宣告死亡
孩子在学校走丢过，学校要负责吗
前妻带着孩子不见了，想要抚养权
欠钱的人找不到了
儿子找不到工作，被中介骗了
羊走丢了三只，邻居牵走了
手机丢了，捡到的人不还
我减肥三天没吃饭，药没效果
绝食三天的那个人是我邻居
三天没吃药，护理院要赔
电影里的楼着火了
楼道的纸箱着火了，把我家门熏黑
租客油锅着火，厨房烧成黑洞
车棚老头睡着了，电瓶让人偷了，物业赔吗
厂子黑夜照样冒烟
全家去饭店吃饭食物中毒了，饭店不认
消防队说电线老化起火
假如家里着火，房东要赔吗
""".strip().splitlines()


def urgent(words: str) -> list[Flag]:
    return [flag for flag in screen(words) if flag.urgent]


@pytest.mark.parametrize(
    ("kind", "words"),
    [(kind, line) for kind, lines in NOW.items() for line in lines.strip().splitlines()],
)
def test_a_need_of_now_has_words_and_a_number_of_its_own(kind: str, words: str) -> None:
    flags = urgent(words)
    assert flags
    assert flags[0].id == kind
    assert NUMBERS[kind] in flags[0].hotlines
    assert NUMBERS[kind] in safety_text(flags[:1])


@pytest.mark.parametrize("words", CALM)
def test_who_pays_the_past_and_figures_of_speech_are_no_alarm(words: str) -> None:
    assert urgent(words) == []


@pytest.mark.parametrize(
    "words",
    ["去年家里煤气泄漏，物业有责任吗", "邻居家前年着火烧了我家，怎么赔", "孩子在商场走失过，商场有责任吗"],
)
def test_a_question_about_who_pays_is_answered_without_a_word_on_danger(words: str) -> None:
    assert screen(words) == []


@pytest.mark.parametrize(
    "words",
    ["老板不给工资，我们三天没吃饭了", "包工头跑了，两天没吃东西，饿得头晕", "打工的钱没给，没钱吃饭了"],
)
def test_who_hungers_for_want_of_wages_gets_the_number_for_them(words: str) -> None:
    said = safety_text(urgent(words)[:1])
    assert {"12345", "12333"} <= {one for one in ("12345", "12333") if one in said}


@pytest.mark.parametrize("words", ["我三天没吃饭了", "孩子饿得直哭，没钱买米"])
def test_who_hungers_otherwise_does_not(words: str) -> None:
    assert "12333" not in safety_text(urgent(words)[:1])


@pytest.mark.parametrize("words", ["家里揭不开锅了", "快吃不上饭了，老板欠我钱", "我们流落街头"])
def test_hardship_that_is_told_gets_a_number_and_nobody_is_called(words: str) -> None:
    flags = screen(words)
    assert flags
    assert urgent(words) == []
    assert "12345" in flags[0].hotlines


def test_where_life_is_at_stake_the_desk_sees_it_before_all_but_self_harm() -> None:
    assert {chip(kind) for kind in ("gas", "fire", "collapse", "cold")} == {"险情"}
    assert place("self_harm") < place("gas") < place("family_violence") < place("lost") < place("hunger")


@pytest.mark.parametrize(
    "words", ["他把煤气打开要跟我同归于尽", "我开煤气不想活了", "他说要放火烧我家，我家已经着火了"]
)
def test_a_need_never_hides_a_threat_or_despair(words: str) -> None:
    assert {flag.id for flag in urgent(words)} & {"threat", "self_harm", "harm_others"}
