"""Computes again what an AccessReview evidence pack prints of completeness; verify.py runs it. It needs nothing but the pack, as
readpack.py reads it: what was left out and why, and each check of the sheet Completeness. What no pack can tell is named."""
import collections, hashlib, itertools, os, re
from leftout import wrong_left_out
from readpack import Pack, count_lines

WHOLE, LAUNCH, CLOSE, NOW = "the whole campaign", "launch", "close", "this edition"
ALL, PUT = "Certified + revoked + changed + not reviewed", "Of those with a removal, their own or their account's"
LATER = "it needs the readings that came after the one under review"
WHY = {  # What no pack can tell, and why. The line itself must be there.
    ("C5", NOW, ""): "it counts every application that is registered, in this campaign or not",
    ("C9", LAUNCH, ""): "it needs the reading under the campaign before, which is in that campaign's pack",
    ("C10", LAUNCH, ""): LATER, ("C10", CLOSE, ""): LATER, ("C10", NOW, ""): LATER,
    ("C12", CLOSE, PUT): "which removals stood then only the installation's record says",
    ("C12", NOW, "Items whose state the progress counts alike"): "only the installation's database keeps that progress"}
NEVER = ("C1: that the source showed this number, which its importer states", "C4: that the source had no further page",
    "C6 and the reasons: that accounts.jsonl says of each account what its source says", "why lines were set aside: the importer says it",
    "filters, who exported a file and when: the importer says it")
HELD = "which accounts the main campaign held: its own pack says it"

def said(a, b, result="", parts=""):
    a, b = ("none" if n in (None, "") else str(n) for n in (a, b))
    return "A %s, B %s, %s%s" % (a, b, result or ("Pass" if a == b else "Fail"), parts and " (%s)" % parts)

def of_sources(pack, folder, add, uncounted):
    """C1, C2, C4, and C5 of the launch."""
    aside = collections.Counter(row["File in the pack"] for row in pack.aside)
    no_rows = collections.Counter(row["File in the pack"] for row in pack.aside if row["A row of the source"] == "no")
    whole, old = collections.defaultdict(list), set()
    for source in pack.sources:
        name, extract, stored, claimed = source["File in the pack"], source["Extract id"], source["Stored"], source["Claimed by the source"]
        with open(os.path.join(folder, *name.split("/")), "rb") as file:
            data = file.read()
        whole[extract].append(hashlib.sha256(data).hexdigest() == source["SHA-256 as kept"])
        if float(source["Age at launch in days"] or 0) > float(source["Age limit in days"]):
            old.add(extract)
        # Of a staff list the columns used are kept, as CSV, whatever it came as.
        count = count_lines(data, "CSV" if (source["Holds"], source["Way"]) == ("People", "File") else source["Format"])
        if count is None:
            uncounted.append(name)
            count = int(source["Lines"])
        place, received = pack.place.get(extract, WHOLE), count - no_rows[name]
        if claimed == "not seen":
            add("C1", place, said(None, received, "Not tested"))
        else:
            add("C1", place, said(claimed, received, "Pass" if source["Way"] == "Connection" and received > int(claimed) else ""))
        add("C2", place, said(count, int(stored) + aside[name], parts="%s %d" % (stored, aside[name])))
    for extract, files in whole.items():
        add("C4", pack.place.get(extract, WHOLE), said(len(files), sum(files)))
    add("C5", WHOLE, said(len(pack.place), len(set(pack.place) - old)), [LAUNCH])

def of_accounts(pack, add):
    """C3, C6, C8 and C9."""
    for extract, place in pack.place.items():
        accounts = pack.accounts[extract]
        under = [record for record in accounts if record in pack.under]
        left = sum(1 for row in pack.excluded if (row["What"], row["Extract id"]) == ("account left out", extract))
        add("C3", place, said(len(accounts), len(under) + left, parts="%d %d" % (len(under), left)))
        how = collections.Counter(account["match"] for account in accounts.values())
        kinds = how["Id"] + how["Email"] + how["OtherAddress"] + how["ByHand"], how["Declared"], how["Nobody"] + how["Several"]
        add("C6", place, said(len(accounts), sum(kinds), parts="%d %d %d" % kinds))
        held = {group for r in under for group in accounts[r]["groups"] or []}
        tested = pack.reviews(extract, "Assignments") and all(account["groups"] is not None for account in accounts.values())
        add("C8", place, said(len(held), len({group for r in under for group in pack.held[r]}) if tested else 0, "" if tested else "Not tested"))
        bridge = {row["What"]: row["Accounts"] for row in pack.bridge if row["Application"] == place}
        if "less gone, unexplained" in bridge:
            gone = sum(int(bridge["less gone, " + why]) for why in ("revoked", "left", "set aside", "unexplained"))
            named = sum(1 for row in pack.bridge if row["Application"] == place and row["What"] == "Gone, unexplained: account")
            add("C9", place, said(gone, gone - named, "Not tested" if named == 0 and bridge["less not shown"] != "0" else ""), [NOW])
        else:
            add("C9", place, said(None, None, "Not tested") if "First review" in bridge else "no bridge on the sheet Bridge", [NOW])

