#!/usr/bin/env python3
"""A second, independent verifier of Licet bundles, levels L0 to L4.

Written from docs/formats/bundle.md and docs/formats/ledger.md alone; it shares no code with the product. Level 4, what may
follow what in a record, is in verify_semantics*.py and verify_body.py beside this file; its rules are the product's, told
anew. It needs Python 3.9 or later and python3-cryptography (for Ed25519), nothing else. It takes no decision again (L5).

    verify.py FILE [--trust TRUST] [--kept CHECKPOINT]...

It prints one JSON object. Exit status: 0 nothing wrong, 1 something wrong in the bytes, 2 wrong call, 3 a trust file
that cannot be used, 4 a file that cannot be read.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from verify_semantics import Semantics

SAFE_INTEGER = 2**53 - 1
ENTRY_BYTES = 65535
MANIFEST_BYTES = 64 << 20
PAYLOAD_BYTES = 16 << 20
NOTE_BYTES = 1 << 20
DOCUMENT_BYTES = 64 << 20
SIGNATURES = 100
FIELDS = 256
FINDINGS = 100
TILE = 256

README = """\
This file is a record made by Licet. It can be checked without Licet and without its maker.

It holds every entry of one log: plain JSON, one entry after the other, each naming the hash of the entry
before it; the hash tree over all entries (RFC 6962, in the tiled layout of C2SP tlog-tiles); and the signed
checkpoint that states the number of entries and the root of the tree.

Personal data is not in the entries. It lies in sealed form under sealed/, each payload named by its SHA-256 in
the entry it belongs to. When a person's data has been erased the key is gone and the payload may be missing;
the entries, the chain and the tree stay whole.

To check it: licet-verify FILE --trust TRUST, or tools/verify.py FILE --trust TRUST, where TRUST names the
verifier key you received from the firm on another way than this file. The key in this file proves nothing by
itself. The layout is specified in docs/formats/bundle.md and docs/formats/ledger.md of Licet's sources.
"""


class Bad(Exception):
    """Bytes that are not what the format demands."""


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def unb64(text):
    """Bytes of a canonical base64 text, or None."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if b64(data) == text else None


# ---------------------------------------------------------------- canonical JSON of the profile


def _pairs(pairs):
    out = {}
    for key, value in pairs:
        if key in out:
            raise Bad("a key stands twice")
        if not re.fullmatch(r"[a-z0-9_]+", key):
            raise Bad("a key has characters that keys may not have")
        out[key] = value
    return out


def _integer(text):
    if len(text) > 20 or abs(int(text)) > SAFE_INTEGER:
        raise Bad("an integer is beyond 2^53-1")
    return int(text)


def _no_number(text):
    raise Bad("a number is no integer: " + text)


def _depth(value):
    deepest, open_values = 0, [(value, 1)]
    while open_values:
        item, level = open_values.pop()
        if isinstance(item, dict):
            item = list(item.values())
        elif not isinstance(item, list):
            continue
        deepest = max(deepest, level)
        open_values.extend((child, level + 1) for child in item)
    return deepest


