"""What reviewers read when a ruling is corrected, withdrawn or undone."""

from collections.abc import Sequence
from datetime import date

from claims.news import (
    AskCorrection,
    AskRetraction,
    Corrected,
    NothingChanged,
    NotOurs,
    Retracted,
    RetractedBefore,
    RulingUndone,
    UndoneBefore,
    UndoTooLate,
)
from claims.review import ItemId, ItemState
from claims.verdict import Verdict, is_told
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, foreign, render
from handlers.views import desk, words
from handlers.views.verdicts import verdict_block

RATINGS_IN_A_ROW = 2
SHOWN_ITEMS = 5


def ruling_undone(news: RulingUndone, texts: Texts) -> Reply:
    """Show the item that is open again."""
    if news.aside:
        line = texts.ngettext(
            "No longer set aside. {n} person waits again.",
            "No longer set aside. {n} people wait again.",
            news.taken_back,
        )
    else:
        line = texts.ngettext(
            "The ruling is undone. {n} person waits again.",
            "The ruling is undone. {n} people wait again.",
            news.taken_back,
        )
    line = line.format(n=news.taken_back)
    card = desk.item_card(news.card, texts)
    return Reply(f"{line}\n\n{card.html}", card.rows)


def undone_before(news: UndoneBefore, texts: Texts) -> Reply:
    """Say that somebody else was faster."""
    _ = texts.gettext
    number = news.item.id
    show = _show(number, texts)
    if news.item.state is not ItemState.OPEN:
        return Reply(render(_("#{number} has a newer ruling."), number=number), [[show]])
    if not news.by_name:
        return Reply(render(_("#{number} is open again already."), number=number), [[show]])
    line = _("{name} has undone this already. #{number} is open again.")
    name = foreign(news.by_name, words.NAME_UNITS)
    return Reply(render(line, name=name, number=number), [[show]])


def undo_too_late(news: UndoTooLate, texts: Texts) -> Reply:
    """Say what can be done instead."""
    rating = words.marked_rating(news.verdict.ruling.rating, texts)
    ruled = texts.gettext("#{number} has been ruled on: {rating}.")
    by_reader = texts.gettext(
        "A ruling can be undone for 10 minutes. Now /edit {number} corrects it and /retract {number}"
        " withdraws it; everybody who was told hears of it."
    )
    by_others = texts.gettext(
        "A ruling can be undone for 10 minutes. Editors and owners can still correct or withdraw it."
    )
    line = by_reader if news.may_change else by_others
    return Reply(
        f"{render(ruled, number=news.item.id, rating=rating)}\n{render(line, number=news.verdict.id)}",
        desk.correction_rows(news.item.id, news.verdict, texts, undoable=False, may_change=news.may_change),
    )


def ask_correction(news: AskCorrection, texts: Texts, today: date) -> Reply:
    """Ask what shall change, or whether the chosen rating is right."""
    if news.rating is not None:
        return _confirm_rating(news, texts)
    _ = texts.gettext
    verdict = news.verdict
    lines = [
        _headline(verdict, news.told, texts),
        verdict_block(verdict.ruling, texts, today),
        render(
            _(
                "Choose the right rating, or write what shall change:\n/edit {number} claim The claim in one"
                " sentence\n/edit {number} summary Why\n/edit {number} until 2027-01-31 (or until always)"
            ),
            number=verdict.id,
        ),
    ]
    if news.overtaken:
        lines.insert(0, _("Someone corrected this verdict a moment ago. It reads now:"))
    choices = [
        _button(words.marked_rating(rating, texts), buttons.ReRate(verdict.id, rating))
        for rating in desk.OFFERED_RATINGS
        if rating is not verdict.ruling.rating
    ]
    rows = [choices[i : i + RATINGS_IN_A_ROW] for i in range(0, len(choices), RATINGS_IN_A_ROW)]
    return Reply("\n\n".join(lines), [*rows, [_keep(verdict, texts)]])


def corrected(news: Corrected, texts: Texts) -> Reply:
    """Say what changed and how many hear of it."""
    told = told_of_correction(news, texts)
    if news.before.rating is news.verdict.ruling.rating:
        line = render(texts.gettext("Verdict {number} is corrected."), number=news.verdict.id)
    else:
        line = render(
            texts.gettext("Verdict {number} is corrected: was {was}, now {now}."),
            number=news.verdict.id,
            was=words.marked_rating(news.before.rating, texts),
            now=words.marked_rating(news.verdict.ruling.rating, texts),
        )
    return Reply(f"{line} {told}")


