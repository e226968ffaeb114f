"""What the team reads about itself: members, roles, invitations."""

from claims.news import Colleague, Invited, Joined, MemberPage, NotYourRole, TeamEvent, TeamPage
from claims.review import Moderator
from claims.roles import Right, Role, may
from handlers import buttons
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, foreign, render
from handlers.views import words

MOST_BUTTONS = 40


def role_name(role: Role, texts: Texts) -> str:
    """Return the role in the reader's language."""
    _ = texts.gettext
    return {Role.OWNER: _("owner"), Role.EDITOR: _("editor"), Role.REVIEWER: _("reviewer")}[role]


def member_name(member: Moderator) -> str:
    """Return how a member is called; somebody without a name is called by their number."""
    return foreign(member.name or str(member.id), words.NAME_UNITS)


def team_page(news: TeamPage, texts: Texts) -> Reply:
    """List who reviews; owners get buttons."""
    _ = texts.gettext
    lines = [_event_line(news.event, news.member, texts), ""] if news.event else []
    lines.append(_("<b>Who reviews</b>"))
    lines += [
        render(
            "{name} · {role} · <code>{number}</code>",
            name=member_name(member),
            role=role_name(member.role, texts),
            number=member.id,
        )
        for member in news.members
    ]
    if not may(news.viewer.role, Right.PEOPLE):
        return Reply("\n".join(lines))
    openers = [
        [_button(member_name(member), buttons.OpenMember(member.id))]
        for member in news.members[:MOST_BUTTONS]
    ]
    invite = [
        _button(_("Invite: {role}").format(role=role_name(role, texts)), buttons.Invite(role))
        for role in Role
    ]
    return Reply("\n".join(lines), [*openers, invite])


def member_page(news: MemberPage, texts: Texts) -> Reply:
    """Show a member and what an owner can do."""
    _ = texts.gettext
    member = news.member
    back = [_button(_("Back"), buttons.OpenTeam())]
    if news.removing:
        line = _("Remove {name}? Their buttons stop working at once, and what they hold becomes free.")
        remove = [_button(_("Remove"), buttons.RemoveMember(member.id))]
        return Reply(render(line, name=member_name(member)), [remove, back])
    line = render(
        _("The role of {name}: {role}."), name=member_name(member), role=role_name(member.role, texts)
    )
    roles = [
        _button(_("Make {role}").format(role=role_name(role, texts)), buttons.SetRole(member.id, role))
        for role in Role
        if role is not member.role
    ]
    return Reply(line, [roles, [_button(_("Remove"), buttons.AskRemoval(member.id))], back])


def invited(news: Invited, texts: Texts) -> Reply:
    """Show an invitation's link."""
    _ = texts.gettext
    line = render(
        _("Whoever opens this link first gets the role: {role}. It works once, until {day}, {time} UTC:"),
        role=role_name(news.role, texts),
        day=texts.utc_day(news.until),
        time=f"{news.until:%H:%M}",
    )
    return Reply(f"{line}\n" + render("<code>{link}</code>", link=news.link))


def invitation_void(texts: Texts) -> Reply:
    """Say that an invitation gives nothing."""
    return Reply(texts.gettext("This invitation was used already or is over. Please ask for a new one."))


def joined(news: Joined, texts: Texts) -> Reply:
    """Welcome somebody to the desk."""
    _ = texts.gettext
    line = _("Welcome. Your role here: {role}. What is waiting: /queue. Everything else: /help")
    return Reply(render(line, role=role_name(news.role, texts)))


def colleague(news: Colleague, texts: Texts) -> Reply:
    """Say who accepted an invitation."""
    line = texts.gettext("{name} accepted your invitation. Role: {role}.")
    name, role = member_name(news.member), role_name(news.member.role, texts)
    return Reply(render(line, name=name, role=role))


def not_your_role(news: NotYourRole, texts: Texts) -> Reply:
    """Say who may do it."""
    return Reply(not_your_role_line(news, texts))


def not_your_role_line(news: NotYourRole, texts: Texts) -> str:
    """Return who may do it."""
    _ = texts.gettext
    if news.needed in {Right.PEOPLE, Right.SETTINGS}:
        return _("That is for owners. They are listed under /team")
    return _("That is for editors and owners. They are listed under /team")


def _event_line(event: TeamEvent, member: Moderator | None, texts: Texts) -> str:
    _ = texts.gettext
    lines = {
        TeamEvent.ROLE_CHANGED: _("The role of {name} from now on: {role}."),
        TeamEvent.REMOVED: _("{name} was removed."),
        TeamEvent.LAST_OWNER: _("{name} is the last owner. Make somebody else owner first."),
        TeamEvent.NOBODY: _("Nobody with that number reviews here."),
    }
    if member is None:
        return lines[event]
    name, role = member_name(member), role_name(member.role, texts)
    return render(
        lines[event], **({"name": name, "role": role} if event is TeamEvent.ROLE_CHANGED else {"name": name})
    )


def _button(text: str, button: buttons.Button) -> KeyboardButton:
    return KeyboardButton(text, data=buttons.encode(button))
