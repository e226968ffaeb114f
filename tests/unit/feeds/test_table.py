"""What the columns of a table mean, guessed or given, and spreadsheets."""

import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.columns import confirmed, parse_columns
from claims.verdict import Rating
from feeds.candidate import Given
from feeds.files import read_columns, read_file
from feeds.records import Parsed, UnreadableSource, Unusable
from feeds.table import Columns, guess_columns, parse_table

ODS = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
    "<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet></office:body>"
    "</office:document-content>"
)
ROWS = [
    ["Checks of the lake", None, None, None],
    ["Statement", "Verdict", "Link", "Date"],
    ["The lake turned purple", "Falso", "https://facts.example/lake", date(2026, 5, 3)],
    [None, None, None, None],
    ["The lake has 7 fish", "True", "https://facts.example/fish", "not yet"],
]


def xlsx(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def ods(path: Path, rows: list[str], *, head: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", head + ODS.format(rows="".join(rows)))
    return path


def ods_row(*cells: str) -> str:
    written = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row>{written}</table:table-row>"


def rulings(path: Path, **options: object) -> list[tuple[str, Rating, str]]:
    return [
        (record.ruling.claim, record.ruling.rating, record.where)
        for record in read_file(path, **options)  # type: ignore[arg-type] # options of read_file
        if isinstance(record, Parsed)
    ]


def test_columns_are_guessed_and_doubts_are_named() -> None:
    assert guess_columns(["Claim", "text", "Verdict", "URL", "Region", ""]) == Columns(
        named={"claim": "Claim", "rating": "Verdict", "url": "URL"},
        unsure={"claim": ("text",)},
        unused=("Region",),
    )


def test_columns_that_are_given_leave_no_doubt() -> None:
    known = guess_columns(["Claim", "text", "Verdict"], {"claim": "text"})

    assert (known.named["claim"], known.unsure) == ("text", {})


@pytest.mark.parametrize(
    ("given", "message"),
    [({"colour": "Claim"}, "not one of the fields"), ({"claim": "Klaim"}, 'no column "Klaim"')],
)
def test_columns_that_do_not_exist(given: dict[str, str], message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        guess_columns(["Claim", "Verdict"], given)


def test_a_table_whose_column_names_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "checks.csv"
    path.write_text("Aussage;Wertung;Adresse\nDer See ist lila;Falsch;https://facts.example/see\n", "utf-8")
    columns = {"claim": "Aussage", "rating": "Wertung", "url": "Adresse"}

    assert rulings(path, columns=columns) == [("Der See ist lila", Rating.FALSE, "checks.csv row 2")]
    assert read_columns(path, columns) == Columns(columns, {}, ())


NO_ADDRESS = "The link to the fact-check is not an http or https address with a host."


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        (
            "Claim;Rating;Link",
            "A;False;",
            'There is no link to the fact-check. Its cell in the column "Link" is empty.',
        ),
        (
            "Claim;Rating;Where",
            "A;False;https://facts.example/a",
            "There is no link to the fact-check. No column is known to hold it: name that column with"
            " --map url=…, or with --url the one page that all rows are from.",
        ),
        ("Claim;Rating;Link", "A;False;n/a", NO_ADDRESS),
        ("Claim;Rating;Link", "A;False;www.facts", NO_ADDRESS),
        (
            "Claim;Rating;Link",
            "A;False;/checks/a",
            f"{NO_ADDRESS} It is only a part of an address: name its site with --url.",
        ),
        ("Claim;Rating;Link", "A;;", "It has no rating."),
        ("Claim;Rating;Link", ";False;", "It has no claim text."),
    ],
)
def test_a_row_that_is_refused_says_what_would_mend_it(
    tmp_path: Path, header: str, row: str, why: str
) -> None:
    path = tmp_path / "checks.csv"
    path.write_text(f"{header}\n{row}\n", "utf-8")

    assert list(read_file(path)) == [Unusable("checks.csv row 2", why)]


@pytest.mark.parametrize(
    "lines",
    [
        [
            '"The lake is green,False,https://facts.example/1',
            'The lake is blue"s,True,https://facts.example/2',
        ],
        [
            '"The lake is green,False,https://facts.example/1',
            '"The lake is blue",True,https://facts.example/2',
        ],
        ['"The lake is green,False,https://facts.example/1', "The lake is blue,True,https://facts.example/2"],
        [
            '"The lake is green,Whoppa,https://facts.example/1',
            'The lake is blue",True,https://facts.example/2',
        ],
        ['"The lake is green,False,/1', 'The lake is blue",True,https://facts.example/2'],
    ],
)
def test_a_quotation_mark_that_is_not_closed_lends_no_claim_the_rating_of_another(
    tmp_path: Path, lines: list[str]
) -> None:
    path = tmp_path / "checks.csv"
    path.write_text("\n".join(["claim,rating,url", *lines]), "utf-8")

    (record,) = read_file(path)

    assert isinstance(record, Unusable)
    assert (record.where, record.why) == (
        "checks.csv row 2",
        "A quotation mark in it is opened and not closed where its cell ends, so other rows run into it."
        " Close it, or take it out.",
    )


def test_a_quotation_mark_that_is_not_closed_below_the_links_of_other_rows(tmp_path: Path) -> None:
    path = tmp_path / "checks.csv"
    path.write_text(
        'url,rating,claim\nhttps://f.example/1,True,"It is green\nhttps://f.example/2,False,"It is blue"\n',
        "utf-8",
    )

    assert rulings(path) == []


def test_a_cell_without_end_leaves_the_rows_after_it(tmp_path: Path) -> None:
    path = tmp_path / "checks.csv"
    rows = [f"Lake {number} is green,False,https://facts.example/{number}" for number in range(4_000)]
    path.write_text("\n".join(["claim,rating,url", f'"{rows[0]}', *rows[1:]]), "utf-8")

    refused, *others = read_file(path)

    assert isinstance(refused, Unusable)
    assert refused.why.startswith("A cell in it is too long. A quotation mark in it is opened")
    assert len([record for record in others if isinstance(record, Parsed)]) > 1_000


@pytest.mark.parametrize(
    "claim",
    ["Sea, lake\nand river, all, are green", "False\nThe lake is green", "See\nhttps://facts.example/lake"],
)
def test_a_cell_of_several_lines(tmp_path: Path, claim: str) -> None:
    path = tmp_path / "checks.csv"
    path.write_text(f'claim,rating,url\n"{claim}",False,https://facts.example/1\n', "utf-8")

    assert [where for _, _, where in rulings(path)] == ["checks.csv row 2"]


PASTED = ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"]


@pytest.mark.parametrize("sign", PASTED)
def test_what_ends_no_row_leaves_a_claim_whole(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "checks.csv"
    claim = f"The president did not resign.{sign}He signed the new law"
    path.write_text(f"claim,rating,url\r\n{claim},False,https://facts.example/1\r\n", "utf-8", newline="")

    assert rulings(path) == [
        ("The president did not resign. He signed the new law", Rating.FALSE, "checks.csv row 2")
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("at", [256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1])
def test_rows_end_alike_wherever_a_chunk_of_the_file_does(tmp_path: Path, end: str, at: int) -> None:
    path = tmp_path / "checks.csv"
    first = f"claim,rating,url{end}A is so,False,https://facts.example/1?a="
    last = f"{end}B is so,True,https://facts.example/2{end}"
    path.write_text(first.ljust(at - 1, "+") + last, "utf-8", newline="")

    assert [where for _, _, where in rulings(path)] == ["checks.csv row 3"]


@pytest.mark.parametrize("header", ["text,claim,rating,url", "Text,Claim,Verdict,Link"])
def test_the_column_called_claim_is_the_claim_whichever_stands_first(header: str) -> None:
    assert guess_columns(header.split(",")).named["claim"].casefold() == "claim"


def test_a_spreadsheet_with_a_title_above_its_header(tmp_path: Path) -> None:
    assert rulings(xlsx(tmp_path / "checks.xlsx", ROWS)) == [
        ("The lake turned purple", Rating.FALSE, "checks.xlsx row 3"),
        ("The lake has 7 fish", Rating.TRUE, "checks.xlsx row 5"),
    ]


def test_a_date_of_a_spreadsheet(tmp_path: Path) -> None:
    first, _second = read_file(xlsx(tmp_path / "checks.xlsx", ROWS))

    assert isinstance(first, Parsed)
    assert first.ruling.published_at == date(2026, 5, 3)


def test_an_open_document_spreadsheet(tmp_path: Path) -> None:
    rows = [
        ods_row("Claim", "Rating", "Link"),
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
        ods_row("The lake <text:span>turned</text:span> purple", "Bulo", "https://facts.example/lake"),
    ]

    assert rulings(ods(tmp_path / "checks.ods", rows)) == [
        ("The lake turned purple", Rating.FALSE, "checks.ods row 3")
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", {"word/document.xml": b"<w/>"}, "not a spreadsheet"),
        ("a.ods", {"content.xml": b"<"}, "damaged spreadsheet"),
        ("a.ods", {"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "defines entities"),
        ("a.xlsx", {"xl/workbook.xml": b"<"}, "damaged spreadsheet"),
        ("a.ods", {f"{number}": b"" for number in range(1001)}, "too large"),
        ("a.ods", {"content.xml": bytes(101 * 1024**2)}, "too large"),
    ],
    ids=["document", "cut off", "entities", "xlsx", "many", "bomb"],
)
def test_archives_that_are_no_spreadsheets(
    tmp_path: Path, name: str, content: dict[str, bytes], message: str
) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, body in content.items():
            archive.writestr(member, body)

    with pytest.raises(UnreadableSource, match=message):
        list(read_file(path))


@pytest.mark.parametrize("cell", ["<c/>", "<x:c r='A1'/>", "<table:table-cell/>"])
def test_a_row_of_endless_cells(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<row>{cell * 400_000}</row>")

    with pytest.raises(UnreadableSource, match="row of more than 20,000 cells"):
        list(read_file(path))


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_workbook_that_defines_entities(tmp_path: Path, member: str) -> None:
    whole, path = xlsx(tmp_path / "whole.xlsx", ROWS), tmp_path / "a.xlsx"
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            body = read.read(name)
            _declaration, end, root = body.rpartition(b"?>")
            head = b'<!DOCTYPE a [<!ENTITY b "purple">]>' if name == member else b""
            written.writestr(name, head + root if end else head + body)

    with pytest.raises(UnreadableSource, match="defines entities"):
        list(read_file(path))


def test_endless_formats(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/styles.xml", f"<styles>{'<xf/>' * 1_000_000}</styles>")

    with pytest.raises(UnreadableSource, match="more formats"):
        list(read_file(path))


def test_an_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", bytes(1_000_000))
    told = (1_000_000).to_bytes(4, "little")
    path = tmp_path / "a.ods"
    path.write_bytes(packed.getvalue().replace(told, (10).to_bytes(4, "little")))

    with pytest.raises(UnreadableSource, match="damaged spreadsheet"):
        list(read_file(path))


DOUBTFUL = Columns({"claim": "Claim", "rating": "Verdict"}, {"claim": ("Text",)}, ("Region",))
CLEAR = Columns({"claim": "Claim", "rating": "Verdict"}, {}, ())


@pytest.mark.parametrize(
    ("columns", "answer", "yes", "expected"),
    [
        (CLEAR, None, False, True),
        (DOUBTFUL, None, False, False),
        (DOUBTFUL, None, True, True),
        (CLEAR, False, False, False),
        (DOUBTFUL, True, False, True),
    ],
)
def test_columns_are_shown_and_confirmed(
    columns: Columns, answer: bool | None, yes: bool, expected: bool
) -> None:
    said: list[str] = []
    ask = None if answer is None else lambda _question, _enter: bool(answer)

    assert confirmed("checks.csv", columns, say=said.append, ask=ask, yes=yes) is expected
    assert said[0] == "checks.csv: the columns are read as"
    assert said[1].startswith('  claim: "Claim"')


def test_options_for_columns() -> None:
    assert parse_columns(["claim=What was said", "rating=R=1"]) == {"claim": "What was said", "rating": "R=1"}
    with pytest.raises(ValueError, match="the fields are claim, rating"):
        parse_columns(["colour=Blue"])


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        ("Claim,Our call", 'column for the rating; say which it is: --map rating="COLUMN".'),
        ("Sentence;Verdict", 'column for the claim; say which it is: --map claim="COLUMN".'),
        (
            "Name,Age",
            "column for the claim and one for the rating; say which they are:"
            ' --map claim="COLUMN" --map rating="COLUMN".',
        ),
    ],
)
def test_a_table_says_which_column_it_lacks(tmp_path: Path, header: str, lacking: str) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(f"{header}\nA,B\n", "utf-8")

    with pytest.raises(UnreadableSource) as refused:
        rulings(path)

    assert f"ours.csv has no header with a {lacking} Its first line is: {header[:4]}" in str(refused.value)


def test_rows_before_a_table_breaks_off_are_kept() -> None:
    def lines() -> Iterator[str]:
        yield "claim,rating,url\n"
        yield "The lake turned purple,False,https://facts.example/lake\n"
        raise UnreadableSource("it is cut off")

    records = parse_table(lines(), "checks.csv", Given())

    assert isinstance(next(records), Parsed)
    with pytest.raises(UnreadableSource, match="it is cut off"):
        next(records)
