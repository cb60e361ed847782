using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Notifications;

/// <summary>Why somebody is written to.</summary>
public enum NotificationKind
{
    /// <summary>There is something for them to review, or more than before, and nobody has told them yet.</summary>
    Invitation,

    /// <summary>The deadline comes nearer and something is left.</summary>
    Reminder,

    /// <summary>The deadline has passed and something is left.</summary>
    Overdue,

    /// <summary>The campaign's owner reminds them by hand.</summary>
    OwnersReminder,

    /// <summary>Somebody they manage is late.</summary>
    ManagerEscalation,

    /// <summary>Reviewers of a campaign they own are late.</summary>
    OwnerEscalation,

    /// <summary>What they have signed.</summary>
    Receipt,

    /// <summary>A reviewer asked them about their own access.</summary>
    Question,

    /// <summary>The next campaign of a series they own is drafted.</summary>
    CyclePrepared,

    /// <summary>That draft was not launched on its day.</summary>
    CycleLate,

    /// <summary>The day by which it was to be done has passed, and it was not launched.</summary>
    CycleMissed,

    /// <summary>The campaign about people who have left that the product drafted for them could not be launched.</summary>
    LeaversWait,

    /// <summary>The product was to carry removals out, and could not, or may not before they agree.</summary>
    RemovalsNeedPerson,

    /// <summary>The last day of a waiver that they asked for or approved comes nearer.</summary>
    WaiverEnding,

    /// <summary>That day is over, and the removal is open again.</summary>
    WaiverEnded,

    /// <summary>Somebody with something left to review is to be away, and nobody stands in for them before the recipient agrees.</summary>
    AbsenceWaits,

    /// <summary>The next campaign of a series leaves out something of an application they own, and is not launched before they approve it.</summary>
    ScopeWaits,

    /// <summary>Removals that no connection carries out wait for them, or are late.</summary>
    RemovalsWait,

    /// <summary>Removals of a campaign they own that wait for somebody else by hand, or for the product, are late, or tasks by hand around removals.</summary>
    RemovalsLate,

    /// <summary>They were named at a close to follow something up, or are late with it.</summary>
    FollowUpsWait,

    /// <summary>What was to be followed up after the close of a campaign they own is late, or whoever was named has left.</summary>
    FollowUpsLate,

    /// <summary>Their signature is needed beside the campaign's owner's, who decided items of an application they own.</summary>
    SignatureWaits,

    /// <summary>Somebody asked for a waiver that they may answer.</summary>
    WaiverWaits,

    /// <summary>A waiver that they asked for was approved or refused.</summary>
    WaiverAnswered,

    /// <summary>Nobody was found for the second review of items of a campaign they own.</summary>
    SecondReviewerMissing,

    /// <summary>Access that a campaign they own revoked, and that was verified gone, is there again.</summary>
    AccessReturned,
}

/// <summary>One reason to write to one person about one campaign. That there is a row is the intent, once for each campaign,
/// recipient, kind and slot; several rows may go in one mail. Append-only.</summary>
public sealed class Notification : IEvidenceRow
{
    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The mail it goes in: rows with the same number are one mail.</summary>
    public required long MailId { get; init; }

    /// <summary>The campaign it is about.</summary>
    public required long CampaignId { get; init; }

    /// <summary>Who is written to.</summary>
    public required long RecipientId { get; init; }

    /// <summary>Why.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>The day, in the campaign's time zone, for which it is due.</summary>
    public required DateOnly Slot { get; init; }

    /// <summary>The sign-off of a receipt; 0 otherwise.</summary>
    public long SignOffId { get; init; }

    /// <summary>Items left when it was planned; those signed, for a receipt; questions that wait, for a question; removals or exceptions, for what is said of those;
    /// absences, applications or waivers, for what asks for a word on them.</summary>
    public required int Items { get; init; }

    /// <summary>Who asked for it; null: the clock.</summary>
    public long? AskedById { get; init; }

    /// <summary>The address it goes to, as <see cref="PrivateText"/>; null when there is none.</summary>
    public long? AddressId { get; init; }

    /// <summary>The salted hash of that address.</summary>
    public byte[]? AddressHash { get; init; }

    /// <summary>When it was planned.</summary>
    public required DateTime At { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("mail", MailId).Add("campaign", CampaignId).Add("recipient", RecipientId).Add("kind", Kind).Add("slot", Slot).Add("signOff", SignOffId)
        .Add("items", Items).Add("askedBy", AskedById).Add("address", AddressId).Add("addressHash", AddressHash).Add("at", At);

    internal sealed class Map : IEntityTypeConfiguration<Notification>
    {
        public void Configure(EntityTypeBuilder<Notification> table)
        {
            table.Property(n => n.AddressHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(n => new { n.CampaignId, n.RecipientId, n.Kind, n.Slot, n.SignOffId }).IsUnique();
            table.HasIndex(n => n.MailId);
        }
    }
}
