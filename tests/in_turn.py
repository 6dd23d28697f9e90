"""Run long things one after another, each told with its time, whatever becomes of the ones before."""

import time
from collections.abc import Callable, Iterable


def run_each(names: Iterable[str], run: Callable[[str], int], told: Callable[[int], str]) -> list[str]:
    """Run all of them; returns those whose status is not 0.

    Args:
        run: runs one and returns its status.
        told: a status in words.
    """
    failed = []
    for name in names:
        print(f"=== {name}", flush=True)
        began = time.monotonic()
        status = run(name)
        print(f"=== {name}: {told(status)}, {time.monotonic() - began:.0f} s", flush=True)
        if status:
            failed.append(name)
    return failed
