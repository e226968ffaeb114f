"""Owns which verdicts a piece of news tells, and to whom."""

from claims.decision import Answer
from claims.delivery import AnswerGiven
from claims.news import Checked, News


def answers_given(news: News) -> tuple[AnswerGiven, ...]:
    """Return which verdicts `news` tells to whom, to be found again when one of them changes."""
    match news:
        case Checked(submission_id, Answer(matches), verdicts):
            told = [verdicts[match.verdict_id] for match in matches]
            return tuple(AnswerGiven(submission_id, verdict.id, verdict.revision) for verdict in told)
        case _:
            return ()