def read_profile(data, depth):
    """The value of JSON bytes of the ledger's profile, and its canonical bytes; Bad for any others."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_pairs, parse_int=_integer, parse_float=_no_number,
                           parse_constant=_no_number)
        canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except (UnicodeError, RecursionError, ValueError) as error:
        raise Bad("not JSON: %s" % error) from error
    if _depth(value) > depth:
        raise Bad("nested too deeply")
    return value, canonical


def read_canonical(data, depth):
    """The value of canonical JSON bytes; Bad for any others."""
    value, canonical = read_profile(data, depth)
    if canonical != data:
        raise Bad("not in canonical form")
    return value


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


# ---------------------------------------------------------------- tree


def leaf_hash(entry):
    return sha256(b"\x00" + entry)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def tree_root(hashes):
    """RFC 6962 section 2.1, level by level: an odd last hash goes up as it is."""
    if not hashes:
        return sha256(b"")
    while len(hashes) > 1:
        above = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        if len(hashes) % 2:
            above.append(hashes[-1])
        hashes = above
    return hashes[0]


def tile_path(level, index, width):
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    path = "tile/%s/%s" % (level, "/".join(["x" + group for group in groups[:-1]] + groups[-1:]))
    return path if width == TILE else "%s.p/%d" % (path, width)


def tiles_of(count, level):
    """(path, index, width) of the tiles that hold `count` hashes or entries."""
    out = [(tile_path(level, i, TILE), i, TILE) for i in range(count // TILE)]
    if count % TILE:
        out.append((tile_path(level, count // TILE, count % TILE), count // TILE, count % TILE))
    return out


def wanted_tiles(size):
    out = [path for path, _, _ in tiles_of(size, "entries")]
    level = 0
    while size >> (8 * level):
        out += [path for path, _, _ in tiles_of(size >> (8 * level), str(level))]
        level += 1
    return out


# ---------------------------------------------------------------- notes

SPACES = re.compile("[\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def is_key_name(name):
    return bool(name) and "+" not in name and not SPACES.search(name) and not re.search("[\x00-\x20\x7f]", name)


def is_origin(text):
    return isinstance(text, str) and bool(re.fullmatch(r"[!#-*,-\[\]-~]{1,200}", text))


class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        if len(parts) != 3 or not is_key_name(parts[0]):
            raise Bad("not a verifier key")
        self.name, self.text, blob = parts[0], text, unb64(parts[2])
        if not blob or len(blob) < 2:
            raise Bad("not a verifier key")
        self.kind, self.public = blob[0], blob[1:]
        if self.kind in (1, 4) and len(self.public) != 32:
            raise Bad("an Ed25519 key has 32 bytes")
        self.id = sha256(self.name.encode() + b"\n" + blob)[:4]
        if parts[1] != self.id.hex():
            raise Bad("the key id is wrong")

    def checks(self, text, signature):
        message = text.encode()
        if self.kind == 4:
            if len(signature) != 72:
                return False
            seconds = int.from_bytes(signature[:8], "big")
            message = b"cosignature/v1\ntime %d\n" % seconds + message
            if seconds >> 62:
                return False
            signature = signature[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def parse_note(data):
    """(text, [(name, id, signature)])"""
    if len(data) > NOTE_BYTES:
        raise Bad("a note is too long")
    try:
        text = data.decode("utf-8")
    except UnicodeError as error:
        raise Bad("a note is not UTF-8") from error
    if re.search("[\x00-\x09\x0b-\x1f]", text):
        raise Bad("a note has control characters")
    body, blank, rest = text.rpartition("\n\n")
    if not blank or not rest.endswith("\n"):
        raise Bad("a note has no signatures")
    lines = rest[:-1].split("\n")
    if len(lines) > SIGNATURES:
        raise Bad("a note has too many signatures")
    signatures = []
    for line in lines:
        if not line.startswith("\u2014 ") or " " not in line[2:]:
            raise Bad("a signature line is malformed")
        name, blob_text = line[2:].split(" ", 1)
        blob = unb64(blob_text)
        if not is_key_name(name) or blob is None or len(blob) < 5:
            raise Bad("a signature line is malformed")
        signatures.append((name, blob[:4], blob[4:]))
    return body + "\n", signatures


def open_note(data, keys):
    """Names of the known keys that signed; Bad when a known key's signature is wrong."""
    text, signatures = parse_note(data)
    signed = []
    for name, key_id, signature in signatures:
        for key in keys:
            if key.kind in (1, 4) and key.name == name and key.id == key_id:
                if not key.checks(text, signature):
                    raise Bad("the signature of %s does not fit" % name)
                signed.append(name)
                break
    return signed


def parse_checkpoint(data):
    """(origin, size, root)"""
    lines = parse_note(data)[0].split("\n")
    if len(lines) != 4 or lines[3] != "":
        raise Bad("a checkpoint has three lines")
    root = unb64(lines[2])
    if not is_key_name(lines[0]) or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1], re.ASCII):
        raise Bad("a checkpoint's origin or size is malformed")
    if int(lines[1]) > SAFE_INTEGER or root is None or len(root) != 32:
        raise Bad("a checkpoint's size or root is malformed")
    return lines[0], int(lines[1]), root


