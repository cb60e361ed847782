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
        if (await db.Installations.Select(i => i.Sample).SingleAsync(cancel))
        {
            return Done.Yes;
        }

        // What lies in the data folder is made there when it is needed: an empty folder would count as anchors that are missing.
        var usual = AnchorOptions.In(database);
        return Trouble(options.Folder, usual.Folder, folder.Probe) is { } closed
                ? new Problem("anchors.folder", $"Evidence:AnchorFolder {options.Folder} cannot be used: {closed}. Let the product's account read it and add files to it (under systemd that takes ReadWritePaths, too), or name another folder.")
            : Trouble(options.KeyFile, usual.KeyFile, () => _ = key.Sign([])) is { } mute
                ? new Problem("anchors.key", $"Evidence:AnchorKeyFile {options.KeyFile} cannot be used: {mute}. Let the product's account read it, or put its backup in its place; where it is lost, move it away: another one is made, and the record says so.")
            : Done.Yes;
    }

    private static string? Trouble(string path, string usual, Action use)
    {
        try
        {
            if (path != usual || Path.Exists(path))
            {
                use();
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
