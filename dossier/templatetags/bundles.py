"""The sheets and scripts of a bundle, as the site serves them: one file, or one for each part."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from dossier.bundles import files_of

register = template.Library()


@register.simple_tag
def bundle(name: str) -> SafeString:
    """What loads the bundle of this name: links to sheets, or scripts that wait for the page."""
    written = (
        '<link rel="stylesheet" href="{}">'
        if name.endswith(".css")
        else '<script src="{}" defer></script>'
    )
    files = files_of(f"bundles/{name}")
    return format_html_join("\n", written, ((staticfiles_storage.url(one),) for one in files))
