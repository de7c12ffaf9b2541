"""What we keep of a person, as they may see it, and how it goes when they ask for it."""

from loyalty.privacy.forgetting import Farewell, forget, preview
from loyalty.privacy.personal_data import SECTIONS, collect

__all__ = ["SECTIONS", "Farewell", "collect", "forget", "preview"]
