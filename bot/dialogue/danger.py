"""Signs of present danger come before everything else the talk was doing (domain.md §2.4, §7.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.dialogue import answering, asking, choosing, evidence, on_topic, told_before
from bot.dialogue.knowledge import Alarm
from bot.dialogue.talk import Talk
from bot.law import petition, roles
from bot.model import Card, Incoming, Kind, Say
from bot.text import named
from bot.text.mask import mask_text
from flows.engine import Answer, Json
from nlu.parse import script

#: How staff see a crowd or a threat that was announced, and what its words rest on.
RISK_LANE, RISK_TITLE, RISK_SOURCES = "petition", "信访风险", ("信访条例20", "信访条例26")
#: What the desk reads where nothing is being registered and the alarm was in Mongolian.
MONGOLIAN = "需要蒙古语"
#: How long after a sign of danger the talk stays careful.
WATCH = timedelta(minutes=30)
#: The kind of who threatens: words on how to be safe do not fit there.
ANGER = "harm_others"
#: The kind of who may hurt himself, and of who is hurt at home.
DESPAIR, HOME = "self_harm", "family_violence"
#: What the talk keeps where somebody else does it to himself: words for the writer's own despair do not fit.
DESPAIR_OF_ANOTHER = "self_harm_of_another"
#: The same where somebody else is hurt or held: words for who suffers it do not fit who tells of it.
HARM_OF_ANOTHER = "harm_of_another"
HOME_SOURCES = ("反家暴法23",)
#: Needs of the moment that are no violence; nobody listens who must not hear.
NEEDS = frozenset({"gas", "fire", "collapse", "cold", "lost", "hunger"})
#: So often the same words are said; after that shorter ones.
STAYS = 2
#: Longer words tell more than that it is over.
SAFE_CHARS = 24


#: A short answer to the open question; longer words are heard as what they may mean.
ANSWER_CHARS = 16
_NO_ANSWER = re.compile(r"忘了|忘在|忘带|记不[得清]|不记得|想不起|说不[清准]|没带|不知道|不清楚|什么来着")
#: Who turns away for a moment and says no more than that: no likeness of letters makes it a cry for help.
_ASIDE_PART = (
    r"(?:我|俺|额|咱)?(?:的)?(?:手机(?:快|马上|就|要|又)*没电|(?:去|先)?关(?:个|一下|下|小点)?火"
    r"|(?:(?:锅|壶)里|(?:炉子|灶|火)上)?的?(?:水|奶|饭|汤|锅)(?:烧|煮)?(?:开|熟|滚|糊)了"
    r"|(?:等的|公交|班|火)?车(?:来|到)了|(?:先)?[上下]车"
    r"|(?:身上|身子)没(?:劲|力气)了?[，, ]*(?:我|先)?(?:歇|缓|眯)(?:歇|会儿?|一会儿?|一下|一阵))"
    r"(?:了|啊|呀|啦|吧|再说|再弄|再填)*"
)
_ASIDE = re.compile(f"{_ASIDE_PART}(?:[，,。 ]*{_ASIDE_PART})*[。！!]?")
#: Who speaks of himself.
_I = re.compile(r"[我俺额咱]")
_CLAUSE = re.compile(r"[，,。.;；?？\n]+|(?<=[^a-zA-Z])\s+")


#: A clause that says there is no danger. 我不安全 and 他说没事 take nothing back, so all of it has to fit.
_DENIED = re.compile(
    r"(?:没有?|不是|哦|嗯|唉|我|这|就是|只是|都是|这是|是|就|真的?|现在|家里|这里|这边)*"
    r"(?:没有?人?(?:威胁|打|要打|害|伤)(?:我|人)?|没有?(?:什么|啥|任何)?(?:危险|自杀|轻生|想死|想不开|要死|家暴)|不危险|没(?:什么|啥)?事"
    r"|很?安全|挺安全(?:的)?|说的?是?气话|气话|(?:在)?(?:开(?:个|的)?|闹着?|说)(?:玩笑?|着?玩)|(?:就是)?说说|随便(?:说说|问问)"
    r"|(?:你们?)?(?:弄错|搞错|误会|理解错|想多|听错|看错)了?|(?:我)?(?:打|写|说|发)错(?:字|别字|人)?了?|手滑|不是(?:那个|这个|这)意思)"
    r"(?:了|的|啊|呢|呀|哈|而已|我|就是|只是|要钱|来要钱|气的|别当真|[!！~ ])*"
)
#: What the alarming words were about instead: 就是跳绳, 孩子玩呢, 我说的是楼上吊顶.
_ORDINARY = re.compile(
    r"跳绳|跳舞|跳高|跳远|跳皮筋|蹦床|玩(?!命)|游戏|打球|打牌|麻将|锻炼|健身|运动|唱歌|比赛|演戏|排练|(?:电视|电影|小说|动画|视频|新闻|段子|笑话|歌词)"
    r"|吊顶|吊灯|吊柜|装修|疫苗|打针|砍价|打折|跳楼价|打比方|比方|形容|夸张|口头禅|口头语|俗话|方言|说法|杀鸡|杀羊|宰羊|做饭|切菜|错字|输入法|语音|识别"
)
#: An ordinary word explains only so much of a message.
ORDINARY_CHARS = 24
#: 不是气话, 不安全, 别管我: a no turned round, or somebody who gives up.
_MEANT = re.compile(
    r"不是(?:气话|开|说着玩|闹着玩|玩笑|说说|误会)|不(?:太|很)?安全|不是没|(?<!没)(?<!没有)(?<!什么)(?<!啥)有(?:点)?危险|(?:别|不用|没人|不要)(?:再)?管|别找|对不起|再见|照顾好"
    r"|刀|血|怕|救|疼|哭|追|堵|锁|砸|伤(?!人)|躲|跑不|不敢|不让"
)


#: The danger is gone for now; 他没走 and 他走了又回来 are not that.
_SAFE = re.compile(
    r"(?:他|她|他们|对方|人|那人|那些人)(?:们|都|已经|现在|刚|也|早)*(?:走|回去|离开|散)了|(?:我|俺|额|这边|这里|现在)(?:已经|现在|这边|都)*(?:没(?:有)?事|安全|不要紧)|警察(?:已经|都)?(?:来|到)了|(?:^|[，。])(?:都|很|挺)?安全(?:着|了|的|得)+[了呢哩咧]?"
    r"|(?:到|在)(?:娘家|亲戚家|派出所)了?"
    r"|(?:^|[，。])(?:我|俺|额)?(?:们|已经|现在|都|人|刚|就)*(?:到|在|回|住)(?:了|到|在)*(?:我|俺|额)?"
    r"(?:娘|妈|爹|爸|姐|妹|哥|弟|舅|姨|姑|叔|亲戚|朋友|邻居)家(?:里|了|住|呢|着)*(?=$|[，。])"
)
_NOT_SAFE = re.compile(
    r"[没不](?:肯|想|愿|会|有)?走|又(?:来|回)|还(?:会|要|得)?(?:来|回)|等(?:他|会)|外面|门口|一走|不安全"
)
_QUIET = re.compile(
    r"(?:不敢|不能|没法|不方便|不让)(?:我|再)?(?:打|接|出声|说话|吱声|吭声)|(?:能|会)?听(?:得)?见|(?:就)?在(?:我)?(?:旁边|跟前|隔壁|边上|身边|外屋)"
)


def denies(text: str, alarms: Callable[[str], Sequence[Alarm]]) -> bool:
    """Whether a message says that there is no danger, and nothing in it says otherwise.

    The form goes on then; the person who was called stays called.
    """
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    rest = [clause for clause in clauses if not _DENIED.fullmatch(clause)]
    explained = len(text) <= ORDINARY_CHARS and _ORDINARY.search(text) is not None
    if len(rest) == len(clauses) and not explained:
        return False
    return _MEANT.search(text) is None and not alarms("，".join(rest))


def told(incoming: Incoming) -> str:
    """All words that came: a text, the label of a place, the title of a link, the name of a file."""
    words = named.of_link(incoming.text) if incoming.kind is Kind.LINK else incoming.text
    name = named.of_file(incoming.media.name) if incoming.media else ""
    return "\n".join(part for part in (words.strip(), name) if part)


def alarm(talk: Talk) -> bool:
    """Safety text first, then the number, then a person; no menu and no question after it.

    All that was sent is screened, also what the talk leaves unread because the message is too long; a file
    that came with it is kept.
    Softer signs (a past beating, a figure of speech) get the number but the talk goes on.
    Source: 人民调解法第25条; 反家庭暴力法第15条.
    """
    sent = told(talk.incoming)
    if not sent or _offered(talk):
        return False
    if _spoken(talk) and watched(talk) and _heard_after(talk):
        return True
    if _spoken(talk) and _denied(talk):
        return False
    unsure = talk.k.command(talk.text) == "unknown"  # 我想不起来了 is not 想不开
    unsure = unsure or (_spoken(talk) and not watched(talk) and _ASIDE.fullmatch(talk.text) is not None)
    still = _of_him_still(talk, sent)
    heard = talk.k.alarms(f"他{sent}" if still else sent)
    unsure = unsure or expected(talk)
    alarms = [a for a in heard if not (a.learned and (unsure or (still and not a.of_another)))]
    urgent = next((a for a in alarms if a.urgent), None)
    if urgent is None:
        for soft in alarms[:1]:
            talk.says.append(_said(soft))
        return False
    evidence.keep_silently(talk)
    if _spoken(talk):
        told_before.remember(talk, answered=told_before.ANY)
    talk.says.insert(0, _said(urgent))  # before what is told of a long message or a long silence
    kind = ANGER if urgent.by_writer else urgent.kind
    if urgent.of_another:
        kind = DESPAIR_OF_ANOTHER if kind == DESPAIR else HARM_OF_ANOTHER
    if watched(talk):
        _stay_with(talk, kind)
    elif talk.session.form is not None:
        talk.say("danger_after_anger" if kind == ANGER else "danger_after")
    if talk.session.form is not None:
        talk.change(paused=True)
    talk.change(danger_at=talk.incoming.at.isoformat(), danger_kind=kind)
    quoted = talk.k.quote(mask_text(sent), urgent.words)
    noted = {"flag": urgent.kind, "quote": quoted, **_tongue(sent), **_crowd(talk, sent, urgent)}
    talk.effect("handoff", reason="危险", urgent=True, **noted)
    talk.change(mode="waiting" if talk.session.mode == "bot" else talk.session.mode, misses=0)
    talk.verdict = "danger"
    return True


def _of_him_still(talk: Talk, sent: str) -> bool:
    """Whether words without an I go on about somebody else who may do it to himself: 现在在楼顶."""
    return watched(talk) and talk.session.danger_kind == DESPAIR_OF_ANOTHER and _I.search(sent) is None


def while_held(talk: Talk) -> None:
    """A sign of danger while a person has the talk: to the desk at once, and the safety words to the citizen.

    Whoever has the talk may be in another one or at table. The words are not repeated while they still stand
    among the last ones.
    """
    sent = told(talk.incoming)
    urgent = next((a for a in talk.k.alarms(sent) if a.urgent), None)
    if urgent is None:
        return
    quoted = talk.k.quote(mask_text(sent), urgent.words)
    talk.effect("handoff", reason="危险", urgent=True, flag=urgent.kind, quote=quoted)
    words = _said(urgent)
    last = (say.text for seen in talk.session.ring if seen.reply for say in seen.reply.says)
    if words.text not in last:
        talk.says.append(words)


def _tongue(sent: str) -> dict[str, Json]:
    """Who helps has to speak Mongolian."""
    return {"title": MONGOLIAN} if script(sent) == "mongolian" else {}


def _crowd(talk: Talk, sent: str, urgent: Alarm) -> dict[str, Json]:
    """Where a crowd is announced too: its words after the safety words, its lane.

    A crowd never silences an alarm: it may be heard wrongly, and who is in danger needs the safety words. Who
    alone has a knife, or a child with him, hears nothing of petitions, nor do those who are locked in.
    """
    if urgent.kind != ANGER and roles.HELD in roles.seen("".join(sent.split()).replace(",", "，")):
        return {}
    if petition.kind(sent) is not petition.Kind.RISK or not petition.announced(sent):
        return {}
    talk.say("petition_risk", citations=talk.k.sources(RISK_SOURCES))
    return {"lanes": [RISK_LANE], "title": RISK_TITLE}


def _spoken(talk: Talk) -> bool:
    """Whether the words are the person's own, no label, title or name."""
    return bool(talk.text) and talk.incoming.kind in {Kind.TEXT, Kind.VOICE}


