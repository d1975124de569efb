"""First choices for a question, in the language of its article, for an editor to review."""

OPINION = "opinion"
AGREEMENT = "agreement"
YES_NO = "yes or no"
EFFECTS = "effects"

_CHOICES = {
    "fr": {
        OPINION: (
            "Très défavorable",
            "Plutôt défavorable",
            "Ni favorable ni défavorable",
            "Plutôt favorable",
            "Très favorable",
        ),
        AGREEMENT: (
            "Pas du tout d’accord",
            "Plutôt pas d’accord",
            "Ni d’accord ni pas d’accord",
            "Plutôt d’accord",
            "Tout à fait d’accord",
        ),
        YES_NO: ("Oui", "Non", "Sans opinion"),
        EFFECTS: (
            "Des effets favorables",
            "Des effets défavorables",
            "Des effets passagers",
            "Des effets durables",
            "Aucun effet notable",
        ),
    },
    "en": {
        OPINION: (
            "Very unfavourable",
            "Rather unfavourable",
            "Neither favourable nor unfavourable",
            "Rather favourable",
            "Very favourable",
        ),
        AGREEMENT: (
            "Strongly disagree",
            "Rather disagree",
            "Neither agree nor disagree",
            "Rather agree",
            "Strongly agree",
        ),
        YES_NO: ("Yes", "No", "No opinion"),
        EFFECTS: (
            "Favourable effects",
            "Unfavourable effects",
            "Passing effects",
            "Lasting effects",
            "No notable effect",
        ),
    },
}


def first_choices(sort: str, language: str) -> tuple[str, ...]:
    """The choices of this sort; in English for a language without texts of its own."""
    return _CHOICES.get(language, _CHOICES["en"])[sort]
