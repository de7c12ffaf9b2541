"""Who did what: a row for everything staff and admins do, in the transaction of the deed."""

from loyalty.audit.queries import ABOUT_PERSON, ACCOUNT_ID, PERSON_ID
from loyalty.audit.recording import record

__all__ = ["ABOUT_PERSON", "ACCOUNT_ID", "PERSON_ID", "record"]
