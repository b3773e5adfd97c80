"""Level 4, the rules about delisting: a hit ends without persons only where its list lost the entry. Part of verify_semantics.py.

Needs nothing but Python's standard library and shares no code with the product.
"""

import hashlib
import json

import verify_body as form
from verify_body import text, texts


class DelistingRules:
    """What verify_semantics.Semantics does with the hits that a screening ends as delisted."""

    def delisted_hits(self, lead, event, still):
        """The hits of the lead that ended because a list lost their entries."""
        out, items = set(), event.get("delisted")
        if items is None:
            return out
        if not isinstance(items, list):
            self.find("delisted", "what was delisted is no list")
            return out
        for item in items:
            item = item if isinstance(item, dict) else {}
            why = self.why_not_delisted(item, lead, event, still)
            if why:
                self.find("delisted", "hits on lead %s ended as delisted, but %s" % (lead.id, why))
            else:
                out |= set(texts(item["hits"]))
        return out

    def why_not_delisted(self, item, lead, event, still):
        hits, kind, name, now, was = (texts(item.get("hits")), text(item, "kind"), text(item, "entry"), text(item, "list"),
                                      text(item, "was"))
        entry = hits[0].partition(":")[2] if hits else ""
        if not form.is_sha256(entry):
            return "it names no hit"
        if any(hit.partition(":")[2] != entry or hit not in lead.open_hits or hit in still for hit in hits):
            return "a hit was not open on that entry, or is still open"
        active, as_of = self.lists.get(kind, ("", None))
        if kind not in self.lists or active != now or now not in texts(event.get("lists")):
            return "the lead was not screened against the active list of the kind"
        dated = self.dated.get(kind, {})
        if was == now or was not in dated:
            return "no dated version of that list was active before"
        if as_of is None or as_of < max(dated.values()):
            return "the list is older than one that was active before, or undated"
        policy, present, past = self.policy_in_force(), self.entries_of(now), self.entries_of(was)
        if policy is not None and self.body.at - as_of > policy[1]:
            return "the list was older than the policy allows"
        if present is not None and (name in present.values() or entry in present):
            return "the list still has the entry"
        if past is not None and past.get(entry) != name:
            return "the version named did not have that entry"
        if policy is None or present is None or past is None:
            self.delistings_not_judged += 1
        return None

    def entries_of(self, digest):
        """Of a kept list: the digest of each entry's line -> the publisher's id of it; None when it is not at hand."""
        if digest not in self._list_entries:
            self._list_entries[digest] = self.read_entries(self._attached(digest))
        return self._list_entries[digest]

    @staticmethod
    def read_entries(data):
        if data is None or b"\n" not in data or not data.endswith(b"\n"):
            return None
        out = {}
        for line in data.split(b"\n")[1:-1]:
            try:
                name = text(json.loads(line), "id")
            except ValueError:
                return None
            if not name:
                return None
            out["sha256:" + hashlib.sha256(line).hexdigest()] = name
        return out
