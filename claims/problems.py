"""Owns the kind of problem that a person can do something about."""


class Problem(Exception):  # noqa: N818 - the field's word; what it is follows from the kinds of it
    """Something that may happen in a sound program; its text says what happened and what to do about it."""
