using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;

namespace AccessReview.Web.Setup;

/// <summary>The configuration section <c>Evidence</c>.</summary>
internal sealed class EvidenceOptions
{
    /// <summary><c>Evidence:AnchorFolder</c>: where anchors are added; <c>anchors</c> in the data folder when empty.</summary>
    public string? AnchorFolder { get; set; }

    /// <summary><c>Evidence:AnchorKeyFile</c>: the private key that signs them; <c>keys/anchor-key.pem</c> in the data folder when empty.</summary>
    public string? AnchorKeyFile { get; set; }

    /// <summary>Where anchors go, by configuration, or a refusal that names the key.</summary>
    public static AnchorOptions Of(IConfiguration configuration, string contentRoot, DatabaseOptions database)
    {
        var (asked, usual) = (Configured.Read<EvidenceOptions>(configuration, "Evidence"), AnchorOptions.In(database));
        var options = AnchorOptions.At(
            database,
            string.IsNullOrEmpty(asked.AnchorFolder) ? usual.Folder : Path.GetFullPath(asked.AnchorFolder, contentRoot),
            string.IsNullOrEmpty(asked.AnchorKeyFile) ? usual.KeyFile : Path.GetFullPath(asked.AnchorKeyFile, contentRoot));

        // Its first use may be days away. One that is not there yet is made then.
        return options == usual || !Path.Exists(options.KeyFile) || AnchorKey.CanSign(options.KeyFile)
            ? options : throw Configured.Refuse("Evidence:AnchorKeyFile", options.KeyFile, "it is a file with a private key (ECDSA P-256, PEM) that the product can read, or one that is not there yet");
    }

    /// <summary>Where anchors go when the product serves: nodes that share a database anchor in one folder and sign with one key.</summary>
    /// <exception cref="StartRefusedException">Each node would have its own.</exception>
    public static AnchorOptions ToServe(WebApplicationBuilder builder, DatabaseOptions database)
    {
        var (asked, usual) = (Configured.Read<EvidenceOptions>(builder.Configuration, "Evidence"), AnchorOptions.In(database));
        var shared = database.Provider == DatabaseProvider.SqlServer && builder.Environment.IsProduction();
        if (shared && (string.IsNullOrEmpty(asked.AnchorFolder) || string.IsNullOrEmpty(asked.AnchorKeyFile)))
        {
            throw new StartRefusedException(
                "Every node anchors the record of the one database and signs its evidence, so where the anchors go and the key that signs has to be shared as well. Name a folder in Evidence:AnchorFolder "
                + $"and a file in Evidence:AnchorKeyFile, the same on every node. {BringAlong(usual)}");
        }

        var options = Of(builder.Configuration, builder.Environment.ContentRootPath, database);
        return shared && options.LeftBehind(usual)
            ? throw new StartRefusedException($"Evidence:AnchorFolder {options.Folder} holds no anchor, and {usual.Folder} does. {BringAlong(usual)}")
            : options;
    }

    // Otherwise the anchors of before are not read, and packs signed with the key of before are said to be somebody else's.
    private static string BringAlong(AnchorOptions usual) =>
        $"Where the product has run before, bring along what it made: copy all of each node's {usual.Folder}, with the keys (*-{AnchorKey.PublicName}) that lie in it, into that folder, and one node's {usual.KeyFile} to that file.";
}
