"""能赔多少, with bills, days and wage told: every head added up with its article; what is missing is named.

What an open form holds counts as told, what the question itself says counts first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.dialogue import harm_money
from bot.dialogue import numbers_said as named
from bot.dialogue.numbers_said import Reckoned
from bot.law import citations, harm, injury
from bot.law.harm import Harm, Reckoning
from bot.law.money import UNCONFIRMED, yuan
from bot.text import cells, facts, losses
from bot.text.reading import Context, flat
from flows.engine import Answer
from flows.schema import Flow, Step

KEY: Final = "harm_total"
#: A fact of a story that is surer than this counts.
SURE: Final = 0.5
#: The share the other side bears where the police found it so; other shares are for people to weigh.
SHARES: Final[Mapping[str, int]] = {"full": 100, "equal": 50}
_ASKS = re.compile(
    r"(?:能|该|可以|应该|应当|得|要)?(?:索?赔|补)(?:偿|付)?(?:给?我)?(?:到|回|个)?(?:多少|几|咋|怎么算)"
    r"|(?:怎么|咋)(?:个)?赔|(?:能|可以|该|应该)(?:要|拿|得)(?:到|回)?(?:多少|几)|要(?:他|对方)?赔?多少(?:钱)?合适"
    r"|一共(?:是|有)?多少(?:钱)?$|(?:多少|几万)(?:钱)?(?:的)?赔偿"
)
_ONE_HEAD = re.compile(
    r"(?:误工|护理|营养|伙食|交通|伤残|残疾|死亡|丧葬|精神|扶养|抚养)[^，,。]{0,8}(?:多少|怎么算|咋算)"
)
_HURT = re.compile(r"撞|车祸|事故|打伤|打了|被打|咬|摔|砸|烫|伤|骨折|住院|医药|医疗|门诊")
_IN_HOSPITAL = re.compile(
    rf"住(?:了)?(?:院)?(?:一共|总共|共)?(?:住)?(?:了)?\s?({named.NUMBER})\s?个?(天|周|星期|礼拜|月)"
)
_DAYS: Final = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
#: Heads the compulsory insurance counts with the medical ones.
_MEDICAL: Final = frozenset({"医疗费", "住院伙食补助费", "营养费", "后续治疗费"})


def told(text: str, context: Context) -> Reckoned | None:
    """A question that tells a bill, and days or a wage, before anything is registered."""
    if not asks(text) or not _HURT.search(text) or "工伤" in text:
        return None
    known = _of_text(text, context)
    if not (known.medical_fen or known.heads) or not (known.hospital_days or known.monthly_fen):
        return None
    flow = "traffic_accident" if re.search(r"车|交警|追尾", text) else "personal_injury"
    share = harm_money.share(text)
    return _said(known, flow, share if flow == "traffic_accident" else None, context.today)


def asks(text: str) -> bool:
    """Whether all of it is asked for, not one head."""
    return _ASKS.search(text) is not None and _ONE_HEAD.search(text) is None


def of_form(flow: Flow, answers: Mapping[str, Answer], text: str, context: Context) -> Reckoned | None:
    """The same from an open form, with what the question says itself; None where nothing is known yet."""
    steps = {step.id: step for step in flow.steps}
    if not {"medical", "hospital_days", "income"} <= steps.keys() or not asks(text):
        return None
    known = _joined(_of_answers(steps, answers), _of_text(text, context))
    if not harm.reckon(known).parts:
        return None
    found = answers.get("finding")
    motor = answers.get("vehicles")
    share = SHARES.get(str(found.value)) if found and motor and motor.value == "motor" else None
    on = flat(answers["happened_on"].value).get("start") if "happened_on" in answers else None
    return _said(known, "", share, date.fromisoformat(on) if isinstance(on, str) else context.today)


def _of_text(text: str, context: Context) -> Harm:
    heads = losses.find(text, context)
    rest = losses.without(text, heads)
    told = [one for one in facts.find_facts(rest, context) if one.type == "amount" and one.confidence >= SURE]
    bills = [
        fen
        for one in told
        if one.role == "medical" and isinstance(fen := flat(one.value).get("high_fen"), int)
    ]
    wages = [
        fen
        for one in told
        if one.role == "wage_monthly" and isinstance(fen := flat(one.value).get("high_fen"), int)
    ]
    age, grade = named.count(text, "岁"), harm_money.grade(text)
    return Harm(
        medical_fen=_without_total(bills) or None,
        hospital_days=_days(_IN_HOSPITAL, text),
        monthly_fen=wages[0] if wages else None,
        off_days=off[0] if (off := losses.off_work(text, context)) else None,
        heads={head.name: head.fen for head in heads},
        property_fen=named.labelled(text, "修车|车损|维修费?", context),
        age=int(age) if age is not None else None,
        grade=grade,
    )


def _without_total(sums: list[int]) -> int:
    """Several bills together; a sum that is all the others is their total."""
    whole = sum(sums)
    return whole // 2 if len(sums) > 2 and max(sums) * 2 == whole else whole


def _days(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    count = named.number(found[1]) if found else None
    return int(count * _DAYS[found[2]]) if found and count is not None else None


def _of_answers(steps: Mapping[str, Step], answers: Mapping[str, Answer]) -> Harm:
    def fen(key: str) -> int | None:
        answer = answers.get(key)
        if answer is None or not answer.known:
            return None
        rows = cells.rows_of(steps[key].columns, answer.value) if cells.is_list(answer.value) else []
        high = cells.total_fen(steps[key].columns, rows) if rows else flat(answer.value).get("high_fen")
        return high if isinstance(high, int) and high > 0 else None

    stay, other = answers.get("hospital_days"), answers.get("other_losses")
    days = flat(stay.value).get("high_days") if stay else None
    none = stay is not None and not stay.known and stay.shown == steps["hospital_days"].unknown
    rows = cells.rows_of(steps["other_losses"].columns, other.value) if other and other.known else []
    return Harm(
        medical_fen=fen("medical"),
        hospital_days=days if isinstance(days, int) else 0 if none else None,
        monthly_fen=fen("income"),
        heads={
            str(row[0]): high
            for row in rows
            if row[0] and isinstance(high := flat(row[1]).get("high_fen"), int)
        },
        property_fen=fen("repair") if "repair" in steps else None,
        paid_fen=(fen("repaid") or 0) if "repaid" in steps else 0,
    )


def _joined(form: Harm, said: Harm) -> Harm:
    """What is said now stands before what the form holds."""
    return replace(
        form,
        medical_fen=said.medical_fen or form.medical_fen,
        hospital_days=said.hospital_days if said.hospital_days is not None else form.hospital_days,
        monthly_fen=said.monthly_fen or form.monthly_fen,
        off_days=said.off_days or form.off_days,
        heads={**form.heads, **said.heads},
        property_fen=said.property_fen or form.property_fen,
        age=said.age if said.age is not None else form.age,
        grade=said.grade or form.grade,
    )


def _said(known: Harm, flow: str, share: int | None, on: date) -> Reckoned:
    found = harm.reckon(known)
    cited = tuple(dict.fromkeys(["民法典1179", *(law for part in found.parts for law in part.law)]))
    shared, more = _shared(found, share, on) if share is not None else ("", ())
    values = {
        "result": yuan(found.total_fen),
        "parts": "\n".join(f"{harm.shown(part)}，依据{_article(part.law[-1])}" for part in found.parts),
        "missing": "\n".join(f"{head}：{needs}（{_article(law)}）" for head, needs, law in found.missing),
        "shared": shared,
        "paid": f"已经给过的{yuan(found.paid_fen)}要从里面扣掉。" if found.paid_fen else "",
    }
    formula = "＋".join(yuan(part.fen) for part in found.parts)
    note = UNCONFIRMED if any(part.provisional for part in found.parts) else ""
    return Reckoned(KEY, values, formula, (*cited, *more), "", flow, note)


def _shared(found: Reckoning, share: int, on: date) -> tuple[str, tuple[str, ...]]:
    """Who pays after a traffic accident, in one sentence with its articles."""
    goods = sum(part.fen for part in found.parts if part.name == "车辆和物品损失")
    medical = sum(part.fen for part in found.parts if part.name in _MEDICAL)
    loss = injury.Loss(medical, found.total_fen - medical - goods, goods)
    paid = injury.traffic(loss, on, liable_percent=share)
    words = (
        f"按对方{share}%的责任，对方一边大约{paid.result.shown}，"
        f"其中交强险{yuan(paid.compulsory_fen)}，商业险和对方{yuan(paid.beyond_fen)}。"
    )
    return words, paid.result.citations


def _article(cited: str) -> str:
    """人损解释第七条."""
    found = citations.resolve(cited)
    return f"{found.law.name}{found.title.rpartition('》')[2]}"
