"""The Draw room, over prediction."""
