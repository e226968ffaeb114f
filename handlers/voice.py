"""Owns the way from news to a Bot API call: the view that tells it, in the reader's language."""

from datetime import date
from typing import Any, assert_never

from claims.delivery import MESSAGE_OF_CALL, Outgoing, Repeat
from claims.news import (
    Address,
    AnswerRejected,
    AnswerTakenBack,
    AnswerUpdated,
    AnswerWithdrawn,
    ApprovalAsked,
    AskCorrection,
    AskedBack,
    AskedBefore,
    AskersAnswers,
    AskForgetting,
    AskInPrivate,
    AskReason,
    AskRetraction,
    ButtonExpired,
    Calibrated,
    CannotRead,
    CardsSwitched,
    Checked,
    Colleague,
    Corrected,
    CorrectionNote,
    DeliveriesUnknown,
    DeskLost,
    DeskMenu,
    DeskSet,
    Digest,
    DigestSwitched,
    Dismissed,
    DraftAsks,
    DraftDropped,
    EditNotRead,
    Escalated,
    FeedBack,
    FeedDied,
    ForEditors,
    ForgetInPrivate,
    Forgotten,
    Found,
    GoOnInPrivate,
    Greeting,
    Help,
    InvitationVoid,
    Invited,
    ItemCard,
    ItemClosed,
    ItemHistory,
    Joined,
    LeaseEnds,
    LeftAlone,
    LiveCard,
    MemberPage,
    Merged,
    NewItem,
    News,
    NightSet,
    NoLongerWaiting,
    NoSuchItem,
    NoSuchProposal,
    NoSuchVerdict,
    NothingChanged,
    NothingFree,
    NotOurs,
    NotYourRole,
    Offered,
    OurFault,
    OwnMessage,
    Press,
    Privacy,
    ProposalApproved,
    ProposalDecided,
    ProposalsPage,
    Proposed,
    Published,
    QueuePage,
    Refused,
    ReplyTaken,
    Retracted,
    RetractedBefore,
    RulingArrived,
    RulingUndone,
    SentAgain,
    SentBack,
    SentBackDone,
    SetAside,
    SlowDown,
    SplitOut,
    Stats,
    StillWaiting,
    TeamPage,
    ToldAlready,
    TooLong,
    TypeNext,
    TypeWhy,
    UndoneBefore,
    UndoTooLate,
    UnknownCommand,
    Usage,
    VerdictCard,
    VerdictHistory,
    VerdictsPage,
    WaitsForApproval,
    Wordings,
)
from claims.picture import CHART
from claims.ports import Clock
from claims.site import NO_SITE, Site
from handlers.i18n import Catalogues, Texts
from handlers.linking import linked
from handlers.render import Reply, cut
from handlers.views import (
    approval,
    calibration,
    corrections,
    desk,
    feeding,
    figures,
    finding,
    history,
    joint,
    live,
    public,
    steps,
    team,
)

MAX_TOAST_UNITS = 200
# Not the digest: it is sent by itself, and nobody should get it twice.
FOR_REVIEWERS = (
    QueuePage,
    NothingFree,
    Found,
    VerdictsPage,
    VerdictCard,
    NoSuchVerdict,
    ItemHistory,
    VerdictHistory,
    Stats,
    Calibrated,
    DigestSwitched,
    ItemCard,
    NewItem,
    Refused,
    ForEditors,
    ItemClosed,
    DraftAsks,
    DraftDropped,
    TypeNext,
    DeskMenu,
    AskReason,
    AskersAnswers,
    Merged,
    Wordings,
    SplitOut,
    Offered,
    Published,
    RulingUndone,
    UndoneBefore,
    UndoTooLate,
    AskCorrection,
    Corrected,
    NotOurs,
    AskRetraction,
    Retracted,
    RetractedBefore,
    NothingChanged,
    Dismissed,
    NoSuchItem,
    Usage,
    TooLong,
    DeliveriesUnknown,
    SentAgain,
    LiveCard,
    Escalated,
    GoOnInPrivate,
    DeskSet,
    DeskLost,
    NightSet,
    CardsSwitched,
    Proposed,
    WaitsForApproval,
    ApprovalAsked,
    TypeWhy,
    SentBackDone,
    SentBack,
    ProposalApproved,
    ProposalDecided,
    ProposalsPage,
    NoSuchProposal,
    NotYourRole,
    TeamPage,
    MemberPage,
    Invited,
    InvitationVoid,
    Joined,
    Colleague,
)


