#!/usr/bin/env python3
"""Fetching lists, their status and their differences, from outside. The publisher is a server on this machine, which does what
publishers' servers do: slow, cut, huge, moved, unchanged, down, a web page for a list, a certificate of somebody else.

Programs of the build in LICET_BUILD_DIR (default: build). The exit status is 1 when any check failed; groups may be named.
"""

import datetime
import email.utils
import gzip
import http.server
import ipaddress
import json
import os
import ssl
import stat
import sys
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cli_house import FIRM, House, check, check_refusal, licet, run_groups

# OFAC's end-of-file mark stays out, so that rows can be added behind the last.
FILES = {name: (FIRM / "lists" / f"{name}.csv").read_bytes().rstrip(b"\x1a\r\n") + b"\r\n" for name in ("sdn", "alt", "add")}


class Publisher:
    """Serves `pages` by path: bytes, or a function of the handler. Notes what was asked, with its header."""

    def __init__(self, certificate=None):
        self.pages, self.asked, publisher = {}, [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                path = self.path.split("?")[0]
                publisher.asked.append((self.path, dict(self.headers)))
                page = publisher.pages.get(path)
                try:
                    if callable(page):
                        page(self)
                    elif page is None:
                        self.answer(404, b"nobody here")
                    else:
                        self.answer(200, page)
                except OSError:
                    pass
                self.close_connection = True

            def answer(self, code, body, **headers):
                self.send_response(code)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *args: None
        self.server.daemon_threads = True
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path, host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.server.server_address[1]}{path}"

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()


def http_date(days_ago):
    return email.utils.format_datetime(datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days_ago), usegmt=True)


def page(body, days_ago=1, **more):
    headers = {"Last_Modified": http_date(days_ago), **more}
    return lambda handler: handler.answer(200, body, **headers)


def with_etag(body, tag, days_ago=1):
    modified = http_date(days_ago)

    def serve(handler):
        if handler.headers.get("If-None-Match") == tag:
            handler.answer(304, b"", ETag=tag)
        else:
            handler.answer(200, body, ETag=tag, Last_Modified=modified)
    return serve


def whole_list(publisher, files=None, days_ago=1, tags=False):
    for name, body in (files or FILES).items():
        tag = f'"{name}-{hash(body)}"'
        publisher.pages[f"/{name}.csv"] = with_etag(body, tag, days_ago) if tags else page(body, days_ago)


def config(house, publisher, *more, kind="ofac-sdn", files=("sdn.csv", "alt.csv", "add.csv"), date="last_modified"):
    lines = ["lists:", f"  - kind: {kind}", f"    date: {date}", "    files:"]
    lines += [f"      - {f if '://' in f else publisher.url('/' + f)}" for f in files]
    return house.file("lists.yaml", "\n".join(lines) + "\n" + "".join(line + "\n" for line in more))


def fetch(house, where, *args, **kwargs):
    return house.run("lists", "fetch", "--config", where, "--small-list", *args, **kwargs)


def report(run, kind="ofac-sdn"):
    for line in run.stdout.splitlines():
        value = json.loads(line)
        if value["schema"] == "licet.list_fetch/1" and value["kind"] == kind:
            return value
    return {}


def usable(house):
    run = house.run("lists", "status", "--json")
    return [json.loads(line) for line in run.stdout.splitlines()][-1]


def status_of(house, kind="ofac-sdn"):
    return next(value for value in house.json("lists", "status") if value.get("kind") == kind)


def shrunk():
    """The list with its first five entries."""
    rows = {name: body.splitlines(keepends=True) for name, body in FILES.items()}
    ids = {row.split(b",")[0] for row in rows["sdn"][:5]}
    return {name: b"".join(row for row in rows[name] if row.split(b",")[0] in ids) for name in rows}


def load_of(house, days_ago):
    """The firm's list by hand, of a date before today whatever its files' times are."""
    date = (datetime.date.today() - datetime.timedelta(days=days_ago)).isoformat()
    run = house.run("lists", "load", "ofac-sdn", *(FIRM / "lists" / f"{n}.csv" for n in FILES), "--small-list", "--as-of", date,
                    "--replace-newer", "--note", "a test")
    check(f"the list of {days_ago} days ago is loaded", run.returncode == 0, run)


# ---- what is written by init


