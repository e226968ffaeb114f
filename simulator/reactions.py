"""Owns the bot's reactions to messages, of which Telegram allows a fixed list."""

from collections.abc import Mapping

from simulator.params import Params
from simulator.refusals import bad_request
from simulator.sending import find_message, writable_chat
from simulator.world import World

_ALLOWED = """
    👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥
    🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
    🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡
"""


def set_message_reaction(world: World, params: Params) -> bool:
    """Put the bot's one reaction on a message, or take it back."""
    message = find_message(world, params, writable_chat(world, params), "to react")
    wanted = [r.get("emoji") for r in params.json("reaction", list, []) if isinstance(r, Mapping)]
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(emoji not in _ALLOWED.split() for emoji in wanted):
        raise bad_request("REACTION_INVALID")
    message.reaction = str(wanted[0]) if wanted else ""
    world.touch(message)
    return True
