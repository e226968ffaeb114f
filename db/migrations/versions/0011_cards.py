"""Live cards, and the moderators' groups in which they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables, and who wants cards in private."""
    op.add_column("moderators", sa.Column("wants_cards", sa.Boolean(), nullable=True))
    op.create_table(
        "desks",
        sa.Column("chat_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("thread_id", NUMBER, nullable=True),
        sa.Column("language", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_desks")),
    )
    op.create_table(
        "cards",
        sa.Column("item_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("chat_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("debt", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False, server_default=""),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.Text(), nullable=False, server_default=""),
        sa.Column("message_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_items.id"], name=op.f("fk_cards_item_id_review_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "chat_id", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_chat_id"), "cards", ["chat_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("cards")
    op.drop_table("desks")
    op.drop_column("moderators", "wants_cards")
