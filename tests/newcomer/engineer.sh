#!/usr/bin/env bash
# A newsroom's data engineer: pages in bulk, PostgreSQL, a path behind a proxy, an upgrade.
#   POSTGRES: the address of an empty database; OLD: a ledger of the first version
set -euo pipefail
export LC_ALL=C.UTF-8

python - > pages.jsonl <<'PYTHON'
import json

for number in range(300):
    text = f"The market in town {number} was busy all day, and the rain came late. Nobody remembered a summer so dry."
    if number % 30 == 0:
        text = ("FBI Director Christopher Wray was received on Tuesday in Rabat by Moroccan Interior Minister "
                f"Abdelouafi Laftit. Page {number}.")
    print(json.dumps({"text": text, "url": f"https://news.example/{number}", "published": "2023-02-22", "language": "en"}))
PYTHON

entrevue add pages.jsonl --ledger "$POSTGRES" --quiet --jobs 2
entrevue add pages.jsonl --ledger "$POSTGRES" | tail -1 | grep "300 known already"
test "$(entrevue engagements --ledger "$POSTGRES" --jsonl | wc -l)" -ge 1
entrevue info --json --ledger "$POSTGRES" | grep -q '"reports": 300'

entrevue serve --ledger "$POSTGRES" --root-path /entrevue --port "$PORT" --metrics &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
python - <<'PYTHON'
import os, time, urllib.request

base = f"http://127.0.0.1:{os.environ['PORT']}"
for _ in range(600):
    try:
        urllib.request.urlopen(f"{base}/readyz", timeout=60)
        break
    except OSError:
        time.sleep(0.2)
page = urllib.request.urlopen(f"{base}/entrevue/engagements", timeout=60).read().decode()
assert 'href="/entrevue/' in page
assert "entrevue_requests_total" in urllib.request.urlopen(f"{base}/metrics", timeout=60).read().decode()
PYTHON
kill $server
wait $server || true

cp "$OLD" old.db
entrevue ledger status --ledger old.db
entrevue ledger rederive --ledger old.db
entrevue ledger verify --ledger old.db | grep whole
