"""How the word lists that ship are made, on a dictionary of four words."""

from pathlib import Path

from matching.training.wordlists import territories, thesaurus

DATA = """\
  1 This line is of the licence.
00000100 00 v 02 start 0 begin 0 001 ! 00000200 v 0101 | to do the first part
00000200 00 v 02 stop 0 end 0 001 ! 00000100 v 0101 | to do no more
00000300 00 v 01 begin 1 000 | a rarer meaning of the word
"""
INDEX = """\
  1 This line is of the licence.
start v 1 1 ! 1 1 00000100
begin v 2 1 ! 2 1 00000300 00000100
stop v 1 1 ! 1 1 00000200
end v 1 1 ! 1 1 00000200
"""


def test_words_that_share_their_commonest_meaning_are_alike(tmp_path: Path) -> None:
    for part in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"data.{part}").write_text(DATA if part == "verb" else "", "utf-8")
        (tmp_path / f"index.{part}").write_text(INDEX if part == "verb" else "", "utf-8")

    lists = thesaurus(tmp_path)

    assert lists == {"synonyms": [["end", "stop"]], "opposites": [["start", "stop"]]}


def test_countries_have_one_name_in_all_languages() -> None:
    names = territories()

    assert {names["de"]["deutschland"], names["es"]["alemania"], names["ru"]["германия"]} == {"germany"}
    assert "того" not in names["ru"]
