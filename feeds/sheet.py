"""Owns spreadsheets (.xlsx, .ods): the rows of their first sheet that has any, with limits."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from feeds.records import UnreadableSource

MAX_MEMBERS = 1_000
MAX_UNPACKED_BYTES = 100 * 1024**2
MAX_SETUP_BYTES = 2 * 1024**2  # of styles, names and the like, which the library holds as objects
MAX_CELLS_IN_ROW = 20_000  # a spreadsheet program has 16,384 columns at most
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 32_767  # what a spreadsheet program lets a cell have
_ZIP = b"PK\x03\x04"
_ODS_CONTENT = "content.xml"
_XLSX_BOOK = "xl/workbook.xml"
_PIECE_BYTES = 1024 * 1024
_LONGEST_TAG = 40
_ROW_OR_CELL = re.compile(rb"<(?:[\w.-]{1,20}:)?(row|c|table-row|table-cell)[\s/>]")

Row = Sequence[str]


def is_packed(path: Path) -> bool:
    """Tell whether a file is a zip archive, as spreadsheets are."""
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError:
        return False


def read_rows(path: Path, name: str) -> Iterator[Row]:
    """Yield the rows of a spreadsheet as texts, dates as `2026-05-03`; rows without any text are empty.

    Raises:
        UnreadableSource: it is another kind of archive, damaged, or too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            _refuse_bombs(archive, name)
        if _XLSX_BOOK in names:
            yield from _limited(_xlsx_rows(path), name)
        elif _ODS_CONTENT in names:
            yield from _limited(_ods_rows(path), name)
        else:
            raise UnreadableSource(f"{name} is a packed file but not a spreadsheet (.xlsx, .ods)")
    except DefusedXmlException as error:
        raise UnreadableSource(f"{name} defines entities, which no spreadsheet needs") from error
    except UnreadableSource:
        raise
    except Exception as error:
        raise UnreadableSource(f"{name} is a damaged spreadsheet ({type(error).__name__})") from error


def _refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    """Unpack everything once, within the limits: a size that was lied about does not fit its checksum."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise UnreadableSource(f"{name} is too large (over {MAX_UNPACKED_BYTES // 1024**2} MB unpacked)")
    for member in members:
        if _is_setup(member.filename) and member.file_size > MAX_SETUP_BYTES:
            raise UnreadableSource(f"{name} has more formats than any real spreadsheet")
        if member.filename.endswith((".xml", ".rels")):
            _refuse_entities(archive, member)
        cells_in_row, rest = 0, b""
        with archive.open(member) as file:
            while piece := file.read(_PIECE_BYTES):
                cells_in_row, rest = _count_cells(rest + piece, cells_in_row)
                if cells_in_row > MAX_CELLS_IN_ROW:
                    raise UnreadableSource(f"{name} has a row of more than {MAX_CELLS_IN_ROW:,} cells")


def _refuse_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a part up to its first element, before which entities are defined; the library would take them.

    Raises:
        DefusedXmlException: there are some.
    """
    with archive.open(member) as file, suppress(ParseError):  # what is no XML is refused where it is read
        next(iter(iterparse(file, events=("start",), forbid_dtd=True)), None)


def _is_setup(member: str) -> bool:
    """Tell whether a part of a workbook is read as a whole, unlike its sheets and texts."""
    large = member.startswith("xl/worksheets/") or member in {"xl/sharedStrings.xml", _ODS_CONTENT}
    return member.endswith((".xml", ".rels")) and not large


def _count_cells(markup: bytes, before: int) -> tuple[int, bytes]:
    """Return how many cells the row has in which this markup ends (or the longest row in it, if that has too
    many), and the end that may be part of a tag."""
    count = before
    for tag in _ROW_OR_CELL.finditer(markup):
        count = count + 1 if tag[1] in {b"c", b"table-cell"} else 0
        if count > MAX_CELLS_IN_ROW:
            break
    cut = markup.rfind(b"<", max(len(markup) - _LONGEST_TAG, 0))
    return (count, b"") if cut < 0 or _ROW_OR_CELL.match(markup, cut) else (count, markup[cut:])


def _limited(rows: Iterator[Row], name: str) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            raise UnreadableSource(f"{name} has more than {MAX_ROWS:,} rows; save it as CSV")
        yield [cell[:MAX_CELL_CHARS] for cell in row[:MAX_COLUMNS]]


def _xlsx_rows(path: Path) -> Iterator[Row]:
    import openpyxl  # most sources are no spreadsheets, and every start would pay for it

    with path.open("rb") as file:  # a path would have to end in .xlsx, which what came by a link does not
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            empty = True
            for row in sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 1, values_only=True):
                cells = [_written(value) for value in row]
                empty = empty and not any(cells)
                yield cells if any(cells) else []
            if not empty:
                return


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _ods_rows(path: Path) -> Iterator[Row]:
    with zipfile.ZipFile(path) as archive, archive.open(_ODS_CONTENT) as content:
        empty = True
        for _event, element in iterparse(content, events=("end",), forbid_dtd=True):
            kind = _local(element)
            if kind == "table" and not empty:
                return
            if kind == "table-row":
                cells = _ods_cells(element)
                empty = empty and not any(cells)
                yield cells if any(cells) else []
                element.clear()


def _ods_cells(row: Element) -> Row:
    """Return the cells of a row; one that is said to repeat does so up to the last column that is read."""
    cells: list[str] = []
    for cell in row:
        times = cell.get(_attribute(cell, "number-columns-repeated"), "1")
        repeated = int(times[:6]) if times.isdecimal() else 1
        text = _ods_text(cell)
        cells += [text] * min(repeated, MAX_COLUMNS - len(cells))
    return cells


def _ods_text(cell: Element) -> str:
    day = cell.get(_attribute(cell, "date-value"), "")[:10]
    return day or "\n".join("".join(line.itertext()) for line in cell if _local(line) == "p").strip()


def _attribute(cell: Element, name: str) -> str:
    return next((key for key in cell.attrib if key.rpartition("}")[2] == name), name)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
