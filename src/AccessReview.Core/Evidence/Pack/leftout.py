"""What of the accounts left out, and of their assignments, does not come out as the sheet Exclusions has it; recompute.py runs it."""
import collections

def wrong_left_out(pack):
    rows = [row for row in pack.excluded if row["What"] == "account left out"]
    gone = collections.Counter(
        (row["Account record"], row["Extract id"], row["Reason"]) for row in pack.excluded if row["What"] == "assignment left out")
    for extract, record, account in ((x, r, a) for x, accounts in pack.accounts.items() for r, a in accounts.items()):
        row, name, groups = pack.left.get(record), "account %s of %s" % (record, pack.place[extract]), account["groups"] or []
        if (record in pack.under) == (row is not None):
            yield name + (" is both under review and" if row else " was read, is not under review and not") + " on the sheet Exclusions"
        elif row and (row["Extract id"] != extract or row["Reason"] not in pack.reasons(extract, account)):
            why = " or ".join(pack.reasons(extract, account)) or "not left out"
            yield '%s: the sheet Exclusions says "%s" (%s), what was read and the plan "%s" (%s)' % (name, row["Reason"], row["Extract id"], why, extract)
        reason = "its account is left out" if pack.reviews(extract, "Assignments") else "the plan reviews no assignments"
        reviewed, listed = set(groups) & pack.held[record], gone.pop((record, extract, reason), 0)
        if len(reviewed) != len(pack.held[record]) or len(reviewed) + listed != len(groups) or (listed and reviewed):
            yield '%s: of %d groups %d are under review, and the sheet Exclusions has %d because "%s"' % (name, len(groups), len(pack.held[record]), listed, reason)
    read = {record for accounts in pack.accounts.values() for record in accounts}
    for record in sorted((set(pack.left) | set(pack.under) | {key[0] for key in gone}) - read):
        yield "account %s is under review or on the sheet Exclusions and not in accounts.jsonl" % record
    for key in (key for key in gone if key[0] in read):
        yield 'account %s: the sheet Exclusions has %d assignments because "%s" (%s), which is not so' % (key[0], gone[key], key[2], key[1])
    groups = len(pack.items) - len(pack.under)
    for name, count, field in (
            ("accounts under review", len(pack.under), "accounts"), ("assignments under review", groups, "assignments"), ("accounts left out", len(rows), "leftOut")):
        if pack.launch.get(field, str(count)) != str(count):
            yield "%s: the launch says %s, the pack has %d" % (name, pack.launch[field], count)
    for source in pack.sources:
        extract, stored, count = source["Extract id"], source["Stored"], len(pack.accounts[source["Extract id"]])
        if (source["Holds"], source["Way"]) == ("Users", "File") and stored != str(count):
            yield "accounts of %s: the sheet Sources has %s, accounts.jsonl %d" % (extract, stored, count)
    for name, count in (("Accounts left out", len(rows)), ("Lines set aside", len(pack.aside))):
        if pack.facts[name] != str(count):
            yield "%s: the sheet Summary says %s, the sheet Exclusions has %d" % (name, pack.facts[name], count)
