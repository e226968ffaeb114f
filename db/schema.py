"""Owns the tables: what is kept, and what must hold for it."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    false,
    text,
)

from db.types import Json, Number, Utc, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Accounts by which Telegram speaks for others: GroupAnonymousBot, Channel_Bot, and Telegram itself.
NOBODY_IN_PARTICULAR = (1087968824, 136817688, 777000)


def _id() -> Column[int]:
    return Column("id", Number, primary_key=True, autoincrement=True)


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, default="", server_default="")


def _moment(name: str, *, optional: bool = False) -> Column[Any]:
    return Column(name, Utc, nullable=optional)


def _of_verdict(**options: Any) -> Column[int]:
    return Column(
        "verdict_id", Number, ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False, **options
    )


inbox = Table(
    "inbox",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=True),  # the order of arrival
    Column("update_id", Number, nullable=False, unique=True),
    Column("chat_id", Number, nullable=False),  # 0 when it belongs to no chat
    Column("late", Boolean, nullable=False),
    Column("body", Words, nullable=False),  # JSON; empty once the update is done
    Column("state", Words, nullable=False),
    Column("tries", Integer, nullable=False, default=0, server_default="0"),
    _words("problem"),
    _moment("received_at"),
    Index(None, "state", "seq"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("dedupe", Words, nullable=False, unique=True),
    Column("chat_id", Number, nullable=False),
    Column("method", Words, nullable=False),
    Column("params", Json, nullable=False),
    Column("repeat", Words, nullable=False),
    Column("urgency", Integer, nullable=False),
    # An answer to a button press: it is not held by a chat's other calls, and does not hold them.
    Column("overtakes", Boolean, nullable=False),
    Column("state", Words, nullable=False),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    _moment("not_before"),
    Column("message_id", Number),
    _words("problem"),
    _moment("created_at"),
    Column("sender", Number),  # the process that makes the call, while it is under way
    # The line of pending calls: whether one may go is read from the index alone, however long the line is.
    Index("ix_outbox_line", "state", "overtakes", "urgency", "id", "chat_id", "not_before"),
    Index(None, "chat_id", "state", "overtakes", "id"),
    sqlite_autoincrement=True,
)

pauses = Table(
    "pauses",
    metadata,
    Column("chat_id", Number, primary_key=True, autoincrement=False),  # 0 stands for every chat
    _moment("until"),
)

schedules = Table(  # moments by name: how far a pace is booked, when something was last done
    "schedules",
    metadata,
    Column("name", Words, primary_key=True),
    _moment("at"),
)

publishers = Table("publishers", metadata, _id(), Column("name", Words, nullable=False, unique=True))

verdicts = Table(
    "verdicts",
    metadata,
    _id(),
    Column("publisher_id", Number, ForeignKey("publishers.id"), nullable=False, index=True),
    Column("claim", Words, nullable=False),
    Column("claim_key", Words, nullable=False),
    Column("rating", Words, nullable=False),
    _words("rating_text"),
    _words("summary"),
    _words("title"),
    _words("claimant"),
    Column("claimed_at", Date),
    Column("published_at", Date),
    Column("valid_until", Date),
    _words("language"),
    _words("url"),
    _words("page"),  # the key of the url: one page under each of its addresses
    _moment("retracted_at", optional=True),
    Column("revision", Integer, nullable=False),
    Column("change_no", Number, nullable=False, unique=True),
    _moment("changed_at"),
    Index(
        "uq_verdicts_page_claim_key",
        "page",
        "claim_key",
        unique=True,
        sqlite_where=text("page <> ''"),
        postgresql_where=text("page <> ''"),
    ),
    Index(None, "page"),
    Index(None, "retracted_at"),
    sqlite_autoincrement=True,
)

verdict_wordings = Table(
    "verdict_wordings",
    metadata,
    _of_verdict(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("wording", Words, nullable=False),
    sqlite_with_rowid=False,
)

verdict_sources = Table(
    "verdict_sources",
    metadata,
    _of_verdict(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("url", Words, nullable=False),
    _words("title"),
    sqlite_with_rowid=False,
)

verdict_appearances = Table(
    "verdict_appearances",
    metadata,
    _of_verdict(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("url", Words, nullable=False),
    sqlite_with_rowid=False,
)

verdict_revisions = Table(  # the revisions that were superseded; the present one is in `verdicts`
    "verdict_revisions",
    metadata,
    _of_verdict(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("snapshot", Json, nullable=False),
    _moment("at"),
    sqlite_with_rowid=False,
)

heard = Table(  # what a source said last of a verdict that reads otherwise elsewhere, as a digest
    "heard",
    metadata,
    _of_verdict(primary_key=True, autoincrement=False),
    Column("source", Words, primary_key=True),
    Column("digest", Words, nullable=False),
    sqlite_with_rowid=False,
)

counters = Table(
    "counters",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Number, nullable=False),
)

review_items = Table(
    "review_items",
    metadata,
    _id(),
    Column("key", Words, nullable=False),
    Column("text", Words, nullable=False),
    _words("language"),
    Column("state", Words, nullable=False),
    Column("version", Integer, nullable=False),
    # No foreign keys to moderators: someone who was removed still shows in what they did.
    Column("lease_holder", Number),
    _moment("lease_until", optional=True),
    Column("verdict_id", Number, ForeignKey("verdicts.id"), index=True),
    Column("dismiss_reason", Words),
    _moment("escalated_at", optional=True),
    Column("proposal_id", Number),  # a ruling that waits for a second moderator
    Column("merged_into", Number),  # the item that took its submissions over
    Column("near", Json, nullable=False),
    Column("links", Json, nullable=False),
    _moment("created_at"),
    Index(None, "key", "id"),
    Index(None, "state", "id"),
    sqlite_autoincrement=True,
)

submissions = Table(
    "submissions",
    metadata,
    _id(),
    Column("person_id", Number, nullable=False, index=True),
    Column("chat_id", Number, nullable=False),
    Column("message_id", Number, nullable=False),
    Column("text", Words, nullable=False),
    Column("key", Words, nullable=False),
    _moment("sent_at"),
    Column("links", Json, nullable=False),
    Column("origin_channel_id", Number),
    Column("origin_message_id", Number),
    Column("origin_title", Words),
    _moment("origin_posted_at", optional=True),
    _words("language"),
    Column("item_id", Number, ForeignKey("review_items.id")),
    Column("offered", Json, nullable=False),
    _moment("settled_at", optional=True),  # NULL while it waits on an item, and once it was emptied
    Column("hushed", Boolean, nullable=False, server_default=false()),  # nothing more is to be sent about it
    Index(None, "item_id", "person_id", "sent_at"),
    Index(None, "item_id", "sent_at"),
    Index(None, "key", "item_id"),
    Index(None, "sent_at", "language"),  # the figures need no more of a submission
    Index(
        None,
        "settled_at",
        sqlite_where=text("settled_at IS NOT NULL"),
        postgresql_where=text("settled_at IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

tellings = Table(  # closed items some of whose askers are still to be told
    "tellings",
    metadata,
    Column(
        "item_id",
        Number,
        ForeignKey("review_items.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
)

submission_files = Table(  # what Telegram calls the very same file, whoever sends it on
    "submission_files",
    metadata,
    Column("file_id", Words, primary_key=True),
    Column(
        "submission_id",
        Number,
        ForeignKey("submissions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    sqlite_with_rowid=False,
)

answers = Table(
    "answers",
    metadata,
    Column("outbox_id", Number, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("submission_id", Number, ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False),
    Column("verdict_id", Number, ForeignKey("verdicts.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Index(None, "submission_id"),
    Index(None, "verdict_id"),
)

people = Table(
    "people",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    _words("language"),
    Column("blocked", Boolean, nullable=False),
)

rejections = Table(
    "rejections",
    metadata,
    _id(),
    Column("person_id", Number, nullable=False),
    Column("key", Words, nullable=False),
    _of_verdict(),
    _moment("rejected_at"),
    UniqueConstraint("person_id", "key", "verdict_id"),
    Index(None, "verdict_id", "key"),
)

channel_lines = Table(  # which line closed which posts of a channel, as a key
    "channel_lines",
    metadata,
    Column("channel_id", Number, primary_key=True, autoincrement=False),
    Column("line", Words, primary_key=True),
    Column("post_id", Number, primary_key=True, autoincrement=False),
    _moment("seen_at"),
    Index(None, "seen_at"),
)

moderators = Table(
    "moderators",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    _words("name"),
    _words("language"),
    Column("role", Words, nullable=False, default="reviewer", server_default="reviewer"),
    Column("wants_cards", Boolean),  # in private; NULL: where there is no moderators' group
    _words("night"),  # such as "22-7 Europe/Madrid"
    _moment("added_at"),
    CheckConstraint(f"id > 0 AND id NOT IN ({', '.join(map(str, NOBODY_IN_PARTICULAR))})", name="one_person"),
)

desks = Table(  # the moderators' groups
    "desks",
    metadata,
    Column("chat_id", Number, primary_key=True, autoincrement=False),
    Column("thread_id", Number),  # the forum topic
    _words("language"),
    _words("night"),  # such as "22-7 Europe/Madrid"
    Column("lost", Words),  # why it cannot be written to
    Column("moved_to", Number),  # the group that it became
)

cards = Table(  # messages that show an item as it stands
    "cards",
    metadata,
    Column(
        "item_id",
        Number,
        ForeignKey("review_items.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("chat_id", Number, primary_key=True, autoincrement=False),
    Column("debt", Words, nullable=False),  # of the call that sent it
    _words("shown"),
    Column("edits", Integer, nullable=False),
    _moment("changed_at"),
    _words("language"),
    Column("message_id", Number),
    Index(None, "chat_id"),
)

invitations = Table(  # one-time links that give a role
    "invitations",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("role", Words, nullable=False),
    Column("invited_by", Number, nullable=False),
    _moment("expires_at"),
    Column("used_by", Number),
)

drafts = Table(
    "drafts",
    metadata,
    Column(
        "moderator_id",
        Number,
        ForeignKey("moderators.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("item_id", Number, ForeignKey("review_items.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("step", Words, nullable=False),
    Column("rating", Words),
    _words("summary"),
    _words("url"),
    _words("claim"),
    Column("found", Json),  # the published ruling behind the link
    Column("verdict_id", Number),  # its number, where it is stored already
)

prompts = Table(  # what a moderator's next typed message is for
    "prompts",
    metadata,
    Column(
        "moderator_id",
        Number,
        ForeignKey("moderators.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("item_id", Number, ForeignKey("review_items.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Words, nullable=False),
    _moment("until"),
)

proposals = Table(  # what waits for a second moderator, or did
    "proposals",
    metadata,
    _id(),
    Column("subject", Words, nullable=False),
    Column("change", Json, nullable=False),
    Column("author", Number, nullable=False),
    Column("version", Integer, nullable=False),
    _words("basis"),
    Column("stage", Words, nullable=False),
    _moment("proposed_at"),
    Column("decided_by", Number),
    _words("note"),
    Index(
        "uq_proposals_waiting",
        "subject",
        unique=True,
        sqlite_where=text("stage = 'waiting'"),
        postgresql_where=text("stage = 'waiting'"),
    ),
    Index(None, "stage", "id"),
    sqlite_autoincrement=True,
)

send_backs = Table(  # moderators whose next typed message is why a proposal is sent back
    "send_backs",
    metadata,
    Column(
        "moderator_id",
        Number,
        ForeignKey("moderators.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("proposal_id", Number, ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False, index=True),
    _moment("until"),
)

notes = Table(
    "notes",
    metadata,
    _id(),
    Column("item_id", Number, ForeignKey("review_items.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("moderator_id", Number, nullable=False),
    Column("text", Words, nullable=False),
    _moment("written_at"),
)

questions = Table(  # one question to the askers of an item
    "questions",
    metadata,
    Column(
        "item_id",
        Number,
        ForeignKey("review_items.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("moderator_id", Number, nullable=False),
    Column("text", Words, nullable=False),
    Column("asked", Integer, nullable=False),  # how many people were asked
    _moment("asked_at"),
)

replies = Table(  # what the askers wrote back; who did is kept to count them, and shown to nobody
    "replies",
    metadata,
    _id(),
    Column(
        "item_id", Number, ForeignKey("questions.item_id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("person_id", Number, nullable=False),
    Column("text", Words, nullable=False),
    _moment("replied_at"),
)

pairs = Table(  # people's judgements on whether a text and a verdict are about one claim
    "pairs",
    metadata,
    _id(),
    Column("key", Words, nullable=False),
    _of_verdict(),
    Column("source", Words, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("times", Integer, nullable=False),
    Column("probability", Float),  # what the matcher had said; NULL when it had not offered the verdict
    _moment("labelled_at"),
    UniqueConstraint("key", "verdict_id", "source", "same"),
    Index(None, "verdict_id"),
)

offer_runs = Table(  # verdicts for which it has not been looked yet who else is waiting for them
    "offer_runs",
    metadata,
    _of_verdict(primary_key=True, autoincrement=False),
    Column("moderator_id", Number, nullable=False),
    _moment("published_at"),
)

offers = Table(  # open questions that a verdict may answer, too
    "offers",
    metadata,
    _of_verdict(primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("item_id", Number, ForeignKey("review_items.id", ondelete="CASCADE"), index=True),
    Column("key", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("people", Integer, nullable=False),
    Column("probability", Float, nullable=False),
    _moment("taken_at", optional=True),
)

feeds = Table(
    "feeds",
    metadata,
    _id(),
    Column("source", Words, nullable=False, unique=True),
    _words("publisher"),
    Column("columns", Json, nullable=False),
    Column("every_seconds", Integer, nullable=False),
    _moment("due_at"),
    _moment("held_until", optional=True),  # while somebody reads it
    _words("etag"),
    _words("last_modified"),
    _moment("tried_at", optional=True),
    _moment("succeeded_at", optional=True),
    Column("failures", Integer, nullable=False, default=0, server_default="0"),
    _words("problem"),
    Column("accepted", Integer, nullable=False, default=0, server_default="0"),
    Column("refused", Integer, nullable=False, default=0, server_default="0"),
    _moment("added_at"),
    sqlite_autoincrement=True,
)

page_looks = Table(  # second looks at the pages of publishers, under the key of their addresses
    "page_looks",
    metadata,
    Column("page", Words, primary_key=True),
    Column("url", Words, nullable=False),
    _moment("due_at"),
    _moment("looked_at", optional=True),
    _words("etag"),
    _words("last_modified"),
    _words("problem"),
    Index(None, "due_at"),
    sqlite_with_rowid=False,
)

feed_pages = Table(  # what of a feed has been read, with the stamps that the feed gave
    "feed_pages",
    metadata,
    Column(
        "feed_id",
        Number,
        ForeignKey("feeds.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("url", Words, primary_key=True),
    _words("stamp"),
    sqlite_with_rowid=False,
)

rating_words = Table(  # the newsroom's own meanings, by the key under which spellings are equal
    "rating_words",
    metadata,
    Column("key", Words, primary_key=True),
    Column("words", Words, nullable=False),
    Column("rating", Words, nullable=False),
    _moment("mapped_at"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Utc, nullable=False),
    Column("actor", Words, nullable=False),
    Column("act", Words, nullable=False),
    Column("subject", Words, nullable=False, index=True),
    Column("before", Json),
    Column("after", Json),
    Index(None, "act", "at"),
    sqlite_autoincrement=True,
)
