"""The reference that counts as 1: a Django view without database, middleware or template."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
)


def answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Here.")


urlpatterns = [path("", answer)]
application = get_wsgi_application()
