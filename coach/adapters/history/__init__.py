"""The history of sessions in the user's own data folder: kept by a session, read and deleted by its owner."""

from coach.adapters.history.ledger import forget_all, forget_one, read_sessions
from coach.adapters.history.store import MIGRATIONS, NAME, History, refuse_newer

__all__ = ["MIGRATIONS", "NAME", "History", "forget_all", "forget_one", "read_sessions", "refuse_newer"]
