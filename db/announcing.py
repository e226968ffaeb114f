"""Owns how the processes on one database hear from each other that verdicts changed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func

from db.connection import Connection

CHANNEL = "forwardcheck_verdicts"


def announcement(connection: Connection) -> Sequence[ColumnElement[Any]]:
    """Return what a statement selects so that every process hears, after the commit, that verdicts changed;
    nothing where there is one process only."""
    return [func.pg_notify(CHANNEL, "")] if connection.dialect.name == "postgresql" else []
