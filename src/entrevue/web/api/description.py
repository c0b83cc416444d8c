"""The description of the API: OpenAPI 3.1 for programs, one page for people."""

from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from entrevue.web.api.common import PREFIX, Problem
from entrevue.web.rendering import page

described = APIRouter()  # at PREFIX, apart from the resources so that it does not describe itself
router = APIRouter()
_SUMMARY = "Who met whom, in what capacity, when, where, about what, and who says so."
_TEXT = """Everything is read without a token; a token (`Authorization: Bearer entrevue_…`) or a sign-in is needed where
an operation says so. Lists come in pages: follow `next`. Answers that are read carry an ETag; send it back as
`If-None-Match` and get 304 while nothing changed. Every error is `application/problem+json`."""
_METHODS = frozenset({"get", "put", "post", "patch", "delete"})


def described_by(request: Request) -> dict[str, Any]:
    """The OpenAPI document, made with the first request for it."""
    state = request.app.state
    if not hasattr(state, "description"):
        state.description = description(state.resources)
    document: dict[str, Any] = state.description
    return document


def description(resources: APIRouter) -> dict[str, Any]:
    """The OpenAPI document of the resources."""
    document = get_openapi(
        title="Entrevue",
        version=version("entrevue"),
        summary=_SUMMARY,
        description=_TEXT,
        routes=resources.routes,
        separate_input_output_schemas=False,
    )
    components = document["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    components["schemas"]["Problem"] = Problem.model_json_schema()
    components["responses"] = {
        "Problem": {
            "description": "What is wrong, and what would be right",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token: `entrevue token add`."},
        "session": {"type": "apiKey", "in": "cookie", "name": "entrevue", "description": "A browser's sign-in."},
    }
    for operations in document["paths"].values():
        for method in _METHODS & set(operations):
            _with_problems(operations[method], read=method == "get")
    return document


def _with_problems(operation: dict[str, Any], *, read: bool) -> None:
    """Tell how an operation fails: always in one way."""
    answers = operation["responses"]
    answers.pop("422", None)
    answers["default"] = {"$ref": "#/components/responses/Problem"}
    if read and "security" not in operation:
        answers["304"] = {"description": "Nothing changed since the answer of that ETag"}


@described.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return JSONResponse(described_by(request))


@router.get("/api", include_in_schema=False)
def reference(request: Request) -> Response:
    """The same for people."""
    document = described_by(request)
    operations: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method in sorted(_METHODS & set(methods)):
            told = methods[method] | {"path": path, "method": method.upper(), "body": _body(methods[method])}
            operations.setdefault(told["tags"][0], []).append(told)
    return page(
        request,
        "api/reference.html",
        document=document,
        operations=operations,
        schemas=document["components"]["schemas"],
        prefix=PREFIX,
    )


def _body(operation: dict[str, Any]) -> list[str]:
    """Names of the schemas that an operation takes."""
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return [one["$ref"].rpartition("/")[2] for one in (schema, *schema.get("oneOf", ())) if "$ref" in one]
