"""The closing lines of channel posts, from which footers are learned."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "channel_lines",
        sa.Column("channel_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("post_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "line", "post_id", name=op.f("pk_channel_lines")),
    )
    op.create_index(op.f("ix_channel_lines_seen_at"), "channel_lines", ["seen_at"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("channel_lines")
