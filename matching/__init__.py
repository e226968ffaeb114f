"""Text in, decision out: whether a message states a claim that has been checked."""
