"""Films, for legal holds alone: no words of theirs are shown, as they may be of a space the reader is not in."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jobs import words
from jobs.actions import trash
from jobs.admin.limits import OnlyRead, column, who
from jobs.models import Render


@admin.register(Render)
class FilmAdmin(OnlyRead):
    """Final ones that are not deleted for good."""

    list_display = (
        column("id", _("film")),
        column("space", _("space")),
        column("author", _("by")),
        "condition",
        column("created_at", _("ordered")),
        column("trashed_at", _("in the trash since")),
        column("kept_at", _("on legal hold since")),
        column("kept_by", _("held by")),
    )
    fields = readonly_fields = list_display
    list_filter = (("kept_at", admin.EmptyFieldListFilter), ("trashed_at", admin.EmptyFieldListFilter))
    list_select_related = ("space", "author", "kept_by")
    search_fields = ("=id", "=order__id")
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    actions = ("keep", "let_go")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Render]:
        return super().get_queryset(request).filter(final_at__isnull=False, doomed_at=None)

    @admin.display(description=_("state"), ordering="state")
    def condition(self, film: Render) -> str:
        return words.state_word(film.state)

    @admin.action(description=_("Put on legal hold"), permissions=["view"])
    def keep(self, request: HttpRequest, rows: QuerySet[Render]) -> None:
        for film in rows:
            trash.keep(film, actor=who(request))

    @admin.action(description=_("End legal hold"), permissions=["view"])
    def let_go(self, request: HttpRequest, rows: QuerySet[Render]) -> None:
        for film in rows:
            trash.let_go(film, actor=who(request))
