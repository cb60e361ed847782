using System.IO.Compression;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Persistence;
using AccessReview.Core.Seats;
using AccessReview.Core.Settings;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>A campaign over a part of an application closed by its owner: its Close edition verifies and ties out as that of a campaign over
/// everybody, and names everybody else.</summary>
public sealed class PartEditionTests
{
    private const int Accounts = 194;

    [Fact]
    public async Task The_Close_edition_of_a_leavers_campaign_verifies_and_ties_out()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = (await quarter.AsAsync("dmitri.raman")).PersonId;
        await using var db = quarter.Database.Look();
        var policy = (await CurrentPolicy.ReadAsync(db, default)).Policy with { Leavers = LeaversRule.AtOnce, LeaversOwnerId = owner };
        (await quarter.Database.Get<SetPolicy>().RunAsync(Guid.NewGuid(), await quarter.AsAsync("kaito.ivanov"), policy, null, default)).Require();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await ClosedAsync(quarter, 1, "people who have left and could still get in");
    }

    [Fact]
    public async Task The_Close_edition_of_a_campaign_about_unused_seats_verifies_and_ties_out()
    {
        await using var quarter = await Quarter.StartAsync();
        var owner = await quarter.AsAsync("dmitri.raman");
        await using var db = quarter.Database.Look();
        var number = (await quarter.Database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, await db.Applications.Select(a => a.Id).SingleAsync(), default)).Require();
        (await quarter.Database.Get<PreviewCampaign>().RunAsync(owner, number, default)).Require();
        (await quarter.Database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, number, default)).Require();
        await ClosedAsync(quarter, number, "accounts that nobody uses");
    }

    private static async Task ClosedAsync(Quarter quarter, int number, string part)
    {
        // One account goes with all its groups, and the rest is kept.
        await using var db = quarter.Database.Look();
        var asked = await (
            from item in db.ReviewItems
            where item.ParentItemId == null
            join record in db.AccountRecords on item.AccountRecordId equals record.Id
            orderby record.Email
            select record.Email).ToListAsync();
        await quarter.Reviewers(number).DecideAllAsync(new HashSet<string>([asked[0]], StringComparer.Ordinal));
        await quarter.Reviewers(number).SignAllAsync();
        await CloseAsync(quarter, number);
        Assert.Equal(1, await quarter.Database.Get<RunExports>().RunAsync(default));
        var edition = await db.EvidenceEditions.SingleAsync(e => e.Kind == EditionKind.Close);
        var folder = await UnpackAsync(quarter, number, edition.Id);
        try
        {
            using var book = new RawWorkbook(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(folder, "evidence.xlsx"))));
            Assert.DoesNotContain("different", book["Summary"].Column("Counted on the sheets: equal?").Concat(book["Completeness"].Column("B counted on the sheets: equal?")));
            Assert.Empty(book["Completeness"].Rows().Where(r => r["Result"] == "Fail").Select(r => $"{r["Check"]} {r["What is A"]} {r.GetValueOrDefault("A")} {r["What is B"]} {r.GetValueOrDefault("B")}"));
            Assert.Contains(book["Completeness"].Rows(), r => r["What is B"] == "Removals" && r["Result"] == "Pass");
            Assert.Equal(part, book["Summary"].Rows().Single(r => r["What"] == "Part reviewed")["Value"]);
            Assert.Equal(Accounts - asked.Count, book["Exclusions"].Rows().Count(r => r["What"] == "account left out"));
            var ran = await PackSample.RunAsync(folder, "python3", "verify.py", ".", Convert.ToHexStringLower(edition.ManifestSha256));
            Assert.SkipWhen(ran is null, "python3 is not on this machine.");
            Assert.True(ran!.Value.ExitCode == 0, ran.Value.Output);
            var windows = await PackSample.PowerShellAsync(Path.Combine(folder, "verify.ps1"), folder);
            Assert.True(windows.ExitCode == 0, windows.Output);
            Assert.Equal(ForgedPack.OfCompleteness(ran.Value.Output), ForgedPack.OfCompleteness(windows.Output));

            // The check is one that can fail.
            await File.AppendAllTextAsync(Path.Combine(folder, "records.jsonl"), "\n");
            Assert.Equal(1, (await PackSample.RunAsync(folder, "python3", "verify.py", ".", Convert.ToHexStringLower(edition.ManifestSha256)))!.Value.ExitCode);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CloseAsync(Quarter quarter, int number)
    {
        var owner = await quarter.AsAsync("dmitri.raman");
        var close = (await quarter.Database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var exceptions = close.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", owner.PersonId!.Value, new DateOnly(2026, 12, 20))).ToList();
        (await quarter.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(close.Statement, "The access is in order.", exceptions), default)).Require();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
    }

    private static async Task<string> UnpackAsync(Quarter quarter, int number, long edition)
    {
        using var zip = new MemoryStream();
        var download = quarter.Database.Get<DownloadEvidence>();
        await download.SendAsync((await download.RunAsync(Guid.NewGuid(), await quarter.AsAsync("dmitri.raman"), number, edition, EvidencePart.Pack, default)).Require(), zip, default);
        var folder = System.IO.Directory.CreateTempSubdirectory("accessreview-pack-").FullName;
        zip.Position = 0;
        await ZipFile.ExtractToDirectoryAsync(zip, folder);
        return folder;
    }
}
