"""No template brings a script, a style or an event handler of its own: the policy forbids them."""

import re

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
# An element that holds a script or a style, an attribute with a style, one that handles an event.
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=[\"']", re.IGNORECASE)


@pytest.mark.parametrize("inline", ["<style>", "<script>", '<p style="">', '<a onclick="">'])
def test_what_is_inline_is_found(inline: str) -> None:
    assert INLINE.search(inline)
    assert not INLINE.search('<script src="{% static "js/a.js" %}" defer></script><p data-on="a">')


def test_no_template_has_any() -> None:
    found = {
        str(path.relative_to(settings.BASE_DIR)): [match.group() for match in matches]
        for path in TEMPLATES
        if (matches := list(INLINE.finditer(path.read_text())))
    }
    assert found == {}
