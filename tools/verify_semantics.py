"""Level 4: what may follow what in a record. Part of the second verifier (verify.py).

Read it as the specification of the level: one method an event type, one finding a rule. Here are the frame and the rules about
the firm; those about leads are in verify_semantics_leads.py and verify_semantics_claims.py. `docs/formats/events.md` says what the events are; verify_body.py
holds bodies to that. Needs nothing but Python's standard library and shares no code with the product.

The findings, by code:

    body_form, unsupported_event, event_fields, links, body_time           the body and its envelope
    not_initialised, initialised_twice, origin                             the founding
    unknown_person, four_eyes, approval_missing, actor, granted_to_self,
    no_right                                                               who acted, and who approved
    proposal, decided_alone, lifted_alone                                  what was approved
    policy_not_proposed, policy_replaced, confirmation_not_proposed,
    register_record, known_time                                            policy and register
    list_replaced, list_date, list_older, list_proof, list_refused, cleared_lists, cleared_service, cleared_alone,
    open_hits, hit_lifted, delisted, good_guy                              lists and screening
    unknown_lead, erased_lead, received_twice, subject, owner, status,
    classified, claims, judged, duplicate_not_proposed                     leads
    decision_document, decision_policy, decision_gate, decision_time,
    decision_inputs, decision_rotation, jurisdictions, market              decisions
    assigned_without_decision, turn, assigned_unscreened,
    assigned_refused, assigned_contradictory, assigned_untagged            assignments
    case, case_not_claimed, case_not_proposed                              the review queue
    erased_subject, erased_twice, erased_leads, case_after_erasure,
    sealed_after_erasure, not_suppressed                                   erasure
"""

import verify_body as form
from verify_body import number, text
from verify_semantics_claims import ClaimRules
from verify_semantics_delisting import DelistingRules
from verify_semantics_hits import HitRules
from verify_semantics_leads import LeadRules

RECORD_KINDS = ("entity", "licence", "passport", "exemption", "person", "registration", "team", "member", "leave")

# Which gate takes the decision that an event carries, and which events are never without.
GATES = {"lead_tagged": "tag", "lead_routed": "route", "lead_assigned": "authorise", "attempt_refused": "authorise"}
ALWAYS_DECIDED = ("lead_tagged", "lead_routed")

# Whoever holds one of these for the whole firm may give counsel's opinion on a rule, or approve it.
ATTESTING = {"compliance"}
APPROVING = {"compliance", "admin"}


def holds(grant, roles, at):
    """Whether a grant, "role[:market][/moment]", gives one of the roles for the whole firm at that moment: it ends with its own."""
    role, limited, until = grant.partition("/")
    ends = form.moment(until)
    return role in roles and (not limited or (ends is not None and at < ends))


