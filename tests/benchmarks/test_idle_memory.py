import argparse

import pytest

from tests.benchmarks import idle_memory
from tests.benchmarks.session import Session


def test_libraries_are_packages_and_the_parts_of_qt() -> None:
    loaded = ["torch.nn", "torch", "os", "cnnstudio.cli", "cnnstudio", "PySide6", "PySide6.QtGui", "_cffi", "numpy"]
    assert idle_memory.libraries_of(loaded) == ["PySide6.QtGui", "numpy", "torch"]


def test_what_a_bare_process_imports_is_in_its_memory() -> None:
    nothing, numpy = idle_memory.of_imports([]), idle_memory.of_imports(["numpy"])
    assert 5 < nothing < numpy - 5


def test_the_difference_is_noted_with_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = iter([300.0, 310.0, 290.0, 300.0, 300.0])
    monkeypatch.setattr(idle_memory, "window_at_rest", lambda _: (next(windows), ["torch"]))
    monkeypatch.setattr(idle_memory, "of_imports", lambda _: 210.0)
    taken = Session()
    idle_memory.measure(taken, argparse.Namespace(rest_s=0.0))
    beyond, window, bare = taken.readings
    assert beyond.values == (90, 100, 80, 90, 90)
    assert beyond.missed
    assert (window.spread.median, bare.spread.median) == (300, 210)
