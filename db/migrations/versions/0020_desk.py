"""The desk's second half: what is typed next, notes, questions to askers, judged pairs, offers."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("prompts", "notes", "questions", "replies", "pairs", "offer_runs", "offers")


def upgrade() -> None:
    """Add the tables, and what drafts and items know since."""
    op.add_column("review_items", sa.Column("merged_into", NUMBER))
    op.add_column("drafts", sa.Column("claim", sa.Text(), nullable=False, server_default=""))
    op.add_column("drafts", sa.Column("found", sa.Text()))
    op.add_column("drafts", sa.Column("verdict_id", NUMBER))
    _create_prompts()
    _create_notes()
    _create_questions()
    _create_pairs()
    _create_offers()


def downgrade() -> None:
    """Take them away again."""
    for name in reversed(TABLES):
        op.drop_table(name)
    for column in ("verdict_id", "found", "claim"):
        op.drop_column("drafts", column)
    op.drop_column("review_items", "merged_into")


def _of(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    target = to.split(".")[0]
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [to], name=name, ondelete="CASCADE")


def _create_prompts() -> None:
    op.create_table(
        "prompts",
        sa.Column("moderator_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        _of("prompts", "moderator_id", "moderators.id"),
        _of("prompts", "item_id", "review_items.id"),
        sa.PrimaryKeyConstraint("moderator_id", name=op.f("pk_prompts")),
    )
    op.create_index(op.f("ix_prompts_item_id"), "prompts", ["item_id"])


def _create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("moderator_id", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        _of("notes", "item_id", "review_items.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_item_id"), "notes", ["item_id"])


def _create_questions() -> None:
    op.create_table(
        "questions",
        sa.Column("item_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("moderator_id", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        _of("questions", "item_id", "review_items.id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_questions")),
    )
    op.create_table(
        "replies",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replied_at", MOMENT, nullable=False),
        _of("replies", "item_id", "questions.item_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    op.create_index(op.f("ix_replies_item_id"), "replies", ["item_id"])


def _create_pairs() -> None:
    op.create_table(
        "pairs",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verdict_id", NUMBER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float()),
        sa.Column("labelled_at", MOMENT, nullable=False),
        _of("pairs", "verdict_id", "verdicts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
        sa.UniqueConstraint(
            "key", "verdict_id", "source", "same", name=op.f("uq_pairs_key_verdict_id_source_same")
        ),
    )
    op.create_index(op.f("ix_pairs_verdict_id"), "pairs", ["verdict_id"])


def _create_offers() -> None:
    op.create_table(
        "offer_runs",
        sa.Column("verdict_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("moderator_id", NUMBER, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        _of("offer_runs", "verdict_id", "verdicts.id"),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_offer_runs")),
    )
    op.create_table(
        "offers",
        sa.Column("verdict_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", NUMBER),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("taken_at", MOMENT),
        _of("offers", "verdict_id", "verdicts.id"),
        _of("offers", "item_id", "review_items.id"),
        sa.PrimaryKeyConstraint("verdict_id", "number", name=op.f("pk_offers")),
    )
    op.create_index(op.f("ix_offers_item_id"), "offers", ["item_id"])
