"""What reviewers ruled on the very text of a question: it goes before whatever else came close to that."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from claims.age import AgeLimit
from claims.decision import Answer, How, Match
from claims.learning import barred, disputed_key
from claims.news import Checked
from claims.ports import StoredSubmission, Transaction
from claims.question import has_few_words, leans
from claims.review import ReviewItem
from claims.submission import SubmissionId
from claims.usecases.debts import debt_of_repeating
from claims.verdict import Verdict, VerdictId


async def standing_ruling(tx: Transaction, item: ReviewItem | None) -> Verdict | None:
    """Return the verdict with which an item was closed, unless it was withdrawn."""
    if item is None or item.verdict_id is None:
        return None
    verdict = await tx.verdicts.get(item.verdict_id)
    return verdict if verdict is not None and verdict.retracted_at is None else None


def as_answer(verdict: Verdict) -> Match:
    """Return how a reviewer's ruling on a text fits it."""
    return Match(verdict_id=verdict.id, probability=1.0, how=How.EXACT_TEXT)


@dataclass(frozen=True, slots=True)
class RuledText:
    """A ruling on the text of a question that was asked before; the debt says that it came of the item."""

    item: ReviewItem
    verdict: Verdict

    def news_for(self, submission_id: SubmissionId) -> Checked:
        """Return what the asker is shown."""
        return Checked(submission_id, Answer((as_answer(self.verdict),)), {self.verdict.id: self.verdict})

    def debt_to(self, submission_id: SubmissionId) -> str:
        """Return the debt of showing it, by which it is found when the ruling is undone."""
        return debt_of_repeating(self.item, submission_id)


async def ruling_for(
    tx: Transaction, stored: StoredSubmission, today: date, limit: AgeLimit
) -> RuledText | None:
    """Return the ruling on a question's very text; where reviewers said since that this one is about another
    claim, what they ruled then. None where there is none, it is out of date, or the sender said that it is
    about another claim."""
    item = await tx.items.find_by_key(stored.key)
    item, verdict = await last_ruling(tx, stored.key, item, barred(await tx.pairs.of(stored.key)))
    if item is None or verdict is None or not limit.allows(verdict.ruling, today):
        return None
    rejected = await tx.rejections.of(stored.submission.person_id, stored.key)
    return None if verdict.id in rejected else RuledText(item, verdict)


async def last_ruling(
    tx: Transaction, key: str, item: ReviewItem | None, wrong: Collection[VerdictId]
) -> tuple[ReviewItem | None, Verdict | None]:
    """Return what reviewers ruled on a text, with its item: on `item`, that of the text itself, or where they
    were told that one of these `wrong` verdicts is about another claim, the newest such."""
    verdict = await standing_ruling(tx, item)
    if verdict is not None and verdict.id not in wrong:
        return item, verdict
    found: list[tuple[ReviewItem, Verdict]] = []
    for verdict_id in sorted(wrong):
        disputed = await tx.items.find_by_key(disputed_key(key, verdict_id))
        ruling = await standing_ruling(tx, disputed)
        if disputed is not None and ruling is not None and ruling.id not in wrong:
            found.append((disputed, ruling))
    return max(found, key=lambda one: one[0].id, default=(item, None))


async def is_ruled_otherwise(tx: Transaction, key: str, verdict_id: VerdictId) -> bool:
    """Return whether reviewers ruled something else on a text, or said that the verdict is about another
    claim."""
    if verdict_id in barred(await tx.pairs.of(key)):
        return True
    standing = await standing_ruling(tx, await tx.items.find_by_key(key))
    return standing is not None and standing.id != verdict_id


async def told_with_few_words(tx: Transaction, verdicts: Iterable[Verdict]) -> frozenset[VerdictId]:
    """Return those of the verdicts that reviewers gave to nothing but a few words beside some file or link:
    whether they are about the same words beside another one, nobody can tell from the words."""
    own = (verdict for verdict in verdicts if not verdict.ruling.url)
    brief = [verdict.id for verdict in own if any(map(has_few_words, verdict.ruling.wordings))]
    ruled = await tx.items.keys_ruled(brief) if brief else {}
    return frozenset(number for number, keys in ruled.items() if all(map(leans, keys)))
