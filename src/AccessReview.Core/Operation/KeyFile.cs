using System.Xml.Linq;
using AccessReview.Core.Persistence;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Operation;

/// <summary>The keys that sign cookies and seal secrets, in a file of their own: whoever holds a backup must not hold them with it.</summary>
internal static class KeyFile
{
    private static readonly XName Root = "accessreview-keys";

    /// <summary>Writes the keys to a file that only its owner reads.</summary>
    public static async Task WriteAsync(string file, IEnumerable<DataProtectionKey> keys, CancellationToken cancel)
    {
        var document = new XDocument(new XElement(Root, keys.Select(k => new XElement("held", new XAttribute("name", k.FriendlyName ?? ""), XElement.Parse(k.Xml!)))));
        await using var stream = OwnFile.Create(file);
        await document.SaveAsync(stream, SaveOptions.None, cancel);
    }

    /// <summary>Reads such a file.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static async Task<IReadOnlyList<DataProtectionKey>> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            var document = await XDocument.LoadAsync(stream, LoadOptions.None, cancel);
            return document.Root?.Name == Root
                ? [.. document.Root.Elements("held").Select(k => new DataProtectionKey { FriendlyName = (string?)k.Attribute("name"), Xml = k.Elements().Single().ToString(SaveOptions.DisableFormatting) })]
                : throw new FormatException($"{file} is not a file of keys.");
        }
        catch (Exception e) when (e is System.Xml.XmlException or InvalidOperationException)
        {
            throw new FormatException($"{file} is not a file of keys.", e);
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
