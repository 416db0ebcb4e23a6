"""What sessions and transcript lines have in common, so that deflate need not store it each time."""

from __future__ import annotations

from typing import Final

#: Never change a released one: what lies in Redis was packed with it. Add the next and a mark in `packing`.
PHRASES_1: Final = (
    '"labour","wage_claim","employer":["单位","公司有限责任公司","工资","元","months":[","contract":["'
    '合同","hired_on":[{"start":"2024-traffic","injury":["医疗费","divorce","children":["婚姻","'
    'property":["物业费","lease":["房租押金","party_kind","injured_on":[{"{"f":1,"n":12,"heard":'
    '11,"heard_at":"2026-11-22T02:00:20+00:00","channel":"wechat","user":"","mode":"human'
    '","handoff":"","mediator":"","noticed":true,"same_as":"","pending":[],"suggested":[]'
    ',"misses":0,"principal":[{"low_fen":5000000,"high_fen":5000000},"000元","lent_on":[{"'
    'start":"2026-01-01","end":"2026-12-31","granularity":"range","lunar":false},"2026年",'
    '"due_on":[{"start":"2025-01-01","end":"2025-01-31","granularity":"day","lunar":true}'
    ',"2025年1月1日","respondent_kind":["company","respondent_name":["公司","respondent_phone"'
    ':["138****","respondent_place":["内蒙古自治区鄂尔多斯市准格尔旗薛家湾镇沙圪堵镇小区号楼单元","applicant_kind":["p'
    'erson","个人","applicant_name":["","applicant_id":["150622********","applicant_uscc":['
    '"","applicant_phone":["13","applicant_place":["","agent_name":["","acting":["self","'
    '给自己办","mediation":["yes","愿意调解","online":["yes","同意在网上","personal_data":["yes","同意",'
    '"sensitive_data":["yes","同意","e_service":["yes","同意手机收","claim":["","story":["","evi'
    'dence":["","prior_case":["no","没有","arbitration_clause":["no","没有","guarantor":["no"'
    ',"没有",[null,"没约定",[null,"没还过",[null,"不知道","form":{"flow":"private_lending","rev":"",'
    '"answers":{"side":["","told",false],"trail":[""},"reopened":""},"ring":[["m1",null],'
    '["wechat-",[["好的，记下了：先空着，以后可以补。您可以直接说，没有就回复“没有”。不知道也没关系。随时说“转人工”找工作人员。我是自动助手，回答仅供参考，'
    "以法院和调解员意见为准。我先问几个关于的问题，再登记双方的信息，大约要8分钟。中间可以随时提问，说“暂停”就先存着。我从您的话里记下了：有不对的，直接说“错了，应该是…"
    '…”。\\n\\n（第12步，共29步）您希望对方怎么做？是什么时候的？有没有约定？\\n例如：",[["没有","pick:"],["有","answer:yes"],["'
    '银行转账","pick:transfer"],["现金","pick:cash"],["同意","answer:no"],["不同意","cmd:skip"],["不知'
    '道","cmd:unknown"],["返回","cmd:back"],["转人工","cmd:human"]]{"n":12,"at":"2026-11-22T02:'
    '00:20+00:00","a":"citizen","k":"text","ch":"wechat","t":"","i":"m1"}{"n":13,"at":"20'
    '26-11-22T02:00:20+00:00","a":"bot","k":"text","ch":"web","t":"好的。\\n\\n（第","c":{"kind"'
    ':"question","step":12,"total":29,"section":"您的要求借钱的事双方的信息","field":"","label":"","as'
    'k":"","hint":"例如：","why":"调解员要按您的要求去和对方谈，申请书上也要写。"}},"b":[["不知道","cmd:unknown"]]}'
).encode()
