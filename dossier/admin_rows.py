"""What an article is made of, as the rows of its page in the newsroom."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossier.models import Actor, Claim, Event, Figure, Passage, Rebuttal
from polls.desk.inlines import Rows, both
from polls.desk.rows import NestingFormSet, RowForm, RowFormSet


class PassageFormSet(RowFormSet):
    slug_from = "heading"


class PassageRows(Rows):
    model = Passage
    formset = PassageFormSet
    fieldsets = [(None, {"fields": [both("heading"), both("body"), "slug"]})]


class ActorFormSet(RowFormSet):
    slug_from = "name"

    def why_stays(self, row: Actor) -> str:
        if row.claims.exists() or Rebuttal.objects.filter(maker=row).exists():
            return _("“%(actor)s” makes claims or answers: delete those first.") % {"actor": row}
        return ""


class ActorRows(Rows):
    model = Actor
    formset = ActorFormSet
    fieldsets = [(None, {"fields": [both("name"), both("role"), both("note"), ("nature", "slug")]})]


class MadeForm(RowForm):
    """What an actor says; those that the page adds have no key yet by which to choose them."""

    class Meta:
        help_texts = {"maker": gettext_lazy("A new actor can be chosen once the page is saved.")}


class RebuttalFormSet(RowFormSet):
    slug_from = "text"
    own_choices = {"maker": Actor}


class RebuttalRows(Rows):
    model = Rebuttal
    form = MadeForm
    formset = RebuttalFormSet
    fields = [*both("text"), "maker", "slug"]


class ClaimFormSet(NestingFormSet):
    slug_from = "text"
    own_choices = {"maker": Actor, "passage": Passage}


class ClaimRows(Rows):
    model = Claim
    form = MadeForm
    formset = ClaimFormSet
    child = RebuttalRows
    fieldsets = [(None, {"fields": [both("text"), ("maker", "passage", "slug")]})]


class EventFormSet(RowFormSet):
    slug_from = "text"
    own_choices = {"passage": Passage}


class EventRows(Rows):
    model = Event
    formset = EventFormSet
    fieldsets = [(None, {"fields": [both("when"), both("text"), ("date", "passage", "slug")]})]


class FigureFormSet(RowFormSet):
    slug_from = "label"
    own_choices = {"passage": Passage}


class FigureRows(Rows):
    model = Figure
    formset = FigureFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    both("label"),
                    ("value", "bound"),
                    both("unit"),
                    both("note"),
                    ("series", "passage", "slug"),
                ]
            },
        )
    ]
