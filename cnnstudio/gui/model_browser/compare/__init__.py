"""The Compare tab: two networks layer by layer."""
