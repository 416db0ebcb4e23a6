"""Danger in other letters: English, pinyin, a letter or a number inside a word, like-sounding characters."""

from __future__ import annotations

import pytest

from bot.law import foreign
from bot.law.screening import danger, safety_text, screen
from bot.law.spelling import spelled_out

ENGLISH = {
    "self_harm": """
I want to kill myself
i dont want to live anymore
I am going to end my life tonight
I'm thinking about suicide
I wish I was dead
She says she wants to die
I took a whole bottle of pills
I'm on the roof and I will jump off this building
There is no reason to live
""",
    "family_violence": """
My husband hits me every day
Please help me, my boyfriend is choking me!
my dad beats my mom every night
""",
    "violence": """
he is beating me now
I am being attacked
He has a knife
he beat me
""",
    "threat": """
someone is trying to kill me
my boss threatened to kill me
He said they will murder my family
The lenders are stalking me
""",
    "confinement": """
they locked me in a room
he won't let me leave
We are trapped inside
""",
    "collapse": "my father can't breathe",
    "lost": "my daughter is missing",
    "child": """
he hits my son
The teacher beat my little boy
""",
    "sexual": """
I was raped
he tried to rape me
""",
    "harm_others": """
I will kill him
I'm going to burn down his house
I want to stab the judge
tell the judge to watch his back
""",
    "emergency": """
help! help!
Help me please
call the police
he is bleeding badly
""",
}

ENGLISH_CALM = """
this phone is to die for
I'm dying to know the result
The interest is killing me
The landlord is killing us with the rent
I was bored to death waiting at the court
How can I get a protection order
what is domestic violence
he beat me to the parking spot
He hit me with a lawsuit
he hit my car last month
I want to sue my boss for wages
please help me get my money back
Can you help me with my contract
they won't let me return the phone
my landlord won't let me out of the lease
my phone died and the shop refuses a refund
He used to hit me when I was a child
we need to kill time until the hearing
""".strip().splitlines()

SPELLED = """
wo xiang si
woxiangsi
Wo bu xiang huo le
wo zhen de huo bu xia qu le
jiuming
JIU MING
jiù mìng a
ta da wo
ta tian tian da wo
lao gong na zhe dao zai men kou
ta ba wo guan zai jia li
wo yao tiao lou
我要he yao
喝yao
我要喝yao了
自sha
我想自 sha
我想zisha
我想zi杀
我去死
让我去死吧
4了算了
我想4
我想4了
想si
好想s
不想活le
不想huo了
活bu下去了
我要跳lou
想上diao
我割wan了
我自鲨
他要弄4我
他说要打si我
他da我
被他da了
自.杀
我想自*杀
不-想-活-了
不給我錢我就喝農藥
他現在打我
我不想活了，太難了
被老闆關在宿舍裡不讓走
救命啊，他拿著刀追我
我要自殺
""".strip().splitlines()

SPELLED_CALM = """
笑死我了
累死了
跑了三趟累死个人
死账
这是一笔死账能要回来吗
我去4S店修车
我想4万块私了
他打4折卖给我的
一共打4个电话
喝茶谈好的价
我来自沙圪堵镇
紫砂壶是假的
qian duo shao
wo yao qi su
ta qian wo qian bu huan
lao ban bu gei qian
women hetong daoqi le
OK没问题
微信号da5566
火锅店不想活动了
不想火锅店关门
""".strip().splitlines()


@pytest.mark.parametrize(
    ("flag", "words"),
    [(flag, line) for flag, lines in ENGLISH.items() for line in lines.strip().splitlines()],
)
def test_danger_told_in_english_is_heard(flag: str, words: str) -> None:
    assert flag in {one.id for one in screen(words) if one.urgent}
    assert flag in {one.id for one in screen(f"你好，{words.upper()}") if one.urgent}


@pytest.mark.parametrize("words", ENGLISH_CALM)
def test_english_figures_and_questions_do_not_alarm(words: str) -> None:
    assert not danger(words)


def test_an_english_speaker_can_read_what_to_do() -> None:
    assert foreign.advice(foreign.ENGLISH) in safety_text(screen("he is beating me now"))
    assert foreign.advice(foreign.ENGLISH) not in safety_text(screen("他现在打我"))


def test_the_past_offers_a_number_in_english_too() -> None:
    (flag,) = screen("my husband used to beat me, years ago")
    assert not flag.urgent
    assert flag.hotlines


@pytest.mark.parametrize("words", SPELLED)
def test_hidden_words_are_heard(words: str) -> None:
    assert danger(words)


@pytest.mark.parametrize("words", SPELLED[:12])
def test_pinyin_is_heard_inside_a_message(words: str) -> None:
    assert danger(f"老板欠我工资三个月了，{words}")


@pytest.mark.parametrize("words", SPELLED_CALM)
def test_what_only_looks_hidden_does_not_alarm(words: str) -> None:
    assert not danger(words)


@pytest.mark.parametrize(
    "words",
    [*SPELLED_CALM, "I have a dog", "", "a", "Ünïcödé", "自杀", "我在4楼他在5楼", "4", "...", "他说：OK"],
)
def test_all_else_stays_as_it_is_written(words: str) -> None:
    assert spelled_out(words) == words
