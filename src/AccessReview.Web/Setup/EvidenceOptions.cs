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
        var options = new AnchorOptions(
            string.IsNullOrEmpty(asked.AnchorFolder) ? usual.Folder : Path.GetFullPath(asked.AnchorFolder, contentRoot),
            string.IsNullOrEmpty(asked.AnchorKeyFile) ? usual.KeyFile : Path.GetFullPath(asked.AnchorKeyFile, contentRoot));

        // Its first use may be days away. One that is not there yet is made then.
        return options == usual || !Path.Exists(options.KeyFile) || AnchorKey.CanSign(options.KeyFile)
            ? options : throw Configured.Refuse("Evidence:AnchorKeyFile", options.KeyFile, "it is a file with a private key (ECDSA P-256, PEM) that the product can read, or one that is not there yet");
    }
}
