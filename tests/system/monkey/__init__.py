"""The monkey: thousands of random events on the real window, each seed the same ones again.

``python -m tests.system monkey [--seed 3] [--events 20000]``. ``command`` starts the runs, each in a process of its
own, shrinks what killed one and prints what was hit; in that process ``child`` sets up the window, ``hands`` chooses
and performs the events, ``watch`` looks for exceptions, Qt's warnings, hangs and growth, ``sandbox`` keeps it inside,
``samples`` makes the files it drops, and ``plants`` hides faults that it must find.
"""

from tests.system.monkey.command import main

__all__ = ["main"]
