"""Owns what of a decision may be told today: nothing withdrawn, and what is out of date as a suggestion."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from claims.age import AgeLimit
from claims.decision import Answer, Decision, Match, NotAClaim, Queued, Suggest
from claims.verdict import Verdict, VerdictId


def as_it_stands(
    decision: Decision, verdicts: Mapping[VerdictId, Verdict], today: date, limit: AgeLimit
) -> Decision:
    """Return the decision with those of the verdicts that still hold; what is too old is never the answer,
    and offered where nothing newer answers. Without any match left, the claim is unknown."""
    match decision:
        case Answer(matches):
            standing = _standing(matches, verdicts)
            current = tuple(one for one in standing if limit.allows(verdicts[one.verdict_id].ruling, today))
            if current:
                return replace(decision, matches=current)
            return Suggest(standing, outdated=True) if standing else Queued()
        case Suggest(matches):
            standing = _standing(matches, verdicts)
            return replace(decision, matches=standing) if standing else Queued()
        case Queued() | NotAClaim():
            return decision


def _standing(matches: Sequence[Match], verdicts: Mapping[VerdictId, Verdict]) -> tuple[Match, ...]:
    return tuple(
        one for one in matches if one.verdict_id in verdicts and verdicts[one.verdict_id].retracted_at is None
    )
