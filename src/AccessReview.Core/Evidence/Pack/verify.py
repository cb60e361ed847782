#!/usr/bin/env python3
"""Checks an AccessReview evidence pack without the product: python3 verify.py [folder] [SHA-256 you kept]...

A SHA-256 that you kept is the manifest's or anchor-key.pem's. Needs Python 3.8; OpenSSL for the signature alone.
One line per check. Exit code 0: all is as it was written; 1: something was changed; 3: the check could not run."""
import hashlib, json, os, re, subprocess, sys
sys.dont_write_bytecode = True  # A file more is one that the manifest does not list.
HEX, broken = re.compile(r"[0-9a-f]{64}"), 0

def sha256(data):
    return hashlib.sha256(data).digest()

def say(ok, check, text):
    global broken
    broken += 0 if ok else 1
    print(("ok      " if ok else "BROKEN  ") + check + ": " + text)

def no_twins(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)

def lines(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                raise ValueError("%s line %d has no end" % (name, number))
            try:
                yield json.loads(line.decode("utf-8"), object_pairs_hook=no_twins)
            except ValueError as error:
                raise ValueError("%s line %d: %s" % (name, number, error))

def check_manifest(folder, kept):
    data = open(os.path.join(folder, "manifest.sha256"), "rb").read()
    own, listed, wrong = sha256(data).hex(), {}, [] if data.endswith(b"\n") else ["the last line has no end"]
    for line in data.decode("utf-8").split("\n")[:-1]:
        match = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9_./-]+)", line)
        if not match or ".." in match[2].split("/") or match[2].startswith("/"):
            wrong.append("unreadable line " + repr(line))
            continue
        listed[match[2]] = match[1]
        digest = hashlib.sha256()
        try:
            with open(os.path.join(folder, *match[2].split("/")), "rb") as file:
                for block in iter(lambda: file.read(1 << 20), b""):
                    digest.update(block)
            if digest.hexdigest() != match[1]:
                wrong.append("changed " + match[2])
        except OSError:
            wrong.append("missing " + match[2])
    for root, _, names in os.walk(folder):
        for path in (os.path.relpath(os.path.join(root, name), folder).replace(os.sep, "/") for name in names):
            if path not in listed and path not in ("manifest.sha256", "manifest.sha256.sig"):
                wrong.append("not listed " + path)
    say(not wrong, "files", "; ".join(wrong) or "%d files as listed, manifest %s" % (len(listed), own))
    check_signature(folder, own, listed.get("anchor-key.pem", "none"), [given.lower() for given in kept if given])

def check_signature(folder, own, key, kept):
    """The key in the pack signed the manifest. Whose key that is, the pack cannot say: only what you kept can."""
    for given in kept:
        say(given in (own, key), "kept", "%s; manifest.sha256 is %s, anchor-key.pem %s" % (given, own, key))
    if not os.path.exists(os.path.join(folder, "manifest.sha256.sig")):
        text = "there is none: the pack is older than signatures, or it was taken away"
        return say(False, "signature", text) if key in kept else print("NOTE    signature: " + text)
    command = "openssl dgst -sha256 -verify anchor-key.pem -signature manifest.sha256.sig manifest.sha256"
    try:
        ran = subprocess.run(command.split(), cwd=folder, capture_output=True)
        say(ran.returncode == 0, "signature", "of manifest.sha256, by anchor-key.pem, whose SHA-256 is " + key)
    except OSError:
        if key in kept:
            raise OSError("OpenSSL not found, so whether the key that you kept signed this is not known")
        print("NOTE    signature not checked: OpenSSL not found")

def check_chain(folder):
    """Returns what each own event says about its rows: {seq: (count, sha256)}, and the hashes its body cites."""
    rows, cited, before, count, own = {}, set(), None, 0, 0
    for event in lines(folder, "events.jsonl"):
        seq, where = int(event["seq"]), "event " + event["seq"]
        previous, digest = bytes.fromhex(event["prev"]), bytes.fromhex(event["bodySha256"])
        count += 1
        if before and (seq != before[0] + 1 or previous != before[1]):
            return say(False, "chain", where + " does not follow event %d" % before[0]), rows, cited
        if seq == 1 and previous != bytes(32):
            return say(False, "chain", where + " is not a beginning"), rows, cited
        if "body" in event:
            own += 1
            body = json.loads(event["body"], object_pairs_hook=no_twins)
            if sha256(event["body"].encode("utf-8")) != digest:
                return say(False, "chain", where + ": its body was changed"), rows, cited
            if any(str(event[name]) != str(body[name]) for name in ("seq", "campaign", "type", "version", "at")):
                return say(False, "chain", where + ": its line says otherwise than its body"), rows, cited
            if "rows" in body:
                rows[seq] = (int(body["rows"]["count"]), body["rows"]["sha256"])
            cited.update(map(bytes.fromhex, HEX.findall(event["body"])))
        if sha256(b"\x01accessreview-event-v1" + previous + digest).hex() != event["hash"]:
            return say(False, "chain", where + ": its hash is wrong"), rows, cited
        before = (seq, bytes.fromhex(event["hash"]))
    head = " to event %d, head %s" % (before[0], before[1].hex()) if before else ""
    return say(count > 0, "chain", "%d events without a gap%s (%d of this campaign)" % (count, head, own)), rows, cited

def check_records(folder, covered, cited):
    seen, wrong, texts, purged = {}, [], [], 0
    for record in lines(folder, "records.jsonl"):
        seq, stored = int(record["event"]), bytes.fromhex(record["hash"])
        if record["table"] == "PrivateText":
            texts.append(stored)
            if "text" not in record:
                purged += 1
                continue
            data = b"\x03accessreview-text-v1" + bytes.fromhex(record["salt"]) + record["text"].encode("utf-8")
            if sha256(data) != stored or len(record["salt"]) != 32:
                wrong.append("a text of event %d was changed" % seq)
            continue
        if sha256(b"\x02accessreview-row-v1" + record["row"].encode("utf-8")) != stored:
            wrong.append("a row of event %d was changed" % seq)
        total = seen.setdefault(seq, [0, hashlib.sha256()])
        total[0] += 1
        total[1].update(stored)
        cited.update(map(bytes.fromhex, HEX.findall(record["row"])))
    for seq in sorted(set(covered) | set(seen)):
        found = (seen[seq][0], seen[seq][1].hexdigest()) if seq in seen else (0, hashlib.sha256().hexdigest())
        if covered.get(seq) != found:
            wrong.append("event %d covers other rows than these %d" % (seq, found[0]))
    say(not wrong, "rows", "; ".join(wrong[:20]) or "%d rows under %d events" % (sum(s[0] for s in seen.values()), len(covered)))
    strange = sum(1 for text in texts if text not in cited)
    say(not strange, "texts", "%d that nothing cites" % strange if strange else "%d checked, %d purged" % (len(texts) - purged, purged))

def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    try:
        check_manifest(folder, sys.argv[2:])
    except OSError as error:
        print("could not run: %s" % error)
        return 3
    except ValueError as error:
        say(False, "files", str(error))
    try:
        _, covered, cited = check_chain(folder)
        check_records(folder, covered, cited)
        import recompute
        recompute.run(folder, lines, say)
    except Exception as error:
        say(False, "reading", "%s %s" % (type(error).__name__, error))
    print("Nothing was changed since this pack was written." if not broken else "%d checks failed." % broken)
    return 1 if broken else 0

if __name__ == "__main__":
    sys.exit(main())
