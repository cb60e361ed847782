using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace AccessReview.Web.Setup.Keys;

/// <summary>Encrypts the keys in the database with the key file.</summary>
internal sealed class KeyFileEncryptor(KeyFile file) : IXmlEncryptor
{
    internal const string Element = "encryptedWithKeyFile";
    internal const string FileName = "file";

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(Element, new XAttribute(FileName, file.Name), Convert.ToBase64String(file.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(KeyFileDecryptor));
}

/// <summary>Decrypts them again; made by the framework, by the name that stands in the database.</summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        if (services.GetService<KeyFile>() is not { } file)
        {
            throw new CryptographicException($"A key in the database was encrypted with a key file, and {KeysSetup.FileKey} names none.");
        }

        var name = (string?)encryptedElement.Attribute(KeyFileEncryptor.FileName);
        return name == file.Name
            ? XElement.Parse(Encoding.UTF8.GetString(file.Decrypt(Convert.FromBase64String(encryptedElement.Value))))
            : throw new CryptographicException($"A key in the database was encrypted with another key file ({name}) than {file.Path} ({file.Name}).");
    }
}
