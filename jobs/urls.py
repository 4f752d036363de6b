"""The app's addresses."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from jobs.actions.renders import Choice
from jobs.catalogue import TIERS
from jobs.web import (
    batches,
    boards,
    compare,
    drafts,
    films,
    gallery,
    gate,
    gathering,
    guests,
    health,
    keys,
    news,
    orders,
    preferences,
    prompts,
    pulse,
    queue,
    renders,
    restore,
    selection,
    shares,
    shelving,
    shots,
    studio,
    templates,
    trash,
    viewer,
    zips,
)


class ChoiceConverter:
    """How a person resolves an unclear order."""

    regex = "|".join(Choice)

    def to_python(self, value: str) -> Choice:
        return Choice(value)

    def to_url(self, value: Choice) -> str:
        return value.value


class TierConverter(StringConverter):
    """One of the tiers, by its name."""

    regex = "|".join(TIERS)


register_converter(ChoiceConverter, "choice")
register_converter(TierConverter, "tier")

urlpatterns = [
    path("", studio.studio, name="studio"),
    path("draft/", drafts.draft, name="draft"),
    path("prompts/", prompts.own, name="prompts"),
    path("shots/", shots.shots, name="shots"),
    path("restore/", restore.restore, name="restore"),
    path("orders/", orders.older, name="orders"),
    path("orders/<uuid:pk>/again/", orders.again, name="order-again"),
    path("orders/<uuid:pk>/cancel/", orders.cancel, name="order-cancel"),
    path("batches/<uuid:pk>/cancel/", batches.cancel, name="batch-cancel"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("boards/", boards.page, name="boards"),
    path("boards/<uuid:board>/", boards.edit, name="board"),
    path("boards/<uuid:board>/delete/", boards.delete, name="board-delete"),
    path("templates/", templates.page, name="templates"),
    path("templates/new/", templates.new, name="template-new"),
    path("templates/<uuid:template>/", templates.edit, name="template"),
    path("templates/<uuid:template>/delete/", templates.delete, name="template-delete"),
    path("compare/", compare.compare, name="compare"),
    path("renders/<uuid:pk>/", viewer.film_page, name="render"),
    path("renders/<uuid:pk>/film.mp4", films.film, name="film"),
    path("renders/<uuid:pk>/details.json", films.sidecar, name="details"),
    path("renders/<uuid:pk>/poster.webp", films.poster, name="poster"),
    path("renders/<uuid:pk>/preview.mp4", films.preview, name="preview"),
    path("renders/<uuid:pk>/menu/", renders.menu, name="render-menu"),
    path("renders/<uuid:pk>/boards/", gathering.boards, name="render-boards"),
    path("renders/<uuid:pk>/template/", templates.of_film, name="render-template"),
    path("renders/<uuid:pk>/tags/", gathering.tags, name="render-tags"),
    path("renders/<uuid:pk>/favourite/", renders.favourite, name="render-favourite"),
    path("renders/<uuid:pk>/title/", renders.rename, name="render-rename"),
    path("renders/<uuid:pk>/cancel/", renders.cancel, name="render-cancel"),
    path("renders/<uuid:pk>/again/", renders.again, name="render-again"),
    path("renders/<uuid:pk>/at/<tier:tier>/", renders.at_tier, name="render-at-tier"),
    path("renders/<uuid:pk>/at-cost/", renders.at_cost, name="render-at-cost"),
    path("renders/<uuid:pk>/retry/", renders.retry, name="render-retry"),
    path("renders/<uuid:pk>/resolve/<choice:choice>/", renders.resolve, name="render-resolve"),
    path("renders/<uuid:pk>/trash/", trash.trash, name="render-trash"),
    path("renders/<uuid:pk>/restore/", trash.restore, name="render-restore"),
    path("renders/<uuid:pk>/delete/", trash.delete, name="render-delete"),
    path("renders/<uuid:pk>/keep/", trash.keep, name="render-keep"),
    path("selection/boards/", shelving.boards, name="selection-boards"),
    path("selection/tags/", shelving.tags, name="selection-tags"),
    path("selection/favourite/", selection.favourite, name="selection-favourite"),
    path("selection/trash/", selection.trash, name="selection-trash"),
    path("selection/restore/<int:moment>/", selection.restore, name="selection-restore"),
    path("selection/compare/", selection.compare, name="selection-compare"),
    path("selection/day/", selection.day, name="selection-day"),
    path("films.zip", zips.films_zip, name="films-zip"),
    path("trash/", trash.page, name="trash"),
    path("shares/", shares.page, name="shares"),
    path("shares/new/", shares.new, name="share-new"),
    path("shares/<uuid:share>/", shares.edit, name="share"),
    path("shares/<uuid:share>/renew/", shares.renew, name="share-renew"),
    path("shares/<uuid:share>/revoke/", shares.revoke, name="share-revoke"),
    path("shares/<uuid:share>/comments/<uuid:comment>/remove/", shares.remove, name="share-remove"),
    path("s/<str:token>/", guests.page, name="shared"),
    path("s/<str:token>/enter/", guests.enter, name="shared-enter"),
    path("s/<str:token>/films/<int:place>/film.mp4", guests.film, name="shared-film"),
    path("s/<str:token>/films/<int:place>/poster.webp", guests.poster, name="shared-poster"),
    path("s/<str:token>/films/<int:place>/pick/", guests.pick, name="shared-pick"),
    path("s/<str:token>/films/<int:place>/comment/", guests.comment, name="shared-comment"),
    path("news/", news.news, name="news"),
    path("queue/", queue.page, name="queue"),
    path("queue/fetch/", queue.fetch, name="queue-fetch"),
    path("queue/found/<uuid:task>/adopt/", queue.adopt, name="found-adopt"),
    path("queue/found/<uuid:task>/ignore/", queue.ignore, name="found-ignore"),
    path("keys/", keys.page, name="keys"),
    path("keys/add/", keys.add, name="key-add"),
    path("keys/<uuid:key>/test/", keys.test, name="key-test"),
    path("keys/<uuid:key>/replace/", keys.replace, name="key-replace"),
    path("keys/<uuid:key>/retire/", keys.retire, name="key-retire"),
    path("keys/accounts/<uuid:account>/pause/", keys.pause, name="account-pause"),
    path("keys/accounts/<uuid:account>/resume/", keys.resume, name="account-resume"),
    path("keys/accounts/<uuid:account>/prove/", keys.prove, name="account-prove"),
    path("pulse/", pulse.pulse, name="pulse"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("setup/<str:token>/", gate.set_up, name="setup"),
    path("invite/<str:token>/", gate.invite, name="invite"),
    path("api/", include("jobs.api.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
