"""What reviewers read of each other and of the askers: notes, replies, mergers, wordings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.asking import AskerReply, NamedNote, Question
from claims.news import AskersAnswers, ItemCard, LiveCard, Merged, Offered, SplitOut, Wordings
from claims.offers import MOST_OFFERS, Offer
from claims.review import ItemId, ItemState, ReviewItem
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import MAX_TEXT_UNITS, KeyboardButton, Reply, foreign, render, shown_length
from handlers.views import words

NOTE_UNITS = 300
REPLY_UNITS = 200
LINE_UNITS = 120
SHOWN_UNDER_CARD = 3
SHOWN_ALONE = 12


@dataclass(frozen=True, slots=True)
class CardRoom:
    """How many UTF-16 units of a card the claim, each note and question, and each reply may take."""

    text: int
    note: int
    reply: int


_CARD_ROOMS = (CardRoom(1_200, NOTE_UNITS, REPLY_UNITS), CardRoom(600, 150, 100), CardRoom(300, 60, 50))


def fitted_card(write: Callable[[CardRoom], Sequence[str]]) -> str:
    """Return the lines that `write` makes of the first room with which they fit into one message, else of the
    last: Telegram would refuse the whole card."""
    *larger, last = _CARD_ROOMS
    written = ("\n".join(write(room)) for room in larger)
    fitting = (card for card in written if shown_length(card) <= MAX_TEXT_UNITS)
    return next(fitting, None) or "\n".join(write(last))


def written_lines(news: ItemCard | LiveCard, texts: Texts, room: CardRoom) -> list[str]:
    """Return what is written under a card: notes, the newest questions to the askers, their newest
    replies."""
    _ = texts.gettext
    lines = [_note_line(note, texts, room.note) for note in news.notes]
    lines += [_question_line(question, texts, room.note) for question in news.questions[-SHOWN_UNDER_CARD:]]
    if news.questions:
        lines.append(_count(news.replies, texts))
        lines += [_reply_line(reply, texts, room.reply) for reply in news.replies[-SHOWN_UNDER_CARD:]]
    return lines


def askers_answers(news: AskersAnswers, texts: Texts) -> Reply:
    """Show the question to an item's askers, and their newest replies."""
    _ = texts.gettext
    number = news.item.id
    title = _("Asked the askers of #{number}") if news.fresh else _("What the askers of #{number} say")
    lines = [render(f"<b>{title}</b>", number=number), _question_line(news.question, texts)]
    if news.unasked:
        lines.insert(0, _("People are asked only once about a claim. What you wrote was not sent."))
    if news.fresh:
        asked = texts.ngettext(
            "{n} person is asked. Answers come back under the card.",
            "{n} people are asked. Answers come back under the card.",
            news.question.asked,
        )
        lines.append(asked.format(n=news.question.asked))
    else:
        lines.append(_count(news.replies, texts))
        lines += [_reply_line(reply, texts) for reply in news.replies[-SHOWN_ALONE:]]
    return Reply("\n".join(lines), _show(news.item, texts))


def merged(news: Merged, texts: Texts) -> Reply:
    """Confirm a merger."""
    _ = texts.gettext
    moved = texts.ngettext(
        "{n} more person waits on #{number} now.", "{n} more people wait on #{number} now.", news.people
    ).format(n=news.people, number=news.into.id)
    reply = merged_before(news.item, news.into.id, texts, undoable=True)
    text = words.quoted(news.into.text, LINE_UNITS, texts)
    return Reply(f"{reply.html} {moved}\n{text}", reply.rows)


def merged_before(item: ReviewItem, into: ItemId, texts: Texts, *, undoable: bool) -> Reply:
    """Say that an item was merged with another."""
    _ = texts.gettext
    line = render(_("#{number} was merged into #{into}."), number=item.id, into=into)
    show = _button(_("Show #{number}").format(number=into), buttons.OpenItem(into))
    undo = _button(_("Undo (10 min)"), buttons.Unmerge(item.id))
    return Reply(line, [[show, undo] if undoable else [show]])


