"""What reviewers read of the figures: as a picture with numbers, and in the digest as text alone, where the
chart is drawn with block characters."""

from collections.abc import Sequence

from claims.figures import Figures, Share
from claims.news import Digest, DigestSwitched, Stats
from claims.picture import Bar, BarGroup, Chart
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import (
    MAX_CAPTION_UNITS,
    KeyboardButton,
    Reply,
    foreign,
    plain_name,
    render,
    shown_length,
)
from handlers.views import words

BARS = "▁▂▃▄▅▆▇█"
DAYS_DRAWN_ONE_BY_ONE = 31
OFFERED_DAYS = (1, 7, 30, 365)


def stats(news: Stats, texts: Texts) -> Reply:
    """Show the figures of some days: drawn, with the numbers under the picture."""
    _ = texts.gettext
    if news.days == 1:
        title, caption = _("Today"), _("Asked by the hour")
    else:
        title = texts.ngettext("The last {n} day", "The last {n} days", news.days).format(n=news.days)
        by_the_day = news.days <= DAYS_DRAWN_ONE_BY_ONE
        caption = _("Asked by the day") if by_the_day else _("Asked by the week")
    text = _shown(title, "", news.figures, texts).html
    if shown_length(text) > MAX_CAPTION_UNITS:
        text = _counted(title, news.figures, texts)
    days = [_days_button(days, texts) for days in OFFERED_DAYS if days != news.days]
    right = KeyboardButton(
        _("How often the matcher is right"), data=buttons.encode(buttons.ShowCalibration())
    )
    rows = [days, [right]]
    return Reply(text, rows, chart=_chart(title, caption, news.figures, texts))


def _days_button(days: int, texts: Texts) -> KeyboardButton:
    label = texts.ngettext("{n} day", "{n} days", days).format(n=days)
    return KeyboardButton(label, data=buttons.encode(buttons.ShowStats(days)))


def _chart(title: str, caption: str, figures: Figures, texts: Texts) -> Chart:
    _ = texts.gettext
    numbers = [
        (_("Asked"), figures.asked),
        (_("Answered at once"), figures.at_once),
        (_("Answered after review"), figures.after_review),
        (_("People waiting now"), figures.waiting),
    ]
    languages = [Share(_language(share.name, texts), share.count) for share in figures.languages]
    groups = [
        BarGroup("", tuple(Bar(name, count, str(count)) for name, count in numbers)),
        BarGroup(_("Asked by language"), _bars(languages)),
        BarGroup(_("Answered with verdicts of"), _bars(figures.publishers)),
    ]
    return Chart(
        title=title,
        subtitle=" ".join(_rulings(figures, texts)),
        caption=caption,
        columns=figures.asked_in if figures.asked else (),
        first=texts.day(figures.since),
        last=texts.day(figures.until),
        groups=tuple(group for group in groups if group.bars),
    )


def _bars(shares: Sequence[Share]) -> tuple[Bar, ...]:
    return tuple(Bar(plain_name(share.name), share.count, str(share.count)) for share in shares)


def digest(news: Digest, texts: Texts) -> Reply:
    """Show the figures of one day."""
    _ = texts.gettext
    title = _("Yesterday, {date}").format(date=texts.day(news.day))
    shown = _shown(title, _("Asked by the hour"), news.figures, texts)
    switch = _("Each morning: /digest on · not any more: /digest off")
    return Reply(f"{shown.html}\n\n{switch}")


def digest_switched(news: DigestSwitched, texts: Texts) -> Reply:
    """Confirm."""
    _ = texts.gettext
    if news.due is None:
        return Reply(_("You no longer get the figures each morning. /digest on brings them back."))
    line = _("You get yesterday's figures each morning, next on {date} at {time} UTC. To end it: /digest off")
    return Reply(render(line, date=texts.utc_day(news.due), time=f"{news.due:%H:%M}"))


def chart(counts: Sequence[int]) -> str:
    """Return one bar for each count, in proportion to the highest; the lowest bar is kept for zero."""
    highest = max(counts, default=0)
    return "".join(BARS[-(-count * (len(BARS) - 1) // highest)] if highest else BARS[0] for count in counts)


def _shown(title: str, caption: str, figures: Figures, texts: Texts) -> Reply:
    _ = texts.gettext
    parts = [_counted(title, figures, texts)]
    if figures.asked and caption:
        parts.append(f"{caption}\n{chart(figures.asked_in)}")
    languages = [Share(_language(share.name, texts), share.count) for share in figures.languages]
    shares = [
        *_shares(_("Languages: {list}"), languages),
        *_shares(_("Publishers: {list}"), figures.publishers),
    ]
    return Reply("\n\n".join([*parts, *(["\n".join(shares)] if shares else [])]))


def _counted(title: str, figures: Figures, texts: Texts) -> str:
    _ = texts.gettext
    numbers = [
        render(_("Asked: {n}"), n=figures.asked),
        render(_("Answered at once: {n}"), n=figures.at_once),
        render(_("Answered after review: {n}"), n=figures.after_review),
        render(_("People waiting now: {n}"), n=figures.waiting),
    ]
    return "\n\n".join(
        [render("<b>{title}</b>", title=title), "\n".join([*numbers, *_rulings(figures, texts)])]
    )


def _rulings(figures: Figures, texts: Texts) -> list[str]:
    if figures.median_wait is None:
        return []
    hours = texts.number(figures.median_wait.total_seconds() / 3600)
    if figures.rulings == 1:
        return [render(texts.gettext("1 ruling, {hours} h after the first question"), hours=hours)]
    line = texts.ngettext(  # some languages write 21 with the form for one, so it must do for many
        "{n} ruling, half of them within {hours} h of the first question",
        "{n} rulings, half of them within {hours} h of the first question",
        figures.rulings,
    )
    return [render(line, n=figures.rulings, hours=hours)]


def _language(code: str, texts: Texts) -> str:
    return texts.language_name(code) if code else texts.gettext("not known")


def _shares(line: str, shares: Sequence[Share]) -> list[str]:
    named = ", ".join(f"{foreign(share.name, words.NAME_UNITS)} {share.count}" for share in shares)
    return [render(line, list=named)] if shares else []
