"""The .licet container: its files, its packs of sealed payloads, its attachments (docs/formats/bundle.md).

Part of the second verifier (verify.py). Shares no code with the product.
"""

import re

from verify_format import Bad, TILE, is_integer, is_origin, read_canonical, read_profile, sha256, tile_path, wanted_tiles

MANIFEST_BYTES = 64 << 20
PAYLOAD_BYTES = 16 << 20
DOCUMENT_BYTES = 64 << 20

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


def attached(bundle, digest):
    """The bytes of an attachment; None when it is not there or is another than its digest says."""
    data = bundle.files.get("attachments/" + digest[7:])
    return None if data is None or "sha256:" + sha256(data).hex() != digest else data


def read_attachment(bundle, digest):
    """The value of an attached document; None when it is not there, is another than its digest says, or is no JSON."""
    data = attached(bundle, digest)
    if data is None or len(data) > DOCUMENT_BYTES:
        return None
    try:
        return read_profile(data, 16)[0]
    except Bad:
        return None
