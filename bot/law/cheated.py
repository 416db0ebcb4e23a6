"""我被骗了, however often it is said: money is gone, nobody is in danger now. Pure."""

from __future__ import annotations

import re

_ONLY = re.compile(
    r"(?:(?:我们?|俺们?|咱们?|完了|天[哪啊]|怎么办|咋办|咋整|你们|快|真的?|是|又|就|都|好像|可能|也|这|这次|确实|让|叫|给|把我|把俺"
    r"|管不管|有没有人管|谁管|能不能管|帮帮我|网上|电话|微信|抖音|网友|他们?|她|别人|人家?|骗子|被|坑)*"
    r"(?:骗|诈骗|忽悠)(?:惨|光|走|去)?(?:了|的|啦|啊|呀|钱|我|俺|怎么办|咋办|咋整|呢|吗|吧|管不管|\d+(?:万|千|块|元)?|[一二三四五六七八九十两几好多]+[万千百]?块?)*)+"
)


def only(words: str) -> bool:
    """Whether the whole message says that its writer was cheated, and nothing else."""
    tight = re.sub(r"[\W_]+", "", words)
    return _ONLY.fullmatch(tight) is not None
