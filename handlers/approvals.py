"""Handles the commands and buttons of what waits for a second moderator."""

from typing import assert_never

from telegram import Update

from claims.news import Usage
from claims.review import ProposalId
from claims.usecases.moderating import Caller
from handlers import buttons, extract
from handlers.context import Context
from handlers.moderation import parse_item_id
from handlers.services import Services


async def on_approvals(update: Update, context: Context) -> None:
    """List what waits: `/approvals`; show one in full: `/approvals 5`."""
    words, caller = context.args or [], extract.caller(update)
    number = parse_item_id(words)
    if not words:
        await context.services.list_proposals(caller)
    elif number is None:
        await context.services.explain_usage(caller, Usage("approvals", "proposal"))
    else:
        await context.services.show_proposal(caller, ProposalId(number))


async def on_approve(update: Update, context: Context) -> None:
    """Approve: `/approve 5`."""
    number, caller = parse_item_id(context.args or []), extract.caller(update)
    if number is None:
        await context.services.explain_usage(caller, Usage("approve", "proposal"))
    else:
        await context.services.approve_proposal(caller, ProposalId(number))


async def on_sendback(update: Update, context: Context) -> None:
    """Send back with a note: `/sendback 5 The second source is missing.`; `/sendback 5` asks why."""
    words, caller = context.args or [], extract.caller(update)
    number = parse_item_id(words)
    if number is None:
        await context.services.explain_usage(caller, Usage("sendback", "proposal"))
    elif not words[1:]:
        await context.services.ask_why(caller, ProposalId(number))
    else:
        await context.services.send_back(caller, ProposalId(number), " ".join(words[1:]))


async def press_proposal(services: Services, caller: Caller, button: buttons.ProposalButton) -> None:
    """Do what the button says."""
    match button:
        case buttons.OpenProposals():
            await services.list_proposals(caller)
        case buttons.ShowProposal(proposal_id):
            await services.show_proposal(caller, proposal_id)
        case buttons.Approve(proposal_id, version):
            await services.approve_proposal(caller, proposal_id, version)
        case buttons.AskWhy(proposal_id):
            await services.ask_why(caller, proposal_id)
        case buttons.TakeBack(proposal_id):
            await services.take_back_proposal(caller, proposal_id)
        case _:
            assert_never(button)