def config_checks(temp):
    house = House(temp, "config")
    made = house.dir / "lists.yaml"
    text = made.read_text()
    check("init writes lists.yaml, private", stat.S_IMODE(made.stat().st_mode) == 0o600)
    check("with the official addresses that are known", text.count("https://www.treasury.gov/ofac/downloads/") >= 6, detail=text)
    check_refusal("a list without an address says so", house.run("lists", "fetch", "uk"), 3, "uk", "lists.yaml")
    check_refusal("a kind that the configuration has not", house.run("lists", "fetch", "nonsense"), 2, "nonsense")
    check_refusal("no configuration", house.run("lists", "fetch", "--config", temp / "nowhere.yaml"), 1, "nowhere.yaml", "--new-config")
    fresh = temp / "fresh.yaml"
    run = house.run("lists", "fetch", "--new-config", "--config", fresh)
    check("a new configuration is what init writes", run.returncode == 0 and fresh.read_text() == text, run)
    check_refusal("and over none that is there", house.run("lists", "fetch", "--new-config", "--config", fresh), 1, "fresh.yaml")
    wrong = house.file("wrong.yaml", """lists:
  - kind: ofac-sdn
    files: [http://example.com/sdn.csv, https://u:geheim@example.com/x?t=geheim]
    date: yesterday
  - kind: ofac-sdn
    files: []
  - kind: nonsense
    files: ["https://example.com/{secret}"]
  - kind: eu
    files: [https://example.com/]
    header: Authorization
    secret: {env: A, file: B}
    megabytes_max: 513
""")
    run = house.run("lists", "fetch", "--config", wrong)
    check_refusal("every problem of a configuration with its place", run, 3, "wrong.yaml:3", "only https", "user or a password", "wrong.yaml:4",
                  "there twice", "no kind of list", "'secret' does not say", "one of them", "wrong.yaml:13")
    check("and no secret of it", "geheim" not in run.stderr, run)
    rep = temp / "rep.json"
    run = house.run("person", "credential", "m.castellano", "--out", rep, *house.second)
    check("somebody who may not load lists gets a credential", run.returncode == 0, run)
    for words in (["fetch"], ["status"], ["diff", "ofac-sdn"]):
        check_refusal(f"lists {words[0]} is for compliance",
                      house.run("lists", *words, "--as", "m.castellano", "--credential", rep), 1, "compliance")


# ---- all goes well


def fetch_checks(temp):
    house = House(temp, "fetch")
    load_of(house, 10)
    with Publisher() as publisher:
        changed = {**FILES, "sdn": FILES["sdn"] + b'90099,"NEWCOMER, Hannelore","individual","DEMO",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1980."\r\n'}
        whole_list(publisher, changed, tags=True)
        where = config(house, publisher)
        run = fetch(house, where, "--dry-run", "--json")
        check("a dry run says what would change", run.returncode == 0 and report(run).get("outcome") == "would_load"
              and "1 entries added" in report(run)["why"], run)
        check("and changes nothing", "NEWCOMER" not in house.run("screen", "Hannelore Newcomer").stdout)
        run = fetch(house, where, "--json")
        check("fetched lists are loaded", run.returncode == 0 and report(run).get("outcome") == "loaded", run)
        check("and find people", "NEWCOMER" in house.run("screen", "Hannelore Newcomer").stdout)
        as_of = status_of(house)["active"]["as_of"] / 1e6
        check("of the date that the publisher's server says", abs(as_of - (time.time() - 86400)) < 3600, detail=str(as_of))
        publisher.asked.clear()
        run = fetch(house, where, "--json")
        check("what did not change is not fetched again", run.returncode == 0 and report(run)["outcome"] == "unchanged"
              and all("If-None-Match" in headers for _, headers in publisher.asked), run, str(publisher.asked))
        for kept in (house.dir / "lists/ofac-sdn").iterdir():
            check(f"{kept.name} is private", stat.S_IMODE(kept.stat().st_mode) == 0o600)
        # A kept file that somebody changed is fetched anew.
        damaged = next((house.dir / "lists/ofac-sdn").glob("1-*"))
        damaged.write_bytes(b"x" + damaged.read_bytes())
        publisher.asked.clear()
        run = fetch(house, where, "--json")
        check("a kept file that was changed is fetched anew", run.returncode == 0 and
              "If-None-Match" not in publisher.asked[0][1] and damaged.read_bytes() == changed["sdn"], run)
        # The list was replaced by hand: an unchanged answer is no reason to leave that.
        load_of(house, 5)
        run = fetch(house, where, "--json")
        check("an unchanged list that is not the active one is loaded", report(run).get("outcome") == "loaded"
              and "NEWCOMER" in house.run("screen", "Hannelore Newcomer").stdout, run)
        publisher.pages["/sdn.csv"] = lambda h: h.answer(200, gzip.compress(changed["sdn"]), Content_Encoding="gzip", Last_Modified=http_date(0))
        publisher.pages["/alt.csv"] = page(gzip.compress(changed["alt"]), 0)
        run = fetch(house, where, "--json")
        check("packed on the way, or packed as such: unpacked", run.returncode == 0 and report(run)["outcome"] == "loaded", run)
    check("the record is sound", house.sound())


