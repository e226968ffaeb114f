"""Owns the list of Bot API methods that the simulator knows."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from simulator import account, reactions, receiving, sending
from simulator.params import Params
from simulator.refusals import Refused
from simulator.world import World

_AT_ONCE: Mapping[str, Callable[[World, Params], Any]] = {
    "getme": account.get_me,
    "answercallbackquery": account.answer_callback_query,
    "setmycommands": account.set_my_commands,
    "getmycommands": account.get_my_commands,
    "deletemycommands": account.delete_my_commands,
    "getchat": account.get_chat,
    "getchatmember": account.get_chat_member,
    "getfile": account.get_file,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "setmessagereaction": reactions.set_message_reaction,
    "sendchataction": sending.send_chat_action,
}
_WAITING: Mapping[str, Callable[[World, Params], Awaitable[Any]]] = {
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
}
METHODS = (*_AT_ONCE, *_WAITING)


async def execute(world: World, method: str, params: Mapping[str, Any]) -> Any:
    """Carry out a method (its name in any case) and return its result.

    Raises:
        Refused: the method is unknown (404), or refuses the call.
    """
    name, read = method.lower(), Params(params)
    if name in _AT_ONCE:
        return _AT_ONCE[name](world, read)
    if name in _WAITING:
        return await _WAITING[name](world, read)
    raise Refused(404)
