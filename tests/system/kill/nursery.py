"""A process that has torch and the program imported, and forks a child for each deed it is asked for.

One request a line on standard input, one answer a line on standard output, both JSON. A child that is forked starts in
a hundredth of the time of one that imports torch; it computes on one thread, and none runs when it is forked.
"""

import importlib
import json
import os
import select
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

_PATIENCE_S = 120.0

Json = dict[str, Any]


def perform(request: Json) -> Json:
    """Fork a child for one deed.

    Args:
        request: ``deed`` and its ``options``; ``folder``; ``number`` and ``place`` of the file call to be killed at;
            or ``after_s``, the moment to be killed at.
    """
    reader, writer = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reader)
        _be_the_child(request, writer)
    os.close(writer)
    kill_at = began + request["after_s"] if request.get("after_s") is not None else None
    told = b""
    while True:
        now = time.monotonic()
        if kill_at is not None and now >= kill_at:
            os.kill(child, signal.SIGKILL)
            kill_at = None
        if now - began > _PATIENCE_S:
            os.kill(child, signal.SIGKILL)
            break
        wait = min(kill_at - now if kill_at is not None else 1.0, 1.0)
        if select.select([reader], [], [], max(0.0, wait))[0]:
            if not (chunk := os.read(reader, 1 << 16)):
                break
            told += chunk
    os.close(reader)
    _, status = os.waitpid(child, 0)
    lines = [json.loads(line) for line in told.split(b"\n")[:-1]]
    return {
        "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
        "status": os.waitstatus_to_exitcode(status),
        "acks": [line["ack"] for line in lines if "ack" in line],
        "calls": next((line["calls"] for line in lines if "calls" in line), []),
        "error": next((line["error"] for line in lines if "error" in line), ""),
        "seconds": time.monotonic() - began,
    }


def _be_the_child(request: Json, writer: int) -> None:
    status = 1
    try:
        from tests.system.kill.deeds import DEEDS
        from tests.system.kill.tripwire import BEFORE, Tripwire

        def tell(values: Json) -> None:
            os.write(writer, json.dumps(values).encode() + b"\n")

        folder = Path(request["folder"])
        wire = Tripwire(folder, request.get("number"), request.get("place", BEFORE))
        wire.lay()
        try:
            DEEDS[request["deed"]](
                folder, lambda what, number: tell({"ack": [what, number]}), **request.get("options", {})
            )
            tell({"calls": [[call.kind, call.name] for call in wire.calls]})
            status = 0
        except BaseException as error:
            tell({"error": f"{type(error).__name__}: {error}\n{traceback.format_exc()}"})
    finally:
        os._exit(status)


def main() -> None:
    """Answer requests until standard input ends."""
    import torch

    torch.set_num_threads(1)
    from cnnstudio.networks import reference
    from cnnstudio.training import optim, run_state
    from tests.system.kill import deeds

    # Whatever is imported on demand, so that no child spends its time on it; an optimiser imports half of torch.
    for name in (
        "safetensors.torch",
        "cnnstudio.prediction.handwriting",
        "cnnstudio.gui.settings",
        "cnnstudio.weights.library",
        "cnnstudio.workspace.restart",
        "cnnstudio.workspace.state_files",
    ):
        importlib.import_module(name)
    for run in deeds.RUNS:
        model = reference.build(deeds.config(run).network)
        optim.optimizer(deeds.config(run), model.parameters(), torch.device("cpu"))
    run_state.this_process()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    sys.stdout = sys.stderr
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(perform(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
