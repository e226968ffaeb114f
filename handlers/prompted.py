"""Handles what reviewers type because they were asked for it."""

from typing import assert_never

from claims.prompt import Prompt, PromptKind
from claims.usecases.moderating import Caller
from handlers.moderation import parse_item_id, parse_reference
from handlers.services import Services


async def take_prompted(services: Services, caller: Caller, prompt: Prompt, text: str) -> None:
    """Do with the text what it was asked for; what cannot be read is asked for again."""
    match prompt.kind:
        case PromptKind.SAME_AS:
            reference = parse_reference(text.split())
            if reference is None:
                await services.ask_for(caller, prompt.item_id, prompt.kind, misread=True)
            else:
                await services.answer_with(caller, prompt.item_id, reference)
        case PromptKind.CLAIM:
            await services.word_claim(caller, prompt.item_id, text)
        case PromptKind.MERGE:
            other = parse_item_id(text.split())
            if other is None:
                await services.ask_for(caller, prompt.item_id, prompt.kind, misread=True)
            else:
                await services.merge_items(caller, prompt.item_id, other)
        case PromptKind.NOTE:
            await services.add_note(caller, prompt.item_id, text)
        case PromptKind.QUESTION:
            await services.ask_askers(caller, prompt.item_id, text)
        case _:
            assert_never(prompt.kind)
