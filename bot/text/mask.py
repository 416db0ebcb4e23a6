"""What may be shown of people's data: 张*, 138****0018, 150622********0018, 卡尾号 (个保法 28、51)."""

from __future__ import annotations

import re
from functools import cache

from bot.text.normalise import normalise


def mask_name(name: str) -> str:
    """Return 张* for 张三, 欧*修 for 欧阳修, 巴**尔 for 巴特巴尔; a single character becomes *."""
    name = name.strip()
    if len(name) <= 1:
        return "*"
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * min(len(name) - 2, 4)}{name[-1]}"


def mask_phone(number: str) -> str:
    """Return 138****0018, or 0477-****345 for a fixed line."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    area, dash, rest = number.partition("-")
    if dash:
        return f"{area}-****{rest[-3:]}"
    return f"{'*' * max(len(digits) - 3, 1)}{digits[-3:]}"


def mask_id(number: str) -> str:
    """Return 150622********0018 for an 身份证号 of 18 (or 15) characters."""
    return f"{number[:6]}{'*' * max(len(number) - 10, 4)}{number[-4:]}"


def mask_uscc(code: str) -> str:
    """Return the code itself: it is public (企业信息公示)."""
    return code


def mask_card(digits: str) -> str:
    """Return 尾号0010 for a bank card or account number."""
    return f"尾号{digits[-4:]}"


def mask_address(address: str) -> str:
    """Return an address down to town or estate: 薛家湾镇****."""
    match = re.search(r"^.*?(?:苏木|镇|乡|街道|小区|花园|家园|嘎查|村|社区)", address)
    return (
        f"{match[0]}****"
        if match and match.end() < len(address)
        else (match[0] if match else f"{address[:3]}****")
    )


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(
        r"(?<![0-9A-Za-z])(?:"
        r"(?P<id>[1-9]\d{5}[ \-]?(?:18|19|20)\d{2}[ \-]?\d{4}[ \-]?\d{3}[\dXx])"
        r"|(?P<phone>(?:(?:\+|00)86[ \-]?)?1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})"
        r"|(?P<fixed>0\d{2,3}[ \-]?[2-8]\d{6,7})"
        r"|(?P<card>\d(?:[ \-]?\d){11,20}[Xx]?)"
        r")(?![0-9A-Za-z])"
    )


def _masked(match: re.Match[str]) -> str:
    digits = re.sub(r"[^\dXx]", "", match[0]).upper()
    if match["id"]:
        return mask_id(digits)
    if match["phone"]:
        return mask_phone(digits[-11:])
    if match["fixed"]:
        return f"{digits[:4]}****{digits[-3:]}"
    return mask_id(digits) if len(digits) == 15 else f"****{digits[-4:]}"


def mask_text(text: str) -> str:
    """Return the text with every phone, id and card number masked; also those in full-width digits."""
    normal = normalise(text)
    out: list[str] = []
    at = 0
    for match in _numbers().finditer(normal.text):
        start, end = normal.span(match.start(), match.end())
        out += [text[at:start], _masked(match)]
        at = end
    out.append(text[at:])
    return "".join(out)