# ---------------------------------------------------------------- entries

LINK_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
LINK_KIND = re.compile(r"[a-z0-9_]{1,128}")


def is_hash_text(text):
    return isinstance(text, str) and len(text) == 44 and len(unb64(text) or b"") == 32


def parse_entry(data):
    if len(data) > ENTRY_BYTES:
        raise Bad("an entry is too long")
    entry = read_canonical(data, 8)
    if not isinstance(entry, dict) or set(entry) != {"body", "links", "log", "prev", "seq", "time", "v"}:
        raise Bad("an entry has not the members of the envelope")
    if not isinstance(entry["body"], dict) or not is_origin(entry["log"]) or not is_integer(entry["v"]) or entry["v"] != 1:
        raise Bad("body, log or v is malformed")
    if not isinstance(entry["prev"], str) or len(entry["prev"].encode()) != 44:
        raise Bad("prev is malformed")
    if not all(is_integer(entry[name]) and entry[name] >= 0 for name in ("seq", "time")):
        raise Bad("seq or time is malformed")
    before = None
    if not isinstance(entry["links"], list):
        raise Bad("links is no list")
    for link in entry["links"]:
        if not isinstance(link, list) or len(link) != 4:
            raise Bad("a link has not four parts")
        kind, name, previous, count = link
        if not isinstance(kind, str) or not LINK_KIND.fullmatch(kind) or not isinstance(name, str) or not LINK_ID.fullmatch(name):
            raise Bad("a link's kind or id is malformed")
        if not is_integer(previous) or not is_integer(count) or previous < -1 or count < 1 or (previous == -1) != (count == 1):
            raise Bad("a link's pointer and count do not fit")
        if before is not None and before >= (kind, name):
            raise Bad("links are not in order")
        before = (kind, name)
    return entry


def sealed_values(body):
    """The value of every member named "sealed", at any depth."""
    out, open_values = [], [body]
    while open_values:
        value = open_values.pop()
        if isinstance(value, dict):
            out += [value["sealed"]] if "sealed" in value else []
            open_values += list(value.values())
        elif isinstance(value, list):
            open_values += value
    return out


