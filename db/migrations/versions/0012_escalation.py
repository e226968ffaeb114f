"""Items that wait for an editor."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("review_items", sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("review_items", "escalated_at")
