"""Owns where a verdict leads that has no page of its publisher: to our public page, where there is one."""

from dataclasses import replace

from claims.news import AnswerUpdated, AnswerWithdrawn, Checked, News, RulingArrived, VerdictCard
from claims.site import Site


def linked(news: News, site: Site) -> News:
    """Return news in which each verdict has a page, as far as there is one."""
    match news:
        case Checked() | AnswerUpdated() | AnswerWithdrawn():
            verdicts = {number: site.published(verdict) for number, verdict in news.verdicts.items()}
            return replace(news, verdicts=verdicts)
        case RulingArrived() | VerdictCard():
            return replace(news, verdict=site.published(news.verdict))
        case _:
            return news
