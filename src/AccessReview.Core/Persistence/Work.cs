using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Persistence;

/// <summary>How a job stands.</summary>
public enum WorkState
{
    /// <summary>Nobody has taken it.</summary>
    Waiting,

    /// <summary>Somebody works on it, for as long as the lease lasts.</summary>
    Running,

    /// <summary>Finished.</summary>
    Done,

    /// <summary>Given up; says why.</summary>
    Failed,
}

/// <summary>A job that outlives the request which asked for it: leased, repeatable, with progress. Operational.</summary>
public sealed class Work
{
    /// <summary>The key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>What kind of job: <c>export</c>, <c>import</c>, <c>clock</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What makes two requests the same job.</summary>
    public required string UniqueKey { get; init; }

    /// <summary>The job's arguments as JSON.</summary>
    public required string Arguments { get; set; }

    /// <summary>Who asked, as <see cref="Actor.Key"/>.</summary>
    public required string AskedBy { get; set; }

    /// <summary>When.</summary>
    public required DateTime AskedAt { get; set; }

    /// <summary>How it stands.</summary>
    public WorkState State { get; set; }

    /// <summary>Steps done.</summary>
    public long Progress { get; set; }

    /// <summary>Steps in all; 0 while unknown.</summary>
    public long Total { get; set; }

    /// <summary>Who works on it.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when it is theirs.</summary>
    public DateTime? LeaseUntil { get; set; }

    /// <summary>Raised by each lease: a worker whose number is no longer this one has lost the job.</summary>
    public int Attempt { get; set; }

    /// <summary>Not to be taken before.</summary>
    public DateTime? NotBefore { get; set; }

    /// <summary>When it ended.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>The result as JSON, or the sentence that says why it failed.</summary>
    public string? Result { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Work>
    {
        public void Configure(EntityTypeBuilder<Work> table)
        {
            table.Property(w => w.Kind).HasMaxLength(32);
            table.Property(w => w.UniqueKey).HasMaxLength(200);
            table.Property(w => w.AskedBy).HasMaxLength(64);
            table.Property(w => w.LeaseOwner).HasMaxLength(64);
            table.HasIndex(w => new { w.Kind, w.UniqueKey }).IsUnique();
            table.HasIndex(w => new { w.State, w.NotBefore });
        }
    }
}
