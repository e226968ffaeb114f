"""The page of one verdict, and the list of the newest: a claim never stands without its rating beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from claims.verdict import Rating, Revision, Ruling, Source, Verdict
from handlers.i18n import Texts
from handlers.pages.direction import direction_of
from handlers.pages.frame import Frame, Head, page
from handlers.pages.markup import NOTHING, Markup, filled, tag
from handlers.render import cut, host_of, one_line, safe_link
from handlers.views.words import age_line, marked_rating, own_words, rated_claim, rating_name

CLAIM_UNITS = 1_000
SUMMARY_UNITS = 2_000
LISTED_CLAIM_UNITS = 300
NAME_UNITS = 200
MAX_SOURCES = 20
MAX_CHANGES = 5
OUTWARD = "noopener nofollow"
_WRONG = frozenset({Rating.FALSE, Rating.MOSTLY_FALSE, Rating.ALTERED_MEDIA})
_RIGHT = frozenset({Rating.TRUE, Rating.MOSTLY_TRUE})
_OPEN = frozenset({Rating.UNPROVEN, Rating.UNRATED})


@dataclass(frozen=True, slots=True)
class Change:
    """A correction of a verdict: when, and the rating before and since where that changed."""

    at: datetime
    was: Rating | None = None
    now: Rating | None = None


def changes(revisions: Sequence[Revision]) -> Sequence[Change]:
    """Return what was corrected, newest first; a withdrawal that was taken back is no correction."""
    found = []
    for before, after in pairwise(revisions):
        old, new, at = before.verdict.ruling, after.verdict.ruling, after.changed_at
        if old.rating is not new.rating:
            found.append(Change(at, old.rating, new.rating))
        elif _told(old) != _told(new):
            found.append(Change(at))
    return found[::-1]


def _told(ruling: Ruling) -> tuple[object, ...]:
    return ruling.claim, ruling.summary, ruling.rating_text, ruling.valid_until


def verdict_page(frame: Frame, revisions: Sequence[Revision], structured: str, today: date) -> str:
    """Return the page of a verdict that stands, given with its history; `structured` is its JSON-LD,
    escaped for a page."""
    verdict = revisions[-1].verdict
    ruling, texts = verdict.ruling, frame.texts
    own = frame.site.page_of(verdict.id)
    head = Head(
        title=rated_claim(ruling.rating, one_line(ruling.claim), texts),
        description=one_line(ruling.summary),
        address=safe_link(ruling.url) or own,
        structured=structured,
    )
    article = tag(
        "article",
        _judged(ruling, texts),
        *(_change(change, texts) for change in changes(revisions)[:MAX_CHANGES]),
        _own_words(ruling, texts),
        _foreign("p", ruling.summary, SUMMARY_UNITS, ruling.language, class_="summary"),
        _facts(ruling, texts),
        _age(ruling, texts, today),
        _language(ruling, texts),
        _read(ruling, own, texts),
        _sources(ruling, texts),
    )
    return page(frame, head, [article], direction_of(ruling.language, ruling.claim))


def list_page(frame: Frame, verdicts: Sequence[Verdict], today: date, *, first: bool, more: bool) -> str:
    """Return a page of verdicts, newest first; `first` when none are newer, `more` when there are older."""
    _ = frame.texts.gettext
    heading = _("Newest fact-checks") if first else _("Older fact-checks")
    content = [tag("h1", heading)]
    if verdicts:
        content.append(tag("ol", *(_entry(frame, verdict, today) for verdict in verdicts), class_="list"))
    else:
        content.append(tag("p", _("There are no fact-checks here yet.")))
    older = (
        tag("a", _("Older fact-checks"), href=frame.home(verdicts[-1].id), rel="next") if more else NOTHING
    )
    newest = NOTHING if first else tag("a", _("Newest fact-checks"), href=frame.home())
    if more or not first:
        content.append(tag("nav", newest, older, class_="pager", aria_label=_("Pages")))
    address = f"{frame.site.address}/" if first else ""
    return page(frame, Head(heading, address=address), content)


def _judged(ruling: Ruling, texts: Texts) -> Markup:
    return tag("h1", _rating(ruling, texts), " ", _claim(ruling, CLAIM_UNITS))


def rating_in_words(ruling: Ruling, texts: Texts) -> str:
    """Return the rating in the reader's language, the publisher's own words behind it where they say more."""
    said = own_words(ruling, texts)
    name = rating_name(ruling.rating, texts)
    return f"{name} ({said})" if said else name


def _rating(ruling: Ruling, texts: Texts) -> Markup:
    return tag(
        "span", tag("bdi", marked_rating(ruling.rating, texts)), class_=f"rating {_tone(ruling.rating)}"
    )


def _tone(rating: Rating) -> str:
    if rating in _WRONG:
        return "wrong"
    if rating in _RIGHT:
        return "right"
    return "open" if rating in _OPEN else "mixed"


def _claim(ruling: Ruling, limit: int) -> Markup:
    return _foreign("q", ruling.claim, limit, ruling.language)


def _foreign(name: str, text: str, limit: int, language: str, class_: str = "") -> Markup:
    """Return text in a verdict's own language, in its own direction; nothing when there is none."""
    shown = cut(one_line(text), limit)
    known = language if language.isascii() and language.isalnum() else ""
    return tag(name, shown, lang=known, dir="auto", class_=class_) if shown else NOTHING


