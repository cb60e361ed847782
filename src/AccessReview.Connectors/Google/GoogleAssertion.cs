using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AccessReview.Connectors.Google;

/// <summary>What a service account signs to be given a token (RFC 7523): who it is, for whom it asks and what for.</summary>
internal static class GoogleAssertion
{
    // Google takes none that is good for longer.
    private const int Lifetime = 3600;

    /// <exception cref="ConnectorException">The key cannot be read.</exception>
    public static string Sign(GoogleSettings settings, string scope, DateTimeOffset now)
    {
        var issued = now.ToUnixTimeSeconds();
        var unsigned = Part(new { alg = "RS256", typ = "JWT" }) + "." + Part(new
        {
            iss = settings.ServiceAccount, sub = settings.Admin, scope, aud = settings.Login.AbsoluteUri, iat = issued, exp = issued + Lifetime,
        });
        using var key = Key(settings.PrivateKey);
        return unsigned + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Part(object content) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content));

    private static RSA Key(string pem)
    {
        var key = RSA.Create();
        try
        {
            // Copied out of the key file, the ends of lines are still written as \n.
            key.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            return key;
        }
        catch (Exception broken) when (broken is ArgumentException or CryptographicException)
        {
            key.Dispose();
            // Without what lies beneath: it might quote the key.
            throw new ConnectorException(ConnectorFault.Unauthorized, "The private key of the service account cannot be read. Is it there whole, with its first and last line?");
        }
    }
}
