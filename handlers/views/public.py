"""What the public reads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never
from urllib.parse import quote

from claims.decision import Answer, Match, NotAClaim, Queued, Suggest, leave_open
from claims.news import (
    AnswerRejected,
    AnswerTakenBack,
    AnswerUpdated,
    AnswerWithdrawn,
    AskedBack,
    AskForgetting,
    Checked,
    CorrectionNote,
    Forgotten,
    Greeting,
    NoLongerWaiting,
    OurFault,
    Privacy,
    RulingArrived,
    SetAside,
)
from claims.verdict import Rating, Ruling, Verdict
from handlers.buttons import ForgetMe, NotThisClaim, Pick, StopTelling, encode
from handlers.i18n import Texts
from handlers.render import KeyboardButton, Reply, cut, foreign, inert, one_line, render, safe_link
from handlers.views import words
from handlers.views.team import role_name
from handlers.views.verdicts import Room, claim_block, differ, fitted, told_in_full, verdict_block

QUESTION_UNITS = 600
SUGGESTED_CLAIM_UNITS = 160
MAX_SUGGESTIONS = 3


def checked(news: Checked, texts: Texts, today: date) -> Reply:
    """Show a decision."""
    match news.decision:
        case Answer(matches):
            own = texts.gettext("This looks like one of my own messages. What stands today about its claim:")
            return _answer(news, matches, texts, today, own if news.about_own else "")
        case Suggest(matches):
            return _suggestions(news, replace(news.decision, matches=matches[:MAX_SUGGESTIONS]), texts, today)
        case Queued():
            return _queued(news, texts)
        case NotAClaim():
            return cannot_open_links(texts) if news.only_links else not_a_claim(texts)
        case _:
            assert_never(news.decision)


def _answer(news: Checked, matches: tuple[Match, ...], texts: Texts, today: date, first: str = "") -> Reply:
    _ = texts.gettext
    claims = by_claim(matches)
    rest = _("The rest has not been checked.") if leave_open(matches) else ""

    def told(room: Room) -> str:
        blocks = [_told(news, claim, texts, today, room) for claim in claims]
        return "\n\n".join(filter(None, [first, *blocks, rest]))

    verdicts = [news.verdicts[match.verdict_id] for match in matches]
    reject = NotThisClaim(news.submission_id, tuple(verdict.id for verdict in verdicts))
    first_claim = [news.verdicts[match.verdict_id].ruling for match in claims[0]]
    share = [] if differ(first_claim) else _share(told_in_full(first_claim, texts), texts)
    last_row = [*share, KeyboardButton(_("Not this claim"), data=encode(reject))]
    return Reply(fitted(told), [*_read_buttons(verdicts, texts), last_row])


def by_claim(matches: Sequence[Match]) -> list[list[Match]]:
    """Return the matches of each claim, in their order."""
    claims: dict[int, list[Match]] = {}
    for match in matches:
        claims.setdefault(match.claim, []).append(match)
    return list(claims.values())


def _told(news: Checked, claim: Sequence[Match], texts: Texts, today: date, room: Room) -> str:
    """Return what fact-checkers say about one claim of the message."""
    rulings = [news.verdicts[match.verdict_id].ruling for match in claim]
    told = claim_block(rulings, texts, today, room)
    return _about_part(claim[0], texts, room) + told + _differences(claim[0], texts)


def ruling_arrived(news: RulingArrived, texts: Texts, today: date) -> Reply:
    """Show a verdict to someone who asked before."""
    _ = texts.gettext
    ruling = news.verdict.ruling
    if news.confirmed:
        line = _("You asked on {date}. A reviewer looked at it: this fact-check is about what you sent.")
    else:
        line = _("You asked on {date}:")
    first = render(line, date=texts.day(news.asked_at))
    reject = NotThisClaim(news.submission_id, (news.verdict.id,))
    last_row = [*_share(ruling, texts), KeyboardButton(_("Not this claim"), data=encode(reject))]
    return Reply(
        f"{first}\n\n{verdict_block(ruling, texts, today)}", [*_read_buttons([news.verdict], texts), last_row]
    )


def answer_updated(news: AnswerUpdated, texts: Texts, today: date) -> Reply:
    """Show an answer as it reads since it was corrected."""
    _ = texts.gettext
    day = texts.day(news.updated_at)
    if news.was is None or news.now is None:
        first = render(_("Updated {date}"), date=day)
    else:
        was, now = words.rating_name(news.was, texts), words.rating_name(news.now, texts)
        first = render(_("Updated {date}: was {was}, now {now}"), date=day, was=was, now=now)
    answer = Checked(news.submission_id, Answer(news.matches), news.verdicts)
    return _answer(answer, news.matches, texts, today, first)


def answer_withdrawn(news: AnswerWithdrawn, texts: Texts, today: date) -> Reply:
    """Say that an answer no longer holds, and show what of it still does."""
    _ = texts.gettext
    day = texts.day(news.withdrawn_at)
    if news.matches:
        again = _("One of these fact-checks was withdrawn on {date}. We are checking again.")
        line = again if news.waits else _("One of these fact-checks was withdrawn on {date}.")
        left = Checked(news.submission_id, Answer(news.matches), news.verdicts)
        return _answer(left, news.matches, texts, today, render(line, date=day))
    if not news.waits:
        gone = render(_("This fact-check was withdrawn on {date}."), date=day)
        return Reply(f"{gone} {_hears_no_more(texts)}")
    line = _("This fact-check was withdrawn on {date}. We are checking again.")
    stop = KeyboardButton(_("Stop telling me"), data=encode(StopTelling(news.submission_id)))
    return Reply(render(line, date=day), [[stop]])


def correction_note(news: CorrectionNote, texts: Texts) -> Reply:
    """Point to an answer that was edited."""
    _ = texts.gettext
    if news.undone:
        return Reply(_("We took this answer back. It is being checked again; you will hear from us."))
    if not news.withdrawn:
        return Reply(_("We corrected this answer."))
    if news.in_part:
        return Reply(_("One of the fact-checks in this answer was withdrawn. It shows what is left."))
    return Reply(_("We withdrew this answer."))


def answer_taken_back(news: AnswerTakenBack, texts: Texts) -> Reply:
    """Take an answer back that somebody may have read, and may not."""
    _ = texts.gettext
    line = _(
        "We took back an answer to this that you may have read. It is being checked again; you will hear"
        " from us."
    )
    return Reply(line, [[KeyboardButton(_("Stop telling me"), data=encode(StopTelling(news.submission_id)))]])


def asked_before(texts: Texts) -> Reply:
    """Point to the first of the messages with which somebody asked the same. It must stay true while the
    answer is corrected, withdrawn or undone, so it says nothing of what that is."""
    _ = texts.gettext
    return Reply(_("You asked this before. What we know about it is in our reply to your first message."))


def set_aside(news: SetAside, texts: Texts) -> Reply:
    """Tell someone that there will be no verdict."""
    line = words.dismissal_line(news.reason, texts)
    if news.asked_at is None:
        return Reply(render("{line}", line=line))
    first = render(texts.gettext("You asked on {date}:"), date=texts.day(news.asked_at))
    return Reply(f"{first}\n{render('{line}', line=line)}")


def greeting(news: Greeting, texts: Texts) -> Reply:
    """Show the start page."""
    _ = texts.gettext
    page = _(
        "Forward me something you are not sure about. I tell you whether fact-checkers have looked at it,"
        " with links. If not, a person will look.\n\nWhat I keep about you: /privacy"
    )
    if news.role is None:
        return Reply(page)
    waiting = texts.ngettext("{n} claim is waiting", "{n} claims are waiting", news.waiting)
    line = _("Your role here: {role}. {waiting}: /queue. Everything else: /help")
    role = role_name(news.role, texts)
    return Reply(f"{page}\n\n{render(line, role=role, waiting=waiting.format(n=news.waiting))}")


def help_page(texts: Texts) -> str:
    """Return the help for everyone, as HTML."""
    _ = texts.gettext
    page = _(
        "Forward a post to me, or paste the words you want checked.\n\n"
        "• If fact-checkers have ruled on it, you get their verdict, the date and links.\n"
        "• If they checked something similar, I show it and say what differs.\n"
        "• If nobody has checked it yet, a reviewer will look, and I will reply to your message.\n\n"
        "I read text and the words under pictures. What I keep about you: /privacy"
    )
    return "{}\n{}".format(page, _("To hear no more about what you asked: /stop"))


def privacy(news: Privacy, texts: Texts) -> Reply:
    """Say what is kept and why, and for how long. Whoever shall review is added by that number."""
    _ = texts.gettext
    return Reply(
        _(
            "To reply to you, and to tell you when a ruling comes, I keep:\n"
            "• the text you send, its links, and the channel it was forwarded from, and what you answer when"
            " a reviewer asks back;\n"
            "• your numeric Telegram id ({number}), the language of your app, and which answers you said"
            " were about another claim.\n\n"
            "I do not keep your name, your phone number, or the names of people you forward from. Only a"
            " message that I cannot read at all is kept as it came, for 30 days, to find the fault.\n\n"
            "Reviewers see the text, never who sent it. When they rule on it, its words may be published with"
            " the ruling, without you. Please leave out private details."
        ).format(number=news.person)
        + "\n\n"
        + _how_long(news.keep_days, texts)
    )


def _how_long(keep_days: int, texts: Texts) -> str:
    _ = texts.gettext
    if not keep_days:
        return _("What I keep about you stays until you have it deleted: /forgetme")
    goes = texts.ngettext(
        "{n} day after you have the answer to a question, or want none any more, I delete what you sent and"
        " that it was you; after the last question, your id and your language. Corrections of the answer"
        " cannot reach you then. The words of claims that reviewers looked at stay, without you.",
        "{n} days after you have the answer to a question, or want none any more, I delete what you sent and"
        " that it was you; after the last question, your id and your language. Corrections of the answer"
        " cannot reach you then. The words of claims that reviewers looked at stay, without you.",
        keep_days,
    ).format(n=keep_days)
    return "{}\n\n{}".format(goes, _("To have it all deleted now: /forgetme"))


def ask_forgetting(news: AskForgetting, texts: Texts) -> Reply:
    """Ask whether everything shall be deleted, and say what that does not reach."""
    _ = texts.gettext
    lines = [
        _("Delete what I keep about you?"),
        _(
            "This goes, for good: what you sent me and what you answered, your numeric Telegram id and your"
            " language, which answers you said were about another claim, and what you wait for. I will not"
            " write to you again about anything you asked before, not even when an answer turns out to be"
            " wrong."
        ),
        _(
            "This stays: the words of claims that reviewers look at or have looked at, without anything that"
            " leads to you; the newsroom's older backups, as long as they are kept; and this chat, which you"
            " can delete in Telegram."
        ),
    ]
    if news.at_the_desk:
        lines.append(_desk_stays(texts))
    return Reply("\n\n".join(lines), [[KeyboardButton(_("Delete it"), data=encode(ForgetMe()))]])


def forgotten(news: Forgotten, texts: Texts) -> Reply:
    """Confirm that everything was deleted."""
    _ = texts.gettext
    done = _(
        "Deleted. Only that this message was sent to you is on record, for two days. If you send me something"
        " again, we begin anew."
    )
    return Reply(f"{done}\n\n{_desk_stays(texts)}" if news.at_the_desk else done)


def _desk_stays(texts: Texts) -> str:
    return texts.gettext(
        "You are one of the reviewers: your name, your role, your language and what you did as one stay."
    )


def forget_in_private(texts: Texts) -> Reply:
    """Send somebody who asked in a group to the private chat."""
    return Reply(
        texts.gettext("Please write /forgetme to me in private, and I will delete what I keep about you.")
    )


def not_a_claim(texts: Texts) -> Reply:
    """Hint at what the bot is for."""
    return Reply(texts.gettext("Forward me a post or paste a claim, and I will look for a fact-check."))


def cannot_open_links(texts: Texts) -> Reply:
    """Say that what is behind a link is not read."""
    return Reply(
        texts.gettext(
            "I do not open links. Please paste the words of the post, and I will look for a fact-check."
        )
    )


def cannot_read(texts: Texts) -> Reply:
    """Say that only text can be read."""
    return Reply(
        texts.gettext(
            "I can only read text so far. Please paste the words of the post, and I will look for a"
            " fact-check."
        )
    )


def _queued(news: Checked, texts: Texts) -> Reply:
    _ = texts.gettext
    lines = ["{} {}".format(_("We have not checked this yet."), _("Better not to share it until we know."))]
    others = news.others_waiting
    if others:
        lines.append(
            texts.ngettext(
                "A reviewer will look at it; {n} other person asked the same. We will reply here.",
                "A reviewer will look at it; {n} other people asked the same. We will reply here.",
                others,
            ).format(n=others)
        )
    else:
        lines.append(_("A reviewer will look at it. We will reply here."))
    stop = KeyboardButton(_("Stop telling me"), data=encode(StopTelling(news.submission_id)))
    return Reply("\n".join(lines), [[stop]])


def _suggestions(news: Checked, offered: Suggest, texts: Texts, today: date) -> Reply:
    _ = texts.gettext
    shown = [(match, news.verdicts[match.verdict_id]) for match in offered.matches]
    maybe_another = _(
        "We found fact-checks that may be about something else. Is one of these what you asked about?"
    )
    maybe_over = _("We found fact-checks that may be out of date. Is one of these what you asked about?")
    lines = [
        maybe_over if offered.outdated else maybe_another,
        *(
            _suggestion(number, match, verdict, texts, today)
            for number, (match, verdict) in enumerate(shown, start=1)
        ),
    ]
    picks = [
        KeyboardButton(str(number), data=encode(Pick(news.submission_id, verdict.id)))
        for number, (_match, verdict) in enumerate(shown, start=1)
    ]
    none = NotThisClaim(news.submission_id, tuple(verdict.id for _match, verdict in shown))
    return Reply("\n".join(lines), [picks, [KeyboardButton(_("None of these"), data=encode(none))]])


def _suggestion(number: int, match: Match, verdict: Verdict, texts: Texts, today: date) -> str:
    ruling = verdict.ruling
    when = texts.day(ruling.published_at) if ruling.published_at else texts.gettext("date not given")
    line = render(
        "{number}. {rating} · {claim} ({publisher}, {when})",
        number=number,
        rating=words.marked_rating(ruling.rating, texts),
        claim=foreign(ruling.claim, SUGGESTED_CLAIM_UNITS),
        publisher=foreign(ruling.publisher, words.NAME_UNITS),
        when=when,
    )
    notes = [
        words.age_line(ruling, texts, today),
        *(words.conflict_line(conflict, texts) for conflict in words.differences(match.conflicts)),
    ]
    return "\n".join([line, *(f"   {note}" for note in notes if note)])


def _differences(match: Match, texts: Texts) -> str:
    """Say what differs, in an answer that the asker chose themselves."""
    if not match.conflicts:
        return ""
    lines = [words.conflict_line(conflict, texts) for conflict in words.differences(match.conflicts)]
    return "\n\n" + texts.gettext("Please note: {differences}").format(differences=" ".join(lines))


def _about_part(match: Match, texts: Texts, room: Room) -> str:
    if not match.part:
        return ""
    part = foreign(match.part, room.part)
    return render(texts.gettext("About this part of your message: “{part}”"), part=part) + "\n\n"


def _read_buttons(verdicts: list[Verdict], texts: Texts) -> list[list[KeyboardButton]]:
    links = list(dict.fromkeys(filter(None, (words.page_of(verdict.ruling) for verdict in verdicts))))
    _ = texts.gettext
    if len(links) == 1:
        has_page = any(safe_link(verdict.ruling.url) for verdict in verdicts)
        label = _("Read the fact-check") if has_page else _("See the source")
        return [[KeyboardButton(label, url=links[0])]]
    label = _("Read the fact-check {number}")
    return [
        [KeyboardButton(label.format(number=number), url=link)] for number, link in enumerate(links, start=1)
    ]


def _share(ruling: Ruling, texts: Texts) -> list[KeyboardButton]:
    """A share link that carries the rating with the claim; none where there is no rating to carry."""
    link = words.page_of(ruling)
    if not link or ruling.rating is Rating.UNRATED:
        return []
    claim = cut(inert(one_line(ruling.claim)), SUGGESTED_CLAIM_UNITS)
    text = words.rated_claim(ruling.rating, claim, texts)
    address = (
        f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text, safe='', errors='replace')}"
    )
    return [KeyboardButton(texts.gettext("Share"), url=address)]


def asked_back(news: AskedBack, texts: Texts) -> Reply:
    """Pass a reviewer's question on."""
    _ = texts.gettext
    lines = [
        _("A reviewer who looks at this asks everybody who sent it:"),
        words.quoted(news.text, QUESTION_UNITS, texts),
        _("To answer, reply to this message. Reviewers do not see who you are. You need not answer."),
    ]
    return Reply("\n\n".join(lines), invites=_("Your answer"))


