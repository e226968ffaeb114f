"""Stories of the people at the desk: roles, invitations, who may do what, and who may not any more."""

import sqlite3
from contextlib import closing

import pytest

from claims.review import UNDO_DURATION, ModeratorId
from claims.roles import INVITATION_DURATION, RIGHTS, Right, Role
from claims.usecases.manage_moderators import LastOwnerError, ManageModerators
from handlers.routes import COMMAND_HANDLERS
from simulator.person import Person
from tests.e2e.test_ruling_steps import asks, plain, pressed, said
from tests.support.newsroom import Newsroom

RULE = "/verdict 1 false It stays open. https://example.org/bridge"


async def invitation(newsroom: Newsroom, owner: Person, role: str) -> str:
    """Return what somebody types who opens the link of a fresh invitation."""
    link = (await said(newsroom, owner, f"/invite {role}")).splitlines()[-1]
    address, _, token = link.partition("?start=")
    assert address == "https://t.me/simulated_bot"
    return f"/start {token}"


async def audited(newsroom: Newsroom, act: str) -> list[tuple[object, object]]:
    """Return what the acts of one kind changed: before and after."""
    async with newsroom.program.store.reading() as tx:
        return [(entry.before, entry.after) for entry in await tx.audit.after(0, 1_000) if entry.act == act]


