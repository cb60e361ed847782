using AccessReview.Core.Applications;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Evidence;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Evidence;

/// <summary>The sample organisation's review closed by its owner: the product makes the Close edition by itself, and it ties out.</summary>
public sealed class CloseEditionTests
{
    [Fact]
    public async Task The_Close_edition_is_made_by_the_product_ties_out_and_passes_its_own_script()
    {
        var review = new HarbourlightReview();
        await review.InitializeAsync();
        await using var held = review;
        await ChangeHeapAsync(review);
        var preview = (await review.Database.Get<ClosePreview>().RunAsync(review.Owner, 1, default)).Require();
        var exceptions = preview.Exceptions.Select(e => new StatedException(e.Kind, "Stated for the auditor", review.Owner.PersonId!.Value, new DateOnly(2027, 6, 30))).ToList();
        (await review.Database.Get<CloseCampaign>().RunAsync(
            Guid.NewGuid(), review.Owner, 1, new CloseInput(preview.Statement, "Access is as it should be.", exceptions), default)).Require();
        var owed = (await review.Database.Get<EvidenceList>().RunAsync(review.Owner, default)).Require().Single();
        Assert.Equal((null, WorkState.Waiting), (owed.CurrentEditionId, owed.InTheMaking?.State));
        await review.Database.Get<FollowUps>().RunAsync(default);
        Assert.Equal(1, await review.Database.Get<RunExports>().RunAsync(default));
        await using var db = review.Database.Look();
        var edition = await db.EvidenceEditions.SingleAsync(e => e.Kind == EditionKind.Close);
        var folder = await review.UnpackAsync(edition.Id);
        try
        {
            using var book = new RawWorkbook(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(folder, "evidence.xlsx"))));
            Assert.DoesNotContain("different", book["Summary"].Column("Counted on the sheets: equal?").Concat(book["Completeness"].Column("B counted on the sheets: equal?")));
            var failed = book["Completeness"].Rows().Where(r => r["Result"] == "Fail").Select(r => $"{r["Check"]} {r["Run at"]} {r["What is A"]} {r.GetValueOrDefault("A")} {r["What is B"]} {r.GetValueOrDefault("B")}");
            Assert.Empty(failed);
            Assert.Contains(book["Completeness"].Rows(), r => r["What is B"] == "removals" && r["Result"] == "Pass");
            Assert.Contains(book["Completeness"].Rows(), r => r["Run at"] == "close");
            Assert.Equal("Close", book["Summary"].Rows().Single(r => r["What"] == "Edition")["Value"]);
            Assert.Equal("Access is as it should be.", book["Summary"].Rows().Single(r => r["What"] == "The owner's conclusion")["Value"]);
            var settings = book["Configuration"].Rows().Where(r => r["Of"] == "Heap").ToDictionary(r => r["Setting"]!);
            Assert.Equal(("90", "30", "yes"), (settings["Dormant after days"]["At launch"], settings["Dormant after days"]["At close"], settings["Dormant after days"]["Changed"]));
            Assert.StartsWith("2 roles, others than now", settings["Privileged roles"]["At launch"], StringComparison.Ordinal);
            Assert.Equal(("Admin", "no"), (settings["Privileged roles"]["At close"], settings["Owner"]["Changed"]));
            Assert.Contains(book["Integrity"].Rows(), r => r["Kind"] == "Earlier export" && r["What"]!.EndsWith("Interim 1", StringComparison.Ordinal));
            var ran = await PackSample.RunAsync(folder, "python3", "verify.py", ".", Convert.ToHexStringLower(edition.ManifestSha256));
            Assert.SkipWhen(ran is null, "python3 is not on this machine.");
            Assert.True(ran!.Value.ExitCode == 0, ran.Value.Output);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>After the launch Heap is set to other values; the evidence tells both.</summary>
    private static async Task ChangeHeapAsync(HarbourlightReview review)
    {
        await using var db = review.Database.Look();
        var heap = await db.Applications.Include(a => a.PrivilegedRoles).SingleAsync();
        var facts = (await review.Database.Get<ApplicationPage>().RunAsync(review.Owner, heap.Id, default)).Require().Said;
        (await review.Database.Get<ChangeApplication>().RunAsync(
            Guid.NewGuid(), await review.PersonAsync("kaito.ivanov"), heap.Id, facts with { DormantAfterDays = 30, PrivilegedRoles = ["Admin"] }, default)).Require();
    }
}
