using AccessReview.Core.Persistence;

namespace AccessReview.Core.Audit;

/// <summary>Where anchors go and with what they are signed. Both lie outside the database: who can change the database must not be able
/// to change them with it.</summary>
/// <param name="Folder">A folder; best one in which files can be added and not changed, on another machine.</param>
/// <param name="KeyFile">The private key (ECDSA P-256, PEM); made when it is not there, unless it is named and anchors are there.</param>
public sealed record AnchorOptions(string Folder, string KeyFile)
{
    /// <summary>Where the last anchor is noted apart from the folder, which may be the mount point of a share that is not mounted; null where the
    /// folder lies in the data folder itself, as both are there or neither is.</summary>
    public string? NoteFile { get; init; }

    /// <summary>Whether somebody named the key's file: it may lie on a share that is not mounted, where another one must not be made in its place.</summary>
    public bool KeyIsNamed { get; init; }

    /// <summary>In the data folder, for whoever names no better place.</summary>
    public static AnchorOptions In(DatabaseOptions database) => new(Path.Combine(database.Folder, "anchors"), Path.Combine(database.Folder, "keys", "anchor-key.pem"));

    /// <summary>Where somebody named, for an installation with this data folder.</summary>
    public static AnchorOptions At(DatabaseOptions database, string folder, string keyFile) =>
        new(folder, keyFile)
        {
            NoteFile = folder == In(database).Folder ? null : Path.Combine(database.Folder, "anchored.txt"),
            KeyIsNamed = keyFile != In(database).KeyFile,
        };

    /// <summary>Whether these are others, and anchors lie there and none here: an installation that began to share has left its own behind.</summary>
    public bool LeftBehind(AnchorOptions before) =>
        Path.GetFullPath(Folder) != Path.GetFullPath(before.Folder) && AnchorFolder.Files(before.Folder).Any() && !AnchorFolder.Files(Folder).Any();
}
