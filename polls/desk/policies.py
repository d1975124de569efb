"""How discussions are kept: the mode of each dossier, the rules that hold, the lists of words."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from polls.desk.findings import LIMITS_MEAN
from polls.desk.inlines import ListedForm, PlainWidgets
from polls.models import Discussion, HoldingRule, Policy, WordList
from polls.moderation.policies import TRUSTED_FROM, TRUSTED_OVER
from polls.moderation.yields import with_yields, yield_of


class Headed(admin.ModelAdmin):
    """A list with a heading of its own, in place of the request to choose one."""

    heading: str | Promise
    view_on_site = False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": self.heading} | (extra_context or {}))


@admin.register(Policy)
class PolicyAdmin(PlainWidgets, Headed):
    heading = _("How discussions are kept")
    list_display = ["article", "mode", "slow_seconds"]
    list_select_related = ["article"]
    list_filter = ["mode"]
    ordering = ["-article"]
    fields = ["article", "mode", "slow_seconds", "trusted"]
    radio_fields = {"mode": admin.VERTICAL}

    def get_readonly_fields(self, request: HttpRequest, obj: Policy | None = None) -> list[str]:
        return ["trusted", "article"] if obj else ["trusted"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        Discussion.objects.renew(obj.article_id)

    @admin.display(description=_("whom a dossier trusts"))
    def trusted(self, _policy: Policy) -> str:
        said = gettext(
            "Authors of whom %(comments)d comments are published, and in the last %(days)d days "
            "none was rejected and no measure taken."
        )
        return said % {"comments": TRUSTED_FROM, "days": TRUSTED_OVER.days}


class Kept(Headed):
    """Rows that are there from the start: changed, never added or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(HoldingRule)
class HoldingRuleAdmin(Kept):
    list_display = ["rule", "is_active", "limit", "held", "agreed", "meaning"]
    list_editable = ["is_active", "limit"]
    fields = ["rule", "meaning", "is_active", "limit", "held", "agreed"]
    readonly_fields = ["rule", "meaning", "held", "agreed"]

    heading = _("Rules that hold comments")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": ListedForm} | kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HoldingRule]:
        return with_yields(super().get_queryset(request), now=timezone.now())

    @admin.display(description=_("rule"), ordering="code")
    def rule(self, rule: HoldingRule) -> str:
        return str(rule).capitalize()

    @admin.display(description=_("what it holds"))
    def meaning(self, rule: HoldingRule) -> str:
        return str(LIMITS_MEAN.get(rule.code, ""))

    @admin.display(description=_("held in 90 days"))
    def held(self, rule: HoldingRule) -> str:
        return str(number_format(yield_of(rule).held, force_grouping=True))

    @admin.display(description=_("moderators agreed"))
    def agreed(self, rule: HoldingRule) -> str:
        """Of those decided, how many were refused; and between what shares that leaves it."""
        brought = yield_of(rule)
        if not brought.decided:
            return gettext("nothing decided yet")
        said = ngettext(
            "%(refused)d of %(decided)d (%(low)d to %(high)d%%)",
            "%(refused)d of %(decided)d (%(low)d to %(high)d%%)",
            brought.decided,
        )
        return said % {
            "refused": brought.refused,
            "decided": brought.decided,
            "low": round(100 * brought.interval.low),
            "high": round(100 * brought.interval.high),
        }


@admin.register(WordList)
class WordListAdmin(Kept):
    heading = _("Words that hold comments")
    list_display = ["language_in_words", "words_count"]
    fields = ["words"]

    @admin.display(description=_("language"), ordering="language")
    def language_in_words(self, words: WordList) -> str:
        return str(words)

    @admin.display(description=_("words"))
    def words_count(self, words: WordList) -> int:
        return sum(bool(line.strip()) for line in words.words.splitlines())
