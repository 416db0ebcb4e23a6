"""What a template may say: placeholders, conditions and loops over lists that are there. Nothing else.

Admins edit templates, so every piece of template source is vetted before it is compiled, wherever docxtpl
finds it (body, headers, footers, notes, properties, even an attribute): no calls, no arithmetic, no
attributes but the parts of the known values, no loops over anything but the known lists. The sandbox of
jinja2 stands behind that as a second wall.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, Final

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.papers.names import LOOP, Shape

#: Loops inside loops: rows of a table inside a list.
DEPTH: Final = 2
_COUNTS: Final = frozenset({"length", "count"})
ONLY: Final = "只能用占位符、条件和循环，不能用函数、计算和别的写法"


class Gate(ImmutableSandboxedEnvironment):
    """An environment for one paper; what it compiles was vetted first."""

    def __init__(self, known: Mapping[str, Shape]) -> None:
        """`known` is what the paper is filled with."""
        super().__init__(autoescape=True)
        self._names = dict(known)
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: self.filters[name] for name in _COUNTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        faults = vet(tree, self._names)
        if faults:
            line, words = faults[0]
            raise TemplateSyntaxError(words, line, name, filename)
        return tree


def vet(tree: nodes.Template, known: Mapping[str, Shape]) -> list[tuple[int, str]]:
    """(line, what is wrong) of everything a template may not say."""
    walk = _Walk()
    for node in tree.body:
        walk.statement(node, dict(known), 0)
    return walk.faults


class _Walk:
    def __init__(self) -> None:
        self.faults: list[tuple[int, str]] = []

    def fault(self, node: nodes.Node, words: str) -> Shape:
        self.faults.append((node.lineno, words))
        return None

    def statement(self, node: nodes.Node, scope: dict[str, Shape], depth: int) -> None:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                self.printed(part, scope)
        elif isinstance(node, nodes.If):
            self.value(node.test, scope)
            for inner in (*node.body, *node.elif_, *node.else_):
                self.statement(inner, scope, depth)
        elif isinstance(node, nodes.For):
            self.loop(node, scope, depth)
        else:
            self.fault(node, ONLY)

    def printed(self, node: nodes.Node, scope: dict[str, Shape]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        before = len(self.faults)
        if self.value(node, scope) is not None and len(self.faults) == before:
            self.fault(node, f"{_name(node)}是一组内容，要用循环一行一行写，或者写上它的哪一部分")

    def loop(self, node: nodes.For, scope: dict[str, Shape], depth: int) -> None:
        before = len(self.faults)
        shape = self.value(node.iter, scope)
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
            self.fault(node, ONLY)
        elif depth >= DEPTH:
            self.fault(node, f"循环套得太深，最多{DEPTH}层")
        elif not isinstance(shape, list):
            if len(self.faults) == before:
                self.fault(node, f"{_name(node.iter)}不是一组内容，不能循环")
        else:
            inner = {**scope, node.target.name: shape[0], "loop": LOOP}
            for child in (*node.body, *node.else_):
                self.statement(child, inner, depth + 1)

    def value(self, node: nodes.Node, scope: Mapping[str, Shape]) -> Shape:
        """The shape of an expression."""
        match node:
            case nodes.Name():
                return scope[node.name] if node.name in scope else self.unknown(node, node.name, scope)
            case nodes.Getattr():
                return self.part(node, scope)
            case nodes.Const():
                return None
            case nodes.Filter(node=nodes.Expr() as counted, name=name, args=[]) if name in _COUNTS:
                self.value(counted, scope)
                return None
            case nodes.Not():
                self.value(node.node, scope)
                return None
            case nodes.And() | nodes.Or():
                self.value(node.left, scope)
                self.value(node.right, scope)
                return None
            case nodes.Compare():
                for one in (node.expr, *(operand.expr for operand in node.ops)):
                    self.value(one, scope)
                return None
        return self.fault(node, ONLY)

    def part(self, node: nodes.Getattr, scope: Mapping[str, Shape]) -> Shape:
        before = len(self.faults)
        whole = self.value(node.node, scope)
        if len(self.faults) > before:
            return None
        if isinstance(whole, dict) and node.attr in whole:
            return whole[node.attr]
        known = whole if isinstance(whole, dict) else {}
        return self.unknown(node, f"{_name(node.node)}.{node.attr}", known, node.attr)

    def unknown(self, node: nodes.Node, said: str, known: Mapping[str, Any], part: str = "") -> Shape:
        near = difflib.get_close_matches(part or said, [*known], n=1, cutoff=0.5)
        whole = f"{said.rpartition('.')[0]}.{near[0]}" if near and part else (near[0] if near else "")
        hint = f"，是不是“{whole}”" if whole else ""
        return self.fault(node, f"没有“{said}”这个占位符{hint}")


def _name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_name(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "这里"
