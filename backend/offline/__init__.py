"""What a device may hold: the one evaluator of its scope, and the sets of what it does hold."""
