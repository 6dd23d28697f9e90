"""One core for answers that have to come at once."""

import threading

import torch

_here = threading.local()


def stay_on_one_core() -> None:
    """Let PyTorch compute on one core when called from this thread; all other threads keep theirs.

    A single small picture gains nothing from a second core, and waiting for one that trains meanwhile costs a time
    slice of the system at every layer.
    """
    if getattr(_here, "done", False):
        return
    others = torch.get_num_threads()
    # This sets the calling thread's number, and the one that threads start with from now on ...
    torch.set_num_threads(1)
    # ... so the latter is put back, from a thread that is thrown away.
    restorer = threading.Thread(target=torch.set_num_threads, args=(others,))
    restorer.start()
    restorer.join()
    _here.done = True
