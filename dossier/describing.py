"""A page in the words of schema.org, for machines: JSON-LD, of what the page itself shows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dossier.markdown import plain
from dossier.models import Article, Revision

type Described = dict[str, Any]
"""An object of JSON-LD; nothing that is empty is said."""

# As Django's json_script: no text can end the element or begin another.
_ESCAPES = {ord(one): f"\\u{ord(one):04X}" for one in "<>&"}
_NAME = "Dossier"


def script(*things: Described) -> SafeString:
    """The things as one data block, which no browser runs and no content policy forbids."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    told = json.dumps(graph, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(told),  # noqa: S308 - escaped above
    )


def of_site(*, site: str, image: str, articles: Iterable[Article]) -> list[Described]:
    """The site (its address without its last /), and its dossiers in the order they stand in."""
    home = _home(site)
    listed = [
        {"@type": "ListItem", "position": place, "name": one.title, "url": _url(one, site)}
        for place, one in enumerate(articles, start=1)
    ]
    dossiers = {"@type": "ItemList", "name": _("Dossiers"), "itemListElement": listed}
    told = {
        "@type": "WebSite",
        "@id": home,
        "name": _NAME,
        "url": home,
        "inLanguage": get_language(),
        "image": image,
    }
    return [told, *([dossiers] if listed else [])]


def of_article(
    article: Article,
    *,
    site: str,
    image: str,
    corrections: Iterable[Revision] = (),
    parts: Iterable[Described] = (),
) -> Described:
    """A published dossier, with what was corrected since and the questions that belong to it."""
    url = _url(article, site)
    publisher = {"@type": "Organization", "name": _NAME, "url": _home(site)}
    published, changed = article.published_at or article.created_at, article.updated_at
    return said(
        {
            "@type": "NewsArticle",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "headline": article.title,
            "description": plain(article.standfirst or ""),
            "inLanguage": get_language(),
            "image": image,
            "author": {"@type": "Person", "name": article.byline} if article.byline else publisher,
            "publisher": publisher,
            "dateCreated": article.dated,
            "datePublished": published.isoformat(),
            "dateModified": max(published, changed).isoformat(),
            "isAccessibleForFree": True,
            "isBasedOn": _source(article),
            "correction": [_correction(one) for one in corrections],
            "hasPart": list(parts),
        }
    )


def path_to(*steps: tuple[str, str]) -> Described:
    """The way to a page: the name and the address of each page above it, and its own."""
    listed = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def way_to(article: Article, *, site: str) -> list[tuple[str, str]]:
    """The steps to a dossier, for ``path_to``."""
    return [(_("Dossiers"), _home(site)), (article.title, _url(article, site))]


def said(thing: Mapping[str, Any]) -> Described:
    """The thing without what is empty or unknown."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def _home(site: str) -> str:
    return f"{site}/{get_language()}/"


def _url(article: Article, site: str) -> str:
    return site + article.get_absolute_url()


def _source(article: Article) -> Described:
    told = said({"name": article.source, "url": article.source_url})
    return {"@type": "CreativeWork"} | told if told else {}


def _correction(revision: Revision) -> Described:
    made_at = revision.made_at.isoformat()
    return {"@type": "CorrectionComment", "text": revision.note, "datePublished": made_at}
