"""Foreign text never reaches a place that would read markup in it.

A title such as `[/INST]` ends a Textual program that gives it to a `Static` as a plain string. Only literals
and what `show.content` or `Content` made may go there; this reads every call in `ui`.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "src" / "digestui" / "ui"
FILES = sorted(UI.rglob("*.py"))
WIDGETS = frozenset({"Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "Tab", "Tooltip"})
"""Widgets whose first argument is read as markup."""
METHODS = frozenset({"notify", "update", "from_markup", "add_option", "add_columns", "add_row", "add_column"})
"""Methods whose arguments are."""
ATTRIBUTES = frozenset({"border_title", "border_subtitle", "tooltip", "sub_title"})
MAKERS = frozenset({"content", "Content", "styled", "assemble", "Text", "from_rich_text", "blank"})
NEVER = frozenset(
    {"Markdown", "MarkdownViewer", "DataTable", "OptionList", "SelectionList", "Select", "Tree"}
)
"""Widgets that read markup, open links or take foreign files by themselves."""


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def harmless(node: ast.expr) -> bool:
    """A literal, or text that is marked as no markup."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        return called(node) in MAKERS
    if isinstance(node, ast.IfExp):
        return harmless(node.body) and harmless(node.orelse)
    return False


def offences(tree: ast.Module) -> list[str]:
    found = []
    shows_text = any(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets")
        for node in ast.walk(tree)
    )  # elsewhere `.update` is that of a dict
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            found += [f"{node.lineno}: imports {a.name}" for a in node.names if a.name in NEVER]
        if (
            isinstance(node, ast.Call)
            and called(node) in WIDGETS
            and node.args
            and not harmless(node.args[0])
        ):
            found.append(f"{node.lineno}: {called(node)}(...)")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            sink = name in METHODS and (name != "update" or shows_text)
            if sink and not all(map(harmless, node.args[:1])):
                found.append(f"{node.lineno}: .{name}(...)")
        if isinstance(node, ast.Assign) and not harmless(node.value):
            found += [
                f"{node.lineno}: .{t.attr} ="
                for t in node.targets
                if isinstance(t, ast.Attribute) and t.attr in ATTRIBUTES
            ]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(UI).as_posix())
def test_no_plain_text_reaches_a_markup_sink(path: Path) -> None:
    assert offences(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "bad",
    [
        "Static(title)",
        "Label(f'{x}')",
        "app.notify(message)",
        "self.border_title = row.title",
        "from textual.widgets import Static\nw.update(paper.title)",
        "from textual.widgets import Markdown",
    ],
)
def test_the_guard_sees_what_it_must(bad: str) -> None:
    assert offences(ast.parse(bad))


@pytest.mark.parametrize("good", ["Static('word')", "Static(show.content(x))", "w.update(Content(x))"])
def test_the_guard_lets_safe_text_pass(good: str) -> None:
    assert offences(ast.parse(good)) == []
