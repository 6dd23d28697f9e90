"""Training: configuration, recipes, the engine (a generator of events), checkpoints, run folders."""
