using System.Security.Cryptography.Xml;
using System.Xml.Linq;
using AccessReview.Core;
using AccessReview.Core.Operation;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;

namespace AccessReview.Web.Setup.Keys;

/// <summary>What encrypts the keys in a database, by what is written there.</summary>
internal static class KeysSeal
{
    private static readonly XName ByCertificate = XName.Get("EncryptedData", EncryptedXml.XmlEncNamespaceUrl);

    /// <summary>What has to be kept with a copy of the keys so that they can be read again; a problem, when the key file is not the one that
    /// encrypts them and the copy would be of no use.</summary>
    /// <param name="keys">The keys, the newest last.</param>
    /// <param name="path">Where the key file should lie.</param>
    public static Outcome<string> Keep(IReadOnlyList<DataProtectionKey> keys, string path)
    {
        const string Apart = "keep it apart from the backup";

        // The newest tells what encrypts now: what encrypted older ones may be gone, which the log says at every start.
        var seal = keys.SelectMany(k => XElement.Parse(k.Xml!).Descendants()).LastOrDefault(e => e.Name == KeyFileEncryptor.Element || e.Name == ByCertificate);
        if (seal is null)
        {
            return Apart;
        }

        if (seal.Name == ByCertificate)
        {
            return Apart + ", and keep the certificate that encrypts them, with its private key, too";
        }

        if (!File.Exists(path))
        {
            return Useless($"there is none at {path}");
        }

        return KeyFile.OpenOrMake(path).Name == (string?)seal.Attribute(KeyFileEncryptor.FileName) ? Apart : Useless($"{path} is another key file");
    }

    private static Problem Useless(string because) => new(
        MakeBackup.KeysCode, $"The keys are encrypted with a key file, and {because}: nobody could read them again. Name the right one as the product does: --{KeysSetup.FileKey}=... Nothing was written.");
}
