using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Audit;

/// <summary>One line of the append-only, hash-chained record. <see cref="Body"/> is what is hashed, byte for byte; the other
/// columns repeat what it says, for queries, and the verifier compares them.</summary>
public sealed class AuditEvent
{
    /// <summary>The place in the chain, from 1, without gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>When, in UTC; never earlier than the event before.</summary>
    public required DateTime At { get; init; }

    /// <summary>The name of the event's record.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the event's record.</summary>
    public required int Version { get; init; }

    /// <summary>The campaign it belongs to, if any.</summary>
    public required long? CampaignId { get; init; }

    /// <summary>Who, as <see cref="Core.Actor.Key"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>The event as UTF-8 JSON.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The hash of the event before.</summary>
    public required byte[] PrevHash { get; init; }

    /// <summary>The hash of this event: <see cref="Hashes.OfEvent"/>.</summary>
    public required byte[] Hash { get; init; }

    internal sealed class Map : IEntityTypeConfiguration<AuditEvent>
    {
        public void Configure(EntityTypeBuilder<AuditEvent> table)
        {
            table.HasKey(e => e.Seq);
            table.Property(e => e.Seq).ValueGeneratedNever();
            table.Property(e => e.Type).HasMaxLength(64);
            table.Property(e => e.Actor).HasMaxLength(64);
            table.Property(e => e.PrevHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.Property(e => e.Hash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(e => new { e.CampaignId, e.Seq });
        }
    }
}

/// <summary>The end of the chain and the source of every key: one row, locked first and written last by each change.</summary>
public sealed class ChainHead
{
    /// <summary>The only key.</summary>
    public const int TheId = 1;

    /// <summary>Always <see cref="TheId"/>.</summary>
    public int Id { get; init; } = TheId;

    /// <summary>The last event.</summary>
    public long Seq { get; set; }

    /// <summary>The last event's time; the next one's is not earlier.</summary>
    public DateTime At { get; set; }

    /// <summary>The last event's hash.</summary>
    public byte[] Hash { get; set; } = Hashes.Genesis;

    /// <summary>The next free key. All audited tables share it: keys are known before the insert, on both databases.</summary>
    public long NextId { get; set; } = 1;

    /// <summary>Above <see cref="Seq"/> only inside the purge command's transaction; the triggers then let rows go.</summary>
    public long PurgeSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<ChainHead>
    {
        public void Configure(EntityTypeBuilder<ChainHead> table)
        {
            table.Property(h => h.Id).ValueGeneratedNever();
            table.Property(h => h.Hash).HasMaxLength(Hashes.Length).IsFixedLength();
        }
    }
}

/// <summary>That a command was carried out, with its answer: a repeated command gets the same answer and changes nothing. Kept for as long as a
/// command may come again: <see cref="ForgetReceipts.Kept"/>.</summary>
public sealed class CommandReceipt
{
    /// <summary>The command's id, made in the browser.</summary>
    public required Guid CommandId { get; init; }

    /// <summary>Who sent it; nobody else gets the answer.</summary>
    public required string Actor { get; init; }

    /// <summary>The event that it wrote.</summary>
    public required long EventSeq { get; init; }

    /// <summary>The answer as JSON.</summary>
    public required string Answer { get; init; }

    internal sealed class Map : IEntityTypeConfiguration<CommandReceipt>
    {
        public void Configure(EntityTypeBuilder<CommandReceipt> table)
        {
            table.HasKey(r => r.CommandId);
            table.Property(r => r.CommandId).ValueGeneratedNever();
            table.Property(r => r.Actor).HasMaxLength(64);
        }
    }
}

/// <summary>A free text (a reason, a purpose) with the salt of its hash. Rows and events cite the hash; a purge empties text
/// and salt and leaves the hash.</summary>
public sealed class PrivateText : IAudited
{
    /// <summary>The most characters a text has.</summary>
    public const int MaxLength = 4000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>16 random bytes; null after a purge.</summary>
    public byte[]? Salt { get; set; }

    /// <summary>The text; null after a purge.</summary>
    public string? Text { get; set; }

    /// <summary><see cref="Hashes.OfText"/>.</summary>
    public required byte[] Hash { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<PrivateText>
    {
        public void Configure(EntityTypeBuilder<PrivateText> table)
        {
            table.Property(t => t.Text).HasMaxLength(MaxLength);
            table.Property(t => t.Salt).HasMaxLength(16);
            table.Property(t => t.Hash).HasMaxLength(Hashes.Length).IsFixedLength();
        }
    }
}

/// <summary>How often an actor was refused a command since the last event that says so: refusals are recorded at most once
/// a minute for each actor and command. Operational.</summary>
public sealed class Denial
{
    /// <summary>Who.</summary>
    public required string Actor { get; init; }

    /// <summary>Which command.</summary>
    public required string Command { get; init; }

    /// <summary>When the last event about it was written.</summary>
    public DateTime LastEventAt { get; set; }

    /// <summary>Refusals since then.</summary>
    public int Since { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Denial>
    {
        public void Configure(EntityTypeBuilder<Denial> table)
        {
            table.HasKey(d => new { d.Actor, d.Command });
            table.Property(d => d.Actor).HasMaxLength(64);
            table.Property(d => d.Command).HasMaxLength(64);
        }
    }
}
