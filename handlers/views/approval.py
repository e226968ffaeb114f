"""What reviewers read of what waits for a second moderator: all of it, and on edits what differs."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import assert_never

from claims.approval import (
    Correcting,
    FurtherAnswers,
    KnownRuling,
    NewRuling,
    ProposalView,
    Stage,
    Withdrawing,
)
from claims.news import (
    ApprovalAsked,
    Corrected,
    DraftAsks,
    NoSuchProposal,
    ProposalApproved,
    ProposalDecided,
    ProposalsPage,
    Proposed,
    Published,
    SentBack,
    SentBackDone,
    TypeWhy,
    WaitsForApproval,
    Wording,
)
from claims.review import ProposalId
from claims.verdict import Ruling, is_told
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import (
    MAX_TEXT_UNITS,
    KeyboardButton,
    Reply,
    defang,
    foreign,
    render,
    shown_length,
)
from handlers.views import corrections, desk, words
from handlers.views.verdicts import verdict_block

TEXT_UNITS = 200
NOTE_UNITS = 500
LINK_UNITS = 300
COMPARED_LENGTH = 800
PIECE_UNITS = 300
LONG_RUN = 8  # so many words that stay are shortened


def approval_asked(news: ApprovalAsked, texts: Texts, today: date) -> Reply:
    """Show the whole of what waits, with what the reader may do about it."""
    _ = texts.gettext
    view = news.view
    title = render(_("<b>{name} asks for approval</b>"), name=foreign(view.author_name, words.NAME_UNITS))
    lines = [f"{title}\n{_headline(view, texts)}"]
    if news.fresh:
        lines.insert(0, _("This changed meanwhile. It reads now:"))
    if view.item is not None:
        lines.append(words.quoted(view.item.text, TEXT_UNITS, texts))
    place, wordings = len(lines), news.wordings
    lines += ["\n".join(_differences(view, texts)), _what_people_read(view, texts, today)]
    lines += ["\n".join(_offer_lines(view, texts)), _consequence(view, texts)]
    if news.mine:
        lines.append(_("Somebody else has to approve it."))
    elif not news.may_decide:
        lines.append(_("Editors and owners approve."))
    elif news.fresh:
        lines.append(_("It is not approved yet. Press Approve below if it is right as it reads now."))
    while True:
        text = "\n\n".join(filter(None, [*lines[:place], _other_wordings(wordings, texts), *lines[place:]]))
        if not wordings or shown_length(text) <= MAX_TEXT_UNITS:
            return Reply(text, _rows(news, texts))
        wordings = wordings[:-1]


def _other_wordings(wordings: Sequence[Wording], texts: Texts) -> str:
    """Return what else was merged into the item, as HTML; "" where everybody sent the same."""
    lines = []
    for wording in wordings:
        people = texts.ngettext("{n} person", "{n} people", wording.people).format(n=wording.people)
        lines.append(f"{words.quoted(wording.text, TEXT_UNITS, texts)} · {render('{people}', people=people)}")
    title = texts.gettext("Other wordings that it would answer:")
    return "\n".join([title, *lines]) if lines else ""


def proposed(news: Proposed, texts: Texts) -> Reply:
    """Say that it waits, and for how many."""
    _ = texts.gettext
    number = news.view.proposal.id
    if news.asked:
        asked = texts.ngettext(
            "It waits for approval; {n} colleague is asked.",
            "It waits for approval; {n} colleagues are asked.",
            news.asked,
        ).format(n=news.asked)
    else:
        asked = _(
            "It waits for approval, and nobody else may give it yet. An owner can invite one: /invite editor"
        )
    rows = [[_show(number, texts), _button(_("Take it back"), buttons.TakeBack(number))]]
    return Reply(f"{_headline(news.view, texts)}\n{asked}", rows)


def proposed_line(texts: Texts) -> str:
    """Return that it waits, in few words."""
    return texts.gettext("It waits for approval.")


def waits_for_approval(news: WaitsForApproval, texts: Texts) -> Reply:
    """Say that somebody's change waits already."""
    return Reply(render("{line}", line=waits_line(news, texts)), [[_show(news.proposal.id, texts)]])


def waits_line(news: WaitsForApproval, texts: Texts) -> str:
    """Return whose change waits already."""
    line = texts.gettext("What {name} wrote waits for approval first.")
    return line.format(name=foreign(news.author_name or str(news.proposal.author), words.NAME_UNITS))


def type_why(news: TypeWhy, texts: Texts) -> Reply:
    """Ask for the note to the author."""
    _ = texts.gettext
    line = _("Write to {name} what is missing. They get back what they wrote, with your note.")
    cancel = _button(_("Cancel"), buttons.ShowProposal(news.view.proposal.id))
    name = foreign(news.view.author_name, words.NAME_UNITS)
    return Reply(f"{_headline(news.view, texts)}\n{render(line, name=name)}", [[cancel]])


