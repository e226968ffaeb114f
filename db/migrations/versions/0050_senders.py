"""Which process makes a call that is under way: another one settles it only when that process is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column; calls under way now were made by a process that is gone."""
    op.add_column("outbox", sa.Column("sender", NUMBER, nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("outbox", "sender")
