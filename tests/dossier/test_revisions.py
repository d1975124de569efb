"""What readers read is numbered: revisions, what they tell, and who is invited to look again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dossier import revising
from dossier.models import Actor, Article, Claim, Event, Figure, Passage, Rebuttal, Revision
from polls.models import Ballot, Question
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    EventFactory,
    FigureFactory,
    PassageFactory,
    QuestionFactory,
    QuizQuestionFactory,
    RebuttalFactory,
    UserFactory,
)
from tests.pages import Form
from tests.polls.conftest import AtOnce, at_once  # noqa: F401

pytestmark = pytest.mark.django_db

PUBLISHED_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
CORRECTED_AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
INVITATION = "The dossier was corrected on 14 March 2026, since you answered."


@pytest.fixture
def article() -> Article:
    """A published dossier with one of everything."""
    made: Article = ArticleFactory(slug="affair", published_at=PUBLISHED_AT)
    PassageFactory(article=made, position=1)
    claim = ClaimFactory(article=made, position=1)
    RebuttalFactory(claim=claim, position=1)
    EventFactory(article=made, position=1)
    FigureFactory(article=made, position=1)
    QuestionFactory(article=made, slug="why", position=1)
    return made


@pytest.fixture
def editor() -> User:
    member: User = UserFactory(groups=["Editors"])
    return member


@pytest.fixture
def desk(editor: User) -> Client:
    signed_in = Client(headers={"Accept-Language": "en"})
    signed_in.force_login(editor)
    return signed_in


def address(article: Article) -> str:
    return f"/admin/dossier/article/{article.pk}/change/"


def page_at_desk(desk: Client, article: Article) -> str:
    return desk.get(address(article)).content.decode()


def save(desk: Client, article: Article, **changes: str) -> None:
    """Send the dossier's page as it stands, but for the changes, at CORRECTED_AT."""
    data = Form(page_at_desk(desk, article), "article_form").data
    with time_machine.travel(CORRECTED_AT, tick=False):
        sent = desk.post(address(article), data | {"_continue": "1"} | changes)
    assert sent.status_code == 302


def history(article: Article) -> list[tuple[int, str, str]]:
    """Number and notes of each revision; the article's own count must agree."""
    rows = list(article.revisions.values_list("number", "note_fr", "note_en"))
    article.refresh_from_db()
    assert article.revision == max((number for number, _fr, _en in rows), default=1)
    return [(number, french or "", english or "") for number, french, english in rows]


FIRST = (1, "", "")
SILENT = (2, "", "")


class TestPublishing:
    def test_the_first_revision_is_what_is_published_first(
        self, desk: Client, editor: User
    ) -> None:
        draft = ArticleFactory(status="draft", published_at=None)
        save(desk, draft, title_en="Changed before anyone reads it")
        assert history(draft) == []
        save(desk, draft, _press="publish")
        assert history(draft) == [FIRST]
        first = draft.revisions.get()
        assert (first.made_at, first.editor) == (draft.published_at, editor)

    def test_publishing_again_is_no_revision(self, desk: Client, article: Article) -> None:
        save(desk, article, _press="unpublish")
        save(desk, article, _press="publish")
        assert history(article) == [FIRST]

    def test_what_changes_while_it_is_taken_back_counts_for_its_return(
        self, desk: Client, article: Article
    ) -> None:
        save(desk, article, _press="unpublish")
        save(desk, article, standfirst_en="Another standfirst.")
        assert history(article) == [FIRST, SILENT]


