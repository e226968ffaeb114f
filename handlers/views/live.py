"""The live card: what everybody in a chat sees of a claim, as it stands."""

from claims.cards import Closing, Demand
from claims.delivery import PlaceLost
from claims.news import (
    CardsSwitched,
    DeskLost,
    DeskSet,
    Escalated,
    ForEditors,
    GoOnInPrivate,
    LeaseEnds,
    LiveCard,
    NightSet,
    StillWaiting,
)
from claims.queue import QueueFilter, Showing
from claims.review import DismissReason, ItemState, ReviewItem
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, foreign, render
from handlers.views import approval, desk, words
from handlers.views.joint import CardRoom, fitted_card, written_lines

MOST_LANGUAGES = 4
SHORT_UNITS = 200


def live_card(news: LiveCard, texts: Texts) -> Reply:
    """Show an item with its demand, the closest verdicts with what differs, and where it stands."""

    def lines(room: CardRoom) -> list[str]:
        return [
            *desk.facts(news.item, news.now, texts, room.text),
            *_demand_lines(news.demand, texts),
            *desk.rejected_lines(news.item, news.near, texts),
            *desk.near_lines(news.item, news.near, texts),
            *written_lines(news, texts, room),
            "",
            _state_line(news, texts),
        ]

    return Reply(fitted_card(lines), _rows(news, texts))


def _demand_lines(demand: Demand, texts: Texts) -> list[str]:
    _ = texts.gettext
    parts = []
    if demand.first_seen is not None:
        when = f"{texts.utc_day(demand.first_seen)}, {demand.first_seen:%H:%M} UTC"
        parts.append(render(_("First seen {when}"), when=when))
    if demand.lately > 1:
        parts.append(_("+{n} this hour").format(n=demand.lately))
    if len(demand.languages) > 1:
        shares = [f"{share.name} {share.count}" for share in demand.languages[:MOST_LANGUAGES]]
        parts.append(render("{languages}", languages=foreign(", ".join(shares), words.NAME_UNITS)))
    return [" · ".join(parts)] if parts else []


def _state_line(news: LiveCard, texts: Texts) -> str:
    _ = texts.gettext
    item = news.item
    if item.state is not ItemState.OPEN:
        return _closing_line(item, news.closing, texts)
    if news.proposed is not None:
        return desk.proposed_line(news.proposed, texts)
    if not news.holder_name or item.lease is None:
        return _("Free")
    return render(
        _("Taken by {name} until {time} UTC"),
        name=foreign(news.holder_name, words.NAME_UNITS),
        time=f"{item.lease.until:%H:%M}",
    )


def _closing_line(item: ReviewItem, closing: Closing | None, texts: Texts) -> str:
    _ = texts.gettext
    if item.merged_into is not None:
        return render(_("#{number} was merged into #{into}."), number=item.id, into=item.merged_into)
    if closing is None:
        return render(_("#{number} has been ruled on."), number=item.id)
    name, time = foreign(closing.by_name, words.NAME_UNITS), f"{closing.at:%H:%M}"
    told = ""
    if closing.told is not None:
        told = " · " + texts.ngettext("{n} told", "{n} told", closing.told).format(n=closing.told)
    if item.dismiss_reason is not None:
        reason = words.dismissal_name(item.dismiss_reason, texts)
        line = render(_("Set aside ({reason}) by {name} at {time} UTC"), reason=reason, name=name, time=time)
        return f"{line}{told}"
    rating = words.marked_rating(closing.verdict.ruling.rating, texts) if closing.verdict else ""
    if closing.approved_by:
        approver = foreign(closing.approved_by, words.NAME_UNITS)
        line = _("Ruled {rating} by {name}, approved by {approver} at {time} UTC")
        line = render(line, rating=rating, name=name, approver=approver, time=time) + told
    else:
        line = render(_("Ruled {rating} by {name} at {time} UTC"), rating=rating, name=name, time=time) + told
    return line + _linked_claim(closing, texts)


def _linked_claim(closing: Closing, texts: Texts) -> str:
    """Return what the verdict is about, as HTML, unless it was made for this claim."""
    if not closing.linked or closing.verdict is None:
        return ""
    return "\n" + words.quoted(closing.verdict.ruling.claim, desk.NEAR_UNITS, texts)


def _rows(news: LiveCard, texts: Texts) -> list[list[KeyboardButton]]:
    _ = texts.gettext
    item, closing = news.item, news.closing
    if item.state is not ItemState.OPEN:
        undo = _undo(item)
        return [[_button(_("Undo (10 min)"), undo)]] if undo and closing and closing.undoable else []
    if news.proposed is not None:
        return approval.state_rows(news.proposed, texts)
    more = [
        _button(_("Same as…"), buttons.OtherVerdict(item.id)),
        _button(_("More…"), buttons.More(item.id)),
    ]
    rule = _button(_("Rule"), buttons.Rule(item.id))
    if news.holder_name:
        return [[rule, _button(_("Release"), buttons.Release(item.id))], more]
    aside = _button(
        words.dismissal_name(DismissReason.NOT_A_CLAIM, texts),
        buttons.Dismiss(item.id, DismissReason.NOT_A_CLAIM),
    )
    take = _button(_("Take"), buttons.Take(item.id))
    return [[take, rule], *desk.likely_rows(item, news.near, texts), [aside], more]


