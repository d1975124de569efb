"""Which texts of an article exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from dossier.models import Actor, Article, Claim, Event, Figure, Passage, Rebuttal, Revision


@register(Article)
class ArticleTexts(TranslationOptions):
    fields = ("title", "byline", "standfirst", "source")


@register(Passage)
class PassageTexts(TranslationOptions):
    fields = ("heading", "body")


@register(Actor)
class ActorTexts(TranslationOptions):
    fields = ("name", "role", "note")


@register(Claim)
class ClaimTexts(TranslationOptions):
    fields = ("text",)


@register(Rebuttal)
class RebuttalTexts(TranslationOptions):
    fields = ("text",)


@register(Event)
class EventTexts(TranslationOptions):
    fields = ("when", "text")


@register(Figure)
class FigureTexts(TranslationOptions):
    fields = ("label", "unit", "note")


@register(Revision)
class RevisionTexts(TranslationOptions):
    fields = ("note",)
