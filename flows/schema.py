"""Load flows from YAML and prove them: every fault at once, with file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from flows import layout
from flows.columns import split_faults
from flows.engine import Json
from flows.layout import Layout
from flows.papers import sued_when
from flows.steps import Column, Option, Step

__all__ = [
    "Column",
    "Flow",
    "Known",
    "Option",
    "Step",
    "citations_in",
    "fields_of",
    "load",
    "prove",
    "read_yaml",
]

#: Longest question that still fits one WeChat bubble with progress, hint and buttons (2,048 bytes).
ASK_CHARS = 300

#: Name of a common part -> (file, its steps as parsed).
Parts = Mapping[str, tuple[Path, Any]]

STEP_KEYS = frozenset(
    "id ask label read why hint law section options facts when required unknown scope version "
    "sensitive check aka direction refusal wrong paper columns hear stands".split()
)
#: In the order of the fields of `Option`.
OPTION_KEYS = ("label", "words", "door", "joins", "danger")
COLUMN_KEYS = frozenset({"label", "read", "required", "aka"})
#: What a cell of a list may hold: these readers find one value among other words.
COLUMN_READERS = frozenset("amount date name party short_text plate phone id_number address".split())
FLOW_KEYS = frozenset(
    "id title cause law intro steps checks evidence papers claims total complaint regime words"
    " narrative".split()
)

#: What conditions and the sentences of papers say about any answer; no option may be called so.
RESERVED = frozenset({"none", "known", "unknown", "answered"})


@dataclass(frozen=True, slots=True)
class Flow:
    """The questions of one kind of dispute."""

    id: str
    rev: str  #: hash over everything a citizen could notice
    title: str  #: how people call it: 借钱不还
    cause: str  #: 案由
    steps: tuple[Step, ...]
    law: tuple[str, ...] = ()
    intro: str = ""
    checks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    #: paper -> what the answers must say for it: a payment order is for who is owed
    paper_when: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    claims: tuple[str, ...] = ()  #: lines of the 请求事项, with {field} placeholders
    claim_rows: tuple[str, ...] = ()  #: row of the complaint each of `claims` belongs to, "" for none
    complaint: Layout = field(default_factory=Layout)  #: the order a court expects
    #: sentences of 事实与理由 with {field}, {field:option}, {A} who applies, {B} the other side; of several
    #: ways to say one thing the first that can be filled is taken
    narrative: tuple[tuple[str, ...], ...] = ()
    #: 标的总额: the sums that are asked for (`plus`), what is taken off (`less`), and the step that agrees
    #: interest, before which what was paid counts for the interest first (民法典561)
    total: Mapping[str, Json] = field(default_factory=dict)
    regime: str = ""
    words: tuple[str, ...] = ()  #: what people may type to choose it

    def step(self, step_id: str) -> Step:
        """Raises KeyError for a name the flow does not have."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def to_json(self) -> dict[str, Any]:
        """For the revision store; `from_json` is the reverse."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Flow:
        """Build a flow that was proven when it was published."""
        rows = dict(data)
        steps = tuple(_step_from(dict(row)) for row in rows.pop("steps"))
        narrative = _ways(rows.pop("narrative", ()))
        complaint = Layout.from_json(rows.pop("complaint", None))
        return cls(steps=steps, narrative=narrative, complaint=complaint, **_tuples(rows))


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _ways(rows: Any) -> tuple[tuple[str, ...], ...]:
    return tuple((row,) if isinstance(row, str) else tuple(row) for row in rows)


def _step_from(row: dict[str, Any]) -> Step:
    options = {
        k: Option(v["label"], tuple(v["words"]), v.get("door", ""), v.get("joins", ""), v.get("danger", ""))
        for k, v in row.pop("options").items()
    }
    columns = {k: Column(**_tuples(v)) for k, v in row.pop("columns", {}).items()}
    return Step(options=options, columns=columns, **_tuples(row))


@dataclass(frozen=True, slots=True)
class Known:
    """What flows may refer to, handed in by the caller because this package knows no readers or rules."""

    readers: Collection[str]
    rules: Collection[str]
    papers: Collection[str]
    doors: Collection[str] = ()
    dangers: Collection[str] = ()  #: flags of bot/law/tables/danger_kinds.yml
    citation_faults: Mapping[str, str] = field(
        default_factory=dict
    )  #: dead citation -> why; see `citations_in`


class _Lines(yaml.SafeLoader):
    """Remembers the line of every mapping under the key `__line__`."""


def _mapping(loader: _Lines, node: yaml.MappingNode) -> dict[str, Any]:
    data: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    data["__line__"] = node.start_mark.line + 1
    return data


#: YAML 1.1 reads yes/no/on/off as booleans; here they are option keys.
_Lines.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Lines.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """Parsed YAML with `__line__` in every mapping; raises yaml.YAMLError."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Lines)  # noqa: S506 - a SafeLoader with line numbers


