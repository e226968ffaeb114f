"""The first tables: messages in and out, verdicts, review, people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "publishers",
    "verdicts",
    "verdict_wordings",
    "verdict_sources",
    "verdict_appearances",
    "verdict_revisions",
    "counters",
    "review_items",
    "submissions",
    "moderators",
    "drafts",
    "audit",
    "people",
    "rejections",
    "inbox",
    "outbox",
    "answers",
    "pauses",
    "schedules",
)


def upgrade() -> None:
    """Create the tables, those that others refer to first."""
    _create_verdicts()
    _create_review()
    _create_people()
    _create_messages()
    op.execute("INSERT INTO counters (name, value) VALUES ('verdict_changes', 0)")


def downgrade() -> None:
    """Drop everything."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _create_verdicts() -> None:
    op.create_table(
        "publishers",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishers")),
        sa.UniqueConstraint("name", name=op.f("uq_publishers_name")),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("publisher_id", NUMBER, nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("claim_key", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("rating_text", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("claimant", sa.Text(), server_default="", nullable=False),
        sa.Column("claimed_at", sa.Date(), nullable=True),
        sa.Column("published_at", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change_no", NUMBER, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["publishers.id"], name=op.f("fk_verdicts_publisher_id_publishers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("change_no", name=op.f("uq_verdicts_change_no")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_verdicts_publisher_id"), "verdicts", ["publisher_id"], unique=False)
    op.create_index(op.f("ix_verdicts_retracted_at"), "verdicts", ["retracted_at"], unique=False)
    op.create_index(op.f("ix_verdicts_url"), "verdicts", ["url"], unique=False)
    op.create_index(
        "uq_verdicts_url_claim_key",
        "verdicts",
        ["url", "claim_key"],
        unique=True,
        sqlite_where=sa.text("url <> ''"),
        postgresql_where=sa.text("url <> ''"),
    )
    op.create_table(
        "verdict_wordings",
        sa.Column("verdict_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["verdicts.id"],
            name=op.f("fk_verdict_wordings_verdict_id_verdicts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", "position", name=op.f("pk_verdict_wordings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdict_sources",
        sa.Column("verdict_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["verdicts.id"],
            name=op.f("fk_verdict_sources_verdict_id_verdicts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", "position", name=op.f("pk_verdict_sources")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdict_appearances",
        sa.Column("verdict_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["verdicts.id"],
            name=op.f("fk_verdict_appearances_verdict_id_verdicts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", "position", name=op.f("pk_verdict_appearances")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdict_revisions",
        sa.Column("verdict_id", NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["verdicts.id"],
            name=op.f("fk_verdict_revisions_verdict_id_verdicts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", "revision", name=op.f("pk_verdict_revisions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )


def _create_review() -> None:
    op.create_table(
        "review_items",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lease_holder", NUMBER, nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict_id", NUMBER, nullable=True),
        sa.Column("dismiss_reason", sa.Text(), nullable=True),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_review_items_verdict_id_verdicts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_review_items_key_id"), "review_items", ["key", "id"], unique=False)
    op.create_index(op.f("ix_review_items_state_id"), "review_items", ["state", "id"], unique=False)
    op.create_index(op.f("ix_review_items_verdict_id"), "review_items", ["verdict_id"], unique=False)
    op.create_table(
        "submissions",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("message_id", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("origin_channel_id", NUMBER, nullable=True),
        sa.Column("origin_message_id", NUMBER, nullable=True),
        sa.Column("origin_title", sa.Text(), nullable=True),
        sa.Column("origin_posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("item_id", NUMBER, nullable=True),
        sa.Column("offered", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_submissions_item_id_review_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_submissions_item_id_person_id_sent_at"),
        "submissions",
        ["item_id", "person_id", "sent_at"],
        unique=False,
    )
    op.create_index(op.f("ix_submissions_person_id"), "submissions", ["person_id"], unique=False)
    op.create_table(
        "moderators",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "id > 0 AND id NOT IN (1087968824, 136817688, 777000)", name=op.f("ck_moderators_one_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderators")),
    )
    op.create_table(
        "drafts",
        sa.Column("moderator_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_drafts_item_id_review_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["moderators.id"],
            name=op.f("fk_drafts_moderator_id_moderators"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("moderator_id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_item_id"), "drafts", ["item_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"], unique=False)


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "rejections",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verdict_id", NUMBER, nullable=False),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["verdicts.id"],
            name=op.f("fk_rejections_verdict_id_verdicts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejections")),
        sa.UniqueConstraint(
            "person_id", "key", "verdict_id", name=op.f("uq_rejections_person_id_key_verdict_id")
        ),
    )
    op.create_index(op.f("ix_rejections_verdict_id_key"), "rejections", ["verdict_id", "key"], unique=False)


def _create_messages() -> None:
    op.create_table(
        "inbox",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("update_id", NUMBER, nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", name=op.f("uq_inbox_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inbox_state_seq"), "inbox", ["state", "seq"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("dedupe", sa.Text(), nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("repeat", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("overtakes", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", NUMBER, nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_dedupe")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_outbox_chat_id_state_overtakes_id"),
        "outbox",
        ["chat_id", "state", "overtakes", "id"],
        unique=False,
    )
    op.create_index(
        "ix_outbox_line",
        "outbox",
        ["state", "overtakes", "urgency", "id", "chat_id", "not_before"],
        unique=False,
    )
    op.create_table(
        "answers",
        sa.Column("outbox_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("submission_id", NUMBER, nullable=False),
        sa.Column("verdict_id", NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_answers_outbox_id_outbox"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_answers_submission_id_submissions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], name=op.f("fk_answers_verdict_id_verdicts")),
        sa.PrimaryKeyConstraint("outbox_id", "position", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_submission_id"), "answers", ["submission_id"], unique=False)
    op.create_index(op.f("ix_answers_verdict_id"), "answers", ["verdict_id"], unique=False)
    op.create_table(
        "pauses",
        sa.Column("chat_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_pauses")),
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schedules")),
    )
