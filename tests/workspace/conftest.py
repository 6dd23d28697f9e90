"""What the tests of links, goals and states share: a room of their own."""

import pytest

from cnnstudio.workspace import states


@pytest.fixture
def attic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the attic one of the program's rooms."""
    monkeypatch.setitem(states.CLASSES, "attic", "tests.workspace.attic:AtticState")
