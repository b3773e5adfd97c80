"""The form of an entry's body: what docs/formats/events.md says a body may hold, and nothing else.

Part of the second verifier (verify.py). Needs nothing but Python's standard library and shares no code with the product.
"""

import hashlib
import json
import re
from datetime import datetime

# One line an event: type and version | fields in the clear with their class | names of what is sealed. A list in
# parentheses is closed. The same table stands in docs/formats/events.md.
EVENTS = """
attempt_refused 1 | command words, reason code (NO_RIGHT, NOT_PROVEN, OWN_PROPOSAL, OTHER_PROPOSAL, OWN_GRANT, OWN_LEAD, IN_REVIEW, NOT_AUTHORISED, LIST_OLDER, LIST_SHRANK, LIST_UNREADABLE, LIST_NOT_FETCHED, NOT_FOUND, CONFLICT, BAD_INPUT, REFUSED), detail facts, list digest |
case_approved 1 | case id, by id, approved flag, proposal digest | note
case_claimed 1 | case id, by id, from id |
case_closed 1 | case id, lead id, outcome code (released, assigned, refused, same, delisted, erased), at number |
case_decided 1 | case id, outcome code (release, refuse, escalate), resolutions facts, by id, needs_approval flag, hits public, until number, again number, evidence digest | note, files
case_escalated 1 | case id, by id, approved_by id, again number, at number |
case_opened 1 | case id, lead id, market code, reasons code (refused_by_review, screening_hit, no_name, not_screened, missing_lawful_basis, possible_duplicate, untagged, contradictory_evidence, no_pack, unconfirmed_rule, rule_review, undecided, nobody_licensed, licensed_unavailable), at number |
case_reasons_changed 1 | case id, reasons code (refused_by_review, screening_hit, no_name, not_screened, missing_lawful_basis, possible_duplicate, untagged, contradictory_evidence, no_pack, unconfirmed_rule, rule_review, undecided, nobody_licensed, licensed_unavailable), market code |
case_reopened 1 | case id, lead id, by id, at number | note
claims_set 1 | lead id, client_type code, product code, contradicts facts, outranked facts, by id, approved_by id |
confirmation_set 1 | rule code, rule_digest digest, opinion digest, state code (proposed, active, revoked), proposed_by id, approved_by id, until number, invented flag, proposal digest |
credential_set 1 | person id, verifier digest, state code (active), by id, approved_by id, at number |
duplicate_decided 1 | lead id, other id, state code (distinct, same), by id, approved_by id |
duplicate_proposed 1 | lead id, other id, on code (email, phone, name) |
export_made 1 | kind code (full), from number, size number, digest digest |
firm_initialised 1 | origin code, firm public, mode code (two, single), admins id |
good_guy_added 1 | good id, lead id, subj id, case id, hit digest, compared digest, list code, entry public, by id, approved_by id, until number, proposal digest, at number |
good_guy_ended 1 | good id, subj id, why code (expired, revoked, reopened), by id, at number | note
import_recorded 1 | source code, figures facts, file digest |
job_recorded 1 | job id, kind code (good_guys, rescreen, reauthorise, retry_parked), state code (started, done, stopped), at number, result facts |
keys_restored 1 | backup digest, files code, keys number, missing number, left_out number, by id |
lawful_basis_set 1 | lead id, basis code, by id, approved_by id |
lead_assigned 1 | lead id, to id, team code, entity code, from id, why code (route, release, change, clock, delisted, manual), decision public, turn flag, at number |
lead_classified 1 | lead id, client_type code, basis code, evidence digest, reviewer id |
lead_parked 1 | lead id, from id, status code, why code (route, release, change, clock, delisted, review), at number |
lead_received 1 | lead id, subj id, src id, source code, client_type code, product code, language code, basis code, evidence code, kcv digest, at number | raw, row, first_name, last_name, email, phone, company, street, city, postal_code, country, birth_date, gender, nationality, passport, national_id, campaign
lead_routed 1 | lead id, market code, decision public, at number |
lead_screened 1 | lead id, status code (not, clear, hit, stale, nameless), result public, lists digest, open digest, cleared digest, compared digest, engine digest, delisted public | screening
lead_tagged 1 | lead id, evidence code, jurisdictions code, decision public |
list_loaded 1 | list digest, kind code, entries number, loaded_at number, as_of number, as_of_from code (stated, file_time, file), content digest, files digest, replaces digest, older flag, persons number, names number, strong_names number, facts number | note
list_proved 1 | list digest, kind code, algorithm code, icu code, thresholds facts, seed number, variants number, every_letter flag, counts facts, lost number, uncovered digest |
person_recorded 1 | person id, roles code, state code (active), by id, approved_by id | handle, name, os_user
policy_activated 1 | policy digest, by id, at number, replaces digest |
policy_proposed 1 | policy digest, by id, at number |
read_recorded 1 | what words, objects id, purpose words, result digest, count number, input digest, hits number |
refusal_set 1 | lead id, state code (standing, lifted), by id, approved_by id |
register_put 1 | key code, record public, why code (seed, apply, suspend, restore), by id, approved_by id, proposal digest, parts number, at number |
register_removed 1 | key code, why code (seed, apply, suspend, restore), by id, approved_by id, proposal digest, parts number, at number |
rules_settled 1 | lead id, rules facts, about facts, by id, approved_by id |
source_added 1 | lead id, subj id, src id, source code, client_type code, product code, basis code, after id, at number | raw, row, first_name, last_name, email, phone, company, street, city, postal_code, country, birth_date, gender, nationality, passport, national_id, campaign, names
state_recorded 1 | state digest, rows number |
subject_erased 1 | kid id, basis code (request, consent_withdrawn, objection, unlawful_processing, legal_obligation, purpose_ended), by id, approved_by id, leads id, suppress digest, proposal digest, at number |
suppression_lifted 1 | kid id, lifted digest, basis code (own_request, renewed_consent, other_person), evidence digest, by id, approved_by id, proposal digest, at number | note
"""

