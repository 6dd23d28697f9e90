"""What machine this is, in the words of a table."""

import os
import platform
import re
from importlib import metadata
from pathlib import Path

from tests.benchmarks.readings import Machine


def this_machine(gpu: str = "") -> Machine:
    """This one; torch is not loaded for it."""
    return Machine(
        cpu=_processor(),
        cores=_cores(),
        torch=metadata.version("torch"),
        os=_system(),
        python=platform.python_version(),
        gpu=gpu,
    )


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    try:
        described = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        described = ""
    found = re.search(r"^model name\s*:\s*(.+)$", described, re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"
