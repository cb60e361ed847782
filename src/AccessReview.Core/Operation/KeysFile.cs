using System.Xml.Linq;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>The keys that sign cookies and hide credentials, with what encrypts them, in a file of their own: whoever holds a backup must
/// not hold them with it.</summary>
internal static class KeysFile
{
    private static readonly XName Root = "accessreview-keys";

    /// <summary>Writes the keys to a file that only its owner reads.</summary>
    public static async Task WriteAsync(string file, IEnumerable<DataProtectionKey> keys, string protector, CancellationToken cancel)
    {
        var document = new XDocument(new XElement(Root, keys.Select(k => new XElement("held", new XAttribute("name", k.FriendlyName ?? ""), XElement.Parse(k.Xml!)))));
        if (File.Exists(protector))
        {
            document.Root!.Add(new XElement("protector", Convert.ToBase64String(await File.ReadAllBytesAsync(protector, cancel))));
        }

        await OwnFile.WriteAsync(file, stream => document.SaveAsync(stream, SaveOptions.None, cancel));
    }

    /// <summary>Reads such a file, and puts what encrypts the keys where it belongs.</summary>
    /// <exception cref="FormatException">It is none, or another protector is in place.</exception>
    public static async Task<IReadOnlyList<DataProtectionKey>> ReadAsync(string file, string protector, CancellationToken cancel)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            var document = await XDocument.LoadAsync(stream, LoadOptions.None, cancel);
            if (document.Root?.Element("protector") is { } kept)
            {
                await PlaceAsync(protector, Convert.FromBase64String(kept.Value), cancel);
            }

            return document.Root?.Name == Root
                ? [.. document.Root.Elements("held").Select(k => new DataProtectionKey { FriendlyName = (string?)k.Attribute("name"), Xml = k.Elements().Single().ToString(SaveOptions.DisableFormatting) })]
                : throw new FormatException($"{file} is not a file of keys.");
        }
        catch (Exception e) when (e is System.Xml.XmlException or InvalidOperationException)
        {
            throw new FormatException($"{file} is not a file of keys.", e);
        }
    }

    private static async Task PlaceAsync(string protector, byte[] bytes, CancellationToken cancel)
    {
        if (!File.Exists(protector))
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(protector)!);
            await OwnFile.WriteAsync(protector, stream => stream.WriteAsync(bytes, cancel).AsTask());
        }
        else if (!(await File.ReadAllBytesAsync(protector, cancel)).AsSpan().SequenceEqual(bytes))
        {
            throw new FormatException($"{protector} is another key file than the one that encrypts these keys. Move it away first, or restore without the keys.");
        }
    }

    /// <summary>Puts keys into a database beside those it has.</summary>
    public static Task AddAsync(Databases databases, IReadOnlyList<DataProtectionKey> keys, CancellationToken cancel) =>
        new OperationalWrites(databases).RunAsync(
            async (db, token) =>
            {
                var held = await db.DataProtectionKeys.Select(k => k.FriendlyName).ToListAsync(token);
                db.AddRange(keys.Where(k => !held.Contains(k.FriendlyName)).Select(k => new DataProtectionKey { FriendlyName = k.FriendlyName, Xml = k.Xml }));
                return Done.Yes;
            },
            cancel);
}