def of_items(pack, add):
    """C11 and C12."""
    closed, numbers, standing = pack.facts["State"] == "Closed", {key: number for key, (number, _) in pack.lines.items()}, pack.removals
    add("C11", WHOLE, said(len(pack.items), sum(1 for number, basis in pack.lines.values() if basis and number in pack.items)))
    add("C12", WHOLE, said(len(pack.items), len(pack.outcomes if closed else pack.lines)), [CLOSE, NOW] if closed else [NOW], ALL)
    if closed:
        ended = {numbers[item]: kind for item, kind in pack.outcomes.items()}
        parent = {number: pack.under[record] for number, (record, group) in pack.items.items() if group}
        going = [number for number, kind in ended.items() if kind in ("Revoked", "Changed")]
        add("C12", WHOLE, said(len(going), sum(1 for n in going if n in standing or parent.get(n) in standing)), [NOW], PUT)
        along = sum(1 for n in going if n not in standing and n in parent and ended[parent[n]] == "Revoked")
        add("C12", WHOLE, said(len(going) - along, sum(standing.values())), [NOW], "Removals")

def untold(pack):
    """The lines that no pack can tell and that must be there. C10 at the close is there only where a later reading was."""
    for code, run, which in WHY:
        if run != CLOSE or (code == "C12" and pack.facts["State"] == "Closed"):
            for place in pack.place.values() if code in ("C9", "C10") else [WHOLE]:
                yield code, run, place, which

def compare(pack, found):
    """What the sheet Completeness prints otherwise than it was found, and what of it was not computed again and why."""
    printed, wrong, notes = collections.defaultdict(list), [], collections.Counter()
    for row in pack.printed:
        parts = " ".join(re.findall(r"\d+", row["Explained by"])) if row["Check"] in ("C2", "C3", "C6") else ""
        key = (row["Check"], row["Run at"], row["Application"], row["What is B"] if row["Check"] == "C12" else "")
        line, untested = said(row["A"], row["B"], row["Result"], parts), "A 0, B 0, Not tested"
        # Releases before let nothing against nothing pass, where nothing is tested.
        printed[key].append(untested if (row["Check"], line) == ("C8", "A 0, B 0, Pass") and untested in found[key] else line)
    for code, run, place, which in sorted({*printed, *found, *untold(pack)}):
        key, where = (code, run, place, which), "%s of %s at %s%s" % (code, place, run, which and " (%s)" % which)
        first, second = collections.Counter(printed[key]), collections.Counter(found[key])
        if not second and (code, run, which) in WHY:
            if first:
                notes["%s at %s: %s" % (" ".join(filter(None, (code, which and "(%s)" % which))), run, WHY[code, run, which])] += 1
            else:
                wrong.append(where + ": the sheet Completeness has no such line")
            continue
        for one, other in itertools.zip_longest((first - second).elements(), (second - first).elements(), fillvalue="no such line"):
            wrong.append("%s: the sheet Completeness prints %s; what the pack holds gives %s" % (where, one, other))
    return wrong, notes, sum(map(len, found.values()))

def run(folder, lines, say):
    if not any(os.path.exists(os.path.join(folder, name)) for name in ("accounts.jsonl", "recompute.py")):
        return print("NOTE    completeness not computed again: the pack is older than accounts.jsonl, or it was taken away")
    pack, found, uncounted = Pack(folder, lines), collections.defaultdict(list), []
    def add(code, place, line, runs=(LAUNCH, NOW), which=""):
        for run in runs:
            found[code, run, place, which].append(line)
    wrong = list(wrong_left_out(pack))
    accounts = sum(map(len, pack.accounts.values()))
    told = "%d accounts read, %d under review, %d left out, each for its reason" % (accounts, len(pack.under), len(pack.left))
    say(not wrong, "left out", "; ".join(wrong[:20]) or told)
    of_sources(pack, folder, add, uncounted)
    of_accounts(pack, add)
    of_items(pack, add)
    wrong, notes, count = compare(pack, found)
    say(not wrong, "checks", "; ".join(wrong[:20]) or "%d lines of the sheet Completeness come out as printed" % count)
    for why in itertools.chain(notes, NEVER, (HELD,) if pack.part == "addendum" else (), ("C1, C2: the lines of %s: no CSV file, or its quotes leave them open" % name for name in uncounted)):
        print("NOTE    not computed again: " + why)
