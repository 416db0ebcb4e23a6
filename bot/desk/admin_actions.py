"""What the entries of the audit are called on the admin page."""

from __future__ import annotations

from typing import Final

ACTIONS: Final = {
    "account_add": "新建账号",
    "account_change": "修改账号",
    "login": "登录",
    "login_failed": "登录没有成功",
    "login_slowed": "登录试错太多，暂缓",
    "password": "修改自己的密码",
    "password_reset": "重设密码",
    "duty_on": "上岗",
    "duty_off": "下岗",
    "faq_save": "保存问答",
    "faq_retire": "下架问答",
    "faq_discard": "放弃问答草稿",
    "question_save": "修改流程文字",
    "table_save": "修改数据表",
    "train_start": "开始训练",
    "train_published": "训练通过，已发布",
    "train_refused": "训练没有通过，没有发布",
    "train_failed": "训练没有完成",
    "unmatched_variant": "把没答上的问题加为问法",
    "unmatched_new": "为没答上的问题写了新问答",
    "unmatched_dismissed": "忽略没答上的问题",
    "unmatched_undo": "撤销对没答上的问题的处理",
    "unmatched_answered": "没答上的问题现在答得上了",
    "asker_told": "把答案告诉问过的人",
    "claim": "接手当事人",
    "returned": "交回机器人",
    "hand_over": "交给同事",
    "closed": "结束对话",
    "outcome_back": "撤回结果",
    "edit": "修改登记内容",
    "correct": "更正已提交的案件",
    "evidence_wanted": "请当事人补证据",
    "evidence_item": "给证据归类",
    "evidence_rotate": "转正一张图片",
    "evidence_up": "证据前移一页",
    "evidence_down": "证据后移一页",
    "evidence_place": "调整证据顺序",
    "evidence_split": "证据单独算一份",
    "evidence_join": "证据并到上一份",
    "evidence_drop": "删除一个证据文件",
    "evidence_drop_all": "删除一份证据",
    "evidence_note": "写明证据证明什么",
    "not_danger": "标为不是危险",
    "danger_again": "撤回不是危险，改回紧急",
    "reveal": "查看遮住的内容",
    "search": "找当事人",
    "read_brief": "查看案情",
    "read_file": "下载证据",
    "read_lines": "查看对话记录",
    "read_members": "查看一起申请的人",
    "tick": "在办理清单上打勾",
    "batch_upload": "上传批量表格",
    "batch_read": "查看批量表格",
    "batch_export": "下载批量表格要改的行",
    "batch_confirm": "确认批量登记",
    "batch_file": "批量登记案件",
    "batch_drop": "删掉批量表格",
    "batch_board": "查看批量看板",
    "batch_move": "移动批量案件的阶段",
    "batch_measures": "登记保全措施日期",
    "batch_outcome": "记批量案件的结果",
    "batch_open": "打开批量案件",
    "submit": "提交调解申请",
    "handoff": "转人工",
    "handoff_left": "不转人工了",
    "withdraw": "撤回申请",
    "forget": "要求删除个人信息",
    "faq_useful": "觉得回答有用",
    "faq_useless": "觉得回答没用",
    "file_now": "要求直接立案",
    "mediate": "改回先调解",
    "batch_look": "查看批量登记的案件",
    "bundle": "下载立案材料包",
    "paper": "下载一份文书",
    "template_upload": "上传文书模板",
    "template_publish": "发布文书模板",
    "template_back": "恢复以前的文书模板",
    "template_discard": "放弃文书模板草稿",
}

#: Kinds of action the audit can be narrowed to: what they are called, and how their actions begin.
KINDS: Final = {
    "people": ("登录和账号", ("account_", "login", "password", "duty_")),
    "content": (
        "问答和训练",
        ("faq_save", "faq_retire", "faq_discard", "question_save", "train_", "unmatched_", "asker_told"),
    ),
    "templates": ("文书模板", ("template_",)),
    "tables": ("数据表", ("table_save",)),
    "cases": (
        "办理当事人",
        (
            "claim",
            "returned",
            "hand_over",
            "closed",
            "outcome_back",
            "edit",
            "correct",
            "not_danger",
            "danger_again",
            "tick",
        ),
    ),
    "evidence": ("证据", ("evidence_",)),
    "reading": ("查看和下载", ("read_", "reveal", "search", "bundle", "paper")),
    "batches": ("金融批量", ("batch_",)),
    "citizens": (
        "当事人自己做的",
        ("submit", "handoff", "withdraw", "forget", "faq_useful", "faq_useless", "file_now", "mediate"),
    ),
}


def of_kind(kind: str) -> frozenset[str]:
    """The actions of a kind; none for a kind there is not."""
    _, beginnings = KINDS.get(kind, ("", ()))
    return (
        frozenset(action for action in ACTIONS if action.startswith(beginnings))
        if beginnings
        else frozenset()
    )
