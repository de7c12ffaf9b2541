"""What we keep of a person, as they may see it, and how it goes when they ask for it."""

from loyalty.privacy.forgetting import forget, preview
from loyalty.privacy.model import Farewell
from loyalty.privacy.personal_data import collect
from loyalty.privacy.queries.sections import SECTIONS

__all__ = ["SECTIONS", "Farewell", "collect", "forget", "preview"]
