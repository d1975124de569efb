"""Which kind of question fits a prompt."""

import pytest

from dossier.importing.kinds import propose_kind


@pytest.mark.parametrize(
    ("language", "prompt", "kind", "count"),
    [
        ("fr", "Quel est votre avis ?", "open", 0),
        ("fr", "Et vous, quel est votre avis sur le sujet ?", "open", 0),
        ("fr", "Pourquoi le juge hésite-t-il ?", "open", 0),
        ("fr", "À quoi servent-ils ?", "open", 0),
        ("fr", "Qu’en dites-vous ?", "open", 0),
        ("fr", "Quand la cour va-t-elle trancher ?", "open", 0),
        ("fr", "Le juge a-t-il tort ou raison ?", "open", 0),
        ("fr", "Et maintenant ?", "open", 0),
        ("fr", "Que pensez-vous de ce juge ?", "scale", 5),
        ("fr", "Selon vous, que pensez-vous\u00a0du procès\u00a0?", "scale", 5),
        ("fr", "Comment jugez-vous sa réponse ?", "scale", 5),
        ("fr", "Êtes-vous d’accord avec lui ?", "scale", 5),
        ("fr", "Les arguments sont-ils solides ?", "single", 3),
        ("fr", "Est-ce que le juge a tort ?", "single", 3),
        ("fr", "Faut-il le croire ?", "single", 3),
        ("fr", "La cour pourrait-elle refuser ?", "single", 3),
        ("fr", "Allez-vous voter ?", "single", 3),
        ("fr", "Quelles conséquences pour le juge ?", "multiple", 5),
        ("fr", "Le juge va-t-il céder ?", "forecast", 1),
        ("en", "What is your view?", "open", 0),
        ("en", "Why did he leave?", "open", 0),
        ("en", "Is he right or wrong?", "open", 0),
        ("en", "What do you think of the answer?", "scale", 5),
        ("en", "Do you agree with him?", "scale", 5),
        ("en", "Was he wrong to sue?", "single", 3),
        ("en", "Will you vote?", "single", 3),
        ("en", "What effects could it have?", "multiple", 5),
        ("en", "Will the complaint be dismissed?", "forecast", 1),
    ],
)
def test_a_prompt_gets_the_kind_that_fits_with_its_choices(
    language: str, prompt: str, kind: str, count: int
) -> None:
    proposal = propose_kind(prompt, language)
    assert (proposal.kind, len(set(proposal.choices))) == (kind, count)


@pytest.mark.parametrize(
    ("language", "prompt", "outcome"),
    [
        ("fr", "La demande va-t-elle aboutir ?", "La demande va aboutir"),
        ("fr", "Le juge tranchera-t-il en mai ?", "Le juge tranchera en mai"),
        ("fr", "Les parties vont-elles se parler ?", "Les parties vont se parler"),
        ("fr", "Seront-ils condamnés ?", "Ils seront condamnés"),
        ("fr", "À votre avis, le juge va-t-il céder ?", "Le juge va céder"),
        ("en", "Will the complaint be dismissed?", "The complaint will be dismissed"),
        ("en", "Is the judge going to resign?", "The judge is going to resign"),
        ("en", "Will the judge resign?", "Yes"),
    ],
)
def test_a_forecast_has_the_outcome_for_its_choice(
    language: str, prompt: str, outcome: str
) -> None:
    assert propose_kind(prompt, language).choices == (outcome,)


def test_choices_are_in_the_language_of_the_article() -> None:
    assert propose_kind("Faut-il le croire ?", "fr").choices == ("Oui", "Non", "Sans opinion")
    assert propose_kind("Is he right?", "en").choices == ("Yes", "No", "No opinion")
