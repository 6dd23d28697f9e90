"""How fast an analysis is, how much memory it takes, and how torchinfo compares. By hand:

    python -m tests.benchmarks.analysis

torchinfo (of the extra ``bench``) does less: it gives no receptive fields and no graph, and it needs the model
built first; ours always contains that. It is timed as its manual uses it (a real model, on the CPU) and in the way
that favours it most (on ``meta``), each with the building of the model. All run in this one process, in turn, and the
best of the runs counts, so that a busy machine does not decide. What runs on ``meta`` takes one thread and is told
in that thread's processor time; a real model computes on all cores, so for it the clock on the wall counts.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import torch
import torchvision

from cnnstudio.analysis.network import analyse
from cnnstudio.networks import catalogue

NETWORKS = ("vgg16", "inception_v3", "resnet152")
RUNS = 5
MEMORY = """
import sys, psutil, torch, torchvision
from cnnstudio.analysis.network import analyse
analyse("convnet")
process = psutil.Process()
before = process.memory_info().rss
kept = analyse(sys.argv[1])
print((process.memory_info().rss - before) / 2**20)
"""


def _best(job: Callable[[], Any], clock: Callable[[], float] = time.thread_time, runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = clock()
        job()
        times.append(clock() - start)
    return min(times)


def _first(name: str) -> float:
    """Seconds of the first analysis in a process where torch and torchvision are loaded."""
    code = (
        "import sys, time, torch, torchvision\n"
        "from cnnstudio.analysis.network import analyse\n"
        "start = time.perf_counter(); analyse(sys.argv[1]); print(time.perf_counter() - start)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _memory(name: str) -> float:
    done = subprocess.run([sys.executable, "-c", MEMORY, name], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> int:
    """Print one line a network; 1 if a goal is missed, 2 without torchinfo."""
    try:
        import torchinfo
    except ImportError:
        print("torchinfo, the other side of this comparison, is missing: pip install -e '.[bench]'.", file=sys.stderr)
        return 2

    print(f"torch {torch.__version__}, torchinfo {torchinfo.__version__}; ms, best of {RUNS}")
    print(f"{'':14}{'first':>8}{'ours':>8}{'on meta':>9}{'times':>7}{'on CPU':>9}{'times':>7}{'MiB':>7}")
    missed = False
    for name in NETWORKS:
        shape = catalogue.get(name).input_shape
        options = {"init_weights": False} if name == "inception_v3" else {}

        def theirs(device: str, name: str = name, shape: tuple[int, ...] = shape, options: Any = options) -> object:
            with torch.device(device):
                model = getattr(torchvision.models, name)(weights=None, **options).eval()
            return torchinfo.summary(model, (1, *shape), device=device, verbose=0)

        first = _first(name) * 1000
        ours = _best(lambda name=name: analyse(name)) * 1000  # type: ignore[misc]
        meta = _best(lambda theirs=theirs: theirs("meta")) * 1000  # type: ignore[misc]
        cpu = _best(lambda theirs=theirs: theirs("cpu"), time.perf_counter, 2) * 1000  # type: ignore[misc]
        memory = _memory(name)
        print(f"{name:14}{first:8.0f}{ours:8.0f}{meta:9.0f}{meta / ours:7.1f}{cpu:9.0f}{cpu / ours:7.1f}{memory:7.1f}")
        missed |= first > 300 or memory > 50
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
