"""What is told of verdicts: one in full, or what several fact-checkers say about one claim."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from claims.verdict import Rating, Ruling
from handlers.i18n import Texts
from handlers.render import MAX_TEXT_UNITS, render, shown_length
from handlers.views import words

PART_UNITS = 200


@dataclass(frozen=True, slots=True)
class Room:
    """How many UTF-16 units the sentences of each verdict may take, and the part of the message that it is
    about; whether further sources are named."""

    claim: int = words.CLAIM_UNITS
    summary: int = words.SUMMARY_UNITS
    part: int = PART_UNITS
    with_sources: bool = True


ENOUGH = Room()
_ROOMS = (
    ENOUGH,
    Room(300, 300),
    Room(200, 120),
    Room(100, 0),
    Room(100, 0, 60, with_sources=False),
)


def fitted(write: Callable[[Room], str]) -> str:
    """Return what `write` makes of the first room with which it fits into one message, else of the last."""
    *larger, last = _ROOMS
    written = (write(room) for room in larger)
    return next((html for html in written if shown_length(html) <= MAX_TEXT_UNITS), None) or write(last)


def verdict_block(ruling: Ruling, texts: Texts, today: date, room: Room = ENOUGH) -> str:
    """Return one verdict in full, as HTML, its rating first."""
    judged = [
        words.rating_line(ruling, texts),
        words.claim_line(ruling, texts, room.claim),
        words.summary_line(ruling, room.summary),
    ]
    checked_by = [
        words.origin_line(ruling, texts),
        words.claimed_line(ruling, texts),
        words.age_line(ruling, texts, today),
        words.language_line(ruling, texts),
        words.sources_line(ruling, texts) if room.with_sources else "",
    ]
    return "\n\n".join(_lines(lines) for lines in (judged, checked_by))


def claim_block(rulings: Sequence[Ruling], texts: Texts, today: date, room: Room = ENOUGH) -> str:
    """Return what fact-checkers say about one claim, as HTML: side by side where their ratings differ, else
    one in full with the names of those who agree. Who gives no rating neither agrees nor differs."""
    rated = [ruling for ruling in rulings if ruling.rating is not Rating.UNRATED]
    if differ(rulings):
        return _side_by_side([*rated, *_unrated(rulings)], texts, today, room)
    told = told_in_full(rulings, texts)
    lines = [
        verdict_block(told, texts, today, room),
        _agreement(rated, texts),
        _also(_unrated(rulings) if rated else [one for one in rulings if one is not told], texts),
    ]
    return _lines(lines)


def differ(rulings: Sequence[Ruling]) -> bool:
    """Say whether these rulings on one claim have different ratings."""
    return len({ruling.rating for ruling in rulings} - {Rating.UNRATED}) > 1


def told_in_full(rulings: Sequence[Ruling], texts: Texts) -> Ruling:
    """Return which of the rulings on one claim speaks for those that do not differ: one that has a rating
    before one that has none, and of these the first in the reader's language, else the first."""
    telling = [ruling for ruling in rulings if ruling.rating is not Rating.UNRATED] or rulings
    own = (ruling for ruling in telling if ruling.language == texts.locale.language)
    return next(own, telling[0])


def _unrated(rulings: Sequence[Ruling]) -> list[Ruling]:
    return [ruling for ruling in rulings if ruling.rating is Rating.UNRATED]


def _agreement(rulings: Sequence[Ruling], texts: Texts) -> str:
    if len(rulings) < 2:
        return ""
    count = len(rulings)
    line = texts.ngettext("{n} fact-checker: {names}", "{n} fact-checkers agree: {names}", count)
    return line.format(n=count, names=_names(rulings, texts))


def _also(rulings: Sequence[Ruling], texts: Texts) -> str:
    if not rulings:
        return ""
    return texts.gettext("Also checked by {names}").format(names=_names(rulings, texts))


def _names(rulings: Sequence[Ruling], texts: Texts) -> str:
    return ", ".join(words.dated_publisher(ruling, texts) for ruling in rulings)


def _side_by_side(rulings: Sequence[Ruling], texts: Texts, today: date, room: Room) -> str:
    """Return each ruling with its publisher, date and link; a claim that is worded alike stands once."""
    heading = render("<b>{line}</b>", line=texts.gettext("Fact-checkers differ on this:"))
    blocks, shown = [heading], ""
    for ruling in rulings:
        is_new = ruling.claim.casefold() != shown.casefold()
        shown = ruling.claim if is_new else shown
        blocks.append(
            _lines(
                [
                    words.rating_line(ruling, texts),
                    words.claim_line(ruling, texts, room.claim) if is_new else "",
                    words.summary_line(ruling, room.summary // 2),
                    words.linked_origin_line(ruling, texts),
                    words.claimed_line(ruling, texts),
                    words.age_line(ruling, texts, today),
                    words.language_line(ruling, texts),
                ]
            )
        )
    return "\n\n".join(blocks)


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(filter(None, lines))
