"""A dossier goes from its folder to the database and back without a difference."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from dossier.models import Actor, Article, Passage, Rebuttal
from polls import kinds
from polls.kinds import Answer
from polls.models import Ballot, Choice, Question
from polls.voting import cast
from tests.factories import CommentFactory, VoterFactory

pytestmark = pytest.mark.django_db

SHIPPED = settings.BASE_DIR / "dossier" / "packs" / "openai-musk"


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small pack of one passage and one question, to be edited by the test."""
    folder = tmp_path / "small"
    (folder / "passages").mkdir(parents=True)
    (folder / "dossier.toml").write_text(
        'slug = "small"\nsource_language = "fr"\nlanguages = ["fr"]\nstatus = "published"\n\n'
        '[[passages]]\nslug = "facts"\n\n'
        '[[questions]]\nslug = "ask"\nkind = "single"\n\n'
        '[[questions.choices]]\nslug = "yes"\n\n[[questions.choices]]\nslug = "no"\n\n'
        '[[questions.choices]]\nslug = "perhaps"\n'
    )
    (folder / "texts.fr.toml").write_text(
        'title = "Petit"\n\n[passages.facts]\nheading = "Les faits"\n\n'
        '[questions.ask]\nprompt = "Alors ?"\n\n'
        '[questions.ask.choices]\nyes = "Oui"\nno = "Non"\nperhaps = "Peut-être"\n'
    )
    (folder / "standfirst.fr.md").write_text("Bref.\n")
    (folder / "passages" / "facts.fr.md").write_text("Tout.\n")
    return folder


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_shipped_dossier_comes_back_byte_for_byte(tmp_path: Path) -> None:
    call_command("load_dossier", SHIPPED)
    call_command("dump_dossier", "openai-musk", tmp_path / "dump")
    assert files_of(tmp_path / "dump") == files_of(SHIPPED)


def test_loading_again_changes_nothing() -> None:
    call_command("load_dossier", SHIPPED)
    before = [list(model.objects.order_by("pk").values()) for model in (Article, Question, Choice)]
    call_command("load_dossier", SHIPPED)
    after = [list(model.objects.order_by("pk").values()) for model in (Article, Question, Choice)]
    assert after == before


def test_loading_brings_texts_up_to_date_and_leaves_ballots_alone(pack: Path) -> None:
    call_command("load_dossier", pack)
    question = Question.objects.get()
    yes = question.choices.get(slug="yes")
    cast(question=question, voter=VoterFactory(), answer=Answer({yes.pk: 1}), now=timezone.now())
    ballots = list(Ballot.objects.values())

    replace(pack / "texts.fr.toml", "Alors ?", "Eh bien ?")
    replace(pack / "texts.fr.toml", 'yes = "Oui"', 'yes = "Certes"')
    call_command("load_dossier", pack)

    question.refresh_from_db()
    yes.refresh_from_db()
    assert (question.prompt_fr, yes.label_fr) == ("Eh bien ?", "Certes")
    assert list(Ballot.objects.values()) == ballots


def test_an_entry_that_nobody_has_used_can_go(pack: Path) -> None:
    call_command("load_dossier", pack)
    replace(pack / "dossier.toml", '\n[[questions.choices]]\nslug = "perhaps"\n', "")
    call_command("load_dossier", pack)
    assert list(Choice.objects.values_list("slug", flat=True)) == ["yes", "no"]


def test_removing_a_choice_with_ballots_is_refused_and_changes_nothing(pack: Path) -> None:
    call_command("load_dossier", pack)
    question = Question.objects.get()
    perhaps = question.choices.get(slug="perhaps")
    cast(
        question=question, voter=VoterFactory(), answer=Answer({perhaps.pk: 1}), now=timezone.now()
    )

    replace(pack / "dossier.toml", '\n[[questions.choices]]\nslug = "perhaps"\n', "")
    replace(pack / "texts.fr.toml", "Petit", "Grand")
    with pytest.raises(CommandError, match="'perhaps' is no longer in the pack but 1 ballots"):
        call_command("load_dossier", pack)

    assert Choice.objects.count() == 3
    assert Article.objects.get().title_fr == "Petit"


