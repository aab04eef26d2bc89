"""The rule: the architecture is a test. Arrows point one way, importing does no work, rooms stay small, docs tell."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webmap.access import ACCOUNT, PUBLIC, ROLES, declared_role, identify_with
from webmap.cli import projectmap
from webmap.query import PARAMETERS
from webmap.settings import environment_name, settings_table

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted([*(ROOT / "geo").rglob("*.py"), *(ROOT / "webmap").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
WEB = ("flask", "werkzeug", "jinja2", "folium", "branca", "waitress", "click", "webmap")
PURE = ("label.py", "style.py", "maps.py")  # of webmap: no request, no configuration
NAMELESS = {"utils", "helpers", "manager", "common", "misc"}


def _module(path: Path) -> str:
    """Return the dotted name of a file of the project."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module(path): path for path in CODE}


def _imports(path: Path, *, inside: bool = False) -> set[str]:
    """Return the modules that a file imports at its top, or `inside` functions too.

    `from package import module` is the module, not the package.
    """
    names: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if inside else tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= found & set(MODULES) if found <= set(MODULES) else {node.module, *(found & set(MODULES))}
    return names


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give each function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _fresh(code: str) -> str:
    """Run code in a fresh interpreter that writes no bytecode, and return what it printed."""
    command = [sys.executable, "-B", "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_domain_knows_nothing_of_the_web() -> None:
    modules = [_module(path) for path in CODE if path.is_relative_to(ROOT / "geo")]
    code = f"import sys, importlib\nfor name in {modules}: importlib.import_module(name)\nprint(*sys.modules)"
    loaded = _fresh(code).split()
    assert "geo.model" in loaded
    assert [name for name in loaded if name.split(".")[0] in WEB] == []


def test_what_is_pure_in_the_face_knows_no_request() -> None:
    for name in PURE:
        imported = {module.split(".")[0] for module in _imports(ROOT / "webmap" / name, inside=True)}
        assert not imported & {"flask", "werkzeug", "os"}, name


def test_the_domain_imports_in_one_direction() -> None:
    """A circle of imports means that two rooms are one room with two names."""
    wanted = {name: (_imports(path) & set(MODULES)) - {name} for name, path in MODULES.items()}
    ordered: set[str] = set()
    while ready := {name for name in wanted if name not in ordered and wanted[name] <= ordered}:
        ordered |= ready
    circles = {name: sorted(wanted[name] - ordered) for name in wanted if name not in ordered}
    assert circles == {}


def test_importing_reads_no_data_writes_nothing_and_opens_no_connection() -> None:
    """Whoever imports a module wants its names; files, settings and network belong to the call that needs them."""
    modules = [_module(path) for path in CODE if path.name != "__main__.py"]
    watch = (
        "import sys, importlib\n"
        "seen = []\n"
        "def hook(event, args):\n"
        "    if event == 'open' and isinstance(args[0], str):\n"
        "        written = isinstance(args[1], str) and set(args[1]) & set('wax+')\n"
        f"        inside = args[0].startswith({str(ROOT)!r}) and not args[0].endswith(('.py', '.pyc'))\n"
        "        if (written and args[0] != '/dev/null') or (inside and '.venv' not in args[0]): seen.append(args)\n"
        "    elif event in ('socket.connect', 'socket.getaddrinfo', 'sqlite3.connect'): seen.append((event, args))\n"
        "sys.addaudithook(hook)\n"
        f"for n in {modules}: importlib.import_module(n)\n"
        "print(seen)"
    )
    assert _fresh(watch).strip() == "[]"


def test_functions_are_small() -> None:
    lengths = {f"{_module(path)}.{function.name}": _length(function) for path in CODE for function in _functions(path)}
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert statistics.median(lengths.values()) <= 12


def test_files_are_small_and_named_for_what_they_hold() -> None:
    lines = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in CODE}
    assert {name: count for name, count in lines.items() if count > 400} == {}
    assert {path.stem for path in [*CODE, *TESTS]} & NAMELESS == set()


def test_everything_public_says_what_it_is() -> None:
    """Four lines and less may speak for themselves."""
    silent = [path for path in CODE if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []
    unsaid = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in CODE
        for function in _functions(path)
        if not function.name.startswith("_") and _length(function) > 4 and not ast.get_docstring(function)
    ]
    assert unsaid == []


def test_the_tests_keep_up_with_the_code() -> None:
    """The house asks for as much test as code; tables of cases are dense, so nine lines for ten are the floor."""
    code, tests = (sum(path.read_text(encoding="utf-8").count("\n") for path in paths) for paths in (CODE, TESTS))
    assert tests >= 0.9 * code


def test_nothing_is_left_unfinished_and_no_machine_is_named() -> None:
    stub = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error)\b")
    place = re.compile(r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me)/[\w.-]+")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*CODE, *TESTS]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if stub.search(line) or place.search(line)
    ]
    assert found == []


def test_no_browser_test_reads_a_moment_or_waits_for_a_time() -> None:
    """What is read once is read too early some day: `expect` waits, so do the openers of `watched.py`."""
    once = re.compile(
        r"\.all_(?:inner_texts|text_contents)\(|wait_for_timeout|\bpage\.url\b(?!`)|time\.sleep|assert .*is_visible\("
    )
    found = [
        f"{path.name}:{number}"
        for path in (ROOT / "tests" / "browser").glob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if once.search(line)
    ]
    assert found == []


def _commands(group: click.Group, before: str = "projectmap") -> Iterator[str]:
    """Give every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield f"{before} {name}"
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before} {name}")


@pytest.mark.parametrize("words", list(_commands(projectmap)))
def test_every_command_is_documented(words: str) -> None:
    assert words in DOCS


@pytest.mark.parametrize("name", list(settings_table()))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{environment_name(name)}`" in DOCS


@pytest.mark.parametrize("name", list(PARAMETERS))
def test_every_filter_is_documented(name: str) -> None:
    assert f"`{name}`" in DOCS


def test_every_route_is_documented(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert {rule for rule in rules if f"`{rule}`" not in DOCS} == set()


def test_every_route_declares_its_role(app: Flask) -> None:
    undeclared = {rule.endpoint for rule in app.url_map.iter_rules() if declared_role(app, rule.endpoint) is None}
    assert undeclared == set()


@pytest.fixture
def closed() -> Flask:
    """Return an application that nobody may read without signing in."""
    from webmap import create_app

    return create_app({"TESTING": True, "OPEN_READING": False})


@pytest.mark.parametrize("signed_in", [None, *ROLES])
def test_each_route_opens_for_its_role_and_above_only(closed: Flask, signed_in: str | None) -> None:
    """The whole table of routes × roles, asked for real: refused exactly where the role does not reach."""
    identify_with(closed, lambda: signed_in)
    client: FlaskClient = closed.test_client()
    held = ROLES.index(signed_in) if signed_in else -1
    for rule in closed.url_map.iter_rules():
        needed = declared_role(closed, rule.endpoint) or ""
        allowed = held >= 0 if needed == ACCOUNT else needed == PUBLIC or ROLES.index(needed) <= held
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            response = client.open(re.sub(r"<[^>]*>", "1", rule.rule), method=method)
            sent_away = response.status_code == 303 and "/signin" in response.headers["Location"]
            refused = sent_away or response.status_code in {401, 403}
            assert refused != allowed, (method, rule.rule, signed_in, response.status)
