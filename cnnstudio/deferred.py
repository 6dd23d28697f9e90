"""Libraries that are loaded when they are first used: the window's first paint waits for none of them."""

import importlib
from typing import Any


class Deferred:
    """Stands for a module: ``np = Deferred("numpy")``; every attribute is looked up in it, and that loads it.

    Annotations of a file that uses it must not be evaluated: ``from __future__ import annotations``.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        value = getattr(importlib.import_module(self._name), attribute)
        # The next time it is found here without a detour.
        vars(self)[attribute] = value
        return value
