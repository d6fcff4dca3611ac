"""What every face answers alike: a unit through time, an identity in short."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ingest.errors import BadRequest, NotStored

if TYPE_CHECKING:
    from gazetteer.load import Gazetteer
    from gazetteer.unit import Unit


SHOWN_ID = 12  # letters of an identity in lists: unique in any archive of this size


def told_of(
    gazetteer: Gazetteer, unit: Unit, day: datetime.date, now: datetime.date, today: bool
) -> dict[str, Any]:
    """What is known of a unit on a day, and where wanted of its successors, as plain values."""
    told: dict[str, Any] = {
        "id": unit.id,
        "name": unit.full_name,
        "level": unit.level,
        "place": gazetteer.place_of(unit, day),
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "basis": unit.basis,
        "source": unit.source,
        "origin": unit.origin,
    }
    if today:
        told["today_on"] = now.isoformat()
        told["today"] = [
            {
                "id": one.id, "name": one.full_name, "place": gazetteer.place_of(one, now),
                "relation": relation, "basis": basis,
            }
            for one, relation, basis in gazetteer.successors(unit.id, now)
        ]  # fmt: skip
    return told


def found_unit(gazetteer: Gazetteer, name: str, day: datetime.date | None, near: list[str]) -> Unit:
    """The unit of a name or identifier; BadRequest where several may be meant, NotStored if none."""
    states = gazetteer.states(name)
    if states:
        return next((one for one in states if day and one.holds_on(day)), states[-1])
    match = gazetteer.match(name, on=day, near=near)
    if match is not None:
        return match.unit
    from ingest.clock import today

    ranked = gazetteer.candidates(name, on=day, near=near)[:5]
    if not ranked:
        raise NotStored(f"No unit is known as {name!r}.", "`vanban gazetteer add` adds one.")
    options = "; ".join(
        f"{one.unit.full_name}, {gazetteer.place_of(one.unit, day or today())} "
        f"({one.unit.id}, {one.score:.0%})"
        for one in ranked
    )
    raise BadRequest(
        f"Not sure which unit {name!r} is: {options}.", "Add --near PLACE, or --on DAY."
    )
