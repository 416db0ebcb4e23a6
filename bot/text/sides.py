"""Who owes whom, where the words leave no doubt: 张三借我5万 and 我借给他5万 lend, 我跟他借了5万 borrows."""

from __future__ import annotations

import re
from functools import cache

from bot.text.fact import Fact

_SURE = 0.9
_ME = "(?:我|俺)"
#: somebody of mine is not me: 借给我表弟 went to the cousin, 借给我五万 came to me
_MINE = (
    "(?:们(?:村|队|社|嘎查|单位|厂|公司|班|小区|楼|院)里?的?|(?:的|们?家的?|那个|一个)?(?:[大二三四五老小亲堂表干远叔伯姑姨舅]{0,2}(?:哥|弟|姐|妹|兄|嫂|叔|伯|姑|姨|舅|婶|爸|妈|爹|娘|"
    "爷|奶|侄|孙|外甥|女婿|媳妇|姐夫|妹夫)|丈人|岳父|岳母|公公|婆婆|婆姨|老公|老婆|男人|对象|前夫|前妻|亲家|连襟|妯娌|儿|娃|女儿|闺女|"
    "朋友|哥们|闺蜜|发小|同学|同事|战友|老乡|邻居|街坊|亲戚|老板|工友|师傅|徒弟|客户|村里?的?|队里?的?|单位的?|以前的?))"
)


#: Said without 我: 借了表哥八万想分期还, 欠人家两万还不上. Who is owed does not speak of paying in parts.
_OWN_DEBT = (
    r"(?:^|[,。;!?\s])(?:因为|之前|以前|当时|去年|前年|今年|大?前年|早些年|\d+年(?:\d+月)?|确实|现在|就是|是)*"
    r"(?:借了?(?!给|条|据|我|俺|钱给|出)|欠(?:着|了)?(?!条|我|俺))[^,。;!?我]{1,12}?(?:\d|[一二三四五六七八九十两几百千万]|钱|债|账)"
    r"[^。;!?我他她]{0,16}(?:分期|慢慢(?:地)?还|分几?次|分着还|缓一?缓|宽限|延期|一时还不|还不[上起了清]|每月还|一个月还)"
)


@cache
def _lends() -> re.Pattern[str]:
    return re.compile(
        rf"借给(?!我|俺)|(?:^|{_ME}[^,。;!?]{{0,14}}|[,。;!?\s年月天日号初底前后])借给(?:了)?{_ME}{_MINE}"
        rf"|借了?我(?!的?姐|哥|妈|爸)|(?:跟|向|找|管|问|从){_ME}(?:这里?|手里|们|家)?借|欠(?:着|了)?{_ME}(?!{_MINE})"
        rf"|(?:不|没|赖着不|拖着不)还(?:我|俺|给我)|(?:该|拿)了?我.{{0,4}}(?:钱|万)|还我(?:的)?钱"
    )


@cache
def _borrows() -> re.Pattern[str]:
    return re.compile(
        rf"{_ME}(?:跟|向|找|管|问|从).{{1,12}}?借|{_ME}(?:们|家)?(?:还|也|是|就是|确实|真的?|现在|一共|总共|只|就)*欠(?:着|了)?(?!条)(?:(?!我|俺)|(?={_ME}{_MINE}))"
        rf"|{_ME}.{{0,6}}还不(?:上|起|了)|借给(?:了)?{_ME}(?!{_MINE})"
        rf"|{_ME}借(?:了)?(?:他|她|人家|别人|朋友|亲戚|老板)的|(?:催|逼){_ME}还|{_OWN_DEBT}"
    )


def find_side(text: str) -> list[Fact]:
    """At most one fact of type `side`, role lender or borrower; none where both or neither can be read."""
    found = {name: m for name, p in (("lender", _lends()), ("borrower", _borrows())) if (m := p.search(text))}
    if len(found) != 1:
        return []
    role, match = next(iter(found.items()))
    return [Fact("side", role, role, match.group(), match.start(), match.end(), _SURE, match.group())]
