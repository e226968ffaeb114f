"""Owns the names of what askers are owed: by them it is known later what a message told, and why."""

from claims.delivery import POINTED, REPEATED, RULED, UNDONE, OutgoingId
from claims.review import ItemId, ReviewItem
from claims.submission import ChatId, PersonId, SubmissionId
from claims.verdict import VerdictId


def is_told_of_ruling(debt: str, item_id: ItemId | None = None) -> bool:
    """Return whether a debt is that of telling an asker about a ruling (on that item)."""
    return debt.startswith(f"{RULED}:" if item_id is None else f"{RULED}:{item_id}:")


def item_of_telling(debt: str) -> ItemId | None:
    """Return the item whose ruling a debt tells of; None for a debt of another kind."""
    number = debt.removeprefix(f"{RULED}:").partition(":")[0] if is_told_of_ruling(debt) else ""
    return ItemId(int(number)) if number.isdecimal() else None


def debt_of_telling(item: ReviewItem, person_id: PersonId) -> str:
    """Return the name of the debt of telling somebody how the item was closed. It may be closed again after
    it was reopened, so the debt names its version."""
    return f"{RULED}:{item.id}:{item.version}:{person_id}"


def debt_of_near_miss(verdict_id: VerdictId, submission_id: SubmissionId) -> str:
    """Return the name of the debt of telling of a verdict whoever was shown suggestions and took none."""
    return f"{RULED}:near:{verdict_id}:{submission_id}"


def is_told_of_near_miss(debt: str) -> bool:
    """Return whether a debt is that."""
    return debt.startswith(f"{RULED}:near:")


def debt_of_repeating(item: ReviewItem, submission_id: SubmissionId) -> str:
    """Return the name of the debt of telling whoever asked after an item was closed how that was."""
    return f"{REPEATED}:{item.id}:{item.version}:{submission_id}"


def debt_of_pointing(item: ReviewItem, submission_id: SubmissionId) -> str:
    """Return the name of the debt of pointing the reply to a later submission to the first one."""
    return f"{POINTED}:{item.id}:{item.version}:{submission_id}"


def debt_of_parting(item: ReviewItem, submission_id: SubmissionId) -> str:
    """Return the name of the debt of promising an answer to it again, on an item of its own."""
    return f"{UNDONE}:{item.id}:{item.version}:parted:{submission_id}"


def occasion_of_standing(item: ReviewItem) -> str:
    """Return on what occasion answers are edited that hold the verdict already with which the item was
    closed."""
    return f"stands:{item.id}:{item.version}"


def debt_of_edit(occasion: str, outgoing_id: OutgoingId) -> str:
    """Return the name of the debt of editing what a call told."""
    return f"{occasion}:edit:{outgoing_id}"


def debt_of_telling_instead(edit: str, outgoing_id: OutgoingId, submission: SubmissionId) -> str:
    """Return the name of the debt of telling somebody in a new message what an answer could not be edited
    into: once, however many messages under that post held it. `edit` is the name of the edit."""
    return f"{edit.removesuffix(debt_of_edit('', outgoing_id))}:instead:{submission}"


def edited_by(debt: str) -> OutgoingId | None:
    """Return the call whose answer is edited to pay a debt; None for a debt of another kind."""
    _, mark, number = debt.rpartition(":edit:")
    return OutgoingId(int(number)) if mark and number.isdecimal() else None


def debt_of_note(edit: str, outgoing_id: OutgoingId, chat_id: ChatId) -> str:
    """Return the name of the debt of pointing to an edit of what a call told; `edit` is the name of that."""
    return f"{edit.removesuffix(debt_of_edit('', outgoing_id))}:note:{chat_id}"


def tells_how_closed(debt: str, item: ReviewItem) -> bool:
    """Return whether a debt is that of telling how a closed item was closed: to those who waited for it, or
    to who asked later."""
    return is_told_of_ruling(debt, item.id) or debt.startswith(f"{REPEATED}:{item.id}:{item.version}:")
