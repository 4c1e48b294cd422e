"""Asks two steps of approvers one after the other, and shows how far the decision is. The standard library is enough.

    HANDOVER_API_KEY=ho_live_… python3 examples/steps.py

Exits with 0 only if both steps approved.
"""

import sys

from wait import OPEN, ask, call

QUESTION = {
    "action": "Pay the invoice from Acme Corp, $48,000",
    "steps": [
        {"name": "Team", "approvers": ["ann@company.com", "ben@company.com", "cleo@company.com"], "need": 2},
        {"name": "Finance", "approvers": ["sarah@company.com"], "timeout_minutes": 1440},
    ],
}


def progress(decision):
    """For example "Team: 1 of 2 approvals (open); Finance: 0 of 1 approvals (waiting)"."""
    texts = []
    for step in decision["steps"]:
        approvals = sum(person["status"] == "approved" for person in step["approvers"])
        texts.append(f"{step['name']}: {approvals} of {step['need']} approvals ({step['status']})")
    return "; ".join(texts)


def main():
    decision_id = ask(QUESTION)
    print(f"Asked: decision {decision_id}", flush=True)
    decision, shown = {"status": "pending"}, None
    while decision["status"] in OPEN:
        # The status stays "pending" while answers come in, so look again every few seconds.
        decision = call("GET", f"/decisions/{decision_id}?wait=5")
        if progress(decision) != shown:
            shown = progress(decision)
            print(shown, flush=True)
    print(f"Outcome: {decision['status']} by {decision['resolved_by']}")
    sys.exit(0 if decision["status"] == "approved" else 1)


if __name__ == "__main__":
    main()
