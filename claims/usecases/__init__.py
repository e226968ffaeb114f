"""The use cases: one verb each, one transaction each."""