class TestAtTheDesk:
    def test_a_save_that_changes_nothing_makes_none(self, desk: Client, article: Article) -> None:
        save(desk, article)
        assert history(article) == [FIRST]

    @pytest.mark.parametrize(
        "changes",
        [
            {"title_en": "Another title"},
            {"dated": "2024-04"},
            {"source_url": "https://gazette.example/"},
            {"passages-0-body_fr": "Un autre paragraphe."},
            {"passages-0-DELETE": "on"},
            {"passages-1-heading_fr": "Encore un passage"},
            {"actors-0-role_en": "another role"},
            {"claims-0-text_fr": "Autre affirmation"},
            {"claims-0-rebuttals-0-text_en": "Another answer"},
            {"claims-0-rebuttals-0-DELETE": "on"},
            {"events-0-date": "2016"},
            {"events-0-when_en": "early 2016"},
            {"figures-0-value": "101"},
            {"figures-0-bound": "about"},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_a_change_of_what_readers_read_is_a_revision(
        self, desk: Client, article: Article, editor: User, changes: dict[str, str]
    ) -> None:
        save(desk, article, **changes)
        assert history(article) == [FIRST, SILENT]
        made = article.revisions.get(number=2)
        assert (made.made_at, made.editor) == (CORRECTED_AT, editor)

    def test_several_changes_of_one_save_are_one(self, desk: Client, article: Article) -> None:
        changes = {"title_en": "Title", "claims-0-text_fr": "Texte", "figures-0-value": "101"}
        save(desk, article, **changes)
        assert history(article) == [FIRST, SILENT]

    def test_a_new_order_is_one_and_new_numbers_of_the_same_order_are_none(
        self, desk: Client, article: Article
    ) -> None:
        PassageFactory(article=article, position=2)
        save(desk, article, **{"passages-0-position": "7", "passages-1-position": "9"})
        assert history(article) == [FIRST]
        save(desk, article, **{"passages-0-position": "9", "passages-1-position": "7"})
        assert history(article) == [FIRST, SILENT]

    def test_a_claim_of_another_maker_is_one(self, desk: Client, article: Article) -> None:
        answers = Rebuttal.objects.get().maker
        save(desk, article, **{"claims-0-maker": str(answers.pk)})
        assert history(article) == [FIRST, SILENT]

    @pytest.mark.parametrize(
        "changes",
        [
            {"questions-0-prompt_en": "Why, then?"},
            {"questions-0-choices-0-label_fr": "Peut-être"},
            {"passages-0-slug": "elsewhere"},
            {"slug": "the-affair"},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_questions_and_addresses_are_not_what_the_dossier_says(
        self, desk: Client, article: Article, changes: dict[str, str]
    ) -> None:
        save(desk, article, **changes)
        assert history(article) == [FIRST]

    def test_a_refused_page_makes_none_and_keeps_the_note(
        self, desk: Client, article: Article
    ) -> None:
        data = Form(page_at_desk(desk, article), "article_form").data
        data |= {"title_en": "Title", "dated": "2024-13", "note_en": "The date was wrong."}
        refused = desk.post(address(article), data)
        assert refused.status_code == 200
        assert "The date was wrong.</textarea>" in refused.content.decode()
        assert history(article) == [FIRST]

    def test_a_note_is_kept_with_the_change_or_after_it(
        self, desk: Client, article: Article
    ) -> None:
        save(desk, article, title_en="Title", note_fr="Le titre.", note_en="The title.")
        save(desk, article, note_fr="Le titre, encore.")
        assert history(article) == [
            FIRST,
            (2, "Le titre.", "The title."),
            (3, "Le titre, encore.", ""),
        ]

    def test_the_page_lists_the_revisions_and_edits_none(
        self, desk: Client, article: Article, editor: User
    ) -> None:
        save(desk, article, title_en="Title", note_en="The title.")
        page = page_at_desk(desk, article)
        assert "The title." in page
        told = " ".join(page.split()).replace("</time>", "")
        assert f"{editor} – The title." in told
        data = Form(page, "article_form").data
        assert {name: text for name, text in data.items() if name.startswith("note_")} == {
            "note_fr": "",
            "note_en": "",
        }

    def test_there_is_nothing_to_correct_before_publication(self, desk: Client) -> None:
        draft = ArticleFactory(status="draft", published_at=None)
        page = page_at_desk(desk, draft)
        assert "What was corrected" not in page
        assert "Corrections" not in page

    def test_who_may_only_read_the_dossier_reads_its_revisions(
        self, desk: Client, article: Article
    ) -> None:
        save(desk, article, title_en="Title", note_en="The title.")
        analyst = Client(headers={"Accept-Language": "en"})
        analyst.force_login(UserFactory(groups=["Analysts"]))
        page = page_at_desk(analyst, article)
        assert "The title." in page
        assert "What was corrected" not in page

    def test_an_editor_who_leaves_takes_no_revision_along(
        self, desk: Client, article: Article, editor: User
    ) -> None:
        save(desk, article, title_en="Title")
        editor.delete()
        assert article.revisions.get(number=2).editor is None

    def test_two_editors_at_once_make_two(
        self,
        at_once: AtOnce,  # noqa: F811
        desk: Client,
        article: Article,
        editor: User,
    ) -> None:
        second = Client()
        second.force_login(editor)
        data = Form(page_at_desk(desk, article), "article_form").data

        def saving(client: Client, **changes: str) -> Callable[[], int]:
            return lambda: client.post(address(article), data | changes).status_code

        saves = [saving(desk, title_en="One"), saving(second, title_en="Another")]
        assert at_once(saves) == [302, 302]
        assert history(article) == [FIRST, SILENT, (3, "", "")]


@pytest.fixture
def pack(tmp_path: Path, article: Article) -> Path:
    """The dossier as a folder, to be edited by the test."""
    folder = tmp_path / "affair"
    call_command("dump_dossier", "affair", folder)
    return folder


def forget_everything() -> None:
    """As on another site."""
    for model in (Rebuttal, Claim, Question, Article):
        model.objects.all().delete()


def dumped(folder: Path) -> dict[str, bytes]:
    call_command("dump_dossier", "affair", folder)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def retitle(pack: Path) -> None:
    texts = pack / "texts.en.toml"
    title = Article.objects.get().title_en
    texts.write_text(texts.read_text().replace(f'title = "{title}"', 'title = "Retitled"', 1))


def add(file: Path, text: str) -> None:
    file.write_text(f"{file.read_text()}\n{text}")


class TestPacks:
    def test_loading_what_has_not_changed_makes_none(self, pack: Path, article: Article) -> None:
        call_command("load_dossier", pack)
        assert history(article) == [FIRST]

    def test_loading_a_changed_pack_makes_one(self, pack: Path, article: Article) -> None:
        retitle(pack)
        call_command("load_dossier", pack)
        call_command("load_dossier", pack)
        assert history(article) == [FIRST, SILENT]

    def test_loading_a_published_pack_is_its_publication(self, pack: Path) -> None:
        forget_everything()
        call_command("load_dossier", pack)
        loaded = Article.objects.get()
        assert history(loaded) == [FIRST]
        assert loaded.revisions.get().made_at == loaded.published_at

    def test_a_draft_that_is_loaded_as_published_begins_at_one(
        self, pack: Path, article: Article
    ) -> None:
        article.revisions.all().delete()
        Article.objects.update(status="draft", published_at=None)
        retitle(pack)
        call_command("load_dossier", pack)
        assert history(article) == [FIRST]

    def test_a_pack_tells_what_it_corrects(self, pack: Path, article: Article) -> None:
        retitle(pack)
        add(pack / "dossier.toml", "[[revisions]]\nnumber = 2\n")
        add(pack / "texts.fr.toml", '[revisions]\n2 = "Le titre."\n')
        call_command("load_dossier", pack)
        call_command("load_dossier", pack)
        assert history(article) == [FIRST, (2, "Le titre.", "")]

    def test_revisions_go_to_another_site_and_back(
        self, pack: Path, article: Article, tmp_path: Path
    ) -> None:
        revising.revise(article=article, note={"en": "Once."}, now=CORRECTED_AT)
        revising.revise(article=article, now=datetime(2026, 4, 1, 9, 30, 1, 5, tzinfo=UTC))
        before = list(article.revisions.values_list("number", "made_at", "note_en"))
        files = dumped(tmp_path / "one")
        forget_everything()
        call_command("load_dossier", tmp_path / "one")
        loaded = Article.objects.get()
        assert history(loaded) == [FIRST, (2, "", "Once."), (3, "", "")]
        assert list(loaded.revisions.values_list("number", "made_at")) == [
            (number, made_at) for number, made_at, _note in before
        ]
        assert dumped(tmp_path / "two") == files

    @pytest.mark.parametrize(
        ("structure", "texts", "refusal"),
        [
            ("number = 1", '1 = "Other."', r"revisions\.1: is there already, with other words"),
            ("number = 3", "", r"revisions\.3: the next revision is 2\."),
            ("number = 0", "", r"revisions\.0: the next revision is 2\."),
            ('number = "2"', "", "every entry needs a number"),
            ("number = true", "", "every entry needs a number"),
            ("number = 2\nwho = 1", "", r"revisions\.2: unknown key 'who'"),
            ("number = 2", "2 = 3", r"texts\.fr\.toml: revisions: 2 must be a text"),
            ("number = 2", '2 = "\\u0000"', r"texts\.fr\.toml: revisions: 2 must be a text"),
            ("number = 2\nmade_at = 2026-03-14T09:00:00", "", "a moment with its offset from UTC"),
            ("number = 2\nmade_at = 09:00:00", "", "a moment with its offset from UTC"),
        ],
    )
    def test_what_a_pack_tells_amiss_is_refused_and_changes_nothing(
        self, pack: Path, article: Article, structure: str, texts: str, refusal: str
    ) -> None:
        retitle(pack)
        add(pack / "dossier.toml", f"[[revisions]]\n{structure}\n")
        add(pack / "texts.fr.toml", f"[revisions]\n{texts}\n")
        with pytest.raises(CommandError, match=refusal):
            call_command("load_dossier", pack)
        assert history(article) == [FIRST]
        assert article.title_en != "Retitled"


def corrected(article: Article, **notes: str) -> Revision:
    """A correction on 14 March, with words."""
    return revising.revise(article=article, note=notes, now=CORRECTED_AT)


def read(reader: Client, path: str) -> str:
    """What the page shows; what its head tells machines has tests of its own."""
    response = reader.get(path)
    assert response.status_code == 200
    _head, shown = response.content.decode().split("</head>")
    return " ".join(shown.split())


class TestReaders:
    def test_silent_revisions_are_not_told(self, client: Client, article: Article) -> None:
        revising.revise(article=article, now=CORRECTED_AT)
        assert 'id="corrections"' not in read(client, "/en/affair/")

    @pytest.mark.parametrize(
        ("language", "date", "note"),
        [
            ("en", "Corrected on 14 March 2026", "<p>The sum was wrong.</p>"),
            ("fr", "Corrigé le 14 mars 2026", "<p>La somme était fausse.</p>"),
        ],
    )
    def test_a_correction_is_told_at_the_head(
        self, client: Client, article: Article, language: str, date: str, note: str
    ) -> None:
        corrected(article, fr="La somme était fausse.", en="The sum was wrong.")
        page = read(client, f"/{language}/affair/")
        told = page[page.index('id="corrections"') : page.index("</header>", page.index("<h1"))]
        assert date in told
        assert note in told
        assert "<details" not in told

    def test_a_note_in_one_language_is_shown_in_the_other(
        self, client: Client, article: Article
    ) -> None:
        corrected(article, fr="La somme était fausse.")
        assert "La somme était fausse." in read(client, "/en/affair/")

    def test_the_newest_comes_first_and_those_before_it_are_folded(
        self, client: Client, article: Article
    ) -> None:
        corrected(article, en="The first.")
        corrected(article, en="The second.")
        revising.revise(article=article, now=CORRECTED_AT)
        page = read(client, "/en/affair/")
        places = [page.index(part) for part in ("The second.", "Earlier corrections", "The first.")]
        assert places == sorted(places)
        assert page.count("The first.") == page.count("The second.") == 1

    def test_a_note_is_text_and_its_editor_is_nobodys_business(
        self, client: Client, article: Article
    ) -> None:
        member = UserFactory(username="secret-name")
        note = {"en": "<b>Bold</b> & more"}
        revising.revise(article=article, note=note, editor=member, now=CORRECTED_AT)
        page = read(client, "/en/affair/")
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in page
        assert "secret-name" not in page

    @pytest.mark.parametrize("many", [1, 5])
    def test_corrections_cost_one_query_however_many_there_are(
        self, client: Client, article: Article, many: int
    ) -> None:
        with CaptureQueriesContext(connection) as untouched:
            read(client, "/en/affair/")
        for _time in range(many):
            corrected(article, en="Once more.")
        with CaptureQueriesContext(connection) as changed:
            assert read(client, "/en/affair/").count("Once more.") == many
        assert len(changed) == len(untouched) + 1


def vote(reader: Client, question: Question, choice: str = "choice-1") -> None:
    address = f"{question.get_absolute_url()}vote/"
    seen = Ballot.objects.filter(question=question).count()
    sent = reader.post(address, {"choice": choice, "seen": seen} if seen else {"choice": choice})
    assert sent.status_code == 302


class TestEarlierVoters:
    @pytest.fixture
    def question(self, article: Article) -> Question:
        return article.questions.get()

    @pytest.mark.parametrize(
        ("path", "link"),
        [("/en/affair/", "#corrections"), ("/en/affair/why/", "/en/affair/#corrections")],
    )
    def test_who_answered_before_is_invited_to_look_again(
        self, client: Client, article: Article, question: Question, path: str, link: str
    ) -> None:
        vote(client, question)
        assert INVITATION not in read(client, path)
        corrected(article, en="The sum was wrong.")
        shown = read(client, path)
        assert shown.count(INVITATION) == 1
        assert f'<a href="{link}">See what was corrected</a>' in shown
        assert "Change my answer" in shown
        assert "send it once more to say that it holds" in shown

    def test_the_same_answer_once_more_says_that_it_holds(
        self, client: Client, article: Article, question: Question
    ) -> None:
        vote(client, question)
        corrected(article, en="The sum was wrong.")
        vote(client, question)
        assert INVITATION not in read(client, "/en/affair/why/")
        ballot = Ballot.objects.get(question=question)
        assert (ballot.revision, ballot.dossier_revision) == (2, 2)

    def test_in_french(self, client: Client, article: Article, question: Question) -> None:
        vote(client, question)
        corrected(article, fr="La somme était fausse.")
        assert "Le dossier a été corrigé le 14 mars 2026" in read(client, "/fr/affair/why/")

    def test_nobody_else_is(self, client: Client, article: Article, question: Question) -> None:
        revising.revise(article=article, now=CORRECTED_AT)
        vote(client, question)
        assert INVITATION not in read(client, "/en/affair/why/")  # nothing since
        revising.revise(article=article, now=CORRECTED_AT)
        assert INVITATION not in read(client, "/en/affair/why/")  # a typo only
        corrected(article, en="The sum was wrong.")
        assert INVITATION not in read(Client(), "/en/affair/why/")  # who has not answered
        client.post("/en/affair/why/withdraw/", {"seen": 1})
        assert INVITATION not in read(client, "/en/affair/why/")  # whose answer is withdrawn

    def test_a_changed_answer_knows_the_correction(
        self, client: Client, article: Article, question: Question
    ) -> None:
        vote(client, question)
        corrected(article, en="The sum was wrong.")
        vote(client, question, "choice-2")
        assert INVITATION not in read(client, "/en/affair/")
        corrected(article, en="So was the date.")
        assert INVITATION in read(client, "/en/affair/")

    def test_an_answer_that_stays_is_not_asked_for_again(
        self, client: Client, article: Article, question: Question
    ) -> None:
        quiz = QuizQuestionFactory(article=article, slug="quiz-one")
        vote(client, quiz)
        vote(client, question)
        Question.objects.filter(pk=question.pk).update(closes_at=PUBLISHED_AT)
        corrected(article, en="The sum was wrong.")
        for path in ("/en/affair/", "/en/affair/why/", "/en/affair/quiz-one/"):
            assert INVITATION not in read(client, path)

    @pytest.mark.parametrize("many", [1, 4])
    def test_invitations_cost_one_query_however_many_there_are(
        self,
        client: Client,
        article: Article,
        many: int,
    ) -> None:
        for number in range(many):
            vote(client, QuestionFactory(article=article, slug=f"more-{number}"))
        corrected(article, en="The sum was wrong.")
        with CaptureQueriesContext(connection) as behind:
            assert read(client, "/en/affair/").count(INVITATION) == many
        Ballot.objects.update(dossier_revision=2)
        with CaptureQueriesContext(connection) as up_to_date:
            assert INVITATION not in read(client, "/en/affair/")
        assert len(behind) == len(up_to_date) + 1


@pytest.mark.django_db(transaction=True)
def test_what_was_published_before_revisions_were_remembered_is_the_first() -> None:
    published = ArticleFactory(published_at=PUBLISHED_AT)
    ArticleFactory(status="draft", published_at=None)
    Revision.objects.all().delete()
    loader = MigrationLoader(connection)
    migration = loader.get_migration("dossier", "0004_number_what_is_published")
    migration.operations[0].code(apps, None)
    assert list(Revision.objects.values_list("article", "number", "made_at")) == [
        (published.pk, 1, PUBLISHED_AT)
    ]


def test_every_part_of_a_dossier_is_compared() -> None:
    """A new kind of part must be named where changes are looked for."""
    compared = {model for model, _owner, _columns in revising.SHOWN}
    parts = {Article, Passage, Actor, Claim, Rebuttal, Event, Figure}
    assert compared == parts
    assert set(apps.get_app_config("dossier").get_models()) - compared == {Revision}
