"""The upper floor: the window. Everything that knows Qt lives here."""
