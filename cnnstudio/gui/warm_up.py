"""Loads the heavy libraries in the background after the first paint, so that the first room opens at once."""

import importlib
import sys
from collections.abc import Iterator

# In the order in which they are wanted; pyqtgraph needs numpy.
LIBRARIES = ("numpy", "torch", "pyqtgraph")


def warm_up() -> Iterator[str]:
    """Import one library after the other; yields the name of each that is there. Run it as a ``GeneratorJob``."""
    for name in LIBRARIES:
        if name not in sys.modules:
            importlib.import_module(name)
        yield name
