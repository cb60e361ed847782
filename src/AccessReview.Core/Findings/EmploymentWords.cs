using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>Employment in words, as findings, pages and the evidence say it.</summary>
public static class EmploymentWords
{
    /// <summary>The employment on the day, with its type where the directory gives one: "active, Contractor".</summary>
    public static string Of(KnownPerson person, DateOnly on) => Of(new(person.Status, person.StartDate, person.EndDate), person.EmploymentType, on);

    /// <summary>The same of a record.</summary>
    public static string Of(PersonRecord person, DateOnly on) => Of(new(person.Status, person.StartDate, person.EndDate), person.EmploymentType, on);

    /// <summary>The same of an employment and its type, empty where none is given.</summary>
    public static string Of(Employment employment, string type, DateOnly on)
    {
        var word = employment.HasLeft(on) ? "left" : employment.Status switch
        {
            // Whom the list has as gone has come back since.
            EmploymentStatus.Active or EmploymentStatus.Left => "active",
            EmploymentStatus.OnLeave => "on leave",
            EmploymentStatus.NotKnown => "not known",
            _ => throw new InvalidOperationException($"Unknown employment status {employment.Status}."),
        };
        return type.Length == 0 ? word : $"{word}, {FindingFacts.Short(type)}";
    }
}
