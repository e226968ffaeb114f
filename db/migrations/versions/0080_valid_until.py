"""The last day for which a publisher stands by its ruling."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing is known of the rulings that are here."""
    op.add_column("verdicts", sa.Column("valid_until", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("verdicts", "valid_until")
