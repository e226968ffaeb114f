"""Owns the small words every view needs: ratings with their marks, differences, sources, waiting times."""

import html
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from claims.age import has_lapsed
from claims.decision import Conflict, ConflictKind
from claims.review import DismissReason
from claims.verdict import Rating, Ruling
from handlers.i18n import Texts
from handlers.render import anchor, foreign, host_of, render, safe_link

CLAIM_UNITS = 500
SUMMARY_UNITS = 600
NAME_UNITS = 80
DIFFERENCE_UNITS = 60
MAX_SOURCES = 3
MOST_DIFFERENCES = 2
OLD_AFTER_YEARS = 2

MARKS = {
    Rating.TRUE: "✅",
    Rating.MOSTLY_TRUE: "✅",
    Rating.HALF_TRUE: "⚠️",
    Rating.MOSTLY_FALSE: "❌",
    Rating.FALSE: "❌",
    Rating.MISLEADING: "⚠️",
    Rating.MISSING_CONTEXT: "⚠️",
    Rating.ALTERED_MEDIA: "❌",
    Rating.SATIRE: "🎭",
    Rating.UNPROVEN: "❔",
    Rating.OUTDATED: "🕰",
    Rating.UNRATED: "📄",
}


def in_quotes(text: str, texts: Texts) -> str:
    """Return text, as it is, between the quotation marks of the reader's language."""
    return texts.gettext("“{text}”").format(text=text)


def quoted(text: str, units: int, texts: Texts) -> str:
    """Return what strangers wrote in quotation marks, on one line, cut to `units`, as HTML."""
    return render("{quoted}", quoted=in_quotes(foreign(text, units), texts))


@lru_cache(maxsize=256)  # each rating in each language
def rating_name(rating: Rating, texts: Texts) -> str:
    """Return the rating in the reader's language."""
    _ = texts.gettext
    names = {
        Rating.TRUE: _("True"),
        Rating.MOSTLY_TRUE: _("Mostly true"),
        Rating.HALF_TRUE: _("Half true"),
        Rating.MOSTLY_FALSE: _("Mostly false"),
        Rating.FALSE: _("False"),
        Rating.MISLEADING: _("Misleading"),
        Rating.MISSING_CONTEXT: _("Missing context"),
        Rating.ALTERED_MEDIA: _("Altered picture or video"),
        Rating.SATIRE: _("Satire"),
        Rating.UNPROVEN: _("Unproven"),
        Rating.OUTDATED: _("Outdated"),
        Rating.UNRATED: _("No rating"),
    }
    return names[rating]


def marked_rating(rating: Rating, texts: Texts) -> str:
    """Return the rating with its mark in front, as plain text."""
    return f"{MARKS[rating]} {rating_name(rating, texts)}"


def rated_claim(rating: Rating, claim: str, texts: Texts) -> str:
    """Return a claim behind its rating, as plain text for where there is one line."""
    return texts.gettext("{rating}: “{claim}”").format(rating=marked_rating(rating, texts), claim=claim)


def label(name: str, texts: Texts) -> str:
    """Return a name with the colon of the reader's language, as HTML."""
    return render(texts.gettext("{name}:"), name=name)


def rating_line(ruling: Ruling, texts: Texts) -> str:
    """Return the line that opens a verdict, as HTML: the rating, and the publisher's own words where they
    say more."""
    line = render("<b>{rating}</b>", rating=marked_rating(ruling.rating, texts))
    said = own_words(ruling, texts)
    return f"{line} · {quoted(said, NAME_UNITS, texts)}" if said else line


def own_words(ruling: Ruling, texts: Texts) -> str:
    """Return the publisher's own words for the rating, "" where they say no more than its name."""
    words = ruling.rating_text.strip()
    names = {rating_name(ruling.rating, texts).casefold(), ruling.rating.value.replace("_", " ")}
    return "" if words.casefold() in names else words


