"""The files that came with submissions, by the number that Telegram gives the very same file."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0082"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "submission_files",
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("submission_id", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submission_files_submission_id_submissions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", "submission_id", name=op.f("pk_submission_files")),
    )
    op.create_index(op.f("ix_submission_files_submission_id"), "submission_files", ["submission_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("submission_files")
