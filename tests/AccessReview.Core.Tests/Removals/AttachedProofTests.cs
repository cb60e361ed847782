using System.IO.Compression;
using AccessReview.Core.Audit;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence;
using AccessReview.Core.Extracts;
using AccessReview.Core.Persistence;
using AccessReview.Core.Removals;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Removals;

/// <summary>A file attached to what was done by hand: kept by its hash, shown to whoever sees the removal, and no proof that it is gone.</summary>
public sealed class AttachedProofTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8];

    private static async Task<(RevokedWorld World, Removal Removal)> NotedAsync(TestDatabase database)
    {
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        var removal = (await world.RemovalsAsync())[0];
        (await database.Get<NoteDone>().RunAsync(
            Guid.NewGuid(), world.World.As("Owen"), new HandWork([removal.Id], world.World["Owen"], new DateOnly(2026, 11, 23), ""), CancellationToken.None)).Require();
        return (world, removal);
    }

    private static Task<Outcome<Done>> AttachAsync(TestDatabase database, RevokedWorld world, string by, long removal, byte[] bytes) =>
        database.Get<AttachProof>().RunAsync(Guid.NewGuid(), world.World.As(by), [removal], new MemoryStream(bytes), CancellationToken.None);

    [Fact]
    public async Task A_proof_is_kept_named_by_its_hash_and_makes_nothing_verified()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await NotedAsync(database);
        (await AttachAsync(database, world, "Owen", removal.Id, Png)).Require();

        Assert.Equal(RemovalState.WaitingForPerson, (await world.RemovalsAsync())[0].State);
        await using var db = database.Look();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Png));
        var told = await db.AuditEvents.SingleAsync(e => e.Type == nameof(ProofAttached));
        Assert.Contains(hash, System.Text.Encoding.UTF8.GetString(told.Body), StringComparison.Ordinal);
        var story = (await database.Get<RemovalStory>().RunAsync(world.World.As("Owen"), removal.Id, CancellationToken.None)).Require();
        Assert.Equal((hash, "Owen"), story.Proofs.Select(p => (p.Sha256, p.By)).Single());
    }

    [Fact]
    public async Task Whoever_sees_the_removal_gets_the_bytes_back_and_nobody_else()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await NotedAsync(database);
        (await AttachAsync(database, world, "Owen", removal.Id, Pdf)).Require();
        await using var db = database.Look();
        var proof = await db.HandProofs.Select(p => p.Id).SingleAsync();
        var download = database.Get<DownloadProof>();
        var receipt = (await download.RunAsync(world.World.As("Owen"), proof, CancellationToken.None)).Require();
        using var bytes = new MemoryStream();
        await download.SendAsync(receipt, bytes, CancellationToken.None);
        Assert.Equal(Pdf, bytes.ToArray());
        Assert.Equal((ProofKind.Pdf, $"removal-R1-by-hand-{proof}.pdf"), (receipt.Kind, receipt.FileName));
        Assert.Equal(Problem.DeniedCode, (await download.RunAsync(world.World.As("Mia"), proof, CancellationToken.None)).Problem?.Code);
        var told = EventJson.Read<ProofDownloaded>(await db.AuditEvents.SingleAsync(e => e.Type == nameof(ProofDownloaded)));
        Assert.Equal((removal.Id, proof), (told.RemovalId, told.ProofId));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Type == nameof(CommandDenied)));
    }

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("")]
    public async Task Only_a_png_a_jpeg_or_a_pdf_is_taken_by_its_bytes(string content)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await NotedAsync(database);
        Assert.Equal("proof.file", (await AttachAsync(database, world, "Owen", removal.Id, System.Text.Encoding.UTF8.GetBytes(content))).Problem?.Code);
    }

    [Fact]
    public async Task More_than_five_megabytes_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await NotedAsync(database);
        byte[] large = [.. Png, .. new byte[AttachProof.MaxBytes]];
        Assert.Equal("proof.file", (await AttachAsync(database, world, "Owen", removal.Id, large)).Problem?.Code);
    }

    [Fact]
    public async Task A_proof_belongs_to_a_note_and_comes_from_whoever_may_note()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = await RevokedWorld.CreateAsync(database);
        await world.RevokeAsync("Vera");
        await world.SignOffAsync("Vera");
        var removal = (await world.RemovalsAsync())[0];
        Assert.Equal("proof.not-noted", (await AttachAsync(database, world, "Owen", removal.Id, Png)).Problem?.Code);
        Assert.Equal(Problem.DeniedCode, (await AttachAsync(database, world, "Sami", removal.Id, Png)).Problem?.Code);
    }

    [Fact]
    public async Task The_pack_holds_the_file_under_the_name_that_the_workbook_says()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (world, removal) = await NotedAsync(database);
        (await AttachAsync(database, world, "Owen", removal.Id, Png)).Require();
        await using var db = database.Look();
        var edition = (await database.Get<MakeEdition>().RunAsync(removal.CampaignId, Actor.Product.Key, null, CancellationToken.None)).Require();
        var stored = await db.EvidenceEditions.Where(e => e.Id == edition).Select(e => e.PackFileId).SingleAsync();
        using var pack = new MemoryStream(await database.Get<FileStore>().ReadAsync(stored, CancellationToken.None));
        using var zip = new ZipArchive(pack);
        var proof = await db.HandProofs.Select(p => p.Id).SingleAsync();
        using var entry = zip.GetEntry($"sources/removal-R1-by-hand-{proof}.png")!.Open();
        using var bytes = new MemoryStream();
        await entry.CopyToAsync(bytes);
        Assert.Equal(Png, bytes.ToArray());
    }
}