#: Everyday remarks that may be more than that.
_LOW = re.compile(r"不想|没(?:精神|力气|心情|胃口)|[冻烦]死")


def expected(talk: Talk) -> bool:
    """Words the talk waits for (a command, a sum, a date) are no danger by a mere likeness of letters."""
    if not _spoken(talk):
        return False
    if talk.k.command(talk.text):
        return True
    step = talk.step
    if step is None or step.read in {"text", "short_text"}:
        return False
    if len(talk.text) <= ANSWER_CHARS and _NO_ANSWER.search(talk.text):
        return True  # 我叫什么来着我忘了, 记不清了
    if not on_topic.without_remarks(step, talk.text) and not _LOW.search(talk.text):
        return True  # 微信没电了, 有人敲门
    if step.options or step.read == "address":
        return len(talk.text) <= ANSWER_CHARS and answering.read(talk, step, talk.text) is not None
    return isinstance(answering.read(talk, step, talk.text), Answer)


def _offered(talk: Talk) -> bool:
    """An option of the open question (被打) says what the case is about."""
    step = talk.step if talk.text else None
    return step is not None and choosing.option_said(talk, step, talk.text) is not None


def stay(talk: Talk, *, asks: bool = False) -> bool:
    """For a while after a sign of danger, free words are heard by somebody who cares, not by a form.

    `asks`: a question of law, which is answered under one line of care. What is told is kept for the intake.
    """
    if not watched(talk):
        return False
    if _denied(talk):
        talk.change(danger_at="", danger_kind="", paused=False)
        talk.say("danger_over", talk.command_buttons("human"))
        asking.ask(talk)
        talk.verdict = "calm"
        return True
    if asks and talk.session.danger_kind not in {ANGER, DESPAIR, *NEEDS}:
        talk.say("danger_remind")
        return False
    told_before.remember(talk, answered=told_before.ANY)
    stay_on(talk)
    return True


