using AccessReview.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AccessReview.Core.Reviewing;

/// <summary>The one question that a reviewer asked the account's holder about an item. It decides nothing. Append-only.</summary>
public sealed class Question : IEvidenceRow
{
    /// <summary>The fewest characters of a question or answer.</summary>
    public const int MinText = 3;

    /// <summary>The most characters of a question or answer.</summary>
    public const int MaxText = 1000;

    /// <summary>The key.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The item; it has one question at most.</summary>
    public required long ItemId { get; init; }

    /// <summary>The reviewer who asks.</summary>
    public required long AskedById { get; init; }

    /// <summary>The holder who is asked.</summary>
    public required long HolderId { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>The question, as <see cref="PrivateText"/>.</summary>
    public required long TextId { get; init; }

    /// <summary>The hash of the question.</summary>
    public required byte[] TextHash { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text
        .Add("id", Id).Add("campaign", CampaignId).Add("item", ItemId).Add("askedBy", AskedById).Add("holder", HolderId).Add("at", (DateTime?)At).Add("text", TextHash);

    internal sealed class Map : IEntityTypeConfiguration<Question>
    {
        public void Configure(EntityTypeBuilder<Question> table)
        {
            table.Property(q => q.TextHash).HasMaxLength(Hashes.Length).IsFixedLength();
            table.HasIndex(q => q.ItemId).IsUnique();
            table.HasIndex(q => q.HolderId);
            table.HasIndex(q => q.CampaignId);
        }
    }
}

/// <summary>The holder's answer, once. Append-only.</summary>
public sealed class QuestionAnswer : IEvidenceRow
{
    /// <summary>The question.</summary>
    public required long QuestionId { get; init; }

    /// <summary>When.</summary>
    public required DateTime At { get; init; }

    /// <summary>The answer, as <see cref="PrivateText"/>.</summary>
    public required long TextId { get; init; }

    /// <summary>The hash of the answer.</summary>
    public required byte[] TextHash { get; init; }

    /// <summary>How the holder proved who they are.</summary>
    public required AuthenticationMethod Method { get; init; }

    /// <inheritdoc/>
    public long EventSeq { get; set; }

    /// <inheritdoc/>
    public RowText WriteTo(RowText text) => text.Add("question", QuestionId).Add("at", (DateTime?)At).Add("text", TextHash).Add("method", Method);

    internal sealed class Map : IEntityTypeConfiguration<QuestionAnswer>
    {
        public void Configure(EntityTypeBuilder<QuestionAnswer> table)
        {
            table.HasKey(a => a.QuestionId);
            table.Property(a => a.QuestionId).ValueGeneratedNever();
            table.Property(a => a.TextHash).HasMaxLength(Hashes.Length).IsFixedLength();
        }
    }
}