def test_removing_a_question_with_comments_is_refused(pack: Path) -> None:
    call_command("load_dossier", pack)
    question = Question.objects.get()
    CommentFactory(article=question.article, question=question)
    text = (pack / "dossier.toml").read_text()
    (pack / "dossier.toml").write_text(text[: text.index("[[questions]]")])
    with pytest.raises(CommandError, match="0 ballots and 1 comments"):
        call_command("load_dossier", pack)
    assert Question.objects.count() == 1


def test_the_kind_of_an_answered_question_stands(pack: Path) -> None:
    call_command("load_dossier", pack)
    question = Question.objects.get()
    yes = question.choices.get(slug="yes")
    cast(question=question, voter=VoterFactory(), answer=Answer({yes.pk: 1}), now=timezone.now())
    replace(pack / "dossier.toml", 'kind = "single"', 'kind = "multiple"')
    with pytest.raises(CommandError, match=r"questions\.ask: the kind cannot change"):
        call_command("load_dossier", pack)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('slug = "no"', 'slug = "no"\ncorrect = true'),
        ('slug = "yes"\ncorrect = true', 'slug = "yes"'),
        ('\n[[questions.choices]]\nslug = "perhaps"\ncorrect = true\n', ""),
        ('slug = "no"', 'slug = "no"\n[[questions.choices]]\nslug = "new"\ncorrect = true'),
    ],
    ids=["one more", "one less", "gone", "new"],
)
def test_what_is_right_stands_once_readers_have_answered(pack: Path, old: str, new: str) -> None:
    replace(pack / "dossier.toml", 'kind = "single"', 'kind = "quiz"\nplace = "quiz"')
    for slug in ("yes", "perhaps"):
        replace(pack / "dossier.toml", f'slug = "{slug}"', f'slug = "{slug}"\ncorrect = true')
    replace(pack / "texts.fr.toml", 'yes = "Oui"', 'yes = "Oui"\nnew = "Autre"')
    call_command("load_dossier", pack)
    question = Question.objects.get()
    yes = question.choices.get(slug="yes")
    cast(question=question, voter=VoterFactory(), answer=Answer({yes.pk: 50}), now=timezone.now())
    before = list(Choice.objects.order_by("pk").values())

    replace(pack / "dossier.toml", old, new)
    with pytest.raises(CommandError, match=r"the key cannot change|ballots were marked by it"):
        call_command("load_dossier", pack)

    assert list(Choice.objects.order_by("pk").values()) == before


def test_an_actor_can_go_with_its_claims(pack: Path) -> None:
    added = (
        '\n[[actors]]\nslug = "who"\n\n[[claims]]\nslug = "that"\nmaker = "who"\n\n'
        '[[claims.rebuttals]]\nslug = "not-so"\nmaker = "who"\n'
    )
    texts = (
        '\n[actors.who]\nname = "Qui"\n\n[claims.that]\ntext = "Cela."\n\n'
        '[claims.that.rebuttals.not-so]\ntext = "Non."\n'
    )
    for file, text in (("dossier.toml", added), ("texts.fr.toml", texts)):
        (pack / file).write_text((pack / file).read_text() + text)
    call_command("load_dossier", pack)
    assert (Actor.objects.count(), Rebuttal.objects.count()) == (1, 1)

    replace(pack / "dossier.toml", added, "")
    replace(pack / "texts.fr.toml", texts, "")
    call_command("load_dossier", pack)
    assert (Actor.objects.count(), Rebuttal.objects.count()) == (0, 0)


def test_a_statement_proposed_by_a_reader_is_neither_removed_nor_written(
    pack: Path, tmp_path: Path
) -> None:
    call_command("load_dossier", pack)
    question = Question.objects.get()
    Choice.objects.create(
        question=question,
        slug="from-a-reader",
        label_fr="À moi",
        proposed_by=VoterFactory(),
        proposed_at=timezone.now(),
    )
    call_command("load_dossier", pack)
    assert Choice.objects.filter(slug="from-a-reader").exists()
    call_command("dump_dossier", "small", tmp_path / "dump")
    assert files_of(tmp_path / "dump") == files_of(pack)


