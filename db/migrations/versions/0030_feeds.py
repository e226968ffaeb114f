"""Scheduled feeds, what of each has been read, and rating words that a newsroom maps itself."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0060"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "feeds",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        _words("publisher"),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("held_until", MOMENT),
        _words("etag"),
        _words("last_modified"),
        sa.Column("tried_at", MOMENT),
        sa.Column("succeeded_at", MOMENT),
        _count("failures"),
        _words("problem"),
        _count("accepted"),
        _count("refused"),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("source", name=op.f("uq_feeds_source")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feed_pages",
        sa.Column("feed_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        _words("stamp"),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name=op.f("fk_feed_pages_feed_id_feeds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "url", name=op.f("pk_feed_pages")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rating_words",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("mapped_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rating_words")),
    )


def downgrade() -> None:
    """Take them away again."""
    for name in ("rating_words", "feed_pages", "feeds"):
        op.drop_table(name)
