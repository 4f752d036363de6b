"""The shot editor: the prompt as rows, drawn by the server and written back into the prompt by it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobs import access
from jobs.forms.order import OrderForm
from jobs.forms.shots import changed, told
from jobs.web.composer import Composer
from jobs.web.studio import page
from jobs.web.visitor import by_htmx, me


@require_POST
def shots(request: HttpRequest) -> HttpResponse:
    """The rows as `shots` leaves them: `add`, `remove-2`, `move-3-1`, `spread`, `fit`; `read` takes them from the
    prompt alone, nothing writes them into it.
    """
    user, deed = me(request), request.POST.get("shots", "")
    access.allow(user, access.Act.ORDER)
    form = OrderForm.read(request.POST)
    if deed != "read":
        form = changed(told(form, request.POST), deed)
    composer = Composer(user, form, deed=deed)
    if not by_htmx(request):
        return page(request, user, composer)
    only_sum = request.headers.get("HX-Target") == "shots-sum"
    return render(
        request, "studio/_shots_sum.html" if only_sum else "studio/_shots.html", {"shots": composer.storyboard}
    )
