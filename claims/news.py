"""Owns the news: everything the bot can tell someone, as values that a view puts into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from claims.approval import Proposal, ProposalView
from claims.asking import AskerReply, NamedNote, Question
from claims.audit import AuditEntry
from claims.cards import Closing, Demand
from claims.decision import Decision, Match
from claims.delivery import OutgoingId, PlaceLost
from claims.figures import Figures
from claims.learning import Calibration
from claims.night import Reminding
from claims.offers import Offer
from claims.prompt import PromptKind
from claims.queue import EVERYTHING, QueueFilter
from claims.review import (
    DismissReason,
    HeldByOther,
    ItemId,
    Moderator,
    ModeratorId,
    ProposalId,
    ReviewItem,
    RulingDraft,
)
from claims.roles import Right, Role
from claims.submission import ChatId, PersonId, SubmissionId
from claims.verdict import Rating, Revision, Ruling, Verdict, VerdictId


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where news goes. `debt` names it, so that it is told once; `reply_to` is the message it hangs under,
    `edit` the message it replaces, `edit_of` the call under way whose message it replaces, `thread_id` the
    topic of a forum."""

    chat_id: ChatId
    debt: str
    language: str = ""
    reply_to: int | None = None
    edit: int | None = None
    edit_of: OutgoingId | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button: Telegram's id of the press, and the message that carries the button."""

    callback_id: str
    chat_id: ChatId
    message_id: int
    language: str = ""


# --- to the public -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found for a submission. `others_waiting` counts the other people who asked the same;
    `only_links`: it states nothing, but there are links in it; `about_own`: it was an answer of the bot, and
    what it is about is told."""

    submission_id: SubmissionId
    decision: Decision
    verdicts: Mapping[VerdictId, Verdict] = field(default_factory=dict)
    others_waiting: int = 0
    only_links: bool = False
    about_own: bool = False


@dataclass(frozen=True, slots=True)
class RulingArrived:
    """A verdict on what someone asked before; `confirmed` when they had said that it is about another
    claim."""

    submission_id: SubmissionId
    verdict: Verdict
    asked_at: datetime
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class AnswerUpdated:
    """An answer given before, as it reads now. `was` and `now` are set when the rating changed."""

    submission_id: SubmissionId
    matches: tuple[Match, ...]
    verdicts: Mapping[VerdictId, Verdict]
    updated_at: datetime
    was: Rating | None = None
    now: Rating | None = None


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    """An answer given before that no longer holds, and what of it still does; `waits` when its asker will
    hear of a new one."""

    submission_id: SubmissionId
    withdrawn_at: datetime
    matches: tuple[Match, ...] = ()
    verdicts: Mapping[VerdictId, Verdict] = field(default_factory=dict)
    waits: bool = True


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """Points to an answer that was edited; `withdrawn` when nothing took its place; `in_part` when others of
    its verdicts still stand; `undone` when a ruling was taken back a moment after it was made."""

    withdrawn: bool = False
    in_part: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True)
class AnswerTakenBack:
    """An answer that may or may not have arrived, and cannot be edited, is undone; its asker waits again."""

    submission_id: SubmissionId


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What else somebody asked the same with: the first reply says what is known of it, whatever becomes of
    that."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A reviewer looked and gave no verdict. `asked_at` when the asker had to wait for it."""

    submission_id: SubmissionId
    reason: DismissReason
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerRejected:
    """Someone said "not this claim", and the reviewers have it now; `repeated` when they said so before, and
    `looked_at` when the reviewers have decided on that since."""

    repeated: bool = False
    looked_at: bool = False


@dataclass(frozen=True, slots=True)
class NoLongerWaiting:
    """Someone does not want to hear about a submission any more; `decided` when there is something to hear
    that they were not told yet."""

    decided: bool = False


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Someone wants to hear no more about anything they asked."""


@dataclass(frozen=True, slots=True)
class ToldAlready:
    """Someone does not want to hear about a submission any more, of which they were told or are just being
    told."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """The start page; for those who review with their `role` and how many claims are waiting."""

    role: Role | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Help:
    """How to use the bot; with the commands of somebody's `role` at the desk."""

    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is kept, and why; it goes `keep_days` after a question was settled, 0 for never. `person` is the
    number by which Telegram, and we, know who asks."""

    person: PersonId
    keep_days: int = 0


@dataclass(frozen=True, slots=True)
class AskForgetting:
    """Shall all be deleted that is kept about someone? `at_the_desk` when they are a moderator, too."""

    at_the_desk: bool = False


@dataclass(frozen=True, slots=True)
class Forgotten:
    """It was deleted; what they did `at_the_desk` stays."""

    at_the_desk: bool = False


@dataclass(frozen=True, slots=True)
class ForgetInPrivate:
    """Someone asked in a group to be forgotten, where nobody is asked back."""


@dataclass(frozen=True, slots=True)
class CannotRead:
    """A message without text (photo, voice, sticker ...)."""


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """The bot's own words were sent back to it, and no verdict stands on what they are about, if anything."""


