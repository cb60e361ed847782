using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.Closing;
using AccessReview.Core.Directories;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>An exception while its reason, person and day are being filled in.</summary>
public sealed class ExceptionModel(ExceptionKind kind, string words)
{
    /// <summary>Which exception.</summary>
    public ExceptionKind Kind { get; } = kind;

    /// <summary>The exception in words, with its count.</summary>
    public string Words { get; private set; } = words;

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Who follows it up.</summary>
    public PersonChoice? Person { get; set; }

    /// <summary>By when.</summary>
    public DateOnly FollowUp { get; set; }

    /// <summary>Whether all three are there.</summary>
    public bool IsStated => Reason.Trim().Length >= Campaign.MinReason && Person is not null && FollowUp != default;

    /// <summary>Whether somebody has begun to state it; the day is proposed by the page.</summary>
    public bool IsBegun => Reason.Length > 0 || Person is not null;

    /// <summary>The same with newer words.</summary>
    public ExceptionModel With(string words)
    {
        Words = words;
        return this;
    }

    /// <summary>As Core takes it.</summary>
    public StatedException ToStated() => new(Kind, Reason, Person?.Id, FollowUp);
}
