using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Notifications;

/// <summary>What became of a mail.</summary>
public enum MailResult
{
    /// <summary>The mail server took it.</summary>
    Sent,

    /// <summary>The mail server refused it for good.</summary>
    Refused,

    /// <summary>The mail server did not take it for days.</summary>
    GivenUp,

    /// <summary>Nothing was left by the time it would have gone.</summary>
    NotNeeded,

    /// <summary>The staff list has no address for the person.</summary>
    NoAddress,

    /// <summary>The staff list had another address for the person before a mail server took it.</summary>
    AddressChanged,

    /// <summary>The person has left.</summary>
    HasLeft,
}

/// <summary>How one mail ended; a mail without one waits. Append-only.</summary>
public sealed class MailOutcome : IEvidenceRow
{
    /// <summary>The mail: <see cref="Notification.MailId"/>.</summary>
    public required long MailId { get; init; }

    /// <summary>What became of it.</summary>
    public required MailResult Result { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>The number of the mail server's last answer (RFC 5321, 4.2), if it gave one.</summary>
    public int? Answer { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("mail", MailId).Add("result", Result).Add("attempts", Attempts).Add("answer", Answer).Add("at", At);

    internal sealed class Map : IEntityTypeConfiguration<MailOutcome>
    {
        public void Configure(EntityTypeBuilder<MailOutcome> table)
        {
            table.HasKey(o => o.MailId);
            table.Property(o => o.MailId).ValueGeneratedNever();
        }
    }
}
