"""Level 4, the rules about leads: screening, decisions, assignments, the review queue. Part of verify_semantics.py.

Needs nothing but Python's standard library and shares no code with the product.
"""

import hashlib

import verify_body as form
from verify_body import flag, is_integer, number, text, texts

DAY_US = 86_400_000_000


class Lead:
    """What is remembered of a lead."""

    def __init__(self, event):
        self.id, self.subject = text(event, "lead"), text(event, "subj")
        self.codes = {name: text(event, name) for name in ("client_type", "product", "source", "language")}
        self.lawful_basis = text(event, "basis")
        self.contradicts, self.outranked = {}, {}  # claims nobody has decided; claims that persons found otherwise
        self.owner = self.jurisdictions = ""
        self.lists, self.open_hits = [], set()  # of the last screening; hits that nobody has decided
        self.entries_hit = {}  # digest of each entry that screenings hit -> its list and key, as they named it
        self.cleared_hits, self.compared = set(), []  # hits for which a good-guy entry holds; what was compared
        self.settled, self.settled_about = set(), None  # rules that two people judged, and the facts they looked at
        self.open_duplicates = 0
        self.classified = self.clear = self.erased = self.refused = self.open_case = False

    def judged_facts(self):
        """What a judgement on a rule is about, as it is now; what is empty or false is left out."""
        facts = {"classified": self.classified, "client_type": self.codes["client_type"],
                 "jurisdictions": self.jurisdictions.split(), "product": self.codes["product"]}
        return form.canonical({name: value for name, value in facts.items() if value})

    def are_settled(self, rules):
        """Whether two people judged all of these rules, for the lead as it is now."""
        if not isinstance(rules, list) or self.settled_about != self.judged_facts():
            return False
        return all(form.is_sha256(rule) and rule in self.settled for rule in rules)


class Case:
    def __init__(self, lead):
        self.lead, self.state = lead, "open"  # open, claimed, proposed, closed
        self.claimed_by = self.decided_by = ""
        self.decision = self.proposal = None  # the event that waits for a second person, and its digest