@dataclass(frozen=True, slots=True)
class EditNotRead:
    """A message was changed after it was answered; its new words are not looked at."""


@dataclass(frozen=True, slots=True)
class SlowDown:
    """Somebody sends more than can be looked at; told once in a while, the rest is not taken in."""


@dataclass(frozen=True, slots=True)
class AskInPrivate:
    """Somebody spoke to the bot in a group; `link` opens the private chat, where claims are checked."""

    link: str


@dataclass(frozen=True, slots=True)
class OurFault:
    """A message could not be handled, whatever was tried; nobody will, unless it is `kept`: then it is tried
    again, and a reviewer gets it at last."""

    kept: bool = False


@dataclass(frozen=True, slots=True)
class ButtonExpired:
    """A pressed button no longer does anything."""


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """No such command (or not for this person)."""


@dataclass(frozen=True, slots=True)
class AskedBack:
    """A reviewer asks back about what someone sent."""

    text: str


@dataclass(frozen=True, slots=True)
class ReplyTaken:
    """Someone's answer to a reviewer's question arrived."""


# --- to moderators -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Open items of one view of the queue; `languages` are those that can be chosen."""

    items: tuple[ReviewItem, ...]
    total: int
    now: datetime
    offset: int = 0
    chosen: QueueFilter = EVERYTHING
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NothingFree:
    """Someone asked for the next item, and there is none; `held` are with other reviewers or with them."""

    held: int


