using System.Globalization;
using System.IO.Compression;
using System.Xml;
using AccessReview.Benchmarks.World;
using AccessReview.Core;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Report;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Persistence;

namespace AccessReview.Benchmarks;

/// <summary>The whole workbook of a decided campaign, against one forward-only pass that reads the rows of its two large sheets and
/// writes their cells with an XmlWriter into a zip. What the other sheets need is given to the floor.</summary>
internal sealed class EvidenceAgainstXml : Floor, IKeepsMemory
{
    private const string Items =
        """
        SELECT 'C1-' || printf('%06d', i."Number"), 'Large', r."Email", p."Name", p."Status", COALESCE('Group: ' || g."Name", 'Role: ' || r."Role"),
            CASE WHEN a."Findings" & 16 THEN 'yes' ELSE 'no' END, CASE i."Findings" WHEN 0 THEN 'none' ELSE 'dormant' END, julianday(r."LastUsedAt") - 2415018.5, r."LastUsedState",
            'not reviewed before', 'not reviewed before', w."Name", t."Basis", CASE WHEN i."HolderId" = t."ReviewerId" THEN 'no' ELSE 'yes' END,
            COALESCE(d."Kind", 'not reviewed'), COALESCE(d."Mode", 'does not apply'), COALESCE(x."Text", 'does not apply'), julianday(d."At") - 2415018.5, COALESCE(e."State", 'does not apply'),
            CASE WHEN i."GroupId" IS NULL THEN 'account' ELSE 'assignment' END, CAST(i."Id" AS TEXT), COALESCE(CAST(d."Id" AS TEXT), 'does not apply'), 'X2', CAST(i."AccountId" AS TEXT), r."Email", r."Status", p."EmploymentType", p."Department", p."JobTitle", m."Name",
            p."EndDate", 'not known', a."Match", t."Fallback", i."Recommendation", 'does not apply', 'does not apply', COALESCE(CAST(d."ReasonReused" AS TEXT), 'does not apply'), COALESCE(w."Name", 'does not apply'),
            COALESCE(d."BatchId" || ' of ' || d."BatchSize", 'does not apply'), COALESCE(CAST(d."Late" AS TEXT), 'does not apply'), COALESCE(CAST(t."SignOffId" AS TEXT), 'not signed'),
            'does not apply', 'does not apply', 'does not apply', 'does not apply', 'does not apply',
            COALESCE('R' || e."Number", 'does not apply'), julianday(e."VerifiedAt") - 2415018.5, COALESCE(CAST(d."EventSeq" AS TEXT), 'does not apply')
        FROM "ReviewItems" i JOIN "ReviewTurns" t ON t."ItemId" = i."Id" AND t."Stage" = 1 JOIN "AccountRecords" r ON r."Id" = i."AccountRecordId"
            JOIN "AssessedAccounts" a ON a."Id" = i."AssessedAccountId" LEFT JOIN "PersonRecords" p ON p."Id" = a."PersonRecordId" LEFT JOIN "Groups" g ON g."Id" = i."GroupId"
            LEFT JOIN "Decisions" d ON d."Id" = t."DecisionId" LEFT JOIN "PrivateTexts" x ON x."Id" = d."ReasonId" LEFT JOIN "Removals" e ON e."DecisionId" = t."DecisionId" AND e."ItemId" = i."Id"
            LEFT JOIN "PersonRecords" w ON w."Id" = t."ReviewerId" LEFT JOIN "PersonRecords" m ON m."Id" = p."ManagerId"
        WHERE i."CampaignId" = ?1 ORDER BY i."Number"
        """;

    private const string History =
        """
        SELECT CAST(d."EventSeq" AS TEXT), 'C1-' || printf('%06d', i."Number"), 'decision', COALESCE(b."Kind", 'undecided'), d."Kind", w."Name", w."Name", julianday(d."At") - 2415018.5, d."Mode",
            COALESCE(x."Text", 'none given'), d."Method", lower(hex(v."Hash"))
        FROM "Decisions" d JOIN "ReviewItems" i ON i."Id" = d."ItemId" JOIN "ReviewTurns" t ON t."Id" = d."TurnId" JOIN "AuditEvents" v ON v."Seq" = d."EventSeq"
            LEFT JOIN "Decisions" b ON b."Id" = d."ReplacesId" LEFT JOIN "PrivateTexts" x ON x."Id" = d."ReasonId" LEFT JOIN "PersonRecords" w ON w."Id" = t."ReviewerId"
        WHERE d."CampaignId" = ?1 ORDER BY d."EventSeq", d."Id"
        """;

    private CampaignWorld world = null!;

    public override string Name => "evidence";

    public override int Size => 200_000;

    public override double Target => 1.5;

    public override int Pairs => 3;

    public int Small => 100_000;

    public int Large => 1_000_000;

    public double MemoryTarget => 1.3;

    public override async Task PrepareAsync(int size) => world = await CampaignWorld.OfAsync(size, Math.Max(1, size / QueueGrowth.Slice), decided: true);

    public override async Task OursAsync()
    {
        await using var snapshot = await ReadSnapshot.OpenAsync(world.Get<Databases>(), CancellationToken.None);
        var scope = await ReportScope.ReadAsync(snapshot.Db, world.CampaignId, new EditionName(EditionKind.Interim, 1), TimeProvider.System.Now(), CancellationToken.None);
        var report = await EvidenceReport.ReadAsync(scope, await SourcesSheet.ReadAsync(scope, CancellationToken.None), [], [], [], CancellationToken.None);
        await using var file = File.Create(Path.Combine(world.Folder, "ours.xlsx"));
        await EvidenceWorkbook.WriteAsync(report, file);
    }

    public override Task FloorAsync()
    {
        using var sql = new HandWritten(world.File);
        using var file = File.Create(Path.Combine(world.Folder, "floor.zip"));
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        Write(sql, zip, "sheet1.xml", Items);
        Write(sql, zip, "sheet2.xml", History);
        return Task.CompletedTask;
    }

    public override async Task CleanUpAsync() => await world.DisposeAsync();

    private void Write(HandWritten sql, ZipArchive zip, string name, string select)
    {
        using var stream = new BufferedStream(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), 1 << 16);
        using var xml = XmlWriter.Create(stream);
        xml.WriteStartElement("worksheet", "http://schemas.openxmlformats.org/spreadsheetml/2006/main");
        xml.WriteStartElement("sheetData");
        using var rows = sql.Read(select, world.CampaignId);
        var names = Enumerable.Range(0, rows.FieldCount).Select(c => c < 26 ? $"{(char)('A' + c)}" : $"A{(char)('A' + c - 26)}").ToArray();
        for (var line = 3; rows.Read(); line++)
        {
            var number = line.ToString(CultureInfo.InvariantCulture);
            xml.WriteStartElement("row");
            xml.WriteAttributeString("r", number);
            for (var column = 0; column < names.Length; column++)
            {
                if (rows.IsDBNull(column))
                {
                    continue;
                }

                xml.WriteStartElement("c");
                xml.WriteAttributeString("r", names[column] + number);
                xml.WriteAttributeString("s", "1");
                if (rows.GetFieldType(column) == typeof(double))
                {
                    xml.WriteElementString("v", rows.GetDouble(column).ToString("R", CultureInfo.InvariantCulture));
                }
                else
                {
                    xml.WriteAttributeString("t", "inlineStr");
                    xml.WriteStartElement("is");
                    xml.WriteElementString("t", rows.GetString(column));
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    }
}
