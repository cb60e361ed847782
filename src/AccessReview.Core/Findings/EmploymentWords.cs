using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>Employment in words, as findings, pages and the evidence say it.</summary>
public static class EmploymentWords
{
    /// <summary>The employment on the day, with its type where the directory gives one: "active, Contractor".</summary>
    public static string Of(KnownPerson person, DateOnly on) => Of(person.Status, person.EmploymentType, person.EndDate, on);

    /// <summary>The same from its parts.</summary>
    public static string Of(EmploymentStatus status, string type, DateOnly? endDate, DateOnly on)
    {
        var word = endDate < on ? "left" : status switch
        {
            EmploymentStatus.Active => "active",
            EmploymentStatus.OnLeave => "on leave",
            EmploymentStatus.Left => "left",
            EmploymentStatus.NotKnown => "not known",
            _ => throw new InvalidOperationException($"Unknown employment status {status}."),
        };
        return type.Length == 0 ? word : $"{word}, {FindingFacts.Short(type)}";
    }
}
