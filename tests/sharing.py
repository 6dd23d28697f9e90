"""How the tests of a run are shared by several processes (pytest-xdist), one a core.

Every process collects all tests and gets a half, a third, ... of them in their order; who is done early takes from the
end of another's. The errands of the tests (``tests/errands.py``) are then not begun ahead: the cores have enough to do.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

ONE_OF_SEVERAL = "PYTEST_XDIST_WORKER" in os.environ
"""Whether this process is one of several that share the tests."""

_MOST = 8  # each takes about 1.5 GB
_LEAST_FILES = 40  # fewer are done before a second process has loaded its libraries


def processes(named: Sequence[str]) -> int:
    """How many processes share the tests of these files and folders, as they are named on the command line; 0: none."""
    paths = [Path(name.partition("::")[0]) for name in named]
    files = {file for path in paths for file in ([path] if path.is_file() else path.rglob("test_*.py"))}
    if len(files) < _LEAST_FILES:
        return 0
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _MOST)


def errands_first(items: list[pytest.Item]) -> None:
    """Put what takes longest first: so the end is made of small things, which can be shared evenly.

    Tests that wait for the same errand also stay together, and it is done once.
    """
    items.sort(key=lambda item: item.get_closest_marker("errand") is None)
