"""Handles the commands that everyone has, and the menus that show them."""

from collections.abc import Sequence

from telegram import BotCommand, Update

from claims.news import ForgetInPrivate, Privacy
from claims.review import ModeratorId, Person
from claims.roles import INVITATION_PREFIX, Right, Role, may
from claims.submission import PersonId
from handlers import extract
from handlers.context import Context
from handlers.i18n import Texts


async def on_start(update: Update, context: Context) -> None:
    """Greet; an invitation's link gives a role. Any other payload is chosen by whoever made the link, so it
    grants nothing."""
    where = extract.address(update)
    person = Person(PersonId(where.chat_id), where.language)
    token = next(iter(context.args or []), "")
    if token.startswith(INVITATION_PREFIX) and update.effective_user is not None:
        name = update.effective_user.first_name
        await context.services.accept_invitation(where, person, name, token)
    else:
        await context.services.reply.greet(where, person, context.services.catch_up)


async def on_help(update: Update, context: Context) -> None:
    """Explain."""
    where = extract.address(update)
    await context.services.reply.help(where, ModeratorId(where.chat_id))


async def on_named_in_group(update: Update, context: Context) -> None:
    """Say where claims are checked, to whoever speaks to the bot in a group."""
    await context.services.reply.in_private(extract.address(update, reply=True), context.bot.username)


async def on_privacy(update: Update, context: Context) -> None:
    """Say what is kept."""
    where = extract.address(update)
    await context.services.reply(where, Privacy(PersonId(where.chat_id), context.services.keep_days))


async def on_forgetme(update: Update, context: Context) -> None:
    """Ask whether everything shall be deleted that is kept about someone; not before others."""
    where = extract.address(update)
    if where.chat_id < 0:
        await context.services.reply(extract.address(update, reply=True), ForgetInPrivate())
    else:
        await context.services.ask_before_forgetting(where, PersonId(where.chat_id))


async def on_stop(update: Update, context: Context) -> None:
    """Write to somebody no more about what they asked."""
    where = extract.address(update)
    await context.services.stop_everything(where, PersonId(where.chat_id))


def public_menu(texts: Texts) -> Sequence[BotCommand]:
    """Return the commands that everyone sees."""
    _ = texts.gettext
    return [
        BotCommand("start", _("How to begin")),
        BotCommand("help", _("What I can do")),
        BotCommand("stop", _("Hear no more about what you asked")),
        BotCommand("privacy", _("What I keep about you")),
        BotCommand("forgetme", _("Delete what I keep about you")),
    ]


def moderator_menu(
    texts: Texts, role: Role = Role.REVIEWER, *, four_eyes: bool = False
) -> Sequence[BotCommand]:
    """Return the commands that somebody at the desk sees: those that their role allows."""
    _ = texts.gettext
    changing = [
        BotCommand("edit", _("Correct a verdict: /edit 34")),
        BotCommand("retract", _("Withdraw a verdict: /retract 34")),
    ]
    waiting = [BotCommand("approvals", _("What waits for approval"))]
    approving = [
        BotCommand("approve", _("Approve: /approve 5")),
        BotCommand("sendback", _("Send back with a note: /sendback 5 …")),
    ]
    people = [
        BotCommand("invite", _("Invite somebody: /invite editor")),
        BotCommand("role", _("Change a role: /role 500000001 editor")),
        BotCommand("remove", _("Remove somebody: /remove 500000001")),
    ]
    return [
        BotCommand("queue", _("What is waiting")),
        BotCommand("next", _("Take the most needed item")),
        BotCommand("take", _("Hold an item: /take 12")),
        BotCommand("release", _("Give it back: /release 12")),
        BotCommand("verdict", _("Rule on an item: /verdict 12")),
        BotCommand("link", _("Answer with a verdict: /link 12 34")),
        BotCommand("claim", _("Say the claim in one sentence: /claim 12")),
        BotCommand("more", _("What else can be done: /more 12")),
        BotCommand("undo", _("Take back the last step: /undo 12")),
        BotCommand("escalate", _("Leave it to an editor: /escalate 12")),
        BotCommand("note", _("Note something: /note 12 …")),
        BotCommand("ask", _("Ask the askers: /ask 12 …")),
        BotCommand("merge", _("The same claim: /merge 12 15")),
        BotCommand("split", _("Another claim: /split 12")),
        BotCommand("dismiss", _("Set aside: /dismiss 12 opinion")),
        BotCommand("find", _("Search: /find stone bridge")),
        BotCommand("verdicts", _("The newest verdicts")),
        BotCommand("history", _("Who did what: /history 12")),
        BotCommand("stats", _("Figures: /stats 30")),
        BotCommand("calibrate", _("How often the matcher is right")),
        BotCommand("digest", _("Yesterday's figures; /digest on for each morning")),
        *(changing if may(role, Right.CHANGE_VERDICTS) else []),
        *(waiting if four_eyes else []),
        *(approving if four_eyes and may(role, Right.APPROVE) else []),
        BotCommand("cards", _("Cards in this chat: /cards on")),
        BotCommand("night", _("When not to remind: /night 22-7 Europe/Madrid")),
        BotCommand("team", _("Who reviews")),
        *(people if may(role, Right.PEOPLE) else []),
        *public_menu(texts),
    ]