class TelegramVoice:
    """Puts news into words for Telegram. What reviewers read may be repeated after a crash; what the public
    reads is never sent twice."""

    def __init__(self, catalogues: Catalogues, clock: Clock, newsroom: str, site: Site = NO_SITE) -> None:
        self._catalogues = catalogues
        self._clock = clock
        self._newsroom = newsroom
        self._site = site

    def say(self, to: Address, news: News) -> Outgoing:
        """Return the call that sends `news`, or edits it into an older message."""
        texts = self._catalogues.for_language(to.language)
        today = texts.day_of(self._clock.now())
        reply = view(linked(news, self._site), texts, today, self._newsroom)
        edits = to.edit is not None or to.edit_of is not None
        repeatable = edits or isinstance(news, FOR_REVIEWERS)
        return Outgoing(
            dedupe=to.debt,
            chat_id=to.chat_id,
            method="editMessageText" if edits else "sendPhoto" if reply.chart else "sendMessage",
            params=_message(to, reply),
            repeat=Repeat.FREELY if repeatable else Repeat.NEVER,
        )

    def acknowledge(self, press: Press, news: News) -> Outgoing:
        """Return the call that ends the waiting of a pressed button."""
        texts = self._catalogues.for_language(press.language)
        in_group = press.chat_id < 0
        text, alert = (_group_toast if in_group else _toast)(news, texts)
        params: dict[str, Any] = {"callback_query_id": press.callback_id}
        if text:
            params |= {"text": cut(text, MAX_TOAST_UNITS), "show_alert": alert}
        return Outgoing(
            dedupe=f"ack:{press.callback_id}",
            chat_id=press.chat_id,
            method="answerCallbackQuery",
            params=params,
            repeat=Repeat.FREELY,
        )

    def strip_buttons(self, press: Press) -> Outgoing:
        """Return the call that takes the buttons off the message they were pressed on."""
        return Outgoing(
            dedupe=f"strip:{press.callback_id}",
            chat_id=press.chat_id,
            method="editMessageReplyMarkup",
            params={"chat_id": press.chat_id, "message_id": press.message_id},
            repeat=Repeat.FREELY,
        )


