"""What the JSON doors tell and take that is no pydantic model, as JSON schemas."""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
YES: Final[Schema] = {"type": "boolean"}
SHARE: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}


def record(**properties: Schema) -> Schema:
    """An object with all of its properties required."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def listing(items: Schema) -> Schema:
    """A list of one kind of thing."""
    return {"type": "array", "items": items}


def named(name: str) -> Schema:
    """A reference to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


#: What the doors tell and take that is no pydantic model.
SCHEMAS: Final[dict[str, Schema]] = {
    "Error": record(error={"type": "string", "description": "一句给人看的话"}),
    "Empty": {"type": "object"},
    "Lines": record(lines=listing({"type": "object"})),
    "ChatNews": {
        "type": "object",
        "properties": {
            "lines": listing({"type": "object"}),
            "status": {"type": "object"},
            "thread": TEXT,
            "reset": YES,
        },
    },
    "ChatMessage": {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$", "description": "再发一次用同一个"},
            "text": {"type": "string", "maxLength": 2000},
            "payload": {"type": "string", "maxLength": 200},
            "kind": {"enum": ["text", "location", "hello"]},
            "after": NUMBER,
        },
        "required": ["id"],
    },
    "Seen": record(upto=NUMBER),
    "RestMessage": {
        "type": "object",
        "properties": {
            "sender": {"type": "string", "minLength": 1, "maxLength": 200},
            "message": TEXT,
            "message_id": {"type": "string", "maxLength": 64},
        },
        "required": ["sender", "message"],
    },
    "RestReply": listing(
        {
            "type": "object",
            "properties": {
                "recipient_id": TEXT,
                "text": TEXT,
                "buttons": listing(record(title=TEXT, payload=TEXT)),
            },
            "required": ["recipient_id", "text"],
        }
    ),
    "Text": record(text={"type": "string", "maxLength": 2000}),
    "TextRow": record(id={"type": ["string", "integer"]}, text={"type": "string", "maxLength": 2000}),
    "Texts": {"oneOf": [named("Text"), {**listing(named("TextRow")), "maxItems": 50}]},
    "Understood": record(
        disputes=listing(record(label=TEXT, confidence=SHARE)),
        faq=listing(record(id=TEXT, confidence=SHARE)),
        urgent=YES,
        in_scope=YES,
        facts=listing(record(type=TEXT, value={}, role=TEXT, text=TEXT, confidence=SHARE)),
    ),
    "Meanings": {"oneOf": [named("Understood"), listing(named("Understood"))]},
    "On": record(on=YES),
    "Words": record(text=TEXT),
    "Reply": record(text=TEXT, key={"type": "string", "maxLength": 64}),
    "FactEdit": record(field=TEXT, words=TEXT),
    "Field": record(field=TEXT),
    "Note": {"type": "object", "properties": {"note": {"type": "string", "maxLength": 500}}},
    "HandOver": record(
        to={**TEXT, "description": "同事的账号编号，从 /api/desk/colleagues 来"},
        why={"type": "string", "maxLength": 200},
    ),
    "HandedOver": record(count=NUMBER),
    "Colleagues": record(rows=listing(record(id=TEXT, name=TEXT, on_duty=YES, held=NUMBER)), held=NUMBER),
    "Why": record(why={"type": "string", "maxLength": 200}),
    "Closing": {
        "type": "object",
        "properties": {
            "outcome": TEXT,
            "note": {"type": "string", "maxLength": 500},
            "settled": {
                "enum": ["", "done", "declined"],
                "description": "当事人要求的更正：已经改好，或者核对过不改",
            },
        },
        "required": ["outcome", "note"],
    },
    "Rows": record(rows=listing({"type": "object"})),
    "Lane": record(id=TEXT, title=TEXT, chip={**TEXT, "description": "两个字的标记"}),
    "LaneCount": record(
        id=TEXT,
        title=TEXT,
        chip=TEXT,
        count=NUMBER,
        overdue={**NUMBER, "description": "过了首次联系时间还没人接的"},
    ),
    "Contact": record(
        due_at={"type": "string", "format": "date-time"}, words=TEXT, level={"enum": ["far", "near", "over"]}
    ),
    "QueueRow": {
        "type": "object",
        "properties": {
            "id": TEXT,
            "urgent": YES,
            "danger": {**TEXT, "description": "紧急的是哪一种：自伤、暴力、儿童……"},
            "lanes": listing(named("Lane")),
            "contact": {"anyOf": [named("Contact"), {"type": "null"}], "description": "首次联系的期限"},
        },
        "required": ["id", "urgent", "lanes", "contact"],
    },
    "Queue": record(
        rows={
            **listing(named("QueueRow")),
            "description": "紧急在前（按种类），再按通道、期限、先来后到",
        },
        lanes={**listing(named("LaneCount")), "description": "这一列表里每条通道有几位"},
        counts={"type": "object"},
    ),
    "Today": {
        "type": "object",
        "properties": {"lanes": {**listing(named("LaneCount")), "description": "每条通道几位在等、几位超时"}},
        "required": ["lanes"],
    },
    "LaneNote": record(
        id=TEXT,
        title=TEXT,
        advice=listing(record(text=TEXT, citations=listing(TEXT))),
        partners={**listing(TEXT), "description": "可以请来一起办的部门和电话"},
        source={**TEXT, "description": "哪项工作安排"},
    ),
    "Brief": {
        "type": "object",
        "properties": {
            "handoff": named("QueueRow"),
            "lanes": listing(named("LaneNote")),
            "together": {**YES, "description": "几个人一起申请的，见 members"},
            "ticks": {**YES, "description": "有办理清单，见 checklist"},
        },
        "required": ["handoff", "lanes", "together", "ticks"],
    },
    "Members": record(
        rows=listing({"type": "object"}),
        count=NUMBER,
        total_fen={**NUMBER, "description": "各人之和，分"},
        fits={**YES, "description": "和名单的合计一分不差"},
    ),
    "Checklist": record(
        title=TEXT, filled={**YES, "description": "法院填过没有"}, items=listing({"type": "object"})
    ),
    "TickForm": record(item=TEXT, done=YES),
    "Report": record(
        first=TEXT,
        last=TEXT,
        totals=listing({"type": "object"}),
        disputes=listing({"type": "object"}),
        outcomes=listing({"type": "object"}),
        people=listing({"type": "object"}),
        questions=listing({"type": "object"}),
    ),
    "Sheet": record(
        id=TEXT,
        title=TEXT,
        about=TEXT,
        columns=listing({"type": "object"}),
        lines=listing({"type": "object", "additionalProperties": TEXT}),
        n=NUMBER,
        versions=listing({"type": "object"}),
    ),
    "SheetChecked": record(faults=listing(TEXT), changes=listing({"type": "object"})),
    "FlowQuestions": record(title=TEXT, questions=listing({"type": "object"})),
    "Question": record(
        key=TEXT,
        label=TEXT,
        ask=TEXT,
        words=named("Words"),
        fixed={**TEXT, "description": "为什么不能改，能改就是空的"},
        n=NUMBER,
        flows=listing({"type": "object"}),
        versions=listing({"type": "object"}),
    ),
    "WordsChecked": record(
        faults=listing(TEXT), changes=listing({"type": "object"}), says=listing({"type": "object"})
    ),
    "Asked": record(
        rows=listing({"type": "object"}),
        page=NUMBER,
        pages=NUMBER,
        clusters=NUMBER,
        questions=NUMBER,
        told={**NUMBER, "description": "最近7天得到答案的人"},
    ),
    "Settled": record(draft=YES, batch=TEXT),
    "Undone": record(questions=NUMBER),
    "Entry": record(entry=named("EntryForm"), n=NUMBER),
    "Saved": {
        "type": "object",
        "properties": {
            "item": {"type": ["object", "null"]},
            "live": {**YES, "description": "已经全部生效；否则有草稿等训练"},
            "now": {**listing(TEXT), "description": "马上生效的是哪几项"},
            "later": {**listing(TEXT), "description": "训练并发布以后才生效的是哪几项"},
        },
        "required": ["item", "live"],
    },
    "Checked": record(
        faults=listing(TEXT),
        hints=listing(TEXT),
        trains=YES,
        now={**listing(TEXT), "description": "保存后马上生效的是哪几项"},
        later={**listing(TEXT), "description": "训练并发布以后才生效的是哪几项"},
        citations=listing({"type": "object"}),
        says=listing({}),
    ),
    "Tried": record(says=listing({}), ranked=listing(record(title=TEXT, percent=NUMBER)), source=TEXT),
    "Training": {
        "type": "object",
        "properties": {
            "training": record(
                state={"enum": ["idle", "running", "published", "refused", "failed"]},
                percent=NUMBER,
                stage=TEXT,
                error=TEXT,
                report={"type": ["object", "null"]},
            )
        },
        "required": ["training"],
    },
    "Password": record(login=TEXT, name=TEXT, password={**TEXT, "description": "只显示这一次"}),
    "Batch": record(id=TEXT),
    "BatchConsent": record(mediates=YES, sure={**YES, "description": "机构已经书面确认"}),
    "BatchFiled": record(state={"enum": ["checked", "running", "done"]}, filed=NUMBER, waiting=NUMBER),
    "BatchMoved": record(moved=NUMBER),
    "BatchMove": record(
        rows=listing(NUMBER), stage={"enum": ["preserve", "mediate", "file", "try", "enforce"]}, note=TEXT
    ),
    "BatchMeasures": record(rows=listing(NUMBER), on={"type": "string", "format": "date"}),
    "BatchOutcome": record(rows=listing(NUMBER), outcome=TEXT, note=TEXT),
    "BatchOpen": {
        "type": "object",
        "properties": {"to": {**TEXT, "description": "同事的账号，空着就是自己"}},
    },
    "TemplateItem": record(item={"type": "object"}),
    "TemplateChecked": {
        "type": "object",
        "properties": {
            "faults": listing(record(where=TEXT, near=TEXT, what=TEXT)),
            "item": {"type": "object"},
        },
        "required": ["faults"],
    },
    "Evidence": record(
        items=listing({"type": "object"}),
        checklist=listing({"type": "object"}),
        entries=listing(TEXT),
        title=TEXT,
    ),
    "EvidenceEdit": {
        "type": "object",
        "properties": {
            "op": {"enum": ["rotate", "up", "down", "place", "item", "split", "join", "drop", "drop_all"]},
            "to": {**TEXT, "maxLength": 400},
        },
        "required": ["op"],
    },
    "EvidenceWish": record(item=TEXT, key=TEXT),
    "Broken": record(broken={**NUMBER, "description": "0：完整"}),
}