def reply_taken(texts: Texts) -> Reply:
    """Thank for an answer."""
    return Reply(texts.gettext("Thank you, the reviewers have your answer."))


def answer_rejected(news: AnswerRejected, texts: Texts) -> Reply:
    """Confirm "not this claim"."""
    _ = texts.gettext
    if news.repeated:
        return Reply(told_before(news, texts))
    return Reply(
        _(
            "Thank you. We will not give you that fact-check for this again. A reviewer will look at it,"
            " and we will reply here."
        )
    )


def told_before(news: AnswerRejected, texts: Texts) -> str:
    """Return what somebody is told who says "not this claim" once more."""
    _ = texts.gettext
    if news.looked_at:
        return _("You told us already. A reviewer has looked at it since.")
    return _("You told us already. A reviewer has it.")


def no_longer_waiting(news: NoLongerWaiting, texts: Texts) -> Reply:
    """Stand in place of the promise of a reply that someone does not want."""
    _ = texts.gettext
    left = _hears_no_more(texts)
    if news.decided:
        return Reply(left)
    known = "{} {}".format(
        _("We cannot say yet whether this is true."), _("Better not to share it until we know.")
    )
    return Reply(f"{known}\n{left}")


def _hears_no_more(texts: Texts) -> str:
    return texts.gettext("You will not hear from us about it. To ask once more, forward it again.")