class LeadRules:
    """What verify_semantics.Semantics does with events about leads and lists. State and `find` are there."""

    # ------------------------------------------------------------ lists and screening

    def on_list_loaded(self, event):
        kind, digest = text(event, "kind"), text(event, "list")
        active, before = self.lists.get(kind, ("", None))
        if text(event, "replaces") != active and digest != active:
            self.find("list_replaced", "the list does not name the one it replaces")
        as_of = number(event, "as_of") if "as_of" in event else None
        self.lists[kind] = (digest, as_of)
        if as_of is not None:
            self.dated.setdefault(kind, {})[digest] = as_of
        if as_of is not None and as_of > self.body.at:
            self.find("list_date", "the list is of a later moment than its entry")
        # The reason is sealed under the key of who acts; the event declares nothing else that could be.
        explained = flag(event, "older") and self.body.actor in self.body.kids
        if as_of is not None and before is not None and as_of < before and not explained:
            self.find("list_older", "the list is of an earlier date than the one it replaces, and the record does not say why")

    def on_attempt_refused(self, event):
        kept = text(event, "list")
        if kept and kept not in [digest for digest, _ in self.lists.values()]:
            self.find("list_refused", "the list that it says is kept is not an active one")

    def on_list_proved(self, event):
        active = self.lists.get(text(event, "kind"))
        if active is None or active[0] != text(event, "list"):
            self.find("list_proof", "the list that was proved is not the active one of its kind")
        counts = event.get("counts")
        lost = sum(number(count, "lost") for count in counts.values()) if isinstance(counts, dict) else 0
        nothing = text(event, "uncovered") == form.digest([])
        if number(event, "lost") != lost or nothing != (lost == 0):
            self.find("list_proof", "what the proof says is uncovered is not what its classes count")

    def on_lead_screened(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        if isinstance(event.get("lists"), list):
            lead.lists = sorted(texts(event["lists"]))
        lead.clear = text(event, "status") == "clear"
        if lead.clear and "lists" not in event and not self.is_approved(lead.id, "screening", "false_positive"):
            self.find("cleared_alone", "lead %s was cleared against no list and without a case that a second person approved"
                      % lead.id)
        why = self.why_not_clear(lead) if lead.clear else None
        if why:
            self.find("cleared_lists", "lead %s is clear, but %s" % (lead.id, why))
        why = self.why_no_service(event) if lead.clear and "lists" in event else None
        if why:
            self.find("cleared_service", "lead %s is clear, but %s" % (lead.id, why))
        self.check_hits(lead, event)

    def why_no_service(self, event):
        """A screening that cleared a lead has the answer of the service that the policy in force wants asked: whose it is, and
        which version of its data gave it."""
        policy = self.policy_in_force()
        if policy is None or not policy[4]:
            return None
        answer = members(event.get("result")).get("service")
        if not isinstance(answer, dict):
            return "its screening has no answer of the service that the policy wants asked"
        if text(answer, "provider") != policy[4]:
            return "its screening has the answer of another service than the policy's"
        if answer.get("degraded") is not False:
            return "the service did not answer"
        if not text(answer, "version") or not text(answer, "algorithm"):
            return "the service's answer does not say by what, and from which data"
        return None

    def why_not_clear(self, lead):
        """A lead is clear by a screening against every list active at that moment, when these are of every kind that the
        policy in force asks for and none is older than it allows."""
        if not self.lists:
            return "no list was active"
        if lead.lists != sorted(digest for digest, _ in self.lists.values()):
            return "it was not screened against the lists active at that moment"
        policy = self.policy_in_force()
        if policy is None:
            self.clears_not_judged += 1
            return None
        kinds, max_age = policy[:2]
        for kind in kinds:
            if kind not in self.lists:
                return "the policy asks for a list '%s' that nobody loaded" % kind
        for kind, (_, as_of) in self.lists.items():
            if as_of is None or self.body.at - as_of > max_age:
                return "the list '%s' was older than the policy allows, or of no known date" % kind
        return None

    def policy_in_force(self):
        """(kinds of lists, how old each may be, client types with the strictest first, how long a good-guy entry may hold
        or 0, the kind of the screening service that it wants asked or nothing); None when it is not at hand."""
        if self._in_force[0] != self.policy or self._in_force[1] is None:
            document, read = self._document(self.policy), None
            if document is not None:
                screening = members(members(document).get("screening"))
                read = (texts(screening.get("lists")), number(screening, "max_age_days") * DAY_US,
                        texts(members(document).get("client_types")), number(screening, "good_guy_max_days") * DAY_US,
                        text(members(screening.get("service")), "kind"))
            self._in_force = (self.policy, read)
        return self._in_force[1]

    # ------------------------------------------------------------ leads

    def lead(self, name):
        """The lead that something is about: received before, and not erased."""
        known = self.leads.get(name)
        if known is None:
            self.find("unknown_lead", "it is about lead %s, which no entry before received" % name)
        elif known.erased:
            self.find("erased_lead", "it is about lead %s, whose subject is erased" % name)
            return None
        return known

    def let_go(self, lead):
        if lead.owner:
            self.loads[lead.owner] -= 1
        lead.owner = ""

    def check_owner(self, lead, event):
        if lead.owner != text(event, "from"):
            self.find("owner", "the lead is taken from '%s', but its owner was '%s'" % (text(event, "from"), lead.owner))

    def on_lead_received(self, event):
        lead = Lead(event)
        if lead.subject in self.erased:
            self.find("erased_subject", "a lead of %s was received after its erasure" % lead.subject)
        if lead.id in self.leads or not lead.id:
            return self.find("received_twice", "lead %s was received before" % lead.id)
        self.leads[lead.id] = lead
        self.leads_of.setdefault(lead.subject, []).append(lead)
        return None

    def on_lead_tagged(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        pairs = event.get("jurisdictions") if isinstance(event.get("jurisdictions"), list) else []
        tagged = joined(texts(pairs) + [":".join(pair) for pair in pairs if is_pair(pair)])
        if text(self.decision, "gate") == "tag" and joined(texts(self.decision.get("jurisdictions"))) != tagged:
            self.find("jurisdictions", "the lead's jurisdictions are not those of its decision")
        lead.jurisdictions = tagged

    def on_lead_classified(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        if not text(event, "basis") or not form.is_sha256(event.get("evidence")) or not text(event, "reviewer"):
            self.find("classified", "a classification lacks its basis, the digest of its evidence, or its reviewer")
        if lead.owner and lead.owner == text(event, "reviewer"):
            self.find("classified", "lead %s was classified by its own owner" % lead.id)
        self.classified[lead.id] = self.standing(lead)
        lead.classified = True
        lead.codes["client_type"] = text(event, "client_type")

    def on_lawful_basis_set(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        self.lifted(event, "lawful_basis", text(event, "basis"), "the lawful basis")
        lead.lawful_basis = text(event, "basis")

    def on_rules_settled(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        listed, about = event.get("rules"), event.get("about")
        rules = [rule if is_pair(rule) else ["?", "?"] for rule in (listed if isinstance(listed, list) else [])]
        names = [rule for rule, _ in rules]
        named = ",".join(names)
        self.lifted(event, "rule", named, "the judgement on rules " + named)
        looked_at = form.canonical(about) if "about" in event else None
        if not self.is_approved(lead.id, "outcome", "release") or looked_at is None or not self.is_approved(
                lead.id, "rules_seen", judgement_digest(dict(rules), looked_at)):
            self.find("lifted_alone", "the judgement on rules %s of lead %s is not about the texts and facts that a second "
                      "person approved for a release" % (named, lead.id))
        if not names or names != sorted(set(names)):
            self.find("judged", "the rules that were settled for lead %s are none, or not in the order of their ids" % lead.id)
        if looked_at != lead.judged_facts():
            self.find("judged", "rules were settled for lead %s about other facts than the record's" % lead.id)
        lead.settled, lead.settled_about = set(dict(rules).values()), looked_at

    def on_refusal_set(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        lead.refused = text(event, "state") == "standing"
        if lead.refused:  # who refuses a lead takes back what was judged for it
            lead.settled, lead.settled_about = set(), None
        if not lead.refused:
            self.lifted(event, "outcome", "release", "the end of the refusal")
        elif not text(event, "by"):
            self.find("approval_missing", "a refusal does not say whose it is")

    def on_duplicate_proposed(self, event):
        lead, pair = self.lead(text(event, "lead")), (text(event, "lead"), text(event, "other"))
        if lead is None or self.lead(pair[1]) is None:
            return
        lead.open_duplicates += pair not in self.duplicates
        self.duplicates.add(pair)

    def on_duplicate_decided(self, event):
        pair = (text(event, "lead"), text(event, "other"))
        if pair not in self.duplicates:
            return self.find("duplicate_not_proposed", "a duplicate was decided that was not open")
        self.duplicates.remove(pair)
        if text(event, "state") != "same":
            self.lifted(event, "duplicate", "distinct", "the possible duplicate")
        lead = self.lead(pair[0])
        if lead is not None:
            lead.open_duplicates -= 1
        return None

    # ------------------------------------------------------------ decisions and assignments

    def on_lead_routed(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None or text(self.decision, "gate") != "route":
            return
        self.routed[lead.id] = self.decision
        if "problem" not in members(self.decision) and text(self.decision, "market") != text(event, "market"):
            self.find("market", "the lead's market is not the one of its decision")
        self.check_inputs(lead)
        self.check_rotation()

    def check_inputs(self, lead):
        """What a decision says it was taken from, against what the record said then. Where the record is stricter, the
        decision was taken from something else."""
        facts = members(self.decision).get("lead")
        if "lead" not in members(self.decision):
            return

        def said(name):
            return flag(facts, name)

        differs = {
            "jurisdictions": joined(texts(members(facts).get("jurisdictions"))) != lead.jurisdictions,
            # A code that the policy does not know stands as "?" in a decision.
            **{name: text(facts, name) not in ("?", code) for name, code in lead.codes.items()},
            "screening": text(facts, "screened") == "clear" and not lead.clear,
            "judgements on rules": "settled" in members(facts) and not lead.are_settled(members(facts)["settled"]),
            "lawful basis": said("lawful_basis") and not lead.lawful_basis,
            "classification": text(facts, "basis") == "classified" and not lead.classified,
            "duplicate": lead.open_duplicates > 0 and not said("open_duplicate"),
            "contradiction": bool(lead.contradicts) and not said("contradicted"),
            "refusal": lead.refused and not said("refused"),
        }
        for name in filter(differs.get, differs):
            self.find("decision_inputs", "the decision was taken from other facts than the record's: " + name)

    def check_rotation(self):
        """Whose turn was last in a team, and how many leads somebody holds, are the record's."""
        rotation = members(members(self.decision).get("rotation"))
        for name, known in (("last", self.turns), ("load", self.loads)):
            rows = rotation.get(name)
            for row in rows if isinstance(rows, list) else []:
                fits = isinstance(row, list) and len(row) == 2 and isinstance(row[0], str) and row[0] in known
                if not fits or isinstance(row[1], bool) or row[1] != known[row[0]]:
                    self.find("decision_rotation", "the decision's rotation or load is not the record's at that moment")

    def on_lead_assigned(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        self.check_owner(lead, event)
        self.check_permit(lead, event)
        for missing, code, what in ((not lead.clear, "assigned_unscreened", "without a clear screening"),
                                    (lead.refused, "assigned_refused", "although a reviewer's refusal stands"),
                                    (lead.contradicts, "assigned_contradictory", "while its source contradicts what stands"),
                                    (not lead.jurisdictions, "assigned_untagged", "without a jurisdiction")):
            if missing:
                self.find(code, "lead %s was given to somebody %s" % (lead.id, what))
        self.let_go(lead)
        lead.owner = text(event, "to")
        self.loads[lead.owner] = self.loads.get(lead.owner, 0) + 1
        if flag(event, "turn"):
            self.turns[text(event, "team")] = lead.owner

    def check_permit(self, lead, event):
        """Nobody gets a lead without a decision in the same body that allows exactly this: the event's own authorisation,
        or the routing of the same lead that chose this person and team."""
        wanted = (text(event, "to"), text(event, "team"))
        decision = self.decision
        if decision is not None:
            if (text(decision, "gate") == "authorise" and text(decision, "verdict") in ("ALLOW", "ALLOW_WITH")
                    and (text(decision, "person"), text(decision, "team")) == wanted):
                return self.check_inputs(lead)
        elif lead.id in self.routed and wanted[0] and chosen_of(self.routed[lead.id]) == wanted:
            if flag(event, "turn") != flag(self.routed[lead.id], "turn"):
                self.find("turn", "the assignment and its decision disagree on whose turn it was")
            return None
        return self.find("assigned_without_decision", "lead %s was given to %s of team %s without a decision in the same "
                         "entry that allows exactly this" % (lead.id, *wanted))

    def on_lead_parked(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        self.check_owner(lead, event)
        if text(event, "status") not in ("review", "refused"):
            self.find("status", "a parked lead is in review or refused, nothing else")
        self.let_go(lead)

    # ------------------------------------------------------------ the review queue

    def open_case(self, event):
        case = self.cases.get(text(event, "case"))
        if case is not None and case.state != "closed":
            return case
        self.find("case", "it is about case %s, which is not open" % text(event, "case"))
        return None

    def on_case_opened(self, event):
        lead, name = self.lead(text(event, "lead")), text(event, "case")
        if lead is None:
            return
        if lead.open_case or name in self.cases or not name:
            self.find("case", "case %s was opened although it, or another of its lead, was there" % name)
        if name:
            self.cases[name] = Case(lead)
        lead.open_case = True

    def on_case_reasons_changed(self, event):
        self.open_case(event)

    def on_case_claimed(self, event):
        case = self.open_case(event)
        if case is None:
            return
        taken_over = text(event, "from") and case.state == "claimed" and case.claimed_by == text(event, "from")
        if not taken_over and (text(event, "from") or case.state != "open"):
            self.find("case", "a case was claimed that was not open, or taken over from somebody who had not claimed it")
        self.acted(event, "the claim of case " + text(event, "case"))
        case.state, case.claimed_by = "claimed", text(event, "by")

    def on_case_decided(self, event):
        case, by, name = self.open_case(event), text(event, "by"), text(event, "case")
        if case is None:
            return
        if case.state != "claimed" or case.claimed_by != by:
            self.find("case_not_claimed", "a case was decided by %s, who had not claimed it" % by)
        self.acted(event, "the decision on case " + name)
        waits, outcome, resolutions = flag(event, "needs_approval"), text(event, "outcome"), event.get("resolutions")
        if not waits and ("hits" in event or lifts_protection(outcome, resolutions, case.lead.refused)):
            self.find("decided_alone", "the decision on case %s lifts a protection and does not wait for a second person" % name)
        case.decision = event if waits else None
        case.proposal = self.proposal_of(event) if waits else None
        case.state, case.decided_by = "proposed" if waits else "open", by

    def on_case_approved(self, event):
        case, name = self.open_case(event), text(event, "case")
        if case is None:
            return
        self.acted(event, "the approval of case " + name)
        if case.state != "proposed":
            self.find("case_not_proposed", "a case was approved that waited for no approval")
        self.four_eyes(case.decided_by, text(event, "by"), "the decision on case " + name)
        if case.proposal is not None and case.proposal != text(event, "proposal"):
            self.find("proposal", "the approval of case %s names another proposal than its own" % name)
        if flag(event, "approved") and case.decision is not None:
            self.approved[case.lead.id] = case.decision
        case.state = "open"

    def on_case_closed(self, event):
        case = self.open_case(event)
        if case is None:
            return
        if case.lead.id != text(event, "lead"):
            self.find("case", "the case was closed for another lead than its own")
        case.state, case.lead.open_case = "closed", False


def members(value):
    return value if isinstance(value, dict) else {}


def judgement_digest(rules, about):
    """Names rules with the digests of their texts and the facts that were judged, in canonical form."""
    said = about + "".join("\n%s %s" % (rule, rules[rule]) for rule in sorted(rules))
    return "sha256:" + hashlib.sha256(said.encode("utf-8")).hexdigest()


def is_pair(value):
    """[pack, place], as a lead_tagged has them (a decision has "pack:place"), or [rule, digest]."""
    return isinstance(value, list) and len(value) == len(texts(value)) == 2


def joined(pairs):
    return " ".join(sorted(pairs))


def item(value, index):
    return value[index] if isinstance(value, list) and 0 <= index < len(value) else None


def chosen_of(decision):
    """(person, team) that a routing chose; None when it chose nobody."""
    index = number(decision, "chosen", -1)
    if text(decision, "outcome") != "assigned" or index < 0:
        return None
    row = item(members(decision).get("candidates"), index)
    person, team = item(row, 0), item(row, 1)
    name = item(members(decision).get("teams"), team) if is_integer(team) else None
    return (person, name if isinstance(name, str) else "") if is_integer(team) and team >= 0 else None


def lifts_protection(outcome, resolutions, refused):
    """What a decision on a case settles against a protection waits for a second person."""
    settled = members(resolutions)
    return (not settled.keys().isdisjoint(("place", "lawful_basis", "client_type", "product", "rule", "screening"))
            or settled.get("duplicate") == "distinct" or (refused and outcome == "release"))
