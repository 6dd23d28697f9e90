"""What a long run must have hit, read off the program's source: so that what was never reached is known, too."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cnnstudio

# How the names begin of what is in the menus of Qt's own text fields and scroll bars.
QTS_OWN = ("qt_", "_q_", "select-all", "edit-")
_GUI = Path(cnnstudio.__file__).parent / "gui"
_DIALOGS = ("Dialog", "MessageBox")
_WORDS = (*_DIALOGS, "QMenu")


def dialogs(folder: Path = _GUI) -> frozenset[str]:
    """The object names of all dialogs, and the titles of the file dialogs that are shown by a static function.

    Raises:
        ValueError: if a dialog is made whose name cannot be read off the source: it would be missed by nobody.
    """
    trees = _trees(folder)
    own = {
        node.name for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is(node)
    }
    found = set()
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name in own:
                found.add(_required(_own_name(node), file, node))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id.endswith(_DIALOGS) and node.func.id not in own:
                    found.add(_required(_object_name(node), file, node))
            elif _shows_files(node):
                found.add(_required(_title(node), file, node))
    return frozenset(found)


def context_menus(folder: Path = _GUI) -> frozenset[str]:
    """The object names of the menus that have one: those that come by the right button."""
    calls = [node for tree in _trees(folder).values() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [_object_name(call) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "QMenu"]
    return frozenset(filter(None, names))


@cache
def _trees(folder: Path) -> dict[Path, ast.Module]:
    """Those files alone in which one is written: parsing all takes seconds."""
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.py"))}
    return {file: ast.parse(text) for file, text in texts.items() if any(word in text for word in _WORDS)}


def _is(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id.endswith(_DIALOGS) for base in node.bases)


def _own_name(node: ast.ClassDef) -> str:
    """By what its constructor hands on to Qt's."""
    calls: Iterator[ast.Call] = (call for call in ast.walk(node) if isinstance(call, ast.Call))
    names = (_object_name(call) for call in calls if ast.unparse(call.func) == "super().__init__")
    return next(filter(None, names), "")


def _object_name(call: ast.Call) -> str:
    return next((_text(word.value) for word in call.keywords if word.arg == "objectName"), "")


def _shows_files(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "QFileDialog"
        and node.func.attr.startswith("get")
    )


def _title(call: ast.AST) -> str:
    """The second argument, which is translated."""
    assert isinstance(call, ast.Call)
    title = call.args[1] if len(call.args) > 1 else None
    return _text(title.args[-1]) if isinstance(title, ast.Call) and title.args else ""


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _required(name: str, file: Path, node: ast.AST) -> str:
    if not name:
        raise ValueError(f"{file}:{getattr(node, 'lineno', 0)}: the name of this dialog is not written there")
    return name
