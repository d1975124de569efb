"""Where sentences end."""

import pytest

from dossier.importing.sentences import separate_glued, split_sentences


@pytest.mark.parametrize(
    "text",
    [
        "Il perd 5,5 points.| Puis 3.5 points.",
        "M. Dupont et le Dr. Martin parlent.| J. K. Rowling écoute.",
        "Voir p. 12 et art. 5 du code.| Tout y est.",
        "Le site example.com répond.| Le fichier notes.txt aussi.",
        "L’ONU (O.N.U. Genève) siège.| Elle vote.",
        "Pourquoi ?| Personne ne sait !| Vraiment…| Personne.",
        "Il dit : « Viens. Tout de suite. »| Elle part.",
        "« Viens ? » demande-t-il.| Elle part.",
        "«\xa0Viens.\xa0»| Elle part.",
        "Elle \"hésite. Un peu\" puis part.| Il reste.",
        "Il manque une fin à \"cela.| Mais le texte continue.",
        "Elle répond : “No. Never.”| He leaves.",
        "Une « citation jamais fermée.| Le texte continue.",
        "Elle coûte 10 €.| 20 personnes la paient.",
        "Ils citent Google.| xAI répond.",
        "1. Le premier point.| 2. Le second.",
        "The plan was simple (see Fig. 2).| Nobody read it.",
        "Mr. Smith met Mrs. Jones.| They agreed.",
    ],
)  # fmt: skip
def test_a_paragraph_is_split_where_its_sentences_end(text: str) -> None:
    assert [sentence.text for sentence in split_sentences(text.replace("|", ""))] == [
        part.strip() for part in text.split("|")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Les risques.|S'ils partent.",
        "Comme OpenAI.|En réponse, rien.",
        "Pour former GPT 3.5.|Ils ont fini.",
        "Est-ce vrai ?|Que faire ?|Rien !|Tout… enfin.",
        "Il l'a dit ».|« Cependant, non », dit-il.",
        "Le bailleur.|« L'accord », dit-il.",
        "Elle a dit :|D'abord, rien.",
        "Fini.|\"Vraiment\" fini.",
        "Il a dit \"fini.\"|Puis rien.",
        "Le modèle.|GPT-4 arrive.",
        "Les risques (p. 4).|M. Martin le dit.",
    ],
)  # fmt: skip
def test_glued_sentences_get_a_line_each(text: str) -> None:
    assert separate_glued(text.replace("|", "")) == text.replace("|", "\n")


@pytest.mark.parametrize(
    "text",
    [
        "La version 3.5 et le prix 5,5 restent.",
        "J.K. Rowling et l’U.R.S.S. restent.",
        "M.Dupont, Ph.D. et physicien, reste.",
        "ASP.NET, Node.js et README.Md restent.",
        "https://example.org/A.Page?Query=Yes reste.",
        "Écrire à Jean.Dupont@example.org.",
        "System.Threading.Tasks et `Math.Random` restent.",
        "[un lien](/Une.Page) reste.",
        "Le rendez-vous est à 12:30, salle A:B.",
        "Source :OpenAI",
    ],
)
def test_full_stops_within_words_stay(text: str) -> None:
    assert separate_glued(text) == text
