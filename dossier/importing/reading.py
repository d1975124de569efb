"""From a file to clean text, or to one clear line that says why not."""

import codecs
import re
import unicodedata
from pathlib import Path

from django.utils.translation import gettext as _

LARGEST_FILE = 5_000_000
"""Bytes: some fifty times a very long article."""

# Some of these marks begin with others' bytes, but a text never starts with a NUL.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


class UnreadableArticle(Exception):
    """The file cannot become an article; the message is one line for the person who sent it."""


def read_article_text(path: Path) -> str:
    """Read a text file of at most LARGEST_FILE bytes, in UTF-8, or in UTF-16 with its mark.

    Line ends become "\\n", characters are composed (NFC), and those that cannot be seen (soft
    hyphens, zero-width spaces) are left out. Raises UnreadableArticle for anything that is not
    such a text; a larger file is refused without being read whole.
    """
    text = _decoded(_content(path))
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    control = _CONTROLS.search(text)
    if control is not None:
        raise UnreadableArticle(
            _("The file is not a text: line %(line)d holds the control character U+%(code)s.")
            % {
                "line": text.count("\n", 0, control.start()) + 1,
                "code": f"{ord(control.group()):04X}",
            }
        )
    if not text.strip():
        raise UnreadableArticle(_("The file is empty."))
    return unicodedata.normalize("NFC", text)


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableArticle(_("There is no file “%(path)s”.") % {"path": path})
        with path.open("rb") as file:
            # One byte more than is allowed tells a file that is too large, even one that grows.
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableArticle(
            _("The file “%(path)s” cannot be read: %(reason)s.") % {"path": path, "reason": reason}
        ) from error
    if len(content) > LARGEST_FILE:
        raise UnreadableArticle(
            _("The file is too large: an article has at most %(limit)d MB.")
            % {"limit": LARGEST_FILE // 1_000_000}
        )
    return content


def _decoded(content: bytes) -> str:
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in _MARKS if content.startswith(mark)), (b"", "utf-8")
    )
    if encoding == "utf-8" and b"\0" in content:
        raise UnreadableArticle(
            _("The file is not a text: byte %(offset)d is a NUL.")
            % {"offset": content.index(b"\0")}
        )
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            _(
                "The file is not valid %(encoding)s at byte %(offset)d; save it as UTF-8, "
                "for example with: iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt"
            )
            % {"encoding": encoding.upper(), "offset": len(mark) + error.start}
        ) from error
