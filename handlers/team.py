"""Handles the commands and buttons about people: who reviews, invitations, roles."""

from collections.abc import Sequence
from typing import assert_never

from telegram import Update

from claims.news import Usage
from claims.review import ModeratorId
from claims.roles import Role
from claims.usecases.moderating import Caller
from handlers import buttons, extract
from handlers.context import Context
from handlers.moderation import parse_item_id
from handlers.services import Services

_ROLES = {role.value: role for role in Role}


async def on_team(update: Update, context: Context) -> None:
    """List who reviews: `/team`."""
    await context.services.show_team(extract.caller(update))


async def on_invite(update: Update, context: Context) -> None:
    """Invite: `/invite editor`; without a role, a reviewer."""
    words = context.args or []
    role = parse_role(words) if words else Role.REVIEWER
    if role is None:
        await context.services.explain_usage(extract.caller(update), Usage("invite", "role"))
    else:
        await context.services.invite(extract.caller(update), role, context.bot.username)


async def on_role(update: Update, context: Context) -> None:
    """Change a role: `/role 500000001 editor`; without one, show what can be done."""
    words, caller = context.args or [], extract.caller(update)
    member_id, role = parse_member(words), parse_role(words[1:])
    if member_id is None or (words[1:] and role is None):
        await context.services.explain_usage(caller, Usage("role", "role" if member_id else "member"))
    elif role is None:
        await context.services.show_member(caller, member_id)
    else:
        await context.services.change_role(caller, member_id, role)


async def on_remove(update: Update, context: Context) -> None:
    """Remove somebody: `/remove 500000001`; it is asked once more."""
    member_id, caller = parse_member(context.args or []), extract.caller(update)
    if member_id is None:
        await context.services.explain_usage(caller, Usage("remove", "member"))
    else:
        await context.services.show_member(caller, member_id, removing=True)


async def press_team(services: Services, caller: Caller, button: buttons.TeamButton, username: str) -> None:
    """Do what the button says."""
    match button:
        case buttons.OpenTeam():
            await services.show_team(caller)
        case buttons.OpenMember(member_id):
            await services.show_member(caller, member_id)
        case buttons.AskRemoval(member_id):
            await services.show_member(caller, member_id, removing=True)
        case buttons.RemoveMember(member_id):
            await services.remove_member(caller, member_id)
        case buttons.SetRole(member_id, role):
            await services.change_role(caller, member_id, role)
        case buttons.Invite(role):
            await services.invite(caller, role, username)
        case _:
            assert_never(button)


def parse_member(words: Sequence[str]) -> ModeratorId | None:
    """Return the numeric id that comes first; names are not unique, so they say nothing."""
    number = parse_item_id(words)
    return ModeratorId(number) if number is not None else None


def parse_role(words: Sequence[str]) -> Role | None:
    """Return the role that comes first."""
    return _ROLES.get(words[0].lower()) if words else None
