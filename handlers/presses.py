"""Handles pressed buttons, of the public and of reviewers; the use case decides who may."""

from dataclasses import replace
from typing import assert_never

from telegram import Update

from claims.news import Press
from claims.submission import PersonId
from claims.usecases.moderating import Caller
from claims.verdict import Correction
from handlers import buttons, extract
from handlers.approvals import press_proposal
from handlers.context import Context
from handlers.services import Services
from handlers.steps import press_step
from handlers.team import press_team


async def on_press(update: Update, context: Context) -> None:
    """Read the button and do what it says."""
    query = update.callback_query
    press = extract.press(query) if query else None
    if query is None or press is None:
        return
    button = buttons.decode(query.data or "")
    if button is None:
        await context.services.reply.expired(press)
    elif isinstance(button, buttons.PublicButton):
        await _press_public(context.services, PersonId(query.from_user.id), press, button)
    else:
        await _press_desk(update, context, press, button)


async def _press_public(
    services: Services, person_id: PersonId, press: Press, button: buttons.PublicButton
) -> None:
    match button:
        case buttons.NotThisClaim(submission_id, verdict_ids):
            await services.reject_answer(person_id, press, submission_id, verdict_ids)
        case buttons.Pick(submission_id, verdict_id):
            await services.pick_suggestion(person_id, press, submission_id, verdict_id)
        case buttons.StopTelling(submission_id):
            await services.stop_waiting(person_id, press, submission_id)
        case buttons.ForgetMe():
            await services.forget_person(person_id, press)
        case _:
            assert_never(button)


async def _press_desk(  # noqa: C901 - one arm a button
    update: Update, context: Context, press: Press, button: buttons.DeskButton
) -> None:
    caller, services = extract.pressing_caller(update, press), context.services
    if isinstance(button, buttons.TeamButton):
        await press_team(services, caller, button, context.bot.username)
        return
    if isinstance(button, buttons.CorrectionButton):
        await _press_correction(services, caller, button)
        return
    if isinstance(button, buttons.ProposalButton):
        await press_proposal(services, caller, button)
        return
    if isinstance(button, buttons.StepButton | buttons.PairButton):
        await press_step(services, caller, button)
        return
    match button:
        case buttons.OpenQueue(offset, chosen):
            await services.show_queue(caller, chosen, offset)
        case buttons.OpenVerdicts(offset):
            await services.show_verdicts(caller, offset)
        case buttons.OpenVerdict(verdict_id):
            await services.show_verdict(caller, verdict_id)
        case buttons.ShowVerdictHistory(verdict_id):
            await services.show_verdict_history(caller, verdict_id)
        case buttons.ShowStats(days):  # a picture takes no text's place, and a text no picture's
            await services.show_stats(_anew(caller), days)
        case buttons.ShowCalibration():
            await services.show_calibration(_anew(caller))
        case buttons.OpenItem(item_id):
            await services.show_item(caller, item_id)
        case buttons.Take(item_id):
            await services.take_item(caller, item_id)
        case buttons.Release(item_id):
            await services.release_item(caller, item_id)
        case buttons.Rule(item_id):
            await services.start_ruling(caller, item_id)
        case buttons.Rate(item_id, rating):
            await services.choose_rating(caller, item_id, rating)
        case buttons.NoSource(item_id):
            await services.skip_source(caller, item_id)
        case buttons.Publish(item_id, mark):
            await services.publish_draft(caller, item_id, mark)
        case buttons.Cancel(item_id):
            await services.cancel_draft(caller, item_id)
        case buttons.SameAs(item_id, verdict_id):
            await services.link_item(caller, item_id, verdict_id)
        case buttons.SendAgain(newest):
            await services.send_unknown_again(caller, newest)
        case buttons.Dismiss(item_id, reason):
            await services.dismiss_item(caller, item_id, reason)
        case _:
            assert_never(button)


def _anew(caller: Caller) -> Caller:
    """Return the caller, to be answered by a new message."""
    return replace(caller, address=replace(caller.address, edit=None))


async def _press_correction(services: Services, caller: Caller, button: buttons.CorrectionButton) -> None:
    match button:
        case buttons.Undo(item_id, verdict_id):
            await services.undo_ruling(caller, item_id, verdict_id)
        case buttons.Edit(verdict_id):
            await services.ask_for_correction(caller, verdict_id)
        case buttons.ReRate(verdict_id, rating):
            await services.ask_for_correction(caller, verdict_id, rating)
        case buttons.Correct(verdict_id, revision, rating):
            await services.correct_verdict(caller, verdict_id, Correction(rating=rating), revision)
        case buttons.AskRetract(verdict_id):
            await services.ask_for_retraction(caller, verdict_id)
        case buttons.Retract(verdict_id):
            await services.retract_verdict(caller, verdict_id)
        case buttons.Keep(verdict_id):
            await services.keep_verdict(caller, verdict_id)
        case _:
            assert_never(button)
