"""Feeds, each below the page that it is of; the site's own is among the dossiers' addresses."""

from django.urls import path

from polls.feeds import views

urlpatterns = [
    path("comments/<int:pk>/feed/", views.thread, name="thread_feed"),
    path("<slug:dossier>/feed/", views.dossier_news, name="dossier_feed"),
    path("<slug:dossier>/comments/feed/", views.dossier_comments, name="dossier_comments_feed"),
    path(
        "<slug:dossier>/passages/<slug:passage>/comments/feed/",
        views.passage_comments,
        name="passage_comments_feed",
    ),
    path(
        "<slug:dossier>/<slug:question>/comments/feed/",
        views.question_comments,
        name="question_comments_feed",
    ),
]
