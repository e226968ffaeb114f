"""What reviewers read when they find their way: the queue and its views, search, verdicts, history."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from claims.audit import AuditEntry, changes
from claims.news import (
    Found,
    ItemHistory,
    NoSuchVerdict,
    NothingFree,
    QueuePage,
    VerdictCard,
    VerdictsPage,
)
from claims.queue import PAGE_LENGTH, QueueFilter, Showing
from claims.review import DismissReason, ItemState, ModeratorId, ReviewItem
from claims.usecases.tell_figures import USUAL_DAYS
from claims.verdict import Rating, Verdict
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, foreign, render
from handlers.views import words
from handlers.views.approval import ruling_differences
from handlers.views.verdicts import verdict_block

QUEUE_LINE_UNITS = 120
SEARCHED_UNITS = 80
VALUE_UNITS = 60
SHOWN_REVISIONS = 3
HISTORY_CLAIM_UNITS = 200
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
    """Show one verdict as people read it."""
    _ = texts.gettext
    verdict = news.verdict
    lines = [render(_("<b>Verdict {number}</b>"), number=verdict.id)]
    if verdict.retracted_at:
        lines.append(render(_("Withdrawn on {date}"), date=texts.day(verdict.retracted_at)))
    lines += [
        verdict_block(verdict.ruling, texts, today),
        *_revisions(news, texts),
        render(_("To answer item 12 with it: /link 12 {number}"), number=verdict.id),
    ]
    page = words.page_of(verdict.ruling)
    return Reply("\n\n".join(lines), [[KeyboardButton(_("Read the fact-check"), url=page)]] if page else [])


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


def item_history(news: ItemHistory, texts: Texts) -> Reply:
    """Show what was done to an item."""
    _ = texts.gettext
    lines = [
        render(_("<b>#{number}: what was done</b>"), number=news.item.id),
        render("“{text}”", text=foreign(news.item.text, HISTORY_CLAIM_UNITS)),
    ]
    if news.earlier:
        earlier = texts.ngettext(
            "{n} earlier act is not shown", "{n} earlier acts are not shown", news.earlier
        )
        lines.append(earlier.format(n=news.earlier))
    if not news.entries:
        lines.append(_("Nothing yet."))
    lines += [_history_entry(entry, news.names, texts) for entry in news.entries]
    return Reply("\n\n".join(lines), [_openers((news.item,))])


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
    return f"{head}\n{render('“{text}”', text=foreign(item.text, QUEUE_LINE_UNITS))}"


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
    """Return the other ways of looking; languages only where there is more than one."""
    named = [QueueFilter(showing) for showing in NAMED_VIEWS]
    languages = [QueueFilter(Showing.LANGUAGE, code) for code in news.languages]
    return [
        [_view_button(view, texts) for view in views if view != news.chosen]
        for views in (named, languages if len(languages) > 1 else [])
    ]


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
    claim = render("“{claim}”", claim=foreign(ruling.claim, QUEUE_LINE_UNITS))
    return f"{head}\n{claim}\n{words.origin_line(ruling, texts)}"


def _verdict_openers(verdicts: tuple[Verdict, ...]) -> list[KeyboardButton]:
    return [
        _button(f"{words.MARKS[verdict.ruling.rating]} {verdict.id}", buttons.OpenVerdict(verdict.id))
        for verdict in verdicts
    ]


def _history_entry(entry: AuditEntry, names: Mapping[ModeratorId, str], texts: Texts) -> str:
    when = f"{texts.day(entry.at)}, {entry.at:%H:%M} UTC"
    who, what = _actor(entry.actor, names, texts), _act(entry.act, texts)
    changed = [
        f"{name}: {_value(field, before, names, texts)} → {_value(field, after, names, texts)}"
        for field, (before, after) in changes(entry).items()
        if (name := _field(field, texts))
    ]
    head = render("<b>{when}</b> · {who} · {what}", when=when, who=who, what=what)
    return "\n".join([head, *(render("{line}", line=line) for line in changed)])


def _actor(actor: str, names: Mapping[ModeratorId, str], texts: Texts) -> str:
    _ = texts.gettext
    kind, colon, number = actor.partition(":")
    if kind == "moderator" and colon and number.isdecimal():
        return _name(int(number), names)
    known = {"operator": _("the operator"), "asker": _("an asker"), "publisher": _("its publisher")}
    return known.get(actor) or foreign(actor, VALUE_UNITS)


def _name(number: int, names: Mapping[ModeratorId, str]) -> str:
    return foreign(names.get(ModeratorId(number)) or str(number), words.NAME_UNITS)


def _act(act: str, texts: Texts) -> str:
    _ = texts.gettext
    acts = {
        "took": _("took it"),
        "released": _("gave it back"),
        "ruled": _("ruled"),
        "linked": _("answered with a verdict"),
        "dismissed": _("set it aside"),
        "rejected_answer": _("called the answer wrong"),
        "undid": _("took the ruling back"),
        "escalated": _("left it to the editors"),
        "noted": _("noted"),
        "asked_askers": _("asked the askers"),
        "merged": _("merged it with another"),
        "took_over": _("merged another into it"),
        "unmerged": _("took the merger back"),
        "gave_back": _("gave a merged item back"),
        "split_out": _("split a wording out"),
        "proposed": _("asked for approval"),
        "approved": _("approved"),
        "sent_back": _("sent it back"),
        "taken_back": _("took the proposal back"),
        "overtaken": _("lost what it was about"),
    }
    return acts.get(act) or foreign(act.replace("_", " "), VALUE_UNITS)


def _field(name: str, texts: Texts) -> str:
    """Return the name of what changed; "" for what says nothing to people."""
    _ = texts.gettext
    names = {
        "state": _("state"),
        "holder": _("held by"),
        "verdict_id": _("verdict"),
        "dismiss_reason": _("reason"),
        "verdicts": _("verdicts"),
        "merged_into": _("merged into"),
        "merged_item": _("item"),
        "new_item": _("new item"),
        "note": _("note"),
        "question": _("question"),
        "rating": _("rating"),
        "claim": _("claim"),
        "summary": _("why"),
        "publisher": _("publisher"),
        "link": _("link"),
        "approved_by": _("approved by"),
        "proposal": "",
        "author": "",
        "submissions": "",
        "told": "",
        "version": "",
    }
    return names.get(name, foreign(name.replace("_", " "), VALUE_UNITS))


def _value(field: str, value: Any, names: Mapping[ModeratorId, str], texts: Texts) -> str:
    _ = texts.gettext
    states = {
        ItemState.OPEN.value: _("open"),
        ItemState.RULED.value: _("ruled on"),
        ItemState.DISMISSED.value: _("set aside"),
        ItemState.MERGED.value: _("merged"),
    }
    match field, value:
        case _, None:
            return "–"
        case "rating", str() if value in Rating.__members__.values():
            return words.marked_rating(Rating(value), texts)
        case "holder" | "approved_by", int():
            return _name(value, names)
        case "state", str() if value in states:
            return states[value]
        case "dismiss_reason", str() if value in DismissReason.__members__.values():
            return words.dismissal_name(DismissReason(value), texts)
        case _, list():
            return foreign(", ".join(map(str, value)), VALUE_UNITS)
        case _:
            return foreign(str(value), VALUE_UNITS)


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
