"""Owns what an answer leaves open: which sentences of the message it answers whole."""

from collections.abc import Sequence
from dataclasses import replace

from claims.decision import Answer, Decision, How, Match
from matching.gate import Judged
from matching.normalize import core
from matching.segment import Message, word_count

_WORDS_OF_A_CLAIM = 3  # what has so many more than the claim may state something beside it


def with_sentences(decision: Decision, message: Message, judged: Sequence[Judged]) -> Decision:
    """Return an answer to parts of a message with the sentences that each answers. In doubt a sentence is not
    answered: neither by half of a pair of sentences, nor by a claim that is shorter than it."""
    if not isinstance(decision, Answer) or message.cut or not any(match.part for match in decision.matches):
        return decision
    whole = {(match.claim, match.part) for match in decision.matches if _is_whole(match, judged)}
    stated = message.stated

    def placed(match: Match) -> Match:
        if not match.part:
            return match
        asked = core(match.part) if (match.claim, match.part) in whole else ""
        answered = tuple(number for number, sentence in enumerate(stated) if sentence == asked)
        return replace(match, answered=answered, stated=len(stated))

    return replace(decision, matches=tuple(placed(match) for match in decision.matches))


def _is_whole(match: Match, judged: Sequence[Judged]) -> bool:
    """Return whether the part states the claim and nothing else, as far as its length tells."""
    if match.how is How.EXACT_TEXT:
        return True
    found = next((one for one in judged if one.candidate.stored.id == match.verdict_id), None)
    if found is None or not found.candidate.stored.texts:
        return False
    claim = min(word_count(text) for text in found.candidate.stored.texts)
    return word_count(core(match.part)) - claim < _WORDS_OF_A_CLAIM
