"""Owns the word index: exact keys, links, stemmed words and letter groups of every verdict, on disk."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import tantivy

from claims.verdict import VerdictId
from matching.lexicon import rarity
from matching.reading import stem, words
from matching.records import Record, Stored, from_json
from matching.unicode import without_accents

_MAX_TERMS = 64
_GRAM = 4
_GRAM_WORDS = 8
_HEAP_SMALL = 20_000_000
_HEAP_LARGE = 120_000_000
_LARGE_BATCH = 500
_LARGE_ARCHIVE = 100_000
_MOST_LOOKED_AT = 25_000
_LEAST_TERMS = 2
"""A large archive is searched for the rarest terms, as long as so many verdicts have one of them: the others
take most of the time of a search, the more the larger the archive is, and hardly count in its sum."""


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict with its BM25 score, which compares only within one search."""

    id: VerdictId
    score: float


class WordIndex:
    """A tantivy index in a directory of its own; not thread-safe, but for `put_in_order`."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(directory), reuse=True)
        for name, analyzer in _analyzers():
            self._index.register_tokenizer(name, analyzer)
        self._writer: tantivy.IndexWriter | None = None
        self._one_writes = threading.Lock()
        self._look_again()

    @property
    def count(self) -> int:
        """The number of verdicts held."""
        return int(self._searcher.num_docs)

    def apply(
        self, records: Sequence[Record], removed: Sequence[VerdictId], *, more_follow: bool = False
    ) -> None:
        """Replace these verdicts and remove those, in one commit.

        With `more_follow`, small parts of the index are joined to larger ones beside what else is done, until
        `put_in_order`; before that no other process may change the index.
        """
        with self._one_writes:
            writer = self._writer or self._new_writer(len(records))
            for verdict_id in (*removed, *(record.id for record in records)):
                writer.delete_documents_by_term("id", int(verdict_id))
            for record in records:
                writer.add_document(_document(record))
            writer.commit()
            self._writer = writer
        if not more_follow:
            self.put_in_order()
        self._look_again()

    def put_in_order(self) -> None:
        """Wait until small parts are joined to larger ones; another thread may do it beside searches."""
        with self._one_writes:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None
                self._look_again()

    def _look_again(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def _new_writer(self, records: int) -> tantivy.IndexWriter:
        heap = _HEAP_LARGE if records > _LARGE_BATCH else _HEAP_SMALL
        return self._index.writer(heap_size=heap, num_threads=1)

    def exact(self, keys: Sequence[str], limit: int) -> list[Stored]:
        """Return verdicts one of whose texts has one of these keys."""
        return self._with_any("key", keys, limit)

    def linked(self, links: Sequence[str], limit: int) -> list[Stored]:
        """Return verdicts whose page or appearance is one of these canonical links."""
        return self._with_any("link", links, limit)

    def by_words(self, text: str, language: str, limit: int) -> list[Found]:
        """Return the verdicts that share the most telling words, best first (BM25)."""
        return self._best("words", self._telling("words", word_terms(text, language)), limit)

    def _telling(self, field: str, terms: list[str]) -> list[str]:
        """Return the terms, of a large archive the rarest, so that a search looks at so many verdicts."""
        if self.count < _LARGE_ARCHIVE:
            return terms
        counts = sorted((int(self._searcher.doc_freq(field, term)), term) for term in terms)
        sums = accumulate(count for count, _ in counts)
        return [
            term
            for place, ((_, term), total) in enumerate(zip(counts, sums, strict=True))
            if place < _LEAST_TERMS or total <= _MOST_LOOKED_AT
        ]

    def by_letters(self, text: str, language: str, limit: int) -> list[Found]:
        """Return the verdicts that share letter groups of the rarest words, best first: for misspelt ones."""
        return self._best("letters", self._telling("letters", _rare_grams(text, language)), limit)

    def get(self, ids: Sequence[VerdictId]) -> list[Stored]:
        """Return the verdicts with these ids, in any order."""
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._index.schema, "id", int(verdict_id)))
            for verdict_id in ids
        ]
        return self._texts_of(clauses, len(ids))

    def _with_any(self, field: str, values: Sequence[str], limit: int) -> list[Stored]:
        query = tantivy.Query.term_query
        clauses = [
            (tantivy.Occur.Should, query(self._index.schema, field, value)) for value in values[:_MAX_TERMS]
        ]
        return self._texts_of(clauses, limit)

    def _best(self, field: str, terms: Sequence[str], limit: int) -> list[Found]:
        query = tantivy.Query.term_query
        clauses = [(tantivy.Occur.Should, query(self._index.schema, field, term, "freq")) for term in terms]
        hits = self._hits(clauses, limit)
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [
            Found(VerdictId(int(number or 0)), score) for number, (score, _) in zip(ids, hits, strict=True)
        ]

    def _texts_of(self, clauses: list[tuple[tantivy.Occur, tantivy.Query]], limit: int) -> list[Stored]:
        found = (self._searcher.doc(address)["stored"][0] for _, address in self._hits(clauses, limit))
        return [from_json(str(text)) for text in found]

    def _hits(
        self, clauses: list[tuple[tantivy.Occur, tantivy.Query]], limit: int
    ) -> list[tuple[float, tantivy.DocAddress]]:
        if not clauses:
            return []
        query = tantivy.Query.boolean_query(clauses)
        hits = self._searcher.search(query, limit=limit, count=False).hits
        return [(float(score), address) for score, address in hits]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("link", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="spaced", index_option="freq")
    builder.add_text_field("letters", tokenizer_name="spaced", index_option="freq")
    return builder.build()


def _analyzers() -> list[tuple[str, tantivy.TextAnalyzer]]:
    return [("spaced", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())]


def _document(record: Record) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("id", int(record.id))
    document.add_text("stored", record.to_json())
    for key in record.keys:
        document.add_text("key", key)
    for link in record.links:
        document.add_text("link", link)
    document.add_text("words", " ".join(_stems(record.searched, record.language)))
    letters = "\n".join(record.texts)
    document.add_text("letters", " ".join(gram for word in words(letters) for gram in _grams(word)))
    return document


def _stems(text: str, language: str) -> list[str]:
    return [stem(word.lower(), language) for word in words(text)]


def word_terms(text: str, language: str) -> list[str]:
    """Return the stems to search for, each once, the most telling ones when there are too many."""
    found: dict[str, float] = {}
    for word in words(text):
        lower = word.lower()
        weight = rarity(lower, language)
        found.setdefault(stem(lower, language), weight)
        if language != "en":
            found.setdefault(stem(lower, "en"), weight)
    return sorted(found, key=lambda term: -found[term])[:_MAX_TERMS]


def _rare_grams(text: str, language: str) -> list[str]:
    lowers = dict.fromkeys(word.lower() for word in words(text))
    rare = sorted((word for word in lowers if len(word) > _GRAM), key=lambda word: -rarity(word, language))
    return list(dict.fromkeys(gram for word in rare[:_GRAM_WORDS] for gram in _grams(word)))[: 2 * _MAX_TERMS]


def _grams(word: str) -> list[str]:
    if len(word) <= _GRAM:
        return []
    plain = without_accents(word.lower())[:30]
    return [plain[place : place + _GRAM] for place in range(len(plain) - _GRAM + 1)]