class Semantics(LeadRules, ClaimRules, HitRules, DelistingRules):
    """Follows a record entry by entry. `find(seq, code, what)` hears of everything wrong; `document(digest)` gives the
    value of an attachment that has this digest, or None when it is not at hand or cannot be read; `attached(digest)` its bytes."""

    def __init__(self, find, document, attached):
        self._find, self._document, self._attached = find, document, attached
        self.founded, self.founding, self.mode = False, True, ""  # founding: only the commands of `init` so far
        self.policy, self.policy_proposers = "", {}
        self.confirmations, self.register = {}, {}
        self.people = {}  # person -> the roles they hold, as the record has them
        self.lists = {}  # kind -> (digest, as_of or None) of the active list
        self.dated = {}  # kind -> the dated versions that were active, with their dates
        self.leads, self.leads_of, self.cases, self.duplicates = {}, {}, {}, set()
        self.good_guys, self.good_guy_ids = {}, set()  # subject -> those that nobody ended; all there ever were
        self.applied = {}  # proposal of the register -> [its parts, those seen, their changes], until all are seen
        self.suppressed = {}  # keyed digest -> whose erasure it keeps
        self.erased = {}  # kid -> the entry that records the end of its key
        self.turns, self.loads = {}, {}  # team -> person; person -> open leads
        self.same_person = self.clears_not_judged = self.delistings_not_judged = 0
        self._list_entries = {}  # digest of a list that was asked about -> what it names
        self._in_force = (None, None)  # the policy that was read, and what the rules read of it

    def entry(self, entry):
        """Everything about one entry that its envelope and those before it allow to say."""
        self.seq = entry["seq"]
        try:
            self.body = form.Body(entry["body"])
        except form.Refused as error:
            return self.find(error.code, str(error))
        if [tuple(link[:2]) for link in entry["links"]] != self.body.objects:
            self.find("links", "the entry's links are not the objects that its body names")
        if self.body.at > entry["time"]:
            self.find("body_time", "the body is of a later moment than the entry")
        missing = next(filter(None, map(form.missing_field, self.body.events)), None)
        if missing:
            self.find("event_fields", missing)
        return self.check(entry["log"])

    def remarks(self):
        out = []
        if self.same_person:
            out.append("single-person mode: %d approvals were given by their own author" % self.same_person)
        if self.mode == "single":
            out.append("the firm runs in single-person mode: there is no second pair of eyes")
        if self.clears_not_judged:
            out.append("%d leads were cleared under a policy that is not at hand: whether its demands on lists were met is "
                       "not known" % self.clears_not_judged)
        if self.delistings_not_judged:
            out.append("%d hits ended as delisted by lists or under a policy that are not at hand: whether the entries are gone is "
                       "not known" % self.delistings_not_judged)
        return out

    def find(self, code, what):
        self._find(self.seq, code, what)

    def check(self, log):
        body = self.body
        self.log = log
        self.routed = {}  # of this body: lead -> the decision of its lead_routed
        self.heard = {}  # of this body: lead -> what it has to count as after its source event
        self.ended, self.reopened = [], []  # of this body: (subject, hit) of good-guy entries; cases
        self.classified = {}  # of this body: lead -> what it counted as before its classification
        self.approved = {}  # of this body: lead -> what a second person approved of its case
        self.changes, self.changes_proposal = [], ("", 1)  # of this body and the register, other than suspensions
        decisions = [self.fetched(form.decision_of(event)) for event in body.events]
        self.founding = self.founding and body.command == "init"
        if not self.founded and body.events[0]["t"] != "firm_initialised":
            self.find("not_initialised", "the record begins without the event that founds it")
        for kid in body.kids:
            if kid in self.erased:
                self.find("sealed_after_erasure", "it seals data under %s, whose key entry %d records as destroyed"
                          % (kid, self.erased[kid]))
        for event, decision in zip(body.events, decisions):
            self.decision = decision
            self.check_declared(event)
            rule = getattr(self, "on_" + event["t"], None)
            if rule:  # nothing about reads, jobs and exports hangs on what was before
                rule(event)
        self.check_claims_heard()
        self.check_revived()
        self.check_register_changes()
        if body.actor_kind == "person" and body.actor not in self.people:
            self.find("unknown_person", "it was done by %s, whom no entry records" % body.actor)

    def check_declared(self, event):
        """The decision that an event declares is of the event's own gate, by the policy in force, of the entry's moment."""
        kind, declared = event["t"], form.decision_of(event)
        if declared is None:
            if kind in ALWAYS_DECIDED:
                self.find("decision_gate", "%s lacks its decision" % kind)
            return
        if form.takes_decision(event) and self.body.uses["policy"] != self.policy:
            self.find("decision_policy", "the decision of %s was taken with a policy that was not in force" % kind)
        if text(declared, "gate") != GATES.get(kind, ""):
            self.find("decision_gate", "the decision of %s is not one of gate '%s'" % (kind, GATES.get(kind, "")))
        if self.decision is not None and number(self.decision, "at", None) != self.body.at:
            self.find("decision_time", "the decision of %s is of another moment than its entry's" % kind)

    def fetched(self, decision):
        """A decision too large for an entry is attached; the entry names its digest and its gate."""
        digest = text(decision, "document") if isinstance(decision, dict) else ""
        if not digest:
            return decision
        value = self._document(digest)
        if not isinstance(value, dict) or form.digest(value) != digest:  # not in canonical form
            self.find("decision_document", "the decision kept as %s is not at hand or cannot be read" % digest)
            return None
        if text(value, "gate") != text(decision, "gate"):
            self.find("decision_document", "the decision kept as %s is of another gate than its entry says" % digest)
            return None
        return value

    # ------------------------------------------------------------ who, and who else

    def acted(self, event, what, field="by"):
        """Who did it by the event's own word is who acted: nobody writes down a second pair of eyes."""
        if self.body.actor_kind == "person" and self.body.actor != text(event, field):
            self.find("actor", "%s names %s, and somebody else acted" % (what, text(event, field)))

    def four_eyes(self, author, approver, what):
        if not author or not approver:
            self.find("approval_missing", "%s lacks its author or its approver" % what)
        elif author == approver and self.mode == "single":
            self.same_person += 1
        elif author == approver:
            self.find("four_eyes", "%s was approved by its own author, %s" % (what, author))

    def entitled(self, person, roles, what):
        if person and not any(holds(grant, roles, self.body.at) for grant in self.people.get(person, set())):
            self.find("no_right", "%s %s and holds no role for that" % (person, what))

    def given_by_two(self, event, what):
        """Rights and credentials: given by one known person, approved by another, and by nobody to themself."""
        if self.founding:
            return
        by, approver = text(event, "by"), text(event, "approved_by")
        self.four_eyes(by, approver, what)
        for person in (by, approver):
            if person and person not in self.people:
                self.find("unknown_person", "%s was given or approved by %s, whom no entry before records" % (what, person))
        if by and by == text(event, "person"):
            self.find("granted_to_self", "%s was given by %s to themself" % (what, by))
        self.acted(event, what)

    def is_approved(self, lead, settles, value):
        """Whether a second person approved in this body that the lead's case settles this so."""
        if lead not in self.approved:
            return False
        decided = self.approved[lead]
        return (text(decided, "outcome") if settles == "outcome" else text(decided.get("resolutions"), settles)) == value

    def lifted(self, event, settles, value, what):
        """What lifts a protection rests on a case that a second person approved in the same body, for exactly this."""
        what = "%s of lead %s" % (what, text(event, "lead"))
        self.four_eyes(text(event, "by"), text(event, "approved_by"), what)
        if not self.is_approved(text(event, "lead"), settles, value):
            self.find("lifted_alone", what + " does not rest on a case whose decision says so and that a second person "
                      "approved")

    # ------------------------------------------------------------ the firm

    def on_firm_initialised(self, event):
        if self.founded or self.seq != 0:
            self.find("initialised_twice", "a record is founded once, by its first entry")
        if text(event, "origin") != self.log:
            self.find("origin", "the record was founded as %s, but the log is %s" % (text(event, "origin"), self.log))
        self.founded, self.mode = True, text(event, "mode")

    def on_policy_proposed(self, event):
        self.policy_proposers[text(event, "policy")] = text(event, "by")

    def on_policy_activated(self, event):
        policy = text(event, "policy")
        if not self.founding:
            self.acted(event, "the approval of policy " + policy)
        if policy not in self.policy_proposers:
            self.find("policy_not_proposed", "a policy became active that nobody had proposed: " + policy)
        else:
            proposer = self.policy_proposers.pop(policy)
            if not self.founding:
                self.four_eyes(proposer, text(event, "by"), "the policy " + policy)
        if text(event, "replaces") != self.policy and policy != self.policy:
            self.find("policy_replaced", "the new policy does not name the one it replaces")
        self.policy = policy

    def on_confirmation_set(self, event):
        rule, state = text(event, "rule"), text(event, "state")
        before = self.confirmations.get(rule)
        now = {name: text(event, name) for name in ("rule_digest", "opinion", "proposed_by")}
        now["until"] = number(event, "until")
        proposal = self.proposal_of(event) if state == "proposed" else text(event, "proposal")
        if state == "proposed" or self.founding:
            self.entitled(now["proposed_by"], ATTESTING, "gave the opinion on " + rule)
        if state == "active":
            self.entitled(text(event, "approved_by"), APPROVING, "approved the confirmation of " + rule)
        if state == "active" and self.founding:
            self.founded_confirmation(event)
        if state == "active" and not self.founding:
            if before is None or before[0] != "proposed" or before[2] != now:
                self.find("confirmation_not_proposed", "the confirmation of %s is not the one that was proposed" % rule)
            elif before[1] != proposal:
                self.find("proposal", "the approval of the confirmation of %s names another proposal" % rule)
            self.four_eyes(now["proposed_by"], text(event, "approved_by"), "the confirmation of " + rule)
        if state == "revoked" and before is None:
            self.find("confirmation_not_proposed", "a confirmation of %s was revoked that there never was" % rule)
        self.confirmations[rule] = (state, proposal, now)

    def founded_confirmation(self, event):
        """A firm's file puts in force only what it calls invented, and only where there are two people."""
        what = "the confirmation of " + text(event, "rule")
        self.four_eyes(text(event, "proposed_by"), text(event, "approved_by"), what)
        if not event.get("invented") or self.mode == "single":
            self.find("confirmation_not_proposed", what + " was put in force by the founding, which may do so only for an "
                      "invented one in a firm of two people")

    def proposal_of(self, event):
        """The digest by which a second person names what they saw: over the event and the id of its body, so that the same
        words at another moment are another proposal."""
        return form.digest({"ev": self.body.id, "event": event})

    def on_person_recorded(self, event):
        person = text(event, "person")
        self.given_by_two(event, "the rights of " + person)
        if not self.founding and self.mode != "single" and person and person == text(event, "approved_by") != text(event, "by"):
            self.find("granted_to_self", "the rights of %s were approved by themself" % person)
        held = event.get("roles") if text(event, "state") == "active" else []
        self.people[person] = {role for role in held if isinstance(role, str)} if isinstance(held, list) else set()

    def on_credential_set(self, event):
        person = text(event, "person")
        self.given_by_two(event, "the credential of " + person)
        if person not in self.people:
            self.find("unknown_person", "a credential was given to %s, whom no entry records" % person)

    # ------------------------------------------------------------ the register

    def on_register_put(self, event):
        self.known_at(event)
        record, key = event.get("record"), text(event, "key")
        if record is None:
            return
        if text(record, "key") != key or text(record, "kind") not in RECORD_KINDS:
            self.find("register_record", "the register record '%s' has another key or no known kind" % key)
        self.register_changed(event, record)

    def on_register_removed(self, event):
        self.known_at(event)
        self.register_changed(event, None)

    def known_at(self, event):
        if number(event, "at") != self.body.at:
            self.find("known_time", "the register changed at another time than the entry's: when a fact became known is "
                      "never typed")

    def register_changed(self, event, record):
        """A suspension only tightens. Everything else is one proposal, approved as a whole by somebody else."""
        key = text(event, "key")
        before = self.register.get(key, "")
        self.register[key] = "" if record is None else form.digest(record)
        if self.founding:
            return
        if text(event, "why") == "suspend":
            if text(record, "status") != "suspended":
                self.find("register_record", "the register record '%s' was changed as a suspension and is not suspended" % key)
            return
        self.four_eyes(text(event, "by"), text(event, "approved_by"), "the change of register record '%s'" % key)
        named = (text(event, "proposal"), number(event, "parts") if "parts" in event else 1)
        if self.changes and named != self.changes_proposal:
            self.find("proposal", "the changes of the register in one entry name different proposals")
        self.changes_proposal = named
        self.changes.append([key, before, record])

    def check_register_changes(self):
        """What was approved: each record as it stood, by its digest, and as it will be; so the same record is another
        proposal when another stands there meanwhile."""
        proposal, parts = self.changes_proposal
        changes = self.changes
        if changes and parts != 1:  # applied in several entries of one transaction
            applied = self.applied.setdefault(proposal, [parts, 0, []])
            applied[0], applied[1], applied[2] = parts, applied[1] + 1, applied[2] + changes
            if applied[1] < parts:
                return
            changes = self.applied.pop(proposal)[2]
        if changes and form.digest(sorted(changes, key=lambda change: change[0])) != proposal:
            self.find("proposal", "what was approved of the register is not what was changed")

    def on_suppression_lifted(self, event):
        """Who was erased stays away until somebody with evidence and a second person let them come back."""
        kid, basis, evidence = (text(event, name) for name in ("kid", "basis", "evidence"))
        what, lifted = "the lifted suppression of " + kid, form.texts(event.get("lifted"))
        self.acted(event, what)
        self.four_eyes(text(event, "by"), text(event, "approved_by"), what)
        right = bool(lifted) and form.is_sha256(event.get("evidence"))
        for digest in lifted:
            right = self.suppressed.pop(digest, None) == kid and right
        if not right:
            self.find("not_suppressed", what + " is not of that erasure, or shows no evidence")
        if form.digest({"basis": basis, "evidence": evidence, "kid": kid, "lifted": sorted(lifted)}) != text(event, "proposal"):
            self.find("proposal", "what was approved of %s is not what was recorded" % what)

    def on_keys_restored(self, event):
        self.acted(event, "the restoring of keys")

    def finish(self):
        """After the last entry: what was begun and is not there whole."""
        for proposal, (parts, seen, _) in sorted(self.applied.items()):
            self.find("proposal", "of the changes of the register that %s names, %d parts of %d are there"
                      % (proposal, seen, parts))

    # ------------------------------------------------------------ erasure

    def on_subject_erased(self, event):
        kid = text(event, "kid")
        if kid in self.erased:
            self.find("erased_twice", "the key of %s was destroyed before, by entry %d" % (kid, self.erased[kid]))
        self.erased.setdefault(kid, self.seq)
        self.four_eyes(text(event, "by"), text(event, "approved_by"), "the erasure of " + kid)
        named = {}
        for held in event.get("leads", []) if isinstance(event.get("leads"), list) else []:
            if isinstance(held, list) and held and isinstance(held[0], str):
                named.setdefault(held[0], held[1] if len(held) > 1 and isinstance(held[1], str) else "")
        self.suppressed.update((digest, kid) for digest in form.texts(event.get("suppress")))
        approved = form.digest({"basis": text(event, "basis"), "kid": kid, "leads": sorted(named),
                                "suppress": sorted(form.texts(event.get("suppress")))})
        if approved != text(event, "proposal"):
            self.find("proposal", "what was approved of the erasure of %s is not what was recorded" % kid)
        leads = self.leads_of.get(kid, [])
        right = named == {lead.id: lead.owner for lead in leads}
        for lead in leads:
            if lead.open_case:
                self.find("case_after_erasure", "the case of lead %s stays open although its subject is erased" % lead.id)
            self.let_go(lead)
            lead.erased = True
        if not right:
            self.find("erased_leads", "the erasure of %s does not name exactly its leads and their owners" % kid)
