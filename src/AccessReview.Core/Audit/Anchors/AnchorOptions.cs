using AccessReview.Core.Persistence;

namespace AccessReview.Core.Audit;

/// <summary>Where anchors go and with what they are signed. Both lie outside the database: who can change the database must not be able
/// to change them with it.</summary>
/// <param name="Folder">A folder; best one in which files can be added and not changed, on another machine.</param>
/// <param name="KeyFile">The private key (ECDSA P-256, PEM); made when it is not there.</param>
public sealed record AnchorOptions(string Folder, string KeyFile)
{
    /// <summary>In the data folder, for whoever names no better place.</summary>
    public static AnchorOptions In(DatabaseOptions database) => new(Path.Combine(database.Folder, "anchors"), Path.Combine(database.Folder, "keys", "anchor-key.pem"));

    /// <summary>Whether these are others, and anchors lie there and none here: an installation that began to share has left its own behind.</summary>
    public bool LeftBehind(AnchorOptions before) =>
        Path.GetFullPath(Folder) != Path.GetFullPath(before.Folder) && AnchorFolder.Files(before.Folder).Any() && !AnchorFolder.Files(Folder).Any();
}
