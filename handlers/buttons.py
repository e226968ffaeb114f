"""Owns callback data: what a button carries, written and read back under Telegram's 64 bytes.

Callback data is set by the client, so every value read here is only a wish; use cases check who may have it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from claims.delivery import OutgoingId
from claims.queue import EVERYTHING, QueueFilter, Showing, with_words
from claims.review import DismissReason, ItemId, ModeratorId, ProposalId
from claims.roles import Role
from claims.submission import SubmissionId
from claims.verdict import Rating, VerdictId

MAX_BYTES = 64
MOST_VERDICTS = 6  # that one answer tells
_NUMBER = r"[1-9][0-9]{0,17}"
_SHAPE = re.compile(rf"([a-z]{{1,2}}):([0-9]{{1,18}})(?::([a-z_]{{1,20}}|{_NUMBER}(?:,{_NUMBER})*))?")
_QUEUE = re.compile(r"l:([0-9]{1,6}):([a-z])(.*)", re.DOTALL)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class NotThisClaim:
    """An asker says that these verdicts are about something else."""

    submission_id: SubmissionId
    verdict_ids: tuple[VerdictId, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """An asker picks one of the suggested fact-checks."""

    submission_id: SubmissionId
    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class StopTelling:
    """An asker does not want to hear back."""

    submission_id: SubmissionId


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Somebody confirms that they shall be forgotten."""


@dataclass(frozen=True, slots=True)
class OpenQueue:
    """A reviewer turns a page of the queue, or looks at it another way. `offset` has up to six digits where
    something is chosen."""

    offset: int
    chosen: QueueFilter = EVERYTHING


@dataclass(frozen=True, slots=True)
class OpenVerdicts:
    """A reviewer turns a page of the verdicts."""

    offset: int


