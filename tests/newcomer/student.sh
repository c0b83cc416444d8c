#!/usr/bin/env bash
# A student of politics, on a machine where `entrevue` was just installed: ten reports of their own, as text files.
set -euo pipefail
export ENTREVUE_LEDGER=$PWD/thesis.db LC_ALL=C.UTF-8

mkdir -p reports
number=0
while read -r day month; do
  number=$((number + 1))
  cat > "reports/$number.txt" <<REPORT
Minister in Rabat, report $number

FBI Director Christopher Wray was received on $day $month 2023 in Rabat by Moroccan Interior Minister Abdelouafi Laftit. They discussed counter-terrorism.
REPORT
done <<'DAYS'
3 January
11 January
21 February
2 March
9 March
17 March
4 April
12 May
20 June
7 June
DAYS

entrevue add reports/ --published 2023-06-30 --publisher "Le Matin" | tail -1
entrevue add reports/ --published 2023-06-30 --publisher "Le Matin" | tail -1     # again: nothing changes

python - <<'PYTHON'
import entrevue

with entrevue.Ledger() as ledger:
    engagements = ledger.frames(entrevue.Query(states=("Morocco", "USA"))).engagements
by_month = engagements.groupby(engagements.first_day.dt.strftime("%Y-%m")).size()
print(by_month.to_string())
assert by_month["2023-03"] == 3, by_month
assert by_month.sum() == 10, by_month
PYTHON

entrevue dyads --state Morocco --csv > dyads.csv
test "$(wc -l < dyads.csv)" = 11
entrevue dossier Morocco "United States" | grep "10 engagement"
entrevue network --csv | grep "Christopher Wray (US)"

id=$(entrevue engagements --since 2023-05 --until 2023-05 --csv | tail -1 | cut -d, -f1)
entrevue correct "$id" city Casablanca --by student --why "the page says so"
entrevue show "$id" | grep "Casablanca"

echo "It is the second visit to Morocco by an FBI director in less than a month." > draft.txt
entrevue check draft.txt --published 2023-06-30
entrevue ledger backup thesis-copy.db
entrevue ledger verify --ledger thesis-copy.db | grep whole
