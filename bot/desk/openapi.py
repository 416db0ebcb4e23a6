"""The description of every JSON door: OpenAPI 3.1. A test holds it against the routes of the application."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.desk import admin_forms as forms
from bot.desk.openapi_schemas import SCHEMAS, TEXT, Schema, named

MODELS: Final[tuple[type[BaseModel], ...]] = (
    forms.EntryForm,
    forms.CheckForm,
    forms.TryForm,
    forms.SaveForm,
    forms.WhyForm,
    forms.VersionForm,
    forms.RowsCheckForm,
    forms.RowsForm,
    forms.WordingCheckForm,
    forms.WordingForm,
    forms.PublishForm,
    forms.VariantsForm,
    forms.DismissForm,
    forms.UndoForm,
    forms.AccountForm,
    forms.AccountChange,
)

#: Who may come: tag -> (words, security).
TAGS: Final[dict[str, tuple[str, list[Schema]]]] = {
    "chat": ("当事人的聊天页", [{"person": []}]),
    "rest": ("和 Rasa 的 REST 渠道同样形状", [{}, {"bearer": []}]),
    "open": ("不用登录，按地址限流", [{}]),
    "desk": ("调解台：调解员和管理员", [{"staff": [], "csrf": []}]),
    "admin": ("管理：内容编辑和管理员", [{"staff": [], "csrf": []}]),
    "people": ("账号和操作记录：只有管理员", [{"staff": [], "csrf": []}]),
}


@dataclass(frozen=True, slots=True)
class Door:
    """One operation. `query` names its parameters; `body` and `gives` are schema names, "" = none."""

    route: str  #: `GET /api/…`
    tag: str
    summary: str
    gives: str = "Empty"
    body: str = ""
    query: tuple[str, ...] = ()
    media: str = "application/json"


_HANDOFF: Final = "/api/desk/handoffs/{id}"
_SHEET: Final = "/api/admin/tables/{id}"
_QUESTION: Final = "/api/admin/questions/{id}"
_FAQ: Final = "/api/admin/faq"
_BATCH: Final = "/api/desk/batches/{id}"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEMPLATE: Final = "/api/admin/templates/{id}"
DOORS: Final[tuple[Door, ...]] = (
    Door("GET /api/chat/messages", "chat", "新的消息", "ChatNews", query=("after", "wait")),
    Door("POST /api/chat/messages", "chat", "说一句话", "ChatNews", "ChatMessage"),
    Door("POST /api/chat/seen", "chat", "看到了第几条", "Empty", "Seen"),
    Door("POST /api/chat/uploads", "chat", "上传证据（multipart）", "ChatNews", query=("after",)),
    Door("GET /api/chat/files/{key}", "chat", "自己的文件", query=("t", "thumb"), media="*/*"),
    Door("GET /api/chat/evidence", "chat", "自己的证据和清单", "Evidence"),
    Door(
        "POST /api/chat/evidence/{piece}",
        "chat",
        "转向、排序、归类、删除一个文件",
        "Evidence",
        "EvidenceEdit",
    ),
    Door("GET /api/chat/evidence/{piece}/picture", "chat", "自己的图片", query=("size",), media="image/jpeg"),
    Door("POST /webhooks/rest/webhook", "rest", "一句话，得到回答", "RestReply", "RestMessage"),
    Door("GET /webhooks/rest/", "rest", "在不在"),
    Door("POST /api/understand", "open", "一段话是什么意思", "Meanings", "Texts"),
    Door("GET /api/openapi.json", "open", "这份说明"),
    Door("GET /api/desk/queue", "desk", "等候和在办的当事人", "Queue", query=("filter", "lane")),
    Door("POST /api/desk/search", "desk", "按案号、姓名、手机号后几位找", "Queue", "Words"),
    Door("GET /api/desk/canned", "desk", "常用语", query=("handoff",)),
    Door("POST /api/desk/duty", "desk", "上岗、下岗", "On", "On"),
    Door(f"GET {_HANDOFF}/brief", "desk", "案情一页", "Brief"),
    Door(f"GET {_HANDOFF}/lines", "desk", "对话记录", "Lines", query=("after",)),
    Door(f"POST {_HANDOFF}/lines", "desk", "回复当事人", "Empty", "Reply"),
    Door(f"POST {_HANDOFF}/notes", "desk", "内部备注", "Empty", "Words"),
    Door(f"POST {_HANDOFF}/facts", "desk", "修改登记内容", "Empty", "FactEdit"),
    Door(
        f"POST {_HANDOFF}/facts/preview",
        "desk",
        "修改以前先看：会记下什么、告诉当事人什么",
        "Empty",
        "FactEdit",
    ),
    Door(f"POST {_HANDOFF}/reveal", "desk", "看一项遮住的内容", "Empty", "Field"),
    Door(f"POST {_HANDOFF}/claim", "desk", "接手"),
    Door(f"POST {_HANDOFF}/give-back", "desk", "交回机器人", "Empty", "Note"),
    Door("GET /api/desk/colleagues", "desk", "可以接着办的同事", "Colleagues"),
    Door("POST /api/desk/hand-over", "desk", "把手上在办的都交给同事", "HandedOver", "HandOver"),
    Door(f"POST {_HANDOFF}/hand-over", "desk", "把这一件交给同事，写明理由", "Empty", "HandOver"),
    Door(f"POST {_HANDOFF}/close", "desk", "结束", "Empty", "Closing"),
    Door(f"POST {_HANDOFF}/outcome-back", "desk", "撤回结果，写明理由", "Empty", "Why"),
    Door(f"POST {_HANDOFF}/not-danger", "desk", "不是危险：取消紧急，写明理由", "Empty", "Why"),
    Door(f"POST {_HANDOFF}/danger-again", "desk", "撤回“不是危险”，改回紧急"),
    Door(f"POST {_HANDOFF}/file", "desk", "转立案：材料交给当事人"),
    Door(f"GET {_HANDOFF}/members", "desk", "一起申请的人和合计", "Members"),
    Door(f"GET {_HANDOFF}/members/{{case}}", "desk", "其中一人的登记内容和文书"),
    Door(f"GET {_HANDOFF}/checklist", "desk", "矿区案件的办理清单", "Checklist"),
    Door(f"POST {_HANDOFF}/checklist", "desk", "清单上打勾或者取消", "Checklist", "TickForm"),
    Door(f"GET {_HANDOFF}/files/{{piece}}", "desk", "一件证据", query=("thumb",), media="*/*"),
    Door(f"POST {_HANDOFF}/evidence/{{piece}}", "desk", "转向、归类、写证明什么", "Empty", "EvidenceEdit"),
    Door(f"POST {_HANDOFF}/evidence-wanted", "desk", "请当事人补一样证据", "Empty", "EvidenceWish"),
    Door(
        f"POST {_HANDOFF}/evidence-wanted/preview",
        "desk",
        "请当事人补的话，发以前先看",
        "Empty",
        "EvidenceWish",
    ),
    Door(f"GET {_HANDOFF}/lines/{{n}}/file", "desk", "一条消息的文件", query=("thumb",), media="*/*"),
    Door("GET /api/admin/today", "admin", "今日待办", "Today"),
    Door("GET /api/desk/batches", "desk", "金融批量：自己上传的表格，管理员看全部", "Rows"),
    Door("POST /api/desk/batches", "desk", "上传一张表格并检查（multipart）", "Batch"),
    Door("GET /api/desk/batch-template", "desk", "表格模板", query=("kind",), media=_XLSX),
    Door("GET /api/desk/instalments", "desk", "分期还款计算", "Rows", query=("amount", "count", "first")),
    Door(f"GET {_BATCH}", "desk", "一张表格的行数和合计"),
    Door(f"GET {_BATCH}/rows", "desk", "表格的行，遮住个人信息", "Rows", query=("state", "after")),
    Door(f"GET {_BATCH}/bad-rows", "desk", "要改的行，带原因", media=_XLSX),
    Door(f"POST {_BATCH}/confirm", "desk", "机构确认，开始登记", "Empty", "BatchConsent"),
    Door(f"POST {_BATCH}/file", "desk", "登记下一部分", "BatchFiled"),
    Door(f"POST {_BATCH}/drop", "desk", "删掉没有确认的表格"),
    Door(f"GET {_BATCH}/board", "desk", "保调立审执看板", query=("stage", "after", "alarms")),
    Door(f"POST {_BATCH}/move", "desk", "移到一个阶段", "BatchMoved", "BatchMove"),
    Door(f"POST {_BATCH}/measures", "desk", "登记采取保全措施的日期", "BatchMoved", "BatchMeasures"),
    Door(f"POST {_BATCH}/close", "desk", "记结果", "BatchMoved", "BatchOutcome"),
    Door(f"GET {_BATCH}/rows/{{n}}/case", "desk", "看一件案件，不接手"),
    Door(f"POST {_BATCH}/rows/{{n}}/open", "desk", "由自己或同事接手一件", "Empty", "BatchOpen"),
    Door(f"GET {_BATCH}/rows/{{n}}/history", "desk", "一件案件的经过"),
    Door("GET /api/admin/today", "admin", "今日待办"),
    Door("GET /api/admin/choices", "admin", "编辑时可选的内容"),
    Door("GET /api/admin/report", "admin", "一周一通报：一周的数字和上一周的", "Report", query=("day",)),
    Door("GET /api/admin/report/file", "admin", "一周一通报的表格", query=("day",), media="*/*"),
    Door("GET /api/admin/tables", "admin", "数据表：利率、诉讼费、放假、热线、法院、当地数字", "Rows"),
    Door(f"GET {_SHEET}", "admin", "一张表的列、行和历史版本", "Sheet"),
    Door(f"POST {_SHEET}/check", "admin", "检查改过的行，列出变化", "SheetChecked", "RowsCheckForm"),
    Door(f"POST {_SHEET}", "admin", "保存一张表，写明依据，马上生效", "Sheet", "RowsForm"),
    Door(f"POST {_SHEET}/roll-back", "admin", "恢复到以前的版本", "Sheet", "VersionForm"),
    Door("GET /api/admin/flows", "admin", "流程：各有多少题，改过几题", "Rows"),
    Door("GET /api/admin/flows/{id}", "admin", "一个流程的题，按问的顺序", "FlowQuestions"),
    Door(f"GET {_QUESTION}", "admin", "一题的文字和历史版本", "Question"),
    Door(
        "POST /api/admin/questions/{id}/check",
        "admin",
        "检查和预览一题的文字",
        "WordsChecked",
        "WordingCheckForm",
    ),
    Door(f"POST {_QUESTION}", "admin", "保存一题的文字，马上生效", "Question", "WordingForm"),
    Door(f"POST {_QUESTION}/roll-back", "admin", "恢复到以前的版本", "Question", "VersionForm"),
    Door("GET /api/admin/training", "admin", "训练的进度、结果和草稿", "Training"),
    Door("POST /api/admin/training", "admin", "训练并发布", "Training"),
    Door(f"GET {_FAQ}", "admin", "问答列表", "Rows", query=("q", "topic", "state", "law", "late")),
    Door(f"POST {_FAQ}", "admin", "保存问答", "Saved", "SaveForm"),
    Door(f"GET {_FAQ}-blank", "admin", "一条空白的新问答", "Entry", query=("topic", "unmatched")),
    Door(f"POST {_FAQ}-check", "admin", "检查和预览", "Checked", "CheckForm"),
    Door(f"POST {_FAQ}-try", "admin", "试一试", "Tried", "TryForm"),
    Door(f"GET {_FAQ}/{{id}}", "admin", "一条问答", "Entry"),
    Door(f"GET {_FAQ}/{{id}}/history", "admin", "历史版本和改了什么"),
    Door(f"POST {_FAQ}/{{id}}/roll-back", "admin", "恢复到一版", "Saved", "VersionForm"),
    Door(f"POST {_FAQ}/{{id}}/retire", "admin", "下架", "Saved", "WhyForm"),
    Door(f"POST {_FAQ}/{{id}}/discard", "admin", "放弃草稿", "Saved"),
    Door("GET /api/admin/unmatched", "admin", "没答上的问题，意思相近的在一起", "Asked", query=("q", "page")),
    Door("POST /api/admin/unmatched-variants", "admin", "一起加为问法", "Settled", "VariantsForm"),
    Door("POST /api/admin/unmatched-dismiss", "admin", "不用处理", "Settled", "DismissForm"),
    Door("POST /api/admin/unmatched-undo", "admin", "撤销上一步", "Undone", "UndoForm"),
    Door("GET /api/admin/templates", "admin", "文书模板", "Rows"),
    Door(f"GET {_TEMPLATE}", "admin", "一份文书的模板、版本和占位符"),
    Door(f"GET {_TEMPLATE}/file", "admin", "模板（docx）", query=("n",), media="*/*"),
    Door(f"GET {_TEMPLATE}/preview", "admin", "用例子试填（docx）", query=("n",), media="*/*"),
    Door(f"POST {_TEMPLATE}", "admin", "上传改好的模板（docx 的内容），检查", "TemplateChecked"),
    Door(f"POST {_TEMPLATE}/publish", "admin", "发布草稿", "TemplateItem", "PublishForm"),
    Door(f"POST {_TEMPLATE}/roll-back", "admin", "恢复到一版，0 是系统自带的", "TemplateItem", "VersionForm"),
    Door(f"POST {_TEMPLATE}/discard", "admin", "放弃草稿", "TemplateItem"),
    Door("GET /api/admin/accounts", "people", "账号", "Rows"),
    Door("POST /api/admin/accounts", "people", "新建账号", "Password", "AccountForm"),
    Door("POST /api/admin/accounts/{id}", "people", "修改账号", "Empty", "AccountChange"),
    Door("POST /api/admin/accounts/{id}/reset", "people", "重设密码", "Password"),
    Door("GET /api/admin/audit", "people", "操作记录", "Rows", query=("before", "day", "who", "kind")),
    Door("POST /api/admin/audit/verify", "people", "检查记录是否完整", "Broken"),
)


@cache
def document() -> Schema:
    """The whole document."""
    paths: dict[str, Schema] = {}
    for door in DOORS:
        method, _, path = door.route.partition(" ")
        paths.setdefault(path, {})[method.lower()] = _operation(door, method, path)
    _, models = models_json_schema(
        [(model, "validation") for model in MODELS], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "诉前调解机器人",
            "version": "1",
            "description": "所有 JSON 接口。出错时都是 {error}。",
        },
        "tags": [{"name": name, "description": words} for name, (words, _) in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": {**SCHEMAS, **models["$defs"]},
            "securitySchemes": {
                "person": {"type": "apiKey", "in": "cookie", "name": "mb_chat"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "mb_staff"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(door: Door, method: str, path: str) -> Schema:
    names = re.findall(r"\{(\w+)\}", path)
    parameters = [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in names]
    parameters += [{"name": name, "in": "query", "schema": TEXT} for name in door.query]
    security = TAGS[door.tag][1]
    if method == "GET":
        security = [{key: scopes for key, scopes in one.items() if key != "csrf"} for one in security]
    answer = TEXT if door.media != "application/json" else named(door.gives)
    found: Schema = {
        "operationId": re.sub(r"\W+", "_", door.route.lower()).strip("_"),
        "tags": [door.tag],
        "summary": door.summary,
        "security": security,
        "responses": {
            "200": {"description": "好", "content": {door.media: {"schema": answer}}},
            "default": {
                "description": "没有办成，原因在 error 里",
                "content": {"application/json": {"schema": named("Error")}},
            },
        },
    }
    if parameters:
        found["parameters"] = parameters
    if door.body:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": named(door.body)}},
        }
    if door.route == "POST /api/desk/batches":
        form = {
            "type": "object",
            "properties": {"kind": TEXT, "file": {"type": "string", "format": "binary"}},
        }
        found["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    if door.route == "POST /api/chat/uploads":
        form = {"type": "object", "properties": {"id": TEXT, "file": {"type": "string", "format": "binary"}}}
        found["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    return found
