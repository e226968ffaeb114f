"""Four eyes: what waits for a second moderator."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0012"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables, and what items know of them."""
    op.add_column("review_items", sa.Column("proposal_id", NUMBER))
    op.create_table(
        "proposals",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("author", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False, server_default=""),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by", NUMBER),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("stage = 'waiting'")
    op.create_index(
        "uq_proposals_waiting",
        "proposals",
        ["subject"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index(op.f("ix_proposals_stage_id"), "proposals", ["stage", "id"])
    op.create_table(
        "send_backs",
        sa.Column("moderator_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("proposal_id", NUMBER, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"],
            ["moderators.id"],
            name=op.f("fk_send_backs_moderator_id_moderators"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
            name=op.f("fk_send_backs_proposal_id_proposals"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("moderator_id", name=op.f("pk_send_backs")),
    )
    op.create_index(op.f("ix_send_backs_proposal_id"), "send_backs", ["proposal_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("send_backs")
    op.drop_table("proposals")
    op.drop_column("review_items", "proposal_id")
