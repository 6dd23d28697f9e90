"""The upper floor: the window. Everything that knows Qt lives here."""

from cnnstudio.gui import guard

# Before the first class: every method that Qt calls is guarded as its class is made.
guard.install()
