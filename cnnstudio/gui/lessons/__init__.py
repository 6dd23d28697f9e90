"""The Learn room: the guided text, linked to states of the other rooms."""