def wordings(news: Wordings, texts: Texts) -> Reply:
    """Show the other wordings on an item, and offer to split each out."""
    _ = texts.gettext
    number = news.item.id
    back = [_button(_("Back"), buttons.OpenItem(number))]
    if not news.wordings:
        line = _("Everybody on #{number} sent the same text; there is nothing to split out.")
        return Reply(render(line, number=number), [back])
    lines = [render(_("Which wording on #{number} is another claim?"), number=number)]
    for wording in news.wordings:
        people = texts.ngettext("{n} person", "{n} people", wording.people).format(n=wording.people)
        text = words.quoted(wording.text, LINE_UNITS, texts)
        lines.append(f"{wording.submission_id}. {text} · {render('{people}', people=people)}")
    split = [
        _button(str(wording.submission_id), buttons.SplitOff(number, wording.submission_id))
        for wording in news.wordings
    ]
    return Reply("\n".join(lines), [split, back])


def split_out(news: SplitOut, texts: Texts) -> Reply:
    """Confirm."""
    _ = texts.gettext
    people = texts.ngettext("{n} person", "{n} people", news.new.askers).format(n=news.new.askers)
    line = render(_("A new item, #{number}, with {people}:"), number=news.new.id, people=people)
    text = words.quoted(news.new.text, LINE_UNITS, texts)
    old = _button(_("Show #{number}").format(number=news.item.id), buttons.OpenItem(news.item.id))
    new = _button(_("Show #{number}").format(number=news.new.id), buttons.OpenItem(news.new.id))
    return Reply(f"{line} {text}", [[new, old]])


def offered(news: Offered, texts: Texts) -> Reply:
    """Show which further questions a verdict may answer."""
    _ = texts.gettext
    ruling = news.verdict.ruling
    left = [offer for offer in news.offers if not offer.taken]
    shown, later = left[:MOST_OFFERS], left[MOST_OFFERS:]
    lines = []
    if news.told is not None:
        lines.append(
            texts.ngettext("{n} more person is told.", "{n} more people are told.", news.told).format(
                n=news.told
            )
        )
    if news.for_editors:
        lines.append(_("What was left to the editors waits for one of them."))
    verdict = render(
        "{rating} · {claim}",
        rating=words.marked_rating(ruling.rating, texts),
        claim=foreign(ruling.claim, LINE_UNITS),
    )
    if not left:
        return Reply("\n".join([*lines, _("Nothing else is open for this verdict:"), verdict]))
    lines += [_("These may ask the same. Answer them with this verdict, too?"), verdict, ""]
    lines += [_offer_line(offer, texts) for offer in shown]
    if later:
        rest = texts.ngettext("{n} more comes after these.", "{n} more come after these.", len(later))
        lines.append(rest.format(n=len(later)))
    one_by_one = [
        _button(str(offer.number), buttons.TakeOffer(news.verdict.id, offer.number)) for offer in shown
    ]
    people = sum(offer.people for offer in shown)
    everybody = texts.ngettext("All: {n} person", "All: {n} people", people).format(n=people)
    all_shown = buttons.TakeOffers(news.verdict.id, shown[-1].number)
    return Reply("\n".join(lines), [one_by_one, [_button(everybody, all_shown)]])


def _offer_line(offer: Offer, texts: Texts) -> str:
    _ = texts.gettext
    people = texts.ngettext("{n} person", "{n} people", offer.people).format(n=offer.people)
    where = f"#{offer.item_id}" if offer.item_id is not None else _("was shown suggestions")
    text = words.quoted(offer.text, LINE_UNITS, texts)
    return f"{offer.number}. {text} · {render('{people} · {where}', people=people, where=where)}"


def _note_line(named: NamedNote, texts: Texts, units: int) -> str:
    return render(
        texts.gettext("Note by {name}: {text}"),
        name=foreign(named.name or str(named.note.moderator_id), words.NAME_UNITS),
        text=foreign(named.note.text, units),
    )


def _question_line(question: Question, texts: Texts, units: int = NOTE_UNITS) -> str:
    return render(texts.gettext("Question: “{text}”"), text=foreign(question.text, units))


def _count(replies: tuple[AskerReply, ...], texts: Texts) -> str:
    if not replies:
        return texts.gettext("No answer yet.")
    return texts.ngettext("{n} answer:", "{n} answers:", len(replies)).format(n=len(replies))


def _reply_line(reply: AskerReply, texts: Texts, units: int = REPLY_UNITS) -> str:
    text = foreign(reply.text, units)
    return render(texts.gettext("Asker {number}: {text}"), number=reply.asker, text=text)


def _show(item: ReviewItem, texts: Texts) -> list[list[KeyboardButton]]:
    if item.state is not ItemState.OPEN:
        return []
    label = texts.gettext("Show #{number}").format(number=item.id)
    return [[_button(label, buttons.OpenItem(item.id))]]


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
