"""A conversation of Polis becomes a dossier, once and whole, or one line says why not."""

import random
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dossier.models import Article
from polls.models import Ballot, BallotRevision, Choice, Question, Tally, Turnout, Voter
from polls.results.opinions import groups_of, votes_of
from polls.results.recount import recount
from tests.browsing import Browser
from tests.factories import ArticleFactory
from tests.polls.polis.exports import COMMENTS, VOTES, export, said_in

pytestmark = pytest.mark.django_db


def run(folder: Path, **options: object) -> str:
    """What the command says; progress goes elsewhere."""
    out = StringIO()
    call_command("import_polis", folder, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().strip()


def imported(folder: Path) -> Question:
    run(folder)
    return Question.objects.get(article__slug=folder.name)


def test_every_vote_is_a_revision_at_its_own_time(tmp_path: Path) -> None:
    question = imported(export(tmp_path / "transport"))
    assert said_in(question) == {
        ("1", "3"): [(1, "cast", 1)],
        ("1", "11"): [(0, "changed", 4), (1, "changed", 5), (1, "confirmed", 6)],
        ("2", "3"): [(-1, "cast", 2)],
        ("2", "11"): [(1, "changed", 3)],
        ("2", "20"): [(1, "changed", 7)],
        ("15", "20"): [(-1, "cast", 8)],
        ("15", "21"): [(1, "changed", 9)],
    }
    ballot = question.ballots.get(voter__external_id="1")
    marks = dict(ballot.marks.values_list("choice__external_id", "value"))
    assert (ballot.revision, marks) == (4, {"3": 1, "11": 1})
    assert ballot.cast_at == datetime(2023, 11, 14, 23, 13, 20, tzinfo=UTC)
    assert ballot.changed_at == datetime(2023, 11, 15, 3, 13, 20, tzinfo=UTC)


def test_statements_keep_their_words_authors_and_decisions(tmp_path: Path) -> None:
    question = imported(export(tmp_path / "transport"))
    told = [
        (one.external_id, one.label, one.status, one.proposed_by and one.proposed_by.external_id)
        for one in Choice.objects.filter(question=question)
    ]
    assert told == [
        ("3", "Trains are better than buses.", "published", "1"),
        ("7", "We should walk.", "pending", "9"),
        ("11", "The buses are late, and there are not enough of them.", "published", "2"),
        ("20", "Buy my bicycles!", "rejected", "2"),
        ("21", "…", "published", "2"),
    ]


def test_the_dossier_is_published_as_of_its_first_vote_and_readers_can_go_on(
    tmp_path: Path, client: Browser
) -> None:
    question = imported(export(tmp_path / "transport"))
    article = question.article
    assert (article.title, article.standfirst) == ("Transport", "How to get *about*?")
    assert (article.source_language, article.source_url) == ("en", "https://polis.example/abc")
    assert article.published_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert article.revisions.count() == 1
    page = client.get("/en/transport/statements/").content.decode()
    assert "Trains are better than buses." in page
    assert "Buy my bicycles!" not in page
    assert "We should walk." not in page


def test_counters_are_those_of_a_recount(tmp_path: Path) -> None:
    question = imported(export(tmp_path / "transport"))
    assert recount(question) == []
    assert Turnout.objects.get(question=question).voters == 3
    told = Tally.objects.filter(question=question).values_list(
        "choice__external_id", "value", "count"
    )
    assert sorted(told) == [
        ("11", 1, 2),
        ("20", -1, 1),
        ("20", 1, 1),
        ("21", 1, 1),
        ("3", -1, 1),
        ("3", 1, 1),
    ]


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    folder = export(tmp_path / "transport")
    first = run(folder)
    before = [list(model.objects.order_by("pk").values()) for model in EVERYTHING]
    second = run(folder)
    assert [list(model.objects.order_by("pk").values()) for model in EVERYTHING] == before
    assert first == "Imported “transport”: 5 statements, 3 participants, 9 votes."
    assert second == "Already imported as “transport”: nothing was written."


EVERYTHING = (Article, Question, Choice, Voter, Ballot, BallotRevision, Tally, Turnout)


def test_the_order_of_lines_is_nothing(tmp_path: Path) -> None:
    shuffle = random.Random(4)
    comments = shuffle.sample(COMMENTS, len(COMMENTS))
    votes = shuffle.sample(VOTES, len(VOTES))
    straight = imported(export(tmp_path / "straight"))
    shuffled = imported(export(tmp_path / "shuffled", comments, votes))
    assert said_in(shuffled) == said_in(straight)
    texts = [list(one.choices.values_list("external_id", "label")) for one in (straight, shuffled)]
    assert texts[0] == texts[1]


def test_of_votes_at_one_moment_the_later_line_counts(tmp_path: Path) -> None:
    votes = [(1, 3, 1, 1), (1, 3, -1, 1)]
    question = imported(export(tmp_path / "transport", votes=votes))
    assert list(question.ballots.get().marks.values_list("value", flat=True)) == [-1]


def test_groups_are_found_among_imported_voters(tmp_path: Path) -> None:
    comments = [
        (number, 0, 1 if number < 9 else -1, f"Statement {number}.") for number in range(12)
    ]
    votes = [
        (who, number, (1 if who < 6 else -1) if number < 9 else 0, 1)
        for who in range(10)
        for number in range(12)
    ]
    question = imported(export(tmp_path / "camps", comments, votes))
    groups = groups_of(question, votes_of(question))
    names = dict(Voter.objects.values_list("pk", "external_id"))
    members = [
        {int(names[voter]) for voter in groups.participants[groups.labels == label].tolist()}
        for label in range(groups.k)
    ]
    assert members == [set(range(6)), set(range(6, 10))]
    rejected = dict(question.choices.filter(status="rejected").values_list("pk", "external_id"))
    assert groups.map.statements[~groups.map.kept].tolist() == sorted(rejected)
    assert set(rejected.values()) == {"9", "10", "11"}


def test_a_question_without_votes_has_no_groups(tmp_path: Path) -> None:
    question = imported(export(tmp_path / "silence", votes=[]))
    assert votes_of(question).participants.tolist() == []
    assert groups_of(question, votes_of(question)).k == 0
    assert recount(question) == []


def test_an_address_a_language_and_a_draft_can_be_asked_for(tmp_path: Path) -> None:
    folder = export(tmp_path / "any.name")
    told = run(folder, slug="transports", language="fr", draft=True)
    assert told == "Imported “transports” as a draft: 5 statements, 3 participants, 9 votes."
    article = Article.objects.get()
    assert (article.slug, article.source_language, article.status) == ("transports", "fr", "draft")
    assert Choice.objects.get(external_id="3").label_fr == "Trains are better than buses."
    run(folder)
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["any-name", "transports"]


def test_without_a_summary_the_folder_names_the_dossier(tmp_path: Path) -> None:
    folder = export(tmp_path / "transport")
    (folder / "summary.csv").unlink()
    assert imported(folder).article.title == "transport"


def test_the_address_of_another_dossier_is_not_taken(tmp_path: Path) -> None:
    ArticleFactory(slug="transport")
    with pytest.raises(CommandError, match="There is another dossier 'transport': give a --slug"):
        run(export(tmp_path / "transport"))


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("votes.csv", None, "votes.csv cannot be read: No such file or directory."),
        ("comments.csv", None, "comments.csv cannot be read: No such file or directory."),
        ("votes.csv", "", "votes.csv has no column timestamp."),
        ("votes.csv", "timestamp,comment-id,vote\n1,3,1\n", "votes.csv has no column voter-id."),
        (
            "votes.csv",
            "timestamp,comment-id,voter-id,vote\n1,3,1,1\n1,3,2,yes\n",
            "votes.csv, line 3: vote is 'yes', not 1, 0 or -1.",
        ),
        (
            "votes.csv",
            "timestamp,comment-id,voter-id,vote\n1,three,1,1\n",
            "votes.csv, line 2: comment-id is 'three', which is no identifier.",
        ),
        (
            "votes.csv",
            "timestamp,comment-id,voter-id,vote\n1,3\n",
            "votes.csv, line 2: voter-id is '', which is no identifier.",
        ),
        (
            "votes.csv",
            "timestamp,comment-id,voter-id,vote\n99999999999999999,3,1,1\n",
            "votes.csv, line 2: timestamp is '99999999999999999', not milliseconds since 1970.",
        ),
        (
            "votes.csv",
            "timestamp,comment-id,voter-id,vote\n1,404,1,1\n",
            "votes.csv has votes on comment 404, comments.csv has no such comment.",
        ),
        (
            "comments.csv",
            "timestamp,comment-id,author-id,moderated,comment-body\n",
            "comments.csv has no comments.",
        ),
        (
            "comments.csv",
            "timestamp,comment-id,author-id,moderated,comment-body\n1,3,1,1,A\n1,3,1,1,B\n",
            "comments.csv has comment 3 twice.",
        ),
        (
            "comments.csv",
            "timestamp,comment-id,author-id,moderated,comment-body\n1,3,1,2,A\n",
            "comments.csv, line 2: moderated is '2', not 1, 0 or -1.",
        ),
        ("comments.csv", b"timestamp\xff", "comments.csv is not UTF-8."),
    ],
)
def test_one_line_says_what_is_wrong_and_nothing_is_stored(
    tmp_path: Path, file: str, content: str | bytes | None, told: str
) -> None:
    folder = export(tmp_path / "transport")
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CommandError) as refused:
        run(folder)
    assert str(refused.value).removeprefix(f"{folder}/") == told
    assert not Article.objects.exists()
    assert not Voter.objects.exists()


