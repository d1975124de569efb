"""Which kind of text a file holds: by its name, else by how it begins."""

import re
from pathlib import PurePath

from dossier.importing.documents import Document
from dossier.importing.hypertext import read_html
from dossier.importing.markdowntext import read_markdown
from dossier.importing.plaintext import read_plain_text

_READERS = {
    ".htm": read_html,
    ".html": read_html,
    ".xhtml": read_html,
    ".markdown": read_markdown,
    ".md": read_markdown,
}
_BEGINS_AS_HTML = re.compile(
    r"\s*<(?:!--|!doctype html|\?xml|(?:html|head|body|article|main)\b)", re.IGNORECASE
)
_HAS_MARKDOWN_HEADINGS = re.compile(r"^#{1,6} +\S", re.MULTILINE)


def read_document(text: str, path: PurePath) -> Document:
    """The blocks of a text, and what it says about itself."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None and _BEGINS_AS_HTML.match(text):
        reader = read_html
    elif reader is None and _HAS_MARKDOWN_HEADINGS.search(text):
        reader = read_markdown
    return (reader or read_plain_text)(text)
