"""Rules hold a comment for a person and say why; they never reject."""

from datetime import timedelta
from typing import Any, cast

import pytest
from django.utils import timezone

from dossier.models import Article
from polls.models import Comment, Hold, HoldingRule, Voter, WordList
from polls.moderation.rules import LIMITS, Sent, ensure_first_rules, findings, links_in
from polls.moderation.yields import Yield, with_yields, yield_of
from tests.factories import ArticleFactory, CommentFactory, VoterFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PLAIN = "Le contrat ne dit rien de tel, et le juge le lira."


@pytest.fixture
def article() -> Article:
    made: Article = ArticleFactory()
    return made


@pytest.fixture
def voter() -> Voter:
    made: Voter = VoterFactory(created_at=NOW - timedelta(days=9))
    return made


def found(article: Article, voter: Voter, text: str, **given: Any) -> dict[str, str]:
    usual = {"text": text, "language": "fr", "voter": voter, "article": article, "at": NOW}
    sent = Sent(**cast(dict[str, Any], usual | given))
    return {one.rule: one.found for one in findings(sent)}


def limit(code: str, **values: Any) -> None:
    HoldingRule.objects.filter(code=code).update(**values)


def test_an_argument_is_held_by_nothing(article: Article, voter: Voter) -> None:
    assert found(article, voter, PLAIN) == {}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Non.", {"length": "4"}),
        ("Oui, oui, bien sûr. " * 151, {"length": "3020"}),
        ("Voyez https://a.fr, www.b.fr et c.com donc", {"links": "3"}),
        ("Voyez https://a.fr/x.html?y=1 et www.b.fr", {}),
        ("ON NOUS MENT DEPUIS LE DÉBUT, voilà", {"capitals": "82"}),
        ("L’ONU, l’UE et l’OTAN", {}),
    ],
)
def test_what_a_text_says_of_itself(
    article: Article, voter: Voter, text: str, rules: dict[str, str]
) -> None:
    assert found(article, voter, text) == rules


def test_links_are_read_without_what_ends_a_sentence() -> None:
    text = "(https://a.fr/b). Puis www.c.fr, et d.com! Pas 3.14 ni etc."
    assert links_in(text) == ["https://a.fr/b", "www.c.fr", "d.com"]


def test_words_are_those_of_the_language_and_of_all(article: Article, voter: Voter) -> None:
    for language, words in (("fr", "crétin"), ("en", "jerk"), ("*", "raca")):
        WordList.objects.filter(language=language).update(words=words)
    text = "Crétin, jerk ou raca ?"
    assert found(article, voter, text) == {"words": "raca, crétin"}
    assert found(article, voter, text, language="en") == {"words": "raca, jerk"}


def test_the_same_text_of_somebody_else(article: Article, voter: Voter) -> None:
    earlier = CommentFactory(article=article, body=PLAIN, posted_at=NOW - timedelta(days=6))
    assert found(article, voter, PLAIN) == {"repeat": str(earlier.pk)}
    assert found(ArticleFactory(), voter, PLAIN) == {}
    Comment.objects.update(posted_at=NOW - timedelta(days=8))
    assert found(article, voter, PLAIN) == {}


def test_nearly_the_same_of_ones_own(article: Article, voter: Voter) -> None:
    before = NOW - timedelta(hours=1)
    earlier = CommentFactory(voter=voter, body=PLAIN, posted_at=before)
    again = PLAIN.replace("le juge", "LE JUGE").replace(", et", " et") + " Oui."
    assert found(article, voter, again) == {"repeat": str(earlier.pk)}
    assert found(article, voter, "Tout autre chose, sur les dons de 2017.") == {}
    other = VoterFactory(created_at=NOW - timedelta(days=9))
    assert found(article, other, again) == {}
    assert found(article, voter, again, comment=earlier.pk) == {}


def test_faster_than_it_can_be_written(article: Article, voter: Voter) -> None:
    CommentFactory(voter=voter, body="Avant cela, autre chose.", posted_at=NOW - timedelta(days=1))
    assert found(article, voter, PLAIN) == {}
    Comment.objects.update(posted_at=NOW - timedelta(seconds=2))
    assert found(article, voter, PLAIN) == {"fast": "25"}
    assert found(article, voter, PLAIN, comment=Comment.objects.get().pk) == {}


def test_a_first_comment_is_not_timed(article: Article) -> None:
    """It may have been written before its author voted."""
    just_now = NOW - timedelta(seconds=1)
    assert found(article, VoterFactory(created_at=just_now), PLAIN) == {}


def test_first_comments_where_the_newsroom_wants_it(article: Article, voter: Voter) -> None:
    limit("new_author", is_active=True, limit=2)
    CommentFactory(voter=voter, posted_at=NOW - timedelta(days=1))
    CommentFactory(voter=voter, posted_at=NOW - timedelta(days=1), status="pending")
    assert found(article, voter, PLAIN) == {"new_author": "1"}
    Comment.objects.update(status="published", published_at=NOW)
    assert found(article, voter, PLAIN) == {}


def test_a_burst_on_a_thread(article: Article, voter: Voter) -> None:
    limit("burst", limit=2)
    root = CommentFactory(article=article, posted_at=NOW - timedelta(hours=1))
    for minutes in (11, 9, 1):
        CommentFactory(article=article, parent=root, posted_at=NOW - timedelta(minutes=minutes))
    assert found(article, voter, PLAIN, root=root.pk) == {"burst": "3"}
    assert found(article, voter, PLAIN) == {}


@pytest.mark.parametrize("code", LIMITS)
def test_each_rule_can_be_turned_off(article: Article, voter: Voter, code: str) -> None:
    HoldingRule.objects.exclude(code=code).update(is_active=False)
    limit(code, is_active=False, limit=0)
    WordList.objects.update(words="non")
    assert found(article, voter, "NON www.a.fr " * 9) == {}


def test_what_a_newsroom_has_set_stays_when_the_site_is_brought_up_to_date() -> None:
    limit("links", limit=7, is_active=False)
    HoldingRule.objects.filter(code="burst").delete()
    ensure_first_rules()
    rules = dict(HoldingRule.objects.values_list("code", "limit"))
    assert rules == {**{str(code): number for code, number in LIMITS.items()}, "links": 7}
    assert not HoldingRule.objects.get(code="links").is_active


def test_what_a_rule_brings(article: Article) -> None:
    for status, days in (
        ("rejected", 1),
        ("spam", 2),
        ("published", 3),
        ("pending", 1),
        ("rejected", 91),
    ):
        comment = CommentFactory(article=article, status=status)
        for hours in (0, 1):  # held once more when it was edited
            held_at = NOW - timedelta(days=days, hours=hours)
            Hold.objects.create(comment=comment, rule="links", found="3", held_at=held_at)
    rules = {rule.code: yield_of(rule) for rule in with_yields(HoldingRule.objects.all(), now=NOW)}
    assert rules["links"] == Yield(held=4, refused=2, published=1)
    assert rules["words"] == Yield(held=0, refused=0, published=0)
    low, high = rules["links"].interval
    assert (round(low, 2), round(high, 2)) == (0.21, 0.94)  # Wilson's for two of three
    assert rules["words"].interval == (0, 1)


def test_a_long_text_is_read_at_once(article: Article, voter: Voter) -> None:
    CommentFactory.create_batch(20, voter=voter, body="Avant, " * 500)
    WordList.objects.filter(language="fr").update(words="\n".join(f"mot{n}" for n in range(999)))
    started = timezone.now()
    found(article, voter, "Une longue histoire, " * 500)
    assert timezone.now() - started < timedelta(seconds=5)
