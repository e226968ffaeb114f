"""Owns the decision: the matcher that the rest of the bot talks to."""

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from claims.decision import (
    Answer,
    Conflict,
    ConflictKind,
    Decision,
    How,
    Match,
    NotAClaim,
    Queued,
    Suggest,
)
from claims.links import link_key
from claims.question import signs_among
from claims.signs import Signs
from claims.verdict import Verdict, VerdictId
from matching import thresholds
from matching.candidates import Asked, CandidateIndex, Prepared
from matching.certainty import falls_short, hope_among, weighed
from matching.crossencoder import CrossEncoder
from matching.embeddings import Embedder, TwoEncoders
from matching.excerpts import excerpt_with_the_claim
from matching.gate import Gate, Judged
from matching.grouping import Accepted, Grouping
from matching.lexicon import lexicon
from matching.normalize import core, digest
from matching.openness import with_sentences
from matching.records import Stored, is_telling, signs_beside
from matching.rest import find_in_the_rest
from matching.segment import Message, Part, read
from matching.segment import fingerprint as fingerprint_of

_MOST_LINKED = 6  # verdicts of one link; of a post with more, a link says nothing
_MOST_SHARED = 3  # an exact text that more verdicts share ("Watch this video") proves nothing


class HybridMatcher:
    """Implements `claims.ports.Matcher`: certain matches first, then words and meaning, then the gate."""

    def __init__(self, index: CandidateIndex, gate: Gate) -> None:
        self._index = index
        self._gate = gate
        self._grouping = Grouping(index, gate)

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        embedder: TwoEncoders | None = None,
        finder: Embedder | None = None,
        load: bool = True,
    ) -> Self:
        """Open the index in `directory`; a missing, damaged or outdated one starts empty, at revision 0.

        `finder` finds candidates by meaning in place of `embedder`, which judges them in any case. Without
        `load`, the models are read when a text first needs them: for who will hardly ask.
        """
        embedder, reader = embedder or TwoEncoders(), CrossEncoder()
        with _nothing_collected():
            if load:
                _load(embedder, reader)
            opened = cls(CandidateIndex(directory, embedder, finder), Gate(reader, embedder))
            gc.freeze()  # what was loaded stays: no search for garbage amid a decision is to walk through it
        return opened

    def close(self) -> None:
        """Let go of the index; everything applied is on disk already."""
        self._index.close()

    def settle(self) -> None:
        """Wait until the index is laid out as it will be for the next questions: for measuring."""
        self._index.settle()

    @property
    def revision(self) -> int:
        """The change counter of the newest verdict the index holds; 0 when it is empty."""
        return self._index.revision

    def apply(self, changed: Sequence[Verdict], revision: int) -> None:
        """Add, replace or (when retracted) remove these verdicts; the index then stands at `revision`."""
        self.take_in(self.prepare(changed), revision)

    def prepare(self, changed: Sequence[Verdict]) -> Prepared:
        """Do the slow part of `apply`, beside whatever else the matcher does on other threads."""
        return self._index.prepare(changed)

    def take_in(self, prepared: Prepared, revision: int, *, more_follow: bool = False) -> None:
        """Do the rest of `apply`; with `more_follow`, leave putting the index in order to `put_in_order`."""
        self._index.take_in(prepared, revision, more_follow=more_follow)

    def put_in_order(self) -> None:
        """Do what was left undone when more was to follow, beside whatever else the matcher does."""
        self._index.put_in_order()

    def clear(self) -> None:
        """Forget everything: the index belongs to another database."""
        self._index.clear()

    def fingerprint(self, text: str) -> str:
        """Return a key that is equal for texts which differ only in what normalisation removes."""
        return fingerprint_of(text)

    def decide(self, text: str, *, language: str = "", excluding: Collection[VerdictId] = ()) -> Decision:
        """Decide about `text` (any length, any content) without ever offering the excluded verdicts."""
        message = read(text, language)
        kept_out = frozenset(excluding)
        by_link = self._by_link(message, kept_out)
        if message.states_nothing:
            return self._of_links(by_link, kept_out)
        asked = self._index.asked(message, thresholds.MAX_PARTS)
        judged = self._judged(asked, kept_out)
        unclear = self._unclear(by_link, asked)
        certain = [] if unclear else by_link
        judged = [_with_signs_read(one, text) for one in judged]
        by_text = self._by_text(asked, text, kept_out)
        by_excerpt = _by_excerpt(message, judged)
        decision = self._decision([*certain, *by_text, *by_excerpt], judged, unclear, kept_out)
        return with_sentences(decision, message, judged)

    def _unclear(self, linked: Sequence[Accepted], asked: Asked) -> list[Match]:
        """Return the matches by link, if the link alone decides nothing: several claims were checked at its
        end, and it does not say which is meant; or the words beside it differ from the claim."""
        if self._are_several(linked):
            return [one.match for one in linked]
        candidates = [self._index.candidate(one.stored, How.SAME_LINK) for one in linked]
        judged = self._gate.judge(
            asked.parts,
            asked.vectors,
            candidates,
            asked.message.language,
            sentences=asked.message.sentences,
        )
        differing = {one.candidate.stored.id: one.conflicts for one in judged if one.conflicts}
        if not differing:
            return []
        return [replace(one.match, conflicts=differing.get(one.stored.id, ())) for one in linked]

    def _of_links(self, linked: Sequence[Accepted], excluding: frozenset[VerdictId]) -> Decision:
        """Decide about a message that is nothing but links."""
        if len(linked) > _MOST_SHARED and self._are_several(linked):
            return Suggest(tuple(one.match for one in linked))
        return Answer(self._grouping.numbered(linked, excluding)) if linked else NotAClaim()

    def _are_several(self, linked: Sequence[Accepted]) -> bool:
        return len(linked) > 1 and len({match.claim for match in self._grouping.numbered(linked)}) > 1

    def rank(self, text: str, *, language: str = "", limit: int = 10) -> tuple[VerdictId, ...]:
        """Return the verdicts that fit best, best first, whether or not they state the same claim."""
        message = read(text, language)
        asked = self._index.asked(message, thresholds.MAX_PARTS)
        found = self._index.search(asked, (), max(limit, thresholds.MAX_CANDIDATES))
        return tuple(candidate.stored.id for candidate in found[:limit])

    def _by_link(self, message: Message, excluding: frozenset[VerdictId]) -> list[Accepted]:
        links = [key for url in message.links if (key := link_key(url))]
        found = self._index.linked(links, _MOST_LINKED + 1)
        if len(found) > _MOST_LINKED:
            return []
        return [_certain(stored, How.SAME_LINK) for stored in found if stored.id not in excluding]

    def _by_text(self, asked: Asked, raw: str, excluding: frozenset[VerdictId]) -> list[Accepted]:
        message = asked.message
        inner = core(message.body)
        whole = _Exact(message.key, raw, message.body, inner)
        told = self._exact(whole, excluding) if is_telling(inner) else []
        if told:
            return told
        matches: list[Accepted] = []
        for part in asked.parts:
            if not part.whole and is_telling(part.core):
                text = _Exact(digest(part.core), raw, part.text, part.core)
                matches += [
                    one
                    for one in self._exact(text, excluding, part.text)
                    if not find_in_the_rest(
                        part, asked.parts, message.sentences, message.language, one.stored, part.core
                    )
                ]
        return matches

    def _exact(self, text: "_Exact", excluding: frozenset[VerdictId], part: str = "") -> list[Accepted]:
        found = self._index.exact([text.key], _MOST_SHARED + 1)
        if len(found) > _MOST_SHARED:
            return []
        same = (
            stored for stored in found if stored.id not in excluding and not text.is_signed_otherwise(stored)
        )
        return [_certain(stored, How.EXACT_TEXT, part) for stored in same]

    def _judged(self, asked: Asked, excluding: frozenset[VerdictId]) -> list[Judged]:
        found = self._index.search(asked, excluding, thresholds.MAX_CANDIDATES)
        compared = found[: thresholds.MAX_COMPARED]
        hope = hope_among(found, self._index.count)
        message = asked.message
        judged = self._gate.judge(
            asked.parts, asked.vectors, compared, message.language, hope, message.sentences
        )
        summed = weighed(judged, found, self._index.count)
        is_long = not any(part.whole for part in asked.parts)
        return self._without_chatter(asked, judged, summed, excluding) if is_long else summed

    def _without_chatter(
        self, said: Asked, judged: Sequence[Judged], summed: list[Judged], excluding: frozenset[VerdictId]
    ) -> list[Judged]:
        """Return what was summed up, with the likeliest as it stands out by its part of the message alone.

        In a long message about this and that, the claim that one sentence states stands out less than in the
        same sentence on its own, while all else that was found against it counts as before.
        """
        alone = next((one for one in summed if falls_short(one)), None)
        if alone is None or any(one.probability >= _bar(one) for one in summed):
            return summed
        asked = self._index.asked(read(alone.part.text, said.message.language), 1)
        found = self._index.search(asked, excluding, thresholds.MAX_CANDIDATES)
        places = {candidate.stored.id: candidate.place for candidate in found}
        again = weighed(
            [
                replace(one, candidate=replace(one.candidate, place=places[one.candidate.stored.id]))
                for one in judged
                if one.candidate.stored.id in places
            ],
            found,
            self._index.count,
        )
        mine = alone.candidate.stored.id
        probability = max((one.probability for one in again if one.candidate.stored.id == mine), default=0.0)
        if probability <= alone.probability:
            return summed
        raised = [replace(one, probability=probability) if one is alone else one for one in summed]
        return sorted(raised, key=lambda one: -one.probability)

    def _decision(
        self,
        certain: Sequence[Accepted],
        judged: Sequence[Judged],
        unclear: Sequence[Match],
        excluding: frozenset[VerdictId],
    ) -> Decision:
        """Return the answer, if there is one, else what is near; `unclear` is offered in any case."""
        found = {one.candidate.stored.id: Accepted(one.candidate.stored, _match(one)) for one in judged}
        sure = [*certain, *(found[one.candidate.stored.id] for one in judged if one.probability >= _bar(one))]
        answers: dict[VerdictId, Accepted] = {}
        for one in sure:
            answers.setdefault(one.stored.id, one)
        if answers:
            told = self._grouping.numbered(tuple(answers.values()), excluding)
            ids = {match.verdict_id for match in told} | answers.keys()
            return Answer(told, tuple(_without(ids, unclear, found.values()))[: thresholds.MAX_SHOWN])
        others = tuple(_without(frozenset(), unclear, found.values()))[: thresholds.MAX_SHOWN]
        return _offered(others, judged, {match.verdict_id for match in unclear})


