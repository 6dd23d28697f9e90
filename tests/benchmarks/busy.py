"""One busy program beside a reading, as a browser is; it counts as the reading's own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def beside_one() -> Iterator[subprocess.Popen[bytes]]:
    """A process that never waits, of this one's priority, while the block runs."""
    code = "print('begun', flush=True)\nwhile True: pass"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
