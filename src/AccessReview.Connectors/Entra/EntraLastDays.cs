using System.Text.Json;

namespace AccessReview.Connectors.Entra;

/// <summary>The days on which people leave (employeeLeaveDateTime, Microsoft Graph v1.0; needs User-LifeCycleInfo.Read.All). Whoever asks for
/// them without that right is refused the whole list, so that they are asked for by themselves.</summary>
internal static class EntraLastDays
{
    public const string Question = "users?$select=id,employeeLeaveDateTime&$top=999";

    /// <summary>What the list is in a sentence; null: it is another one.</summary>
    public static string? Words(string list) => list == EntraSource.LastDays ? "last days" : null;

    public static IReadOnlyList<LastDay> Of(IEnumerable<JsonElement> users) =>
    [
        .. from user in users
           let person = user.Id("id")
           let day = EntraUser.Day(user.Text("employeeLeaveDateTime"))
           where person is not null && day is not null
           select new LastDay(person, day.Value),
    ];
}
