#!/usr/bin/env python3
"""A second, independent verifier of Licet bundles, levels L0 to L4.

Written from docs/formats/bundle.md and docs/formats/ledger.md alone; it shares no code with the product. The formats are
read by verify_format.py and verify_container.py beside this file; level 4, what may follow what in a record, is in
verify_semantics*.py and verify_body.py; its rules are the product's, told anew. It needs Python 3.9 or later and
python3-cryptography (for Ed25519), nothing else. It takes no decision again (L5).

    verify.py FILE [--trust TRUST] [--kept CHECKPOINT]...

It prints one JSON object. Exit status: 0 nothing wrong, 1 something wrong in the bytes, 2 wrong call, 3 a trust file
that cannot be used, 4 a file that cannot be read.
"""

import argparse
import json
import sys

from verify_container import Bundle, README, attached, read_attachment, read_packs, split_bundle
from verify_format import (Bad, Key, TILE, b64, leaf_hash, open_note, parse_checkpoint, parse_entry, sealed_values, sections_of,
                           sha256, tiles_of, tree_root)
from verify_semantics import Semantics

FINDINGS = 100


class Verifier:
    def __init__(self, keys, kept, semantics=True):
        """`semantics`: level 4 as well. Without it a payload that is missing cannot be told from one that was erased."""
        self.keys, self.kept = keys, kept
        self.levels, self.findings, self.total, self.remarks = {}, [], 0, []
        self.erased = self.missing = 0
        self.root, self.entries, self.followed = None, 0, 0  # followed: those that could be read
        self.with_semantics, self.semantics = semantics, None

    def fail(self, level, code, what, **where):
        self.levels[level] = "fail"
        self.total += 1
        if len(self.findings) < FINDINGS:
            self.findings.append(dict(where, level=int(level[1]), code=code, what=what))

    def not_checkable(self, level):
        if self.levels.get(level) != "fail":
            self.levels[level] = "not_checkable"

    def run(self, data):
        origin, size = "", 0
        try:
            bundle = Bundle(data)
        except Bad as error:
            self.fail("l0", "container", str(error))
            for level in ("l1", "l2", "l3"):
                self.not_checkable(level)
        else:
            origin, size = bundle.origin, bundle.size
            if self.with_semantics:
                self.semantics = Semantics(lambda seq, code, what: self.fail("l4", code, what, seq=seq),
                                           lambda digest: read_attachment(bundle, digest),
                                           lambda digest: attached(bundle, digest))
            self.check(bundle)
            for level in ("l0", "l1", "l2", "l3") + (("l4",) if self.semantics else ()):
                self.levels.setdefault(level, "pass")
        names = (["keys"] if self.keys else []) + (["checkpoint"] if self.kept else [])
        return {
            "entries": self.entries, "erased": self.erased, "findings": self.findings, "findings_total": self.total,
            "levels": dict(sorted(self.levels.items())), "missing": self.missing, "origin": origin,
            "remarks": self.remarks, "root": b64(self.root) if self.root else None, "schema": "licet.verify/1",
            "size": size, "trust": "+".join(names) or "none",
            "verdict": "fail" if "fail" in self.levels.values() else "pass",
        }

    def check(self, bundle):
        payloads = self.check_container(bundle)
        head = self.check_signatures(bundle)
        named = self.check_entries(bundle, head)
        if payloads is not None:
            self.check_payloads(bundle, payloads, named)
        if self.semantics:
            self.semantics.finish()
            self.remarks += self.semantics.remarks()
            unread = bundle.size - self.followed
            if unread:  # what follows from them is not known
                self.remarks.append("%d entries could not be read: whether what they say keeps the rules is not known" % unread)
            if self.semantics.clears_not_judged or self.semantics.delistings_not_judged or unread:
                self.not_checkable("l4")

    def check_payloads(self, bundle, payloads, named):
        """A payload is missing because its key was destroyed, as an entry records, or it should be there."""
        for seq, kid, digest in named:
            if digest in payloads:
                continue
            if self.semantics and kid in self.semantics.erased:
                self.erased += 1
                continue
            self.missing += 1
            if self.semantics:
                self.fail("l3", "sealed_missing", "the payload sha256:%s is missing and no erasure accounts for it"
                          % digest.hex(), seq=seq)
        if self.missing and not self.semantics:
            self.not_checkable("l3")
            self.remarks.append("%d sealed payloads are not in the bundle" % self.missing)
        # Entries that could not be read may be those that name a payload: only a whole reading can call one unused.
        if self.entries == bundle.size and self.levels.get("l3") != "fail":
            for digest in sorted(payloads - {digest for _, _, digest in named}):
                self.fail("l3", "sealed_unused", "no entry names the payload sha256:" + digest.hex())

    def check_container(self, bundle):
        for path, data in bundle.files.items():
            digest = sha256(data)
            if digest != bundle.digests[path]:
                self.fail("l0", "file_digest", "the file is not the one that the manifest names", file=path)
            if path == "README.txt" and data != README.encode():
                self.fail("l0", "readme", "the README is not the one of this format", file=path)
            if path.startswith("attachments/") and path[12:] != digest.hex():
                self.fail("l0", "attachment_digest", "the attachment is not the one that its name says", file=path)
        try:
            return read_packs(bundle)
        except Bad as error:
            self.fail("l0", "sealed_pack", str(error))
            return None

    def check_signatures(self, bundle):
        note, head = bundle.files["checkpoint"], None
        try:
            head = parse_checkpoint(note)
            if head[0] != bundle.origin:
                self.fail("l2", "checkpoint_origin", "the checkpoint is of the log " + head[0])
        except Bad as error:
            self.fail("l2", "checkpoint_form", str(error))
        try:
            text = bundle.files["vkey"].decode("utf-8")
            key = Key(text[:-1])
            if not text.endswith("\n") or key.name != bundle.origin or key.kind != 1:
                raise Bad("the key in the bundle is not of this log")
        except (Bad, UnicodeError) as error:
            self.fail("l2", "vkey_form", str(error), file="vkey")
        else:
            self.check_signed("checkpoint_signature", note, [key], bundle.origin)
        if self.keys:
            self.check_signed("checkpoint_untrusted", note, self.keys, bundle.origin)
        else:
            self.not_checkable("l2")
            self.remarks.append("no key was given from outside")
        self.heads = []
        for kept in self.kept:
            self.check_kept(bundle, kept)
        return head

    def check_signed(self, code, note, keys, origin):
        try:
            if origin not in open_note(note, keys):
                raise Bad("no such key signed it")
        except Bad as error:
            self.fail("l2", code, str(error), file="checkpoint")
            return False
        return True

    def check_kept(self, bundle, note):
        try:
            origin, size, root = parse_checkpoint(note)
        except Bad as error:
            return self.fail("l2", "kept_form", str(error))
        if origin != bundle.origin:
            return self.fail("l2", "kept_origin", "the kept checkpoint is of another log")
        if self.keys and not self.check_signed("kept_untrusted", note, self.keys, origin):
            return None
        if size > bundle.size:
            return self.fail("l2", "truncated", "the kept checkpoint is over %d entries" % size)
        self.heads.append((size, root))
        return None

    def check_entries(self, bundle, head):
        """(entry, key, digest) of the payloads that entries name, in order."""
        raw = []
        for path, _, width in tiles_of(bundle.size, "entries"):
            try:
                raw += split_bundle(bundle.files[path], width)
            except Bad as error:
                self.fail("l1", "entries_form", str(error), file=path)
                break
        leaves = [leaf_hash(entry) for entry in raw]
        named = self.check_chain(bundle.origin, raw, leaves)
        self.entries = len(raw)
        for size, root in self.heads:
            if size <= len(raw) and tree_root(leaves[:size]) != root:
                self.fail("l2", "forked", "the first %d entries are not those of the kept checkpoint" % size)
        if len(raw) == bundle.size:
            self.check_tree(bundle, leaves, head)
        else:  # they cannot all be taken apart
            self.not_checkable("l3")
        return named

    def check_chain(self, origin, raw, leaves):
        named, previous, time, links = [], sha256(b""), 0, {}
        for seq, data in enumerate(raw):
            try:
                entry = parse_entry(data)
            except Bad as error:
                self.fail("l3", "entry_form", str(error), seq=seq)
                self.fail("l1", "chain", "the entry cannot be read", seq=seq)
            else:
                if entry["seq"] != seq or entry["prev"] != b64(previous) or entry["log"] != origin:
                    self.fail("l1", "chain", "seq, prev or log does not fit", seq=seq)
                if entry["time"] < time:
                    self.fail("l3", "time", "time goes back", seq=seq)
                time = max(time, entry["time"])
                named += self.check_links_and_seals(seq, entry, links)
                self.followed += 1
                if self.semantics:
                    self.semantics.entry(entry)
            previous = leaves[seq]
        return named

    def check_links_and_seals(self, seq, entry, links):
        for kind, name, before, count in entry["links"]:
            if links.get((kind, name), (-1, 0)) != (before, count - 1):
                self.fail("l3", "link", "the link to %s does not fit" % name, seq=seq)
                break
            links[kind, name] = (entry["seq"], count)
        named = []
        for value in sealed_values(entry["body"]):
            try:
                named += [(seq, kid, digest) for kid, digest in sections_of(value)]
            except Bad as error:
                self.fail("l3", "sealed_form", str(error), seq=seq)
        return named

    def check_tree(self, bundle, leaves, head):
        hashes, level = leaves, 0
        while hashes:
            for path, index, width in tiles_of(len(hashes), str(level)):
                if bundle.files[path] != b"".join(hashes[index * TILE:index * TILE + width]):
                    self.fail("l1", "tile", "the tile is not the one that the entries give", file=path)
            hashes = [tree_root(hashes[i:i + TILE]) for i in range(0, len(hashes) - TILE + 1, TILE)]
            level += 1
        self.root = tree_root(leaves)
        if head is None:
            self.fail("l1", "root", "without a readable checkpoint there is no root to compare with")
        elif head[1] != len(leaves):
            self.fail("l1", "size", "the checkpoint is over %d entries" % head[1])
        elif head[2] != self.root:
            self.fail("l1", "root", "the root is not that of the checkpoint")