# The fields without which an event means nothing. Each is one text; an event that lacks one changes no table.
NEEDED = {
    "case_approved": "case", "case_claimed": "case by", "case_closed": "case lead", "case_decided": "case outcome by",
    "case_escalated": "case", "case_opened": "case lead", "case_reasons_changed": "case",
    "case_reopened": "case lead", "good_guy_added": "good subj hit", "good_guy_ended": "good why", "claims_set": "lead", "confirmation_set": "rule",
    "credential_set": "person", "duplicate_decided": "lead other state", "duplicate_proposed": "lead other",
    "firm_initialised": "origin", "job_recorded": "job state", "lawful_basis_set": "lead",
    "lead_assigned": "lead to team", "lead_classified": "lead client_type", "lead_parked": "lead status",
    "lead_received": "lead subj src", "lead_routed": "lead", "lead_screened": "lead status", "lead_tagged": "lead",
    "list_loaded": "list", "person_recorded": "person", "policy_activated": "policy", "policy_proposed": "policy",
    "refusal_set": "lead state", "register_put": "key", "register_removed": "key", "rules_settled": "lead",
    "source_added": "lead subj src",
    "subject_erased": "kid", "suppression_lifted": "kid",
}

LINKED_KINDS = ("lead", "subj", "pers", "case", "job")
ID_KINDS = LINKED_KINDS + ("src", "ev", "dec", "prop", "good")
ID = re.compile(r"([a-z]+)_[0-9a-hjkmnp-tv-z]{25}[048cgmrw]")  # 128 bits in Crockford's base32
CODE = re.compile(r"[!#-&(-?A-\[\]-~]{1,200}")  # printable, without space, quotes, backslash and @
WORDS = re.compile(r"[a-z0-9 _./:-]{1,100}")
DIGEST_LIKE = re.compile(r"[A-Za-z0-9:+/=_$,.-]{1,200}")
SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
MOMENT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?"
                    r"(?:[Zz]|(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))")


class Refused(Exception):
    """A body that is none; `code` is the finding's."""

    def __init__(self, what, code="body_form"):
        super().__init__(what)
        self.code = code


def _parse_table():
    clear, sealed = {}, {}
    for line in EVENTS.strip().splitlines():
        head, fields, secrets = (part.strip() for part in line.split("|"))
        name, version = head.split(" ")
        kind = (name, int(version))
        clear[kind], sealed[kind] = {}, set(secrets.split(", ")) - {""}
        for field, cls, choices in re.findall(r"([a-z_]+) ([a-z]+)(?: \(([^)]*)\))?(?:, |$)", fields):
            clear[kind][field] = (cls, choices.split(", ") if choices else None)
    return clear, sealed


CLEAR, SEALED = _parse_table()


def canonical(value):
    """The canonical JSON text of a value of the profile."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value):
    """"sha256:..." of the canonical form."""
    return "sha256:" + hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_sha256(value):
    return isinstance(value, str) and SHA256.fullmatch(value) is not None


def text(where, name):
    """A member's text; empty when it is absent or something else."""
    value = where.get(name) if isinstance(where, dict) else None
    return value if isinstance(value, str) else ""


def number(where, name, otherwise=0):
    value = where.get(name) if isinstance(where, dict) else None
    return value if is_integer(value) else otherwise


