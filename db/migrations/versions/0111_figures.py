"""Indexes for the figures: acts by when they were done, submissions by when and in which language."""

from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_index(op.f("ix_audit_act_at"), "audit", ["act", "at"])
    op.create_index(op.f("ix_submissions_sent_at_language"), "submissions", ["sent_at", "language"])
    op.drop_index(op.f("ix_submissions_sent_at"), table_name="submissions")


def downgrade() -> None:
    """Take them away again."""
    op.create_index(op.f("ix_submissions_sent_at"), "submissions", ["sent_at"])
    op.drop_index(op.f("ix_submissions_sent_at_language"), table_name="submissions")
    op.drop_index(op.f("ix_audit_act_at"), table_name="audit")
