using AccessReview.Core.Campaigns;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Reviewing;

/// <summary>A sign that exceptions were decided without a look. It means a second look, and never bars anything.</summary>
public enum QualityFlag
{
    /// <summary>A privileged item was certified in a few seconds.</summary>
    FastPrivileged,

    /// <summary>Most of many exceptions were decided in a few seconds.</summary>
    FastExceptions,

    /// <summary>Most recommendations to revoke were certified against, with few different reasons.</summary>
    AgainstAdvice,

    /// <summary>Access of whoever left, or that nobody used for half a year, was mostly kept without a reason.</summary>
    ProbesKept,
}

/// <summary>One exception as it was decided.</summary>
/// <param name="ReviewerId">The reviewer.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="ItemId">Its item, which a second reviewer may have decided as well.</param>
/// <param name="Kind">The decision in force.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Recommendation">What was recommended.</param>
/// <param name="Seconds">How long the reviewer took, at most 60; null: not measured, because it was decided with others.</param>
/// <param name="ReasonId">The reason given, if any.</param>
/// <param name="IsProbe">An account whose holder left, or that was not used for 180 days before the reading; one that was never used, since it was made.</param>
public sealed record QualityFact(
    long ReviewerId, long TurnId, long ItemId, DecisionKind Kind, Finding Findings, Recommendation Recommendation, int? Seconds, long? ReasonId, bool IsProbe);

/// <summary>A flag raised for one reviewer and the turns it is about.</summary>
public sealed record RaisedFlag(QualityFlag Flag, IReadOnlyList<long> TurnIds);

/// <summary>How rubber-stamping shows, measured on exceptions only: routine rows decided fast raise nothing. Pure. Changing a number raises
/// <see cref="Version"/>.</summary>
public static class QualityRules
{
    /// <summary>The version of these rules, printed with every result.</summary>
    public const int Version = 2;

    /// <summary>A privileged item certified in fewer seconds.</summary>
    public const int PrivilegedSeconds = 5;

    /// <summary>Exceptions from which their median counts.</summary>
    public const int ManyExceptions = 8;

    /// <summary>A median of fewer seconds.</summary>
    public const int MedianSeconds = 4;

    /// <summary>Recommendations to revoke certified against, from which the share counts.</summary>
    public const int ManyAgainst = 5;

    /// <summary>The share of recommendations to revoke certified against, in per cent, above which it is a sign.</summary>
    public const int AgainstPercent = 80;

    /// <summary>Different reasons below which certifying against is a sign.</summary>
    public const int FewReasons = 3;

    /// <summary>Probes from which their share counts.</summary>
    public const int ManyProbes = 10;

    /// <summary>The share of probes revoked or explained, in per cent, below which it is a sign.</summary>
    public const int ProbesPercent = 70;

    /// <summary>Days without use that make a probe.</summary>
    public const int ProbeDays = 180;

    /// <summary>The flags of one reviewer's exceptions.</summary>
    public static IReadOnlyList<RaisedFlag> Of(IReadOnlyList<QualityFact> exceptions)
    {
        var flags = new List<RaisedFlag>();
        void Raise(QualityFlag flag, bool raised, IEnumerable<QualityFact> about)
        {
            if (raised)
            {
                flags.Add(new RaisedFlag(flag, [.. about.OrderBy(f => f.Seconds ?? int.MaxValue).Select(f => f.TurnId)]));
            }
        }

        var privileged = exceptions.Where(f => f is { Kind: DecisionKind.Certify, Seconds: < PrivilegedSeconds } && f.Findings.HasFlag(Finding.Privileged)).ToList();
        var timed = exceptions.Where(f => f.Seconds is not null).ToList();
        var advised = exceptions.Where(f => f.Recommendation == Recommendation.Revoke).ToList();
        var against = advised.Where(f => f.Kind == DecisionKind.Certify).ToList();
        var probes = exceptions.Where(f => f.IsProbe).ToList();
        var kept = probes.Where(f => f.Kind == DecisionKind.Certify && f.ReasonId is null).ToList();
        Raise(QualityFlag.FastPrivileged, privileged.Count > 0, privileged);
        Raise(QualityFlag.FastExceptions, timed.Count >= ManyExceptions && Median(timed) < MedianSeconds, timed.Where(f => f.Seconds < MedianSeconds));
        Raise(QualityFlag.AgainstAdvice, against.Count >= ManyAgainst && against.Count * 100 > advised.Count * AgainstPercent && against.Select(f => f.ReasonId).Distinct().Count() < FewReasons, against);
        Raise(QualityFlag.ProbesKept, probes.Count >= ManyProbes && (probes.Count - kept.Count) * 100 < probes.Count * ProbesPercent, kept);
        return flags;
    }

    /// <summary>The middle of the seconds measured; null: none were.</summary>
    public static double? Median(IEnumerable<QualityFact> exceptions)
    {
        var seconds = exceptions.Select(f => f.Seconds).OfType<int>().Order().ToList();
        return seconds.Count == 0 ? null : (seconds[(seconds.Count - 1) / 2] + seconds[seconds.Count / 2]) / 2.0;
    }
}