def told_of_correction(news: Corrected, texts: Texts) -> str:
    """Return how many hear of a correction, or that it is made where the answers stand."""
    if not is_told(news.before, news.verdict.ruling):
        return texts.gettext("Answers already given are updated, without a message.")
    return texts.ngettext("{n} person is told.", "{n} people are told.", news.told).format(n=news.told)


def not_ours(news: NotOurs, texts: Texts) -> Reply:
    """Say that only its publisher changes a verdict."""
    line = texts.gettext(
        "Verdict {number} is by {publisher}, and only they can change it. To stop giving it: "
        "/retract {number}"
    )
    publisher = foreign(news.verdict.ruling.publisher, words.NAME_UNITS)
    return Reply(render(line, number=news.verdict.id, publisher=publisher))


def ask_retraction(news: AskRetraction, texts: Texts, today: date) -> Reply:
    """Ask whether a verdict shall be withdrawn."""
    _ = texts.gettext
    lines = [
        _headline(news.verdict, news.told, texts),
        verdict_block(news.verdict.ruling, texts, today),
        _(
            "Withdraw it? It will not be given again. Those who were told hear that we are checking again,"
            " and wait in the queue."
        ),
    ]
    go = _button(_("Withdraw"), buttons.Retract(news.verdict.id))
    return Reply("\n\n".join(lines), [[go, _keep(news.verdict, texts)]])


def retracted(news: Retracted, texts: Texts) -> Reply:
    """Say that a verdict is withdrawn, and where those who were told wait."""
    _ = texts.gettext
    line = render(_("Verdict {number} is withdrawn."), number=news.verdict.id)
    if not news.told:
        nobody = _("Nobody had been told.")
        return Reply(f"{line} {nobody}")
    told = texts.ngettext("{n} person is told.", "{n} people are told.", news.told).format(n=news.told)
    if not news.items:
        return Reply(f"{line} {told}")
    if len(news.items) == 1:
        again = render(_("The claim waits as #{number}."), number=news.items[0])
    else:
        again = _("What they sent waits as {numbers}.").format(numbers=_numbers(news.items))
    show = [_show(item_id, texts) for item_id in news.items[:SHOWN_ITEMS]]
    return Reply(f"{line} {told} {again}", [[button] for button in show])


def retracted_before(news: RetractedBefore, texts: Texts) -> Reply:
    """Say that there is nothing left to do."""
    return Reply(render(texts.gettext("Verdict {number} has been withdrawn."), number=news.verdict.id))


def nothing_changed(news: NothingChanged, texts: Texts) -> Reply:
    """Say that a verdict is as it was."""
    return Reply(render(texts.gettext("Verdict {number} stays as it is."), number=news.verdict.id))


def _confirm_rating(news: AskCorrection, texts: Texts) -> Reply:
    _ = texts.gettext
    verdict = news.verdict
    assert news.rating is not None  # noqa: S101 - narrows the type
    line = render(
        _("Verdict {number}: {was} becomes {now}. The sentences below it stay; to write others: {command}"),
        number=verdict.id,
        was=words.marked_rating(verdict.ruling.rating, texts),
        now=words.marked_rating(news.rating, texts),
        command=f"/edit {verdict.id} {news.rating.value} …",
    )
    summary = words.summary_line(verdict.ruling)
    label = texts.ngettext("Correct for {n} person", "Correct for {n} people", news.told)
    go = buttons.Correct(verdict.id, verdict.revision, news.rating)
    rows = [[_button(label.format(n=news.told), go)], [_keep(verdict, texts)]]
    return Reply("\n\n".join(filter(None, [line, words.claim_line(verdict.ruling, texts), summary])), rows)


def _numbers(items: Sequence[ItemId]) -> str:
    more = ["…"] if len(items) > SHOWN_ITEMS else []
    return ", ".join([*(f"#{item_id}" for item_id in items[:SHOWN_ITEMS]), *more])


def _show(item_id: ItemId, texts: Texts) -> KeyboardButton:
    return _button(texts.gettext("Show #{number}").format(number=item_id), buttons.OpenItem(item_id))


def _headline(verdict: Verdict, told: int, texts: Texts) -> str:
    line = texts.ngettext(
        "<b>Verdict {number}</b> · told to {n} person", "<b>Verdict {number}</b> · told to {n} people", told
    )
    return render(line, number=verdict.id, n=told)


def _keep(verdict: Verdict, texts: Texts) -> KeyboardButton:
    return _button(texts.gettext("Leave it as it is"), buttons.Keep(verdict.id))


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
