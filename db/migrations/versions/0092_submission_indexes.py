"""Indexes of submissions: by text, and by when they were sent."""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

INDEXES = (("item_id", "sent_at"), ("key", "item_id"), ("sent_at",))


def upgrade() -> None:
    """Add them."""
    for columns in INDEXES:
        op.create_index(op.f(f"ix_submissions_{'_'.join(columns)}"), "submissions", list(columns))


def downgrade() -> None:
    """Take them away again."""
    for columns in INDEXES:
        op.drop_index(op.f(f"ix_submissions_{'_'.join(columns)}"), "submissions")
