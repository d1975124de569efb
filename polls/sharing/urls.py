"""The pictures of pages, below /<language>/."""

from django.urls import path

from polls.sharing import views

urlpatterns = [
    path("card.png", views.site_picture, name="site_picture"),
    path("<slug:dossier>/card.png", views.article_picture, name="article_picture"),
    path("<slug:dossier>/<slug:question>/card.png", views.question_picture, name="picture"),
]