def test_columns_that_can_be_missed_may_be_missing_and_others_may_be_more(tmp_path: Path) -> None:
    folder = export(tmp_path / "transport")
    (folder / "comments.csv").write_text(
        "comment-body,is-meta,timestamp,comment-id\nTrains,false,1,3\n,false,1,11\n"
        "Buses,true,1,20\nVélos 🚲,false,1,21\nVélos 🚲,false,1,21\n",
        encoding="utf-8-sig",
    )
    question = imported(folder)
    told = question.choices.values_list("external_id", "label", "status", "proposed_by")
    assert [tuple(one) for one in told] == [
        ("3", "Trains", "published", None),
        ("11", "…", "published", None),
        ("20", "Buses", "published", None),
        ("21", "Vélos 🚲", "published", None),
    ]


def test_numbers_may_be_as_long_as_they_like(tmp_path: Path) -> None:
    long, longer = 10**25 + 7, 10**39 + 3
    comments = [(long, longer, 1, "Trains are better than buses.")]
    question = imported(export(tmp_path / "transport", comments, [(longer, long, 1, 1)]))
    assert [one.external_id for one in question.choices.all()] == [str(long)]
    assert question.ballots.get().voter.external_id == str(longer)


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        run(tmp_path / "nowhere")


@pytest.mark.parametrize("slug", ["no spaces", "feed", "x" * 81])
def test_an_address_that_cannot_be_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(CommandError, match="--slug"):
        run(export(tmp_path / "transport"), slug=slug)
