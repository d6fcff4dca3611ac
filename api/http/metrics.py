"""What a monitor asks of the service, in the text format of Prometheus."""

import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import documented
from api.service.access import CheckedRoute
from api.service.parts import Service, service

router = APIRouter(route_class=CheckedRoute)
Shared = Annotated[Service, Depends(service)]
_TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {}}}}


class Metrics:
    """Counters of one service, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "vanban_requests", "Requests answered", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "vanban_request_seconds", "Time to the head of an answer", ["route"],
            registry=self.registry, buckets=(0.01, 0.05, 0.15, 0.5, 2, 10),
        )  # fmt: skip
        self.reading = Gauge(
            "vanban_reading", "Documents that are read or wait for it", registry=self.registry
        )
        self.open = Gauge(
            "vanban_open_values", "Values that wait for a person", registry=self.registry
        )
        self.documents = Gauge(
            "vanban_documents", "Documents by state", ["state"], registry=self.registry
        )
        self.deliveries = Gauge(
            "vanban_deliveries", "News that waits to come through to webhooks",
            registry=self.registry,
        )  # fmt: skip
        self.failing = Gauge(
            "vanban_failing_sources", "Sources that could not be looked at", registry=self.registry
        )


class Measure:
    """Counts every answer by its route; paths that are no route count as one."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()

        async def send_measured(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                self._metrics.requests.labels(route, str(message["status"])).inc()
                self._metrics.seconds.labels(route).observe(time.monotonic() - begun)
            await send(message)

        await self._app(scope, receive, send_measured)


def install(app: FastAPI) -> None:
    """Count the answers of a service from now on."""
    app.state.metrics = Metrics()
    app.add_middleware(Measure, metrics=app.state.metrics)


@router.get("/metrics", response_class=Response, responses=_TEXT | documented(503))
def metrics(request: Request, shared: Shared) -> Response:
    """Counters and gauges for Prometheus."""
    kept = request.app.state.metrics
    assert isinstance(kept, Metrics)
    kept.reading.set(len(shared.intake.jobs))
    kept.open.set(shared.archive.unsure())
    for state, count in shared.archive.counts().items():
        kept.documents.labels(state.value).set(count)
    kept.deliveries.set(shared.archive.webhooks.unsent())
    kept.failing.set(sum(one.reason_code is not None for one in shared.archive.feeds.all()))
    return Response(generate_latest(kept.registry), media_type=CONTENT_TYPE_LATEST)
