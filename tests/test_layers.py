"""The arrows between the layers, and the sizes of files and functions."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.tree import (
    PACKAGES,
    ROOT,
    cycles,
    header,
    modules,
    numbers,
    package_cycles,
    parse,
    span,
)

MAX_FILE = 400  # lines
MAX_FUNCTION = 50  # lines

FLOOR = ("bot.law", "bot.text", "bot.locality", "flows", "nlu.keywords", "nlu.parse")
MIDDLE = ("bot.model", "bot.errors", "bot.ports", "bot.dialogue")
ADAPTERS = ("bot.store", "bot.channels", "bot.papers", "bot.metrics", "nlu.client")
DESK = ("bot.desk",)
#: What every page shares, whoever it is for: headers, files by content hash, looking at uploads.
WEB = ("bot.channels.bounds", "bot.channels.headers", "bot.channels.static_files", "bot.channels.thumbs")
#: What starts and joins the parts; these may see everything.
TOP = tuple(
    f"bot.{name}"
    for name in (
        "app system office background __main__ commands health up embedded children settings keys".split()
    )
)
#: Every other module directly in `bot` is a use case: conversation, handoff, casework, content, reports ...
USE_CASES = tuple(
    name
    for path in sorted((ROOT / "bot").glob("*.py"))
    if (name := f"bot.{path.stem}") not in MIDDLE + ADAPTERS + TOP and path.stem != "__init__"
)

#: Libraries without I/O that the floor may use beside the standard library.
PURE_LIBRARIES = frozenset({"yaml", "opencc", "lunar_python", "dateutil", "nlu"})
#: Parts of the standard library that reach outside.
IMPURE = frozenset(
    "asyncio ctypes http logging multiprocessing os random secrets select shutil signal socket "
    "sqlite3 subprocess tempfile threading urllib".split()
)

#: The four edges where anything may go wrong and the service must go on; each logs what went wrong.
EDGES = {"turn", "outbox row", "websocket loop", "train"}
#: Where the edges are: `path:function` -> edge.
BROAD: dict[str, str] = {"bot/channels/outbox.py:Outbox._safely": "outbox row"}


def is_in(name: str, layers: tuple[str, ...]) -> bool:
    return any(name == layer or name.startswith(f"{layer}.") for layer in layers)


def may_import(module: str, name: str) -> bool:
    """Whether the arrow `module` -> `name` points downwards."""
    top = module.split(".", maxsplit=1)[0]
    if top in {"flows", "nlu"} and name.split(".", maxsplit=1)[0] == "bot":
        return False
    if name in PACKAGES:
        return True
    if is_in(module, FLOOR):
        return is_in(name, FLOOR)
    if is_in(module, MIDDLE):
        return is_in(name, FLOOR + MIDDLE)
    if is_in(module, USE_CASES):
        return is_in(name, FLOOR + MIDDLE + USE_CASES)
    if is_in(module, ADAPTERS):
        own = tuple(layer for layer in ADAPTERS if is_in(module, (layer,)))
        return is_in(name, (*FLOOR, "bot.model", "bot.errors", "bot.ports", *own))
    if is_in(module, DESK):
        return is_in(name, (*FLOOR, *MIDDLE, *USE_CASES, *DESK, *WEB))
    return True


def offenders(found: list[str]) -> str:
    return "\n" + "\n".join(sorted(found))


def ours() -> tuple:
    return modules(*PACKAGES)


def floor() -> list:
    return [module for module in ours() if is_in(module.name, FLOOR)]


def test_arrows_point_downwards():
    found = [
        f"{module.path}:{line}: {module.name} must not import {name}"
        for module in ours()
        for name, line in module.imports()
        if not may_import(module.name, name)
    ]
    assert not found, offenders(found)


@pytest.mark.parametrize(
    ("module", "name", "allowed"),
    [
        ("bot.law.fees", "bot.text.amounts", True),
        ("bot.law.fees", "bot.model", False),
        ("flows.engine", "bot.model", False),
        ("nlu.client", "bot.errors", False),
        ("bot.model", "flows.engine", True),
        ("bot.dialogue.turn", "bot.conversation", False),
        ("bot.conversation", "bot.ports", True),
        ("bot.conversation", "bot.store.cases", False),
        ("bot.store.cases", "bot.store.tables", True),
        ("bot.store.cases", "bot.channels.wechat", False),
        ("bot.store.cases", "bot.handoff", False),
        ("bot.channels.webchat", "bot.conversation", False),
        ("bot.channels.webchat", "bot.dialogue.turn", False),
        ("bot.desk.routes", "bot.handoff", True),
        ("bot.desk.routes", "bot.store.cases", False),
        ("bot.desk.routes", "bot.channels.headers", True),
        ("bot.desk.routes", "bot.channels.webchat", False),
        ("bot.desk.routes", "bot.app", False),
        ("bot.papers.fill", "bot.settings", False),
        ("bot.app", "bot.store.cases", True),
        ("bot.textual", "bot.app", True),
    ],
)
def test_the_arrow_rule_itself(module, name, allowed):
    assert may_import(module, name) is allowed


def test_floor_uses_pure_libraries_only():
    allowed = (sys.stdlib_module_names - IMPURE) | PURE_LIBRARIES | {"__future__"}
    found = [
        f"{module.path}:{line}: {name}"
        for module in floor()
        for name, line in module.outside()
        if name not in allowed
    ]
    assert not found, offenders(found)


def test_floor_waits_for_nothing():
    kinds = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    found = [
        f"{module.path}:{node.lineno}: {type(node).__name__}"
        for module in floor()
        for node in ast.walk(module.tree)
        if isinstance(node, kinds)
    ]
    assert not found, offenders(found)


def test_no_clock_below_the_use_cases():
    found = [
        f"{module.path}:{line}: {clock}() (today is passed in)"
        for module in ours()
        if is_in(module.name, FLOOR + MIDDLE + USE_CASES)
        for clock, line in module.clocks()
    ]
    assert not found, offenders(found)


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("datetime.now(tz)", "datetime.now"),
        ("datetime.datetime.now()", "datetime.now"),
        ("date.today()", "date.today"),
        ("time.time()", "time.time"),
        ("sorted(x, key=time.time)", "time.time"),
        ("clock.now()", None),
        ("loop.time()", None),
    ],
)
def test_clocks_are_recognised(line, clock):
    found = [name for name, _ in parse("bot/law/x.py", line).clocks()]
    assert found == ([clock] if clock else [])


def test_broad_excepts_stand_at_the_named_edges_only():
    found = {f"{module.path}:{function}" for module in ours() for function, _ in module.broad_excepts()}
    assert found == set(BROAD), offenders(sorted(found ^ set(BROAD)))
    assert set(BROAD.values()) <= EDGES


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("try:\n    f()\nexcept:\n    pass", 1),
        ("try:\n    f()\nexcept Exception:\n    pass", 1),
        ("try:\n    f()\nexcept (OSError, BaseException) as exc:\n    pass", 1),
        ("with contextlib.suppress(Exception):\n    f()", 1),
        ("try:\n    f()\nexcept (OSError, ValueError):\n    pass", 0),
    ],
)
def test_broad_excepts_are_recognised(text, count):
    assert len(list(parse("bot/x.py", text).broad_excepts())) == count


def test_modules_do_not_import_each_other():
    found = cycles(ours())
    assert not found


def test_packages_do_not_import_each_other():
    found = package_cycles(ours())
    assert not found


def test_every_module_says_what_it_is():
    found = [
        module.path
        for module in modules(*PACKAGES, "tests")
        if not ast.get_docstring(module.tree) and not Path(module.path).name.startswith("test_")
    ]
    assert not found, offenders(found)


def test_public_functions_of_the_law_say_what_they_do():
    found = [
        f"{module.path}:{function.lineno}: {function.name}"
        for module in ours()
        if is_in(module.name, ("bot.law", "bot.text", "flows", "bot.ports"))
        for function in module.public_functions()
        if not ast.get_docstring(function)
    ]
    assert not found, offenders(found)


def test_files_are_short():
    found = [
        f"{module.path}: {module.lines} lines" for module in modules(*PACKAGES) if module.lines > MAX_FILE
    ]
    assert not found, offenders(found)


def test_functions_are_short():
    found = [
        f"{module.path}:{function.lineno}: {function.name} has {span(function)} lines"
        for module in modules(*PACKAGES, "tests")
        for function in module.functions()
        if span(function) > MAX_FUNCTION
    ]
    assert not found, offenders(found)


def test_names_say_what_a_module_does():
    empty_words = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    found = [module.path for module in ours() if empty_words & set(module.name.split("."))]
    assert not found, offenders(found)


def test_the_numbers(capsys):
    rows = [numbers(package, modules(package)) for package in PACKAGES]
    rows += [numbers("all", ours()), numbers("tests", modules("tests"))]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join([header(), "|---" * 12 + "|", *rows]) + "\n")
    assert ours()
    assert (ROOT / "bot").is_dir()
