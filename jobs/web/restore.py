"""A film that left the house, or its details, dropped on the desk: the form is filled in with its order."""

from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobs import access, words
from jobs.catalogue import OrderSpec, Problem, problems
from jobs.forms.order import OrderForm
from jobs.provenance import Unreadable, Wish, read
from jobs.web.composer import Composer
from jobs.web.drafts import draft_of
from jobs.web.studio import Desk, page
from jobs.web.visitor import me


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Draws the desk and orders nothing. What the model cannot do is named, and becomes its nearest offer."""
    user = me(request)
    access.allow(user, access.Act.ORDER)
    draft, edition = draft_of(user)
    try:
        wish = read(_sent(request))
    except Unreadable as unreadable:
        said = words.refusal(unreadable.code, unreadable.params)
        desk = Desk(form=draft, edition=edition)
        return page(request, user, Composer(user, draft, refused=said), desk=desk, status=422)
    form = replace(OrderForm.of(wish), space=draft.space, board=draft.board).fitted()
    other = bool(draft.prompt.strip()) and form.prompt != draft.prompt
    desk = Desk(form=form, edition=edition, replaced=other, restored=True)
    return page(request, user, Composer(user, form, problems=_broken(wish)), desk=desk)


def _sent(request: HttpRequest) -> bytes:
    """The end of the file that was sent; nothing where none was."""
    file = request.FILES.get("details")
    return file.read() if isinstance(file, UploadedFile) else b""


def _broken(wish: Wish) -> tuple[Problem, ...]:
    """Which rules of today the order breaks."""
    return problems(
        OrderSpec(
            prompt=wish.prompt,
            model=wish.model,
            size=wish.size,
            tier=wish.tier,
            ratio=wish.ratio,
            duration=wish.duration,
            audio=wish.audio,
            seed=wish.seed,
            shot_type=wish.shot_type,
            takes=wish.takes,
            title=wish.title,
        )
    )