def sent_back_done(news: SentBackDone, texts: Texts) -> Reply:
    """Confirm."""
    line = texts.gettext("{name} has it back, with your note.")
    name = foreign(news.view.author_name, words.NAME_UNITS)
    return Reply(f"{_headline(news.view, texts)}\n{render(line, name=name)}")


def sent_back(news: SentBack, texts: Texts, today: date, newsroom: str) -> Reply:
    """Show the author what somebody noted, and what they had written."""
    _ = texts.gettext
    view = news.view
    name = foreign(news.by_name, words.NAME_UNITS)
    head = "\n".join(
        [
            _headline(view, texts),
            render(_("{name} sent it back:"), name=name),
            words.quoted(view.proposal.note, NOTE_UNITS, texts),
        ]
    )
    if view.item is None:
        return Reply(head)
    again = [_button(_("Begin anew"), buttons.Rule(view.item.id))]
    if news.draft is None:
        return Reply(head, [again])
    asked = desk.draft_asks(DraftAsks(news.draft, view.item, four_eyes=True), texts, today, newsroom)
    return Reply(f"{head}\n\n{asked.html}", [*asked.rows, again])


def proposal_approved(news: ProposalApproved, texts: Texts) -> Reply:
    """Tell the author that it went out."""
    _ = texts.gettext
    done = news.done
    if isinstance(done, Corrected):
        told = corrections.told_of_correction(done, texts)
    else:
        told = texts.ngettext("{n} person is told.", "{n} people are told.", news.told).format(n=news.told)
    line = render(_("{name} approved it."), name=foreign(news.by_name, words.NAME_UNITS))
    rows = (
        desk.correction_rows(done.item_id, done.verdict, texts, undoable=True, may_change=done.may_change)
        if isinstance(done, Published)
        else []
    )
    return Reply(f"{_headline(news.view, texts)}\n{line} {told}", rows)


def proposal_decided(news: ProposalDecided, texts: Texts) -> Reply:
    """Say what was decided, and by whom."""
    _ = texts.gettext
    name = foreign(news.by_name or str(news.proposal.decided_by), words.NAME_UNITS)
    lines = {
        Stage.WAITING: _("It waits for approval."),
        Stage.APPROVED: _("{name} has approved this."),
        Stage.SENT_BACK: _("{name} has sent this back."),
        Stage.TAKEN_BACK: _("{name} has taken this back."),
        Stage.OVERTAKEN: _("What this was about has changed meanwhile. Nothing was published."),
    }
    return Reply(render(lines[news.proposal.stage], name=name))


def proposals_page(news: ProposalsPage, texts: Texts) -> Reply:
    """List what waits."""
    _ = texts.gettext
    if not news.views:
        return Reply(_("Nothing waits for approval."))
    lines = [
        render("{number}. ", number=view.proposal.id)
        + _headline(view, texts)
        + render(" · {name}", name=foreign(view.author_name, words.NAME_UNITS))
        for view in news.views
    ]
    openers = [_button(str(view.proposal.id), buttons.ShowProposal(view.proposal.id)) for view in news.views]
    title = _("<b>What waits for approval</b>")
    return Reply("\n".join([title, *lines]), [openers[:5], openers[5:]])


def no_such_proposal(news: NoSuchProposal, texts: Texts) -> Reply:
    """Say that the number is wrong."""
    line = texts.gettext("Nothing with the number {number} waits for approval. What does: /approvals")
    return Reply(render(line, number=news.proposal_id))


def state_rows(view: ProposalView, texts: Texts) -> list[list[KeyboardButton]]:
    """Return the buttons of a card whose ruling waits."""
    return [[_show(view.proposal.id, texts)]]


def _headline(view: ProposalView, texts: Texts) -> str:
    """Return what it is, in one line of HTML, with its rating."""
    _ = texts.gettext
    match view.proposal.change:
        case NewRuling(item_id):
            line, number = _("Ruling on #{number}: {rating}"), int(item_id)
        case KnownRuling(item_id):
            line, number = _("Answer to #{number}: {rating} ({publisher})"), int(item_id)
        case FurtherAnswers(verdict_id):
            line, number = _("Further answers with verdict {number}: {rating}"), int(verdict_id)
        case Correcting(verdict_id):
            line, number = _("Correction of verdict {number}: {rating}"), int(verdict_id)
        case Withdrawing(verdict_id):
            line, number = _("Withdrawal of verdict {number}: {rating}"), int(verdict_id)
        case _:
            assert_never(view.proposal.change)
    return render(
        line,
        number=number,
        rating=words.marked_rating(view.ruling.rating, texts),
        publisher=foreign(view.ruling.publisher, words.NAME_UNITS),
    )


