using System.IO.Compression;
using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence;
using AccessReview.Core.Evidence.Pack;
using AccessReview.Core.Tests.Evidence;
using AccessReview.Core.Tests.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Persistence;

/// <summary>Whoever has worked with the first release keeps everything: its database, made then and kept in <c>tests/data/first-release</c>,
/// is upgraded by the product's own upgrade.</summary>
public sealed class UpgradingTheFirstReleaseTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2027, 2, 22, 9, 0, 0, DateTimeKind.Utc);
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await FirstRelease.OpenAsync(Now);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [SqliteFact]
    public async Task Its_record_verifies_and_its_evidence_is_what_was_handed_out_then()
    {
        var report = (await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require();
        Assert.Empty(report.Findings);
        Assert.Equal((542, 1996, 69, 12), (report.Events, report.Rows, report.Texts, report.Files));
        Assert.Equal("9e7e88feebe15ad6c54e00f079a1d23d8189466d3db99d7f93c2ca1df504aa01", report.HeadHash);

        Assert.Equal("e5c25be14edb27821a5e75bfcc6253fe27b8cff3391d3c1daf3763f1a23e7438", Sha256(await PackAsync(EditionKind.Interim)));
        var close = await PackAsync(EditionKind.Close);
        Assert.Equal("cb026a457b300206aa71e53f9dc9ec4bcf1e3878ae00f91e8a860ce6085ba47f", Sha256(close));
        var folder = System.IO.Directory.CreateTempSubdirectory("accessreview-first-").FullName;
        try
        {
            await ZipFile.ExtractToDirectoryAsync(new MemoryStream(close), folder);
            var ran = await PackSample.RunAsync(folder, "python3", "verify.py", ".", "b4ab3ffd774585953f521f7e91e6eaf9b303cf8bd6b68591bb825d2654892a02");
            Assert.SkipWhen(ran is null, "python3 is not on this machine.");
            Assert.True(ran!.Value.ExitCode == 0, ran.Value.Output);

            // It is older than signatures, which is no change to it.
            var verified = await database.Get<VerifyPack>().RunAsync(folder, [], CancellationToken.None);
            Assert.Empty(verified.Wrong.Concat(verified.Missing));
            Assert.EndsWith(", not signed", verified.Words, StringComparison.Ordinal);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [SqliteFact]
    public async Task Work_goes_on_in_it()
    {
        await using var db = database.Look();
        var owner = await database.PersonAsync("dmitri.raman");
        var ask = database.Get<AskForEvidence>();
        (await ask.RunAsync(owner, 1, CancellationToken.None)).Require();
        await database.Get<FollowUps>().RunAsync(CancellationToken.None);
        await database.Get<RunExports>().RunAsync(CancellationToken.None);
        Assert.True(await db.EvidenceEditions.AnyAsync(e => e.Kind == EditionKind.FollowUp));
        Assert.Empty((await database.Get<VerifyChain>().RunAsync(Actor.Product, null, CancellationToken.None)).Require().Findings);
    }

    private async Task<byte[]> PackAsync(EditionKind kind)
    {
        await using var db = database.Look();
        var (auditor, edition) = (await database.PersonAsync("uma.nwosu"), await db.EvidenceEditions.Where(e => e.Kind == kind).Select(e => e.Id).SingleAsync());
        var download = database.Get<DownloadEvidence>();
        using var bytes = new MemoryStream();
        await download.SendAsync((await download.RunAsync(Guid.NewGuid(), auditor, 1, edition, EvidencePart.Pack, CancellationToken.None)).Require(), bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
