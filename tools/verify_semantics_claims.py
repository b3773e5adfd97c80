"""Level 4, the rules about what sources claim of a lead: it tightens and never loosens. Part of verify_semantics.py.

Needs nothing but Python's standard library and shares no code with the product.
"""

from verify_body import text

ABOUT = ("client_type", "lawful_basis", "product")


def claims(value):
    return {about: claim for about, claim in value.items() if isinstance(claim, str)} if isinstance(value, dict) else {}


def settle(standing, about, value):
    """Persons found `value`: what the source said last is outranked, unless it is that."""
    heard = standing["outranked"].pop(about, "")
    if about in standing["contradicts"]:
        said = standing["contradicts"].pop(about)
    elif heard:
        said = heard
    elif about == "client_type":
        said = standing[about] if standing["basis"] == "claimed" else ""
    else:
        said = standing[about]
    if said and said != value:
        standing["outranked"][about] = said


def weigh(standing, said, client_types):
    """What a lead counts as when its source says this. True when that is another thing than before."""
    changed = False
    for about, claim in said.items():
        if claim and claim != standing[about] and claim != standing["outranked"].get(about):
            if about == "client_type":
                changed |= weigh_client_type(standing, claim, client_types)
            elif standing[about]:  # two of them, and nothing says which is the stricter
                changed |= standing["contradicts"].get(about) != claim
                standing["contradicts"][about] = claim
            elif about == "product":
                changed, standing[about] = True, claim
            # A lawful basis that comes later would loosen: that takes persons.
    return changed


def weigh_client_type(standing, claim, client_types):
    """Every type counts beside the strictest, but one that was classified. A claim and what stood must both be met."""
    before = {standing["client_type"]} & set(client_types[1:])
    both, basis = before | {claim} & set(client_types[1:]), standing["basis"]
    if both == before and basis != "classified" and standing["client_type"]:
        return False
    standing["basis"] = "claimed"
    if len(both) > 1:
        changed = standing["contradicts"].get("client_type") != claim
        standing["contradicts"]["client_type"] = claim
        return changed or basis != "claimed"
    now = min(both, default=claim)
    changed = now != standing["client_type"] or basis != "claimed"
    standing["client_type"] = now
    return changed


class ClaimRules:
    """What verify_semantics.Semantics does with events about claims. State and `find` are there."""

    @staticmethod
    def standing(lead):
        """What a lead counts as, with the claims beside it."""
        basis = "classified" if lead.classified else "claimed" if lead.codes["client_type"] else "unknown"
        return {"client_type": lead.codes["client_type"], "product": lead.codes["product"], "lawful_basis": lead.lawful_basis,
                "basis": basis, "contradicts": dict(lead.contradicts), "outranked": dict(lead.outranked)}

    def on_source_added(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        if lead.subject != text(event, "subj"):
            self.find("subject", "the source event names another subject than the lead's")
        said = {"client_type": text(event, "client_type"), "product": text(event, "product"),
                "lawful_basis": text(event, "basis")}
        wanted, policy, unjudged = self.standing(lead), self.policy_in_force(), ""
        if policy is None:  # what is stricter of two client types is the policy's to say
            unjudged = said.pop("client_type")
        changed = weigh(wanted, said, policy[2] if policy else [])
        self.heard[lead.id] = (wanted, changed, unjudged)

    def on_claims_set(self, event):
        lead = self.lead(text(event, "lead"))
        if lead is None:
            return
        if text(event, "by"):
            self.settled_by_persons(lead, event)
        else:
            self.said_by_source(lead, event)

    def take_claims(self, lead, event):
        if text(event, "client_type"):
            lead.codes["client_type"], lead.classified = text(event, "client_type"), False
        if text(event, "product"):
            lead.codes["product"] = text(event, "product")
        lead.contradicts, lead.outranked = claims(event.get("contradicts")), claims(event.get("outranked"))

    def said_by_source(self, lead, event):
        """What a source says now and what stood, together, and nothing else."""
        before = self.standing(lead)
        self.take_claims(lead, event)
        now = self.standing(lead)
        wanted, _, unjudged = self.heard.pop(lead.id, (None, False, ""))
        right = True
        if wanted and unjudged:  # the type cannot be judged whole
            said, stood = now["contradicts"].get("client_type"), "client_type" in before["contradicts"]
            right = now["client_type"] in (before["client_type"], unjudged)
            right = right and (not stood if said is None else said == unjudged or before["contradicts"] == now["contradicts"])
            for one in (now, wanted):
                one["client_type"] = one["basis"] = ""
                one["contradicts"].pop("client_type", None)
        if not right or now != wanted:
            self.find("claims", "lead %s counts as something that does not follow from what stood and what its source says"
                      % lead.id)

    def settled_by_persons(self, lead, event):
        """Persons settle what they decided of the case, with a second one; a classification settles the client type."""
        wanted, right = self.standing(lead), True
        if not text(event, "approved_by") and lead.id in self.classified:
            stood = {name: dict(part) if isinstance(part, dict) else part for name, part in self.classified[lead.id].items()}
            settle(stood, "client_type", wanted["client_type"])
            wanted.update(contradicts=stood["contradicts"], outranked=stood["outranked"])
        else:
            self.four_eyes(text(event, "by"), text(event, "approved_by"), "what is claimed of lead " + lead.id)
            resolutions = self.approved.get(lead.id, {}).get("resolutions")
            for about in ABOUT:
                value = text(resolutions, about)
                if not value:
                    continue
                if about == "client_type":
                    said = wanted["contradicts"].get(about)
                    right = said is not None and value in (said, wanted["client_type"])
                settle(wanted, about, value)
                if about == "client_type":
                    wanted["basis"] = "claimed"
                if about != "lawful_basis":
                    wanted[about] = value
        self.take_claims(lead, event)
        if not right or self.standing(lead) != wanted:
            self.find("lifted_alone", "what is claimed of lead %s was settled otherwise than a case that a second person "
                      "approved, or a classification, says" % lead.id)

    def check_claims_heard(self):
        for lead, (_, changed, _) in sorted(self.heard.items()):
            if changed:
                self.find("claims", "a source says otherwise of lead %s than what stands, and that was passed over" % lead)
