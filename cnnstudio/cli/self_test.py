"""``cnnstudio --self-test``: whether this installation works, told by its exit status.

The window's own switch rather than a command: it opens the real window (see ``cnnstudio.gui.self_test``) in a
temporary home, so that no file of the user's is read or changed.
"""

import importlib
import os
import tempfile
from typing import Any


def run() -> int:
    """Run the self-test; 0 when everything works, 1 when not, with one line for each step.

    Raises:
        OSError: if a line could not be printed; the self-test ended there.
    """
    tests: list[Any] = []

    def attend(window: object) -> None:
        # Only now: before, the program checks whether Qt can be loaded at all.
        tests.append(importlib.import_module("cnnstudio.gui.self_test").SelfTest(window))

    former = os.environ.get("CNNSTUDIO_HOME")
    with tempfile.TemporaryDirectory(prefix="cnnstudio-self-test-", ignore_cleanup_errors=True) as home:
        os.environ["CNNSTUDIO_HOME"] = home
        try:
            status = int(importlib.import_module("cnnstudio.gui.app").main(attend))
        finally:
            if former is None:
                del os.environ["CNNSTUDIO_HOME"]
            else:
                os.environ["CNNSTUDIO_HOME"] = former
    if tests and tests[0].lost is not None:
        raise tests[0].lost
    return status or (0 if tests and tests[0].passed else 1)
