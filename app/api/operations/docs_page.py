"""The page that shows the OpenAPI, from our own files."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse

STATIC = Path(str(files("app"))) / "static"

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_start() -> RedirectResponse:
    """Who opens the bare address is shown the way."""
    return RedirectResponse("/docs")


@router.get("/docs")
def show_docs() -> FileResponse:
    """Tài liệu API để xem và thử trên trình duyệt."""
    return FileResponse(STATIC / "docs.html", media_type="text/html")