def left_alone(texts: Texts) -> Reply:
    """Confirm that somebody is written to no more."""
    return Reply(
        texts.gettext(
            "All right. I will not write to you about anything you asked so far; should one of my answers"
            " change, I put it right where it stands, without a message. You can ask again whenever you like."
        )
    )


def told_already(texts: Texts) -> Reply:
    """Say that somebody asks too late not to hear of it, and will not hear more."""
    _ = texts.gettext
    return Reply(
        _("What came of it is already here, or on its way to you. You will not hear more from us about it.")
    )


def button_expired(texts: Texts) -> Reply:
    """Say that an old button does nothing."""
    return Reply(texts.gettext("This button no longer works. Forward the post again for a fresh answer."))


def unknown_command(texts: Texts) -> Reply:
    """Say that a command is not known."""
    return Reply(texts.gettext("I do not know that command. Forward me a post to check, or see /help"))


def ask_in_private(link: str, texts: Texts) -> Reply:
    """Point from a group to the private chat."""
    _ = texts.gettext
    line = _("I check posts in a private chat: open it, and forward the post to me there.")
    return Reply(line, [[KeyboardButton(_("Open the chat"), url=link)]])


def our_fault(news: OurFault, texts: Texts) -> Reply:
    """Say that a message could not be handled, and whether it still will be."""
    _ = texts.gettext
    if news.kept:
        return Reply(_("Something went wrong on our side. Your message is safe; you will get an answer."))
    return Reply(
        _("Something went wrong on our side, and nothing came of this message. Please send it again later.")
    )


def own_message(texts: Texts) -> Reply:
    """Say that the bot's own words are nothing to check, and how to ask what stands."""
    return Reply(
        texts.gettext(
            "This looks like one of my own messages, so there is nothing in it to check. If you wait for an"
            " answer, it still comes under the post you sent. To hear what stands today, send me that post or"
            " its claim."
        )
    )


def edit_not_read(texts: Texts) -> Reply:
    """Say that the changed words of a message are not looked at."""
    return Reply(
        texts.gettext(
            "I read a message as it was when it came. To ask about the new words, send them as a new message."
        )
    )


def slow_down(texts: Texts) -> Reply:
    """Ask somebody who floods to wait, in a reply to the first message that was not looked at."""
    return Reply(
        texts.gettext(
            "That is a lot at once, and I did not look at this message. Please send it again in 10 minutes,"
            " and whatever else has no answer by then."
        )
    )