def secret_checks(temp):
    house = House(temp, "secret")
    with Publisher() as publisher:
        def closed(body):
            def serve(handler):
                good = handler.headers.get("Authorization") == "Token geheim" or "t=geheim%20%26" in handler.path
                handler.answer(200, body, Last_Modified=http_date(0)) if good else handler.answer(401, b"who are you")
            return serve
        for name, body in FILES.items():
            publisher.pages[f"/{name}.csv"] = closed(body)
        where = config(house, publisher)
        check_refusal("a token that is missing", fetch(house, where), 4, "401", "token")
        token = house.file("token", "Token geheim\n")
        where = config(house, publisher, "    header: Authorization", f"    secret: {{file: {token}}}")
        token.chmod(0o644)
        check_refusal("a secret that others may read", fetch(house, where), 4, "chmod 600")
        token.chmod(0o600)
        run = fetch(house, where, "--json")
        check("a secret from a private file", run.returncode == 0 and report(run)["outcome"] == "loaded", run)
        files = [publisher.url(f"/{name}.csv?t={{secret}}") for name in FILES]
        where = config(house, publisher, "    secret: {env: LICET_TEST_TOKEN}", files=files)
        check_refusal("a secret that is not there", fetch(house, where), 4, "LICET_TEST_TOKEN")
        os.environ["LICET_TEST_TOKEN"] = "geheim &"
        run = fetch(house, where, "--json")
        check("a secret from the environment, in the address", run.returncode == 0, run)
        os.environ["LICET_TEST_TOKEN"] = "wrong-geheim"
        run = fetch(house, where)
        check_refusal("a wrong secret", run, 4, "401")
        del os.environ["LICET_TEST_TOKEN"]
        kept = b"".join(path.read_bytes() for path in house.dir.rglob("*") if path.is_file())
        check("no secret is printed or kept", "geheim" not in run.stderr and b"geheim" not in kept, run)


# ---- all goes wrong


