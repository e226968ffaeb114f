"""What reviewers read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from claims.approval import ProposalView
from claims.decision import Match
from claims.delivery import OutgoingId
from claims.learning import disputed_verdict
from claims.news import (
    DeliveriesUnknown,
    Dismissed,
    DraftAsks,
    DraftDropped,
    ItemCard,
    ItemClosed,
    NewItem,
    NoSuchItem,
    Published,
    Refused,
    SentAgain,
    TooLong,
    Usage,
)
from claims.offers import LEAST_LIKELY
from claims.review import DismissReason, DraftStep, ItemId, ItemState, ReviewItem, RulingDraft
from claims.roles import Right, Role, may
from claims.verdict import Rating, Ruling, Source, Verdict, VerdictId
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, defang, foreign, render
from handlers.views import words
from handlers.views.joint import CardRoom, fitted_card, merged_before, written_lines
from handlers.views.public import help_page
from handlers.views.verdicts import verdict_block

CARD_UNITS = 1_200
QUEUE_LINE_UNITS = 120
NEAR_UNITS = 100
LINK_UNITS = 300
DROPPED_UNITS = 600
QUESTION_UNITS = 120
MAX_LINKS = 3
MAX_NEAR = 3
NEAR = 0.1  # the least probability of what is near at all
RATINGS_IN_A_ROW = 2
OFFERED_RATINGS = [rating for rating in Rating if rating is not Rating.UNRATED]


def item_card(news: ItemCard, texts: Texts) -> Reply:
    """Show one item with its buttons."""
    _ = texts.gettext
    item = news.item
    if item.state is not ItemState.OPEN:
        return item_closed(ItemClosed(item), texts)

    def lines(room: CardRoom) -> list[str]:
        return [
            *facts(item, news.now, texts, room.text),
            *rejected_lines(item, news.near, texts),
            *near_lines(item, news.near, texts),
            *written_lines(news, texts, room),
            _standing_line(news, texts),
        ]

    if news.proposed is not None:
        show = buttons.ShowProposal(news.proposed.proposal.id)
        more = _button(_("More…"), buttons.More(item.id))
        return Reply(fitted_card(lines), [[_button(_("Show it"), show), more]])
    mine = news.holder is not None and news.holder.id == news.viewer.id
    hold = buttons.Release(item.id) if mine else buttons.Take(item.id)
    rows = [
        [_button(_("Release") if mine else _("Take"), hold), _button(_("Rule"), buttons.Rule(item.id))],
        *_same_as_rows(_near(item), news.near, texts),
        [
            _button(_("Same as…"), buttons.OtherVerdict(item.id)),
            _button(_("More…"), buttons.More(item.id)),
        ],
        _dismiss_row(item.id, [DismissReason.NOT_A_CLAIM, DismissReason.OPINION], texts),
        _dismiss_row(item.id, [DismissReason.SPAM, DismissReason.CANNOT_BE_CHECKED], texts),
    ]
    return Reply(fitted_card(lines), rows)


def _standing_line(news: ItemCard, texts: Texts) -> str:
    """Return where an open item stands, as HTML, for a card's last line."""
    _ = texts.gettext
    if news.proposed is not None:
        return proposed_line(news.proposed, texts)
    if news.holder is None or news.item.lease is None:
        return _("Free")
    name = news.viewer.name if news.holder.id == news.viewer.id else news.holder.name
    return render(
        _("Taken by {name} until {time} UTC"),
        name=foreign(name or str(news.holder.id), words.NAME_UNITS),
        time=news.item.lease.until.strftime("%H:%M"),
    )


def proposed_line(view: ProposalView, texts: Texts) -> str:
    """Return what waits for approval, as HTML, for a card's last line."""
    return render(
        texts.gettext("Waits for approval: {rating}, by {name}"),
        rating=words.marked_rating(view.ruling.rating, texts),
        name=foreign(view.author_name, words.NAME_UNITS),
    )


def new_item(news: NewItem, texts: Texts) -> Reply:
    """Announce an unknown claim."""
    _ = texts.gettext
    item = news.item
    rejected = rejected_lines(item, news.near, texts)
    if news.again:
        title = _("Back in the queue: its fact-check was withdrawn")
    else:
        title = _("Somebody says that our answer does not fit") if rejected else _("New claim to check")
    likely = _likely(item)
    lines = [title, *facts(item, news.now, texts), *rejected, *near_lines(likely, news.near, texts)[:1]]
    aside = _button(words.dismissal_name(DismissReason.NOT_A_CLAIM, texts), _not_a_claim(item.id))
    rows = [
        [_button(_("Take"), buttons.Take(item.id)), _button(_("Rule"), buttons.Rule(item.id))],
        *_same_as_rows(likely, news.near, texts)[:1],
        [aside, _button(_("More…"), buttons.More(item.id))],
    ]
    return Reply("\n".join(lines), rows)