def read_trust(text):
    keys = []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#") or words == ["quorum", "none"]:
            continue
        if words[0] != "log" or len(words) not in (2, 3):
            raise Bad("only `log <vkey> [url]` and `quorum none` are known in a trust file")
        key = Key(words[1])
        if key.kind != 1:
            raise Bad("a log's key must be Ed25519 (type 01)")
        keys.append(key)
    if not keys:
        raise Bad("the trust file names no log key")
    return keys


def main():
    parser = argparse.ArgumentParser(description="Verify a Licet bundle (levels L0 to L4).")
    parser.add_argument("file")
    parser.add_argument("--trust", help="file with `log <vkey>` lines")
    parser.add_argument("--kept", action="append", default=[], help="a checkpoint kept from earlier")
    arguments = parser.parse_args()
    try:
        with open(arguments.file, "rb") as file:
            data = file.read()
        kept = []
        for path in arguments.kept:
            with open(path, "rb") as file:
                kept.append(file.read())
        keys = []
        if arguments.trust:
            with open(arguments.trust, encoding="utf-8") as file:
                keys = read_trust(file.read())
    except OSError as error:
        print("cannot read: %s" % error, file=sys.stderr)
        return 4
    except (Bad, UnicodeError) as error:
        print("trust file: %s" % error, file=sys.stderr)
        return 3
    report = Verifier(keys, kept).run(data)
    print(json.dumps(report, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
    return 1 if report["verdict"] == "fail" else 0


if __name__ == "__main__":
    sys.exit(main())
