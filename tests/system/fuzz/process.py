"""Starts ``child.main`` as a program of its own."""

import sys

from tests.system.fuzz.child import main

sys.exit(main(sys.argv[1:]))
