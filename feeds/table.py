"""Owns tables: the delimiter, the guess of what each column means, and the rows."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from typing import TypeVar

from claims.verdict import Rating
from feeds.candidate import Given
from feeds.dates import day_comes_first, in_order
from feeds.plain import DATES, SPELLINGS, guess_field, parse_fields, plainest_first
from feeds.ratings import rate
from feeds.records import Record, UnreadableSource, Unusable
from feeds.source import split_lines

T = TypeVar("T")
DELIMITERS = ",;\t|"
MAX_ROWS_BEFORE_HEADER = 20
MAX_HEADER_CHARS = 50_000
MAX_UNSURE = 20  # columns that one field may be meant by
MAX_ROWS_AHEAD = 500  # looked at for how the table writes dates
_TOO_LONG = "\0\n"  # stands in for a line that was not kept; a NUL is never a cell of its own in text
_SHOWN_HEADER = 120
_NEEDED = frozenset({"claim", "rating"})
_RUNS_ON = (
    "A quotation mark in it is opened and not closed where its cell ends, so other rows run into it. Close"
    " it, or take it out."
)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table mean. `unsure` lists the further columns that might be meant by a field."""

    named: Mapping[str, str]
    unsure: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the table says where claim and rating stand."""
        return self.named.keys() >= _NEEDED

    @property
    def for_link(self) -> str:
        """What to do about a row without a link to its fact-check."""
        if "url" in self.named:
            return f'Its cell in the column "{self.named["url"]}" is empty.'
        return (
            "No column is known to hold it: name that column with --map url=…, or with --url the one page"
            " that all rows are from."
        )


def guess_columns(headers: Sequence[str], given: Mapping[str, str] | None = None) -> Columns:
    """Return what the columns mean: as `given` (column by field), else by their names.

    Raises:
        UnreadableSource: a field or a column that was given does not exist.
    """
    given = given or {}
    _refuse_unknown(headers, given)
    found = {field: [column] for field, column in given.items()}
    for header in plainest_first(headers):
        field = guess_field(header)
        if field and field not in given and header not in given.values():
            found.setdefault(field, []).append(header)
    named = {field: columns[0] for field, columns in found.items()}
    unsure = {
        field: tuple(columns[1 : 1 + MAX_UNSURE]) for field, columns in found.items() if len(columns) > 1
    }
    used = {*named.values(), *chain.from_iterable(unsure.values())}
    return Columns(
        named, unsure, tuple(header for header in headers if header.strip() and header not in used)
    )


def _refuse_unknown(headers: Sequence[str], given: Mapping[str, str]) -> None:
    for field, column in given.items():
        if field not in SPELLINGS:
            raise UnreadableSource(f'"{field}" is not one of the fields: {", ".join(SPELLINGS)}')
        if column not in headers:
            raise UnreadableSource(f'the table has no column "{column}", only: {_shown(headers)}')


def delimiter_of(header: str) -> str:
    """Return the delimiter under which a header line names a claim and a rating, "" when there is none."""
    return next((sign for sign in DELIMITERS if _fields(_cells(header, sign)) >= _NEEDED), "")


def read_header(lines: Iterator[str | None], columns: Mapping[str, str] | None) -> tuple[list[str], str]:
    """Return the column names of a table of text, and its delimiter.

    Raises:
        UnreadableSource: the line is longer than any that names columns.
    """
    header = next((line for line in lines if line is not None and line.strip()), "")
    if len(header) > MAX_HEADER_CHARS:
        raise UnreadableSource(
            f"its first line is too long to name columns (over {MAX_HEADER_CHARS:,} characters)"
        )
    mapped = {
        sign: len(set((columns or {}).values()) & set(_cells(header, sign))) for sign in reversed(DELIMITERS)
    }
    best = max(DELIMITERS, key=lambda sign: mapped[sign])
    delimiter = best if mapped[best] else delimiter_of(header)
    if not delimiter:
        counted = max(DELIMITERS, key=header.count)
        delimiter = counted if counted in header else ","
    return _cells(header, delimiter), delimiter


def parse_table(
    lines: Iterator[str | None], name: str, given: Given, columns: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield the rows of a table whose first line names the columns; `columns` says which is which field.

    Raises:
        UnreadableSource: the header does not say where claim and rating stand.
    """
    headers, delimiter = read_header(lines, columns)
    known = _complete(headers, name, columns)
    rows = csv.reader((_TOO_LONG if line is None else line for line in lines), delimiter=delimiter)
    placed = _rows(rows, name, lambda row: _runs_on(row, headers, known, delimiter))
    yield from _records(placed, headers, known, given)


def find_header(
    rows: Iterator[Sequence[str]], columns: Mapping[str, str] | None
) -> tuple[Sequence[str], int]:
    """Return the row of a sheet that names the columns, and its number; a title may stand above it."""
    first: tuple[Sequence[str], int] = ([], 0)
    for number, row in enumerate(rows, 1):
        wanted = set(columns.values()) if columns else set()
        if wanted & set(row) or _fields(row) >= _NEEDED:
            return row, number
        first = first if first[0] else (row, number)
        if number >= MAX_ROWS_BEFORE_HEADER:
            break
    return first


