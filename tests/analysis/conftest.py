"""Analyses are shared: each network is analysed once in a test run."""

from collections.abc import Callable
from functools import cache

import pytest

from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Analysis


@pytest.fixture(scope="session")
def analysed() -> Callable[..., Analysis]:
    """``analysed(name, size)``: the analysis for its own input, or for a square of this size."""

    @cache
    def run(name: str, size: int | None = None) -> Analysis:
        return analyse(name, input_shape=None if size is None else (3, size, size))

    return run
