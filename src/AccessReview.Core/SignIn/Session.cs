using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.SignIn;

/// <summary>A sign-in while it lasts. The cookie names it and nothing else counts: a session that is ended here is over, whatever
/// the cookie says. Operational; kept for <see cref="KeptFor"/>, because decisions cite it.</summary>
public sealed class Session
{
    /// <summary>The most characters of a key.</summary>
    public const int MaxKey = 64;

    /// <summary>How long a session's row is kept after it began.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>What decisions and cookies call it.</summary>
    public required string Key { get; init; }

    /// <summary>The person; null for the built-in first administrator and for whoever is not bound.</summary>
    public long? PersonId { get; init; }

    /// <summary>How they proved who they are.</summary>
    public required AuthenticationMethod Method { get; init; }

    /// <summary>When it began.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>When they last proved at the provider who they are, as the provider says; null: it does not say.</summary>
    public DateTime? ProvedAt { get; set; }

    /// <summary>When they last did something, to within <see cref="Sessions.SeenEvery"/>.</summary>
    public required DateTime SeenAt { get; set; }

    /// <summary>When it was ended; null while it lasts or when it ran out by itself.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>The provider's token, protected, which a sign-out there asks for; gone when the session ends.</summary>
    public byte[]? SignOutHint { get; set; }

    internal sealed class Map : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> table)
        {
            table.HasKey(s => s.Key);
            table.Property(s => s.Key).HasMaxLength(MaxKey);
            table.HasIndex(s => new { s.PersonId, s.EndedAt });
        }
    }
}
