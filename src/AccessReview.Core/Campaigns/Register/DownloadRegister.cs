using System.Globalization;
using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Evidence.Workbook;
using AccessReview.Core.Persistence;
using AccessReview.Core.Settings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Campaigns.Register;

/// <summary>The register as a file.</summary>
/// <param name="FileName">A name that says the day and, where identities were chosen, that.</param>
/// <param name="Bytes">The workbook.</param>
/// <param name="Sha256">Its SHA-256, which the record of the download holds too.</param>
public sealed record RegisterFile(string FileName, byte[] Bytes, byte[] Sha256);

/// <summary>Writes the register of applications as a workbook, for campaign owners and auditors. Taking the file away is an event.</summary>
public sealed class DownloadRegister(Databases databases, ApplicationRegister register, Change change, TimeProvider time)
{
    /// <summary>Writes what the page shows, then records the download.</summary>
    public async Task<Outcome<RegisterFile>> RunAsync(Guid commandId, Actor actor, CancellationToken cancel)
    {
        var read = await register.RunAsync(actor, cancel);
        if (!read.IsOk)
        {
            return await change.RefuseAsync(actor, nameof(DownloadRegister), read.Problem, cancel);
        }

        var file = await WriteAsync(actor, read.Value, cancel);
        var recorded = await change.RunAsync<Done>(commandId, actor, nameof(DownloadRegister), (scope, _) =>
        {
            scope.Record(new RegisterDownloaded(read.Value.Lines.Count, new Sha256(file.Sha256)));
            return Task.FromResult<Outcome<Done>>(Done.Yes);
        }, cancel);
        return recorded.IsOk ? file : recorded.Problem;
    }

    private async Task<RegisterFile> WriteAsync(Actor actor, RegisterView view, CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var installation = await db.Installations.AsNoTracking().SingleAsync(cancel);
        var organisation = (await CurrentPolicy.ReadAsync(db, cancel)).Policy.Organisation;
        var (at, demo) = (time.Now(), installation.DemoUsed || actor.Method == AuthenticationMethod.Demo);
        using var workbook = new MemoryStream();
        await EvidenceWorkbook.WriteAsync(
            RegisterSheet.Of(view, $"{(organisation.Length > 0 ? organisation : "organisation not named")}, installation {installation.Key}", demo, at), workbook, ct: cancel);
        var bytes = workbook.ToArray();
        return new RegisterFile(string.Create(CultureInfo.InvariantCulture, $"{(demo ? "DEMO-" : "")}register-{at:yyyy-MM-dd}.xlsx"), bytes, SHA256.HashData(bytes));
    }
}

/// <summary>Somebody took the register of applications away.</summary>
/// <param name="Applications">How many applications it holds.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
public sealed record RegisterDownloaded(int Applications, Sha256 Sha256) : EventBody;