def _change(change: Change, texts: Texts) -> Markup:
    _ = texts.gettext
    day = _day(texts.day_of(change.at), texts)
    if change.was is None or change.now is None:
        line = filled(_("Updated {date}"), date=day)
    else:
        was, now = rating_name(change.was, texts), rating_name(change.now, texts)
        line = filled(_("Updated {date}: was {was}, now {now}"), date=day, was=was, now=now)
    return _said(line, class_="change")


def _own_words(ruling: Ruling, texts: Texts) -> Markup:
    words = own_words(ruling, texts)
    if not words:
        return NOTHING
    quoted = _foreign("bdi", words, NAME_UNITS, ruling.language)
    return _said(filled(texts.gettext("In the fact-checker's words: “{words}”"), words=quoted))


def _facts(ruling: Ruling, texts: Texts) -> Markup:
    _ = texts.gettext
    unknown = tag("bdi", _("date not given"))
    checked = _day(ruling.published_at, texts) if ruling.published_at else unknown
    facts = [
        (_("Checked by"), _name(ruling.publisher)),
        (_("Checked on"), checked),
        (_("Claimed by"), _name(ruling.claimant)),
        (_("Claimed on"), _day(ruling.claimed_at, texts) if ruling.claimed_at else NOTHING),
    ]
    pairs = [
        tag("div", tag("dt", tag("bdi", label)), tag("dd", value)) for label, value in facts if value.html
    ]
    return tag("dl", *pairs)


def _name(text: str) -> Markup:
    return _foreign("bdi", text, NAME_UNITS, "")


def _day(day: date, texts: Texts) -> Markup:
    return tag("time", tag("bdi", texts.day(day)), datetime=day.isoformat())


def _age(ruling: Ruling, texts: Texts, today: date) -> Markup:
    line = age_line(ruling, texts, today)
    return _said(Markup(line)) if line else NOTHING


def _language(ruling: Ruling, texts: Texts) -> Markup:
    if not ruling.language or ruling.language == texts.locale.language:
        return NOTHING
    name = cut(one_line(texts.language_name(ruling.language)), NAME_UNITS)
    return _said(filled(texts.gettext("This fact-check is in {language}."), language=name))


def _read(ruling: Ruling, own: str, texts: Texts) -> Markup:
    """Return the link to the publisher's page; nothing where this page is all there is."""
    link = safe_link(ruling.url)
    if not link or link == own:
        return NOTHING
    label = tag("bdi", texts.gettext("Read the fact-check"))
    return tag("p", tag("a", label, href=link, rel=OUTWARD, class_="read"), " ", _host(link))


def _sources(ruling: Ruling, texts: Texts) -> Markup:
    kept = [source for source in ruling.sources if safe_link(source.url)][:MAX_SOURCES]
    if not kept:
        return NOTHING
    heading = tag("h2", tag("bdi", texts.gettext("Sources")))
    return tag("section", heading, tag("ul", *(tag("li", _source(source)) for source in kept)))


def _source(source: Source) -> Markup:
    title = cut(one_line(source.title), NAME_UNITS)
    link = tag("a", title or host_of(source.url), href=source.url, rel=OUTWARD, dir="auto")
    return tag("span", link, " ", _host(source.url) if title else NOTHING)


def _host(link: str) -> Markup:
    return tag("bdi", host_of(link), class_="host")


def _said(sentence: Markup, class_: str = "") -> Markup:
    """Return a sentence of ours, which keeps its direction between texts of another."""
    return tag("p", tag("bdi", sentence), class_=class_)


def _entry(frame: Frame, verdict: Verdict, today: date) -> Markup:
    ruling, texts = verdict.ruling, frame.texts
    day = _day(ruling.published_at, texts) if ruling.published_at else texts.gettext("date not given")
    link = tag(
        "a", _rating(ruling, texts), " ", _claim(ruling, LISTED_CLAIM_UNITS), href=frame.verdict(verdict.id)
    )
    by = tag("p", _name(ruling.publisher), " · ", tag("bdi", day))
    return tag("li", link, by, _age(ruling, texts, today), dir=direction_of(ruling.language, ruling.claim))
