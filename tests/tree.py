"""The product's own source, parsed once, and the numbers that describe it."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "nlu", "flows")
CLOCKS = frozenset(
    f"{owner}.{name}"
    for owner, names in {
        "datetime": ("now", "today", "utcnow"),
        "date": ("today",),
        "time": ("time", "time_ns", "localtime", "gmtime"),
    }.items()
    for name in names
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One source file."""

    path: str  #: relative to the root
    name: str  #: dotted
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def imports(self) -> set[tuple[str, int]]:
        """Modules of ours that this one names, with the line; `from a import b` is both `a` and `a.b`."""
        return self._ours(ast.walk(self.tree))

    def imports_at_run_time(self) -> set[tuple[str, int]]:
        """The same without those that only type checkers see."""
        hidden = {
            inner
            for node in ast.walk(self.tree)
            if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
            for inner in ast.walk(node)
        }
        return self._ours(node for node in ast.walk(self.tree) if node not in hidden)

    def _ours(self, nodes: Iterable[ast.AST]) -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        for node in nodes:
            if isinstance(node, ast.Import):
                found |= {(alias.name, node.lineno) for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                found |= {(f"{base}.{alias.name}", node.lineno) for alias in node.names}
                found.add((base, node.lineno))
        return {(name, line) for name, line in found if name.split(".")[0] in PACKAGES}

    def outside(self) -> set[tuple[str, int]]:
        """Top-level packages that are not ours."""
        found: set[tuple[str, int]] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {(alias.name.split(".")[0], node.lineno) for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add((node.module.split(".")[0], node.lineno))
        return {(name, line) for name, line in found if name not in PACKAGES}

    def public_functions(self) -> Iterator[Function]:
        """Functions others call: no underscore in their own name or that of a class, none inside another."""
        yield from _public(self.tree)

    def clocks(self) -> Iterator[tuple[str, int]]:
        """Places that read the machine's clock."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                owner = node.value
                name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
                if f"{name}.{node.attr}" in CLOCKS:
                    yield f"{name}.{node.attr}", node.lineno

    def broad_excepts(self) -> Iterator[tuple[str, int]]:
        """Enclosing function and line of every `except:`, `except Exception` and `suppress(Exception)`."""
        yield from self._broad(self.tree, "")

    def _broad(self, node: ast.AST, function: str) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            is_named = isinstance(child, Function | ast.ClassDef)
            inner = f"{function}.{child.name}".lstrip(".") if is_named else function
            if _swallows_all(child):
                yield function, child.lineno
            yield from self._broad(child, inner)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        is_package = self.path.endswith("__init__.py")
        parts = self.name.split(".")
        parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
        return ".".join([*parts, *([node.module] if node.module else [])])


def _swallows_all(node: ast.AST) -> TypeGuard[ast.ExceptHandler | ast.Call]:
    if isinstance(node, ast.ExceptHandler):
        return node.type is None or _is_broad(node.type)
    is_suppress = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress")
    return is_suppress and any(_is_broad(argument) for argument in node.args)


def _is_broad(node: ast.expr) -> bool:
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(ast.unparse(name).split(".")[-1] in {"Exception", "BaseException"} for name in names)


def _public(node: ast.Module | ast.ClassDef) -> Iterator[Function]:
    for child in node.body:
        if isinstance(child, Function | ast.ClassDef) and not child.name.startswith("_"):
            if isinstance(child, ast.ClassDef):
                yield from _public(child)
            else:
                yield child


def parse(path: str, text: str) -> Module:
    """`text` as the module that `path` names."""
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Module(path, name, text, ast.parse(text, path))


def sources(*folders: str) -> list[Path]:
    """Our Python files below `folders`; nothing from environments."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if not any(part.startswith(".") or part == "site-packages" for part in path.relative_to(ROOT).parts)
    )


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    return tuple(
        parse(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in sources(*folders)
    )


def span(function: Function) -> int:
    """Lines of a function, without its decorators."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def package(name: str) -> str:
    """`bot.store.cases` -> `bot.store`; `bot.conversation`, `flows` and `nlu` stand for themselves."""
    parts = name.split(".")
    return ".".join(parts[: 2 if parts[0] == "bot" else 1])


def cycles(found: tuple[Module, ...]) -> list[tuple[str, str]]:
    """Pairs of modules that need each other when they run."""
    names = {module.name for module in found}
    arrows = {
        (module.name, name)
        for module in found
        for name, _ in module.imports_at_run_time()
        if name in names and name != module.name
    }
    return sorted((a, b) for a, b in arrows if a < b and (b, a) in arrows)


def package_cycles(found: tuple[Module, ...]) -> list[tuple[str, str]]:
    """Pairs of packages that import each other."""
    arrows = {(package(module.name), package(name)) for module in found for name, _ in module.imports()}
    return sorted((a, b) for a, b in arrows if a < b and (b, a) in arrows)


def numbers(title: str, found: tuple[Module, ...]) -> str:
    """One row of the table that `header` heads."""
    functions = [function for module in found for function in module.functions()]
    spans = [span(function) for function in functions] or [0]
    lines = [module.lines for module in found] or [0]
    public = [function for function in functions if not function.name.startswith("_")]
    comments = sum(_comments(module.text) for module in found)
    arguments = [argument for function in functions for argument in _arguments(function)]
    broad = sum(1 for module in found for _ in module.broad_excepts())
    cells = [
        title,
        len(found),
        f"{statistics.median(lines):.0f} / {_p90(lines)} / {max(lines)}",
        len(functions),
        f"{statistics.median(spans):.0f} / {_p90(spans)} / {max(spans)}",
        _share(sum(length > 50 for length in spans), len(spans), 1),
        f"{_documented(functions)} / {_documented(public)}",
        f"{_share(sum(bool(argument.annotation) for argument in arguments), len(arguments))} / "
        f"{_share(sum(_is_typed(function) for function in functions), len(functions))}",
        _share(sum(isinstance(function, ast.AsyncFunctionDef) for function in functions), len(functions)),
        f"{100 * comments / max(sum(lines), 1):.1f}",
        broad,
        len(package_cycles(found)),
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def header() -> str:
    return (
        "| tree | files | lines/file med / p90 / max | funcs | lines/func med / p90 / max | >50 lines "
        "| docstr. all / public | params typed / fully typed | async | comments per 100 loc "
        "| bare+broad except | mutual pkg imports |"
    )


def _p90(values: list[int]) -> int:
    return sorted(values)[min(int(len(values) * 0.9), len(values) - 1)]


def _share(part: int, whole: int, digits: int = 0) -> str:
    return f"{100 * part / max(whole, 1):.{digits}f} %"


def _documented(functions: list[Function]) -> str:
    return _share(sum(ast.get_docstring(function) is not None for function in functions), len(functions))


def _arguments(function: Function) -> list[ast.arg]:
    spec = function.args
    every = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]
    return [argument for argument in every if argument.arg not in {"self", "cls"}]


def _is_typed(function: Function) -> bool:
    return function.returns is not None and all(argument.annotation for argument in _arguments(function))


def _comments(text: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)
