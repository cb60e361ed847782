namespace AccessReview.Core.Reviewing;

/// <summary>The quality rules in words, for pages and the workbook.</summary>
public static class QualityWords
{
    /// <summary>What the flag says.</summary>
    public static string Of(QualityFlag flag) => flag switch
    {
        QualityFlag.FastPrivileged => "Privileged access certified in a few seconds",
        QualityFlag.FastExceptions => "Most exceptions decided in a few seconds",
        QualityFlag.AgainstAdvice => "Most recommendations to revoke certified, with few different reasons",
        QualityFlag.ProbesKept => "Access of people who left, or unused for half a year, mostly kept without a reason",
        _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, null),
    };

    /// <summary>When it is raised.</summary>
    public static string Threshold(QualityFlag flag) => flag switch
    {
        QualityFlag.FastPrivileged => $"any in under {QualityRules.PrivilegedSeconds} seconds",
        QualityFlag.FastExceptions => $"at least {QualityRules.ManyExceptions} exceptions, median under {QualityRules.MedianSeconds} seconds",
        QualityFlag.AgainstAdvice => $"at least {QualityRules.ManyAgainst} and over {QualityRules.AgainstPercent} %, fewer than {QualityRules.FewReasons} reasons",
        QualityFlag.ProbesKept => $"at least {QualityRules.ManyProbes}, fewer than {QualityRules.ProbesPercent} % revoked or explained",
        _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, null),
    };
}
