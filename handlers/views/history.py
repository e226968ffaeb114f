"""What reviewers read of what was done: to an item, and to a verdict with its revisions, oldest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from claims.audit import AuditEntry, changes
from claims.news import ItemHistory, VerdictHistory
from claims.review import DismissReason, ItemId, ItemState, ModeratorId
from claims.revisions import Difference, differences
from claims.verdict import Rating, Revision, VerdictId
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, defang, foreign, render
from handlers.views import words

VALUE_UNITS = 60
HISTORY_CLAIM_UNITS = 200
MOST_DIFFERENCES = 6
DIFFERENCE_UNITS = 100
MOST_CHARACTERS = 3_000  # of HTML, for what was done to a verdict; a message takes 4,096 visible ones


def item_history(news: ItemHistory, texts: Texts) -> Reply:
    """Show what was done to an item."""
    _ = texts.gettext
    lines = [
        render(_("<b>#{number}: what was done</b>"), number=news.item.id),
        words.quoted(news.item.text, HISTORY_CLAIM_UNITS, texts),
    ]
    if news.earlier:
        earlier = texts.ngettext(
            "{n} earlier act is not shown", "{n} earlier acts are not shown", news.earlier
        )
        lines.append(earlier.format(n=news.earlier))
    if not news.entries:
        lines.append(_("Nothing yet."))
    lines += [_history_entry(entry, news.names, texts) for entry in news.entries]
    return Reply("\n\n".join(lines), [[_button(f"#{news.item.id}", buttons.OpenItem(news.item.id))]])


def verdict_history(news: VerdictHistory, texts: Texts) -> Reply:
    """Show how a verdict came to be, and then the newest of what was done to it."""
    _ = texts.gettext
    first, *_later, present = (news.revisions[0], *news.revisions)
    number = present.verdict.id
    steps = sorted(_steps(news, texts), key=lambda step: step.at)
    shown = _fitting([step.html for step in steps])
    lines = [render(_("<b>Verdict {number}: how it came to be</b>"), number=number), _beginning(first, texts)]
    left_out = news.earlier + len(steps) - len(shown)
    if left_out:
        earlier = texts.ngettext("{n} earlier act is not shown", "{n} earlier acts are not shown", left_out)
        lines.append(earlier.format(n=left_out))
    lines += shown or [_("Nothing has changed since.")]
    return Reply("\n\n".join(lines), [_verdict_opener(number, texts), _item_openers(news.entries)])


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that was done to a verdict, and when."""

    at: datetime
    html: str


def _beginning(first: Revision, texts: Texts) -> str:
    """Return what the verdict said first; the day it came is unknown where it was withdrawn as it was."""
    ruling = first.verdict.ruling
    withdrawn = first.verdict.retracted_at is not None
    when = "" if withdrawn else render("<b>{when}</b> · ", when=_when(first.changed_at, texts))
    revision = render(texts.gettext("Revision {number}"), number=first.verdict.revision)
    lines = [
        f"{when}{revision} · {render('{name}', name=foreign(ruling.publisher, words.NAME_UNITS))}",
        render("{rating}", rating=words.marked_rating(ruling.rating, texts)),
        words.quoted(ruling.claim, HISTORY_CLAIM_UNITS, texts),
    ]
    return "\n".join(lines)


def _steps(news: VerdictHistory, texts: Texts) -> Iterator[_Step]:
    """Yield the acts and the revisions; an act that made a revision is told with what it changed."""
    changed = {after.verdict.revision: (before, after) for before, after in pairwise(news.revisions)}
    withdrawn = any(entry.act == "retracted" for entry in news.entries)
    for entry in news.entries:
        pair = changed.pop(_revision_made(entry), None)
        lines = [_entry_head(entry, news.names, texts)]
        if pair:
            lines += _changed_lines(*pair, texts, says_withdrawn=not withdrawn)
        else:
            lines += _entry_changes(entry, news.names, texts)
        yield _Step(entry.at, "\n".join(lines))
    for number, (before, after) in changed.items():
        head = render(
            "<b>{when}</b> · {revision}",
            when=_when(after.changed_at, texts),
            revision=texts.gettext("Revision {number}").format(number=number),
        )
        lines = _changed_lines(before, after, texts, says_withdrawn=not withdrawn)
        yield _Step(after.changed_at, "\n".join([head, *lines]))


def _revision_made(entry: AuditEntry) -> int:
    """Return the number of the revision that an act made; 0 where it made none."""
    made = changes(entry).get("revision") if entry.before else None
    return made[1] if made and isinstance(made[1], int) else 0


