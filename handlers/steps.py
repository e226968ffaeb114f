"""Handles the pressed buttons of an item's menu and of the steps of a ruling."""

from typing import assert_never

from claims.prompt import PromptKind
from claims.usecases.moderating import Caller
from handlers import buttons
from handlers.services import Services


async def press_step(  # noqa: C901 - one arm a button
    services: Services, caller: Caller, button: buttons.StepButton | buttons.PairButton
) -> None:
    """Do what the button says."""
    match button:
        case buttons.OtherVerdict(item_id):
            await services.ask_for(caller, item_id, PromptKind.SAME_AS)
        case buttons.WriteClaim(item_id):
            await services.ask_for(caller, item_id, PromptKind.CLAIM)
        case buttons.More(item_id):
            await services.open_menu(caller, item_id)
        case buttons.SetAside(item_id):
            await services.ask_for_reason(caller, item_id)
        case buttons.Escalate(item_id):
            await services.escalate_item(caller, item_id)
        case buttons.ShowHistory(item_id):
            await services.show_history(caller, item_id)
        case buttons.OwnRuling(item_id):
            await services.rule_ourselves(caller, item_id)
        case buttons.DropPrompt(item_id):
            await services.drop_prompt(caller, item_id)
        case buttons.WriteNote(item_id):
            await services.ask_for(caller, item_id, PromptKind.NOTE)
        case buttons.AskAskers(item_id):
            if await services.show_answers(caller, item_id) is None:
                await services.ask_for(caller, item_id, PromptKind.QUESTION)
        case buttons.MergeWith(item_id):
            await services.ask_for(caller, item_id, PromptKind.MERGE)
        case buttons.MergeInto(item_id, into):
            await services.merge_items(caller, item_id, into)
        case buttons.Unmerge(item_id):
            await services.unmerge_item(caller, item_id)
        case buttons.UndoDismissal(item_id):
            await services.undo_dismissal(caller, item_id)
        case buttons.Reopen(item_id):
            await services.reopen_item(caller, item_id)
        case buttons.OpenSplit(item_id):
            await services.show_wordings(caller, item_id)
        case buttons.SplitOff(item_id, submission_id):
            await services.split_off(caller, item_id, submission_id)
        case buttons.TakeOffer(verdict_id, number):
            await services.take_offers(caller, verdict_id, number, number)
        case buttons.TakeOffers(verdict_id, last):
            await services.take_offers(caller, verdict_id, 1, last)
        case _:
            assert_never(button)