def moment(value):
    """Microseconds since 1970 of an RFC 3339 moment with its offset; None when it is none, or 2^53 and more away."""
    parts = MOMENT.fullmatch(value)
    if parts is None or int(parts["hours"] or 0) > 23 or int(parts["minutes"] or 0) > 59:
        return None
    try:
        since = datetime(*map(int, parts.groups()[:6])) - datetime(1970, 1, 1)
    except ValueError:  # no such day or time of day
        return None
    offset = (int(parts["hours"] or 0) * 60 + int(parts["minutes"] or 0)) * (-60 if parts["sign"] == "-" else 60)
    out = (since.days * 86_400 + since.seconds - offset) * 1_000_000 + int((parts["fraction"] or "").ljust(6, "0"))
    return out if abs(out) < 2**53 else None


def flag(where, name):
    return isinstance(where, dict) and where.get(name) is True


def texts(value):
    """The texts of a list; none when it is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def id_kind(value):
    """The kind of an id of this release, or None."""
    match = ID.fullmatch(value)
    return match.group(1) if match and match.group(1) in ID_KINDS else None


# ---------------------------------------------------------------- fields


def _all_texts(value, passes):
    if isinstance(value, str):
        return value == "" or passes(value)
    if isinstance(value, (list, dict)):
        return all(_all_texts(item, passes) for item in (value.values() if isinstance(value, dict) else value))
    return False


def _is_facts(value):
    if isinstance(value, str):
        return value == "" or CODE.fullmatch(value) is not None
    if isinstance(value, (list, dict)):
        return all(map(_is_facts, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int)


CLASSES = {
    "id": lambda value: _all_texts(value, lambda item: id_kind(item) is not None),
    "flag": lambda value: value is True,
    "code": lambda value: _all_texts(value, lambda item: CODE.fullmatch(item) is not None),
    "words": lambda value: isinstance(value, str) and WORDS.fullmatch(value) is not None,
    "number": is_integer,
    "digest": lambda value: _all_texts(value, lambda item: DIGEST_LIKE.fullmatch(item) is not None),
    "public": lambda value: True,
    "facts": _is_facts,
}


def _check_event(event):
    if not isinstance(event, dict):
        raise Refused("an event is no object")
    if not text(event, "t") or number(event, "v") < 1:
        raise Refused("an event lacks its type or version")
    kind = (event["t"], event["v"])
    if kind not in CLEAR:
        raise Refused("event %s version %d is not known: a newer release wrote it" % kind, "unsupported_event")
    for name, value in event.items():
        if name in ("t", "v"):
            continue
        if name not in CLEAR[kind]:
            raise Refused("event %s: the field '%s' is not declared" % (event["t"], name))
        cls, choices = CLEAR[kind][name]
        if value is None or value == "" or not CLASSES[cls](value):  # without a value it is left out
            raise Refused("event %s: the field '%s' is not a %s" % (event["t"], name, cls))
        if choices and not (value in choices if isinstance(value, str) else value and isinstance(value, list)
                            and all(isinstance(item, str) and item in choices for item in value)):
            raise Refused("event %s: the field '%s' is none of %s" % (event["t"], name, ", ".join(choices)))


def missing_field(event):
    """What an event lacks of that which it needs, for people; None when it is whole."""
    needed = NEEDED.get(event["t"], "").split()
    if event["t"] == "case_approved" and flag(event, "approved"):
        needed.append("by")
    for name in needed:
        if not isinstance(event.get(name), str):
            return "event %s lacks its field '%s'" % (event["t"], name)
    if event["t"] == "register_put" and not isinstance(event.get("record"), dict):
        return "event register_put lacks its field 'record'"
    if event["t"] == "suppression_lifted":
        lifted = event.get("lifted")
        if not isinstance(lifted, list) or len(texts(lifted)) != len(lifted):
            return "event suppression_lifted: what it lifts is no list of digests"
    if event["t"] == "subject_erased":
        suppressed, leads = event.get("suppress", []), event.get("leads", [])
        if not isinstance(suppressed, list) or len(texts(suppressed)) != len(suppressed):
            return "event subject_erased: what it suppresses is no list of digests"
        if not isinstance(leads, list) or not all(
                isinstance(held, list) and len(held) in (1, 2) and len(texts(held)) == len(held) for held in leads):
            return "event subject_erased: a lead is not an id with its owner"
    return None


# ---------------------------------------------------------------- bodies


def decision_of(event):
    """The decision that an event carries: a refused attempt keeps it among its details. None without."""
    if "decision" in event:
        return event["decision"]
    detail = event.get("detail")
    return detail.get("decision") if isinstance(detail, dict) else None


def takes_decision(event):
    decision = decision_of(event)
    return isinstance(decision, dict) and "gate" in decision


def named_objects(event):
    """(kind, id) of everything an event names that entries are linked by."""
    out, open_values = set(), [event.get(name) for name, (cls, _) in CLEAR[event["t"], event["v"]].items() if cls == "id"]
    while open_values:
        value = open_values.pop()
        if isinstance(value, list):
            open_values += value
        elif isinstance(value, str) and value.split("_")[0] in LINKED_KINDS:
            out.add((value.split("_")[0], value))
    person = text(event.get("record"), "person")  # a register record names its person inside
    return out | ({("pers", person)} if id_kind(person) == "pers" else set())


class Body:
    """A body that is in form. Refused otherwise."""

    def __init__(self, value):
        self.uses, self.objects, self.kids = None, [], []
        readers = {"at": self._at, "by": self._by, "cmd": self._command, "ev": self._event_id, "events": self._events,
                   "objs": self._objects, "sealed": self._sealed, "uses": self._uses}
        for name in sorted(value):  # in the order of the bytes, so that the first fault is everybody's first
            if name not in readers:
                raise Refused("the body has the member '%s', which is not known" % name)
            readers[name](value[name])
        if not {"at", "by", "cmd", "ev", "events"} <= set(value):
            raise Refused("the body lacks its time, event id, actor, command or events")
        self._check_actor()
        named = set().union(*map(named_objects, self.events))
        if not named <= set(self.objects):
            raise Refused("the body's objects lack one that an event names")
        if self.uses is None and any(map(takes_decision, self.events)):
            raise Refused("a decision does not say with which policy and register it was taken")

    def _at(self, value):
        if not is_integer(value):
            raise Refused("the body has no time")
        self.at = value

    def _by(self, value):
        if not isinstance(value, dict):
            raise Refused("the body does not say by whom")
        self.actor_kind, self.actor, self.role = text(value, "kind"), text(value, "id"), text(value, "role")
        if len(value) != 1 + (self.actor != "") + (self.role != ""):
            raise Refused("the actor has other members than id, kind and role")

    def _command(self, value):
        if not isinstance(value, str):
            raise Refused("the body does not say by which command")
        self.command = value

    def _event_id(self, value):
        if not isinstance(value, str) or id_kind(value) != "ev":
            raise Refused("the body has no event id")
        self.id = value

    def _events(self, value):
        if not isinstance(value, list) or not value:
            raise Refused("the body has no events")
        for event in value:
            _check_event(event)
        self.events = value

    def _objects(self, value):
        if not isinstance(value, list) or not value:
            raise Refused("the body's objects are no list")
        for item in value:
            if not isinstance(item, list) or len(item) != 2 or len(texts(item)) != 2:
                raise Refused("an object is not a kind and an id")
            if not re.fullmatch(r"[a-z0-9_]{1,128}", item[0]) or not re.fullmatch(r"[A-Za-z0-9_.:-]{1,128}", item[1]):
                raise Refused("an object cannot be linked")
        self.objects = [tuple(item) for item in value]
        if any(a >= b for a, b in zip(self.objects, self.objects[1:])):
            raise Refused("the body's objects are not in order")

    def _sealed(self, value):
        if not isinstance(value, list) or not value:
            raise Refused("the body's sealed sections are no list")
        declared = set().union(*(SEALED[event["t"], event["v"]] for event in getattr(self, "events", [])))
        for section in value:
            kid = text(section, "kid")
            if not kid or not text(section, "ct") or not isinstance(section.get("cm"), dict):
                raise Refused("a sealed section lacks its commitments, key id or ciphertext digest")
            if not set(section["cm"]) <= declared:
                raise Refused("a sealed field is not declared by any event of the body")
            if self.kids and self.kids[-1] >= kid:
                raise Refused("the sealed sections are not in the order of their keys, one for each")
            self.kids.append(kid)

    def _uses(self, value):
        if not isinstance(value, dict) or set(value) != {"policy", "register"} or not all(map(is_sha256, value.values())):
            raise Refused("what the decisions used is not the digests of a policy and a register")
        self.uses = value

    def _check_actor(self):
        if self.actor_kind not in ("person", "system"):
            raise Refused("an actor is a person or the system")
        if self.actor_kind == "person":
            fits = id_kind(self.actor) == "pers"
        else:
            fits = self.actor == "" or CODE.fullmatch(self.actor) is not None
        if not fits or (self.role and not CODE.fullmatch(self.role)):
            raise Refused("the actor's id or role is malformed")
        if not WORDS.fullmatch(self.command):
            raise Refused("the command's name is not lower-case words")