def _changed_lines(before: Revision, after: Revision, texts: Texts, *, says_withdrawn: bool) -> list[str]:
    """Return what a revision changed. A withdrawal is no revision, it marks the last one; that is told here
    only with `says_withdrawn`, where no act tells who withdrew it and when."""
    found = [
        one
        for one in differences(before.verdict, after.verdict)
        if says_withdrawn or (one.field, one.after) != ("standing", "withdrawn")
    ]
    lines = [_difference_line(one, texts) for one in found[:MOST_DIFFERENCES]]
    return [*lines, "…"] if len(found) > MOST_DIFFERENCES else lines


def _difference_line(difference: Difference, texts: Texts) -> str:
    old, new = (
        foreign(_difference_value(difference.field, value, texts), DIFFERENCE_UNITS) if value else "–"
        for value in (difference.before, difference.after)
    )
    name = _difference_name(difference.field, texts)
    changed = render("<s>{old}</s> → <b>{new}</b>", old=old, new=new)
    return f"{words.label(name, texts)} {changed}"


def _difference_name(field: str, texts: Texts) -> str:
    _ = texts.gettext
    names = {
        "title": _("title"),
        "rating_text": _("in the publisher's words"),
        "claimed_at": _("claimed on"),
        "published_at": _("checked on"),
        "valid_until": _("valid until"),
        "claimant": _("claimed by"),
        "language": _("language"),
        "url": _("link"),
        "wordings": _("wordings"),
        "sources": _("sources"),
        "appearances": _("where it was seen"),
        "standing": _("state"),
    }
    return names.get(field) or _field(field, texts)


def _difference_value(field: str, value: str, texts: Texts) -> str:
    _ = texts.gettext
    match field:
        case "rating":
            return words.marked_rating(Rating(value), texts)
        case "standing":
            return _("withdrawn") if value == "withdrawn" else _("published")
        case "claimed_at" | "published_at" | "valid_until":
            return texts.day(date.fromisoformat(value))
        case "language":
            return texts.language_name(value)
        case "url" | "sources" | "appearances":
            return ", ".join(map(defang, value.split(", ")))
        case _:
            return value


def _fitting(steps: Sequence[str]) -> list[str]:
    """Return the newest steps that one message holds, at least the last."""
    shown: list[str] = []
    for step in reversed(steps):
        if shown and sum(map(len, shown)) + len(step) > MOST_CHARACTERS:
            break
        shown.insert(0, step)
    return shown


def _verdict_opener(number: VerdictId, texts: Texts) -> list[KeyboardButton]:
    label = texts.gettext("Verdict {number}").format(number=number)
    return [_button(label, buttons.OpenVerdict(number))]


def _item_openers(entries: Sequence[AuditEntry]) -> list[KeyboardButton]:
    """Return buttons to the items that the acts name, at most five."""
    named = ((entry.after or {}).get("item") for entry in entries)
    numbers = list(dict.fromkeys(number for number in named if isinstance(number, int)))
    return [_button(f"#{number}", buttons.OpenItem(ItemId(number))) for number in numbers[-5:]]


def _history_entry(entry: AuditEntry, names: Mapping[ModeratorId, str], texts: Texts) -> str:
    return "\n".join([_entry_head(entry, names, texts), *_entry_changes(entry, names, texts)])


def _entry_head(entry: AuditEntry, names: Mapping[ModeratorId, str], texts: Texts) -> str:
    who, what = _actor(entry.actor, names, texts), _act(entry.act, texts)
    return render("<b>{when}</b> · {who} · {what}", when=_when(entry.at, texts), who=who, what=what)


def _entry_changes(entry: AuditEntry, names: Mapping[ModeratorId, str], texts: Texts) -> list[str]:
    found = changes(entry)
    if entry.act == "took_back_answer":  # the log notes which item it was
        found = {field: (after, before) for field, (before, after) in found.items()}
    changed = [
        (name, f"{_value(field, before, names, texts)} → {_value(field, after, names, texts)}")
        for field, (before, after) in found.items()
        if (name := _field(field, texts))
    ]
    return [f"{words.label(name, texts)} {render('{line}', line=line)}" for name, line in changed]


def _when(at: datetime, texts: Texts) -> str:
    return f"{texts.utc_day(at)}, {at:%H:%M} UTC"


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
        "overtaken": _("no longer fitted"),
        "reopened": _("opened it again"),
        "published": _("published it"),
        "answered_item": _("answered an item with it"),
        "took_back_answer": _("took that answer back"),
        "answered_near_miss": _("answered more people with it"),
        "corrected": _("corrected it"),
        "retracted": _("withdrew it"),
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
        "item": _("item"),
        "text": _("question"),
        "people": _("people told"),
        "revision": "",
        "retracted": "",
        "proposal": "",
        "author": "",
        "submissions": "",
        "waited_there": "",
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