def test_if_missing_leaves_a_dossier_that_editors_have_changed(pack: Path) -> None:
    call_command("load_dossier", pack)
    Article.objects.update(title_fr="Changé au bureau")
    call_command("load_dossier", pack, if_missing=True)
    assert Article.objects.get().title_fr == "Changé au bureau"


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("dossier.toml", 'slug = "facts"', 'slug = "the facts"', "passages.the facts: a slug has"),
        ("dossier.toml", 'slug = "facts"', 'slug = "../facts"', "passages.../facts: a slug has"),
        ("dossier.toml", 'kind = "single"', 'kind = "guess"', "questions.ask: kind: "),
        ("dossier.toml", 'kind = "single"', 'sort = "single"', "questions.ask: unknown key 'sort'"),
        ("dossier.toml", 'kind = "single"', 'passage = "x"', "passage names 'x', which is not"),
        ("dossier.toml", 'slug = "no"', 'slug = "yes"', "choices.yes: the slug stands twice"),
        ("dossier.toml", 'languages = ["fr"]', 'languages = ["tlh"]', "languages must list some"),
        ("dossier.toml", 'languages = ["fr"]', 'languages = "fr', "dossier.toml: "),
        ("dossier.toml", "[[passages]]\nslug", "[[passages]]\nname", "every entry needs a slug"),
        ("texts.fr.toml", 'title = "Petit"', "", "the article: title: This field cannot be blank"),
        ("texts.fr.toml", 'prompt = "Alors ?"', "prompt = 3", "prompt must be a text"),
        ("dossier.toml", '[[passages]]\nslug = "facts"', "passages = 3", "must be a list"),
        ("dossier.toml", '["fr"]', '[["fr"]]', "languages must list some"),
        ("dossier.toml", 'kind = "single"', 'passage = ["x"]', "which is not among"),
        ("dossier.toml", 'slug = "ask"', 'slug = "a b"', "questions.a b: a slug has"),
        (
            "texts.fr.toml",
            '[passages.facts]\nheading = "Les faits"',
            "passages = 3",
            "texts.fr.toml: passages must be a table",
        ),
        (
            "texts.fr.toml",
            '[passages.facts]\nheading = "Les faits"',
            '[passages]\nfacts = "a"',
            "texts.fr.toml: facts must be a table",
        ),
        (
            "texts.fr.toml",
            '[questions.ask.choices]\nyes = "Oui"\nno = "Non"\nperhaps = "Peut-être"',
            "choices = 3",
            "texts.fr.toml: choices must be a table",
        ),
        ("texts.fr.toml", "Petit", "Pe\\u0000tit", "the article: title_fr: holds a NUL"),
    ],
)
def test_a_broken_pack_is_refused_in_one_line_and_leaves_nothing(
    pack: Path, file: str, old: str, new: str, complaint: str
) -> None:
    replace(pack / file, old, new)
    with pytest.raises(CommandError) as caught:
        call_command("load_dossier", pack)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (Article.objects.count(), Passage.objects.count()) == (0, 0)


@pytest.mark.parametrize("lost", ["dossier.toml", "texts.fr.toml", "passages/facts.fr.md"])
def test_a_missing_file_is_named(pack: Path, lost: str) -> None:
    (pack / lost).unlink()
    with pytest.raises(CommandError, match=lost.replace(".", r"\.")):
        call_command("load_dossier", pack)
    assert Article.objects.count() == 0


def test_a_missing_folder_and_an_unknown_dossier_are_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such folder"):
        call_command("load_dossier", tmp_path / "nowhere")
    with pytest.raises(CommandError, match="There is no dossier 'nothing'"):
        call_command("dump_dossier", "nothing", tmp_path)


def test_how_a_question_is_asked_comes_back_byte_for_byte(pack: Path, tmp_path: Path) -> None:
    replace(
        pack / "dossier.toml",
        'kind = "single"\n',
        'kind = "multiple"\norder = "shuffled"\nallows_abstention = true\nallows_peek = true\n',
    )
    replace(pack / "dossier.toml", 'slug = "no"\n', 'slug = "no"\nrole = "other"\n')
    replace(pack / "dossier.toml", 'slug = "perhaps"\n', 'slug = "perhaps"\nrole = "none"\n')
    call_command("load_dossier", pack)
    question = Question.objects.get()
    assert (question.order, question.allows_abstention, question.allows_peek) == (
        "shuffled",
        True,
        True,
    )
    assert dict(question.choices.values_list("slug", "role")) == {
        "yes": "regular",
        "no": "other",
        "perhaps": "none",
    }
    call_command("dump_dossier", "small", tmp_path / "dump")
    assert files_of(tmp_path / "dump") == files_of(pack)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('kind = "single"', 'kind = "single"\norder = "random"', "questions.ask: order: "),
        ('kind = "single"', 'kind = "single"\nallows_abstention = "x"', "allows_abstention: "),
        ('kind = "single"', 'kind = "open"\nallows_abstention = true', "questions.ask: __all__: "),
        ('slug = "no"', 'slug = "no"\nrole = "joker"', "choices.no: role: "),
    ],
)
def test_what_cannot_be_asked_so_is_refused_in_one_line(
    pack: Path, old: str, new: str, complaint: str
) -> None:
    replace(pack / "dossier.toml", old, new)
    with pytest.raises(CommandError) as caught:
        call_command("load_dossier", pack)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
    assert Article.objects.count() == 0


