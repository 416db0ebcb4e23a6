"""Who is struck hears the words for victims, who threatens those that calm, who asks neither of them."""

from __future__ import annotations

import pytest

from bot.law.screening import screen

VICTIMS = frozenset({"family_violence", "violence", "threat", "confinement", "child", "sexual"})

STRUCK = """
他抱走孩子不让我见
前夫把孩子抱走藏起来了
婆婆把孩子抢走不还给我
她把娃带走了，我找不着
他把孩子领走不让我看，还说再去就打断我的腿
他们抢走了我闺女
有人抱走我家孩子
债主把我儿子带走了
我孩子被他家扣下了
前夫扣着孩子要我拿钱
老公打我，报警会不会把他抓走
他说要弄死我
他说要砍我
他要杀我全家
他扬言要烧我家房子
他拿刀追我
前夫要跟我同归于尽
他让我等着，说有刀
老板找人收拾我
他叫了一帮人要打我
他说找人把我腿打断
邻居拿刀砍了我爸
他拿汽油泼我
债主要绑我儿子
我怕他打死我
他说别怪他不客气，要弄死我
他们把我爸打得住院，还说要弄死我们
我弟被人捅了
""".strip().splitlines()

THREATENS = """
他要不给钱别怪我不客气，我手里有刀
他要不给钱别怪我不客气
再不还钱别怪我不客气了
不给工钱就别怪我不客气
我找人收拾他
我叫几个人收拾他一顿
我找人弄他
找道上的人教训他
我拿刀砍了他
我砍了他
我捅了他一刀
我要打死他
我打断他的腿
我弄死他全家
老子今天砍死他
我把他打得起不来了
我非捅他不可
逼急了我杀了他
他打我，我也要砍死他
我要烧了他家
想一把火把他家点了
我想一把火烧了这公司
我要炸了他的厂子
我去他家堵他，打他一顿
我把他儿子绑了看他给不给
把他孩子抱走，不给钱不还
他不让我见孩子，我就砍了他
我要让他见血
我跟他拼了
法官再拖我就提刀去
谁拦我我砍谁
他要是再来我就剁了他
我想弄死这个女人
别逼我动手，逼急了我啥都干得出来
""".strip().splitlines()

DESPAIRS = """
我不想活了
我想死
他把我逼得想跳楼
孩子见不着，我不想活了
我拿刀割了自己
""".strip().splitlines()

CALM = """
报警了会不会把他抓走
报警的话警察会把他关起来吗
我报警会不会把我老公抓走，孩子咋办
他打人能不能把他抓起来
能不能让警察把他带走
派出所会不会把他扣下
他会不会被抓
我抱走孩子他会告我吗
他说我抱走了孩子，其实孩子自己要跟我
孩子在他那儿，他不让我看
他不让我见孩子怎么办
我想把孩子接回来
我想找人评评理
我找人说和说和
别怪我啰嗦
我不客气地说，这事他不对
我要收拾行李走
收拾屋子的钱没给
""".strip().splitlines()


@pytest.mark.parametrize("words", STRUCK)
def test_who_is_struck_never_hears_the_words_for_who_threatens(words: str) -> None:
    flags = [flag.id for flag in screen(words)]
    assert flags
    assert flags[0] in VICTIMS
    assert "harm_others" not in flags


@pytest.mark.parametrize("words", THREATENS)
def test_who_threatens_hears_the_words_that_calm(words: str) -> None:
    first = screen(words)[0]
    assert (first.id, first.urgent) == ("harm_others", True)


@pytest.mark.parametrize("words", DESPAIRS)
def test_who_despairs_is_comforted(words: str) -> None:
    first = screen(words)[0]
    assert (first.id, first.urgent) == ("self_harm", True)


@pytest.mark.parametrize("words", CALM)
def test_who_only_asks_is_no_victim_and_no_threat(words: str) -> None:
    assert not [flag.id for flag in screen(words) if flag.urgent or flag.id == "harm_others"]
