"""Discussions: of a dossier and its questions, and what is done to one comment.

These addresses come before the questions': neither a dossier nor a question is named "comments".
"""

from django.urls import path

from polls.discussion import acts, appealing, attending, contests, views

urlpatterns = [
    path("comments/<int:pk>/", acts.permalink, name="comment"),
    path("comments/<int:pk>/reply/", acts.reply, name="reply"),
    path("comments/<int:pk>/edit/", acts.edit, name="edit_comment"),
    path("comments/<int:pk>/delete/", acts.delete, name="delete_comment"),
    path("comments/<int:pk>/approve/", acts.approve, name="approve_comment"),
    path("comments/<int:pk>/flag/", acts.flag, name="flag_comment"),
    path("comments/<int:pk>/appeal/", appealing.appeal, name="appeal"),
    path("comments/notices/seen/", appealing.notices_seen, name="notices_seen"),
    path("comments/<int:pk>/follow/", attending.follow, name="follow_thread"),
    path("comments/<int:pk>/mute/", attending.mute, name="mute_author"),
    path("comments/<int:pk>/hide-side/", contests.hide_side, name="hide_side"),
    path("comments/<int:pk>/replies/", views.thread, name="thread"),
    path("<slug:dossier>/comments/", views.article_comments, name="article_comments"),
    path("<slug:dossier>/comments/new/", views.arrivals_in_dossier, name="article_arrivals"),
    path(
        "<slug:dossier>/<slug:question>/comments/new/",
        views.arrivals_on_question,
        name="question_arrivals",
    ),
    path(
        "<slug:dossier>/passages/<slug:passage>/comments/",
        views.passage_comments,
        name="passage_comments",
    ),
    path(
        "<slug:dossier>/<slug:question>/comments/",
        views.question_comments,
        name="question_comments",
    ),
    path("<slug:dossier>/<slug:question>/sides/", contests.sides, name="sides"),
]