def _heard_after(talk: Talk) -> bool:
    """After a sign of danger: it is over for now, or nobody may speak aloud. No rule may see more in it."""
    safe, words = _safe(talk), talk.text
    quiet = len(words) <= SAFE_CHARS and _QUIET.search(words) is not None
    if not (safe or quiet) or any(one.urgent and not one.learned for one in talk.k.alarms(words)):
        return False
    if safe:
        _go_on(talk)
    else:
        stay_on(talk)
    return True


def stay_on(talk: Talk) -> None:
    """Words of care for the kind of danger, and the call once more."""
    _stay_with(talk, talk.session.danger_kind)
    talk.effect("handoff", reason="危险", urgent=True, flag="")
    talk.verdict = "danger"


def _safe(talk: Talk) -> bool:
    """Whether the danger is gone for now, and nothing in the words says that it comes back."""
    words = talk.text
    if len(words) > SAFE_CHARS or not _SAFE.search(words) or _NOT_SAFE.search(words):
        return False
    return _MEANT.search(words) is None


def _go_on(talk: Talk) -> None:
    """The form again where it was; who was hurt at home hears of the protection order."""
    home = talk.session.danger_kind == HOME
    talk.change(danger_at="", danger_kind="", danger_stays=0, paused=False)
    if home:
        talk.say("danger_safe_home", talk.command_buttons("human"), citations=talk.k.sources(HOME_SOURCES))
    else:
        talk.say("danger_safe", talk.command_buttons("human"))
    asking.ask(talk)
    talk.verdict = "calm"