def _not_a_claim(item_id: ItemId) -> buttons.Dismiss:
    return buttons.Dismiss(item_id, DismissReason.NOT_A_CLAIM)


def refused(news: Refused, texts: Texts) -> Reply:
    """Say who was faster."""
    _ = texts.gettext
    item = news.refusal.item
    name = news.holder_name or str(news.refusal.holder)
    until = item.lease.until.strftime("%H:%M") if item.lease else ""
    line = render(
        _("{name} is working on #{number} until {time} UTC."),
        name=foreign(name, words.NAME_UNITS),
        number=item.id,
        time=until,
    )
    return Reply(line, [[_button(_("Show #{number}").format(number=item.id), buttons.OpenItem(item.id))]])


def item_closed(news: ItemClosed, texts: Texts) -> Reply:
    """Say that an item is done."""
    _ = texts.gettext
    if news.item.state is ItemState.DISMISSED and news.item.dismiss_reason:
        reason = words.dismissal_name(news.item.dismiss_reason, texts)
        line = render(_("#{number} was set aside: {reason}."), number=news.item.id, reason=reason)
        reopen = [[_button(_("Reopen"), buttons.Reopen(news.item.id))]]
        rows = _undo_rows(news.item.id, texts) if news.undoable else reopen
        return Reply(line + _by(news, texts), rows)
    if news.item.merged_into is not None:
        return merged_before(news.item, news.item.merged_into, texts, undoable=news.undoable)
    if news.verdict is None:
        return Reply(render(_("#{number} has been ruled on."), number=news.item.id))
    rating = words.marked_rating(news.verdict.ruling.rating, texts)
    line = render(_("#{number} has been ruled on: {rating}."), number=news.item.id, rating=rating)
    rows = correction_rows(
        news.item.id, news.verdict, texts, undoable=news.undoable, may_change=news.may_change
    )
    return Reply(line + _by(news, texts), rows)


def _by(news: ItemClosed, texts: Texts) -> str:
    """Return who closed it, as HTML that goes on; "" when they review no more."""
    if not news.by_name:
        return ""
    return " " + render(texts.gettext("By {name}."), name=foreign(news.by_name, words.NAME_UNITS))


def draft_asks(news: DraftAsks, texts: Texts, today: date, newsroom: str) -> Reply:
    """Ask for the next step of a guided ruling."""
    asked = _question(news, texts, today, newsroom)
    if news.dropped is not None:
        asked = Reply(f"{_dropped(news.dropped, texts)}\n\n{asked.html}", asked.rows)
    _ = texts.gettext
    wants_link = news.misread and news.draft.step is DraftStep.SOURCE
    if news.unread:
        hint = _("I could not read a fact-check behind that link. It is kept as the source.")
    elif news.changed:
        hint = _("This changed meanwhile. It reads now:")
    elif news.no_link or wants_link:
        hint = _no_link(texts)
    elif news.misread:
        hint = _("Please press a button.")
    else:
        return asked
    return Reply(f"{hint}\n\n{asked.html}", asked.rows)


def _dropped(draft: RulingDraft, texts: Texts) -> str:
    """Return what was half written, as HTML: whoever wrote it can take it from there again."""
    line = render(
        texts.gettext("Your half-written ruling on #{number} makes room for this one. It read:"),
        number=draft.item_id,
    )
    ruling = draft.found
    rating, claim = (ruling.rating, ruling.claim) if ruling else (draft.rating, draft.claim)
    written = [words.quoted(text, DROPPED_UNITS, texts) for text in (claim, draft.summary) if text]
    if rating is not None:
        written.insert(0, render("{rating}", rating=words.marked_rating(rating, texts)))
    if draft.url:
        written.append(render("{link}", link=foreign(defang(draft.url), LINK_UNITS)))
    return "\n".join([line, *written])


def _no_link(texts: Texts) -> str:
    return texts.gettext("That is not a web link. A whole one looks like this: https://example.org/page")


