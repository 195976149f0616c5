"""A few words in each language of the coach."""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.words import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    """The same in English and in Chinese (simplified characters)."""

    en: str
    zh: str

    def of(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language is Language.ZH else self.en
