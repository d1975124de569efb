"""What readers' pages load together, sent as one file: fewer requests before a page is shown.

Sheets and scripts are written as small files, each about one thing, and so they are served where
nothing has been collected. ``collectstatic`` joins them, and takes comments and idle space out of
all of ours (docs/decisions/0038).
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files import File
from django.core.files.storage import Storage
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

HTMX = "django_htmx/htmx-2.min.js"
MOVING = ("js/fitting.js", "js/news.js", "js/live.js")

# Each in the order in which a browser is to read its parts.
BUNDLES = {
    "bundles/site.css": (
        "css/tokens.css",
        "css/base.css",
        "css/dossier.css",
        "css/polls.css",
        "css/discussion.css",
        "css/sides.css",
        "css/live.css",
        "css/reading.css",
        "css/sparing.css",
    ),
    "bundles/page.js": (HTMX, "js/dossier.js", "js/sparing.js", "js/drafts.js", "js/later.js"),
    "bundles/moving.js": MOVING,
    "bundles/asking.js": (*MOVING, "js/ballots.js", "js/sharing.js"),
    "bundles/reading.js": (
        *MOVING,
        "js/ballots.js",
        "js/sharing.js",
        "js/returning.js",
        "js/reading.js",
    ),
}
_OURS = ("css/", "js/")
_STRING_COMMENT_SPACE = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/|\s+""", re.DOTALL
)


def files_of(bundle: str) -> tuple[str, ...]:
    """The names of the static files that a page names for a bundle: itself, or else its parts."""
    if isinstance(staticfiles_storage, BundlingStorage):
        return (bundle,)
    return BUNDLES[bundle]


def squeezed(name: str, text: str) -> str:
    """A sheet or script of ours that says the same in less.

    Of a sheet only what means nothing in any place goes, so that nested rules stay what they are:
    where there was space, one space is left.
    """
    if name.endswith(".css"):
        return _STRING_COMMENT_SPACE.sub(lambda found: found[1] or " ", text).strip()
    text_without_comments: str = jsmin(text)
    return text_without_comments


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed, as WhiteNoise does it, of squeezed files and of bundles of them."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            ours = dict(self._squeezed(paths))
            parts = ours | {HTMX: _read(*paths[HTMX])}
            joined = {name: "\n".join(parts[one] for one in BUNDLES[name]) for name in BUNDLES}
            for name, text in (ours | joined).items():
                self._replace(name, text)
                paths[name] = self, name
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _squeezed(self, paths: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for name, (source, path) in paths.items():
            if name.startswith(_OURS) and name.endswith((".css", ".js")):
                yield name, squeezed(name, _read(source, path))

    def _replace(self, name: str, text: str) -> None:
        self.delete(name)
        self._save(name, File(BytesIO(text.encode())))


def _read(source: Storage, path: str) -> str:
    with source.open(path) as file:
        text: str = file.read().decode()
        return text
