"""Owns what of a decision may be told today: nothing withdrawn, and what is out of date as a suggestion."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from claims.age import AgeLimit
from claims.decision import Answer, Decision, Match, NotAClaim, Queued, Suggest
from claims.verdict import Verdict, VerdictId


def as_it_stands(
    decision: Decision, verdicts: Mapping[VerdictId, Verdict], today: date, limit: AgeLimit
) -> Decision:
    """Return the decision with those of the verdicts that still hold; without any match left, the claim is
    unknown.

    What is too old is never the answer, and offered where nothing newer answers. Of one publisher's rulings
    on one claim the newest counts.
    """
    match decision:
        case Answer(matches):
            standing = _standing(matches, verdicts)
            current = tuple(one for one in standing if limit.allows(verdicts[one.verdict_id].ruling, today))
            if current:
                return replace(decision, matches=_newest_of_each(current, verdicts))
            return Suggest(standing, outdated=True) if standing else Queued()
        case Suggest(matches):
            standing = _standing(matches, verdicts)
            return replace(decision, matches=standing) if standing else Queued()
        case Queued() | NotAClaim():
            return decision


def without(decision: Answer | Suggest, verdicts: Collection[VerdictId]) -> Decision:
    """Return the decision without some verdicts; what is left without any match is unknown, these near."""
    left = tuple(one for one in decision.matches if one.verdict_id not in verdicts)
    return replace(decision, matches=left) if left else Queued(decision.matches)


def _newest_of_each(matches: Sequence[Match], verdicts: Mapping[VerdictId, Verdict]) -> tuple[Match, ...]:
    """Leave out what a publisher ruled on a claim before it ruled on the same claim anew."""
    newest: dict[tuple[int, str], date] = {}
    for one in matches:
        ruling = verdicts[one.verdict_id].ruling
        if ruling.published_at is not None:
            known = newest.get((one.claim, ruling.publisher), ruling.published_at)
            newest[one.claim, ruling.publisher] = max(known, ruling.published_at)

    def is_newest(one: Match) -> bool:
        ruling = verdicts[one.verdict_id].ruling
        return ruling.published_at is None or newest[one.claim, ruling.publisher] == ruling.published_at

    return tuple(one for one in matches if is_newest(one))


def _standing(matches: Sequence[Match], verdicts: Mapping[VerdictId, Verdict]) -> tuple[Match, ...]:
    return tuple(
        one for one in matches if one.verdict_id in verdicts and verdicts[one.verdict_id].retracted_at is None
    )