def _load(embedder: TwoEncoders, reader: CrossEncoder) -> None:
    embedder.load()
    reader.load()
    lexicon()


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Spare the search for garbage while large tables are read, which are none."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Exact:
    """A stretch of a message, `words` as cleaned, whose core is to be met word for word; `raw` is all of the
    message as it came."""

    key: str
    raw: str
    words: str
    core: str

    def is_signed_otherwise(self, stored: Stored) -> bool:
        """Say whether these words of a verdict all have other signs: "$500" is not "€500"."""
        mine = signs_beside(self.raw, self.words, self.core)
        return all(mine.differ(theirs) for theirs in _signs_of(stored, self.key))


def _signs_of(stored: Stored, key: str) -> list[Signs]:
    """Return the signs with which a verdict has the words of a key; sentences are kept cleaned."""
    kept = [signs for one, signs in stored.signed if one == key]
    return kept or [signs_among(one, one) for one in stored.texts if digest(one) == key] or [Signs("")]


def _with_signs_read(judged: Judged, raw: str) -> Judged:
    """Return what was judged with the conflict that the model, which reads words, cannot see."""
    text, key = judged.part.text, digest(judged.part.core)
    exact = _Exact(key, raw, text, judged.part.core)
    checked = next((one for one in judged.candidate.stored.texts if digest(one) == key), "")
    if not checked or not exact.is_signed_otherwise(judged.candidate.stored):
        return judged
    told = next(
        (
            pair
            for pair in zip(text.split(), checked.split(), strict=False)
            if signs_among(pair[0], pair[0]) != signs_among(pair[1], pair[1])
        ),
        (text, checked),
    )
    conflict = Conflict(ConflictKind.NUMBER, *told)
    return replace(
        judged,
        probability=min(judged.probability, thresholds.CONFLICTING),
        conflicts=(conflict, *judged.conflicts),
    )


