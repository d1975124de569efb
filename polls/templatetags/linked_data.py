"""JSON-LD in the head of a page, of the things that its context holds already.

``picture`` is the one that the page's ``og:image`` names, or None where that is the site's.
"""

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dossier import describing
from polls.describing import of_question
from polls.sharing.pictures import Named

register = template.Library()


@register.simple_tag(takes_context=True)
def linked_home(context: Context, picture: Named) -> SafeString:
    """Of the home page: ``articles``."""
    site, articles = _site(context), context["articles"]
    image = _address(picture, site=site)
    return describing.script(*describing.of_site(site=site, image=image, articles=articles))


@register.simple_tag(takes_context=True)
def linked_article(context: Context, picture: Named | None) -> SafeString:
    """Of a dossier’s page: ``article`` and ``page``; nothing while it is not published."""
    article, page, site = context["article"], context["page"], _site(context)
    if not article.is_published:
        return SafeString("")
    return describing.script(
        describing.of_article(
            article,
            site=site,
            image=_address(picture, site=site),
            corrections=page.corrections,
            parts=[of_question(card.question, site=site) for card in page.polls],
        ),
        describing.path_to(*describing.way_to(article, site=site)),
    )


@register.simple_tag(takes_context=True)
def linked_question(context: Context, picture: Named | None) -> SafeString:
    """Of a question’s own page: ``article`` and ``card``; nothing of a draft."""
    article, card, site = context["article"], context["card"], _site(context)
    if not article.is_published or card.state == "draft":
        return SafeString("")
    asked = card.question
    url = site + asked.get_absolute_url()
    steps = describing.way_to(article, site=site)
    return describing.script(
        of_question(
            asked,
            site=site,
            image=_address(picture, site=site),
            choices=card.choices,
            belongs_to=site + article.get_absolute_url(),
            language=get_language() or "",
            comments=card.comments or None,
        ),
        describing.path_to(*steps, (asked.prompt, url)),
    )


def _site(context: Context) -> str:
    request = context["request"]
    return f"{request.scheme}://{request.get_host()}"


def _address(picture: Named | None, *, site: str) -> str:
    return site + (picture.path if picture else static("img/card.png"))
