"""The API as a whole: its calls, and the OpenAPI document that describes them."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from jobs.api import batches, changes, faults, films, found, prices, renders, shares, templates
from jobs.api.problems import MEDIA_TYPE
from jobs.api.reading import JSON_TYPE, StrictParser

_ABOUT = """Order films, watch them arrive, fetch them.

Make a token with `manage.py token EMAIL` and send it as `Authorization: Bearer pix_…`. Every error is an
`application/problem+json` document whose `type` is stable; its texts follow `Accept-Language`."""


class StudioAPI(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """ninja writes all answers as `application/json`; ours that tell of errors have a type of their own."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    _as_problem(int(status), response)
        return schema


def _as_problem(status: int, response: dict[str, Any]) -> None:
    content = response.get("content", {})
    if status >= 400 and JSON_TYPE in content:
        content[MEDIA_TYPE] = content.pop(JSON_TYPE)


api = StudioAPI(
    title="PixStudio",
    version="1",
    description=_ABOUT,
    urls_namespace="api",
    parser=StrictParser(),
    docs_url=None,
)
for router in (
    renders.router,
    batches.router,
    changes.router,
    films.router,
    prices.router,
    found.router,
    templates.router,
    shares.router,
):
    api.add_router("", router)
faults.wire(api)