def _by_excerpt(message: Message, judged: Sequence[Judged]) -> list[Accepted]:
    """Return the verdicts on posts of which the message has a piece, word for word, that holds the claim."""
    stored = [one.candidate.stored for one in judged]
    held = [(one, found) for one in stored if (found := excerpt_with_the_claim(message.sentences, one))]
    if len(held) > _MOST_SHARED:
        return []
    return [
        _certain(one, How.EXACT_TEXT, "" if len(found) == len(message.sentences) else " ".join(found))
        for one, found in held
    ]


def _certain(stored: Stored, how: How, part: str = "") -> Accepted:
    match = Match(verdict_id=stored.id, probability=thresholds.EXACT, how=how, part=part)
    return Accepted(stored, match)


def _without(
    ids: Collection[VerdictId], unclear: Sequence[Match], found: Iterable[Accepted]
) -> Iterator[Match]:
    """Yield what is no answer, each verdict once."""
    first: dict[VerdictId, Match] = {}
    for match in (*unclear, *(one.match for one in found)):
        first.setdefault(match.verdict_id, match)
    yield from (match for verdict_id, match in first.items() if verdict_id not in ids)


def _offered(
    others: tuple[Match, ...], judged: Sequence[Judged], unclear: Collection[VerdictId]
) -> Suggest | Queued:
    near = {one.candidate.stored.id for one in judged if one.related >= thresholds.RELATED} | set(unclear)
    offered = tuple(
        match for match in others if match.probability >= thresholds.SUGGEST or match.verdict_id in near
    )
    return Suggest(offered) if offered else Queued(others)


def _bar(judged: Judged) -> float:
    if judged.english:
        return thresholds.ANSWER
    if judged.contained:
        return thresholds.ANSWER_CONTAINED
    if judged.readable:
        return thresholds.ANSWER_GLOSSED if judged.same_language else thresholds.ANSWER_ACROSS
    return thresholds.ANSWER_UNREAD if judged.same_language else thresholds.ANSWER_ACROSS_UNREAD


def _match(judged: Judged) -> Match:
    return Match(
        verdict_id=judged.candidate.stored.id,
        probability=round(judged.probability, 4),
        how=judged.candidate.how,
        conflicts=judged.conflicts,
        part="" if judged.part.whole else judged.part.text,
    )


__all__ = ["HybridMatcher", "Part"]