def claim_line(ruling: Ruling, texts: Texts, units: int = CLAIM_UNITS) -> str:
    """Return the claim that was judged, as HTML."""
    return render(texts.gettext("Claim: “{claim}”"), claim=foreign(ruling.claim, units))


def summary_line(ruling: Ruling, units: int = SUMMARY_UNITS) -> str:
    """Return the publisher's explanation, as HTML; "" when there is none, or no room for it."""
    return render("{summary}", summary=foreign(ruling.summary, units)) if ruling.summary and units else ""


def origin_line(ruling: Ruling, texts: Texts) -> str:
    """Return who checked and when, as HTML."""
    return _origin(html.escape(foreign(ruling.publisher, NAME_UNITS)), ruling, texts)


def linked_origin_line(ruling: Ruling, texts: Texts) -> str:
    """Return who checked and when, as HTML, the name as a link to the fact-check."""
    return _origin(anchor(page_of(ruling), foreign(ruling.publisher, NAME_UNITS)), ruling, texts)


def dated_publisher(ruling: Ruling, texts: Texts) -> str:
    """Return a publisher's name as a link to its fact-check, with the date in brackets, as HTML."""
    name = anchor(page_of(ruling), foreign(ruling.publisher, NAME_UNITS))
    when = texts.day(ruling.published_at) if ruling.published_at else texts.gettext("date not given")
    return f"{name} ({html.escape(when)})"


def _origin(publisher: str, ruling: Ruling, texts: Texts) -> str:
    _ = texts.gettext
    if ruling.published_at is None:
        return _("{publisher} · date not given").format(publisher=publisher)
    day = html.escape(texts.day(ruling.published_at))
    return _("{publisher} · checked {date}").format(publisher=publisher, date=day)


def language_line(ruling: Ruling, texts: Texts) -> str:
    """Return in which language the fact-check is, as HTML; "" for the reader's own."""
    if not ruling.language or ruling.language == texts.locale.language:
        return ""
    language = texts.language_name(ruling.language)
    return render(texts.gettext("This fact-check is in {language}."), language=language)


def claimed_line(ruling: Ruling, texts: Texts) -> str:
    """Return when the claim was made, as HTML; "" when nobody knows."""
    if ruling.claimed_at is None:
        return ""
    return render(texts.gettext("The claim was made on {date}."), date=texts.day(ruling.claimed_at))


def age_line(ruling: Ruling, texts: Texts, today: date) -> str:
    """Return until when the ruling holds, else that it is old, as HTML; "" when neither is so."""
    _ = texts.gettext
    if ruling.valid_until is not None:
        over = _("This fact-check was valid until {date}; things may have changed.")
        line = over if has_lapsed(ruling, today) else _("Valid until {date}.")
        return render(line, date=texts.day(ruling.valid_until))
    if ruling.published_at is None or (today - ruling.published_at).days < OLD_AFTER_YEARS * 365:
        return ""
    return render(_("Checked in {year}; things may have changed."), year=ruling.published_at.year)


def page_of(ruling: Ruling) -> str:
    """Return the link of the fact-check, or of its first source, or ""."""
    links = [ruling.url, *(source.url for source in ruling.sources)]
    return next((link for link in map(safe_link, links) if link), "")


def sources_line(ruling: Ruling, texts: Texts) -> str:
    """Return further sources as links, as HTML; "" when there are none."""
    page = page_of(ruling)
    others = [source for source in ruling.sources if safe_link(source.url) and source.url != page]
    links = [
        anchor(source.url, foreign(source.title, NAME_UNITS) if source.title else host_of(source.url))
        for source in others[:MAX_SOURCES]
    ]
    return texts.gettext("More: {links}").format(links=", ".join(links)) if links else ""


