"""The page of the HTTP interface: Swagger UI from the service's own files, under its own policy."""

from playwright.sync_api import Page, Request, expect

from store.archive.archive import Archive
from tests.store.papers import fill


def test_routes_are_shown_and_tried(archive: Archive, service: str, page: Page) -> None:
    fill(archive)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 – Playwright marks what it is given
    page.goto(f"{service}/docs?lang=en")
    health = page.locator(".opblock", has=page.locator("[data-path='/health']"))
    health.locator(".opblock-summary-control").click()
    health.get_by_role("button", name="Try it out").click()
    health.get_by_role("button", name="Execute").click()
    expect(
        health.locator(".live-responses-table td.response-col_status:not(.col_header)")
    ).to_contain_text("200")
    expect(
        health.locator(".live-responses-table td.response-col_description:not(.col_header)")
    ).to_contain_text("ok")
    page.locator("[data-path='/documents']").first.click()  # with a file, a box and a choice
    away = {one.url for one in asked if not one.url.startswith((service, "data:"))}
    assert away == set()


def test_every_route_of_the_description_is_there(service: str, page: Page) -> None:
    page.goto(f"{service}/docs")
    expect(page.locator("h1")).to_have_text("Giao diện HTTP")
    described = page.request.get(f"{service}/openapi.json").json()["paths"]
    wanted = sum(len(methods) for methods in described.values())
    expect(page.locator(".opblock")).to_have_count(wanted)
