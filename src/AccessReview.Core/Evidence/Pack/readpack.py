"""Reads what recompute.py needs of an AccessReview evidence pack: accounts.jsonl (each account as read), the items and outcomes in
records.jsonl, the launch in events.jsonl, and the sheets of evidence.xlsx. Of names and words it reads only what the rules need."""
import collections, json, os, re, zipfile
import xml.etree.ElementTree as Xml

MAIN, OFFICE = ("{http://schemas.openxmlformats.org/%s}" % name for name in ("spreadsheetml/2006/main", "officeDocument/2006/relationships"))
PARTS = {"people who have left and could still get in": "leavers", "accounts that nobody uses": "seats"}

class Book:
    """The sheets of the workbook, read from its XML: rows as {heading: text}."""
    def __init__(self, path):
        self.zip, self.tabs = zipfile.ZipFile(path), collections.defaultdict(list)
        targets = {r.get("Id"): r.get("Target").lstrip("/") for r in Xml.parse(self.zip.open("xl/_rels/workbook.xml.rels")).getroot()}
        for tab in Xml.parse(self.zip.open("xl/workbook.xml")).iter(MAIN + "sheet"):
            target = targets[tab.get(OFFICE + "id")]
            self.tabs[re.sub(r" \(\d+\)$", "", tab.get("name"))].append(target if target.startswith("xl/") else "xl/" + target)

    @staticmethod
    def text(cell):
        return "".join(part.text or "" for part in cell.iter() if part.tag in (MAIN + "v", MAIN + "t")).replace("_x005F_x", "_x")

    def rows(self, name):
        if name not in self.tabs:
            raise ValueError("evidence.xlsx has no sheet " + name)
        for tab in self.tabs[name]:
            for _, row in Xml.iterparse(self.zip.open(tab)):
                if row.tag == MAIN + "row":
                    cells = {cell.get("r").rstrip("0123456789"): self.text(cell) for cell in row}
                    if row.get("r") == "2":
                        heads = cells
                    elif row.get("r") != "1":
                        yield {head: cells.get(place, "") for place, head in heads.items()}
                    row.clear()

def number(item):
    """The number of an item, which stands at the end of its id."""
    return int(re.search(r"[0-9]+$", item)[0])

def count_lines(data, form):
    """The lines of a CSV file below its heading; None where it is no CSV file, or its quotes leave that open."""
    if not form.startswith("CSV"):
        return None
    data = data.decode("utf-16").encode("utf-8") if "UTF-16" in form else data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    edge = b";" if form.endswith("semicolon") else rb"\t" if form.endswith("tab") else b","
    text = re.sub(rb'(?<![^%s\r\n])"[^"]*(?:""[^"]*)*"(?![^%s\r\n])' % (edge, edge), b"quoted", data)
    ends = len(re.findall(rb"\r\n|\r|\n", text)) + (0 if text.endswith((b"\r", b"\n")) else 1)
    return None if b'"' in text else ends - 1 - (1 if text.startswith(b"sep=") else 0)

class Pack:
    def __init__(self, folder, lines):
        self.accounts, self.items, self.outcomes, self.launch = collections.defaultdict(dict), {}, {}, {}
        for account in lines(folder, "accounts.jsonl"):
            self.accounts[account["extract"]][account["record"]] = account
        for record in lines(folder, "records.jsonl"):
            if record["table"] in ("ReviewItem", "ItemOutcome"):
                row = dict(line.split("=", 1) for line in record["row"].splitlines())
                if record["table"] == "ReviewItem":
                    self.items[int(row["number"])] = (row["accountRecord"], row["group"])
                else:
                    self.outcomes[row["item"]] = row["kind"]
        for event in lines(folder, "events.jsonl"):
            if event.get("type") == "CampaignLaunched":
                self.launch = json.loads(event["body"])["data"]
        book = Book(os.path.join(folder, "evidence.xlsx"))
        self.sources, self.excluded, self.printed, self.bridge = (
            list(book.rows(name)) for name in ("Sources", "Exclusions", "Completeness", "Bridge"))
        self.facts = {row["What"]: row["Value"] for row in book.rows("Summary")}
        self.plan = {(row["Of"], row["Setting"]): row["At launch"] for row in book.rows("Configuration")}
        self.lines = {row["Item key"]: (number(row["Item id"]), row["Reviewer basis"]) for row in book.rows("Decisions")}
        self.removals = collections.Counter(number(row["Item id"]) for row in book.rows("Removals") if row["State"] != "Cancelled")
        self.part = PARTS.get(self.facts["Part reviewed"], "") if self.facts["Addendum to"] == "none: it stands by itself" else "addendum"
        self.place = {s["Extract id"]: s["Application or directory"] for s in self.sources if s["Holds"] not in ("People", "Grants")}
        self.under = {record: number for number, (record, group) in self.items.items() if not group}
        self.held = collections.defaultdict(set)
        for record, group in self.items.values():
            self.held[record].update([group] if group else [])
        self.left = {row["Account record"]: row for row in self.excluded if row["What"] == "account left out"}
        self.aside = [row for row in self.excluded if row["What"] == "line set aside"]

    def reviews(self, extract, what):
        return self.plan[self.place[extract], what + " are reviewed"] == "yes"

    def reasons(self, extract, account):
        """Why the plan may leave the account out, by what was read of it."""
        part = {"addendum": "In main campaign", "leavers": "Leaver not asked" if account["left"] else "Not a leaver",
            "seats": "Seat not asked" if account["unused"] else "Seat in use"}.get(self.part)
        test, disabled = account["declared"] == "Test", account["status"] == "Disabled" and not self.reviews(extract, "Disabled accounts")
        return [reason for reason, so in ((part, part), ("Test account", test), ("Disabled", disabled and not test)) if so]