def view(news: News, texts: Texts, today: date, newsroom: str) -> Reply:  # noqa: C901 - one arm a kind of news
    """Return what `news` looks like."""
    match news:
        case Checked():
            return public.checked(news, texts, today)
        case RulingArrived():
            return public.ruling_arrived(news, texts, today)
        case AnswerUpdated():
            return public.answer_updated(news, texts, today)
        case AnswerWithdrawn():
            return public.answer_withdrawn(news, texts, today)
        case CorrectionNote():
            return public.correction_note(news, texts)
        case AnswerTakenBack():
            return public.answer_taken_back(news, texts)
        case AskedBefore():
            return public.asked_before(texts)
        case SetAside():
            return public.set_aside(news, texts)
        case AnswerRejected():
            return public.answer_rejected(news, texts)
        case NoLongerWaiting():
            return public.no_longer_waiting(news, texts)
        case LeftAlone():
            return public.left_alone(texts)
        case ToldAlready():
            return public.told_already(texts)
        case Greeting():
            return public.greeting(news, texts)
        case Help(role):
            return Reply(public.help_page(texts)) if role is None else desk.desk_help(role, texts)
        case Privacy():
            return public.privacy(news, texts)
        case AskForgetting():
            return public.ask_forgetting(news, texts)
        case Forgotten():
            return public.forgotten(news, texts)
        case ForgetInPrivate():
            return public.forget_in_private(texts)
        case CannotRead():
            return public.cannot_read(texts)
        case OwnMessage():
            return public.own_message(texts)
        case EditNotRead():
            return public.edit_not_read(texts)
        case SlowDown():
            return public.slow_down(texts)
        case AskInPrivate(link):
            return public.ask_in_private(link, texts)
        case OurFault():
            return public.our_fault(news, texts)
        case ButtonExpired():
            return public.button_expired(texts)
        case UnknownCommand():
            return public.unknown_command(texts)
        case QueuePage():
            return finding.queue_page(news, texts)
        case NothingFree():
            return finding.nothing_free(news, texts)
        case Found():
            return finding.found(news, texts)
        case VerdictsPage():
            return finding.verdicts_page(news, texts)
        case VerdictCard():
            return finding.verdict_card(news, texts, today)
        case NoSuchVerdict():
            return finding.no_such_verdict(news, texts)
        case ItemHistory():
            return history.item_history(news, texts)
        case VerdictHistory():
            return history.verdict_history(news, texts)
        case Stats():
            return figures.stats(news, texts)
        case Calibrated():
            return calibration.calibrated(news, texts)
        case Digest():
            return figures.digest(news, texts)
        case DigestSwitched():
            return figures.digest_switched(news, texts)
        case ItemCard():
            return desk.item_card(news, texts)
        case NewItem():
            return desk.new_item(news, texts)
        case Refused():
            return desk.refused(news, texts)
        case ForEditors():
            return live.for_editors(news, texts)
        case ItemClosed():
            return desk.item_closed(news, texts)
        case DraftAsks():
            return desk.draft_asks(news, texts, today, newsroom)
        case DraftDropped():
            return desk.draft_dropped(news, texts)
        case AskedBack():
            return public.asked_back(news, texts)
        case ReplyTaken():
            return public.reply_taken(texts)
        case AskersAnswers():
            return joint.askers_answers(news, texts)
        case Merged():
            return joint.merged(news, texts)
        case Wordings():
            return joint.wordings(news, texts)
        case SplitOut():
            return joint.split_out(news, texts)
        case Offered():
            return joint.offered(news, texts)
        case TypeNext():
            return steps.type_next(news, texts)
        case DeskMenu():
            return steps.desk_menu(news, texts)
        case AskReason():
            return steps.ask_reason(news, texts)
        case Published():
            return desk.published(news, texts)
        case RulingUndone():
            return corrections.ruling_undone(news, texts)
        case UndoneBefore():
            return corrections.undone_before(news, texts)
        case UndoTooLate():
            return corrections.undo_too_late(news, texts)
        case AskCorrection():
            return corrections.ask_correction(news, texts, today)
        case Corrected():
            return corrections.corrected(news, texts)
        case NotOurs():
            return corrections.not_ours(news, texts)
        case AskRetraction():
            return corrections.ask_retraction(news, texts, today)
        case Retracted():
            return corrections.retracted(news, texts)
        case RetractedBefore():
            return corrections.retracted_before(news, texts)
        case NothingChanged():
            return corrections.nothing_changed(news, texts)
        case Dismissed():
            return desk.dismissed(news, texts)
        case Escalated():
            return live.escalated(news, texts)
        case StillWaiting():
            return live.still_waiting(news, texts)
        case LeaseEnds():
            return live.lease_ends(news, texts)
        case LiveCard():
            return live.live_card(news, texts)
        case GoOnInPrivate():
            return Reply(live.go_on_line(news, texts))
        case DeskSet():
            return live.desk_set(news, texts)
        case NightSet():
            return live.night_set(news, texts)
        case DeskLost():
            return live.desk_lost(news, texts)
        case CardsSwitched():
            return live.cards_switched(news, texts)
        case NotYourRole():
            return team.not_your_role(news, texts)
        case Proposed():
            return approval.proposed(news, texts)
        case WaitsForApproval():
            return approval.waits_for_approval(news, texts)
        case ApprovalAsked():
            return approval.approval_asked(news, texts, today)
        case TypeWhy():
            return approval.type_why(news, texts)
        case SentBackDone():
            return approval.sent_back_done(news, texts)
        case SentBack():
            return approval.sent_back(news, texts, today, newsroom)
        case ProposalApproved():
            return approval.proposal_approved(news, texts)
        case ProposalDecided():
            return approval.proposal_decided(news, texts)
        case ProposalsPage():
            return approval.proposals_page(news, texts)
        case NoSuchProposal():
            return approval.no_such_proposal(news, texts)
        case TeamPage():
            return team.team_page(news, texts)
        case MemberPage():
            return team.member_page(news, texts)
        case Invited():
            return team.invited(news, texts)
        case InvitationVoid():
            return team.invitation_void(texts)
        case Joined():
            return team.joined(news, texts)
        case Colleague():
            return team.colleague(news, texts)
        case NoSuchItem():
            return desk.no_such_item(news, texts)
        case Usage():
            return desk.usage(news, texts)
        case TooLong():
            return desk.too_long(news, texts)
        case FeedDied():
            return feeding.feed_died(news, texts)
        case FeedBack():
            return feeding.feed_back(news, texts)
        case DeliveriesUnknown():
            return desk.deliveries_unknown(news, texts)
        case SentAgain():
            return desk.sent_again(news, texts)
        case _:
            assert_never(news)


