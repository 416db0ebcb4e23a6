"""A made-up case for previews of templates: the same every time, nobody's data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from bot.model import CaseFile, CaseStatus, Evidence, Media
from flows.engine import Answer
from flows.schema import Flow

TODAY: Final = date(2026, 11, 22)
#: Where no real flow is at hand: only the names of tables are asked for.
FLOW: Final = Flow(id="sample", rev="", title="示例", cause="民间借贷纠纷", steps=())
_WORDS: Final = {
    "applicant_name": "王示例",
    "applicant_id": "150622199003070018",
    "applicant_phone": "13800138000",
    "applicant_place": "示例旗示例镇示例小区1号楼",
    "respondent_name": "李示例",
    "respondent_phone": "13900139000",
    "respondent_place": "示例旗示例镇示例村",
    "agent_name": "赵示例",
    "agent_phone": "13700137000",
    "evidence": "借条、转账记录",
    "claim": "三个月内还清",
    "story": "对方答应过年底还，后来不接电话",
}
_CHOICES: Final = {
    "side": ("lender", "别人欠我钱"),
    "acting": ("agent", "帮别人办"),
    "applicant_kind": ("person", "个人"),
    "respondent_kind": ("person", "个人"),
    "paid_how": ("transfer", "银行转账"),
    "has_iou": ("yes", "有"),
    "mediation": ("yes", "愿意调解"),
    "online": ("yes", "同意在网上"),
    "e_service": ("yes", "同意手机收"),
    "personal_data": ("yes", "同意"),
    "sensitive_data": ("yes", "同意"),
}


def case(flow: Flow) -> CaseFile:
    """The sample, for a flow with the usual fields of a loan."""
    answers = {key: Answer(words, words) for key, words in _WORDS.items()}
    answers |= {key: Answer(value, shown) for key, (value, shown) in _CHOICES.items()}
    answers["principal"] = Answer({"low_fen": 5_000_000, "high_fen": 5_000_000}, "50,000元")
    answers["rate"] = Answer(None, "没约定")
    return CaseFile(
        id="sample",
        number="（2026）内0622诉前调0号",
        sid="sample",
        flow=flow.id,
        flow_rev=flow.rev,
        title=flow.cause,
        regime="pre_filing",
        status=CaseStatus.SUBMITTED,
        urgent=False,
        answers=answers,
        findings=(),
        submitted_at=datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
    )


def evidence() -> Sequence[Evidence]:
    """One uploaded file."""
    media = Media("", "借条.jpg", "image/jpeg", 1, "0" * 64)
    return [Evidence("sample", "sample", "借条", media, "", datetime(2026, 11, 22, 2, 0, tzinfo=UTC))]
