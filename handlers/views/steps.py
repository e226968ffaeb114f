"""What reviewers read where they are asked to type something, and the menus that lead there."""

from claims.news import AskReason, DeskMenu, TypeNext
from claims.prompt import PromptKind
from claims.review import DismissReason, ReviewItem
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, foreign, render
from handlers.views import words

LINE_UNITS = 120
BUTTON_UNITS = 40


def type_next(news: TypeNext, texts: Texts) -> Reply:
    """Ask for what is typed next, and show what can be tapped instead."""
    _ = texts.gettext
    asked = {
        PromptKind.SAME_AS: _("Which fact-check answers #{number}? Send its number or its link."),
        PromptKind.MERGE: _("Which item is the same as #{number}? Send its number."),
        PromptKind.NOTE: _("Write a note on #{number}. Only reviewers see it."),
        PromptKind.QUESTION: _(
            "Write one question to everybody who asked about #{number}. It can be asked once; their answers"
            " come back under the card, without their names."
        ),
        PromptKind.CLAIM: _("Write the claim of #{number} in one sentence, as people will read it."),
    }[news.kind]
    lines = [render(asked, number=news.item.id), quoted(news.item, texts)]
    if news.misread:
        lines.insert(0, _misread(news.kind, texts))
    lines += [_verdict_line(number, news, texts) for number in range(len(news.verdicts))]
    lines += [_item_line(other, texts) for other in news.items]
    rows = [
        [
            _button(str(number), buttons.SameAs(news.item.id, verdict.id))
            for number, verdict in enumerate(news.verdicts, start=1)
        ],
        [_button(f"#{other.id}", buttons.MergeInto(news.item.id, other.id)) for other in news.items],
        [_button(_("Cancel"), buttons.DropPrompt(news.item.id))],
    ]
    return Reply("\n".join(lines), [row for row in rows if row])


def desk_menu(news: DeskMenu, texts: Texts) -> Reply:
    """Show what else can be done with an item."""
    _ = texts.gettext
    number = news.item.id
    rows = [
        [
            _button(_("Ask the askers"), buttons.AskAskers(number)),
            _button(_("Note"), buttons.WriteNote(number)),
        ],
        [
            _button(_("Merge with…"), buttons.MergeWith(number)),
            _button(_("Split out…"), buttons.OpenSplit(number)),
        ],
        [
            _button(_("Set aside…"), buttons.SetAside(number)),
            _button(_("History"), buttons.ShowHistory(number)),
        ],
        [
            _button(_("For an editor"), buttons.Escalate(number)),
            _button(_("Back"), buttons.OpenItem(number)),
        ],
    ]
    head = render("<b>#{number}</b>", number=number)
    return Reply(f"{head}\n{quoted(news.item, texts)}", rows)


def ask_reason(news: AskReason, texts: Texts) -> Reply:
    """Show each reason with what the askers would be told."""
    _ = texts.gettext
    item = news.item
    title = texts.ngettext(
        "Set #{number} aside? {n} person would be told:",
        "Set #{number} aside? {n} people would be told:",
        item.askers,
    )
    lines = [
        render(
            _("<b>{reason}</b>: “{told}”"),
            reason=words.dismissal_name(reason, texts),
            told=words.dismissal_line(reason, texts),
        )
        for reason in DismissReason
    ]
    chosen = [
        _button(words.dismissal_name(reason, texts), buttons.Dismiss(item.id, reason))
        for reason in DismissReason
    ]
    rows = [chosen[:2], chosen[2:], [_button(_("Back"), buttons.OpenItem(item.id))]]
    return Reply("\n\n".join([render(title, number=item.id, n=item.askers), *lines]), rows)


def quoted(item: ReviewItem, texts: Texts) -> str:
    """Return the item's text in one line, as HTML."""
    return words.quoted(item.text, LINE_UNITS, texts)


def _misread(kind: PromptKind, texts: Texts) -> str:
    _ = texts.gettext
    if kind is PromptKind.SAME_AS:
        return _("That is neither a number nor a web link.") + "\n"
    return _("That is not the number of an open item.") + "\n"


def _verdict_line(index: int, news: TypeNext, texts: Texts) -> str:
    ruling = news.verdicts[index].ruling
    return render(
        "{number}. {rating} · {claim} ({publisher})",
        number=index + 1,
        rating=words.marked_rating(ruling.rating, texts),
        claim=foreign(ruling.claim, LINE_UNITS),
        publisher=foreign(ruling.publisher, words.NAME_UNITS),
    )


def _item_line(item: ReviewItem, texts: Texts) -> str:
    people = texts.ngettext("{n} person", "{n} people", item.askers).format(n=item.askers)
    text = quoted(item, texts)
    return f"#{item.id} · {render('{people}', people=people)} · {text}"


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
