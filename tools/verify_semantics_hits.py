"""Level 4, the rules about hits: good-guy entries, escalated and reopened cases. Part of verify_semantics.py.

Needs nothing but Python's standard library and shares no code with the product.
"""

from verify_body import number, text, texts

GOOD_GUY_MAX_US = 1_096 * 86_400_000_000  # three years, a leap day among them


class GoodGuy:
    """A hit that two persons found false, as long as nobody ended that."""

    def __init__(self, event):
        self.id, self.hit, self.compared = text(event, "good"), text(event, "hit"), text(event, "compared")
        self.case, self.until = text(event, "case"), number(event, "until")


class HitRules:
    """What verify_semantics.Semantics does with events about hits. State and `find` are there."""

    def holds_for(self, lead, hit):
        """Whether two persons found the hit false for this subject, as it was compared last, and that holds now."""
        compared = compared_of(lead, hit)
        return any(entry.hit == hit and entry.compared == compared and self.body.at < entry.until
                   for entry in self.good_guys.get(lead.subject, []))

    def check_hits(self, lead, event):
        """A hit ends by a good-guy entry that holds, and by nothing else: no screening takes one back, and what persons
        found, or ended, keeps every one in sight."""
        status, still, cleared = text(event, "status"), set(texts(event.get("open"))), set(texts(event.get("cleared")))
        if "compared" in event:
            lead.compared = sorted(set(texts(event["compared"])))
        if (status == "hit") != bool(still):
            self.find("open_hits", "lead %s is screened as '%s' with %d open hits" % (lead.id, status, len(still)))
        for hit in sorted(cleared):
            if not self.holds_for(lead, hit):
                self.find("good_guy", "the hit %s on lead %s does not alert, and no good-guy entry holds for it as it was "
                          "compared" % (hit, lead.id))
        for hit in hits_in(event.get("result")):
            entry = text(hit, "entry_hash")
            lead.entries_hit[entry] = (text(hit, "list"), text(hit, "entry_id"))
            if not any(hit.partition(":")[2] == entry for hit in still | cleared):
                self.find("open_hits", "the screening of lead %s hit the entry %s, and the hit is nowhere" % (lead.id, entry))
        before = lead.open_hits if "lists" in event else lead.open_hits | lead.cleared_hits
        for hit in sorted(before - still - cleared - self.delisted_hits(lead, event, still)):
            self.find("hit_lifted", "the hit %s on lead %s ended without two persons who found it false, and was not delisted"
                      % (hit, lead.id))
        lead.open_hits, lead.cleared_hits = still, cleared

    def is_found(self, lead, event, disposition):
        """Whether a second person approved in this body that this hit, of this list and entry, is what is said."""
        wanted = {name: text(event, name) for name in ("hit", "list", "entry")}
        hits = self.approved.get(lead, {}).get("hits")
        return any(all(text(hit, name) == value for name, value in wanted.items())
                   and text(hit, "disposition") == disposition for hit in (hits if isinstance(hits, list) else []))

    def is_entry_of(self, lead, event):
        """Whether the entry that a hit is on bears the list and the key that the event has: as the screening named it that hit
        it, and as the active list has it where its bytes are at hand. One that no screening named has neither."""
        entry, kind, key = text(event, "hit").partition(":")[2], text(event, "list"), text(event, "entry")
        if lead.entries_hit.get(entry, ("", "")) != (kind, key):
            return False
        listed = self.entries_of(self.lists[kind][0]) if kind in self.lists else None
        return listed is None or listed.get(entry, key) == key

    def on_good_guy_added(self, event):
        lead, name, subject = self.lead(text(event, "lead")), text(event, "good"), text(event, "subj")
        if lead is None:
            return
        what = "the good-guy entry " + name
        self.four_eyes(text(event, "by"), text(event, "approved_by"), what)
        self.acted(event, what, "approved_by")
        entry, decided = GoodGuy(event), self.approved.get(lead.id, {})
        if (not self.is_found(lead.id, event, "false_positive") or text(decided, "case") != entry.case
                or text(decided, "by") != text(event, "by")):
            self.find("lifted_alone", what + " does not rest on a case whose decision says so and that a second person "
                      "approved")
        elif number(decided, "until") != entry.until:
            self.find("good_guy", what + " holds until another moment than was approved")
        policy = self.policy_in_force()  # a decision that waited has less time left, never more than when it was made
        most = min(GOOD_GUY_MAX_US, (policy[3] if policy else 0) or GOOD_GUY_MAX_US)
        for wrong, why in ((lead.subject != subject, "is of another subject than its lead"),
                           (entry.hit not in lead.open_hits, "is for a hit that was not open on its lead"),
                           (not self.is_entry_of(lead, event), "names another entry than the one that was hit"),
                           (not entry.compared or compared_of(lead, entry.hit) != entry.compared,
                            "is for something else than was compared"),
                           (not self.body.at < entry.until <= self.body.at + most,
                            "holds for no time, or for longer than the policy allows, three years at most"),
                           (name in self.good_guy_ids, "was there before")):
            if wrong:
                self.find("good_guy", "%s %s" % (what, why))
        if name not in self.good_guy_ids:
            self.good_guy_ids.add(name)
            self.good_guys.setdefault(subject, []).append(entry)

    def on_good_guy_ended(self, event):
        name, subject = text(event, "good"), text(event, "subj")
        entry = next((one for one in self.good_guys.get(subject, []) if one.id == name), None)
        if entry is None:
            return self.find("good_guy", "the good-guy entry %s was ended, and does not hold" % name)
        if text(event, "why") == "expired":
            if self.body.at < entry.until:
                self.find("good_guy", "the good-guy entry %s was ended as expired before its time" % name)
        else:
            if not text(event, "by"):
                self.find("approval_missing", "the end of the good-guy entry %s does not say whose it is" % name)
            self.acted(event, "the end of the good-guy entry " + name)
        self.ended.append((subject, entry.hit))
        self.good_guys[subject].remove(entry)
        return None

    def check_revived(self):
        """What ended alerts again in the same entry, and a case that is open again leaves nothing of its finding."""
        for subject, hit in self.ended:
            for lead in reversed(self.leads_of.get(subject, [])):
                if not lead.erased and hit in lead.cleared_hits and not self.holds_for(lead, hit):
                    self.find("good_guy", "the hit %s on lead %s stays cleared although its good-guy entry ended"
                              % (hit, lead.id))
        for case in self.reopened:
            for _, entries in sorted(self.good_guys.items()):
                for entry in entries:
                    if entry.case == case:
                        self.find("good_guy", "case %s is open again, and its good-guy entry %s holds" % (case, entry.id))

    def on_case_escalated(self, event):
        case = self.open_case(event)
        if case is None:
            return
        what = "the escalation of case " + text(event, "case")
        self.four_eyes(text(event, "by"), text(event, "approved_by"), what)
        self.acted(event, what, "approved_by")
        decided = self.approved.get(case.lead.id, {})
        if text(decided, "outcome") != "escalate" or number(decided, "again") != number(event, "again"):
            self.find("lifted_alone", what + " does not rest on a decision that says so and that a second person approved")

    def on_case_reopened(self, event):
        lead, name = self.lead(text(event, "lead")), text(event, "case")
        if lead is None:
            return
        case = self.cases.get(name)
        if case is None or case.state != "closed" or lead.open_case or case.lead is not lead:
            self.find("case", "case %s was opened again although it was not closed, or its lead has another" % name)
            return
        self.acted(event, "the opening again of case " + name)
        if not text(event, "by"):
            self.find("approval_missing", "case %s is open again, and nobody says why" % name)
        case.state, case.claimed_by, case.decision, case.proposal = "open", "", None, None
        lead.open_case = True
        self.reopened.append(name)


def compared_of(lead, hit):
    """What was compared of the name of a hit: its digest; empty when the record does not say."""
    prefix = hit.partition(":")[0] + ":"
    return next((word[len(prefix):] for word in lead.compared if word.startswith(prefix)), "")


def hits_in(result):
    """The hits that a screening's result names."""
    hits = result.get("hits") if isinstance(result, dict) else None
    return [hit for hit in hits if isinstance(hit, dict)] if isinstance(hits, list) else []
