"""The tables of the papers around a case: where to send, who may act, what the court is asked for at once.

What the citizen was never asked stays open for the pen (待补, empty boxes): no question is asked for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.model import CaseFile
from bot.papers.boxes import boxes
from bot.papers.parties import MAY_BE_EMPTY, Row, party, principal
from bot.papers.values import MISSING, claimed, legal_grounds, printed, shown
from flows.engine import Answer
from flows.schema import Flow

#: name in the template -> its rows
Tables = Mapping[str, tuple[Row, ...]]
IF_NONE = "待补（没有的写“无”）"


def tables(paper: str, case: CaseFile, flow: Flow) -> Tables:
    """The tables that only this paper has; none for papers without."""
    made = _TABLES.get(paper)
    return made(case, flow) if made else {}


def _said(flow: Flow, answers: Mapping[str, Answer], step: str) -> str:
    known = {s.id: s for s in flow.steps}
    return shown(known[step], answers.get(step)) if step in known else MISSING


def _without_agent(case: CaseFile, flow: Flow) -> tuple[Row, ...]:
    """The applicants themselves: an agent neither empowers himself nor signs for the agreement here."""
    rows = party(flow, case.answers, "applicant", "申请人")
    return tuple(row for row in rows if not row.label.startswith("代办人"))


def _service_address(case: CaseFile, flow: Flow) -> Tables:
    """送达地址确认书. Source: 民诉法90, 民诉法解释132, 136, 在线诉讼规则29."""
    rows = {row.label: row.value for row in principal(flow, case.answers, "applicant")}
    name, phone, place = (_said(flow, case.answers, f"applicant_{end}") for end in ("name", "phone", "place"))
    number = next(((k, v) for k, v in rows.items() if "号" in k or "代码" in k), ("身份证号", MISSING))
    by_agent = "agent_name" in case.answers
    receiver = _said(flow, case.answers, "agent_name") if by_agent else f"{name}（本人）"
    if by_agent:
        phone = f"{_said(flow, case.answers, 'agent_phone')}（代收人）；{phone}（受送达人）"
    consent = case.answers.get("e_service")
    wish = {"yes": "同意", "no": "不同意"}.get(str(consent.value) if consent else "", "")
    return {
        "receiver": (Row("案由", printed(case.title)), Row("受送达人", name), Row(*number)),
        "address": (
            Row("送达地址", place),
            Row("收件人", receiver),
            Row("联系电话", phone),
            Row("邮政编码", MISSING),
        ),
        "electronic": (
            Row("电子送达", boxes("同意", "不同意", ticked=wish)),
            Row(
                "接收短信的手机号",
                _said(flow, case.answers, "applicant_phone") if wish == "同意" else IF_NONE,
            ),
            Row("微信号、电子邮箱", IF_NONE),
        ),
    }


def _authorization(case: CaseFile, flow: Flow) -> Tables:
    """授权委托书: who acts, and how far. Source: 民诉法61, 62, 民诉法解释89."""
    answers = case.answers
    return {
        "principal": _without_agent(case, flow),
        "agent": (
            Row("姓名", _said(flow, answers, "agent_name")),
            Row("身份证号", MISSING),
            Row("电话", _said(flow, answers, "agent_phone")),
            Row("工作单位", IF_NONE),
            Row(
                "和委托人的关系",
                boxes("近亲属", "单位工作人员", "律师", "基层法律服务工作者", "社区、单位或者社会团体推荐"),
            ),
        ),
        "matter": (
            Row("案由", printed(case.title)),
            Row("对方", _said(flow, answers, "respondent_name")),
            Row("编号", case.number),
        ),
        "powers": (
            Row("一般授权", boxes("代为申请调解、起诉、提交和签收材料、陈述事实、提供证据、参加调解和庭审")),
            Row(
                "特别授权",
                boxes(
                    "代为承认、放弃、变更请求",
                    "代为进行和解，签订调解协议",
                    "代为提起反诉或者上诉",
                    "代为申请司法确认",
                    "代为收取款项",
                ),
            ),
            Row("委托期限", boxes("到本案办结", "到　　　　年　　月　　日")),
        ),
    }


def _confirmation(case: CaseFile, flow: Flow) -> Tables:
    """司法确认申请书: both sides ask together. Source: 民诉法205, 206, 司法确认规定3, 4."""
    other = party(flow, case.answers, "respondent", "申请人")
    return {
        "principal": _without_agent(case, flow),
        # who asks together is no defendant: what is not known of the other side is filled in as well
        "other": tuple(Row(row.label, row.value.replace(MAY_BE_EMPTY, MISSING)) for row in other),
        "agreement": (
            Row("纠纷", printed(case.title)),
            Row("主持调解的组织", MISSING),
            Row("调解员", MISSING),
            Row("调解协议编号", IF_NONE),
            Row("协议生效日期", "　　　　年　　月　　日（待补：双方签字、调解员签字盖章之日）"),
            Row("协议内容", "见所附调解协议"),
        ),
    }


def _due(flow: Flow, answers: Mapping[str, Answer]) -> Row:
    """When the money was due: a day, or the time it was left unpaid; where neither was asked, a gap."""
    if "owed_from" in answers:
        return Row("拖欠的期间", "至".join(_said(flow, answers, key) for key in ("owed_from", "owed_to")))
    return Row("应当付清的日期", _said(flow, answers, "due_on"))


def _payment_order(case: CaseFile, flow: Flow) -> Tables:
    """支付令申请书: the debt and the conditions of the law. Source: 民诉法225, 民诉法解释427."""
    answers = case.answers
    paid = answers.get("repaid")
    yes_no = boxes("是", "不是")
    return {
        "debt": (
            Row("债务的种类", printed(case.title)),
            Row("请求给付的金额", claimed(flow, answers)),
            Row(
                "已经还了、上面已经减去的" if flow.total.get("less") else "其中已经给付",
                _said(flow, answers, "repaid") if paid else IF_NONE,
            ),
            _due(flow, answers),
            Row("依据的法律", legal_grounds(flow)),
        ),
        "conditions": (
            Row("钱已经到期，数额确定", yes_no),
            Row("没有要对等给付的东西，双方没有其他债务纠纷", yes_no),
            Row("对方在国内，没有下落不明，支付令能送到", yes_no),
            Row("没有申请过诉前保全", yes_no),
        ),
    }


def _preservation(case: CaseFile, flow: Flow) -> Tables:
    """财产保全申请书: what to hold, and clues only the applicant has. Source: 民诉法103, 104, 105."""
    plate = _said(flow, case.answers, "plate") if "plate" in case.answers else MISSING
    return {
        "request": (
            Row("什么时候申请", boxes("起诉前（诉前保全）", "起诉时或者起诉后（诉讼中保全）")),
            Row("请求保全的金额", claimed(flow, case.answers)),
            Row("保全的办法", boxes("冻结存款、账户", "查封房屋、土地", "扣押车辆、货物", "其他")),
        ),
        "clues": (
            Row("银行账户（开户行、账号、户名）", MISSING),
            Row("微信、支付宝等账户", MISSING),
            Row("房屋、土地（坐落、产权证号）", MISSING),
            Row("车辆（车牌号、停放地点）", plate),
            Row("别人欠对方的钱、股权", MISSING),
            Row("其他财产", MISSING),
        ),
        "reasons": (
            Row("对方转移、隐藏财产的具体情况", MISSING),
            Row("有什么材料能说明", MISSING),
        ),
        "security": (
            Row("担保的方式", boxes("现金", "房产、车辆等财产", "保证人", "保险公司或者银行的保函")),
            Row("担保的金额", MISSING),
        ),
    }


_TABLES: Mapping[str, Callable[[CaseFile, Flow], Tables]] = {
    "service_address": _service_address,
    "authorization": _authorization,
    "judicial_confirmation": _confirmation,
    "payment_order": _payment_order,
    "preservation": _preservation,
}
