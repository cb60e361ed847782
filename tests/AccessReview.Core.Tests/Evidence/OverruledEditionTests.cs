using System.IO.Compression;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Removals;
using AccessReview.Core.Seats;
using AccessReview.Core.Tests.Journeys;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>A campaign over unused seats revokes one account, and the campaign over everybody after it keeps it: the later edition of the first says so, ties out, and verifies by
/// the pack's own scripts.</summary>
public sealed class OverruledEditionTests
{
    [Fact]
    public async Task The_edition_after_the_newer_decision_was_said_to_hold_ties_out_and_its_scripts_count_the_removal_as_one_that_stands()
    {
        await using var quarter = await Quarter.StartAsync();
        var database = quarter.Database;
        var owner = await quarter.AsAsync("dmitri.raman");
        await using var db = database.Look();
        var first = (await database.Get<DraftSeatReview>().RunAsync(Guid.NewGuid(), owner, await db.Applications.Select(a => a.Id).SingleAsync(), default)).Require();
        (await database.Get<PreviewCampaign>().RunAsync(owner, first, default)).Require();
        (await database.Get<LaunchCampaign>().RunAsync(Guid.NewGuid(), owner, first, default)).Require();
        var revoked = await (from item in db.ReviewItems join record in db.AccountRecords on item.AccountRecordId equals record.Id orderby record.Email select record.Email).FirstAsync();
        await HoldAsync(quarter, owner, first, revoked);
        database.Time.Advance(TimeSpan.FromHours(1));
        await HoldAsync(quarter, owner, await quarter.LaunchAsync("Heap, Q4 2026", new DateOnly(2026, 12, 18)));

        long[] removals = await db.Removals.Select(r => r.Id).ToArrayAsync();
        (await database.Get<OverruleRemovals>().RunAsync(Guid.NewGuid(), owner, removals, default)).Require();
        (await database.Get<AskForEvidence>().RunAsync(owner, first, default)).Require();
        await database.Get<RunExports>().RunAsync(default);
        var edition = await db.EvidenceEditions.SingleAsync(e => e.Kind == EditionKind.FollowUp);
        var folder = await UnpackAsync(quarter, owner, first, edition.Id);
        try
        {
            using var book = new RawWorkbook(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(folder, "evidence.xlsx"))));
            Assert.Equal("Overruled", Assert.Single(book["Removals"].Rows())["State"]);
            Assert.DoesNotContain("different", book["Summary"].Column("Counted on the sheets: equal?").Concat(book["Completeness"].Column("B counted on the sheets: equal?")));
            Assert.Contains(book["Completeness"].Rows(), r => r["What is B"] == "Removals" && r["Run at"] == "this edition" && (r["A"], r["B"], r["Result"]) == ("1", "1", "Pass"));
            var ran = await PackSample.RunAsync(folder, "python3", "verify.py", ".", Convert.ToHexStringLower(edition.ManifestSha256));
            Assert.SkipWhen(ran is null, "python3 is not on this machine.");
            Assert.True(ran!.Value.ExitCode == 0, ran.Value.Output);
            var windows = await PackSample.PowerShellAsync(Path.Combine(folder, "verify.ps1"), folder);
            Assert.True(windows.ExitCode == 0, windows.Output);
            Assert.Equal(ForgedPack.OfCompleteness(ran.Value.Output), ForgedPack.OfCompleteness(windows.Output));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task HoldAsync(Quarter quarter, Actor owner, int number, params string[] revoked)
    {
        await quarter.Reviewers(number).DecideAllAsync(new HashSet<string>(revoked, StringComparer.Ordinal));
        await quarter.Reviewers(number).SignAllAsync();
        var close = (await quarter.Database.Get<ClosePreview>().RunAsync(owner, number, default)).Require();
        var exceptions = close.Exceptions.Select(e => new StatedException(e.Kind, "Known and followed up", owner.PersonId!.Value, new DateOnly(2026, 12, 20))).ToList();
        (await quarter.Database.Get<CloseCampaign>().RunAsync(Guid.NewGuid(), owner, number, new CloseInput(close.Statement, "The access is in order.", exceptions), default)).Require();
        await quarter.Database.Get<FollowUps>().RunAsync(default);
        await quarter.Database.Get<RunExports>().RunAsync(default);
    }

    private static async Task<string> UnpackAsync(Quarter quarter, Actor owner, int number, long edition)
    {
        using var zip = new MemoryStream();
        var download = quarter.Database.Get<DownloadEvidence>();
        await download.SendAsync((await download.RunAsync(Guid.NewGuid(), owner, number, edition, EvidencePart.Pack, default)).Require(), zip, default);
        var folder = System.IO.Directory.CreateTempSubdirectory("accessreview-pack-").FullName;
        zip.Position = 0;
        await ZipFile.ExtractToDirectoryAsync(zip, folder);
        return folder;
    }
}
