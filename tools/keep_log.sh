#!/usr/bin/env bash
# Keeps what this release writes, for tests/logs_test.cpp of all releases after it: a ledger of invented data with every
# kind of event that the commands write, and the digest of its tables.
#   tools/keep_log.sh RELEASE        writes tests/logs/RELEASE/ledger.licet and tests/logs/RELEASE/state
# Only for a release in the making: what a published release wrote is never written again.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -eq 1 ] || { sed -n '2,6s/^# \?//p' "$0" >&2; exit 2; }

out=tests/logs/$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LICET_DATA=$work/data
firm=firms/meridian
licet() { build/bin/licet "$@" >/dev/null; }
json() { build/bin/licet "$@" --json; }
field() { python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())[sys.argv[1]])' "$1"; }

licet init --firm $firm/firm.yaml
second=$(ls "$LICET_DATA"/credentials/*.json | head -n 1)
other=(--approver "$(basename "$second" .json)" --approver-credential "$second")
as_second=(--as "$(basename "$second" .json)" --credential "$second")
licet lists load ofac-sdn $firm/lists/sdn.csv $firm/lists/alt.csv $firm/lists/add.csv --as-of "$(date -u +%F)" --small-list
licet import --source sample $firm/leads.csv --rejects "$work/rejects.csv"
sed 's/,bonds,/,equities,/' $firm/leads.csv >"$work/again.csv"
licet import --source sample "$work/again.csv" --rejects "$work/rejects-2.csv"
sed "s/,bonds,/,brokerage,/" $firm/leads.csv >"$work/other.csv"
licet import --source sample "$work/other.csv" --rejects "$work/rejects-3.csv"

case=$(json review list | python3 -c '
import json, sys
print(next(c["id"] for c in map(json.loads, sys.stdin) if "screening_hit" in c["reasons"]))')
licet review claim "$case"
decision=$(json review decide "$case" --outcome escalate --note "nobody can tell yet" | field proposal)
licet review decide "$case" --approve --proposal "$decision" "${as_second[@]}"
found_false() {
  licet review claim "$case"
  decision=$(json review decide "$case" --outcome release --set screening=false_positive --note "another birth date" | field proposal)
  licet review decide "$case" --approve --proposal "$decision" "${as_second[@]}"
}
found_false
licet review reopen "$case" --note "looked at again"
found_false
good=$(json goodguy list | field id)
licet goodguy revoke "$good" --note "made in haste"
case=$(json review list | python3 -c '
import json, sys
print(next(c["id"] for c in map(json.loads, sys.stdin) if "untagged" in c["reasons"]))')
refused=$(json review show "$case" | field lead)
licet review claim "$case"
licet review decide "$case" --outcome refuse --note "not a client for us"
licet review reopen "$refused"
printf 'an opinion\n' >"$work/opinion.txt"
opinion=$(json policy attest NL-PASSPORT --opinion "$work/opinion.txt" --until 2099-01-01T00:00:00Z | field proposal)
licet policy approve NL-PASSPORT --proposal "$opinion" "${as_second[@]}"
licet person add j.doe --name "Jo Doe" --roles rep:uk "${other[@]}"
licet person credential j.doe --out "$work/j.doe.json" "${other[@]}"
licet person grant j.doe --roles manager:uk --until 2099-01-01T00:00:00Z "${other[@]}"
licet person revoke j.doe --roles manager:uk "${other[@]}"
licet register suspend us-ca
restored=$(json register restore us-ca --dry-run | tail -n 1 | field proposal)
licet register restore us-ca --proposal "$restored" "${other[@]}"
lead=$(json lead list --status assigned --limit 1 | field id)
build/bin/licet lead assign "$lead" --to c.whitlock >/dev/null || [ $? -eq 1 ]
subject=$(json lead show "$lead" | field subject)
email=$(json subject show "$subject" | python3 -c 'import json, sys; print(json.load(sys.stdin)["subject"]["email"])')
erased=$(json subject erase "$subject" --basis request --dry-run | field proposal)
licet subject erase "$subject" --basis request --proposal "$erased" "${other[@]}"
# What else the commands write: a double, a lawful basis and a client settled by persons, a record taken out of the register.
settle() {  # REASON RESOLUTION [MARKET]
  local case decision
  case=$(json review list | python3 -c '
import json, sys
print(next(c["id"] for c in map(json.loads, sys.stdin)
           if sys.argv[1] in c["reasons"] and sys.argv[2] in ("", c.get("market"))))' "$1" "${3:-}")
  licet review claim "$case"
  decision=$(json review decide "$case" --outcome release --set "$2" --note "as the papers say" | field proposal)
  licet review decide "$case" --approve --proposal "$decision" "${as_second[@]}"
}
settle possible_duplicate duplicate=distinct
settle missing_lawful_basis lawful_basis=consent
settle rule_review rule=MERIDIAN-NOTES switzerland
lead=$(json lead list --market ny --limit 100 | python3 -c '
import json, sys
print(next(l["id"] for l in map(json.loads, sys.stdin) if l.get("client_type") == "institutional"))')
printf 'a register extract\n' >"$work/proof.txt"
licet lead classify "$lead" --client-type institutional --basis per_se --evidence "$work/proof.txt"
mkdir "$work/firms"
cp -r firms/meridian "$work/firms/"
cp -r packs "$work/"
sed -i '/US-CA.*CRD 0000003/d' "$work/firms/meridian/firm.yaml"
changes=$(json register diff "$work/firms/meridian/firm.yaml" | tail -n 1 | field proposal)
licet register apply "$work/firms/meridian/firm.yaml" --proposal "$changes" "${other[@]}"
sed 's/Roswitha/Rosalinde/' $firm/leads.csv >"$work/later.csv"
licet import --source sample "$work/later.csv" --rejects "$work/rejects-9.csv"
licet ledger export --out "$work/before.licet"  # so that its entry is in the one that is kept
back=(--email "$email" --basis own_request --evidence LICENSE)
lifted=$(json suppression lift "${back[@]}" --dry-run | field proposal)
licet suppression lift "${back[@]}" --note "a signed form" --proposal "$lifted" "${other[@]}"
licet keys backup --out "$work/keys-backup.db"
rm "$LICET_DATA"/keys/pepper.key
licet keys restore "$work/keys-backup.db"
licet jobs run

mkdir -p "$out"
json ledger verify --state | python3 -c 'import json, sys; print(json.load(sys.stdin)["state"])' >"$out/state"
rm -f "$out/ledger.licet"
licet ledger export --out "$out/ledger.licet"
echo "kept $out: $(stat -c %s "$out/ledger.licet") bytes, tables $(cat "$out/state")"
