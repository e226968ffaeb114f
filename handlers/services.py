"""Owns the bundle of use cases that handlers call, bound to the update they handle."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from claims.age import NO_LIMIT, AgeLimit
from claims.catalogue import Catalogue
from claims.days import Days
from claims.night import Reminding
from claims.ports import Clock, FactCheckReader, Store, Voice
from claims.prompt import Prompt, SendBackPrompt
from claims.review import ModeratorId, RulingDraft
from claims.site import NO_SITE, Site
from claims.usecases.approving import (
    ApproveProposal,
    AskWhy,
    ListProposals,
    SendBack,
    ShowProposal,
    TakeBackProposal,
)
from claims.usecases.asking_back import AddNote, AskAskers, ShowAnswers, TakeReply
from claims.usecases.catching_up import CatchUp
from claims.usecases.check_claim import CheckClaim
from claims.usecases.correct_verdict import (
    AskForCorrection,
    AskForRetraction,
    CorrectVerdict,
    KeepVerdict,
    RetractVerdict,
)
from claims.usecases.desks import SetDesk, SwitchCards
from claims.usecases.draft_ruling import (
    AnswerWith,
    CancelDraft,
    ChooseRating,
    PublishDraft,
    RuleOurselves,
    SkipSource,
    StartRuling,
    WordClaim,
    WriteDraft,
)
from claims.usecases.escalating import EscalateItem
from claims.usecases.forgetting import AskBeforeForgetting, ForgetPerson
from claims.usecases.keep_house import SendUnknownAgain
from claims.usecases.learning import ShowCalibration
from claims.usecases.merging import MergeItems, ShowWordings, SplitOff, UnmergeItem
from claims.usecases.nights import SetGroupNight, SetOwnNight
from claims.usecases.noticing_edits import NoticeEdit
from claims.usecases.offering import TakeOffers
from claims.usecases.pick_suggestion import PickSuggestion
from claims.usecases.prompting import AskFor, AskForReason, DropPrompt, OpenMenu
from claims.usecases.reject_answer import RejectAnswer
from claims.usecases.reply import Reply
from claims.usecases.rule_on_item import DismissItem, LinkItem, RuleOnItem
from claims.usecases.search_desk import FindOnDesk, ShowVerdict, ShowVerdicts
from claims.usecases.show_history import ShowHistory, ShowVerdictHistory
from claims.usecases.stop_everything import StopEverything
from claims.usecases.stop_waiting import StopWaiting
from claims.usecases.team import (
    AcceptInvitation,
    ChangeRole,
    Invite,
    RemoveMember,
    ShowMember,
    ShowTeam,
)
from claims.usecases.tell_figures import ShowDigest, ShowStats, SwitchDigest
from claims.usecases.undo_dismissal import ReopenItem, UndoDismissal, UndoLatest
from claims.usecases.undo_ruling import UndoRuling
from claims.usecases.work_on_item import (
    ExplainUsage,
    ReleaseItem,
    ShowItem,
    ShowQueue,
    TakeItem,
    TakeNext,
)

DEFAULT_REMINDING = Reminding()


@dataclass(frozen=True)
class Services:
    """Every use case an update can lead to; what they commit settles that update."""

    store: Store
    catalogue: Catalogue
    voice: Voice
    clock: Clock
    newsroom: str
    days: Days
    reader: FactCheckReader
    thresholds: tuple[float, ...]
    new_token: Callable[[], str]
    four_eyes: bool = False
    reminding: Reminding = DEFAULT_REMINDING
    limit: AgeLimit = NO_LIMIT
    site: Site = NO_SITE
    keep_days: int = 0

    @property
    def check_claim(self) -> CheckClaim:
        """Check what somebody sent."""
        return CheckClaim(
            self.store, self.catalogue, self.voice, self.clock, self.limit, self.site, self.days
        )

    @property
    def notice_edit(self) -> NoticeEdit:
        """Say that a changed message is not read again."""
        return NoticeEdit(self.store, self.catalogue, self.voice, self.clock)

    @property
    def catch_up(self) -> CatchUp:
        """Tell somebody who takes the bot back what they missed."""
        return CatchUp(self.store, self.voice, self.clock, self.limit, self.days)

    @property
    def reply(self) -> Reply:
        """Tell somebody something."""
        return Reply(self.store, self.voice, self.clock)

    @property
    def reject_answer(self) -> RejectAnswer:
        """Take "not this claim"."""
        return RejectAnswer(self.store, self.voice, self.clock, self.limit, self.days)

    @property
    def pick_suggestion(self) -> PickSuggestion:
        """Show a suggested fact-check in full."""
        return PickSuggestion(self.store, self.voice, self.clock, self.limit, self.days)

    @property
    def stop_waiting(self) -> StopWaiting:
        """Take somebody off the list of those who wait."""
        return StopWaiting(self.store, self.voice, self.clock)

    @property
    def stop_everything(self) -> StopEverything:
        """Take somebody off every list of those who wait."""
        return StopEverything(self.store, self.voice, self.clock)

    @property
    def ask_before_forgetting(self) -> AskBeforeForgetting:
        """Ask whether somebody shall be forgotten."""
        return AskBeforeForgetting(self.store, self.voice, self.clock)

    @property
    def forget_person(self) -> ForgetPerson:
        """Delete what is kept about somebody."""
        return ForgetPerson(self.store, self.voice, self.clock)

    @property
    def show_queue(self) -> ShowQueue:
        """List the open items."""
        return ShowQueue(self.store, self.voice, self.clock)

    @property
    def show_item(self) -> ShowItem:
        """Show one item."""
        return ShowItem(self.store, self.voice, self.clock)

    @property
    def explain_usage(self) -> ExplainUsage:
        """Say how a command is written."""
        return ExplainUsage(self.store, self.voice, self.clock)

    @property
    def take_item(self) -> TakeItem:
        """Lease an item."""
        return TakeItem(self.store, self.voice, self.clock)

    @property
    def take_next(self) -> TakeNext:
        """Lease the most needed item."""
        return TakeNext(self.store, self.voice, self.clock)

    @property
    def find_on_desk(self) -> FindOnDesk:
        """Search items and verdicts."""
        return FindOnDesk(self.store, self.voice, self.clock, self.catalogue)

    @property
    def show_verdicts(self) -> ShowVerdicts:
        """List the verdicts."""
        return ShowVerdicts(self.store, self.voice, self.clock)

    @property
    def show_verdict(self) -> ShowVerdict:
        """Show one verdict."""
        return ShowVerdict(self.store, self.voice, self.clock)

    @property
    def show_history(self) -> ShowHistory:
        """Show what was done to an item."""
        return ShowHistory(self.store, self.voice, self.clock)

    @property
    def show_verdict_history(self) -> ShowVerdictHistory:
        """Show how a verdict came to be and changed."""
        return ShowVerdictHistory(self.store, self.voice, self.clock)

    @property
    def show_stats(self) -> ShowStats:
        """Count the last days."""
        return ShowStats(self.store, self.voice, self.clock, self.days)

    @property
    def show_calibration(self) -> ShowCalibration:
        """Report what people's judgements say about the matcher."""
        return ShowCalibration(self.store, self.voice, self.clock, self.thresholds)

    @property
    def show_digest(self) -> ShowDigest:
        """Count yesterday."""
        return ShowDigest(self.store, self.voice, self.clock, self.days)

    @property
    def switch_digest(self) -> SwitchDigest:
        """Begin or end the digest."""
        return SwitchDigest(self.store, self.voice, self.clock, self.days)

    @property
    def release_item(self) -> ReleaseItem:
        """Give an item back."""
        return ReleaseItem(self.store, self.voice, self.clock)

    @property
    def rule_on_item(self) -> RuleOnItem:
        """Publish a ruling."""
        return RuleOnItem(self.store, self.voice, self.clock, self.four_eyes, self.newsroom, self.days)

    @property
    def link_item(self) -> LinkItem:
        """Answer an item with an existing verdict."""
        return LinkItem(self.store, self.voice, self.clock, self.four_eyes, self.site)

    @property
    def dismiss_item(self) -> DismissItem:
        """Set an item aside."""
        return DismissItem(self.store, self.voice, self.clock)

    @property
    def undo_ruling(self) -> UndoRuling:
        """Take a fresh ruling back."""
        return UndoRuling(self.store, self.voice, self.clock, self.limit, self.days)

    @property
    def reopen_item(self) -> ReopenItem:
        """Reopen what was set aside."""
        return ReopenItem(self.store, self.voice, self.clock)

    @property
    def undo_dismissal(self) -> UndoDismissal:
        """Reopen an item that was set aside a moment ago."""
        return UndoDismissal(self.store, self.voice, self.clock)

    @property
    def undo_latest(self) -> UndoLatest:
        """Take back how an item was closed."""
        parts = (self.undo_ruling, self.undo_dismissal, self.unmerge_item, self.take_back_proposal)
        return UndoLatest(self.store, self.voice, self.clock, *parts)

    @property
    def ask_for_correction(self) -> AskForCorrection:
        """Show what can be corrected."""
        return AskForCorrection(self.store, self.voice, self.clock, self.four_eyes, self.newsroom)

    @property
    def correct_verdict(self) -> CorrectVerdict:
        """Correct a verdict everywhere it was told."""
        return CorrectVerdict(
            self.store, self.voice, self.clock, self.four_eyes, self.newsroom, self.catalogue
        )

    @property
    def ask_for_retraction(self) -> AskForRetraction:
        """Ask whether a verdict shall be withdrawn."""
        return AskForRetraction(self.store, self.voice, self.clock, self.four_eyes)

    @property
    def retract_verdict(self) -> RetractVerdict:
        """Withdraw a verdict everywhere it was told."""
        return RetractVerdict(self.store, self.voice, self.clock, self.four_eyes, self.limit, self.days)

    @property
    def keep_verdict(self) -> KeepVerdict:
        """Leave a verdict as it is."""
        return KeepVerdict(self.store, self.voice, self.clock, self.four_eyes)

    @property
    def send_unknown_again(self) -> SendUnknownAgain:
        """Send replies once more that may not have arrived."""
        return SendUnknownAgain(self.store, self.voice, self.clock)

    @property
    def start_ruling(self) -> StartRuling:
        """Begin a guided ruling."""
        return StartRuling(self.store, self.voice, self.clock, self.four_eyes, self.reader, self.site)

    @property
    def answer_with(self) -> AnswerWith:
        """Answer with a fact-check that is known, or read the one behind a link."""
        return AnswerWith(self.store, self.link_item, self.start_ruling)

    @property
    def rule_ourselves(self) -> RuleOurselves:
        """Go on in the newsroom's own name."""
        return RuleOurselves(self.store, self.voice, self.clock, self.four_eyes)

    @property
    def word_claim(self) -> WordClaim:
        """Say the claim in one sentence."""
        return WordClaim(self.store, self.voice, self.clock, self.four_eyes)

    @property
    def ask_for(self) -> AskFor:
        """Wait for what a reviewer types next."""
        return AskFor(self.store, self.voice, self.clock, self.catalogue)

    @property
    def add_note(self) -> AddNote:
        """Note something on an item."""
        return AddNote(self.store, self.voice, self.clock)

    @property
    def ask_askers(self) -> AskAskers:
        """Ask an item's askers one question."""
        return AskAskers(self.store, self.voice, self.clock)

    @property
    def show_answers(self) -> ShowAnswers:
        """Show what they replied."""
        return ShowAnswers(self.store, self.voice, self.clock)

    @property
    def take_reply(self) -> TakeReply:
        """Take an asker's reply."""
        return TakeReply(self.store, self.voice, self.clock)

    @property
    def merge_items(self) -> MergeItems:
        """Merge an item into another."""
        return MergeItems(self.store, self.voice, self.clock)

    @property
    def unmerge_item(self) -> UnmergeItem:
        """Take a merger back."""
        return UnmergeItem(self.store, self.voice, self.clock)

    @property
    def show_wordings(self) -> ShowWordings:
        """Show the other wordings on an item."""
        return ShowWordings(self.store, self.voice, self.clock)

    @property
    def split_off(self) -> SplitOff:
        """Give a wording an item of its own."""
        return SplitOff(self.store, self.voice, self.clock, self.catalogue)

    @property
    def take_offers(self) -> TakeOffers:
        """Answer further questions with a verdict."""
        return TakeOffers(self.store, self.voice, self.clock, self.four_eyes)

    @property
    def list_proposals(self) -> ListProposals:
        """List what waits for approval."""
        return ListProposals(self.store, self.voice, self.clock)

    @property
    def show_proposal(self) -> ShowProposal:
        """Show one of them in full."""
        return ShowProposal(self.store, self.voice, self.clock)

    @property
    def approve_proposal(self) -> ApproveProposal:
        """Publish what somebody else wrote."""
        publishing = (self.rule_on_item, self.take_offers, self.correct_verdict, self.retract_verdict)
        return ApproveProposal(self.store, self.voice, self.clock, *publishing)

    @property
    def ask_why(self) -> AskWhy:
        """Wait for what is written to an author."""
        return AskWhy(self.store, self.voice, self.clock)

    @property
    def send_back(self) -> SendBack:
        """Send a proposal back."""
        return SendBack(self.store, self.voice, self.clock)

    @property
    def take_back_proposal(self) -> TakeBackProposal:
        """Take one's own proposal back."""
        return TakeBackProposal(self.store, self.voice, self.clock)

    @property
    def drop_prompt(self) -> DropPrompt:
        """Wait no longer."""
        return DropPrompt(self.store, self.voice, self.clock)

    @property
    def open_menu(self) -> OpenMenu:
        """Show what else can be done with an item."""
        return OpenMenu(self.store, self.voice, self.clock)

    @property
    def ask_for_reason(self) -> AskForReason:
        """Show the reasons for setting an item aside."""
        return AskForReason(self.store, self.voice, self.clock)

    @property
    def choose_rating(self) -> ChooseRating:
        """Take the rating of a guided ruling."""
        return ChooseRating(self.store, self.voice, self.clock, self.four_eyes)

    @property
    def write_draft(self) -> WriteDraft:
        """Take typed text of a guided ruling."""
        return WriteDraft(self.store, self.voice, self.clock, self.four_eyes, self.reader, self.site)

    @property
    def skip_source(self) -> SkipSource:
        """Go on without a link."""
        return SkipSource(self.store, self.voice, self.clock, self.four_eyes)

    @property
    def cancel_draft(self) -> CancelDraft:
        """Drop a draft."""
        return CancelDraft(self.store, self.voice, self.clock)

    @property
    def publish_draft(self) -> PublishDraft:
        """Publish a draft."""
        return PublishDraft(
            self.store, self.voice, self.clock, self.four_eyes, self.rule_on_item, self.catalogue
        )

    @property
    def show_team(self) -> ShowTeam:
        """List who reviews."""
        return ShowTeam(self.store, self.voice, self.clock)

    @property
    def escalate_item(self) -> EscalateItem:
        """Leave an item to the editors."""
        return EscalateItem(self.store, self.voice, self.clock)

    @property
    def set_desk(self) -> SetDesk:
        """Make a group the desk."""
        return SetDesk(self.store, self.voice, self.clock)

    @property
    def set_group_night(self) -> SetGroupNight:
        """Say when a group is not reminded."""
        return SetGroupNight(self.store, self.voice, self.clock, self.reminding)

    @property
    def set_own_night(self) -> SetOwnNight:
        """Say when a moderator is not reminded."""
        return SetOwnNight(self.store, self.voice, self.clock, self.reminding)

    @property
    def switch_cards(self) -> SwitchCards:
        """Begin or end cards in private."""
        return SwitchCards(self.store, self.voice, self.clock)

    @property
    def show_member(self) -> ShowMember:
        """Show one of them."""
        return ShowMember(self.store, self.voice, self.clock)

    @property
    def change_role(self) -> ChangeRole:
        """Give somebody another role."""
        return ChangeRole(self.store, self.voice, self.clock)

    @property
    def remove_member(self) -> RemoveMember:
        """Remove somebody."""
        return RemoveMember(self.store, self.voice, self.clock)

    @property
    def invite(self) -> Invite:
        """Make an invitation."""
        return Invite(self.store, self.voice, self.clock, self.new_token)

    @property
    def accept_invitation(self) -> AcceptInvitation:
        """Give a role to whoever opens an invitation first."""
        return AcceptInvitation(self.store, self.voice, self.clock)

    async def waits_for(
        self, moderator_id: ModeratorId, sent_at: datetime
    ) -> Prompt | SendBackPrompt | RulingDraft | None:
        """Return what a message belongs to that this moderator typed then: an answer to a prompt, else the
        next step of a guided ruling whose item they still held."""
        at = min(self.clock.now(), sent_at)
        async with self.store.reading() as tx:
            if await tx.moderators.get(moderator_id) is None:
                return None
            prompt = await tx.prompts.get(moderator_id, at)
            if prompt is not None:
                return prompt
            draft = await tx.drafts.get(moderator_id)
            item = await tx.items.get(draft.item_id) if draft else None
        return draft if item is not None and item.holder(at) == moderator_id else None
