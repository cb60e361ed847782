using System.Security.Cryptography;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Whether anchors can be added and signed. A start asks: the first use may be days away, and nobody would be there to put it right.</summary>
public sealed class AnchorsUsable(DatabaseOptions database, AnchorOptions options, Databases databases, AnchorFolder folder, AnchorKey key)
{
    /// <summary>A problem that names the key of the configuration.</summary>
    public async Task<Outcome<Done>> RunAsync(CancellationToken cancel)
    {
        await using var db = databases.CreateDbContext();
        var installation = await db.Installations.AsNoTracking().SingleAsync(cancel);
        if (installation.Sample)
        {
            return Done.Yes;
        }

        // What lies in the data folder is made there when it is needed: an empty folder would count as anchors that are missing.
        var usual = AnchorOptions.In(database);
        return Trouble(options.Folder, usual.Folder, folder.Probe) is { } closed
                ? new Problem("anchors.folder", $"Evidence:AnchorFolder {options.Folder} cannot be used: {closed}. Let the product's account read it and add files to it (under systemd that takes ReadWritePaths, too), or name another folder.")
            : Trouble(folder.ProbeNote) is { } unwritten
                ? new Problem("anchors.note", $"The last anchor in Evidence:AnchorFolder is noted in {options.NoteFile}, which cannot be written: {unwritten}. Give it to the product's account: whoever restored or resumed may have made it.")
            : Trouble(options.KeyFile, usual.KeyFile, () => Sign(installation.Key)) is { } mute
                ? new Problem("anchors.key", $"Evidence:AnchorKeyFile {options.KeyFile} cannot be used: {mute}. Let the product's account read it, mount the share it lies on, or put its backup in its place; where it is lost, put another one there (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {options.KeyFile}), and the record says so.")
            : Done.Yes;
    }

    private void Sign(Guid installation)
    {
        folder.RequireKey(installation);
        _ = key.Sign([]);
    }

    private static string? Trouble(string path, string usual, Action use) => path != usual || Path.Exists(path) ? Trouble(use) : null;

    private static string? Trouble(Action use)
    {
        try
        {
            use();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