def _what_people_read(view: ProposalView, texts: Texts, today: date) -> str:
    _ = texts.gettext
    if isinstance(view.proposal.change, Withdrawing):
        said = _("This would be withdrawn; whoever was told hears that we are checking again:")
    else:
        said = _("This is what people will read:")
    link = words.page_of(view.ruling)
    shown = render(_("Link: {link}"), link=foreign(defang(link), LINK_UNITS)) if link else ""
    return "\n\n".join(filter(None, [said, verdict_block(view.ruling, texts, today), shown]))


def _tells_nobody(view: ProposalView) -> bool:
    """Return whether it is a correction that is made where the answers stand."""
    if not isinstance(view.proposal.change, Correcting) or view.verdict is None:
        return False
    return not is_told(view.verdict.ruling, view.ruling)


def _consequence(view: ProposalView, texts: Texts) -> str:
    if _tells_nobody(view):
        return texts.gettext("Answers already given would be updated, without a message.")
    line = texts.ngettext("{n} person would be told.", "{n} people would be told.", view.people)
    return line.format(n=view.people)


def _offer_lines(view: ProposalView, texts: Texts) -> list[str]:
    people = [
        texts.ngettext("{n} person", "{n} people", one.people).format(n=one.people) for one in view.offers
    ]
    return [
        f"{one.number}. {words.quoted(one.text, TEXT_UNITS, texts)} · {render('{people}', people=n)}"
        for one, n in zip(view.offers, people, strict=True)
    ]


def _differences(view: ProposalView, texts: Texts) -> Iterator[str]:
    """Yield what a correction changes: the old words struck out, the new ones bold."""
    if isinstance(view.proposal.change, Correcting) and view.verdict is not None:
        yield from ruling_differences(view.verdict.ruling, view.ruling, texts)


def ruling_differences(old: Ruling, new: Ruling, texts: Texts) -> Iterator[str]:
    """Yield what differs of what people read: the old words struck out, the new ones bold."""
    _ = texts.gettext
    for name, before, after in (
        (_("Rating"), words.marked_rating(old.rating, texts), words.marked_rating(new.rating, texts)),
        (_("Claim"), old.claim, new.claim),
        (_("Why"), old.summary, new.summary),
        (_("Source"), _links(old), _links(new)),
        (_("Valid until"), _last_day(old, texts), _last_day(new, texts)),
    ):
        if before != after:
            yield f"{words.label(name, texts)} {differing(before, after)}"


def _links(ruling: Ruling) -> str:
    return " ".join(defang(source.url) for source in ruling.sources)


def _last_day(ruling: Ruling, texts: Texts) -> str:
    return texts.day(ruling.valid_until) if ruling.valid_until else texts.gettext("always")


def differing(before: str, after: str) -> str:
    """Return both texts as one, as HTML: what goes struck out, what comes bold, long parts that stay
    shortened."""
    old, new = before[:COMPARED_LENGTH].split(), after[:COMPARED_LENGTH].split()
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(_piece("{words}", _shortened(old[i:j])))
            continue
        if i < j:
            pieces.append(_piece("<s>{words}</s>", old[i:j]))
        if k < m:
            pieces.append(_piece("<b>{words}</b>", new[k:m]))
    return " ".join(pieces)


def _shortened(run: list[str]) -> list[str]:
    return run if len(run) <= LONG_RUN else [*run[:3], "…", *run[-3:]]


def _piece(markup: str, run: list[str]) -> str:
    return render(markup, words=foreign(" ".join(run), PIECE_UNITS))


def _rows(news: ApprovalAsked, texts: Texts) -> list[list[KeyboardButton]]:
    _ = texts.gettext
    view, proposal = news.view, news.view.proposal
    rows = []
    if news.may_decide:
        label = texts.ngettext("Approve: tell {n} person", "Approve: tell {n} people", view.people)
        label = _("Approve") if _tells_nobody(view) else label
        approve = buttons.Approve(proposal.id, proposal.version)
        rows = [
            [_button(label.format(n=view.people), approve)],
            [_button(_("Send back…"), buttons.AskWhy(proposal.id))],
        ]
    elif news.mine:
        rows = [[_button(_("Take it back"), buttons.TakeBack(proposal.id))]]
    if view.item is not None:
        rows.append(
            [_button(_("Show #{number}").format(number=view.item.id), buttons.OpenItem(view.item.id))]
        )
    return rows


def _show(proposal_id: ProposalId, texts: Texts) -> KeyboardButton:
    return _button(texts.gettext("Show it"), buttons.ShowProposal(proposal_id))


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
