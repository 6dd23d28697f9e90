"""timm's networks, as a Python file and exported, held against PyTorch's own counter.

``python -m tests.system timm_networks [--count 200] [--only NAME...] [--out TABLE.md]`` needs timm, which nothing else
needs. The networks are spread over all of its families, the smallest of each first. Each is tried in a process of its
own with bounded time and memory: its parameters and its multiply-accumulates as the program gives them for a file that
builds it, and for the same network exported, against ``numel()`` and ``FlopCounterMode``. What cannot be built or
exported is named with the reason; it is no difference.
"""

import argparse
import copy
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]

KINDS = ("equal", "differ", "not read", "not built")
_SECONDS = 240
_MEMORY_GB = 12
_FILE = """import timm
from torch import Tensor, nn


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.network = timm.create_model({name!r}, pretrained=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.network(x)
"""


def chosen(count: int) -> list[str]:
    """As many names, from all families in turn, the smaller networks first."""
    from tests.networks.exports import families

    groups = families()
    found: list[str] = []
    for place in range(max(map(len, groups), default=0)):
        found += [names[place] for names in groups if place < len(names)]
    return list(dict.fromkeys(found))[:count]


def measure(name: str, folder: Path) -> Json:
    """What the program says of the network and what PyTorch says, in this process."""
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel
    from torch.utils.flop_counter import FlopCounterMode

    from cnnstudio.analysis.network import analyse_exported, analyse_python
    from cnnstudio.networks.building import to_zeros
    from tests.networks.exports import built, exported

    module, shape = built(name)
    if len(list(module.parameters())) < len(list(module.named_parameters(remove_duplicate=False))):
        to_zeros(module)  # exported on meta, a file does not say what is shared
    device = next(module.parameters()).device
    told: Json = {"parameters": sum(parameter.numel() for parameter in module.parameters())}
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        # PyTorch's counter hooks into gradients, which a parameter handed from block to block as it is has none of.
        copy.deepcopy(module).to("meta").requires_grad_(False)(torch.empty(1, *shape, device="meta"))
    told["macs"] = counter.get_total_flops() // 2
    file = folder / "network.py"
    file.write_text(_FILE.format(name=name), encoding="utf-8")
    forms = {
        "file": lambda: analyse_python(file, "Network", shape, confirmed=True),
        "exported": lambda: analyse_exported(exported(module, shape, "training", folder / "network.pt2", str(device))),
    }
    for form, analyse in forms.items():
        try:
            analysis = analyse()
            told[form] = [analysis.total_params, analysis.total_macs]
            told[f"{form} notes"] = list(analysis.notes)
        except Exception as error:
            told[form] = f"{type(error).__name__}: {str(error).splitlines()[0][:160] if str(error) else ''}"
    return told


def attempt(name: str) -> Json:
    """The same in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="cnnstudio-timm-") as temporary:
        folder = Path(temporary)
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_GB * 2**30, resource.RLIM_INFINITY))
                (folder / "told.json").write_text(json.dumps(measure(name, folder)), encoding="utf-8")
                status = 0
            except BaseException as error:
                (folder / "failed.txt").write_text(f"{type(error).__name__}: {error}"[:300], encoding="utf-8")
            finally:
                os._exit(status)
        end = time.monotonic() + _SECONDS
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > end:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return {"failed": f"took longer than {_SECONDS} s"}
            time.sleep(0.05)
        if (folder / "told.json").exists():
            told: Json = json.loads((folder / "told.json").read_text(encoding="utf-8"))
            return told
        failed = folder / "failed.txt"
        return {"failed": failed.read_text(encoding="utf-8") if failed.exists() else "the process died"}


def verdict(told: Json) -> tuple[str, str]:
    """Which of ``KINDS``, and what differs or could not be done."""
    if "failed" in told:
        return "not built", told["failed"].splitlines()[0]
    kind, found = "equal", []
    for form in ("file", "exported"):
        if isinstance(told[form], str):
            kind = kind if kind == "differ" else "not read"
            found.append(f"{form} not read: {told[form]}")
        elif told[form] != [told["parameters"], told["macs"]]:
            kind = "differ"
            found.append(f"{form}: {told[form][0]:,} parameters, {told[form][1]:,} MACs")
    return kind, "; ".join(found)


def main(argv: Sequence[str]) -> int:
    """Try the networks; status 1 where a figure differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.system timm_networks", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--out", type=Path, help="a Markdown table, a line as each network is done")
    options = parser.parse_args(list(argv))
    try:
        import timm  # noqa: F401
    except ImportError:
        print("timm is not installed: pip install timm", file=sys.stderr)
        return 2
    names = options.only or chosen(options.count)
    kinds = dict.fromkeys(KINDS, 0)
    lines = ["| network | parameters | MACs | verdict |", "| --- | ---: | ---: | --- |"]
    for name in names:
        told = attempt(name)
        kind, why = verdict(told)
        kinds[kind] += 1
        figures = f"{told['parameters']:,} | {told['macs']:,}" if "failed" not in told else " | "
        lines.append(f"| {name} | {figures} | {': '.join(filter(None, (kind, why.replace('|', '/'))))} |")
        print(lines[-1], flush=True)
        if options.out:
            options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(names)} networks: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items()))
    return int(kinds["differ"] > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