def _stay_with(talk: Talk, kind: str) -> None:
    """Words for who is in danger, who cannot speak aloud, who despairs, or who might hurt others."""
    often = talk.session.danger_stays >= STAYS
    if kind == ANGER:
        key = "danger_stay_anger"
    elif kind == DESPAIR:
        key = "danger_stay_despair"
    elif kind == DESPAIR_OF_ANOTHER:
        key = "danger_stay_another"
    elif kind == HARM_OF_ANOTHER:
        key = "danger_stay_helper"
    elif kind in NEEDS:
        key = "danger_stay_need"
    elif _QUIET.search(talk.text):
        key = "danger_stay_quiet"
    else:
        key = "danger_stay_more" if often else "danger_stay"
    talk.change(danger_stays=talk.session.danger_stays + 1)
    talk.say(key, talk.command_buttons("human", "resume"))


def _denied(talk: Talk) -> bool:
    return watched(talk) and denies(talk.text, talk.k.alarms)


def watched(talk: Talk) -> bool:
    """Whether a sign of danger was heard a short while ago."""
    since = talk.session.danger_at
    return bool(since) and talk.incoming.at - datetime.fromisoformat(since) <= WATCH


def _said(found: Alarm) -> Say:
    lines: list[Json] = [{"number": number, "name": name} for number, name in found.hotlines]
    return Say(found.text.strip(), (), Card("safety", {"hotlines": lines}))
