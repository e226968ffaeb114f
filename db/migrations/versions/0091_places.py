"""What became of the moderators' groups, and the nights of groups and moderators."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0080"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns."""
    op.add_column("desks", sa.Column("night", sa.Text(), nullable=False, server_default=""))
    op.add_column("desks", sa.Column("lost", sa.Text()))
    op.add_column("desks", sa.Column("moved_to", NUMBER))
    op.add_column("moderators", sa.Column("night", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("moderators", "night")
    for column in ("moved_to", "lost", "night"):
        op.drop_column("desks", column)