def _undo(item: ReviewItem) -> buttons.Button | None:
    if item.verdict_id is not None:
        return buttons.Undo(item.id, item.verdict_id)
    return buttons.UndoDismissal(item.id) if item.dismiss_reason is not None else None


def escalated(news: Escalated, texts: Texts) -> Reply:
    """Tell an editor that a colleague asks for a decision."""
    _ = texts.gettext
    name = foreign(news.by.name or str(news.by.id), words.NAME_UNITS)
    line = render(_("{name} leaves #{number} to the editors:"), name=name, number=news.item.id)
    text = words.quoted(news.item.text, SHORT_UNITS, texts)
    return Reply(f"{line}\n{text}", [_show_and_take(news.item, texts)])


def for_editors(news: ForEditors, texts: Texts) -> Reply:
    """Say kindly why a reviewer does not get an item."""
    _ = texts.gettext
    number = news.item.id
    show = _button(_("Show #{number}").format(number=number), buttons.OpenItem(number))
    note = _button(_("Note"), buttons.WriteNote(number))
    return Reply(for_editors_line(news, texts), [[show, note]])


def for_editors_line(news: ForEditors, texts: Texts) -> str:
    """Return why a reviewer does not get an item."""
    line = texts.gettext("#{number} was left to the editors, and one of them decides. A note helps them.")
    return line.format(number=news.item.id)


def still_waiting(news: StillWaiting, texts: Texts) -> Reply:
    """Remind of what waits for long."""
    _ = texts.gettext
    line = texts.ngettext(
        "{n} claim has been waiting long. The oldest, #{number}, since {time}:",
        "{n} claims have been waiting long. The oldest, #{number}, since {time}:",
        news.count,
    )
    waiting = words.waiting_time(news.oldest.waiting_since, news.now, texts)
    head = render(line, n=news.count, number=news.oldest.id, time=waiting)
    text = words.quoted(news.oldest.text, SHORT_UNITS, texts)
    queue = _button(_("Oldest"), buttons.OpenQueue(0, QueueFilter(Showing.OLDEST)))
    return Reply(f"{head}\n{text}", [[queue]])


def lease_ends(news: LeaseEnds, texts: Texts) -> Reply:
    """Remind somebody of the item they hold."""
    _ = texts.gettext
    until = f"{news.item.lease.until:%H:%M}" if news.item.lease else ""
    line = _("#{number} is yours until {time} UTC. Then it is free for others.")
    keep = _button(_("Keep it"), buttons.Take(news.item.id))
    return Reply(render(line, number=news.item.id, time=until), [[keep]])


def _show_and_take(item: ReviewItem, texts: Texts) -> list[KeyboardButton]:
    _ = texts.gettext
    show = _button(_("Show #{number}").format(number=item.id), buttons.OpenItem(item.id))
    return [show, _button(_("Take"), buttons.Take(item.id))]


def go_on_line(news: GoOnInPrivate, texts: Texts) -> str:
    """Return where it goes on."""
    _ = texts.gettext
    if news.reachable:
        return _("It goes on in our private chat.")
    return _("Open our private chat and press Start first, then press here again.")


def desk_set(news: DeskSet, texts: Texts) -> Reply:
    """Confirm that a group is the desk, or no longer."""
    _ = texts.gettext
    if not news.on:
        return Reply(_("This group gets no cards any more."))
    line = _("Every new claim gets its card here. The buttons work for those whom /team lists.")
    return Reply(line)


def night_set(news: NightSet, texts: Texts) -> Reply:
    """Say when nobody here is reminded."""
    _ = texts.gettext
    reminding = news.reminding
    if reminding.night_from == reminding.night_until:
        line = _("Reminders may come here at any hour.")
    else:
        line = render(
            _("No reminders here from {start} to {end}, {zone}."),
            start=f"{reminding.night_from}:00",
            end=f"{reminding.night_until}:00",
            zone=str(reminding.zone) if reminding.zone else _("in the time zone of the bot's machine"),
        )
    if not news.own:
        line = f"{line} " + _("That is how the bot was set up.")
    return Reply(f"{line}\n" + _("To change it: /night 22-7 Europe/Madrid; to go back: /night off"))


def desk_lost(news: DeskLost, texts: Texts) -> Reply:
    """Say what became of the moderators' group, and where it goes on."""
    _ = texts.gettext
    if news.lost is PlaceLost.MOVED:
        return Reply(_("The moderators' group became a supergroup. The cards go on there, as new messages."))
    why = {
        PlaceLost.TOPIC: _("The topic for the cards is gone or closed."),
        PlaceLost.REMOVED: _("I can no longer write to the moderators' group."),
    }[news.lost]
    waiting = texts.ngettext(
        "{n} claim waits; nothing was lost.", "{n} claims wait; nothing was lost.", news.waiting
    ).format(n=news.waiting)
    lines = [f"{why} {waiting}"]
    if news.here:
        lines.append(_("New claims come to this chat from now on."))
    if news.owner:
        lines.append(_("To go on in a group, write /desk there."))
    return Reply("\n".join(lines), [[_button(_("What is waiting"), buttons.OpenQueue(0))]])


def cards_switched(news: CardsSwitched, texts: Texts) -> Reply:
    """Confirm."""
    _ = texts.gettext
    on = _("Each new claim gets its card here, too. To end that: /cards off")
    off = _("No cards here any more. What waits: /queue. To have them again: /cards on")
    return Reply(on if news.on else off)


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
