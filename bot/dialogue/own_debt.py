"""我欠的钱过了好几年还用还吗: who owes and asks of limitation is told where he may ask, and nothing else.

A court explains limitation to neither side (时效规定2), and whoever owes today may be sued tomorrow: he hears
that both sides are heard, and of free lawyers (12348). The answer for who is owed would be the wrong one.
"""

from __future__ import annotations

import re

from bot.dialogue import debt_limits as limits
from bot.dialogue.numbers_said import Reckoned
from bot.text.reading import Context

#: A longer message tells a story.
MOST_CHARS = 60
_ME = "(?:我|俺|咱)们?"
_AGO = (
    r"(?:以前|过去|当年|当初|早年|早先|前几年|那年|前年|去年"
    r"|[\d一二两三四五六七八九〇零十]{1,4}年(?:前|以前)?)"
)
_SLIP = "(?:欠条|借条|条子|白条|借据)"
_MINE = re.compile(
    rf"{_ME}[^，。,被]{{0,16}}(?:欠了?[他她]|借了?[他她]的|(?:欠|借)了?(?:人家|别人|钱|款|债|账|的(?!给)))"
    rf"|{_ME}[^，。,被]{{0,10}}(?:(?:欠|赊)[^，。,我给出条据]{{1,8}}(?:的|钱|款|账|债|块|万|[千百])"
    r"|借了?(?![他她])[^，。,我给出条据]{1,8}的)"  # 我借他两万 may be either
    rf"|{_ME}[^，。,被]{{0,12}}(?:向|跟|和|从|问|管|找)[^，。,我]{{1,8}}(?:借|拿|支|挪|赊)|{_ME}是借款人|借给{_ME}"
    rf"|{_ME}[^，。,被]{{0,6}}(?:打|写|签)(?:的|了|过|下)*[一那这]?[张个]?{_SLIP}"
    rf"|(?:^|[，。,])(?:{_AGO})?(?:的时候)?(?:欠了?(?:人家|别人|外头|外面|[^，。,我条]{{1,6}}(?:钱|款|账|债))"
    rf"|(?:向|跟|问|管|找|从)[^，。,我]{{1,6}}(?:借|拿|赊))|^(?:自己|本人)[^，。,]{{0,6}}(?:欠|借)"
)
#: 没人找我要, 他一直没催我, 对方没来要过: said by the one who owes, never with 我 before it.
_NOT_ASKED = re.compile(
    r"(?:^|[，。,])[^，。,我俺咱]{0,12}(?:没|未|从不|都不)(?:有)?(?:人|谁)?[^，。,我俺咱]{0,5}"
    r"(?:找|要|催|讨|提|开过?口|吱过?声|联系)(?!(?:过)?(?:他|她|到|着))"
    rf"|没有?(?:人|谁)[^，。,]{{0,6}}(?:找|问|跟|向|管|催){_ME}"
    rf"|(?:没|未|不)[^，。,我]{{0,5}}(?:找|问|跟|向|管|催|和)(?:过)?{_ME}"
)
#: What is asked for is paying, not interest, and not to the one who writes.
_NOT_MINE = "(?!款日|我|俺|利|息)"
_STILL = "(?:用|得|要|需要?|该|必须|应该)"
_PAY = f"(?:还|给|付){_NOT_MINE}"
_MUST_PAY = re.compile(
    rf"还{_STILL}(?:不{_STILL})?(?:再|继续)?(?:给(?:人家|他|她))?{_PAY}"
    rf"|(?:用不用|要不要|该不该|需不需要|应不应该|得不得|有没有必要|有必要)(?:再|继续)?{_PAY}"
    rf"|(?:可以|能|是不是|就|能不能|可不可以|也)(?:就|可以|能)*(?:不用|不必|不再|不需要|不)(?:再)?{_PAY}"
    rf"|(?:必须|非得|一定要?|应该|还){_PAY}(?:吗|么|不)"
)
#: 我还用还吗 says who pays.
_I_PAY = re.compile(
    rf"{_ME}(?:现在|到底|是不是|可以|能不能|就|还|也)*(?:不|{_STILL})(?:{_STILL}|不|再)*{_PAY}"
)
_LONG_AGO = re.compile(
    rf"(?:\d|[一二两三四五六七八九十几多好半来])个?年|{_AGO}|年头|多年|这么久|那么久|很久|好久|时间长|老账|陈账|旧账"
)
_TIMELY = re.compile(r"时效|过(?:了)?期")
#: The same only of what is long ago: a slip may be void for other reasons.
_STANDS = re.compile(r"作废|失效|还(?:有效|管用|作数|算|认|得认|顶用)")
#: Words of the one who is owed, and matters of other kinds.
_OWED = re.compile(
    rf"欠(?:了)?{_ME}|借(?:给(?!我)|出|{_ME})|(?:还|(?<!借)给){_ME}(?!{_STILL})|{_ME}(?:还)?(?:能|可以)(?:去)?(?:告|起诉|要|追|讨)"
    rf"|要(?:得|不|的)?回|{_ME}[^，。,]{{0,6}}(?:催|要过|讨过|找他|找她)|债权人"
    rf"|(?:他|她|对方)(?:还|是不是|就|也|可不可以|可以|能不能|能)*(?:不|{_STILL})+(?:再)?还"
    r"|(?:他|她|对方|人家|邻居|老板|老[\u4e00-\u9fff])[^，。,我]{0,8}(?:没有?|不肯|不|未)还(?!价)"
)
_SUED = re.compile(
    rf"(?:告|起诉)了?{_ME}|{_ME}被[^，。,]{{0,6}}(?:告|起诉)|传票|应诉|答辩|被告|开庭|判决|调解书|裁决|执行|仲裁"
    r"|(?:去|到)法院(?:告|起诉)"
)
#: Who cannot pay, has paid, gambled or was forced, or asks of the interest, asks something else.
_ELSEWHERE = re.compile(
    r"没钱|还不[起上]|没能力|困难|失业|破产|利息|高利|复利|违约金|赌|骗|逼|胁迫|还[清完]|已经(?:都)?还"
    r"|银行|信用社|信用卡|网贷|小贷|花呗|借呗|平台|房贷|车贷|助学|担保|保证人|抚养|赡养|彩礼|物业|税|罚款|社保|公积金|保险|赔|股"
    r"|老公|老婆|丈夫|妻子|媳妇|儿子|女儿|我爸|我妈|父亲|母亲|家人|替[^，。,]{1,6}(?:问|还)|离婚|死|去世"
)
_CITED = ("时效规定2", "民法典193")


def own_debt(text: str, context: Context) -> Reckoned | None:
    """都五年了没人找我要，还得还不; 我2020年借朋友的钱过时效了吗. Nothing is reckoned."""
    if not _asks(text) or len(text) > MOST_CHARS:
        return None
    return Reckoned("limitation_own", {}, "", _CITED)


def _asks(text: str) -> bool:
    """Whether who owes asks, before anybody sued, if a debt between people must be paid after so long."""
    if any(no.search(text) for no in (_OWED, _SUED, _ELSEWHERE, limits.WAGE, limits.LABOUR, limits.HURT)):
        return False
    mine, silence, i_pay = _MINE.search(text), _NOT_ASKED.search(text), _I_PAY.search(text)
    long_ago = _LONG_AGO.search(text) or re.search(r"\d\d年", text)
    if i_pay or _MUST_PAY.search(text):
        return bool((mine or i_pay or silence) and (silence or long_ago or _TIMELY.search(text)))
    return bool(mine and (_TIMELY.search(text) or (long_ago and _STANDS.search(text))))
