"""Records of which the meaning is wrong: changes of a firm's record made by hand, each with what must be found in it, and
changes by chance. They change entries (values) in place; numbering, chaining and signing anew is the caller's."""

import copy
import hashlib
import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import verify_body  # noqa: E402


def text_of(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# ---- evil by hand


def event_of(entries, kind, fits=lambda event: True):
    return next((entry, event) for entry in entries for event in entry["body"]["events"] if event["t"] == kind and fits(event))


def evil_by_hand():
    """(name, the code that must be found, change). What has a test of its own in the records of the C++ test is not here; this
    is what needs a policy at hand, or a whole firm. Without a code the verifiers have only to agree; with an empty one there is
    nothing to be found. A change may give files that the bundle has besides."""

    def list_of(entries, **fields):
        event = [event for entry in entries for event in entry["body"]["events"] if event["t"] == "list_loaded"][-1]
        for name, value in fields.items():
            event.pop(name, None)
            if value is not None:
                event[name] = value

    def served(**answer):
        """At the end a policy that wants a screening service asked, and a lead that is clear by a screening with this answer."""
        def change(entries):
            erased = {lead[0] for entry in entries for event in entry["body"]["events"] if event["t"] == "subject_erased"
                      for lead in event["leads"]}
            clear = event_of(entries, "lead_screened", lambda event: event["status"] == "clear" and "lists" in event
                             and event["lead"] not in erased)[1]
            policy = text_of({"client_types": ["retail"], "screening": {"lists": [], "max_age_days": 10_000, "service": {"kind": "yente"}}})
            digest = "sha256:" + hashlib.sha256(policy).hexdigest()
            events = [dict(event_of(entries, kind)[1], policy=digest) for kind in ("policy_proposed", "policy_activated")]
            last = copy.deepcopy(entries[-1])
            last["body"].update(by={"kind": "system"}, cmd="test",
                                events=events + [dict(clear, result=dict(clear["result"], **({"service": answer} if answer else {})))])
            entries.append(last)
            return {"attachments/" + digest[7:]: policy}
        return change

    def another_entry(entries):
        """Whoever decided, and whoever approved it, was shown another entry than the one that was hit."""
        added = event_of(entries, "good_guy_added")[1]
        for entry in entries:
            for event in entry["body"]["events"]:
                for hit in event.get("hits", []) if event["t"] == "case_decided" else []:
                    if hit["hit"] == added["hit"]:
                        hit["entry"] = "another"
        added["entry"] = "another"

    def list_kinds(entries, kind):
        for entry in entries:
            for event in entry["body"]["events"]:
                if event["t"] == "list_loaded":
                    event["kind"] = kind

    def drop(entries, kind):
        for entry in entries:
            kept = [event for event in entry["body"]["events"] if event["t"] != kind]
            entry["body"]["events"] = kept or entry["body"]["events"]

    def uses(entries):
        entry = next(entry for entry in reversed(entries) if "uses" in entry["body"])
        entry["body"]["uses"]["policy"] = "sha256:" + "0" * 64

    def unapproved(entries):
        entry, _ = event_of(entries, "good_guy_added")
        event_of([entry], "case_approved")[1].pop("approved")

    def alone(entries, kind):
        entry, event = event_of(entries, kind, lambda event: "approved_by" in event)
        event["approved_by"] = event["by"]

    def set_field(kind, name, value):
        return lambda entries: event_of(entries, kind)[1].__setitem__(name, value)

    def to_another(entries):
        event = event_of(entries, "lead_assigned")[1]
        event["to"] = event_of(entries, "person_recorded", lambda other: other["person"] != event["to"])[1]["person"]

    def in_anothers_name(kind):
        """Whoever proposed acts, and the event names the second person."""
        def change(entries):
            entry, event = event_of(entries, kind, lambda event: "replaces" in event or kind != "policy_activated")
            entry["body"]["by"] = event_of(entries, "case_claimed")[0]["body"]["by"]
        return change

    def two_proposals(entries):
        entry, event = event_of(entries, "register_put", lambda event: event.get("why") == "apply")
        entry["body"]["events"].append(dict(event, proposal="sha256:" + "0" * 64))

    def no_list(entries):
        for entry in list(entries):
            if entry["body"]["events"][0]["t"] == "list_loaded":
                entries.remove(entry)

    def other_founder(entries):
        entry, event = event_of(entries, "policy_activated")
        entry["body"]["by"] = dict(entry["body"]["by"], id=event_of(
            entries, "person_recorded", lambda other: other["person"] != event["by"])[1]["person"], kind="person")

    def made_up_rotations(entries):
        """Every load and every turn that there might be: the verifiers must strike out the same ones."""
        given = [event for entry in entries for event in entry["body"]["events"] if event["t"] == "lead_assigned"]
        people, teams = (sorted({event[name] for event in given}) for name in ("to", "team"))
        for entry in entries:
            for event in entry["body"]["events"]:
                if event["t"] == "lead_routed" and isinstance(event.get("decision"), dict):
                    event["decision"]["rotation"] = {
                        "last": [[team, person] for team in teams for person in people],
                        "load": [[person, count] for person in people for count in range(5)]}

    def about_the_erased(entries):
        """At the end one event of every type that there was about a lead, about one whose subject is erased."""
        erased = event_of(entries, "subject_erased")[1]["leads"][0][0]
        events = {event["t"]: dict(event, lead=erased) for entry in entries for event in entry["body"]["events"] if "lead" in event}
        last = copy.deepcopy(entries[-1])
        last["body"].update(by={"kind": "system"}, cmd="test", events=list(events.values()),
                            uses=next(entry["body"]["uses"] for entry in reversed(entries) if "uses" in entry["body"]))
        entries.append(last)

    def claimed_twice(entries):
        entry = event_of(entries, "case_claimed")[0]
        entries.insert(entries.index(entry), copy.deepcopy(entry))

    def closed_for_another(entries):
        event = event_of(entries, "case_closed")[1]
        event["lead"] = event_of(entries, "lead_received", lambda other: other["lead"] != event["lead"])[1]["lead"]

    def decided_alone(entries):
        for entry in entries:
            for event in entry["body"]["events"]:
                event.pop("needs_approval", None)

    def routed_to_nobody(name, value):
        def change(entries):
            entry = event_of(entries, "lead_assigned", lambda event: event["why"] == "route")[0]
            next(event for event in entry["body"]["events"] if event["t"] == "lead_routed")["decision"][name] = value
        return change

    def decision_elsewhere(entries):
        entry = event_of(entries, "lead_assigned", lambda event: event["why"] == "route")[0]
        event = next(event for event in entry["body"]["events"] if event["t"] == "lead_routed")
        event["decision"] = {"document": "sha256:" + "0" * 64, "gate": "route"}

    def routed(entries):
        """A routing that somebody's assignment rests on."""
        entry = event_of(entries, "lead_assigned", lambda event: event["why"] == "route")[0]
        return next(event for event in entry["body"]["events"] if event["t"] == "lead_routed")

    def in_a_document(change_stub=None, **changes):
        """That routing's decision is kept beside the ledger, with changes there (None: a member goes) and in the entry."""
        def change(entries):
            event = routed(entries)
            decision = {name: value for name, value in dict(event["decision"], **changes).items() if value is not None}
            content = text_of(decision)
            digest = hashlib.sha256(content).hexdigest()
            event["decision"] = {"document": "sha256:" + digest, "gate": "route"}
            (change_stub or (lambda stub: None))(event["decision"])
            return {"attachments/" + digest: content}
        return change

    def without_gate(kind):
        def change(entries):
            event_of(entries, kind, lambda event: "gate" in event.get("decision", {}))[1]["decision"].pop("gate")
        return change

    def forged(entries):
        """A lead in review is given to a candidate of its routing by a decision that names no gate, so that nobody takes it again."""
        for entry in entries:
            events = entry["body"]["events"]
            kinds = [event["t"] for event in events]
            decision = events[kinds.index("lead_routed")]["decision"] if "lead_routed" in kinds else {}
            if "lead_parked" not in kinds or not decision.get("candidates"):
                continue
            parked, candidate = events[kinds.index("lead_parked")], decision["candidates"][0]
            team = decision["teams"][candidate[1]]
            events[kinds.index("lead_routed")]["decision"] = {
                "outcome": "assigned", "chosen": 0, "candidates": [[candidate[0], 0]], "teams": [team], "market": decision["market"]}
            entry["body"]["events"] = [event for event in events if event["t"] not in ("lead_parked", "case_opened")] + [
                {"t": "lead_assigned", "v": 1, "lead": parked["lead"], "to": candidate[0], "team": team, "why": "route",
                 "at": parked["at"]}]
            return
        sys.exit("no lead of the example firm waits with candidates")

    def backdated(kind):
        def change(entries):
            for entry in entries:
                for event in entry["body"]["events"]:
                    decision = verify_body.decision_of(event) if event["t"] == kind else None
                    if decision:
                        decision["at"] -= 400 * 86_400_000_000
        return change

    def absent_of_another_policy(entries):
        decision_elsewhere(entries)
        event_of(entries, "lead_assigned", lambda event: event["why"] == "route")[0]["body"]["uses"]["policy"] = "sha256:" + "0" * 64

    def tagged_elsewhere(entries):
        event = event_of(entries, "lead_tagged", lambda event: len(event.get("jurisdictions", [])) > 0)[1]
        event["jurisdictions"] = [["UK", "XX"]]

    def for_a_time(later_us):
        """Whoever gave the opinion on a rule held the role only until then."""
        def change(entries):
            entry, event = event_of(reversed(entries), "confirmation_set", lambda event: event["state"] == "proposed")
            at = entry["body"]["at"] + later_us
            until = (datetime(1970, 1, 1) + timedelta(microseconds=at)).isoformat(timespec="microseconds") + "Z"
            held = event_of(entries, "person_recorded", lambda other: other["person"] == event["proposed_by"])[1]
            held["roles"] = ["compliance/" + until]
        return change

    def unproposed(entries):
        entries.remove(event_of(entries, "policy_proposed")[0])

    return [
        ("a list older than the policy allows", "cleared_lists", lambda entries: list_of(entries, as_of=1)),
        ("a list of no date", "cleared_lists", lambda entries: list_of(entries, as_of=None, as_of_from=None)),
        ("a kind of list that the policy asks for was never loaded", "cleared_lists",
         lambda entries: list_kinds(entries, "another")),
        ("no list at all", "cleared_lists", no_list),
        ("a list of the future", "list_date", lambda entries: list_of(entries, as_of=2**52)),
        ("a decision by a policy that was not in force", "decision_policy", uses),
        ("a finding nobody approved", "cleared_alone", unapproved),
        ("a good-guy entry approved by its author", "four_eyes", lambda entries: alone(entries, "good_guy_added")),
        ("a good-guy entry of another version of the list's entry", "lifted_alone",
         set_field("good_guy_added", "hit", "0:sha256:" + "0" * 64)),
        ("a good-guy entry of another entry than was hit", "good_guy", another_entry),
        ("a clearance without the service's answer", "cleared_service", served()),
        ("a clearance that the service did not answer", "cleared_service", served(algorithm="x", degraded=True, provider="yente", version="1")),
        ("a clearance by another service", "cleared_service", served(algorithm="x", degraded=False, provider="watchman", version="1")),
        ("a clearance from data of no version", "cleared_service", served(algorithm="x", degraded=False, provider="yente", version="")),
        ("a clearance with the service's answer", None, served(algorithm="x", degraded=False, provider="yente", version="1")),
        ("a good-guy entry for longer than was approved", "good_guy",
         lambda entries: event_of(entries, "good_guy_added")[1].__setitem__("until", event_of(entries, "good_guy_added")[1]["until"] + 1)),
        ("a policy approved in another's name", "actor", in_anothers_name("policy_activated")),
        ("a case approved in another's name", "actor", in_anothers_name("case_approved")),
        ("two proposals in one change of the register", "proposal", two_proposals),
        ("a register record that is not there", "event_fields", lambda entries: event_of(entries, "register_put")[1].__delitem__("record")),
        ("a founding done by another than it names", None, other_founder),
        ("rotations made up", "decision_rotation", made_up_rotations),
        ("events about an erased lead", "erased_lead", about_the_erased),
        ("a case claimed twice", "case", claimed_twice),
        ("a case closed for another lead", "case", closed_for_another),
        ("whatever lifts a protection, decided alone", "decided_alone", decided_alone),
        ("a routing that assigned nobody", "assigned_without_decision", routed_to_nobody("outcome", "review")),
        ("a routing that chose nobody", "assigned_without_decision", routed_to_nobody("chosen", -1)),
        ("a decision kept beside the ledger that is not there", "decision_document", decision_elsewhere),
        ("the same, by a policy that was not in force", "decision_policy", absent_of_another_policy),
        ("a decision kept beside the ledger", "", in_a_document()),
        ("one kept there without its gate", "decision_document", in_a_document(gate=None)),
        ("one kept there of another gate", "decision_document", in_a_document(gate="authorise")),
        ("one kept there whose entry says no gate", "decision_gate", in_a_document(lambda stub: stub.pop("gate"))),
        ("one kept there of another moment", "decision_time", in_a_document(at=1)),
        ("an assignment by a decision of no gate", "assigned_without_decision", forged),
        ("a routing without its gate", "decision_gate", without_gate("lead_routed")),
        ("a tagging without its gate", "decision_gate", without_gate("lead_tagged")),
        ("routings of another year", "decision_time", backdated("lead_routed")),
        ("taggings of another year", "decision_time", backdated("lead_tagged")),
        ("refusals of another year", "decision_time", backdated("attempt_refused")),
        ("a lead tagged otherwise than decided", "jurisdictions", tagged_elsewhere),
        ("a role that had not ended", "", for_a_time(1)),
        ("a role that had just ended", "no_right", for_a_time(0)),
        ("a change of the register of which a part is missing", "proposal",
         lambda entries: event_of(entries, "register_put", lambda event: event.get("why") == "apply")[1].__setitem__("parts", 2)),
        ("an erasure by one", "four_eyes", lambda entries: alone(entries, "subject_erased")),
        ("rights by one", "four_eyes", lambda entries: alone(entries, "credential_set")),
        ("a register change by one", "four_eyes", lambda entries: alone(entries, "register_put")),
        ("an assignment to somebody else", "assigned_without_decision", to_another),
        ("a tag that is gone", "decision_inputs", lambda entries: drop(entries, "lead_tagged")),
        ("a lead without a screening", "assigned_unscreened", lambda entries: drop(entries, "lead_screened")),
        ("a policy nobody proposed", "policy_not_proposed", unproposed),
        ("a founding in another name", "origin", set_field("firm_initialised", "origin", "another.example/log")),
    ]


# ---- evil by chance


class Chance:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def mutate(self, entries):
        """One to three changes of a record; what they do is in their name."""
        entries = copy.deepcopy(entries)
        names = []
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            change = self.random.choice((self.drop_entry, self.double_entry, self.swap_entries, self.drop_event, self.double_event,
                                         self.swap_events, self.move_event, self.drop_field, self.other_value, self.other_value,
                                         self.other_value, self.odd_value, self.other_actor, self.other_decision,
                                         self.other_decision, self.other_time, self.other_uses))
            change(entries)
            names.append(change.__name__)
        for entry in entries:
            if self.random.random() < 0.95:  # otherwise the objects may be those of before
                self.relink(entry)
        return "+".join(names), entries

    def relink(self, entry):
        named = set()
        for event in entry["body"]["events"]:
            if (event.get("t"), event.get("v")) in verify_body.CLEAR:
                named |= verify_body.named_objects(event)
        named |= {(kind, name) for kind, name in entry["body"].get("objs", []) if kind == "subj"}
        entry["body"].pop("objs", None)
        if named:
            entry["body"]["objs"] = sorted(list(item) for item in named)
        entry.pop("links", None)

    def entry(self, entries):
        return self.random.choice(entries)

    def event(self, entries):
        return self.random.choice(self.entry(entries)["body"]["events"])

    def drop_entry(self, entries):
        if len(entries) > 1:
            del entries[self.random.randrange(len(entries))]

    def double_entry(self, entries):
        at = self.random.randrange(len(entries))
        entries.insert(at, copy.deepcopy(entries[at]))

    def swap_entries(self, entries):
        a, b = (self.random.randrange(len(entries)) for _ in range(2))
        entries[a]["body"], entries[b]["body"] = entries[b]["body"], entries[a]["body"]

    def drop_event(self, entries):
        events = self.entry(entries)["body"]["events"]
        del events[self.random.randrange(len(events))]

    def double_event(self, entries):
        events = self.entry(entries)["body"]["events"]
        events.insert(self.random.randrange(len(events) + 1), copy.deepcopy(self.random.choice(events)) if events else {})

    def swap_events(self, entries):
        self.random.shuffle(self.entry(entries)["body"]["events"])

    def move_event(self, entries):
        events = self.entry(entries)["body"]["events"]
        if events:
            self.entry(entries)["body"]["events"].append(events.pop(self.random.randrange(len(events))))

    def field(self, entries):
        event = {}
        for _ in range(20):
            events = self.entry(entries)["body"]["events"]
            event = self.random.choice(events) if events else {}
            if len(event) > 2:
                break
        names = sorted(set(event) - {"t", "v"})
        return event, self.random.choice(names) if names else None

    def drop_field(self, entries):
        event, name = self.field(entries)
        event.pop(name, None)

    def other_value(self, entries):
        """What stands in the same field, or another of its class, elsewhere in the record."""
        event, name = self.field(entries)
        if name is None:
            return
        cls = lambda item, field: verify_body.CLEAR.get((item.get("t"), item.get("v")), {}).get(field, ("", None))[0]
        wanted, values = cls(event, name), []
        for entry in entries:
            for other in entry["body"]["events"]:
                for field, value in other.items():
                    if field == name or (wanted == "id" and cls(other, field) == "id" and isinstance(value, str)
                                         and str(event[name])[:4] == value[:4]):
                        values.append(value)
        event[name] = copy.deepcopy(self.random.choice(values))

    def odd_value(self, entries):
        event, name = self.field(entries)
        if name is not None:
            event[name] = self.random.choice((None, "", 0, -1, True, False, [], {}, "x", "a b", "\u00e9", ["x"], [["x", "y"]], 2**53 - 1,
                                              {"gate": "authorise"}, "sha256:" + "0" * 64, "lead_00000000000000000000000000"))

    def other_actor(self, entries):
        entry, other = self.entry(entries), self.entry(entries)
        entry["body"]["by"] = copy.deepcopy(self.random.choice((other["body"]["by"], {"kind": "system"}, {"kind": "nobody"},
                                                                {"id": "x", "kind": "person"})))

    def other_decision(self, entries):
        """A decision is changed at one place, or is another's."""
        holders = [event for entry in entries for event in entry["body"]["events"] if isinstance(event.get("decision"), dict)]
        if not holders:
            return
        event = self.random.choice(holders)
        if self.random.random() < 0.3:
            event["decision"] = copy.deepcopy(self.random.choice(holders)["decision"])
            return
        place = event["decision"]
        for _ in range(6):
            keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                return
            key = self.random.choice(keys)
            if not isinstance(place[key], (dict, list)) or self.random.random() < 0.2:
                if self.random.random() < 0.3:
                    del place[key]
                else:
                    place[key] = self.random.choice((0, 1, 2, -1, True, False, None, "", "clear", "classified", "?", "ALLOW", "x", [], {},
                                                     "authorise", ["x"]))
                return
            place = place[key]

    def other_time(self, entries):
        body = self.entry(entries)["body"]
        body["at"] += self.random.choice((-1, 1, 10**9, -10**15))

    def other_uses(self, entries):
        body, other = self.entry(entries)["body"], self.entry(entries)["body"]
        body.pop("uses", None)
        if "uses" in other and self.random.random() < 0.7:
            body["uses"] = copy.deepcopy(other["uses"])
