"""What reviewers read when they find their way: the queue and its views, search, verdicts."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

from claims.news import (
    Found,
    NoSuchVerdict,
    NothingFree,
    QueuePage,
    VerdictCard,
    VerdictsPage,
)
from claims.queue import PAGE_LENGTH, QueueFilter, Showing
from claims.review import ReviewItem
from claims.usecases.tell_figures import USUAL_DAYS
from claims.verdict import Verdict
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import MAX_TEXT_UNITS, KeyboardButton, Reply, foreign, render, shown_length
from handlers.views import words
from handlers.views.approval import ruling_differences
from handlers.views.verdicts import verdict_block

QUEUE_LINE_UNITS = 120
SEARCHED_UNITS = 80
SHOWN_REVISIONS = 3
VIEWS_A_ROW = 3
NAMED_VIEWS = [Showing.ALL, Showing.MINE, Showing.FREE, Showing.OLDEST, Showing.HOTTEST, Showing.ESCALATED]


def queue_page(news: QueuePage, texts: Texts) -> Reply:
    """Show a page of the queue, with buttons to open its items, turn it, and look at it another way."""
    if not news.total and news.chosen.showing is Showing.ALL:
        return Reply(texts.gettext("The queue is empty. Well done."))
    lines = [
        render("<b>{title}</b>", title=_queue_title(news, texts)),
        *(_queue_line(item, news.now, texts) for item in news.items),
    ]
    rows = [_openers(news.items), _queue_pager(news, texts), *_view_rows(news, texts)]
    figures = [_button(texts.gettext("Figures"), buttons.ShowStats(USUAL_DAYS))]
    return Reply("\n\n".join(lines), [*rows, figures])


def nothing_free(news: NothingFree, texts: Texts) -> Reply:
    """Say kindly that there is nothing to take."""
    if not news.held:
        return Reply(texts.gettext("The queue is empty. Well done."))
    line = texts.ngettext(
        "Nothing to take: {n} claim is waiting, and somebody works on it already.",
        "Nothing to take: {n} claims are waiting, and somebody works on each of them already.",
        news.held,
    )
    mine = QueueFilter(Showing.MINE)
    return Reply(line.format(n=news.held), [[_view_button(mine, texts)]])


def found(news: Found, texts: Texts) -> Reply:
    """Show what a search found."""
    _ = texts.gettext
    searched = foreign(news.text, SEARCHED_UNITS)
    items = _("<b>Open claims with “{text}”</b>") if news.items else _("No open claim contains “{text}”.")
    verdicts = _("<b>The closest verdicts</b>") if news.verdicts else _("There are no verdicts yet.")
    lines = [
        render(items, text=searched),
        *(_queue_line(item, news.now, texts) for item in news.items),
        verdicts,
        *(_verdict_line(verdict, texts) for verdict in news.verdicts),
    ]
    return Reply("\n\n".join(lines), [_openers(news.items), _verdict_openers(news.verdicts)])


def verdicts_page(news: VerdictsPage, texts: Texts) -> Reply:
    """Show a page of the verdicts."""
    _ = texts.gettext
    if not news.verdicts:
        return Reply(_("There are no verdicts yet."))
    lines = [_("<b>The newest verdicts</b>"), *(_verdict_line(verdict, texts) for verdict in news.verdicts)]
    pager = []
    if news.offset:
        pager.append(_button(_("Back"), buttons.OpenVerdicts(max(news.offset - PAGE_LENGTH, 0))))
    if news.more:
        pager.append(_button(_("More"), buttons.OpenVerdicts(news.offset + PAGE_LENGTH)))
    return Reply("\n\n".join(lines), [_verdict_openers(news.verdicts), pager])


def verdict_card(news: VerdictCard, texts: Texts, today: date) -> Reply:
    """Show one verdict as people read it, and as many of its newest revisions as fit into one message."""
    _ = texts.gettext
    verdict = news.verdict
    card = [render(_("<b>Verdict {number}</b>"), number=verdict.id)]
    if verdict.retracted_at:
        card.append(render(_("Withdrawn on {date}"), date=texts.day(verdict.retracted_at)))
    card.append(verdict_block(verdict.ruling, texts, today))
    use = render(_("To answer item 12 with it: /link 12 {number}"), number=verdict.id)
    revisions = list(_revisions(news, texts))
    while revisions and shown_length("\n\n".join([*card, *revisions, use])) > MAX_TEXT_UNITS:
        del revisions[0]
    page = words.page_of(verdict.ruling)
    rows = [
        [KeyboardButton(_("Read the fact-check"), url=page)] if page else [],
        [_button(_("History"), buttons.ShowVerdictHistory(verdict.id))],
    ]
    return Reply("\n\n".join([*card, *revisions, use]), rows)


def _revisions(news: VerdictCard, texts: Texts) -> Iterator[str]:
    """Yield what the newest revisions changed, old words beside new ones."""
    for before, after in list(pairwise((*news.earlier, news.verdict)))[-SHOWN_REVISIONS:]:
        changed = list(ruling_differences(before.ruling, after.ruling, texts))
        if changed:
            head = render(texts.gettext("<b>Revision {number}</b>"), number=after.revision)
            yield "\n".join([head, *changed])


def no_such_verdict(news: NoSuchVerdict, texts: Texts) -> Reply:
    """Say that the number is wrong."""
    line = texts.gettext("There is no verdict {number}. The newest: /verdicts")
    return Reply(render(line, number=news.verdict_id))


def _queue_title(news: QueuePage, texts: Texts) -> str:
    _ = texts.gettext
    waiting = texts.ngettext("{n} claim is waiting", "{n} claims are waiting", news.total).format(
        n=news.total
    )
    match news.chosen.showing:
        case Showing.ALL:
            return waiting
        case Showing.OLDEST:
            return _("{waiting}, the oldest first").format(waiting=waiting)
        case Showing.HOTTEST:
            return _("{waiting}, the most asked lately first").format(waiting=waiting)
        case Showing.MINE:
            return _("Yours: {n}").format(n=news.total)
        case Showing.FREE:
            return _("Free: {n}").format(n=news.total)
        case Showing.ESCALATED:
            return _("For editors: {n}").format(n=news.total)
        case Showing.LANGUAGE:
            language = texts.language_name(news.chosen.value)
            return _("Asked in {language}: {n}").format(language=language, n=news.total)
        case Showing.WORDS:
            text = foreign(news.chosen.value, SEARCHED_UNITS)
            return _("With “{text}”: {n}").format(text=text, n=news.total)


def _queue_line(item: ReviewItem, now: datetime, texts: Texts) -> str:
    people = texts.ngettext("{n} person", "{n} people", item.askers).format(n=item.askers)
    waiting = words.waiting_time(item.waiting_since, now, texts)
    taken = texts.gettext("taken")
    head = render(
        texts.gettext("<b>#{number}</b> · {people} · waiting {time}"),
        number=item.id,
        people=people,
        time=waiting,
    )
    head = f"{head} · {taken}" if item.holder(now) else head
    return f"{head}\n{words.quoted(item.text, QUEUE_LINE_UNITS, texts)}"


def _openers(items: tuple[ReviewItem, ...]) -> list[KeyboardButton]:
    return [_button(f"#{item.id}", buttons.OpenItem(item.id)) for item in items]


def _queue_pager(news: QueuePage, texts: Texts) -> list[KeyboardButton]:
    _ = texts.gettext
    row = []
    if news.offset:
        earlier = max(news.offset - PAGE_LENGTH, 0)
        row.append(_button(_("Back"), buttons.OpenQueue(earlier, news.chosen)))
    later = news.offset + len(news.items)
    if later < news.total:
        row.append(_button(_("More"), buttons.OpenQueue(later, news.chosen)))
    return row


def _view_rows(news: QueuePage, texts: Texts) -> list[list[KeyboardButton]]:
    """Return the other ways of looking, few side by side, as a phone shows whole words of no more; languages
    only where there is more than one."""
    named = [QueueFilter(showing) for showing in NAMED_VIEWS]
    languages = [QueueFilter(Showing.LANGUAGE, code) for code in news.languages]
    rows = []
    for views in (named, languages if len(languages) > 1 else []):
        others = [_view_button(view, texts) for view in views if view != news.chosen]
        rows += [others[start : start + VIEWS_A_ROW] for start in range(0, len(others), VIEWS_A_ROW)]
    return rows


def _view_button(view: QueueFilter, texts: Texts) -> KeyboardButton:
    _ = texts.gettext
    labels = {
        Showing.ALL: _("All"),
        Showing.MINE: _("Mine"),
        Showing.FREE: _("Free"),
        Showing.OLDEST: _("Oldest"),
        Showing.HOTTEST: _("Hottest"),
        Showing.ESCALATED: _("For editors"),
    }
    label = labels.get(view.showing) or texts.language_name(view.value)
    return _button(label, buttons.OpenQueue(0, view))


def _verdict_line(verdict: Verdict, texts: Texts) -> str:
    ruling = verdict.ruling
    head = render(
        "<b>{number}</b> · {rating}",
        number=verdict.id,
        rating=words.marked_rating(ruling.rating, texts),
    )
    withdrawn = texts.gettext("withdrawn")
    head = f"{head} · {withdrawn}" if verdict.retracted_at else head
    claim = words.quoted(ruling.claim, QUEUE_LINE_UNITS, texts)
    return f"{head}\n{claim}\n{words.origin_line(ruling, texts)}"


def _verdict_openers(verdicts: tuple[Verdict, ...]) -> list[KeyboardButton]:
    return [
        _button(f"{words.MARKS[verdict.ruling.rating]} {verdict.id}", buttons.OpenVerdict(verdict.id))
        for verdict in verdicts
    ]


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
