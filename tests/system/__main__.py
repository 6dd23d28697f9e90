"""The long system tests by one command: ``python -m tests.system [NAME [OPTIONS...]]``.

Without a name all of ``LONG`` run one after another, each with its defaults; with one, the words after it are its own
options (``python -m tests.system monkey --seed 3``). The soak takes half an hour and timm is no part of the project:
these are run by name only. Each test is a module ``tests/system/NAME.py`` with ``main(argv: list[str]) -> int``. Status
1 when one fails, 2 for wrong usage.
"""

import importlib
import importlib.util
import sys
from collections.abc import Sequence

from tests.in_turn import run_each

LONG = ("random_networks", "questions", "kill", "fuzz", "faults", "two_windows", "monkey")
BY_HAND = ("soak", "timm_networks")
_USAGE = f"usage: python -m tests.system [{' | '.join((*LONG, *BY_HAND))} [options]]"


def run(name: str, options: Sequence[str] = ()) -> int:
    """Run one test; returns its status, 1 where its module is missing."""
    module = f"tests.system.{name}"
    if importlib.util.find_spec(module) is None:
        print(f"{name}: there is no tests/system/{name}.py", file=sys.stderr, flush=True)
        return 1
    status: int = importlib.import_module(module).main(list(options))
    return status


def main(argv: Sequence[str]) -> int:
    """Run the test that is named, or all long ones."""
    if argv:
        name, *options = argv
        if name in ("-h", "--help") or name not in (*LONG, *BY_HAND):
            print(_USAGE, file=sys.stdout if name in ("-h", "--help") else sys.stderr)
            return 0 if name in ("-h", "--help") else 2
        return run(name, options)
    failed = run_each(LONG, run, lambda status: "FAILED" if status else "passed")
    print(f"Failed: {', '.join(failed)}." if failed else "All system tests passed.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