def sections_of(value):
    """[(kid, digest)] of a sealed value: a section or a list of at least one."""
    sections = value if isinstance(value, list) else [value]
    if not sections:
        raise Bad("a list of sealed sections is empty")
    out = []
    for section in sections:
        if not isinstance(section, dict) or set(section) != {"cm", "ct", "kc", "kid", "salt"}:
            raise Bad("a sealed section has other members")
        commitments = section["cm"]
        if not isinstance(commitments, dict) or not 1 <= len(commitments) <= FIELDS:
            raise Bad("a sealed section has no commitments")
        if not all(LINK_KIND.fullmatch(name) and is_hash_text(text) for name, text in commitments.items()):
            raise Bad("a commitment is malformed")
        if not isinstance(section["ct"], str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", section["ct"]):
            raise Bad("ct is malformed")
        if not is_hash_text(section["kc"]) or not is_hash_text(section["salt"]):
            raise Bad("kc or salt is malformed")
        if not isinstance(section["kid"], str) or not LINK_ID.fullmatch(section["kid"]):
            raise Bad("kid is malformed")
        out.append((section["kid"], bytes.fromhex(section["ct"][7:])))
    return out


# ---------------------------------------------------------------- container


def is_known_path(path):
    if path in ("README.txt", "checkpoint", "vkey"):
        return True
    if re.fullmatch(r"attachments/[0-9a-f]{64}|sealed/[0-9a-f]{2}", path):
        return True
    match = re.fullmatch(r"tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", path)
    if not match or (match.group(3) and int(match.group(3)) >= TILE):
        return False
    index = int(re.sub("[x/]", "", match.group(2)))
    return tile_path(match.group(1), index, int(match.group(3) or TILE)) == path


class Bundle:
    def __init__(self, data):
        if len(data) < 24 or data[:12] != b"licet-bundle" or data[12:16] != b"\0\0\0\1":
            raise Bad("no bundle, or one of a newer version")
        length = int.from_bytes(data[16:24], "big")
        if length > MANIFEST_BYTES or length > len(data) - 24:
            raise Bad("the manifest is longer than the file")
        manifest = read_canonical(data[24:24 + length], 4)
        if not isinstance(manifest, dict) or set(manifest) != {"files", "kind", "origin", "size", "v"}:
            raise Bad("the manifest has other members")
        self.size, self.origin = manifest["size"], manifest["origin"]
        if manifest["kind"] != "full" or not is_integer(manifest["v"]) or manifest["v"] != 1 or not is_origin(self.origin):
            raise Bad("kind, v or origin is not known")
        if not is_integer(self.size) or self.size < 0 or not isinstance(manifest["files"], list):
            raise Bad("size or files is malformed")
        self.files, self.digests = {}, {}
        at, last = 24 + length, ""
        for item in manifest["files"]:
            if not isinstance(item, dict) or set(item) != {"path", "sha256", "size"}:
                raise Bad("a file has other members")
            path, digest, size = item["path"], item["sha256"], item["size"]
            if not isinstance(path, str) or not is_known_path(path) or path <= last:
                raise Bad("a path is not known, or out of order")
            if not isinstance(digest, str) or not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
                raise Bad("a digest is malformed")
            if not is_integer(size) or size < 0 or size > len(data) - at:
                raise Bad("a file is longer than the bundle")
            if path.startswith("sealed/") and size == 0:
                raise Bad("a pack is empty")
            self.files[path], self.digests[path] = data[at:at + size], bytes.fromhex(digest[7:])
            at, last = at + size, path
        if at != len(data):
            raise Bad("there are bytes after the last file")
        if self.size // TILE > len(self.files):
            raise Bad("files are missing")
        wanted = {"README.txt", "checkpoint", "vkey"} | set(wanted_tiles(self.size))
        present = {path for path in self.files if not path.startswith(("attachments/", "sealed/"))}
        if wanted != present:
            raise Bad("the files are not those of a full bundle of this size")


def split_bundle(data, count):
    out, at = [], 0
    for _ in range(count):
        if len(data) - at < 2:
            raise Bad("an entry bundle ends early")
        length = int.from_bytes(data[at:at + 2], "big")
        if len(data) - at - 2 < length:
            raise Bad("an entry bundle ends early")
        out.append(data[at + 2:at + 2 + length])
        at += 2 + length
    if at != len(data):
        raise Bad("an entry bundle has bytes after its last entry")
    return out


def read_packs(bundle):
    """{digest} of all sealed payloads."""
    out, last = set(), b""
    for path in sorted(path for path in bundle.files if path.startswith("sealed/")):
        data, at = bundle.files[path], 0
        while at < len(data):
            length = int.from_bytes(data[at:at + 4], "big")
            if len(data) - at < 4 or length > len(data) - at - 4 or length > PAYLOAD_BYTES:
                raise Bad(path + " ends inside a payload")
            digest = sha256(data[at + 4:at + 4 + length])
            if digest[:1].hex() != path[7:] or digest <= last:
                raise Bad(path + " has a payload out of order")
            out.add(digest)
            last, at = digest, at + 4 + length
    return out


def read_attachment(bundle, digest):
    """The value of an attached document; None when it is not there, is another than its digest says, or is no JSON."""
    data = bundle.files.get("attachments/" + digest[7:])
    if data is None or len(data) > DOCUMENT_BYTES or "sha256:" + sha256(data).hex() != digest:
        return None
    try:
        return read_profile(data, 16)[0]
    except Bad:
        return None


# ---------------------------------------------------------------- verification


class Verifier:
    def __init__(self, keys, kept, semantics=True):
        """`semantics`: level 4 as well. Without it a payload that is missing cannot be told from one that was erased."""
        self.keys, self.kept = keys, kept
        self.levels, self.findings, self.total, self.remarks = {}, [], 0, []
        self.erased = self.missing = 0
        self.root, self.entries = None, 0
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
                                           lambda digest: read_attachment(bundle, digest))
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
            if self.semantics.clears_not_judged:
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
