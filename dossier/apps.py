from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossierConfig(AppConfig):
    name = "dossier"
    verbose_name = _("Dossiers")

    def ready(self) -> None:
        from dossier import ordinals

        ordinals.follow_the_language()