def outage_checks(temp):
    house = House(temp, "outage")
    load_of(house, 10)
    before = status_of(house)["active"]["digest"]

    def still(name, run, status, *words):
        check_refusal(name, run, status, *words)
        check(f"{name}: the active list stays", status_of(house)["active"]["digest"] == before)

    with Publisher() as publisher:
        whole_list(publisher)
        where = config(house, publisher)
        publisher.pages["/alt.csv"] = lambda handler: handler.answer(500, b"broken")
        still("a server that fails", fetch(house, where), 4, "alt.csv", "500")
        last = status_of(house)
        check("the status says so", last["refused"]["reason"] == "LIST_NOT_FETCHED" and last["fetch"]["outcome"] == "failed"
              and "500" in last["fetch"]["why"], detail=str(last))
        attempts = []

        def busy(handler):
            attempts.append(1)
            handler.answer(503, b"busy") if len(attempts) < 3 else page(FILES["alt"])(handler)
        publisher.pages["/alt.csv"] = busy
        run = fetch(house, where, "--dry-run", "--json")
        check("a server that is busy is asked again", run.returncode == 0 and len(attempts) == 3, run)
        publisher.pages["/alt.csv"] = None
        still("a file that is not there", fetch(house, where), 4, "404", "lists.yaml")
        publisher.pages["/alt.csv"] = page(b"<!DOCTYPE html><html><body>Please log in</body></html>", Content_Type="text/csv")
        still("a web page that calls itself a list", fetch(house, where), 3, "web page")
        publisher.pages["/alt.csv"] = page(b"\n \n")
        still("an empty file", fetch(house, where), 3, "empty")
        publisher.pages["/alt.csv"] = page(FILES["alt"][:200])
        still("half a file", fetch(house, where), 3, "alt.csv")
        publisher.pages["/alt.csv"] = page((b"not a list at all, " * 20 + b"\n") * 5)
        still("another file", fetch(house, where), 3)

        def cut(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(FILES["alt"])))
            handler.end_headers()
            handler.wfile.write(FILES["alt"][:50])
        publisher.pages["/alt.csv"] = cut
        still("an answer that is cut off", fetch(house, where), 4, "cut off")

        def huge(handler):
            handler.send_response(200)
            handler.end_headers()
            for _ in range(40):
                handler.wfile.write(b"x" * 65536)
        publisher.pages["/alt.csv"] = huge
        still("a file without end", fetch(house, config(house, publisher, "    megabytes_max: 1")), 3, "more than 1048576 bytes")

        def around(handler):
            handler.send_response(302)
            handler.send_header("Location", handler.path)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        publisher.pages["/alt.csv"] = around
        still("a redirect without end", fetch(house, where), 4, "redirects more than")
        publisher.pages["/alt.csv"] = lambda h: h.answer(302, b"", Location="http://example.com/alt.csv")
        still("a redirect to where none may go", fetch(house, where), 4, "no redirect may go", "example.com")
        publisher.pages["/new.csv"] = lambda handler: handler.answer(304, b"")
        still("unchanged, says a server that nobody asked that", fetch(house, config(house, publisher, files=("new.csv", "alt.csv"))), 4, "304")
        where = config(house, publisher)

        whole_list(publisher, shrunk(), 0)
        still("a list that shrank", fetch(house, where), 1, "--accept-shrink", "lists/ofac-sdn")
        check("with its reason", status_of(house)["refused"]["reason"] == "LIST_SHRANK", detail=str(status_of(house)))
        whole_list(publisher, days_ago=4000)
        still("a list of long ago", fetch(house, where), 3, "--replace-newer")
        whole_list(publisher, days_ago=0)
        where = house.file("two.yaml", f"""lists:
  - kind: un
    files: [http://127.0.0.1:1/un.xml]
  - kind: ofac-sdn
    date: last_modified
    files: [{', '.join(publisher.url('/' + n + '.csv') for n in FILES)}]
""")
        run = fetch(house, where, "--json")
        check("a list that fails stops no other", run.returncode == 4 and report(run, "un")["outcome"] == "failed"
              and report(run)["outcome"] == "loaded", run)
        leftovers = [path for path in (house.dir / "lists").rglob("*.fetched")]
        check("nothing is left over", not leftovers, detail=str(leftovers))
    still_there = fetch(house, where)
    check_refusal("a server that is gone", still_there, 4, "nobody answers there")
    check("the record is sound", house.sound())


def date_checks(temp):
    house = House(temp, "date")
    with Publisher() as publisher:
        for name, body in FILES.items():
            publisher.pages[f"/{name}.csv"] = body  # without a date
        run = house.run("lists", "fetch", "--config", config(house, publisher), "--small-list")
        check("a list of unknown date clears nobody, and says so", run.returncode == 0 and "clears nobody" in run.stderr
              and usable(house)["usable"] is False, run)
        check("the status says why", house.run("lists", "status").returncode == 1 and any("of what date" in why for why in usable(house)["why_not"]))


def certificate(temp, name, host):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    try:
        alternative = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        alternative = x509.DNSName(host)
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256()))
    both, alone = temp / f"{name}.both.pem", temp / f"{name}.pem"
    alone.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    both.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
                     + alone.read_bytes())
    return both, alone


def tls_checks(temp):
    house = House(temp, "tls")
    both, alone = certificate(temp, "good", "127.0.0.1")
    with Publisher(both) as publisher:
        whole_list(publisher, days_ago=0)
        where = config(house, publisher)
        check_refusal("a certificate that nobody vouches for", fetch(house, where), 4, "certificate")
        run = fetch(house, where, "--ca-file", alone, "--json")
        check("one that the operator vouches for", run.returncode == 0 and report(run)["outcome"] == "loaded", run)
        check_refusal("a file of certificates that is none", fetch(house, where, "--ca-file", where), 4, "certificate")
    both, alone = certificate(temp, "other", "lists.example")
    with Publisher(both) as publisher:
        whole_list(publisher, days_ago=0)
        check_refusal("a certificate of another name", fetch(house, config(house, publisher), "--ca-file", alone), 4, "certificate")


# ---- status and differences


