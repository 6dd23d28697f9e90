"""Kills the program in the middle of what it writes, and compares what comes of it with an undisturbed run.

``python -m tests.system kill [--seed 1] [--count 50] [--programs 10] [--calls N]``. ``command`` plans the kills and
compares; ``nursery`` is a process that has everything imported and forks a child for each deed; ``deeds`` are what the
children do with the program's own functions; ``tripwire`` kills a child at its n-th file call, before it, half-way
through it or after it; ``compare`` tells what differs.
"""

from tests.system.kill.command import main

__all__ = ["main"]
