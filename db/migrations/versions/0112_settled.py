"""Since when each submission waits for nothing, by which it is known when it has served its time, and whether
its asker wants to hear nothing more."""

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

KNOWN = """
UPDATE submissions SET settled_at = coalesce(
    (SELECT max(outbox.created_at) FROM answers JOIN outbox ON outbox.id = answers.outbox_id
     WHERE answers.submission_id = submissions.id),
    sent_at
) WHERE item_id IS NULL
"""


def upgrade() -> None:
    """Add the columns. Of what was settled before, it is known when a verdict was last told, and where none
    was, when the question came."""
    op.add_column("submissions", sa.Column("hushed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("submissions", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(KNOWN)
    is_settled = sa.text("settled_at IS NOT NULL")
    op.create_index(
        op.f("ix_submissions_settled_at"),
        "submissions",
        ["settled_at"],
        sqlite_where=is_settled,
        postgresql_where=is_settled,
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(op.f("ix_submissions_settled_at"), table_name="submissions")
    op.drop_column("submissions", "settled_at")
    op.drop_column("submissions", "hushed")