def _question(news: DraftAsks, texts: Texts, today: date, newsroom: str) -> Reply:
    draft, item = news.draft, news.item
    match draft.step:
        case DraftStep.RATING:
            return _ask_rating(draft, item, texts)
        case DraftStep.SUMMARY:
            return _ask_summary(draft, texts)
        case DraftStep.SOURCE:
            return _ask_source(draft, texts)
        case DraftStep.CONFIRM:
            return _ask_confirmation(news, texts, today, newsroom)


def draft_dropped(news: DraftDropped, texts: Texts) -> Reply:
    """Say that nothing was published."""
    line = texts.gettext("Cancelled. Nothing was published; #{number} is still yours.")
    return Reply(render(line, number=news.item_id))


def published(news: Published, texts: Texts) -> Reply:
    """Say what went out and to how many."""
    told = texts.ngettext("{n} person is told.", "{n} people are told.", news.told).format(n=news.told)
    return Reply(
        f"{_ruled_line(news, texts)} {told}",
        correction_rows(news.item_id, news.verdict, texts, undoable=True, may_change=news.may_change),
    )


def _ruled_line(news: Published, texts: Texts) -> str:
    """Return the rating as HTML, and on what: of a verdict that one tap may have given, or where the claim
    was worded before and not shown since."""
    _ = texts.gettext
    ruling = news.verdict.ruling
    rating = words.marked_rating(ruling.rating, texts)
    if not (news.linked or news.worded):
        return render(_("#{number} ruled {rating}."), number=news.item_id, rating=rating)
    line = _("#{number} ruled {rating}: “{claim}”.")
    claim = foreign(ruling.claim, NEAR_UNITS)
    return render(line, number=news.item_id, rating=rating, claim=claim)


def correction_rows(
    item_id: ItemId, verdict: Verdict, texts: Texts, *, undoable: bool, may_change: bool
) -> list[list[KeyboardButton]]:
    """Return the buttons under a ruling that stands: what the reader may still do about it."""
    _ = texts.gettext
    if verdict.retracted_at is not None:
        return []
    undo = _button(_("Undo (10 min)"), buttons.Undo(item_id, verdict.id))
    edit = _button(_("Correct verdict {number}").format(number=verdict.id), buttons.Edit(verdict.id))
    retract = _button(
        _("Withdraw verdict {number}").format(number=verdict.id), buttons.AskRetract(verdict.id)
    )
    return [*([[undo]] if undoable else []), *([[edit, retract]] if may_change else [])]


def dismissed(news: Dismissed, texts: Texts) -> Reply:
    """Say that an item was set aside and how many are told."""
    told = texts.ngettext("{n} person is told.", "{n} people are told.", news.told).format(n=news.told)
    reason = words.dismissal_name(news.reason, texts)
    line = texts.gettext("#{number} set aside: {reason}.")
    read = words.in_quotes(words.dismissal_line(news.reason, texts), texts)
    said = f"{render(line, number=news.item_id, reason=reason)} {told}\n{read}"
    return Reply(said, _undo_rows(news.item_id, texts))


def _undo_rows(item_id: ItemId, texts: Texts) -> list[list[KeyboardButton]]:
    return [[_button(texts.gettext("Undo (10 min)"), buttons.UndoDismissal(item_id))]]


def no_such_item(news: NoSuchItem, texts: Texts) -> Reply:
    """Say that the number is wrong."""
    line = texts.gettext("There is no item #{number}. The open ones: /queue")
    return Reply(render(line, number=news.item_id))