def differences(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """Return the first differences that people read, without those that another one says more fully
    ("5,000" beside "5,000 euros")."""
    told = [one for one in conflicts if not any(_says_more(other, one) for other in conflicts)]
    return told[:MOST_DIFFERENCES]


def _says_more(fuller: Conflict, conflict: Conflict) -> bool:
    asked, checked = set(conflict.asked.split()), set(conflict.checked.split())
    more_asked, more_checked = set(fuller.asked.split()), set(fuller.checked.split())
    if {fuller.kind, conflict.kind} == {ConflictKind.NEGATION, ConflictKind.STATEMENT}:
        # "The opposite" says it, without its words.
        return fuller.kind is ConflictKind.NEGATION and more_asked <= asked and more_checked <= checked
    same = asked == more_asked and checked == more_checked
    return bool(asked or checked) and not same and asked <= more_asked and checked <= more_checked


def conflict_line(conflict: Conflict, texts: Texts) -> str:
    """Return one difference between what was asked and what was checked, as HTML."""
    _ = texts.gettext
    if conflict.kind is ConflictKind.NEGATION:
        return _("One of the two says the opposite of the other.")
    if conflict.kind is ConflictKind.ROLES:
        return _("In your message it is the other way round: who does it, and to whom.")
    if conflict.asked and conflict.checked:
        template = _("You asked about {asked}; this check is about {checked}.")
    elif conflict.asked:
        template = _("You asked about {asked}; this check does not mention it.")
    elif conflict.checked:
        template = _("This check is about {checked}; your message does not mention it.")
    else:
        return _("It is a different statement.")
    return render(
        template,
        asked=foreign(conflict.asked, DIFFERENCE_UNITS),
        checked=foreign(conflict.checked, DIFFERENCE_UNITS),
    )


def difference_line(conflict: Conflict, texts: Texts) -> str:
    """Return one difference as reviewers read it, as HTML."""
    _ = texts.gettext
    if conflict.kind is ConflictKind.NEGATION:
        return _("One of the two says the opposite of the other.")
    if conflict.kind is ConflictKind.ROLES:
        return _("The other way round: who does it, and to whom.")
    return render(
        _("Asked: {asked}; checked: {checked}"),
        asked=foreign(conflict.asked or "–", DIFFERENCE_UNITS),
        checked=foreign(conflict.checked or "–", DIFFERENCE_UNITS),
    )


def dismissal_line(reason: DismissReason, texts: Texts) -> str:
    """Return what an asker is told about a claim without a verdict."""
    _ = texts.gettext
    lines = {
        DismissReason.NOT_A_CLAIM: _(
            "A reviewer looked at it: it makes no statement that can be true or false."
        ),
        DismissReason.OPINION: _("A reviewer looked at it: it is an opinion, and opinions are not rated."),
        DismissReason.SPAM: _(
            "A reviewer looked at it: it looks like spam. Better not to open its links or pass it on."
        ),
        DismissReason.CANNOT_BE_CHECKED: _(
            "A reviewer looked at it: there is no reliable way to check it. Better not to share it."
        ),
    }
    return lines[reason]


def dismissal_name(reason: DismissReason, texts: Texts) -> str:
    """Return the reason as a button says it."""
    _ = texts.gettext
    names = {
        DismissReason.NOT_A_CLAIM: _("Not a claim"),
        DismissReason.OPINION: _("Opinion"),
        DismissReason.SPAM: _("Spam"),
        DismissReason.CANNOT_BE_CHECKED: _("Cannot be checked"),
    }
    return names[reason]


def waiting_time(since: datetime, now: datetime, texts: Texts) -> str:
    """Return how long ago `since` was, in its largest unit."""
    minutes = max(int((now - since).total_seconds() // 60), 0)
    if minutes < 60:
        return texts.ngettext("{n} min", "{n} min", minutes).format(n=minutes)
    if minutes < 48 * 60:
        return texts.ngettext("{n} h", "{n} h", minutes // 60).format(n=minutes // 60)
    days = minutes // (24 * 60)
    return texts.ngettext("{n} day", "{n} days", days).format(n=days)
