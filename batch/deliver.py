"""What webhooks are sent: signed as Standard Webhooks says, to public machines only."""

import base64
import hashlib
import hmac
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from batch.web import PrivateAddress, posted
from store.archive.archive import Archive
from store.webhooks import SECRET, Due, Refusal

_IN_A_ROW = 100  # deliveries of one webhook and call: a service that ends waits for them
_AT_ONCE = 8  # webhooks: one that is slow does not keep the others waiting


def send_due(archive: Archive, private: bool = False) -> int:
    """Send what is due, each webhook's in their order; how many came through.

    A webhook whose receiver fails, or that got a hundred, is left alone until the next call. ``private`` allows addresses of this
    machine and its network.
    """
    waiting = archive.webhooks.waiting()
    if not waiting:
        return 0
    with ThreadPoolExecutor(min(_AT_ONCE, len(waiting))) as pool:
        return sum(pool.map(lambda number: _send_all(archive, number, private), waiting))


def signed(due: Due, moment: int) -> dict[str, str]:
    """The headers by which a receiver knows a delivery: its number, the second, the HMAC-SHA256 of both and the body."""
    told = f"msg_{due.id}.{moment}.{due.body}".encode()
    key = base64.b64decode(due.secret.removeprefix(SECRET))
    proof = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": f"msg_{due.id}",
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{proof}",
        "Content-Type": "application/json",
    }


def _send_all(archive: Archive, webhook: int, private: bool) -> int:
    for count in range(_IN_A_ROW):
        due = archive.webhooks.claim(webhook)
        if due is None or not _send(archive, due, private):
            return count
    return _IN_A_ROW


def _send(archive: Archive, due: Due, private: bool) -> bool:
    """Send one delivery and keep how that ended; whether it came through."""
    try:
        status = posted(due.url, due.body.encode(), signed(due, int(time.time())), private)
    except PrivateAddress:
        archive.webhooks.failed(due.id, Refusal.PRIVATE)
    except requests.Timeout:
        archive.webhooks.failed(due.id, Refusal.SLOW)
    except (requests.RequestException, OSError, ValueError):
        archive.webhooks.failed(due.id, Refusal.UNREACHABLE)
    else:
        if 200 <= status < 300:
            archive.webhooks.sent(due.id, status)
            return True
        archive.webhooks.failed(due.id, Refusal.STATUS, status)
    return False
