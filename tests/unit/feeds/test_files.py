"""Files of every kind: what goes in, what is refused and where, and that no bytes ever crash the reader."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.verdict import Rating, Source
from feeds.files import read_file
from feeds.records import Parsed, Record, UnreadableSource, Unusable

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests" / "data" / "feeds"
REAL = ROOT.parent / "shared" / "data" / "claimreview" / "objects.jsonl"
REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "The lake turned purple",
    "url": "https://facts.example/lake",
    "reviewRating": {"alternateName": "False"},
}

Write = Callable[[str, bytes | str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def outcome(path: Path, **given: str) -> list[tuple[str, str]]:
    return [
        (record.where, str(record.ruling.rating) if isinstance(record, Parsed) else record.why)
        for record in read_file(path, **given)
    ]


def test_a_data_feed() -> None:
    first, second = read_file(SAMPLES / "feed.json")

    assert isinstance(first, Parsed)
    assert first.where == "feed.json dataFeedElement[0] item[0]"
    assert (first.ruling.rating, first.ruling.rating_text) == (Rating.MOSTLY_FALSE, "2/5")
    assert first.ruling.published_at is None
    assert second == Unusable("feed.json dataFeedElement[1] item", "It has no claim text.")


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (REVIEW, "a.json"),
        ([REVIEW], "a.json [0]"),
        ({"@graph": [{"@type": "WebPage"}, REVIEW]}, "a.json @graph[1]"),
        ({"@type": "NewsArticle", "review": REVIEW}, "a.json review"),
    ],
)
def test_the_shapes_of_json(write: Write, value: object, where: str) -> None:
    assert (where, "false") in outcome(write("a.json", json.dumps(value, indent=1)))


def test_json_lines_with_bad_lines_between() -> None:
    assert outcome(SAMPLES / "verdicts.jsonl") == [
        ("verdicts.jsonl line 1", "false"),
        ("verdicts.jsonl line 2", "The line is not valid JSON."),
        ("verdicts.jsonl line 3", "satire"),
        ("verdicts.jsonl line 4", "false"),
        (
            "verdicts.jsonl line 5",
            "It is neither a ClaimReview nor a record with a claim, a rating and a link.",
        ),
    ]


def test_the_plainest_name_of_a_field_counts_whichever_stands_first(write: Write) -> None:
    line = {
        "text": "No, the lake did not turn purple",
        "link": "https://post.example/1",
        "source": "Somebody",
        "claim": "The lake turned purple",
        "rating": "False",
        "url": "https://facts.example/lake",
        "publisher": "Facts",
    }

    (record,) = read_file(write("a.jsonl", json.dumps(line)))

    assert isinstance(record, Parsed)
    assert (record.ruling.claim, record.ruling.url, record.ruling.publisher) == (
        "The lake turned purple",
        "https://facts.example/lake",
        "Facts",
    )


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (
            {"label": "True", "verdict": "False"},
            "It has two ratings, “False” and “True”. Keep the right one only.",
        ),
        ({"label": "fake", "verdict": "False"}, "false"),
        ({"label": "three camels", "rating": "False"}, "false"),
    ],
)
def test_a_line_with_several_ratings(write: Write, ratings: dict[str, str], expected: str) -> None:
    line = {"claim": "The lake turned purple", "url": "https://facts.example/lake", **ratings}

    assert outcome(write("a.jsonl", json.dumps(line))) == [("a.jsonl line 1", expected)]


@pytest.mark.parametrize(
    ("days", "told", "unclear"),
    [
        (["03/04/2024", "25/04/2024"], ["2024-04-03", "2024-04-25"], []),
        (["03/04/2024", "04/25/2024"], ["2024-03-04", "2024-04-25"], []),
        (["25/04/2024", "04/25/2024", "03/04/2024"], ["2024-04-25", "2024-04-25", None], ["03/04/2024"]),
        (["03/04/2024", "7/7/2024", "31.12.2023"], [None, "2024-07-07", "2023-12-31"], ["03/04/2024"]),
        (["31/31/2024", "25/04/2024"], [None, "2024-04-25"], ["31/31/2024"]),
    ],
)
def test_a_column_tells_whether_its_days_come_first(
    write: Write, days: list[str], told: list[str | None], unclear: list[str]
) -> None:
    rows = [f"The lake turned {day},False,https://f.example/{place},{day}" for place, day in enumerate(days)]
    records = list(read_file(write("a.csv", "\n".join(["claim,rating,url,date", *rows]))))
    found = [record for record in records if isinstance(record, Parsed)]

    assert [str(one.ruling.published_at or "") or None for one in found] == told
    assert [day for one in found for day in one.unclear_dates] == unclear


def test_one_column_says_nothing_of_another(write: Write) -> None:
    table = "claim,rating,url,date,claimed\nIt,False,https://f.example/1,25/04/2024,03/04/2024"
    (record,) = read_file(write("a.csv", table))

    assert isinstance(record, Parsed)
    assert (record.ruling.claimed_at, record.unclear_dates) == (None, ("03/04/2024",))


def test_a_value_that_is_no_text_is_told_to_nobody(write: Write) -> None:
    line = (
        '{"claim": "It", "rating": "False", "url": "https://f.example/1", "publisher": NaN, "summary": ["a"]}'
    )

    (record,) = read_file(write("a.jsonl", line))

    assert isinstance(record, Parsed)
    assert (record.ruling.publisher, record.ruling.summary) == ("f.example", "")


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        ("03/04/2027", "Its last day, “03/04/2027”, is not clear. Write it as 2026-12-31."),
        ("2027-02-30", "Its last day, “2027-02-30”, is not clear. Write it as 2026-12-31."),
        ("1700000000", "Its last day, “1700000000”, is not clear. Write it as 2026-12-31."),
        ("2027-02-28", "false"),
        ("9999-12-31", "false"),
        ("99991231", "false"),
        ("0000-00-00", "false"),
        ("31/12/2199", "false"),
        ("never", "false"),
        ("No limit.", "false"),
        ("Unbegrenzt", "false"),
        ("sans limite", "false"),
        ("—", "false"),
        *(
            (words, f"Its last day, “{words}”, is not clear. Write it as 2026-12-31.")
            for words in ("expired", "ended", "no", "next Friday", "31/12/2569", "31 december 2569")
        ),
    ],
)
def test_a_last_day_that_is_not_clear_is_not_left_out(write: Write, last_day: str, expected: str) -> None:
    line = {"claim": "It", "rating": "False", "url": "https://facts.example/1", "valid until": last_day}
    review = REVIEW | {"expires": last_day}

    assert outcome(write("a.jsonl", json.dumps(line))) == [("a.jsonl line 1", expected)]
    assert outcome(write("a.json", json.dumps(review))) == [("a.json", expected)]


@pytest.mark.parametrize("expires", [False, None, [False], 0])
def test_what_does_not_expire_has_no_last_day(write: Write, expires: object) -> None:
    (record,) = read_file(write("a.json", json.dumps(REVIEW | {"expires": expires})))

    assert isinstance(record, Parsed)
    assert record.ruling.valid_until is None


def test_a_table_with_guessed_columns() -> None:
    first, *rest = read_file(SAMPLES / "verdicts.csv")

    assert isinstance(first, Parsed)
    assert first.ruling.url == "https://facts.example/lake?id=7"
    assert (first.ruling.publisher, first.ruling.published_at) == ("Lake Facts", date(2024, 3, 5))
    assert [record.where for record in rest] == [f"verdicts.csv row {number}" for number in (3, 4, 5, 6)]
    assert [record.why for record in rest if isinstance(record, Unusable)] == [
        "It has no rating.",
        'There is no link to the fact-check. Its cell in the column "Link" is empty.',
        "The row has 7 cells, but the header names 6 columns.",
    ]


def test_a_page_with_json_ld() -> None:
    records = list(read_file(SAMPLES / "page.html"))

    [found] = [record for record in records if isinstance(record, Parsed)]
    assert found.where == "page.html JSON-LD 2 [0].@graph[1]"
    assert found.ruling.claim == "Im Stadtbad lebt eine Seekuh & frisst Handtücher"
    assert found.ruling.url == "https://seepruefer.example/2024/06/01/seekuh"
    assert (found.ruling.rating, found.ruling.publisher) == (Rating.FALSE, "Seeprüfer")


def test_a_page_without_json_ld_is_read_as_an_article() -> None:
    [found] = read_file(SAMPLES / "page_without_data.html")

    assert isinstance(found, Parsed)
    assert found.ruling.claim == "Storks in Lindholm can read the morning newspaper."
    assert found.ruling.rating is Rating.MISLEADING
    assert found.ruling.summary.startswith("The bird was trained")
    assert found.ruling.sources == (Source("https://paper.example/storks", "Lindholm Paper"),)
    assert (found.ruling.publisher, found.ruling.language) == ("Lake Facts", "en")
    assert found.ruling.published_at == date(2024, 7, 9)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings(write: Write, encoding: str) -> None:
    content = json.dumps(REVIEW | {"claimReviewed": "Größe"}, ensure_ascii=False).encode(encoding)

    [record] = read_file(write("a.json", content))

    assert isinstance(record, Parsed)
    assert record.ruling.claim == "Größe"


def test_latin_text_is_recognised(write: Write) -> None:
    text = "Título\nAfirmación: El señor alcalde vendió el puente español\nVeredicto: Engañoso\nNo pasó."

    [record] = read_file(write("a.txt", text.encode("cp1252")), url="https://facts.example/a")

    assert isinstance(record, Parsed)
    assert (record.ruling.claim[:8], record.ruling.rating) == ("El señor", Rating.MISLEADING)


def test_content_counts_more_than_the_name(write: Write) -> None:
    assert outcome(write("a.txt", json.dumps(REVIEW))) == [("a.txt", "false")]
    page = write("a.json", (SAMPLES / "page.html").read_bytes())
    assert [why for _, why in outcome(page)] == ["The JSON-LD of the page is malformed.", "false"]


def test_gzip_and_progress(write: Write) -> None:
    path, told = write("a.jsonl.gz", gzip.compress((json.dumps(REVIEW) + "\n").encode() * 3)), list[int]()

    records = list(read_file(path, progress=told.append))

    assert [record.where for record in records] == [f"a.jsonl.gz line {number}" for number in (1, 2, 3)]
    assert told[-1] == path.stat().st_size


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b"", "is empty"),
        ("a.json", b" \n\t ", "is empty"),
        ("a.txt", b"\xef\xbb\xbf\n", "is empty"),
        ("a.json", b'{"claim": ', "not valid JSON.*line 1"),
        ("a.json", b"[\n}\n{}]", "not valid JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'[{"a": ' + b"9" * 5000 + b"}]", "not valid JSON"),
        ("a.json", b"// note\n{}", "not valid JSON"),
        ("a.txt", b"\x00\x01\x02\x03 binary \xff\xfe", "is a binary file"),
        ("a.txt", b"%PDF-1.7\n", "is a PDF"),
        ("a.xlsx", b"PK\x03\x04rest", "damaged spreadsheet"),
        ("a.csv", b"name,age\nA,1\n", "no header with a column for the claim"),
        ("a.xml", b"<?xml version='1.0'?><urlset/>", "XML feed or sitemap"),
        ("a.json.gz", b"\x1f\x8b\x08\x00damaged", "damaged .gz"),
        ("a.txt.gz", gzip.compress(b"")[:12], "damaged .gz"),
        ("a.txt", b"word " * 4_200_000, "too large"),
        ("a.html", b"<html>" + b"<p>x" * 1_500_000, "too large"),
        ("a.html", b"<html><body>" + b"<p>x" * 40_000, "too large a page"),
        ("a.json", b'{"claim": "' + b"x" * 21_000_000 + b'"}', "too large"),
        ("a.txt.gz", gzip.compress(b"a" * 21_000_000), "too large"),
    ],
)
def test_what_cannot_be_read_says_why(write: Write, name: str, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableSource, match=message):
        list(read_file(write(name, content)))


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="does not exist"):
        list(read_file(tmp_path / "none.json"))
    with pytest.raises(UnreadableSource, match="cannot be read"):
        list(read_file(tmp_path))


def test_a_list_that_breaks_off_keeps_what_came_before(write: Write) -> None:
    first, last = outcome(write("a.json", f"[{json.dumps(REVIEW)}, {{"))

    assert first == ("a.json [0]", "false")
    assert re.match(r"The rest could not be read: a\.json is not valid JSON", last[1])


@pytest.mark.parametrize("sign", ["\u2028", "\x85"])
def test_a_sign_that_ends_no_line_is_part_of_one(write: Write, sign: str) -> None:
    lines = [json.dumps(REVIEW | {"headline": f"A{sign}B{number}"}, ensure_ascii=False) for number in (1, 2)]

    assert outcome(write("a.jsonl", "\n".join(lines))) == [
        ("a.jsonl line 1", "false"),
        ("a.jsonl line 2", "false"),
    ]


def test_one_line_too_long_leaves_the_others(write: Write) -> None:
    good = json.dumps(REVIEW)
    path = write("a.jsonl", f"{good}\n" + '{"claim": "' + "x" * 6_000_000 + f'"}}\n{good}\n')

    assert outcome(path) == [
        ("a.jsonl line 1", "false"),
        ("a.jsonl line 2", "The line is too long."),
        ("a.jsonl line 3", "false"),
    ]


def test_a_large_list_is_read_across_chunks(write: Write) -> None:
    many = [REVIEW | {"claimReviewed": f"Claim number {number} ü"} for number in range(40_000)]
    path = write("a.json", json.dumps(many, ensure_ascii=False))

    records = list(read_file(path))

    assert path.stat().st_size > 5_300_000
    assert [r.ruling.claim for r in records if isinstance(r, Parsed)] == [r["claimReviewed"] for r in many]


_SEEDS = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
_JUNK = [b"<![CDATA[", b"<!DOCTYPE", b"\xed\xa0\x80", b'"\\ud800"', b"NaN", b"]]>", b"<!--"]
_NAMES = st.sampled_from(["a.json", "a.jsonl", "a.csv", "a.tsv", "a.html", "a.txt", "a", "a.gz"])


def _read_whatever(path: Path) -> list[Record]:
    try:
        return list(read_file(path, url="https://facts.example/a"))
    except UnreadableSource:
        return []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=_NAMES, content=st.binary(max_size=400), packed=st.booleans())
def test_any_bytes_are_records_or_an_unreadable_source(
    tmp_path: Path, name: str, content: bytes, packed: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if packed else content)

    assert all(isinstance(record, Parsed | Unusable) for record in _read_whatever(path))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=_NAMES,
    whole=st.sampled_from(_SEEDS),
    cut=st.floats(0, 1),
    junk=st.binary(max_size=30) | st.sampled_from(_JUNK),
)
def test_damaged_files_are_records_or_an_unreadable_source(
    tmp_path: Path, name: str, whole: bytes, cut: float, junk: bytes
) -> None:
    at = int(len(whole) * cut)
    path = tmp_path / name
    path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])

    assert all(isinstance(record, Parsed | Unusable) for record in _read_whatever(path))


_FIELDS = ["@id", "name", "author", "itemReviewed", "ratingValue", "bestRating", "appearance", "publisher"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*REVIEW, *_FIELDS]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from([*REVIEW, "author", "itemReviewed", "publisher", "datePublished"]), value=_JSON)
def test_any_json_in_any_field_is_a_record(tmp_path: Path, field: str, value: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"@type": "ClaimReview"} | REVIEW | {field: value}]))

    records = _read_whatever(path)

    assert records != []
    for record in records:
        assert not isinstance(record, Parsed) or record.ruling.claim.encode()


@pytest.mark.skipif(not REAL.is_file(), reason="../shared/data is not beside this checkout")
def test_real_claim_reviews_go_in() -> None:
    records = list(read_file(REAL))

    refused = [record.why for record in records if isinstance(record, Unusable)]
    unrated = [r for r in records if isinstance(r, Parsed) and r.ruling.rating is Rating.UNRATED]
    assert len(records) == 65
    assert len(refused) <= 3, refused
    assert len(unrated) <= 3
