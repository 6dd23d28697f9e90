"""Sizes are written with the sign of multiplication; file names, PyTorch's own words and terminals' tables keep x."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cnnstudio
from cnnstudio.sizes import size

ROOT = Path(cnnstudio.__file__).parent
_WITH_X = re.compile(r"(?:\d|\})\s?x\s?(?=\d|\{)")
# Names and titles as their makers write them; tables of the command line, which fit a terminal without the sign.
_NAMES = re.compile(r"V2 x[\d.]+|grid-3x3|two-3x3|three-3x3|^1x1$|\d+x\d+d|16x16 Words|50x fewer|^0x|\\x")
_LEFT_OUT = {"analysis/text.py"}  # the terminal's tables


@pytest.mark.parametrize(
    ("sides", "text"), [((3, 224, 224), "3 × 224 × 224"), ((8000, 6), "8,000 × 6"), ((5,), "5"), ((), "")]
)
def test_a_size_is_written_with_the_sign(sides: tuple[int, ...], text: str) -> None:
    assert size(sides) == text


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings of a module that are no docstrings; what an f-string computes stands in it as ``{}``."""
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(id(part) for part in node.values)
            yield node.lineno, "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def test_no_sentence_of_the_program_writes_a_size_with_a_letter() -> None:
    found = []
    for file in sorted(ROOT.rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if name in _LEFT_OUT:
            continue
        code = file.read_text(encoding="utf-8")
        texts = _texts(ast.parse(code))
        found += [f"{name}:{line}: {text}" for line, text in texts if _WITH_X.search(_NAMES.sub("", text))]
        found += [f"{name}: {text}" for text in re.findall(r"""["'] ?x ?["']\.join""", code)]
    assert not found
