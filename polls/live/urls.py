"""What a page asks that has no stream, below /<language>/."""

from django.urls import path

from polls.live import views

urlpatterns = [
    path("<slug:dossier>/live/pulse/", views.pulse, name="pulse"),
    path("<slug:dossier>/live/", views.no_stream, name="live"),
]
