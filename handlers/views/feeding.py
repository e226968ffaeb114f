"""What reviewers read about the feeds that bring fact-checks in."""

from claims.news import FeedBack, FeedDied
from handlers.i18n import Texts
from handlers.render import Reply, cut, foreign, host_of, render

SOURCE_UNITS = 120
PROBLEM_UNITS = 200


def feed_died(news: FeedDied, texts: Texts) -> Reply:
    """Say which feed fails, why, and since when its news are missing."""
    _ = texts.gettext
    feed = _name(news.source)
    if news.last_read_at is None:
        line = _("No fact-checks come from {feed}: it could not be read since it was added.")
        said = render(line, feed=feed)
    else:
        line = _("No new fact-checks come from {feed} since {day}: it cannot be read.")
        said = render(line, feed=feed, day=texts.day(news.last_read_at))
    why = render(_("The last problem: {problem}"), problem=foreign(news.problem, PROBLEM_UNITS))
    kept = _("What came before stays, and it is tried again every day. I will tell you when it is back.")
    return Reply(f"{said}\n{why}\n{kept}")


def feed_back(news: FeedBack, texts: Texts) -> Reply:
    """Say that all is well again."""
    line = texts.gettext("Fact-checks come from {feed} again.")
    return Reply(render(line, feed=_name(news.source)))


def _name(source: str) -> str:
    """Return the host of a link, which may carry a key further on, or a search as it is."""
    return cut(host_of(source) or source, SOURCE_UNITS)