def desk_help(role: Role, texts: Texts) -> Reply:
    """Show the help with the reviewers' part, and with what only some roles may do for these."""
    _ = texts.gettext
    changing = _(
        "/edit 34 – correct verdict 34; everybody who was told hears of it\n"
        "/edit 34 false Why it is false. – in one line; also: /edit 34 claim … and"
        " /edit 34 summary …\n"
        "/retract 34 – withdraw verdict 34 and check the claim again"
    )
    undoing = _("/undo 12 – take back how item 12 was closed, within 10 minutes")
    return Reply(
        "\n\n".join(
            [
                help_page(texts),
                _("<b>For reviewers</b>"),
                _(
                    "/queue – what is waiting\n"
                    "/take 12 – hold item 12 for 15 minutes\n"
                    "/release 12 – give it back\n"
                    "/verdict 12 – rule step by step\n"
                    "/verdict 12 false Why it is false. https://… – rule in one line\n"
                    "/verdict 12 https://… – rule with the fact-check behind a link\n"
                    "/claim 12 One sentence. – the claim as people will read it\n"
                    "/link 12 34 – answer item 12 with verdict 34 (or with a fact-check's link)\n"
                    "/dismiss 12 opinion – set aside: not_a_claim, opinion, spam, cannot_be_checked\n"
                    "/more 12 – what else can be done"
                ),
                _(
                    "/note 12 Waiting for the town hall – a note for reviewers\n"
                    "/ask 12 Where did you get it? – ask everybody who asked, once\n"
                    "/merge 12 15 – item 12 is the same as item 15; /undo 12 takes it back\n"
                    "/split 12 – give one wording on item 12 an item of its own"
                ),
                f"{changing}\n{undoing}" if may(role, Right.CHANGE_VERDICTS) else undoing,
                _(
                    "/next – take the most needed item\n"
                    "/queue mine – yours; also: free, oldest, hottest, a language (pt), or words\n"
                    "/find stone bridge – open items and verdicts about it\n"
                    "/verdicts – the newest verdicts\n"
                    "/history 12 – who did what to item 12\n"
                    "/history verdict 34 – how verdict 34 came to be and changed\n"
                    "/stats 30 – the figures of 30 days\n"
                    "/calibrate – how often the matcher is right\n"
                    "/digest – yesterday's figures; each morning with /digest on"
                ),
                _(
                    "/team – who reviews\n"
                    "For owners: /invite editor – a link that works once; /role and /remove with a number"
                    " from /team"
                ),
                _(
                    "/escalate 12 – leave item 12 to the editors\n"
                    "/cards on – cards in this chat, too\n"
                    "/night 22-7 Europe/Madrid – when not to remind you; in the moderators' group, when not"
                    " to remind the group\n"
                    "For owners: /desk in a group – every claim gets its card there"
                ),
                _(
                    "Where a second moderator approves: /approvals – what waits; for editors and owners:"
                    " /approve 5 and /sendback 5 The second source is missing."
                ),
            ]
        )
    )


def usage(news: Usage, texts: Texts) -> Reply:
    """Say how a command is written."""
    _ = texts.gettext
    problems = {
        "item": _("Which item? Give its number, for example: /{command} 12"),
        "rating": _("Which rating? For example: /verdict 12 false Why it is false. https://…"),
        "verdict": _("I do not know that verdict. Give its number or the link of its fact-check."),
        "reason": _("Which reason? not_a_claim, opinion, spam or cannot_be_checked."),
        "link": _no_link(texts),
        "change": _("What shall change? For example: /edit 34 false Why it is false."),
        "history": _("Which verdict? Give its number, for example: /history verdict 34"),
        "words": _("What shall I look for? For example: /find stone bridge"),
        "days": _("How many days, from 1 to 366? For example: /stats 30"),
        "switch": _("Write /digest for yesterday's figures, /digest on or /digest off."),
        "other": _("Which item is it the same as? For example: /merge 12 15"),
        "wording": _("Which wording? See their numbers with /split and the item's number."),
        "note": _("What shall the note say? For example: /note 12 Waiting for the town hall"),
        "role": _("Which role? reviewer, editor or owner. For example: /invite editor"),
        "member": _("Who? Give the number that /team shows, for example: /{command} 500000001"),
        "group": _("Write /desk in the moderators' group, in the topic for the cards; or /desk off."),
        "night": _("From which hour until which, and where? For example: /night 22-7 Europe/Madrid"),
        "cards": _("Write /cards on or /cards off."),
        "proposal": _("Which one? See their numbers with /approvals. For example: /{command} 5"),
        "draft": _("There is no ruling under way. Start one with /verdict and the item's number."),
    }
    return Reply(render(problems[news.problem], command=news.command))


def too_long(news: TooLong, texts: Texts) -> Reply:
    """Say how much fits."""
    line = texts.gettext(
        "That is too long: {length} characters, and {limit} fit. Nothing was done with it; please shorten it"
        " and send it again."
    )
    return Reply(render(line, length=news.length, limit=news.limit))


def deliveries_unknown(news: DeliveriesUnknown, texts: Texts) -> Reply:
    """Say that replies may be missing, and offer to send them once more."""
    _ = texts.gettext
    line = texts.ngettext(
        "{n} reply may not have arrived: the connection broke while it was sent, or Telegram refused it. It"
        " was not sent again, so that nobody gets two answers.",
        "{n} replies may not have arrived: the connection broke while they were sent, or Telegram refused"
        " them. They were not sent again, so that nobody gets two answers.",
        news.count,
    ).format(n=news.count)
    return Reply(line, [[_button(_("Send again"), buttons.SendAgain(OutgoingId(news.newest)))]])


