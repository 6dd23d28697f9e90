"""Which lines of a few modules' functions have been run, by Python's own tracing."""

import ast
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any


def of_functions(module: ModuleType, left_out: Sequence[str] = (), beyond: Collection[str] = ()) -> set[int]:
    """Line numbers of code in functions and methods; not what runs at import, nor the functions ``left_out``.

    Args:
        module: whose.
        left_out: names of functions that do not count.
        beyond: lines, as they are written, that do not count, with what stands in their block.

    Raises:
        ValueError: if no such line is there (any more).
    """
    file = module.__file__
    assert file is not None
    text = Path(file).read_text(encoding="utf-8")
    code = compile(text, file, "exec")
    found: set[int] = set()
    _gather(code, found, inside=False, left_out=frozenset(left_out))
    lines = [line.strip() for line in text.splitlines()]
    for line in beyond:
        if lines.count(line) != 1:
            raise ValueError(f"{line!r} stands {lines.count(line)} times in {file}, not once")
    return found - {number for line in beyond for number in _statement(text, lines.index(line) + 1)}


def _statement(text: str, number: int) -> range:
    """The lines of the statement or the branch that begins at a line."""
    nodes = [node for node in ast.walk(ast.parse(text)) if getattr(node, "lineno", 0) == number]
    return range(number, max(getattr(node, "end_lineno", number) or number for node in nodes) + 1)


def _gather(code: CodeType, found: set[int], *, inside: bool, left_out: frozenset[str]) -> None:
    if inside:
        found.update(line for _, _, line in code.co_lines() if line is not None and line != code.co_firstlineno)
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_name not in left_out:
            # A function has local variables of its own; a class's body runs at import, with its module.
            _gather(constant, found, inside=inside or bool(constant.co_flags & 0x02), left_out=left_out)


class Coverage:
    """Lines that were run in some files while ``tracing``."""

    def __init__(self, modules: Sequence[ModuleType]) -> None:
        self.lines: dict[str, set[int]] = {str(module.__file__): set() for module in modules}

    @contextmanager
    def tracing(self) -> Iterator[None]:
        """Note lines inside the block."""
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(before)

    def _call(self, frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any] | None:
        lines = self.lines.get(frame.f_code.co_filename)
        if lines is None:
            return None

        def line(frame: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
            if event == "line":
                lines.add(frame.f_lineno)
            return line

        return line
