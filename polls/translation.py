"""Which texts of a question exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from polls.models import Choice, Question, Reason, Resolution


@register(Question)
class QuestionTexts(TranslationOptions):
    fields = ("prompt", "help", "explanation")


@register(Choice)
class ChoiceTexts(TranslationOptions):
    fields = ("label",)


@register(Reason)
class ReasonTexts(TranslationOptions):
    fields = ("label", "explanation")


@register(Resolution)
class ResolutionTexts(TranslationOptions):
    fields = ("evidence",)