def sent_again(news: SentAgain, texts: Texts) -> Reply:
    """Confirm."""
    line = texts.ngettext("{n} reply is sent again.", "{n} replies are sent again.", news.count)
    return Reply(line.format(n=news.count))


def facts(item: ReviewItem, now: datetime, texts: Texts, units: int = CARD_UNITS) -> list[str]:
    """Return what is known of an item: people, waiting time, text, channels, links."""
    _ = texts.gettext
    people = texts.ngettext("{n} person", "{n} people", item.askers).format(n=item.askers)
    waiting = words.waiting_time(item.waiting_since, now, texts)
    lines = [
        render(
            _("<b>#{number}</b> · {people} · waiting {time}"), number=item.id, people=people, time=waiting
        ),
        f"<blockquote>{words.quoted(item.text, units, texts)}</blockquote>",
    ]
    if item.escalated_at is not None:
        lines.append(render("<b>{mark}</b>", mark=_("For an editor")))
    if item.channels:
        names = ", ".join(foreign(name, words.NAME_UNITS) for name in item.channels[:MAX_LINKS])
        lines.append(render(_("From: {channels}"), channels=names))
    if item.links:
        links = " ".join(foreign(defang(link), QUEUE_LINE_UNITS) for link in item.links[:MAX_LINKS])
        lines.append(render(_("Links: {links}"), links=links))
    return lines


def rejected_lines(item: ReviewItem, near: Mapping[VerdictId, Verdict], texts: Texts) -> list[str]:
    """Return the answer about which whoever asked said "not this claim", where that opened the item: what
    stands beside it and is not near."""
    first = disputed_verdict(item.key)
    if first is None or first not in near:
        return []
    template = texts.gettext("Answered with: {rating} · {claim} ({publisher})")
    others = sorted(near.keys() - {first} - {match.verdict_id for match in item.near})
    lines = [_verdict_line(template, near[number].ruling, texts) for number in [first, *others][:MAX_NEAR]]
    return [
        *lines[:-1],
        lines[-1] + "\n   " + texts.gettext("Whoever asked says that this is another claim."),
    ]


def near_lines(item: ReviewItem, near: Mapping[VerdictId, Verdict], texts: Texts) -> list[str]:
    """Return the closest verdicts, each with why it was not given. What is neither near nor has anything
    that differs says little: of such, the closest alone is shown, and only where there is nothing else."""
    known = [match for match in item.near if match.verdict_id in near]
    telling = [match for match in known if match.conflicts or match.probability >= NEAR] or known[:1]
    return [_near_line(match, near[match.verdict_id].ruling, texts) for match in telling[:MAX_NEAR]]


def _near_line(match: Match, ruling: Ruling, texts: Texts) -> str:
    line = _verdict_line(texts.gettext("Near: {rating} · {claim} ({publisher})"), ruling, texts)
    return f"{line}\n   {_why_not_given(match, texts)}"


def _verdict_line(template: str, ruling: Ruling, texts: Texts) -> str:
    return render(
        template,
        rating=words.marked_rating(ruling.rating, texts),
        claim=foreign(ruling.claim, NEAR_UNITS),
        publisher=foreign(ruling.publisher, words.NAME_UNITS),
    )


def _why_not_given(match: Match, texts: Texts) -> str:
    """Return why the verdict was not given, as HTML."""
    _ = texts.gettext
    if match.conflicts:
        return words.difference_line(match.conflicts[0], texts)
    if match.probability >= LEAST_LIKELY:
        return _("Not given: it may be the same claim, but that is not certain.")
    return _("Not given: it is probably another claim.")


def likely_rows(
    item: ReviewItem, near: Mapping[VerdictId, Verdict], texts: Texts
) -> list[list[KeyboardButton]]:
    """Return the button that answers with the closest verdict, where nothing differs."""
    return _same_as_rows(_likely(item), near, texts)[:1]


def _likely(item: ReviewItem) -> ReviewItem:
    """Return the item with what one tap may answer on a card that nobody has opened: what comes close, and
    nothing that differs."""
    likely = [match for match in item.near if match.probability >= LEAST_LIKELY and not match.conflicts]
    return replace(item, near=tuple(likely))


def _near(item: ReviewItem) -> ReviewItem:
    """Return the item with what one tap may answer once it is taken: what is near at all."""
    return replace(item, near=tuple(match for match in item.near if match.probability >= NEAR))


