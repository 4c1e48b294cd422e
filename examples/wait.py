"""Creates a decision and waits for the answer by long-polling, using only the standard library.

    HANDOVER_API_KEY=ho_live_… python3 examples/wait.py

Exits with 0 only if it was approved.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("HANDOVER_URL", "http://localhost:3000")
KEY = os.environ.get("HANDOVER_API_KEY") or sys.exit("Set HANDOVER_API_KEY to the API key that npm start prints.")
OPEN = ("pending", "escalated")


def call(method, path, body=None, headers=None):
    """Makes a request, and repeats it if the connection fails: every request here is safe to repeat."""
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", **(headers or {})},
    )
    for pause in (1, 2, 4, None):
        try:
            with urllib.request.urlopen(request, timeout=40) as reply:  # longer than the server may hold it
                return json.load(reply)
        except urllib.error.HTTPError as error:
            sys.exit(f"{error.code}: {error.read().decode()}")
        except OSError:
            if pause is None:
                raise
            time.sleep(pause)


def ask(question):
    """Creates a decision. Because of the idempotency key, a repeated request asks nobody twice."""
    return call("POST", "/decisions", question, {"Idempotency-Key": str(uuid.uuid4())})["id"]


def wait(decision_id):
    """The server holds each request for up to 30 seconds, and replies at once when the status changes."""
    while True:
        decision = call("GET", f"/decisions/{decision_id}?wait=30")
        if decision["status"] not in OPEN:
            return decision


def main():
    decision_id = ask(
        {
            "action": "Send contract to Acme Corp for $48,000/year",
            "context": "Customer requested enterprise plan after 3 sales calls.",
            "approver": "sarah@company.com",
            "urgency": "high",
        }
    )
    print(f"Asked: decision {decision_id}", flush=True)
    decision = wait(decision_id)
    print(f"Outcome: {decision['status']} by {decision['resolved_by']}: {decision['response_notes'] or 'no note'}")
    sys.exit(0 if decision["status"] == "approved" else 1)


if __name__ == "__main__":
    main()
