"""Owns which answers judge one claim: decided between the verdicts, whatever the message says."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.decision import How, Match
from claims.verdict import VerdictId
from matching import language, thresholds
from matching.candidates import CandidateIndex
from matching.gate import Gate, Judged
from matching.normalize import digest
from matching.records import Stored, is_telling
from matching.segment import read

_ONE_PART = 1
_MOST_ALIKE = (
    6  # verdicts with the very same claim; of a sentence that more share, who knows what it is about
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A verdict that answers the message, and how."""

    stored: Stored
    match: Match


@dataclass(frozen=True, slots=True)
class Grouping:
    """Puts answers together that judge one claim. Two verdicts do when their claims are the same text, or
    when the gate takes each of the two claims for the other. That both answer one message is not enough: a
    sentence may state two claims."""

    index: CandidateIndex
    gate: Gate

    def numbered(
        self, accepted: Sequence[Accepted], excluding: Collection[VerdictId] = ()
    ) -> tuple[Match, ...]:
        """Return the matches claim by claim, each with the number of its claim, the claim of the first match
        in front; the same claim as judged by others is added."""
        groups: list[list[Accepted]] = []
        for one in accepted:
            group = next((group for group in groups if self._one_claim(group[0].stored, one.stored)), None)
            if group is not None:
                group.append(one)
            elif len(groups) < thresholds.MAX_ANSWERS:
                groups.append([one])
        known = {one.stored.id for one in accepted} | set(excluding)
        for group in groups:
            group.extend(self._same_words(group[0], known))
        return tuple(_of(groups))

    def _one_claim(self, one: Stored, other: Stored) -> bool:
        if not one.texts or not other.texts:
            return False
        if digest(one.texts[0]) == digest(other.texts[0]):
            return True
        return self._takes(one, other) and self._takes(other, one)

    def _takes(self, asked: Stored, checked: Stored) -> bool:
        """Say whether the gate takes one claim, sent as a message, for the other."""
        message = self.index.asked(read(asked.texts[0], asked.language), _ONE_PART)
        candidate = self.index.candidate(checked, How.WORDS)
        judged = self.gate.judge(message.parts, message.vectors, [candidate], asked.language)
        return any(_is_sure(one) and language.same(asked.language, checked.language) for one in judged)

    def _same_words(self, first: Accepted, known: set[VerdictId]) -> Iterator[Accepted]:
        """Yield the verdicts with the very claim of the first one that the message did not lead to."""
        texts = first.stored.texts
        if not texts or not is_telling(texts[0]):
            return
        key = digest(texts[0])
        alike = [
            stored
            for stored in self.index.exact([key], _MOST_ALIKE + 1)
            if stored.texts and digest(stored.texts[0]) == key
        ]
        if len(alike) > _MOST_ALIKE:
            return
        for stored in alike:
            if stored.id not in known:
                known.add(stored.id)
                yield Accepted(stored, replace(first.match, verdict_id=stored.id, how=How.SAME_CLAIM))


def _is_sure(judged: Judged) -> bool:
    if judged.vetoed or judged.conflicts:
        return False
    bar = thresholds.NO_RIVAL if judged.english else thresholds.ANSWER_ACROSS
    return judged.probability >= bar


def _of(groups: Sequence[Sequence[Accepted]]) -> Iterator[Match]:
    """Yield what there is room for: the first of each claim in any case."""
    room = thresholds.MAX_TOLD - len(groups)
    for number, group in enumerate(groups):
        kept = group[: 1 + room]
        room -= len(kept) - 1
        yield from (replace(one.match, claim=number) for one in kept)
