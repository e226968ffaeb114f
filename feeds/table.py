"""Owns CSV and TSV: the delimiter, the guess of what each column means, and the rows."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from feeds.candidate import Given
from feeds.plain import guess_field, parse_plain
from feeds.records import Record, UnreadableSource, Unusable

DELIMITERS = ",;\t|"
_TOO_LONG = "\0\n"  # stands in for a line that was not kept; a NUL is never a cell of its own in text
_SHOWN_HEADER = 120
_NEEDED = frozenset({"claim", "rating"})


def delimiter_of(header: str) -> str:
    """Return the delimiter under which a header line names a claim and a rating, "" when there is none."""
    return next((sign for sign in DELIMITERS if _fields(_cells(header, sign)) >= _NEEDED), "")


def parse_table(lines: Iterator[str | None], name: str, given: Given) -> Iterator[Record]:
    """Yield the rows of a table whose first line names the columns.

    Raises:
        UnreadableSource: the header does not say where claim and rating stand.
    """
    header = next((line for line in lines if line is not None and line.strip()), "")
    delimiter = delimiter_of(header)
    if not delimiter:
        raise UnreadableSource(
            f"{name} has no header with a column for the claim and one for the rating "
            f'(call them "claim" and "rating"); its first line is: {header.strip()[:_SHOWN_HEADER]}'
        )
    columns = _cells(header, delimiter)
    rows = csv.reader((_TOO_LONG if line is None else line for line in lines), delimiter=delimiter)
    yield from _rows(rows, columns, name, given)


def _rows(rows: Iterator[list[str]], columns: Sequence[str], name: str, given: Given) -> Iterator[Record]:
    number = 1
    while True:
        number += 1
        where = f"{name} row {number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unusable(where, f"The row cannot be read: {error}.")
            continue
        if any(cell.strip() for cell in row):
            yield _row(row, columns, where, given)


def _row(row: Sequence[str], columns: Sequence[str], where: str, given: Given) -> Record:
    if row == [_TOO_LONG.strip("\n")]:
        return Unusable(where, "The row is too long.")
    if len(row) > len(columns):
        return Unusable(where, f"The row has {len(row)} cells, but the header names {len(columns)} columns.")
    return parse_plain(dict(zip(columns, row, strict=False)), where, given)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _fields(headers: Iterable[str]) -> set[str]:
    return {guess_field(header) for header in headers}