def _same_as_rows(
    item: ReviewItem, near: Mapping[VerdictId, Verdict], texts: Texts
) -> list[list[KeyboardButton]]:
    label = texts.gettext("Same as: {claim}")
    verdicts = [near[match.verdict_id] for match in item.near if match.verdict_id in near]
    return [
        [_button(label.format(claim=foreign(verdict.ruling.claim, 40)), buttons.SameAs(item.id, verdict.id))]
        for verdict in verdicts[:MAX_NEAR]
    ]


def _dismiss_row(item_id: ItemId, reasons: list[DismissReason], texts: Texts) -> list[KeyboardButton]:
    return [
        _button(words.dismissal_name(reason, texts), buttons.Dismiss(item_id, reason)) for reason in reasons
    ]


def _ask_rating(draft: RulingDraft, item: ReviewItem, texts: Texts) -> Reply:
    _ = texts.gettext
    line = render(
        _("How do you rate #{number}?\n“{text}”"),
        number=item.id,
        text=foreign(draft.claim or item.text, words.CLAIM_UNITS),
    )
    choices = [
        _button(words.marked_rating(rating, texts), buttons.Rate(item.id, rating))
        for rating in OFFERED_RATINGS
    ]
    rows = [choices[i : i + RATINGS_IN_A_ROW] for i in range(0, len(choices), RATINGS_IN_A_ROW)]
    paste = "" if draft.url else "\n\n" + _("Or paste the link of a fact-check: it is read and shown first.")
    return Reply(line + paste, [*rows, [_cancel(item.id, texts)]])


def _ask_summary(draft: RulingDraft, texts: Texts) -> Reply:
    _ = texts.gettext
    rating = words.marked_rating(draft.rating, texts) if draft.rating else ""
    if draft.url:
        line = _("{rating}. Now write one or two sentences that say why.")
    else:
        line = _("{rating}. Paste the link of a fact-check, or write one or two sentences that say why.")
    return Reply(render(line, rating=rating), [[_cancel(draft.item_id, texts)]])


def _ask_source(draft: RulingDraft, texts: Texts) -> Reply:
    _ = texts.gettext
    skip = _button(_("No link"), buttons.NoSource(draft.item_id))
    line = _("Paste the link of a fact-check or another source that people can read.")
    return Reply(line, [[skip, _cancel(draft.item_id, texts)]])


def _ask_confirmation(news: DraftAsks, texts: Texts, today: date, newsroom: str) -> Reply:
    draft, item, four_eyes = news.draft, news.item, news.four_eyes
    _ = texts.gettext
    preview = draft.found or _own_ruling(draft, item, today, newsroom)
    if four_eyes:
        publish = _("Ask for approval")
    else:
        publish = texts.ngettext("Publish to {n} person", "Publish to {n} people", item.askers)
    asked = words.quoted(item.text, QUESTION_UNITS, texts)
    lines = [
        f"<b>#{item.id}</b> · {asked}",
        _("This is what people will read:"),
        verdict_block(preview, texts, today),
    ]
    if draft.url:
        lines.append(render(_("Link: {link}"), link=foreign(defang(draft.url), LINK_UNITS)))
    go = _button(publish.format(n=item.askers), buttons.Publish(item.id, draft.mark()))
    own = buttons.OwnRuling(item.id)
    word = _button(_("Word the claim"), buttons.WriteClaim(item.id))
    if draft.found is None:
        more = [word] if draft.summary else [_button(_("Say why"), own), word]
    elif draft.rating is None:
        more = [_button(_("Rule ourselves"), own)]
    else:
        rating = words.marked_rating(draft.rating, texts)
        more = [_button(_("Rule ourselves: {rating}").format(rating=rating), own)]
        if draft.rating is not draft.found.rating:
            theirs = words.marked_rating(draft.found.rating, texts)
            note = _("You chose {ours}; this fact-check says {theirs}, and that is what people will read.")
            lines.append(render(note, ours=rating, theirs=theirs))
    return Reply("\n\n".join(lines), [[go], more, [_cancel(item.id, texts)]])


def _own_ruling(draft: RulingDraft, item: ReviewItem, today: date, newsroom: str) -> Ruling:
    return Ruling(
        claim=draft.claim or item.text,
        rating=draft.rating or Rating.UNRATED,
        publisher=newsroom,
        summary=draft.summary,
        published_at=today,
        sources=(Source(draft.url),) if draft.url else (),
    )


def _cancel(item_id: ItemId, texts: Texts) -> KeyboardButton:
    return _button(texts.gettext("Cancel"), buttons.Cancel(item_id))


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
