"""Owns the gate: how probably a part of a message states the checked claim, and what speaks against it."""

import json
import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np

from claims.decision import Conflict, ConflictKind
from claims.verdict import VerdictId
from matching import language, thresholds
from matching.candidates import Candidate
from matching.conflicts import find_other_figures
from matching.crossencoder import CrossEncoder, Said
from matching.dates import names_a_date, undated
from matching.embeddings import TwoEncoders, Vectors, cosines
from matching.features import ABOUT_THE_CLAIM, Features, Nearness, measure
from matching.lexicon import lexicon
from matching.pairing import pair as match_words
from matching.reading import read, read_checked
from matching.rest import find_in_the_rest
from matching.roles import find_swapped_acts
from matching.segment import Part

_WEIGHTS = Path(__file__).parent / "weights" / "gate.json"
_ACROSS_LANGUAGES = frozenset({ConflictKind.NUMBER, ConflictKind.DATE, ConflictKind.PLACE})
_VETOES = frozenset({ConflictKind.NUMBER, ConflictKind.DATE, ConflictKind.PLACE, ConflictKind.PERSON})
_VETOES_IN_COPIES = frozenset(
    {ConflictKind.NEGATION, ConflictKind.STATEMENT, ConflictKind.NAME, ConflictKind.ROLES}
)
_VETOES_ALONE = frozenset({ConflictKind.NEGATION, ConflictKind.NAME})
"""What no likeness outweighs: always, where one text is nearly a copy of the other, and where it is all that
differs, which in short texts is much of them. Elsewhere the rules that find these err too often: they weigh
in the English formula. Exchanged parts are a veto from half a copy on. Nor is it a veto in what is no copy
that the message names a year and the claim none: people add when something was, and checks leave it out."""
_KNOWN_NEGATIONS = frozenset({"de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "ru", "uk"})
"""The languages of which lists know how they say "not", and say it in a word of its own."""
_SHOWING = frozenset({"show"})  # whom a video shows is no target of what they do in it
_WORDED_OTHERWISE = frozenset({ConflictKind.STATEMENT, ConflictKind.ROLES})
"""What may come of saying the same in other words, and is no conflict where the cross-encoder is all but
certain: other words, and parts that seem exchanged."""
_HALF, _MOST, _NEARLY_ALL, _ALL = 0.5, 0.6, 0.75, 0.97
_LOGIT_BOUND = 8.0
_LOGIT_OF_A_YES = 4.0
_SURELY_THE_SAME = 3.6
"""From here on the cross-encoder is all but certain that two texts in other words say the same."""


Hope = Callable[[Candidate, float, float, Mapping[VerdictId, float]], bool]
"""Says whether a candidate could come to anything with this English cosine and this probability, once the
others that were read have these probabilities."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the part of the message that states its claim best.

    `near` is the English cosine of the nearest texts, `related` (0 to 1) how much the two share, whatever
    differs: a near miss has much of it. `vetoed` says that a conflict stands that no likeness outweighs,
    `english` that both texts are English, `readable` that the cross-encoder can read them, `contained` that
    they are of one language and the message has all the words of the claim, `same_language` the former alone.
    """

    candidate: Candidate
    part: Part
    probability: float
    near: float
    related: float
    conflicts: tuple[Conflict, ...]
    vetoed: bool
    english: bool
    readable: bool
    contained: bool
    same_language: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of the message beside one text of a candidate, measured but not yet judged.

    `spoken` is the language of the message; `readable` says whether the cross-encoder can read the two,
    `read_as_the_same` that it outweighed a conflict, `of_a_post` that the text is only a sentence of a ruled
    post: it leads to the verdict, and is not what was ruled on.
    """

    candidate: Candidate
    part: Part
    text: str
    features: Features
    spoken: str
    same_language: bool
    english: bool
    readable: bool
    read_as_the_same: bool = False
    of_a_post: bool = False

    @property
    def vetoed(self) -> bool:
        """Whether something stands that no likeness outweighs: that the text is only a sentence of a post, or
        a conflict (any, where nothing can read the two)."""
        if self.of_a_post:
            return True
        if self.same_language and not (self.english or self.readable):
            return bool(self.features.conflicts) or self._may_deny
        if self._copied_by(_NEARLY_ALL):
            return any(one.kind in _VETOES | _VETOES_IN_COPIES for one in self.features.conflicts)
        vetoes = _VETOES | {ConflictKind.ROLES} if self._copied_by(_HALF) else _VETOES
        return any(
            (one.kind in vetoes and one.checked)
            or (one.kind in self._vetoes_alone and self.features.is_all_that_differs(one))
            for one in self.features.conflicts
        )

    @property
    def _vetoes_alone(self) -> Set[ConflictKind]:
        """What no likeness outweighs where it is all that differs, however short the two texts are."""
        return _VETOES_ALONE | {ConflictKind.STATEMENT} if self.english else _VETOES_ALONE

    @property
    def worded_otherwise(self) -> bool:
        """Whether all that vetoes may come of saying the same in other words.

        In texts of the very same words it does not, but for one in another's place that is no name, and no
        verb that is known to be another one: what is exchanged there is exchanged.
        """
        conflicts = [one for one in self.features.conflicts if one.kind in _VETOES | _VETOES_IN_COPIES]
        if self.of_a_post or not self.english:
            return False
        if not {one.kind for one in conflicts} <= _WORDED_OTHERWISE:
            return False
        other_words = [one for one in conflicts if one.kind is ConflictKind.STATEMENT]
        if any(not (one.asked and one.checked) or self._names(one.checked) for one in other_words):
            return False
        values = self.features.values
        if min(values["covered_claim"], values["covered_message"]) < _ALL:
            return True
        return other_words == conflicts and not any(_are_other_deeds(one) for one in conflicts)

    def _names(self, words: str) -> bool:
        """Say whether any of these words of the claim is a name. What begins it need not be; another first
        name before one surname is a conflict of its own."""
        checked = read_checked(self.text, self.candidate.stored.language)
        named = {checked.tokens[place].text for name in checked.names for place in name}
        return any(
            word in named or (word[0].isupper() and not self.text.startswith(word)) for word in words.split()
        )

    def heard(self, logit: float) -> "Compared":
        """Return the pair as it stands once the cross-encoder said this of it: what it is all but certain of
        is no conflict."""
        seeming = any(one.kind in _WORDED_OTHERWISE for one in self.features.conflicts)
        if not seeming or logit < _SURELY_THE_SAME or not self.worded_otherwise:
            return self
        kinds = frozenset(ConflictKind) - _WORDED_OTHERWISE
        return replace(self, features=self.features.only(kinds), read_as_the_same=True)

    @property
    def near(self) -> float:
        """The English cosine of the nearest texts."""
        return max(self.features.values["english"], self.features.values["together"])

    @property
    def contained(self) -> bool:
        """Whether the message has all the words of the claim, in its language, and can deny none of them."""
        return self.same_language and self.features.values["covered_claim"] >= _ALL and not self._may_deny

    @property
    def _may_deny(self) -> bool:
        """Whether what differs between two near copies may be a "not", as far as we know the language."""
        if language.primary(self.spoken) in _KNOWN_NEGATIONS or not self._copied_by(_HALF):
            return False
        return _letters(self.part.core) != _letters(self.text)

    def _copied_by(self, least: float) -> bool:
        """Say whether the message has most words of the claim, and is covered by them to that share."""
        values = self.features.values
        return values["covered_claim"] >= _MOST and values["covered_message"] >= least

    @property
    def formula(self) -> str:
        """The formula that judges this pair once it is read; the one for those unread is named after it."""
        if not self.same_language:
            return "across"
        return "english" if self.english else "one_language"

    @property
    def said(self) -> tuple[Said, Said]:
        """What the cross-encoder reads: the message without slips of the finger, and the text."""
        if self.english:
            message, text = self.features.repaired, self.text
            # People leave out when it was, or say it besides: what differs there is for the rules to find.
            if not names_a_date(message):
                text = undated(text)
            elif not names_a_date(text):
                message = undated(message)
            return Said(message, "en"), Said(text, "en")
        return Said(self.features.repaired, self.spoken), Said(self.text, self.candidate.stored.language)


@dataclass(frozen=True, slots=True)
class Formula:
    """A logistic regression: `bias` plus the weighted measures."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, values: Mapping[str, float]) -> float:
        """Return the calibrated probability for measures by name; those without a weight do not count."""
        total = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class Gate:
    """Reads two texts and says whether they state the same claim. Knows nothing of ranks."""

    def __init__(self, reader: CrossEncoder | None, embedder: TwoEncoders | None = None) -> None:
        """Take the cross-encoder; without one the measures alone decide (for comparing).

        With an embedder, misspelt messages are compared in meaning once their slips are mended.
        """
        self._reader = reader
        self._embedder = embedder

    def judge(
        self,
        parts: Sequence[Part],
        vectors: Vectors,
        candidates: Sequence[Candidate],
        spoken: str,
        hope: Hope = lambda _candidate, _near, _probability, _heard: True,
        sentences: Sequence[str] = (),
    ) -> list[Judged]:
        """Judge each candidate by its likeliest pairs of part and text, most probable first. `sentences` are
        all that the message has.

        Pairs for which there is no `hope`, even if the cross-encoder said yes, are not read.
        """
        pairs = [
            mended(pair, self._embedder) if self._embedder else pair
            for candidate in candidates
            for pair in compare(parts, vectors, candidate, spoken, read_by=self._reader)
        ]
        best: dict[int, Judged] = {}
        for measured, probability in self._read(pairs, hope):
            pair, vetoed = measured, measured.vetoed
            if not vetoed and probability >= thresholds.SUGGEST:
                pair = looked_at_again(measured, parts, sentences)
                vetoed = pair is not measured
            capped = min(probability, thresholds.CONFLICTING) if vetoed else probability
            known = best.get(pair.candidate.stored.id)
            related = _related(pair)
            if known is not None and pair.of_a_post:  # it comes after the others, and leads to the verdict
                known = replace(known, related=max(known.related, related))
                best[pair.candidate.stored.id] = known
                related = known.related
            if known is None or capped > known.probability:
                best[pair.candidate.stored.id] = Judged(
                    pair.candidate,
                    pair.part,
                    capped,
                    pair.near,
                    related,
                    pair.features.conflicts,
                    vetoed,
                    pair.english,
                    pair.readable,
                    pair.contained,
                    pair.same_language,
                )
        return sorted(best.values(), key=lambda judged: -judged.probability)

    def _read(self, pairs: Sequence[Compared], hope: Hope) -> list[tuple[Compared, float]]:
        """Let the cross-encoder read the likeliest pairs without a veto; the others keep their value. Return
        each pair as it stands then, and its probability.

        What is near across languages stays worth a suggestion, whatever it says: there it errs more often.
        """
        at_first = [_unread(pair) for pair in pairs]
        if self._reader is None:
            return list(zip(pairs, at_first, strict=True))
        open_pairs = [
            place
            for place, pair in enumerate(pairs)
            if pair.readable and (not pair.vetoed or pair.worded_otherwise)
        ]
        promising = [place for place in open_pairs if _at_best(pairs[place]) > thresholds.SUGGEST]
        likeliest = sorted(promising, key=lambda place: -at_first[place])[: thresholds.MAX_READ]
        final = list(at_first)
        for place in open_pairs:
            if not pairs[place].vetoed:
                final[place] = min(final[place], thresholds.UNREAD)
        stand = list(pairs)
        for place, pair, probability in self._heard(self._reader, pairs, likeliest, hope):
            stand[place], final[place] = pair, probability
        told = [
            said if pair.same_language else max(said, min(alone, thresholds.SUGGEST))
            for pair, alone, said in zip(stand, at_first, final, strict=True)
        ]
        told = [
            max(said, thresholds.COPIED) if pair.features.copied and not pair.features.conflicts else said
            for pair, said in zip(stand, told, strict=True)
        ]
        return list(zip(stand, told, strict=True))

    @staticmethod
    def _heard(
        reader: CrossEncoder, pairs: Sequence[Compared], likeliest: Sequence[int], hope: Hope
    ) -> Iterator[tuple[int, Compared, float]]:
        """Yield the place of each pair that is read, the pair as it stands then, and its probability.

        One candidate after the other: who was read and is not the claim is a rival to those that follow, and
        who was found to be it need not be read in other words.
        """
        to_read: dict[VerdictId, list[int]] = {}
        for place in likeliest:
            to_read.setdefault(pairs[place].candidate.stored.id, []).append(place)
        heard = {pair.candidate.stored.id: 0.0 for pair in pairs if pair.candidate.stored.id not in to_read}
        for mine, places in to_read.items():
            best = 0.0
            for place in places:
                pair = pairs[place]
                if pair.english and not (
                    best < thresholds.ANSWER and hope(pair.candidate, pair.near, _at_best(pair), heard)
                ):
                    continue
                [logit] = reader.logits([pair.said])
                pair = pair.heard(logit)
                best = max(best, thresholds.CONFLICTING if pair.vetoed else _probability(pair, logit))
                yield place, pair, _probability(pair, logit)
            heard[mine] = best


def _letters(text: str) -> str:
    """Return a text's letters and figures, with the signs on them."""
    return "".join(sign for sign in text.lower() if sign.isalnum() or unicodedata.category(sign)[0] == "M")


def _are_other_deeds(conflict: Conflict) -> bool:
    """Say whether both sides are verbs that the lists know to be different ones."""
    mine, theirs = _deeds(conflict.asked), _deeds(conflict.checked)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _deeds(words: str) -> frozenset[str]:
    """Return the verbs' groups that any of these words belongs to."""
    verbs = lexicon().verbs
    return frozenset(verbs[(word,)] for word in words.lower().split() if (word,) in verbs)


def _related(pair: Compared) -> float:
    values = pair.features.values
    return min(values["covered_claim"], max(values["covered_message"], values["cosine"], values["english"]))


def _unread(pair: Compared) -> float:
    """Return the probability of a pair by its measures alone."""
    return formula(f"{pair.formula}_unread").probability(pair.features.values)


def _at_best(pair: Compared) -> float:
    """Return the probability if the cross-encoder said yes: is the pair worth its time?"""
    return _probability(pair, _LOGIT_OF_A_YES)


def _probability(pair: Compared, logit: float) -> float:
    return formula(pair.formula).probability(with_logit(pair.features.values, logit))


def with_logit(values: Mapping[str, float], logit: float) -> dict[str, float]:
    """Return the measures with the cross-encoder's, bounded."""
    return {**values, "reader": max(-_LOGIT_BOUND, min(_LOGIT_BOUND, logit))}


def compare(
    parts: Sequence[Part],
    vectors: Vectors,
    candidate: Candidate,
    spoken: str,
    *,
    read_by: CrossEncoder | None,
) -> list[Compared]:
    """Measure the likeliest pairs of a part of the message and a text of the candidate."""
    if not parts or not candidate.stored.texts:
        return []
    stored = candidate.stored
    same = language.same(spoken, stored.language)
    in_english = same and language.same(spoken, "en") and language.same(stored.language, "en")
    readable = read_by is not None and (
        in_english or (read_by.reads(spoken) and read_by.reads(stored.language))
    )
    meaning, english = cosines(vectors, candidate.vectors)
    near = english if in_english else meaning
    texts = len(stored.texts)
    together = float(english[:, texts].max()) if in_english else 0.0

    @cache
    def measured(place: int, text: int) -> Features:
        asked, checked = read(parts[place].core, spoken), read_checked(stored.texts[text], stored.language)
        nearness = Nearness(
            0.0 if in_english else float(meaning[place, text]),
            float(english[place, text]) if in_english else 0.0,
            together,
        )
        return measure(asked, checked, nearness, stored.years, frozenset() if same else _ACROSS_LANGUAGES)

    whole = len(stored.whole)
    likeliest = _likeliest(near[:, :whole], thresholds.PAIRS_PER_CANDIDATE)
    likeliest += [(place, whole + text) for place, text in _likeliest(near[:, whole:texts], 1)]
    found = []
    for place, text in likeliest:
        part = parts[place]
        features = measured(place, text)
        if text:
            features = _with_those_of_the_claim(features, measured(place, 0))
        features = features.told if same else features.only(_ACROSS_LANGUAGES)
        found.append(
            Compared(
                candidate,
                part,
                stored.texts[text],
                features,
                spoken,
                same,
                in_english,
                readable,
                of_a_post=text >= whole,
            )
        )
    return found


def looked_at_again(pair: Compared, parts: Sequence[Part], sentences: Sequence[str]) -> Compared:
    """Return a pair that would be answered, with what its rules passed over if it speaks against it.

    English texts that share few words were not compared by years and amounts, and by who did what to whom.
    And the rest of a message may speak against a part of it.
    """
    if not pair.same_language:
        return pair
    checked = read_checked(pair.text, pair.candidate.stored.language)
    part = read(pair.part.core, pair.spoken)
    found: tuple[Conflict, ...] = ()
    if pair.english:
        found = tuple(find_other_figures(part, checked))
        if not pair.read_as_the_same:
            found = (*found, *islice(find_swapped_acts(match_words(part, checked), but=_SHOWING), 1))
    if not found:
        found = find_in_the_rest(pair.part, parts, sentences, pair.spoken, pair.candidate.stored, pair.text)
    if not found:
        return pair
    known = {one.kind for one in pair.features.conflicts}
    fresh = tuple(one for one in found if one.kind not in known)
    return replace(pair, features=replace(pair.features, conflicts=(*pair.features.conflicts, *fresh)))


def mended(pair: Compared, embedder: TwoEncoders) -> Compared:
    """Return a pair of one language with the cosines of its message without slips, if the message had any."""
    repaired, values = pair.features.repaired, pair.features.values
    slipped = repaired != pair.part.core and values["covered_claim"] >= ABOUT_THE_CLAIM
    if not slipped or not pair.same_language:
        return pair
    rows = (
        embedder.encode_english(repaired)
        if pair.english
        else embedder.encode_asked([repaired], english=False)
    )
    meaning, english = cosines(rows, pair.candidate.vectors)
    at = pair.candidate.stored.texts.index(pair.text)
    texts = len(pair.candidate.stored.texts)
    near = (
        {"english": float(english[0, at]), "together": float(english[0, texts])}
        if pair.english
        else {"cosine": float(meaning[0, at])}
    )
    nearer = {name: max(values[name], cosine) for name, cosine in near.items()}
    return replace(pair, features=replace(pair.features, values={**values, **nearer}))


def _with_those_of_the_claim(features: Features, claim: Features) -> Features:
    """A headline or a quoted post leaves things out: what conflicts with the claim itself counts too."""
    claim = claim.told
    if not claim.conflicts:
        return features
    said = {
        name: max(value, claim.values[name])
        for name, value in features.values.items()
        if name.startswith("says_")
    }
    return replace(features, values={**features.values, **said}, conflicts=claim.conflicts)


def _likeliest(nearness: Vectors, count: int) -> list[tuple[int, int]]:
    texts = nearness.shape[1]
    return [(int(flat) // texts, int(flat) % texts) for flat in np.argsort(-nearness, axis=None)[:count]]


@cache
def formula(name: str) -> Formula:
    """Return one of the formulas of weights/gate.json, read once."""
    raw = json.loads(_WEIGHTS.read_text("utf-8"))[name]
    return Formula(raw["bias"], raw["weights"])
