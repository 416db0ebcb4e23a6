"""Whoever threatens the court or an opponent: a person at once, and no words for who is threatened."""

from __future__ import annotations

import pytest

from bot.law.red_flags import flag_rows
from bot.law.rows import text
from bot.law.screening import danger, safety_text, screen

AT_THE_COURT = """
让法官小心点
告诉法官小心点，别怪我没提醒
转告李法官，让他走夜路当心
你跟庭长说，叫他等着瞧
法官你给我小心点
法官你等着瞧
法官你们全家不得好死，等着吧
法院的人别想好过
我知道法官家住哪
我打听到审判长家在哪个小区了
书记员的孩子在哪上学我查到了，我知道书记员家在哪
再拖我让书记员见血
不给我判赢我就杀了你们
判我败诉我就去炸法院
调解员你小心点，我什么都干得出来
""".strip().splitlines()

AT_OPPONENTS = """
我要弄死他全家
我要整死他一家老小
叫他们走着瞧我有刀
叫他们走着瞧，我有刀
别惹我，我兜里揣着刀
我磨好刀了，让他等着
我要他的命
等着给他收尸吧
我非弄残他不可
要让老板家破人亡
我找人卸他一条腿
叫那家人小心点，我什么都干得出来
我这就去砍了那个骗子
老子今晚就去点了他家房子
""".strip().splitlines()

NO_THREAT = """
法官你好，我想问开庭时间
让法官看看我的证据
让法官小心看这份材料，原件只有一份
让老板小心点开车
叫他走着瞧，我要告到底
叫他等着，我去法院告他
咱们走着瞧，看法院判谁赢
法官让我等着，还没通知
法官让我小心点保管原件
法官等着我交材料
我等着法官通知
我知道法官姓王
怎么找到法官的电话
我手里有借条，看他怎么赖
知道他家住哪，能送达吗
让他付出代价，我要起诉
我要让他后悔当初没签合同
请法官当心对方做假证
他家开刀具厂，欠我货款
别怪我不客气，我要起诉了
""".strip().splitlines()


@pytest.mark.parametrize("words", AT_THE_COURT + AT_OPPONENTS)
def test_a_threat_is_heard_as_a_threat(words: str) -> None:
    first = screen(words)[0]
    assert (first.id, first.urgent) == ("harm_others", True)


@pytest.mark.parametrize("words", AT_THE_COURT[:5] + AT_OPPONENTS[:5])
def test_who_threatens_does_not_hear_the_words_for_who_is_threatened(words: str) -> None:
    said = safety_text(screen(words)[:1])
    victims = [text(row, "safety") for row in flag_rows() if row["id"] != "harm_others"]
    assert not any(one in said for one in victims)
    assert "工作人员" in said.splitlines()[-1]
    assert "请先打上面的电话" not in said


@pytest.mark.parametrize("words", NO_THREAT)
def test_anger_and_courtesy_are_no_threat(words: str) -> None:
    assert not danger(words)


@pytest.mark.parametrize(
    "words",
    ["他说让我小心点，要弄死我全家", "对方放话让我走着瞧，他有刀", "债主说要我的命", "他威胁要灭我满门"],
)
def test_who_is_threatened_still_hears_how_to_be_safe(words: str) -> None:
    first = screen(words)[0]
    assert first.urgent
    assert first.id in {"threat", "violence"}


LOOK_ALIKES = """
楼上吊顶
楼上吊顶灯
上吊顶灯
楼上吊顶灯掉下来了
楼上吊灯掉下来砸了我的车
我家楼上吊顶漏水
客厅上吊灯没装好
阳台上吊兰掉下去砸了人家车
工地上吊车把我的墙撞了
厨房墙上吊柜掉了
跳楼价
跳楼价买的冰箱坏了
跳楼机坏了门票不退
打孩子疫苗
带孩子打疫苗发烧了
给娃打预防针
他不打孩子抚养费
每月打孩子生活费五百
吊销
营业执照被吊销了
驾驶证吊销了还能开车吗
砍价
砍头息
砍头息怎么算
他砍价砍得太狠
被砍了一半工资
死账
死期存款被他取走
合同写得太死板
笑死我了
累死个人
想死我了
孩子跳绳摔了
跳闸烧坏冰箱
死工资一个月三千
""".strip().splitlines()


@pytest.mark.parametrize("words", LOOK_ALIKES)
def test_look_alikes_raise_nothing(words: str) -> None:
    assert screen(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "我妈在房梁上吊了",
        "他上吊了",
        "我要上吊",
        "绳子拴好了我这就上吊",
        "她在屋里上吊了快来人",
        "在树上上吊自杀",
    ],
)
def test_what_looks_like_a_look_alike_is_heard(words: str) -> None:
    assert danger(words)
