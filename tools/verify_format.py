"""What a log is made of, byte by byte: canonical JSON, the tree, signed notes, entries (docs/formats/ledger.md).

Part of the second verifier (verify.py). Needs python3-cryptography (for Ed25519) and shares no code with the product.
"""

import base64
import binascii
import hashlib
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SAFE_INTEGER = 2**53 - 1
ENTRY_BYTES = 65535
NOTE_BYTES = 1 << 20
SIGNATURES = 100
FIELDS = 256
TILE = 256


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