def _message(to: Address, reply: Reply) -> dict[str, Any]:
    params: dict[str, Any] = {
        "chat_id": to.chat_id,
        "text": reply.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if reply.chart is not None and to.edit is None and to.edit_of is None:
        params = {
            "chat_id": to.chat_id,
            "photo": {CHART: reply.chart.to_json()},
            "caption": reply.html,
            "parse_mode": "HTML",
        }
    if reply.rows or reply.invites:
        params["reply_markup"] = reply.markup()
    if to.edit is not None:
        return params | {"message_id": to.edit}
    if to.edit_of is not None:
        return params | {MESSAGE_OF_CALL: to.edit_of}
    if to.thread_id is not None:
        params["message_thread_id"] = to.thread_id
    if to.reply_to is not None:
        params["reply_parameters"] = {"message_id": to.reply_to, "allow_sending_without_reply": True}
    return params


def _toast(news: News, texts: Texts) -> tuple[str, bool]:
    """Return the words over the chat, and whether they wait for a tap."""
    _ = texts.gettext
    match news:
        case AnswerRejected(repeated=True):
            return public.told_before(news, texts), False
        case AnswerRejected():
            return _("Thank you. A reviewer will look at it."), False
        case NoLongerWaiting():
            return _("All right, I will not write to you about this."), False
        case ToldAlready():
            return public.told_already(texts).html, False
        case ButtonExpired():
            return _("This button no longer works."), True
        case NotYourRole():
            return team.not_your_role_line(news, texts), True
        case _:
            return "", False


def _group_toast(news: News, texts: Texts) -> tuple[str, bool]:
    """Return what one person is told over a group's card, which shows the rest to everybody."""
    _ = texts.gettext
    match news:
        case Refused(refusal, holder_name):
            until = refusal.item.lease.until if refusal.item.lease else None
            return _("{name} is working on #{number} until {time} UTC.").format(
                name=holder_name or refusal.holder,
                number=refusal.item.id,
                time=f"{until:%H:%M}" if until else "",
            ), True
        case Proposed():
            return approval.proposed_line(texts), False
        case WaitsForApproval():
            return approval.waits_line(news, texts), True
        case ForEditors():
            return live.for_editors_line(news, texts), True
        case ItemClosed(by_name=name) if name:
            return _("{name} was faster. The card shows how #{number} was closed.").format(
                name=name, number=news.item.id
            ), True
        case GoOnInPrivate():
            return live.go_on_line(news, texts), not news.reachable
        case ButtonExpired():
            return _("These buttons work for those whom /team lists."), True
        case _:
            return _toast(news, texts)