def load(folder: Path, known: Known) -> tuple[dict[str, Flow], list[str]]:
    """All flows of `folder`/disputes with the parts of `folder`/common put in; and all faults found.

    A fault reads `disputes/wage_claim.yml:12: unknown reader 'amout'`.
    """
    faults: list[str] = []
    parts = {path.stem: (path, _parsed(path, faults)) for path in sorted((folder / "common").glob("*.yml"))}
    flows: dict[str, Flow] = {}
    for path in sorted((folder / "disputes").glob("*.yml")):
        data = _parsed(path, faults)
        if not isinstance(data, dict):
            faults.append(f"disputes/{path.name}:1: a flow is a mapping")
            continue
        flow = _flow(path, data, parts, faults)
        if flow:
            faults += [f"disputes/{path.name}: {fault}" for fault in prove(flow, known)]
            flows[flow.id] = flow
    return flows, faults


def _parsed(path: Path, faults: list[str]) -> Any:
    try:
        return read_yaml(path)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        faults.append(f"{path.parent.name}/{path.name}:{mark.line + 1 if mark else 1}: {exc}")
        return None


def _flow(
    path: Path, data: dict[str, Any], parts: Mapping[str, tuple[Path, Any]], faults: list[str]
) -> Flow | None:
    where = f"disputes/{path.name}:{data.pop('__line__')}"
    faults += [f"{where}: unknown key '{key}'" for key in sorted(set(data) - FLOW_KEYS)]
    missing = [key for key in ("id", "title", "cause", "steps") if key not in data]
    if missing:
        faults.append(f"{where}: missing {', '.join(missing)}")
        return None
    if data["id"] != path.stem:
        faults.append(f"{where}: id '{data['id']}' differs from the file name")
    steps = [
        step for row_path, row in _rows(path, data, parts, faults) if (step := _step(row_path, row, faults))
    ]
    plain = {k: _bare(v, top=False) for k, v in data.items() if k in FLOW_KEYS - {"steps"}}
    text = json.dumps(
        [plain, [[asdict(step), list(step.columns)] for step in steps]],
        ensure_ascii=False,
        sort_keys=True,
        default=str,
    )
    rev = hashlib.sha256(text.encode()).hexdigest()[:10]
    narrative = _ways(plain.pop("narrative", ()))
    try:
        written = layout.written(plain)
    except ValueError as exc:
        faults.append(f"{where}: {exc}")
        return None
    return Flow(rev=rev, steps=tuple(steps), narrative=narrative, **{**_tuples(plain), **written})


def _rows(
    path: Path, data: dict[str, Any], parts: Parts, faults: list[str]
) -> Iterator[tuple[Path, dict[str, Any]]]:
    for row in data["steps"]:
        if "part" not in row:
            yield path, row
        elif row["part"] not in parts:
            faults.append(f"disputes/{path.name}:{row['__line__']}: unknown part '{row['part']}'")
        else:
            part_path, part = parts[row["part"]]
            for inner in part or []:
                own = sued_when(inner.get("when") or {}, data.get("papers", ()))
                if own is None:
                    continue
                when = [c for c in (row.get("when"), own) if c]
                yield (
                    part_path,
                    {**inner, "when": {"all": when} if len(when) > 1 else (when[0] if when else {})},
                )


def _step(path: Path, row: dict[str, Any], faults: list[str]) -> Step | None:
    row = _bare(row)
    line = row.pop("__line__", 1)
    where = f"{path.parent.name}/{path.name}:{line}"
    faults += [f"{where}: unknown key '{key}'" for key in sorted(set(row) - STEP_KEYS)]
    missing = [key for key in ("id", "ask", "label", "read", "why") if not row.get(key)]
    if missing:
        faults.append(f"{where}: step '{row.get('id', '?')}' lacks {', '.join(missing)}")
        return None
    facts = row.get("facts", {})
    row["facts"] = {spec: str(facts[spec]) if isinstance(facts, dict) else "" for spec in facts}
    for key in ("law", "check", "aka"):
        value = row.get(key, ())
        row[key] = (value,) if isinstance(value, str) else tuple(value)
    options = row.get("options", {})
    faults += [
        f"{where}: option '{key}' has the unknown key '{extra}', it may have {', '.join(OPTION_KEYS)}"
        for key, value in options.items()
        for extra in (value if isinstance(value, dict) else ())
        if extra not in OPTION_KEYS
    ]
    row["options"] = {str(key): _option(value) for key, value in options.items()}
    row["columns"] = _columns(row.get("columns") or {}, f"{where}: step '{row['id']}'", faults)
    return Step(**{key: value for key, value in row.items() if key in STEP_KEYS})


def _bare(value: Any, *, top: bool = True) -> Any:
    """The same data without `__line__` below the top."""
    if isinstance(value, dict):
        return {k: _bare(v, top=False) for k, v in value.items() if top or k != "__line__"}
    return [_bare(v, top=False) for v in value] if isinstance(value, list) else value


