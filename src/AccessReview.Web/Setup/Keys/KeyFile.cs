using System.Security.Cryptography;

namespace AccessReview.Web.Setup.Keys;

/// <summary>A secret in a file outside the database. With it, the keys in the database can be read; a copy of the database alone signs
/// nobody in and shows no credentials.</summary>
internal sealed class KeyFile
{
    private const int Bytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const string Heading = "# AccessReview: protects sign-ins and stored credentials. Back it up apart from the database, and show it to nobody.";
    private readonly byte[] secret;

    private KeyFile(string path, byte[] secret) => (Path, this.secret) = (path, secret);

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Tells one secret from another and tells nothing of it.</summary>
    public string Name => Convert.ToHexStringLower(SHA256.HashData([.. "accessreview-key-file"u8, .. secret]))[..16];

    /// <summary>Opens the file, or makes it with a new secret that only this account may read.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="keys">The keys of the configuration that say so.</param>
    /// <exception cref="StartRefusedException">It is there and is no key file, or it cannot be made.</exception>
    public static KeyFile OpenOrMake(string path, string keys = KeysSetup.FileKey)
    {
        if (System.IO.Directory.Exists(path))
        {
            throw new StartRefusedException($"The key file {path} is a folder. Name another place in {keys}.");
        }

        try
        {
            if (!File.Exists(path))
            {
                Make(path);
            }

            return new KeyFile(path, Read(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The key file {path} can neither be read nor made: {e.Message} Name another place in {keys}.");
        }
    }

    /// <summary>Nonce, tag and the text in cipher.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plain)
    {
        var sealedText = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(secret, TagBytes);
        aes.Encrypt(sealedText.AsSpan(0, NonceBytes), plain, sealedText.AsSpan(NonceBytes + TagBytes), sealedText.AsSpan(NonceBytes, TagBytes));
        return sealedText;
    }

    /// <summary>The text again.</summary>
    /// <exception cref="CryptographicException">It was encrypted with another secret, or changed since.</exception>
    public byte[] Decrypt(byte[] sealedText)
    {
        var plain = new byte[Math.Max(0, sealedText.Length - NonceBytes - TagBytes)];
        using var aes = new AesGcm(secret, TagBytes);
        aes.Decrypt(sealedText.AsSpan(0, NonceBytes), sealedText.AsSpan(NonceBytes + TagBytes), sealedText.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }

    // Written beside it and moved: of two processes that start at once, the second finds the file of the first.
    private static void Make(string path)
    {
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var draft = path + "." + System.IO.Path.GetRandomFileName();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var writer = new StreamWriter(draft, options))
            {
                writer.WriteLine(Heading);
                writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // The other one's secret stands.
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static byte[] Read(string path)
    {
        var found = new byte[Bytes];
        return File.ReadLines(path).FirstOrDefault(l => l.Length > 0 && l[0] != '#') is { } line && Convert.TryFromBase64String(line.Trim(), found, out var length) && length == Bytes
            ? found
            : throw new StartRefusedException(
                $"{path} is not a key file of AccessReview. Put back the one that was there; or move it away, and a new one is made: then everybody signs in anew, and stored credentials are entered again.");
    }
}
