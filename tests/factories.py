"""Makers of the things that tests speak of; each is valid as it comes."""

import uuid

import factory
from django.contrib.auth.models import Group, User
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from dossier.models import Actor, Article, Claim, Event, Figure, Passage, Rebuttal, Revision
from polls.models import Approval, Choice, Comment, Flag, Question, Voter, WriteIn
from polls.voting.voters import key_hash


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article
        skip_postgeneration_save = True

    slug = factory.Sequence("dossier-{}".format)
    title_fr = factory.Sequence("Dossier {}".format)
    title_en = factory.Sequence("Dossier {}".format)
    standfirst_fr = "Ce que dit le dossier."
    standfirst_en = "What the dossier says."
    source_fr = source_en = "Gazette"
    dated = "2024-03"
    status = Article.Status.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def revisions(self, create: bool, _extracted: object, **_kwargs: object) -> None:
        if create and self.published_at:
            Revision.objects.create(article=self, number=1, made_at=self.published_at)


class PassageFactory(DjangoModelFactory):
    class Meta:
        model = Passage

    article = factory.SubFactory(ArticleFactory)
    slug = factory.Sequence("passage-{}".format)
    heading_fr = factory.Sequence("Passage {} (fr)".format)
    heading_en = factory.Sequence("Passage {} (en)".format)
    body_fr = "Un paragraphe."
    body_en = "A paragraph."
    position = factory.Sequence(int)


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = Actor

    article = factory.SubFactory(ArticleFactory)
    slug = factory.Sequence("actor-{}".format)
    name_fr = factory.Sequence("Acteur {}".format)
    name_en = factory.Sequence("Actor {}".format)
    role_fr = "rôle"
    role_en = "role"


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = Claim

    article = factory.SubFactory(ArticleFactory)
    maker = factory.SubFactory(ActorFactory, article=factory.SelfAttribute("..article"))
    slug = factory.Sequence("claim-{}".format)
    text_fr = factory.Sequence("Affirmation {}".format)
    text_en = factory.Sequence("Claim {}".format)


class RebuttalFactory(DjangoModelFactory):
    class Meta:
        model = Rebuttal

    claim = factory.SubFactory(ClaimFactory)
    maker = factory.SubFactory(ActorFactory, article=factory.SelfAttribute("..claim.article"))
    slug = factory.Sequence("rebuttal-{}".format)
    text_fr = factory.Sequence("Réponse {}".format)
    text_en = factory.Sequence("Answer {}".format)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    article = factory.SubFactory(ArticleFactory)
    slug = factory.Sequence("event-{}".format)
    date = "2015"
    when_fr = "fin 2015"
    when_en = "late 2015"
    text_fr = factory.Sequence("Événement {}".format)
    text_en = factory.Sequence("Event {}".format)


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    article = factory.SubFactory(ArticleFactory)
    slug = factory.Sequence("figure-{}".format)
    value = 100
    label_fr = factory.Sequence("Chiffre {}".format)
    label_en = factory.Sequence("Figure {}".format)
    unit_fr = "millions de dollars"
    unit_en = "million dollars"


