"""How fast an analysis is, what memory it takes, how torchinfo compares: ``python -m tests.benchmarks.analysis``.

torchinfo (of the extra ``bench``) does less: it gives no receptive fields and no graph, and it needs the model
built first; ours always contains that. It is timed as its manual uses it (a real model, on the CPU) and in the way
that favours it most (on ``meta``), each with the building of the model, in turn with ours. What runs on ``meta`` takes
one thread and is told in that thread's processor time; a real model computes on all cores, so there the clock on the
wall counts. The first analysis is that of a process of its own, where torch and torchvision are loaded.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from cnnstudio.errors import StudioError
from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_least, at_most
from tests.benchmarks.session import Rule, Session

NETWORKS = {"vgg16": "VGG-16", "inception_v3": "Inception v3", "resnet152": "ResNet-152"}
_FIRST = """
import sys, time, torch, torchvision
from cnnstudio.analysis.network import analyse
start = time.perf_counter()
analyse(sys.argv[1])
print((time.perf_counter() - start) * 1000)
"""
_MEMORY = """
import sys, psutil, torch, torchvision
from cnnstudio.analysis.network import analyse
analyse("convnet")
process = psutil.Process()
before = process.memory_info().rss
kept = analyse(sys.argv[1])
print((process.memory_info().rss - before) / 2**20)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the figures of all networks."""
    return session.run("analysis", __doc__, measure, arguments)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the figures of all networks.

    Raises:
        StudioError: without torchinfo.
    """
    try:
        import torchinfo
    except ImportError:
        raise StudioError(
            "torchinfo, the other side of this comparison, is missing: pip install -e '.[bench]'."
        ) from None
    import torch
    import torchvision

    from cnnstudio.analysis.network import analyse
    from cnnstudio.networks import catalogue

    for name, title in NETWORKS.items():
        shape = catalogue.get(name).input_shape
        options = {"init_weights": False} if name == "inception_v3" else {}

        def theirs(device: str, name: str = name, shape: tuple[int, ...] = shape, options: Any = options) -> None:
            with torch.device(device):
                model = getattr(torchvision.models, name)(weights=None, **options).eval()
            torchinfo.summary(model, (1, *shape), device=device, verbose=0)

        def pair(device: str, clock: Callable[[], float], name: str = name, theirs: Any = theirs) -> Any:
            return {"ratio": (_ms(lambda: theirs(device), clock), _ms(lambda: analyse(name), clock))}

        taken.measure(
            {"first": Figure(what="first analysis", of=title, unit="ms", goal=at_most(300))},
            lambda name=name: {"first": _told_by_a_process(_FIRST, name)},  # type: ignore[misc]
        )
        for device, clock, what in (
            ("meta", time.thread_time, f"analysis against torchinfo {torchinfo.__version__} on `meta`"),
            ("cpu", time.perf_counter, "the same against its default, a real model on the CPU"),
        ):
            taken.measure(
                {"ratio": Figure(what=what, of=title, unit="ms", sides=("torchinfo", "ours"), goal=at_least(3))},
                lambda device=device, clock=clock, pair=pair: pair(device, clock),  # type: ignore[misc]
                rule=Rule(5, 15),
            )
        kept = Figure(what="memory that an analysis keeps", of=title, unit="MB", goal=at_most(50), timed=False)
        taken.note(kept, _told_by_a_process(_MEMORY, name))


def _ms(job: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    job()
    return (clock() - start) * 1000


def _told_by_a_process(code: str, name: str) -> float:
    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
