"""The Models room, over networks and analysis."""
