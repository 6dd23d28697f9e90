"""What the window finds out of a class of the user's: tried in a process beside this one, which can be ended.

``find_out`` first, on a worker; ``reference.fits`` then answers at once. On the command line ``fits`` tries a class in
its own process, where Ctrl+C ends it. Torch-free at import.

What came to its end there is then built and run in the window's process, too: by the model store, by runs, for weights.
That is a decision. Reading a digit and taking a step have to be as quick as for any other network, and a module cannot
be handed from process to process without losing what its class does with it. So whoever is about to build a class in
the window's process asks ``check_ends`` or ``find_out`` on a worker first: what was not tried, did not end, took longer
than ``side_process.SECONDS`` or took its process with it is never begun here. What is left is a class that ends on the
trial's inputs and not on others. It keeps the worker that runs it, and torch's random stream where it is being built;
the window, which waits for neither, stays alive, and closing it gives such a worker up after a bounded wait.
"""

from collections.abc import Callable, Sequence

from cnnstudio import side_process
from cnnstudio.errors import NetworkInputError
from cnnstudio.networks import consent, reference
from cnnstudio.networks.reference import NUMBERS, READS_DIGITS, Findings, Need, NetworkRef, PythonNetwork
from cnnstudio.side_process import StoppedError, SupersededError

TRAINS_ON_DIGITS = reference.trains_on(10)
"""To be trained on any data set there is: all of them have ten classes."""

NEEDS: Sequence[Need] = (NUMBERS, READS_DIGITS, TRAINS_ON_DIGITS)


Wanted = Callable[[], bool]
"""Whether a network is still wanted. Asked on a worker when its turn has come: until then nothing could be ended."""


def _always() -> bool:
    return True


def find_out(network: NetworkRef, *, wanted: Wanted = _always) -> bool:
    """Know of a network what the rooms need of it; why it does not fit, or could not be tried, ``fits`` says.

    Args:
        network: any; only a class of the user's has to be tried.
        wanted: whether it still is.

    Returns:
        Whether it is known; else something else was wanted meanwhile.
    """
    if not isinstance(network, PythonNetwork) or _is_known(network):
        return True
    text = consent.source(network.path, network.sha256)
    with side_process.turn(network, title(network)) as turn:
        if _is_known(network):  # to another room meanwhile
            return True
        if not wanted():
            return False
        try:
            findings: Findings = turn.call(_look_into, network, text)
        except SupersededError:
            return False
        except (StoppedError, NetworkInputError) as error:
            findings = Findings.failed(network, NEEDS, error, stopped=True)
        reference.note(findings)
    return True


def stop(network: NetworkRef) -> None:
    """End what tries a class, because the user wants that, and whatever else of it runs in a process beside this one.

    What was asked for and has not begun does not begin.
    """
    if isinstance(network, PythonNetwork):
        if not _is_known(network):
            error = side_process.stopped(title(network))
            reference.note(Findings.failed(network, NEEDS, error, stopped=True))
        side_process.stop(network)  # last: who asks from now on finds it known


def check_ends(network: NetworkRef, *, wanted: Wanted = _always) -> None:
    """Before code of the user's runs in this process, where nothing could end it: whether it came to an end elsewhere.

    Raises:
        StudioError: it did not, or was not tried because something else was wanted meanwhile.
    """
    if not isinstance(network, PythonNetwork):
        return
    if not find_out(network, wanted=wanted):
        raise SupersededError("{network} was not tried. Choose it again.", network=network.title)
    why_not = reference.fits(network, NUMBERS)
    if why_not is not None and reference.was_stopped(network):
        raise why_not


def _is_known(network: PythonNetwork) -> bool:
    return all(reference.is_known(network, need) for need in NEEDS)


def title(network: PythonNetwork) -> str:
    """Whose code it is, for a sentence: ``Net in mine.py``."""
    return f"{network.class_name} in {network.path.name}"


def _look_into(network: PythonNetwork, text: bytes) -> Findings:
    """In the process beside."""
    consent.pass_on(network.path, network.sha256, text)
    return reference.look_into(network, NEEDS)
