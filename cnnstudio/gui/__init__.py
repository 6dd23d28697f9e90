"""The upper floor: the window. Everything that knows Qt lives here."""

import os

from cnnstudio.gui import guard

# Before Qt paints for the first time: it would share out every larger fill and picture to a pool of threads and wait
# for all of them. That takes longer than to paint it, and far longer while a run or a measurement keeps the cores busy.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")

# Before the first class: every method that Qt calls is guarded as its class is made.
guard.install()