class QuestionFactory(DjangoModelFactory):
    """A published, open question of kind *single*, with two choices (``choices=3`` for more)."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    article = factory.SubFactory(ArticleFactory)
    slug = factory.Sequence("question-{}".format)
    kind = Question.Kind.SINGLE
    place = factory.LazyAttribute(
        lambda made: Question.Place.QUIZ if made.kind == Question.Kind.QUIZ else Question.Place.END
    )
    prompt_fr = factory.Sequence("Question {} (fr) ?".format)
    prompt_en = factory.Sequence("Question {} (en)?".format)
    status = Question.Status.PUBLISHED
    results = Question.Results.ALWAYS

    @factory.post_generation
    def choices(self, create: bool, extracted: int | None, **_kwargs: object) -> None:
        count = 2 if extracted is None else extracted
        for number in range(1, count + 1):
            ChoiceFactory(question=self, slug=f"choice-{number}", position=number)


class QuizQuestionFactory(QuestionFactory):
    """A quiz question whose second choice is right (``right=[1, 3]`` for others)."""

    kind = Question.Kind.QUIZ
    explanation_fr = factory.Sequence("Explication {}.".format)
    explanation_en = factory.Sequence("Explanation {}.".format)
    position = factory.Sequence(int)

    @factory.post_generation
    def right(self, create: bool, extracted: list[int] | None, **_kwargs: object) -> None:
        slugs = [f"choice-{number}" for number in extracted or [2]]
        Choice.objects.filter(question=self, slug__in=slugs).update(correct=True)


class ChoiceFactory(DjangoModelFactory):
    class Meta:
        model = Choice

    question = factory.SubFactory(QuestionFactory, choices=0)
    slug = factory.Sequence("other-choice-{}".format)
    label_fr = factory.LazyAttribute(lambda made: f"{made.slug} (fr)")
    label_en = factory.LazyAttribute(lambda made: f"{made.slug} (en)")
    position = factory.Sequence(int)


class VoterFactory(DjangoModelFactory):
    class Meta:
        model = Voter

    key_hash = factory.Sequence(lambda number: key_hash(f"token-{number}"))
    created_at = factory.LazyFunction(timezone.now)


class WriteInFactory(DjangoModelFactory):
    """Words for “other” that wait for a moderator; the question gets such a choice if need be."""

    class Meta:
        model = WriteIn

    question = factory.SubFactory(QuestionFactory)
    voter = factory.SubFactory(VoterFactory)
    choice = factory.LazyAttribute(
        lambda made: (
            made.question.choices.filter(role=Choice.Role.OTHER).first()
            or ChoiceFactory(question=made.question, role=Choice.Role.OTHER)
        )
    )
    revision = 1
    text = factory.Sequence("En d’autres mots {}".format)
    language = "fr"
    written_at = factory.LazyFunction(timezone.now)


class CommentFactory(DjangoModelFactory):
    """A published comment on the dossier (``question=`` for one on a question)."""

    class Meta:
        model = Comment
        skip_postgeneration_save = True

    article = factory.SubFactory(ArticleFactory)
    root_id = factory.LazyAttribute(
        lambda made: (
            (made.parent.root_id or made.parent.pk) if getattr(made, "parent", None) else None
        )
    )
    voter = factory.SubFactory(VoterFactory)
    author_name = factory.Sequence("Lectrice {}".format)
    body = factory.Sequence("Argument {}.".format)
    language = "fr"
    status = Comment.Status.PUBLISHED
    form_token = factory.LazyFunction(uuid.uuid4)
    posted_at = factory.LazyFunction(timezone.now)
    published_at = factory.LazyAttribute(
        lambda made: made.posted_at if made.status == Comment.Status.PUBLISHED else None
    )

    @factory.post_generation
    def counted(self, create: bool, _extracted: object, **_kwargs: object) -> None:
        """The rank that its counters give it, and its own place among the replies of its thread."""
        if create:
            self.rank()
            self.save(update_fields=["approval_bound"])
            if self.root_id and self.status == Comment.Status.PUBLISHED:
                thread = Comment.objects.filter(pk=self.root_id)
                thread.update(replies_count=F("replies_count") + 1)


class ApprovalFactory(DjangoModelFactory):
    class Meta:
        model = Approval

    comment = factory.SubFactory(CommentFactory)
    voter = factory.SubFactory(VoterFactory)
    approved_at = factory.LazyFunction(timezone.now)


class FlagFactory(DjangoModelFactory):
    class Meta:
        model = Flag

    comment = factory.SubFactory(CommentFactory)
    voter = factory.SubFactory(VoterFactory)
    reason = Flag.Reason.ABUSE
    flagged_at = factory.LazyFunction(timezone.now)


class UserFactory(DjangoModelFactory):
    """A member of the newsroom; ``groups=["Editors"]`` puts one into groups."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("member-{}".format)
    password = factory.django.Password("correct horse battery")
    is_staff = True

    @factory.post_generation
    def groups(self, create: bool, extracted: list[str] | None, **_kwargs: object) -> None:
        if extracted:
            self.groups.set(Group.objects.filter(name__in=extracted))