@dataclass(frozen=True, slots=True)
class Found:
    """Open items with these words, and the verdicts that come closest."""

    text: str
    items: tuple[ReviewItem, ...]
    verdicts: tuple[Verdict, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class VerdictsPage:
    """Verdicts, newest first; `more` when there are older ones."""

    verdicts: tuple[Verdict, ...]
    offset: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """One verdict as people read it, and its revisions before, oldest first."""

    verdict: Verdict
    earlier: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class NoSuchVerdict:
    """No verdict has that number."""

    verdict_id: VerdictId


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """What was done to an item, oldest first, after `earlier` acts that are left out; `names` are those of
    the moderators, as far as they are known."""

    item: ReviewItem
    entries: tuple[AuditEntry, ...]
    names: Mapping[ModeratorId, str]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class VerdictHistory:
    """How a verdict came to be and changed: its revisions and what was done to it, each oldest first, after
    `earlier` acts that are left out; `names` are those of the moderators, as far as they are known."""

    revisions: tuple[Revision, ...]
    entries: tuple[AuditEntry, ...]
    names: Mapping[ModeratorId, str]
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of the last `days` days, today included."""

    figures: Figures
    days: int


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What people's judgements say about the matcher; `in_use` are the thresholds (0 to 1) it goes by."""

    calibration: Calibration
    in_use: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The figures of one day."""

    day: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class DigestSwitched:
    """A reviewer gets the digest from now on, next at `due`; or no longer, when that is None."""

    due: datetime | None


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item with everything a reviewer needs, as it stands now; `proposed` is a ruling that waits."""

    item: ReviewItem
    now: datetime
    viewer: Moderator
    holder: Moderator | None = None
    near: Mapping[VerdictId, Verdict] = field(default_factory=dict)
    notes: tuple[NamedNote, ...] = ()
    questions: tuple[Question, ...] = ()
    replies: tuple[AskerReply, ...] = ()
    proposed: ProposalView | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Someone was faster."""

    refusal: HeldByOther
    holder_name: str


@dataclass(frozen=True, slots=True)
class ForEditors:
    """The item was left to the editors, and whoever wants it is none."""

    item: ReviewItem


@dataclass(frozen=True, slots=True)
class ItemClosed:
    """The item was ruled on or dismissed before; `undoable` while that can be undone, `by_name` "" when who
    did it reviews no more; `may_change` unless the reader may not change verdicts."""

    item: ReviewItem
    verdict: Verdict | None = None
    undoable: bool = False
    by_name: str = ""
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class DraftDropped:
    """A guided ruling was cancelled; nothing was published."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class DraftAsks:
    """A guided ruling waits for its next step; `misread` when what was typed does not fit it, `no_link` when
    what is written as a link there is none, `unread` when no fact-check could be read behind one, `changed`
    when it is not what the pressed preview showed. With `four_eyes`, publishing is asking for approval.
    `dropped` is what was half written on another item, and made room for this."""

    draft: RulingDraft
    item: ReviewItem
    misread: bool = False
    no_link: bool = False
    unread: bool = False
    changed: bool = False
    four_eyes: bool = False
    dropped: RulingDraft | None = None


@dataclass(frozen=True, slots=True)
class TypeNext:
    """The next typed message is for this; `misread` when the one before did not fit. Some can be chosen by a
    tap instead: a fact-check, or another item."""

    kind: PromptKind
    item: ReviewItem
    verdicts: tuple[Verdict, ...] = ()
    items: tuple[ReviewItem, ...] = ()
    misread: bool = False


@dataclass(frozen=True, slots=True)
class AskersAnswers:
    """The question to an item's askers and what they replied; `fresh` when it was asked just now, `unasked`
    when another one was to be asked and was not, since askers are asked once."""

    item: ReviewItem
    question: Question
    replies: tuple[AskerReply, ...] = ()
    fresh: bool = False
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """An item was merged into another, with `people` who wait on it from now on besides those who did."""

    item: ReviewItem
    into: ReviewItem
    people: int


@dataclass(frozen=True, slots=True)
class Wording:
    """One text that is on an item beside its own, its first submission, and how many people sent it."""

    submission_id: SubmissionId
    text: str
    people: int


@dataclass(frozen=True, slots=True)
class Wordings:
    """The other wordings on an item, any of which can get an item of its own."""

    item: ReviewItem
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class SplitOut:
    """A wording got an item of its own, with the people who sent it."""

    item: ReviewItem
    new: ReviewItem


@dataclass(frozen=True, slots=True)
class Offered:
    """Further questions that a verdict may answer; `told` counts the people who were just told of it. Some
    are left when an item among them is `for_editors`, and whoever answers is none."""

    verdict: Verdict
    offers: tuple[Offer, ...]
    told: int | None = None
    for_editors: bool = False


@dataclass(frozen=True, slots=True)
class DeskMenu:
    """What else can be done with an item."""

    item: ReviewItem


@dataclass(frozen=True, slots=True)
class AskReason:
    """Why shall the item be set aside? Each reason with what its askers would be told."""

    item: ReviewItem


@dataclass(frozen=True, slots=True)
class Published:
    """A ruling went out; `told` counts the askers who get it, `linked` says that the verdict was no new one
    on this item, `worded` that the claim reads as it was worded before, unseen since; `may_change` unless the
    reader may not change verdicts."""

    item_id: ItemId
    verdict: Verdict
    told: int
    linked: bool = False
    may_change: bool = True
    worded: bool = False


@dataclass(frozen=True, slots=True)
class RulingUndone:
    """A ruling was taken back and its item is open again; `taken_back` counts the people who had read it.
    `aside` when there was no ruling: the item had been set aside."""

    card: ItemCard
    taken_back: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class UndoneBefore:
    """The ruling was undone by someone else, or replaced since."""

    item: ReviewItem
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class UndoTooLate:
    """A ruling stands for longer than it can be undone; `may_change` unless the reader may not change
    verdicts."""

    item: ReviewItem
    verdict: Verdict
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class AskCorrection:
    """What should change in a verdict? `told` counts the people who read it. With a `rating` chosen, it is to
    be confirmed; `overtaken` when somebody else corrected the verdict meanwhile."""

    verdict: Verdict
    told: int
    rating: Rating | None = None
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """A verdict was corrected; `told` counts the people whose answer follows."""

    verdict: Verdict
    before: Ruling
    told: int


@dataclass(frozen=True, slots=True)
class NotOurs:
    """A verdict of another publisher, which only they can change."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class AskRetraction:
    """Shall this verdict be withdrawn? `told` counts the people who read it."""

    verdict: Verdict
    told: int


@dataclass(frozen=True, slots=True)
class Retracted:
    """A verdict was withdrawn; `told` counts the people who hear of it, who wait on these items, most of them
    on the first."""

    verdict: Verdict
    told: int
    items: tuple[ItemId, ...] = ()


@dataclass(frozen=True, slots=True)
class RetractedBefore:
    """A verdict was withdrawn already."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NothingChanged:
    """A verdict stays as it is: a correction or withdrawal was cancelled, or would change nothing."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Dismissed:
    """An item was set aside."""

    item_id: ItemId
    reason: DismissReason
    told: int


@dataclass(frozen=True, slots=True)
class Usage:
    """A command was written in a way that cannot be read; `command` without its slash, `problem` a short key
    of what is missing (`item`, `rating`, `verdict`, `summary`, `link`, `draft`, `change`, `words`, `days`,
    `switch`, `proposal`)."""

    command: str
    problem: str


@dataclass(frozen=True, slots=True)
class TooLong:
    """What a reviewer typed has more characters than people would read; nothing was done with it."""

    length: int
    limit: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody wants to publish waits for approval; so many colleagues are asked."""

    view: ProposalView
    asked: int


@dataclass(frozen=True, slots=True)
class WaitsForApproval:
    """The item or verdict is about to be changed already: that waits for approval."""

    proposal: Proposal
    author_name: str


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """The whole of what waits for approval, for somebody who `may_decide` or whose own it is (`mine`);
    `fresh` when it is not what they saw before. `wordings` are the other texts on its item."""

    view: ProposalView
    may_decide: bool = False
    mine: bool = False
    fresh: bool = False
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeWhy:
    """The next typed message is why a proposal is sent back."""

    view: ProposalView


@dataclass(frozen=True, slots=True)
class SentBackDone:
    """The author of a proposal has it again."""

    view: ProposalView


@dataclass(frozen=True, slots=True)
class SentBack:
    """A proposal came back to its author with a note; the `draft` is what they had written."""

    view: ProposalView
    by_name: str
    draft: RulingDraft | None = None


@dataclass(frozen=True, slots=True)
class ProposalApproved:
    """What somebody wrote was approved; `told` counts who hears of it, `done` is what came of it."""

    view: ProposalView
    by_name: str
    told: int
    done: "News"


@dataclass(frozen=True, slots=True)
class ProposalDecided:
    """A proposal waits no longer: it was approved, sent back, taken back or overtaken."""

    proposal: Proposal
    by_name: str = ""


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """What waits for approval, oldest first."""

    views: tuple[ProposalView, ...]


@dataclass(frozen=True, slots=True)
class NoSuchProposal:
    """No proposal has that number."""

    proposal_id: ProposalId


@dataclass(frozen=True, slots=True)
class NotYourRole:
    """A reviewer's role does not allow what they want."""

    needed: Right


class TeamEvent(StrEnum):
    """What just happened to a member of the team, or why nothing did."""

    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    LAST_OWNER = "last_owner"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Who reviews, as `viewer` sees it; `event` with the `member` it is about, when something was done."""

    members: tuple[Moderator, ...]
    viewer: Moderator
    event: TeamEvent | None = None
    member: Moderator | None = None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One member of the team and what an owner can do; `removing` asks whether they shall be removed."""

    member: Moderator
    removing: bool = False


@dataclass(frozen=True, slots=True)
class Invited:
    """A one-time link that gives a role until then."""

    role: Role
    link: str
    until: datetime


@dataclass(frozen=True, slots=True)
class InvitationVoid:
    """An invitation was used, is over, or never was."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Someone has a role from now on, told to themselves."""

    role: Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone accepted an invitation, told to whoever invited them."""

    member: Moderator


@dataclass(frozen=True, slots=True)
class NoSuchItem:
    """No review item has that number."""

    item_id: ItemId


@dataclass(frozen=True, slots=True)
class FeedDied:
    """A feed of fact-checks has failed for long; `problem` says why (in English), `last_read_at` when it was
    last read, if ever."""

    source: str
    problem: str
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedBack:
    """A feed that had failed for long is read again."""

    source: str


@dataclass(frozen=True, slots=True)
class DeliveriesUnknown:
    """Replies of which nobody knows whether they arrived; `newest` is the last of them."""

    count: int
    newest: int


@dataclass(frozen=True, slots=True)
class SentAgain:
    """Replies that a reviewer had sent once more."""

    count: int


@dataclass(frozen=True, slots=True)
class NewItem:
    """An unknown claim came in: a card for every moderator; `again` when its fact-check was withdrawn."""

    item: ReviewItem
    now: datetime
    again: bool = False
    near: Mapping[VerdictId, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Escalated:
    """A colleague leaves an item to the editors."""

    item: ReviewItem
    by: Moderator


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """So many free items wait for too long, `oldest` for longest."""

    count: int
    oldest: ReviewItem
    now: datetime


@dataclass(frozen=True, slots=True)
class LeaseEnds:
    """Somebody's hold on an item is about to end."""

    item: ReviewItem


@dataclass(frozen=True, slots=True)
class LiveCard:
    """One item as it stands, for everybody in a chat; `closing` says how it was closed, `proposed` what waits
    for approval."""

    item: ReviewItem
    now: datetime
    near: Mapping[VerdictId, Verdict]
    demand: Demand
    holder_name: str = ""
    closing: Closing | None = None
    proposed: ProposalView | None = None
    notes: tuple[NamedNote, ...] = ()
    questions: tuple[Question, ...] = ()
    replies: tuple[AskerReply, ...] = ()


@dataclass(frozen=True, slots=True)
class GoOnInPrivate:
    """What was pressed in a group goes on in the private chat, which has to be opened unless `reachable`."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class DeskSet:
    """A group shows every claim from now on, or no longer; `waiting` claims got their card at once."""

    on: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class NightSet:
    """When a group or a moderator is not reminded; `own` where that was set, not the installation's."""

    reminding: Reminding
    own: bool


@dataclass(frozen=True, slots=True)
class DeskLost:
    """The moderators' group cannot be written to any more, or has moved; `waiting` claims are open. `owner`
    when the reader can open another, `here` when cards come to their private chat from now on."""

    lost: PlaceLost
    waiting: int
    owner: bool
    here: bool


@dataclass(frozen=True, slots=True)
class CardsSwitched:
    """Someone gets cards in private from now on, or no longer."""

    on: bool


News = (
    Checked
    | RulingArrived
    | AnswerUpdated
    | AnswerWithdrawn
    | CorrectionNote
    | AnswerTakenBack
    | AskedBefore
    | SetAside
    | AnswerRejected
    | NoLongerWaiting
    | LeftAlone
    | ToldAlready
    | Greeting
    | Help
    | Privacy
    | AskForgetting
    | Forgotten
    | ForgetInPrivate
    | CannotRead
    | OwnMessage
    | SlowDown
    | EditNotRead
    | OurFault
    | AskInPrivate
    | ButtonExpired
    | UnknownCommand
    | QueuePage
    | NothingFree
    | Found
    | VerdictsPage
    | VerdictCard
    | NoSuchVerdict
    | ItemHistory
    | VerdictHistory
    | Stats
    | Calibrated
    | Digest
    | DigestSwitched
    | ItemCard
    | Refused
    | ForEditors
    | ItemClosed
    | DraftAsks
    | DraftDropped
    | AskedBack
    | ReplyTaken
    | AskersAnswers
    | Merged
    | Wordings
    | SplitOut
    | Offered
    | TypeNext
    | DeskMenu
    | AskReason
    | Published
    | RulingUndone
    | UndoneBefore
    | UndoTooLate
    | AskCorrection
    | Corrected
    | NotOurs
    | AskRetraction
    | Retracted
    | RetractedBefore
    | NothingChanged
    | Dismissed
    | Usage
    | TooLong
    | Proposed
    | WaitsForApproval
    | ApprovalAsked
    | TypeWhy
    | SentBackDone
    | SentBack
    | ProposalApproved
    | ProposalDecided
    | ProposalsPage
    | NoSuchProposal
    | NotYourRole
    | LiveCard
    | Escalated
    | StillWaiting
    | LeaseEnds
    | GoOnInPrivate
    | DeskSet
    | CardsSwitched
    | DeskLost
    | NightSet
    | TeamPage
    | MemberPage
    | Invited
    | InvitationVoid
    | Joined
    | Colleague
    | NoSuchItem
    | FeedDied
    | FeedBack
    | DeliveriesUnknown
    | SentAgain
    | NewItem
)
