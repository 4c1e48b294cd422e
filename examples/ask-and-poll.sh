#!/bin/sh
# Creates a decision and waits for the answer, using only curl. Exits with 0 only if it was approved.
#   HANDOVER_API_KEY=ho_live_… sh examples/ask-and-poll.sh
set -eu

url=${HANDOVER_URL:-http://localhost:3000}
: "${HANDOVER_API_KEY:?set it to the API key that npm start prints}"

# Prints the reply. An error is printed to stderr and ends the script.
call() {
  path=$1
  shift
  reply=$(curl --silent --show-error --fail-with-body --header "Authorization: Bearer $HANDOVER_API_KEY" \
    "$@" "$url$path") || { printf '%s\n' "$reply" >&2; exit 1; }
  printf '%s\n' "$reply"
}

# The first string with this name in a reply.
field() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

created=$(call /decisions --header 'Content-Type: application/json' --data '{
  "action": "Send contract to Acme Corp for $48,000/year",
  "context": "Customer requested enterprise plan after 3 sales calls.",
  "approver": "sarah@company.com",
  "urgency": "high"
}')
id=$(printf '%s' "$created" | field id)
echo "Asked: decision $id"

# Each request is held for up to 30 seconds and answered at once when the status changes, so there is no sleep.
status=pending
while [ "$status" = pending ] || [ "$status" = escalated ]; do
  decision=$(call "/decisions/$id?wait=30")
  status=$(printf '%s' "$decision" | field status)
done

echo "Outcome: $status by $(printf '%s' "$decision" | field resolved_by)"
[ "$status" = approved ]
