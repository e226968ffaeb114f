"""What queueing a claim shares between use cases: its item, and the card for every reviewer."""

from dataclasses import replace

from claims.cards import Desk
from claims.decision import Match
from claims.news import Address, NewItem
from claims.ports import Clock, Transaction, Voice
from claims.review import ItemId, ItemState, Moderator, ReviewItem, is_left_to_others
from claims.submission import ChatId, PersonId
from claims.usecases.cards import follow, send_card
from claims.usecases.disputes import on_card_of

MOST_UNDELIVERED = 20  # cards at once
WITHOUT_WORDS = "🖼"
"""What reviewers read in place of the words of a picture that came without any."""


async def join_or_open_item(
    tx: Transaction,
    clock: Clock,
    item: ReviewItem | None,
    *,
    key: str,
    text: str,
    links: tuple[str, ...] = (),
    near: tuple[Match, ...] = (),
) -> tuple[ItemId, bool]:
    """Return the open item for `key` and whether it was opened just now; `item` is what was found for it."""
    if item is not None and item.state is ItemState.OPEN:
        return item.id, False
    return await tx.items.add(key, text or WITHOUT_WORDS, "", near, links, clock.now()), True


async def tell_moderators(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, *, again: bool = False
) -> None:
    """Owe a card of a new item, or of one that is open `again`: to each moderators' group, and in private to
    those who want that; without a group, to everybody who did not decline."""
    desks = await tx.desks.all()
    for desk in desks:
        await send_card(tx, voice, clock, item, desk_address(desk, item))
    await tell_in_private(tx, voice, clock, item, again=again, with_desk=bool(desks))


def gets_cards(moderator: Moderator, *, with_desk: bool) -> bool:
    """Return whether cards come to the moderator's private chat, where there is a group for them or none."""
    return not with_desk if moderator.wants_cards is None else moderator.wants_cards


async def tell_in_private(
    tx: Transaction,
    voice: Voice,
    clock: Clock,
    item: ReviewItem,
    *,
    again: bool = False,
    with_desk: bool = False,
) -> None:
    """Owe the card of an item to the private chats; whoever had it there already gets no second one."""
    for moderator in await tx.moderators.all():
        if not gets_cards(moderator, with_desk=with_desk):
            continue
        person = await tx.people.get(PersonId(moderator.id))
        address = Address(
            chat_id=ChatId(moderator.id),
            debt=f"new-item:{item.id}:{f'{item.version}:' if again else ''}{moderator.id}",
            language=person.language if person else moderator.language,
        )
        await _send_new(tx, voice, clock, item, address, again=again)


async def send_undelivered(
    tx: Transaction, voice: Voice, clock: Clock, moderator: Moderator, to: Address
) -> None:
    """Owe a moderator, who can be written to now, the cards that could not be delivered to them: of items
    that are open still and theirs to decide, the most needed first. What is beside these is in the queue."""
    if not gets_cards(moderator, with_desk=bool(await tx.desks.all())):
        return
    found = [await tx.items.get(item_id) for item_id in await tx.cards.undelivered(to.chat_id)]
    theirs = [item for item in found if item is not None and not is_left_to_others(item, moderator)]
    for item in sorted(theirs, key=lambda item: (-item.askers, item.id))[:MOST_UNDELIVERED]:
        debt = f"new-item:{item.id}:{to.debt}:{moderator.id}"
        await _send_new(tx, voice, clock, item, replace(to, debt=debt, reply_to=None))


async def _send_new(
    tx: Transaction, voice: Voice, clock: Clock, item: ReviewItem, address: Address, *, again: bool = False
) -> None:
    now = clock.now()
    near = await on_card_of(tx, item)
    await tx.outbox.add(voice.say(address, NewItem(item, now, again, near)), now)
    await follow(tx, clock, item, address)


def desk_address(desk: Desk, item: ReviewItem) -> Address:
    """Return where a group's card of this item goes."""
    return Address(
        chat_id=desk.chat_id,
        debt=f"card:{item.id}:{item.version}:{desk.chat_id}",
        language=desk.language,
        thread_id=desk.thread_id,
    )