def status_checks(temp):
    house = House(temp, "status")
    run = house.run("lists", "status")
    check("status: who loaded what, when, and how much", run.returncode in (0, 1) and all(
        word in run.stdout for word in ("ofac-sdn", "as of", "entries", "names", "weak", "loaded", "i.sorensen", "sha256:")), run)
    value = status_of(house)
    check("status as JSON", value["schema"] == "licet.list_status/1" and value["demanded"] is True and value["age"] in ("fresh", "too_old")
          and value["active"]["entries"] >= 10 and value["active"]["persons"] > 0 and value["active"]["weak_names"] > 0
          and value["active"]["names"] > value["active"]["entries"], detail=str(value))
    last = usable(house)
    check("whether anybody can be cleared", last["schema"] == "licet.lists_usable/1" and last["usable"] == (not last["why_not"])
          and (house.run("lists", "status").returncode == 0) == last["usable"], detail=str(last))
    load_of(house, 1000)
    run = house.run("lists", "status")
    check("status: too old since when, and nobody is cleared", run.returncode == 1 and "too old since 20" in run.stdout
          and "nobody is cleared" in run.stdout, run)
    short = [house.file(f"{name}.csv", body) for name, body in shrunk().items()]
    run = house.run("lists", "load", "ofac-sdn", *short, "--small-list", "--as-of", "2026-01-01")
    value = status_of(house)
    check("status: the last refusal", run.returncode != 0 and value["refused"]["reason"] == "LIST_SHRANK" and value["refused"]["by"], run, str(value))


def diff_checks(temp):
    house = House(temp, "diff")
    files = [FIRM / "lists" / f"{n}.csv" for n in FILES]
    run = house.run("lists", "diff", "ofac-sdn", *files)
    check("diff: the same list", run.returncode == 0 and "0 added, 0 removed, 0 changed" in run.stdout, run)
    check_refusal("diff: there was no other list", house.run("lists", "diff", "ofac-sdn"), 1, "never another")
    check_refusal("diff: a kind that was never loaded", house.run("lists", "diff", "un"), 1, "ever loaded", "un")
    old = status_of(house)["active"]["content"]
    body = FILES["sdn"].replace(b"DOB 02 Nov 1974", b"DOB 03 Nov 1974")
    rows = body.splitlines(keepends=True)
    body = b"".join(rows[:-1]) + b'90099,"NEWCOMER, Hannelore","individual","DEMO",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1980."\r\n'
    alt = FILES["alt"] + b'90001,99,"aka","KALLE, Mirko",-0- \r\n'
    new = [house.file("sdn.csv", body), house.file("alt.csv", alt), files[2]]
    run = house.run("lists", "diff", "ofac-sdn", *new)
    check("diff: against files, in words", run.returncode == 0 and "+ 90099  NEWCOMER, Hannelore (person)" in run.stdout and "\n- " in "\n" + run.stdout
          and "birth date removed: 1974-11-02" in run.stdout and "birth date added: 1974-11-03" in run.stdout
          and "name added: KALLE, Mirko (aka)" in run.stdout and "1 added, 1 removed, 2 changed" in run.stdout, run)
    check("diff: files are not loaded", status_of(house)["active"]["content"] == old)
    run = house.run("lists", "load", "ofac-sdn", *new, "--small-list", "--as-of", "file")
    check("they are now", run.returncode == 0, run)
    recorded = house.json("lists", "diff", "ofac-sdn")
    check("diff: what the last load changed", recorded[-1]["schema"] == "licet.list_diff/1" and recorded[-1]["before"] == old
          and (recorded[-1]["added"], recorded[-1]["removed"], recorded[-1]["changed"]) == (1, 1, 2)
          and {"after": "1974-11-03", "before": "", "what": "birth date"} in [f for c in recorded[:-1] for f in c["facts"]], detail=str(recorded))
    after = status_of(house)["active"]["content"]
    back = house.json("lists", "diff", "ofac-sdn", after[:23], old[:23])
    check("diff: two versions by their beginnings, the other way round", (back[-1]["added"], back[-1]["removed"], back[-1]["changed"]) == (1, 1, 2)
          and [c["change"] for c in back[:-1] if c["entry_id"] == "90099"] == ["removed"], detail=str(back))
    check_refusal("diff: a version that is none", house.run("lists", "diff", "ofac-sdn", "sha256:0000000000"), 1, "sha256:0000000000")
    check_refusal("diff: three lists", house.run("lists", "diff", "ofac-sdn", old, after, *files), 2, "two lists")


if __name__ == "__main__":
    sys.exit(run_groups(config_checks, fetch_checks, secret_checks, outage_checks, date_checks, tls_checks, status_checks, diff_checks))
