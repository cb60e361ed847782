using AccessReview.Core.Findings;
using AccessReview.Core.Overview;
using AccessReview.Web.Components.Shared;

namespace AccessReview.Web.Components.Overview;

/// <summary>The kinds of findings in a few words.</summary>
internal static class FindingWords
{
    /// <summary>One finding.</summary>
    public static string Of(Finding finding) => finding switch
    {
        Finding.Left => "Left the company",
        Finding.NobodyKnown => "Nobody known",
        Finding.Dormant => "Dormant",
        Finding.NeverJoined => "Never joined",
        Finding.Privileged => "Privileged",
        Finding.DuplicateAfterRename => "Duplicate after rename",
        Finding.ServiceOrShared => "Service or shared",
        Finding.ChangedSinceLastReview => "Changed since review",
        Finding.NewSinceLastReview => "New since review",
        Finding.None => "None",
        _ => string.Join(", ", Each(finding).Select(Of)),
    };

    /// <summary>What is not known because it is not judged yet; null: all of it is judged.</summary>
    public static string? NotJudged(JudgedApplications judged) => judged switch
    {
        { Any: false } => "not known yet",
        { NotYet: 1 } => "1 application is not judged yet",
        { NotYet: > 1 } => $"{DateWords.Number(judged.NotYet)} applications are not judged yet",
        _ => null,
    };

    /// <summary>What comes next while nothing is judged, of all applications or of one.</summary>
    public static string NextStep(JudgedApplications judged, bool all) =>
        judged.NotYet > 0 ? "What was read is judged as soon as a staff list has been read as well."
        : all ? "No application has been read yet." : "This application has not been read yet.";

    /// <summary>The single findings of a set.</summary>
    public static IEnumerable<Finding> Each(Finding findings) => Enum.GetValues<Finding>().Where(f => f != Finding.None && findings.HasFlag(f));
}