def test_two_choices_of_one_special_role_are_refused(pack: Path) -> None:
    for slug in ("no", "perhaps"):
        replace(pack / "dossier.toml", f'slug = "{slug}"', f'slug = "{slug}"\nrole = "other"')
    with pytest.raises(CommandError, match=r"choices\.perhaps: .*at most one"):
        call_command("load_dossier", pack)
    assert Article.objects.count() == 0


def test_the_shipped_questions_are_all_fit_to_be_asked() -> None:
    call_command("load_dossier", SHIPPED)
    questions = {question.slug: question for question in Question.objects.all()}
    problems = {
        slug: kinds.problems_of(question, list(question.choices.all()))
        for slug, question in questions.items()
    }
    assert problems == {slug: [] for slug in questions}
    shuffled = {slug for slug, question in questions.items() if question.order == "shuffled"}
    assert shuffled == {"wrong-to-sue", "effects", "effects-ranked"}
    without = {slug for slug, q in questions.items() if not q.allows_abstention}
    assert {slug for slug in without if not slug.startswith("quiz-")} == {
        "overall-view",
        "your-view",
    }
    special = Choice.objects.exclude(role="regular").order_by("position")
    assert list(special.values_list("question__slug", "slug", "role")) == [
        ("effects", "other-effect", "other"),
        ("effects", "no-effect", "none"),
    ]


def test_a_side_comes_back_and_stays_once_readers_are_told_by_it(
    pack: Path, tmp_path: Path
) -> None:
    file = pack / "dossier.toml"
    replace(file, 'slug = "yes"\n', 'slug = "yes"\nside = 1\n')
    replace(file, 'slug = "no"\n', 'slug = "no"\nside = -1\n')
    replace(file, 'slug = "perhaps"\n', 'slug = "perhaps"\nside = 0\n')
    call_command("load_dossier", pack)
    question = Question.objects.get(slug="ask")
    assert dict(question.choices.values_list("slug", "side")) == {"yes": 1, "no": -1, "perhaps": 0}
    call_command("dump_dossier", "small", tmp_path / "dump")
    assert files_of(tmp_path / "dump")["dossier.toml"] == file.read_bytes()

    replace(file, "side = -1\n", "")
    call_command("load_dossier", pack)  # nobody is told anything by it yet
    CommentFactory(article=question.article, question=question, stance=1)
    replace(file, "side = 1\n", "side = -1\n")
    with pytest.raises(CommandError, match="side cannot change"):
        call_command("load_dossier", pack)


def test_an_opinion_names_the_forecast_it_is_compared_with(pack: Path, tmp_path: Path) -> None:
    file = pack / "dossier.toml"
    replace(
        file,
        'kind = "single"\n',
        'kind = "single"\nresults = "after_close"\nasks_guess = true\nforecast = "later"\n',
    )
    file.write_text(
        f'{file.read_text()}\n[[questions]]\nslug = "later"\nkind = "forecast"\n\n'
        '[[questions.choices]]\nslug = "it"\n'
    )
    texts = pack / "texts.fr.toml"
    texts.write_text(
        f'{texts.read_text()}\n[questions.later]\nprompt = "Plus tard ?"\n\n'
        '[questions.later.choices]\nit = "Cela"\n'
    )

    call_command("load_dossier", pack)
    asked = Question.objects.get(slug="ask")
    assert asked.asks_guess
    assert asked.forecast == Question.objects.get(slug="later")
    call_command("dump_dossier", "small", tmp_path / "dump")
    assert files_of(tmp_path / "dump")["dossier.toml"] == file.read_bytes()

    replace(file, 'forecast = "later"', 'forecast = "sooner"')
    with pytest.raises(CommandError, match="forecast names 'sooner'"):
        call_command("load_dossier", pack)