@dataclass(frozen=True, slots=True)
class OpenVerdict:
    """A reviewer opens a verdict."""

    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class ShowVerdictHistory:
    """A reviewer opens the history of a verdict."""

    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A reviewer opens an item."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Take:
    """A reviewer takes an item."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Release:
    """A reviewer gives an item back."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Rule:
    """A reviewer begins a ruling."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Rate:
    """A reviewer chooses the rating."""

    item_id: ItemId
    rating: Rating


@dataclass(frozen=True, slots=True)
class NoSource:
    """A reviewer rules without a link."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Publish:
    """A reviewer confirms the preview with that mark; 0 stands for one of before, which has none."""

    item_id: ItemId
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Cancel:
    """A reviewer drops the draft."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class SameAs:
    """A reviewer answers with an existing verdict."""

    item_id: ItemId
    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class Dismiss:
    """A reviewer sets an item aside."""

    item_id: ItemId
    reason: DismissReason


@dataclass(frozen=True, slots=True)
class SendAgain:
    """A reviewer has replies sent once more, up to this one."""

    newest: OutgoingId


@dataclass(frozen=True, slots=True)
class Undo:
    """A reviewer takes a ruling back; an old button must not undo a later ruling on the same item."""

    item_id: ItemId
    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class Edit:
    """A reviewer opens the correction of a verdict."""

    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class ReRate:
    """A reviewer chooses another rating for a verdict."""

    verdict_id: VerdictId
    rating: Rating


@dataclass(frozen=True, slots=True)
class Correct:
    """A reviewer confirms another rating for that revision of a verdict."""

    verdict_id: VerdictId
    revision: int
    rating: Rating


@dataclass(frozen=True, slots=True)
class AskRetract:
    """A reviewer opens the withdrawal of a verdict."""

    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class Retract:
    """A reviewer confirms that a verdict is withdrawn."""

    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class Keep:
    """A reviewer leaves a verdict as it is."""

    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class OtherVerdict:
    """A reviewer wants to name the fact-check that answers an item."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class More:
    """A reviewer opens the menu of an item."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class SetAside:
    """A reviewer opens the reasons for setting an item aside."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """A reviewer opens the history of an item."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Escalate:
    """A reviewer leaves an item to the editors."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class WriteClaim:
    """A reviewer wants to word the claim."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class OwnRuling:
    """A reviewer rules in the newsroom's own name, or adds why."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class DropPrompt:
    """A reviewer types nothing after all."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class WriteNote:
    """A reviewer wants to write a note."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class AskAskers:
    """A reviewer wants to ask the askers."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class MergeWith:
    """A reviewer wants to merge an item."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Unmerge:
    """A reviewer takes a merger back."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class UndoDismissal:
    """A reviewer takes back that an item was set aside."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class Reopen:
    """A reviewer reopens an item that was set aside some time ago."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class OpenSplit:
    """A reviewer looks at the wordings on an item."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class MergeInto:
    """A reviewer merges an item into another."""

    item_id: ItemId
    into: ItemId


@dataclass(frozen=True, slots=True)
class SplitOff:
    """A reviewer gives one wording an item of its own."""

    item_id: ItemId
    submission_id: SubmissionId


@dataclass(frozen=True, slots=True)
class TakeOffer:
    """A reviewer answers one more question with a verdict; number 0, of lists of before, shows what is left,
    for it does not say what its list showed."""

    verdict_id: VerdictId
    number: int


@dataclass(frozen=True, slots=True)
class TakeOffers:
    """A reviewer answers all questions of a list with a verdict: those up to its last number."""

    verdict_id: VerdictId
    last: int


@dataclass(frozen=True, slots=True)
class ShowStats:
    """A reviewer looks at the figures of so many days."""

    days: int


@dataclass(frozen=True, slots=True)
class ShowCalibration:
    """A reviewer looks at how often the matcher was right."""


@dataclass(frozen=True, slots=True)
class OpenTeam:
    """A reviewer looks at the team."""


@dataclass(frozen=True, slots=True)
class OpenMember:
    """An owner opens a member."""

    member_id: ModeratorId


@dataclass(frozen=True, slots=True)
class SetRole:
    """An owner gives a member another role."""

    member_id: ModeratorId
    role: Role


@dataclass(frozen=True, slots=True)
class AskRemoval:
    """An owner wants to remove a member."""

    member_id: ModeratorId


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """An owner confirms that a member is removed."""

    member_id: ModeratorId


@dataclass(frozen=True, slots=True)
class Invite:
    """An owner makes an invitation."""

    role: Role


@dataclass(frozen=True, slots=True)
class OpenProposals:
    """A reviewer looks at what waits for approval."""


@dataclass(frozen=True, slots=True)
class ShowProposal:
    """A reviewer opens a proposal."""

    proposal_id: ProposalId


@dataclass(frozen=True, slots=True)
class Approve:
    """An editor approves that version of a proposal."""

    proposal_id: ProposalId
    version: int


@dataclass(frozen=True, slots=True)
class AskWhy:
    """An editor wants to send a proposal back."""

    proposal_id: ProposalId


@dataclass(frozen=True, slots=True)
class TakeBack:
    """An author takes a proposal back."""

    proposal_id: ProposalId


PublicButton = NotThisClaim | Pick | StopTelling | ForgetMe
StepButton = (
    OtherVerdict
    | More
    | SetAside
    | ShowHistory
    | Escalate
    | WriteClaim
    | OwnRuling
    | DropPrompt
    | WriteNote
    | AskAskers
    | MergeWith
    | Unmerge
    | OpenSplit
    | UndoDismissal
    | Reopen
)
ItemButton = OpenItem | Take | Release | Rule | NoSource | Publish | Cancel | StepButton
PairButton = MergeInto | SplitOff | TakeOffer | TakeOffers
VerdictButton = Edit | AskRetract | Retract | Keep
CorrectionButton = VerdictButton | Undo | ReRate | Correct
ListButton = OpenQueue | OpenVerdicts | OpenVerdict | ShowVerdictHistory | ShowStats | ShowCalibration
TeamButton = OpenTeam | OpenMember | SetRole | AskRemoval | RemoveMember | Invite
ProposalButton = OpenProposals | ShowProposal | Approve | AskWhy | TakeBack
DeskButton = (
    TeamButton
    | ItemButton
    | PairButton
    | ListButton
    | Rate
    | SameAs
    | Dismiss
    | SendAgain
    | CorrectionButton
    | ProposalButton
)
Button = PublicButton | DeskButton

_ITEM_BUTTONS: dict[str, Callable[[ItemId], ItemButton]] = {
    "i": OpenItem,
    "t": Take,
    "rl": Release,
    "r": Rule,
    "ns": NoSource,
    "p": Publish,
    "c": Cancel,
    "sa": OtherVerdict,
    "mo": More,
    "sd": SetAside,
    "hi": ShowHistory,
    "es": Escalate,
    "wc": WriteClaim,
    "ow": OwnRuling,
    "dp": DropPrompt,
    "nt": WriteNote,
    "qa": AskAskers,
    "mg": MergeWith,
    "um": Unmerge,
    "sp": OpenSplit,
    "ud": UndoDismissal,
    "ro": Reopen,
}
_ITEM_PREFIXES: dict[object, str] = {kind: prefix for prefix, kind in _ITEM_BUTTONS.items()}
_VERDICT_BUTTONS: dict[str, Callable[[VerdictId], VerdictButton]] = {
    "e": Edit,
    "a": AskRetract,
    "w": Retract,
    "k": Keep,
}
_VERDICT_PREFIXES: dict[object, str] = {kind: prefix for prefix, kind in _VERDICT_BUTTONS.items()}
_MEMBER_BUTTONS: dict[str, Callable[[ModeratorId], OpenMember | AskRemoval | RemoveMember]] = {
    "tm": OpenMember,
    "ta": AskRemoval,
    "tx": RemoveMember,
}
_MEMBER_PREFIXES: dict[object, str] = {kind: prefix for prefix, kind in _MEMBER_BUTTONS.items()}
_PROPOSAL_BUTTONS: dict[str, Callable[[ProposalId], ShowProposal | AskWhy | TakeBack]] = {
    "ps": ShowProposal,
    "pb": AskWhy,
    "pt": TakeBack,
}
_PROPOSAL_PREFIXES: dict[object, str] = {kind: prefix for prefix, kind in _PROPOSAL_BUTTONS.items()}
_ROLES = {role.value: role for role in Role}
_RATINGS = {rating.value: rating for rating in Rating}
_RATING_ORDER = list(Rating)
_REASONS = {reason.value: reason for reason in DismissReason}
_VIEWS = {
    "m": Showing.MINE,
    "f": Showing.FREE,
    "o": Showing.OLDEST,
    "h": Showing.HOTTEST,
    "e": Showing.ESCALATED,
    "g": Showing.LANGUAGE,
    "w": Showing.WORDS,
}
_VIEW_LETTERS = {showing: letter for letter, showing in _VIEWS.items()}


def encode(button: Button) -> str:  # noqa: C901 - one arm a button
    """Return the callback data of `button`, at most 64 bytes."""
    match button:
        case NotThisClaim(submission_id, verdict_ids):
            return _that_fit(f"n:{submission_id}:{','.join(map(str, verdict_ids))}")
        case Pick(submission_id, verdict_id):
            return f"s:{submission_id}:{verdict_id}"
        case StopTelling(submission_id):
            return f"q:{submission_id}"
        case ForgetMe():
            return "fm:0"
        case OpenQueue(offset, QueueFilter(Showing.ALL)):
            return f"l:{offset}"
        case OpenQueue(offset, QueueFilter(showing, value)):
            return f"l:{offset}:{_VIEW_LETTERS[showing]}{value}"
        case OpenVerdicts(offset):
            return f"y:{offset}"
        case OpenVerdict(verdict_id):
            return f"o:{verdict_id}"
        case ShowVerdictHistory(verdict_id):
            return f"vh:{verdict_id}"
        case ShowStats(days):
            return f"st:{days}"
        case ShowCalibration():
            return "cb:0"
        case SendAgain(newest):
            return f"u:{newest}"
        case Publish(item_id, mark) if mark:
            return f"p:{item_id}:{mark}"
        case Rate(item_id, rating):
            return f"g:{item_id}:{rating.value}"
        case SameAs(item_id, verdict_id):
            return f"v:{item_id}:{verdict_id}"
        case Dismiss(item_id, reason):
            return f"d:{item_id}:{reason.value}"
        case MergeInto(item_id, into):
            return f"mi:{item_id}:{into}"
        case SplitOff(item_id, submission_id):
            return f"so:{item_id}:{submission_id}"
        case TakeOffer(verdict_id, number):
            return f"of:{verdict_id}:{number + 1}"
        case TakeOffers(verdict_id, last):
            return f"oa:{verdict_id}:{last}"
        case OpenTeam():
            return "te:0"
        case SetRole(member_id, role):
            return f"tr:{member_id}:{role.value}"
        case Invite(role):
            return f"iv:0:{role.value}"
        case OpenMember(member_id) | AskRemoval(member_id) | RemoveMember(member_id):
            return f"{_MEMBER_PREFIXES[type(button)]}:{member_id}"
        case OpenProposals():
            return "pl:0"
        case Approve(proposal_id, version):
            return f"ap:{proposal_id}:{version}"
        case ShowProposal(proposal_id) | AskWhy(proposal_id) | TakeBack(proposal_id):
            return f"{_PROPOSAL_PREFIXES[type(button)]}:{proposal_id}"
        case Edit() | AskRetract() | Retract() | Keep() | Undo() | ReRate() | Correct():
            return _encode_correction(button)
        case _:
            return f"{_ITEM_PREFIXES[type(button)]}:{button.item_id}"


def _that_fit(data: str) -> str:
    """Leave out the last numbers of a list that is too long: from a hundred million verdicts on, six of them
    may be. Telegram would refuse the whole message."""
    return data if len(data) <= MAX_BYTES else data[: MAX_BYTES + 1].rpartition(",")[0]


def _encode_correction(button: CorrectionButton) -> str:
    match button:
        case Undo(item_id, verdict_id):
            return f"z:{item_id}:{verdict_id}"
        case ReRate(verdict_id, rating):
            return f"er:{verdict_id}:{rating.value}"
        case Correct(verdict_id, revision, rating):
            return f"ec:{verdict_id}:{revision},{_RATING_ORDER.index(rating) + 1}"
        case _:
            return f"{_VERDICT_PREFIXES[type(button)]}:{button.verdict_id}"


def decode(data: str) -> Button | None:
    """Return the button that `data` stands for, or None for anything we did not write."""
    if len(data.encode(errors="replace")) > MAX_BYTES:
        return None
    if view := _QUEUE.fullmatch(data):
        return _decode_view(int(view.group(1)), view.group(2), view.group(3))
    shape = _SHAPE.fullmatch(data)
    if shape is None:
        return None
    prefix, number, rest = shape.group(1), int(shape.group(2)), shape.group(3) or ""
    if not rest:
        return _decode_plain(prefix, number)
    return _decode_with_words(prefix, number, rest) or _decode_with_numbers(prefix, number, rest)


def _decode_view(offset: int, letter: str, value: str) -> Button | None:
    showing = _VIEWS.get(letter)
    match showing:
        case None:
            return None
        case Showing.WORDS:
            fine = bool(value) and with_words(value).value == value
        case Showing.LANGUAGE:
            fine = _LANGUAGE.fullmatch(value) is not None
        case _:
            fine = not value
    return OpenQueue(offset, QueueFilter(showing, value)) if fine else None


def _decode_plain(prefix: str, number: int) -> Button | None:  # noqa: C901 - one arm a button
    if prefix in _ITEM_BUTTONS:
        return _ITEM_BUTTONS[prefix](ItemId(number))
    if prefix in _VERDICT_BUTTONS:
        return _VERDICT_BUTTONS[prefix](VerdictId(number))
    if prefix in _MEMBER_BUTTONS:
        return _MEMBER_BUTTONS[prefix](ModeratorId(number))
    if prefix in _PROPOSAL_BUTTONS:
        return _PROPOSAL_BUTTONS[prefix](ProposalId(number))
    match prefix:
        case "pl":
            return OpenProposals()
        case "te":
            return OpenTeam()
        case "q":
            return StopTelling(SubmissionId(number))
        case "fm":
            return ForgetMe()
        case "l":
            return OpenQueue(number)
        case "y":
            return OpenVerdicts(number)
        case "o":
            return OpenVerdict(VerdictId(number))
        case "vh":
            return ShowVerdictHistory(VerdictId(number))
        case "st":
            return ShowStats(number)
        case "cb":
            return ShowCalibration()
        case "u":
            return SendAgain(OutgoingId(number))
        case _:
            return None


def _decode_with_words(prefix: str, number: int, word: str) -> Button | None:
    if prefix == "g" and word in _RATINGS:
        return Rate(ItemId(number), _RATINGS[word])
    if prefix == "er" and word in _RATINGS:
        return ReRate(VerdictId(number), _RATINGS[word])
    if prefix == "tr" and word in _ROLES:
        return SetRole(ModeratorId(number), _ROLES[word])
    if prefix == "iv" and word in _ROLES:
        return Invite(_ROLES[word])
    if prefix == "d" and word in _REASONS:
        return Dismiss(ItemId(number), _REASONS[word])
    return None


def _decode_with_numbers(prefix: str, number: int, numbers: str) -> Button | None:  # noqa: C901 - one arm a button
    if not numbers[0].isdigit():
        return None
    verdict_ids = tuple(VerdictId(int(part)) for part in numbers.split(","))
    match prefix, verdict_ids:
        case "n", _ if len(verdict_ids) <= MOST_VERDICTS:
            return NotThisClaim(SubmissionId(number), verdict_ids)
        case "s", (verdict_id,):
            return Pick(SubmissionId(number), verdict_id)
        case "v", (verdict_id,):
            return SameAs(ItemId(number), verdict_id)
        case "z", (verdict_id,):
            return Undo(ItemId(number), verdict_id)
        case "mi", (other,):
            return MergeInto(ItemId(number), ItemId(other))
        case "so", (other,):
            return SplitOff(ItemId(number), SubmissionId(other))
        case "of", (other,):
            return TakeOffer(VerdictId(number), other - 1)
        case "p", (mark,):
            return Publish(ItemId(number), mark)
        case "oa", (last,):
            return TakeOffers(VerdictId(number), last)
        case "ap", (version,):
            return Approve(ProposalId(number), version)
        case "ec", (revision, place) if place <= len(_RATING_ORDER):
            return Correct(VerdictId(number), revision, _RATING_ORDER[place - 1])
        case _:
            return None
