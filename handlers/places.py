"""Handles where cards stand: a moderators' group, and private chats."""

from telegram import Update

from claims.news import Usage
from claims.night import parse_night
from handlers import extract
from handlers.context import Context

_SWITCH = {"": True, "on": True, "off": False}


async def on_desk(update: Update, context: Context) -> None:
    """Make this group (this topic of it) the desk: `/desk`; end that: `/desk off`."""
    on, caller = _SWITCH.get(" ".join(context.args or [])), extract.caller(update)
    if on is None or caller.address.chat_id > 0:
        await context.services.explain_usage(caller, Usage("desk", "group"))
    else:
        await context.services.set_desk(caller, on=on)


async def on_night(update: Update, context: Context) -> None:
    """Say when this group, or in private you, shall not be reminded: `/night 22-7 Europe/Madrid`;
    `/night off` goes back to how the bot was set up; `/night` shows what holds."""
    typed, caller = " ".join(context.args or []), extract.caller(update)
    night = "" if typed.lower() == "off" else parse_night(typed) if typed else None
    if typed and night is None:
        await context.services.explain_usage(caller, Usage("night", "night"))
    elif caller.address.chat_id < 0:
        await context.services.set_group_night(caller, night)
    else:
        await context.services.set_own_night(caller, night)


async def on_cards(update: Update, context: Context) -> None:
    """Get cards in this private chat: `/cards on`; `/cards off`."""
    on, caller = _SWITCH.get(" ".join(context.args or [])), extract.caller(update)
    if on is None:
        await context.services.explain_usage(caller, Usage("cards", "cards"))
    else:
        await context.services.switch_cards(caller, on=on)
