using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Connections;

/// <summary>Which kind of system a connection talks to.</summary>
public enum ConnectionSystem
{
    /// <summary>A SCIM 2.0 server.</summary>
    Scim,

    /// <summary>An Okta organisation.</summary>
    Okta,

    /// <summary>A Microsoft Entra ID tenant.</summary>
    EntraId,

    /// <summary>A Google Workspace.</summary>
    GoogleWorkspace,

    /// <summary>A OneLogin account.</summary>
    OneLogin,
}

/// <summary>What the product may do through a connection.</summary>
public enum ConnectionUse
{
    /// <summary>Read, and nothing else.</summary>
    ReadOnly,

    /// <summary>Read, and carry removals out.</summary>
    ReadAndRemove,
}

/// <summary>A way into an application or a directory. One in use for each: one that was ended and made anew, or leads into another system, server
/// or tenant, is another one. Its secret lies elsewhere.</summary>
public sealed class Connection : IAudited
{
    /// <summary>The most characters of a base address.</summary>
    public const int MaxAddress = 500;

    /// <summary>The most characters of the settings.</summary>
    public const int MaxSettings = 4000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The application it leads into, or null.</summary>
    public long? ApplicationId { get; init; }

    /// <summary>The directory it leads into, or null.</summary>
    public long? DirectoryId { get; init; }

    /// <summary>What it talks to.</summary>
    public required ConnectionSystem System { get; init; }

    /// <summary>The base address.</summary>
    public required string Address { get; set; }

    /// <summary>Everything else that is no secret: <see cref="ConnectionSettings"/> as JSON.</summary>
    public required string Settings { get; set; }

    /// <summary>What the product may do through it.</summary>
    public required ConnectionUse Use { get; set; }

    /// <summary>Whether it is in use; an ended one stays for what cites it.</summary>
    public required bool Active { get; set; }

    /// <summary>When it was tested last, and what came of it; null: never since it was set.</summary>
    public DateTime? TestedAt { get; set; }

    /// <summary>The last test as JSON.</summary>
    public string? Test { get; set; }

    /// <summary>Who said that more records than the source claims are right; null: nobody.</summary>
    public long? MoreAcceptedBy { get; set; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <summary>What of it somebody sets: a test, or an acceptance of more than it claims, changes none of it.</summary>
    /// <param name="seal">Its secret as it is kept; null: none is.</param>
    internal string Version(byte[]? seal) => string.Join(
        '\n', System, Address, Use, (ConnectionSettings.Parse(Settings) with { Cursor = false, ETags = false }).Write(), seal is null ? "" : Convert.ToHexString(SHA256.HashData(seal)));

    internal sealed class Map : IEntityTypeConfiguration<Connection>
    {
        public void Configure(EntityTypeBuilder<Connection> table)
        {
            table.Property(c => c.Address).HasMaxLength(MaxAddress);
            table.Property(c => c.Settings).HasMaxLength(MaxSettings);
            table.HasIndex(c => new { c.ApplicationId, c.DirectoryId });
        }
    }
}

/// <summary>A connection's secret, encrypted. Operational: nothing that is evidence holds it, and a backup without the keys cannot
/// read it.</summary>
public sealed class ConnectionSecret
{
    /// <summary>The connection.</summary>
    public required long ConnectionId { get; init; }

    /// <summary>The secret as the vault gave it back.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>The secret of a connection as it is kept; null: none is.</summary>
    internal static Task<byte[]?> OfAsync(ReviewDb db, long connectionId, CancellationToken cancel) =>
        db.ConnectionSecrets.AsNoTracking().Where(s => s.ConnectionId == connectionId).Select(s => s.Sealed).SingleOrDefaultAsync(cancel);

    internal sealed class Map : IEntityTypeConfiguration<ConnectionSecret>
    {
        public void Configure(EntityTypeBuilder<ConnectionSecret> table)
        {
            table.HasKey(s => s.ConnectionId);
            table.Property(s => s.ConnectionId).ValueGeneratedNever();
        }
    }
}

/// <summary>Seals secrets so that only this installation's keys open them.</summary>
public interface ISecretVault
{
    /// <summary>Seals a secret for one connection.</summary>
    byte[] Seal(long connectionId, string secret);

    /// <summary>Opens it; null when its key is gone, and it has to be entered again.</summary>
    string? Open(long connectionId, byte[] sealedSecret);
}