def parse_sheet(
    rows: Iterator[Sequence[str]], name: str, given: Given, columns: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield the rows of a spreadsheet, as `parse_table` does.

    Raises:
        UnreadableSource: no row says where claim and rating stand.
    """
    headers, number = find_header(rows, columns)
    known = _complete(headers, name, columns)
    placed = ((f"{name} row {at}", row) for at, row in enumerate(rows, number + 1))
    yield from _records(placed, headers, known, given)


@dataclass(frozen=True)
class _Table:
    """What the rows of a table have in common; `day_first` says by column how it writes dates."""

    headers: Sequence[str]
    known: Columns
    given: Given
    day_first: Mapping[str, bool | None]

    def record(self, row: Sequence[str], where: str) -> Record:
        """Return what a row yields."""
        headers = self.headers
        if row == [_TOO_LONG.strip("\n")]:
            return Unusable(where, "The row is too long.")
        if len(row) > len(headers) and any(cell.strip() for cell in row[len(headers) :]):
            return Unusable(
                where, f"The row has {len(row)} cells, but the header names {len(headers)} columns."
            )
        cells: dict[str, str] = {}
        for header, cell in zip(headers, row, strict=False):
            if cell.strip():
                cells.setdefault(header, in_order(cell, day_first=self.day_first.get(header)))
        return parse_fields(_by_field(cells, self.known), where, self.given, self.known.for_link)


def _records(
    rows: Iterator[tuple[str, Sequence[str] | Unusable]], headers: Sequence[str], known: Columns, given: Given
) -> Iterator[Record]:
    """Yield the rows that are not empty, once the first of them have told how dates are written."""
    ahead, broken = _ahead(rows)
    table = _Table(headers, known, given, _day_first([row for _, row in ahead], headers, known))
    for where, row in chain(ahead, [] if broken else rows):
        if isinstance(row, Unusable):
            yield row
        elif any(cell.strip() for cell in row):
            yield table.record(row, where)
    if broken:
        raise broken


def _ahead(rows: Iterator[T]) -> tuple[list[T], UnreadableSource | None]:
    """Return the first rows, and why no more can be read."""
    ahead: list[T] = []
    try:
        ahead.extend(islice(rows, MAX_ROWS_AHEAD))
    except UnreadableSource as error:
        return ahead, error
    return ahead, None


def _day_first(
    rows: Sequence[Sequence[str] | Unusable], headers: Sequence[str], known: Columns
) -> dict[str, bool | None]:
    columns = {
        column for field in DATES for column in (known.named.get(field, ""), *known.unsure.get(field, ()))
    }
    return {
        header: day_comes_first(
            row[place] for row in rows if not isinstance(row, Unusable) and place < len(row)
        )
        for place, header in enumerate(headers)
        if header in columns
    }


def _complete(headers: Sequence[str], name: str, given: Mapping[str, str] | None) -> Columns:
    known = guess_columns(headers, given)
    if not known.is_complete:
        raise UnreadableSource(f"{_lacks(name, known)} Its first line is: {_shown(headers)}")
    return known


def _lacks(name: str, known: Columns) -> str:
    lacking = [field for field in ("claim", "rating") if field not in known.named]
    which = "which it is" if len(lacking) == 1 else "which they are"
    options = " ".join(f'--map {field}="COLUMN"' for field in lacking)
    columns = " and one for the ".join(lacking)
    return f"{name} has no header with a column for the {columns}; say {which}: {options}."


def _rows(
    rows: Iterator[list[str]], name: str, runs_on: Callable[[Sequence[str]], bool]
) -> Iterator[tuple[str, Sequence[str] | Unusable]]:
    """Yield the rows below the header, each with its place."""
    for number in count(2):
        where = f"{name} row {number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:  # the one that is left is that of a cell without end
            yield where, Unusable(where, f"A cell in it is too long. {_RUNS_ON}")
        else:
            yield where, Unusable(where, _RUNS_ON) if runs_on(row) else row


def _runs_on(row: Sequence[str], headers: Sequence[str], known: Columns, delimiter: str) -> bool:
    """Tell whether a cell has swallowed other rows."""
    telling = [headers.index(known.named[field]) for field in ("rating", "url") if field in known.named]
    return any(_holds_rows(cell, place, telling, delimiter) for place, cell in enumerate(row))


def _holds_rows(cell: str, place: int, telling: Sequence[int], delimiter: str) -> bool:
    """Tell whether a line in a cell goes on to where a rating or a link stands in a row."""
    first, *others = (line.rstrip("\r\n") for line in split_lines(cell) or [""])
    if first == cell:
        return False
    begun = [*[""] * (place + 1), *_cells(first, delimiter)[1:]]
    rows = [begun, *(_cells(line, delimiter) for line in others)]
    return any(
        _is_rating_or_link(cells[column])
        for cells in rows
        for column in telling
        if len(cells) > 1 and column < len(cells)
    )


def _is_rating_or_link(cell: str) -> bool:
    return cell.strip().startswith(("https://", "http://")) or rate(cell) is not Rating.UNRATED


def _by_field(cells: Mapping[str, str], known: Columns) -> dict[str, str]:
    """Return the cells by field; where the column of a field is empty, one that may be meant stands in."""
    found = {}
    for field, column in known.named.items():
        offers = (cells.get(header, "") for header in (column, *known.unsure.get(field, ())))
        found[field] = next((cell for cell in offers if cell), "")
    return found


def _shown(headers: Sequence[str]) -> str:
    return ", ".join(headers)[:_SHOWN_HEADER]


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _fields(headers: Iterable[str]) -> set[str]:
    return {guess_field(header) for header in headers}
