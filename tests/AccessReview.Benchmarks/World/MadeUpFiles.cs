using System.Globalization;
using System.Text;

namespace AccessReview.Benchmarks.World;

/// <summary>The exports of an organisation of any size: deterministic, plain, with dates near the given day.</summary>
internal static class MadeUpFiles
{
    /// <summary>People a manager has.</summary>
    private const int PerManager = 50;

    /// <summary>When everything was exported.</summary>
    public static DateTime ExportedAt { get; } = Core.Clock.Truncate(DateTime.UtcNow.AddHours(-2));

    /// <summary>The address of a person.</summary>
    public static string Email(int person) => string.Create(CultureInfo.InvariantCulture, $"person.{person}@bench.example");

    /// <summary>A staff list in which person 0 manages everybody's managers.</summary>
    public static byte[] Staff(int people)
    {
        var csv = new StringBuilder("Employee ID,Work email,Other addresses,Full name,Employment status,Employment type,Start date,End date,Manager email,Department,Job title\n");
        for (var i = 0; i < people; i++)
        {
            var manager = i == 0 ? "" : Email(i % PerManager == 0 ? 0 : i / PerManager * PerManager);
            csv.Append(CultureInfo.InvariantCulture, $"{100_000 + i},{Email(i)},,Person {i},Active,Employee,2024-01-15,,{manager},Product {i % 20},Analyst\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>A users export: one account for each person, every 20th of them an exception because of its role.</summary>
    public static byte[] Users(int accounts)
    {
        var csv = new StringBuilder("User ID,Email,Name,Role,Status,Last active,Created\n");
        for (var i = 0; i < accounts; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"u-{i},{Email(i)},Person {i},{(i % 20 == 7 ? "Admin" : "Analyst")},active,{ExportedAt.AddHours(-1 - (i % 200)):yyyy-MM-dd'T'HH:mm:ss'Z'},2024-05-20T18:47:00Z\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>An export of group members, each account in some of twelve groups.</summary>
    public static byte[] Members(int accounts, int assignments)
    {
        var csv = new StringBuilder("Team,User email\n");
        for (var i = 0; i < assignments; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Team {i / accounts},{Email(i % accounts)}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
