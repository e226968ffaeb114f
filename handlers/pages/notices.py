"""The pages that say why there is nothing to read."""

from datetime import datetime

from handlers.pages.frame import Frame, Head, page
from handlers.pages.markup import tag


def withdrawn_page(frame: Frame, withdrawn_at: datetime) -> str:
    """Return the page of a verdict that was withdrawn: neither claim nor rating, only that and when."""
    _ = frame.texts.gettext
    return _notice(
        frame,
        _("This fact-check was withdrawn on {date}.").format(date=frame.texts.day(withdrawn_at)),
        _("It no longer holds, so we do not show it. Please do not rely on copies of it."),
    )


def missing_page(frame: Frame) -> str:
    """Return the page for an address where nothing is."""
    _ = frame.texts.gettext
    return _notice(
        frame,
        _("There is no fact-check here."),
        _("The link may be cut off or mistyped. The newest fact-checks are linked below."),
    )


def trouble_page(frame: Frame) -> str:
    """Return the page for a moment at which nothing can be read."""
    _ = frame.texts.gettext
    return _notice(frame, _("We cannot show this right now."), _("Please try again in a minute."))


def _notice(frame: Frame, heading: str, line: str) -> str:
    return page(frame, Head(heading, listed=False), [tag("h1", heading), tag("p", line)])