def _option(value: Any) -> Option:
    if isinstance(value, dict):
        words = tuple(map(str, value.get("words", ())))
        return Option(value["label"], words, *(value.get(key, "") for key in OPTION_KEYS[2:]))
    return Option(str(value))


def _columns(rows: Any, where: str, faults: list[str]) -> dict[str, Column]:
    if not isinstance(rows, dict):
        faults.append(f"{where}: columns are a mapping of key to {{label, read}}")
        return {}
    columns: dict[str, Column] = {}
    for key, row in rows.items():
        if not isinstance(row, dict) or not {"label", "read"} <= set(row) <= COLUMN_KEYS:
            faults.append(f"{where}: column '{key}' needs label and read, and may have required and aka")
        else:
            columns[str(key)] = Column(**_tuples(row))
    return columns


def prove(flow: Flow, known: Known) -> list[str]:
    """Everything that is wrong with a flow, in words that name step and remedy."""
    faults: list[str] = []
    before: set[str] = set()
    for step in flow.steps:
        here = f"step '{step.id}':"
        if step.id in before:
            faults.append(f"{here} defined twice")
        faults += [f"{here} {fault}" for fault in _step_faults(step, known)]
        for name in fields_of(step.when):
            if name not in before:
                faults.append(
                    f"{here} condition on '{name}', which is not asked before it (unreachable or cyclic)"
                )
        before.add(step.id)
    faults += [
        f"step '{step.id}': option joins '{option.joins}', which is never asked"
        for step in flow.steps
        for option in step.options.values()
        if option.joins and option.joins not in before
    ]
    faults += [
        f"total: '{name}' is never asked"
        for names in flow.total.values()
        for name in (names if isinstance(names, list) else [names])
        if name not in before
    ]
    faults += [f"unknown rule '{rule}'" for rule in flow.checks if rule not in known.rules]
    faults += [f"unknown paper '{paper}'" for paper in flow.papers if paper not in known.papers]
    faults += [
        f"paper '{paper}': condition on '{name}', which is never asked"
        for paper, when in flow.paper_when.items()
        for name in fields_of(when)
        if name not in before
    ]
    faults += layout.faults(flow.complaint, before, flow.claim_rows)
    faults += [
        f"complaint: '{item.label}': condition on '{name}', which is never asked"
        for part in flow.complaint.parts
        for item in part.items
        for name in fields_of(item.when)
        if name not in before
    ]
    faults += [
        f"dead citation '{c}': {why}" for c in citations_in(flow) if (why := known.citation_faults.get(c))
    ]
    return faults


def _step_faults(step: Step, known: Known) -> list[str]:
    faults = []
    if step.read not in known.readers:
        faults.append(f"unknown reader '{step.read}'")
    if step.read == "choice" and len(step.options) < 2:
        faults.append("a choice needs at least two options")
    if not step.law:
        faults.append("has no citation")
    if len(step.ask) > ASK_CHARS:
        faults.append(f"question is longer than {ASK_CHARS} characters")
    if step.read not in {"choice", "yes_no", "consent"} and not step.hint:
        faults.append("has no example (hint)")
    if step.scope and not step.version:
        faults.append("a consent needs the version of its text")
    if step.read == "rows" and not step.columns:
        faults.append("a list (rows) needs columns")
    if step.columns and step.read != "rows":
        faults += split_faults(step.read, [column.read for column in step.columns.values()])
    faults += [
        f"column '{key}' has unknown reader '{column.read}'"
        for key, column in step.columns.items()
        if column.read not in COLUMN_READERS
    ]
    faults += [f"unknown rule '{rule}'" for rule in step.check if rule not in known.rules]
    if clash := {key for key in step.options if key in RESERVED or key.startswith("not_")}:
        faults.append(f"option '{min(clash)}' is a word of conditions and sentences, choose another key")
    doors = {option.door for option in step.options.values()} - {"", *known.doors}
    faults += [f"unknown door '{door}'" for door in sorted(doors)]
    faults += [
        f"option '{key}': unknown danger '{option.danger}', write one of {', '.join(known.dangers)}"
        for key, option in step.options.items()
        if option.danger and option.danger not in known.dangers
    ]
    faults += [
        f"fact gives unknown option '{key}'" for key in step.facts.values() if key and key not in step.options
    ]
    return faults


def fields_of(condition: Mapping[str, Json]) -> Iterator[str]:
    """Names of the fields a condition looks at."""
    for key, want in condition.items():
        if key in {"any", "all", "not"}:
            for part in want if isinstance(want, list) else [want]:
                if isinstance(part, dict):
                    yield from fields_of(part)
        else:
            yield key


def citations_in(flow: Flow) -> Iterator[str]:
    """Every citation a flow uses."""
    yield from flow.law
    for step in flow.steps:
        yield from step.law