async def test_the_first_moderator_is_owner_and_invites_a_colleague(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    opening = await invitation(newsroom, owner, "editor")
    ben = newsroom.person("Ben")

    assert (await said(newsroom, ben, opening)).startswith("Welcome. Your role here: editor.")
    assert plain(owner.last_message) == "Ben accepted your invitation. Role: editor."
    team = await said(newsroom, ben, "/team")
    assert team.splitlines()[1:] == [
        f"Olga · owner · {owner.id}",
        f"Ben · editor · {ben.id}",
    ]
    assert await audited(newsroom, "joined") == [
        (None, {"name": "Ben", "role": "editor", "invited_by": owner.id})
    ]


async def test_an_invitation_works_once_even_at_the_same_instant(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    opening = await invitation(newsroom, owner, "reviewer")
    people = [newsroom.person("Ben"), newsroom.person("Cleo")]
    for person in people:
        person.says(opening)
    await newsroom.settle()

    answers = sorted(person.last_message.split(".")[0] for person in people)
    assert answers == ["This invitation was used already or is over", "Welcome"]
    async with newsroom.program.store.reading() as tx:
        assert len(await tx.moderators.all()) == 2


async def test_an_invitation_ends_and_its_word_is_not_stored(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    opening = await invitation(newsroom, owner, "owner")
    newsroom.clock.advance(seconds=INVITATION_DURATION.total_seconds())

    assert "is over" in await said(newsroom, newsroom.person("Ben"), opening)
    assert "is over" in await said(newsroom, newsroom.person("Cleo"), "/start join_guess")
    with closing(sqlite3.connect(newsroom.home / "forwardcheck.db")) as database:
        assert opening.removeprefix("/start ") not in "".join(database.iterdump())


async def test_an_invitation_of_someone_who_is_no_owner_any_more_is_void(newsroom: Newsroom) -> None:
    owner, other = await newsroom.moderator("Olga"), await newsroom.moderator("Pia", Role.OWNER)
    opening = await invitation(newsroom, owner, "owner")
    await said(newsroom, other, f"/role {owner.id} editor")

    assert "is over" in await said(newsroom, newsroom.person("Ben"), opening)


async def test_an_owner_is_not_demoted_by_opening_a_link(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    opening = await invitation(newsroom, owner, "reviewer")

    assert (await said(newsroom, owner, opening)).startswith("Welcome. Your role here: owner.")
    assert (await said(newsroom, newsroom.person("Ben"), opening)).startswith(
        "Welcome. Your role here: reviewer"
    )


async def test_by_buttons_a_role_changes_and_holds_at_the_next_press(newsroom: Newsroom) -> None:
    owner, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia")
    await asks(newsroom)
    await said(newsroom, mia, RULE)
    await said(newsroom, owner, "/team")
    await pressed(newsroom, owner, "Mia")
    page = await pressed(newsroom, owner, "Make reviewer")
    assert page.splitlines()[0] == "The role of Mia from now on: reviewer."
    mia.presses("Correct verdict 1")
    await newsroom.settle()

    assert [press.answer for press in newsroom.world.presses.values()][-1] == (
        "That is for editors and owners. They are listed under /team"
    )
    assert "That is for editors" in await said(newsroom, mia, "/retract 1")
    assert await audited(newsroom, "changed_role") == [
        ({"name": "Mia", "role": "editor"}, {"name": "Mia", "role": "reviewer"})
    ]


async def test_a_reviewer_is_shown_no_button_that_only_editors_may_press(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    mia, eva = await newsroom.moderator("Mia", Role.REVIEWER), await newsroom.moderator("Eva")
    await asks(newsroom)
    await said(newsroom, mia, RULE)
    assert labels(mia) == ["Undo (10 min)"]
    await said(newsroom, mia, "/take 1")
    assert labels(mia) == ["Undo (10 min)"]
    changing = ["Correct verdict 1", "Withdraw verdict 1"]
    await said(newsroom, eva, "/take 1")
    assert labels(eva) == ["Undo (10 min)", *changing]

    newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())
    assert await said(newsroom, mia, "/take 1")
    assert labels(mia) == []
    mia.presses("Undo (10 min)", mia.messages[-3])
    await newsroom.settle()
    assert plain(mia.messages[-3].text) == (
        "#1 has been ruled on: ❌ False.\n"
        "A ruling can be undone for 10 minutes. Editors and owners can still correct or withdraw it."
    )
    assert mia.messages[-3].buttons == ()
    await said(newsroom, eva, "/take 1")
    assert labels(eva) == changing


def labels(person: Person) -> list[str]:
    """Return what stands on the buttons of the newest message."""
    return [button.text for button in person.last.buttons]


async def test_the_last_owner_stays(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    sentence = "Olga is the last owner. Make somebody else owner first."
    assert (await said(newsroom, owner, f"/role {owner.id} editor")).splitlines()[0] == sentence
    await said(newsroom, owner, f"/remove {owner.id}")
    assert (await pressed(newsroom, owner, "Remove")).splitlines()[0] == sentence

    manage = ManageModerators(newsroom.program.store, newsroom.clock)
    with pytest.raises(LastOwnerError):
        await manage.remove(ModeratorId(owner.id))
    with pytest.raises(LastOwnerError):
        await manage.add(ModeratorId(owner.id), role=Role.EDITOR)


async def test_two_owners_who_remove_each_other_at_once_leave_one(newsroom: Newsroom) -> None:
    owners = [await newsroom.moderator("Olga"), await newsroom.moderator("Pia", Role.OWNER)]
    for owner, other in (owners, owners[::-1]):
        await said(newsroom, owner, f"/remove {other.id}")
    for owner in owners:
        owner.presses("Remove")
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        assert len(await tx.moderators.all()) == 1


async def test_a_moderator_removed_in_mid_review_leaves_a_free_item(newsroom: Newsroom) -> None:
    owner, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia", Role.REVIEWER)
    ana = await asks(newsroom)
    await said(newsroom, mia, "/verdict 1 false It stays open.")
    preview = mia.last
    await said(newsroom, owner, f"/remove {mia.id}")
    await pressed(newsroom, owner, "Remove")
    for button in preview.buttons:
        if button.kind == "callback_data":
            newsroom.world.press(mia.user, preview, button)
    await newsroom.settle()

    assert {press.answer for press in newsroom.world.presses.values() if press.person == mia.user} == {
        "This button no longer works."
    }
    assert len(ana.messages) == 1
    assert (await said(newsroom, owner, "/next")).splitlines()[-1].startswith("Taken by Olga")


@pytest.mark.parametrize("command", ["/invite owner", "/role 1 owner", "/remove 1"])
async def test_people_are_the_owners_business(newsroom: Newsroom, command: str) -> None:
    await newsroom.moderator("Olga")
    editor = await newsroom.moderator("Mia")

    assert await said(newsroom, editor, command) == "That is for owners. They are listed under /team"
    assert "/invite" not in editor.menu
    assert await said(newsroom, newsroom.person("Ana"), command) == await said(
        newsroom, newsroom.person("Ben"), "/nonsense"
    )


# Every command of the desk with the least role that it needs. A new one has to be added here.
NEEDED = {
    **dict.fromkeys(
        [
            "queue",
            "next",
            "find",
            "verdicts",
            "history",
            "stats",
            "calibrate",
            "digest",
            "take",
            "release",
            "verdict",
            "link",
            "dismiss",
            "undo",
            "claim",
            "more",
            "note",
            "ask",
            "merge",
            "split",
            "escalate",
            "cards",
            "approvals",
            "night",
            "team",
        ],
        Role.REVIEWER,
    ),
    **dict.fromkeys(["edit", "retract", "approve", "sendback"], Role.EDITOR),
    **dict.fromkeys(["invite", "role", "remove"], Role.OWNER),
    "desk": Role.OWNER,
}
TYPED = {"edit": "1 true Really.", "retract": "1", "role": "1 owner", "remove": "1", "invite": "owner"}
FOR_EVERYBODY = {"start", "help", "stop", "privacy", "forgetme"}


def test_every_command_says_who_may_give_it() -> None:
    assert set(COMMAND_HANDLERS) == set(NEEDED) | FOR_EVERYBODY


async def test_each_command_is_refused_to_those_below_and_unknown_to_strangers(newsroom: Newsroom) -> None:
    owner = await newsroom.moderator("Olga")
    await asks(newsroom)
    await said(newsroom, owner, RULE)
    chat = newsroom.world.add_group("Newsroom", [owner.user])
    people = {
        Role.REVIEWER: await newsroom.moderator("Mia", Role.REVIEWER),
        Role.EDITOR: await newsroom.moderator("Eva"),
    }
    stranger = newsroom.person("Ben")
    unknown = await said(newsroom, stranger, "/nonsense")
    for command, needed in NEEDED.items():
        typed = f"/{command} {TYPED.get(command, '1')}"
        where = chat if command == "desk" else None
        for role, person in people.items():
            person.says("/desk" if where else typed, chat=where)
            await newsroom.settle()
            said_last = newsroom.world.in_chat(where.id)[-1].text if where else person.last_message
            refused = "They are listed under /team" in said_last
            assert refused == (needed is Role.OWNER or needed is not role is Role.REVIEWER), (command, role)
        assert await said(newsroom, stranger, typed) == unknown, command

    async with newsroom.program.store.reading() as tx:
        assert (await tx.inbox.counts()).get("dead", 0) == 0


async def test_a_reviewer_rules_and_undoes_but_does_not_correct(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    mia = await newsroom.moderator("Mia", Role.REVIEWER)
    await asks(newsroom)
    assert await said(newsroom, mia, RULE) == "#1 ruled ❌ False. 1 person is told."
    assert "That is for editors" in await said(newsroom, mia, "/edit 1 true Really.")
    assert (await pressed(newsroom, mia, "Undo (10 min)")).startswith("The ruling is undone.")


def test_each_role_may_do_what_the_one_below_may() -> None:
    assert RIGHTS[Role.REVIEWER] < RIGHTS[Role.EDITOR] < RIGHTS[Role.OWNER] == set(Right)
