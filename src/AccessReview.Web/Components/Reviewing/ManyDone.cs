using System.Globalization;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>What an act on a selection did, and by what all of it is taken back.</summary>
/// <param name="Kind">The choice.</param>
/// <param name="Saved">How many were saved; 0: nothing, and there is nothing to take back.</param>
/// <param name="Turn">One of them.</param>
/// <param name="Seq">The event that saved them.</param>
public sealed record ManyDone(DecisionKind Kind, int Saved, long Turn, long Seq)
{
    /// <summary>"17 certified", "Nothing was revoked".</summary>
    public string Words => $"{(Saved == 0 ? "Nothing was" : Saved.ToString("N0", CultureInfo.InvariantCulture))} {(Kind == DecisionKind.Certify ? "certified" : "revoked")}";

    /// <summary>Of an answer.</summary>
    public static ManyDone Of(DecisionKind kind, DecideAnswer answer)
    {
        var first = answer.Items.FirstOrDefault(i => i.Kind == ItemAnswerKind.Saved);
        return new ManyDone(kind, answer.Saved, first?.TurnId ?? 0, first?.EventSeq ?? 0);
    }
}
