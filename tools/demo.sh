#!/usr/bin/env bash
# Makes demo/ with the example firm, loads its invented list, imports its sample leads, and shows what came of them.
# Running it again finds everything done and changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
licet=${LICET_BUILD_DIR:-build}/bin/licet
export LICET_DATA=${LICET_DEMO:-demo}
firm=firms/meridian

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
[ -t 1 ] || say() { printf '\n%s\n' "$1"; }

# Each step looks whether it was done, so that a run that was cut off is gone on with.
if [ ! -e "$LICET_DATA" ]; then
  say "A firm: Meridian, invented, with five licensed entities"
  "$licet" init --firm "$firm/firm.yaml"
fi

usable=$("$licet" screen "Adalind Probewell" --json 2>/dev/null || true)
if [[ $usable != *'"lists_usable":true'* ]]; then
  say "A screening list, invented, in OFAC's layout"
  "$licet" lists load ofac-sdn "$firm"/lists/sdn.csv "$firm"/lists/alt.csv "$firm"/lists/add.csv \
    --as-of "$(date -u +%F)" --small-list
  "$licet" jobs run
fi

say "Sample leads"
rm -f "$LICET_DATA/leads.rejects.csv"  # of an earlier run: import writes over nothing
"$licet" import --source sample "$firm/leads.csv" --rejects "$LICET_DATA/leads.rejects.csv"

# Institutional is what papers show, not what a lead claims: until then he counts as retail, in the market of his state.
institutional=$("$licet" lead list --market ny --limit 200 --json |
  sed -n '/"client_type":"institutional"/s/.*"id":"\(lead_[^"]*\)".*/\1/p')
institutional=${institutional%%$'\n'*}
if [ -n "$institutional" ]; then
  say "A client of New York who claims to be institutional is classified so, from his papers"
  "$licet" lead classify "$institutional" --client-type institutional --basis per_se \
    --evidence "$firm/papers/S-018-institutional.txt"
fi

say "Who has which lead, and what the others wait for"
"$licet" lead list --limit 200

say "The record"
"$licet" ledger verify --state

cat <<TEXT

What to try next:
  export LICET_DATA=$LICET_DATA
  build/bin/licet review list                      the queue, with every reason
  build/bin/licet explain LEAD                     every decision on a lead: each candidate, and why not
  build/bin/licet lead assign LEAD --to PERSON     refused when the rules say no; the refusal is on the record
  build/bin/licet screen "Mirko Ostrovsky-Kale"    a name on the invented list
  build/bin/licet ledger export --out demo.licet   a bundle that build/bin/licet-verify checks without this program
TEXT
