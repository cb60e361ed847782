using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Campaigns;

/// <summary>What was asked to be moved and stayed, as people read it.</summary>
internal static class StayedWords
{
    private const int MostNamed = 20;

    /// <summary>One line a reason, the one that held most first: how many stayed, why, and which, those of one name together.</summary>
    /// <param name="stayed">What stayed.</param>
    public static IReadOnlyList<string> Of(IEnumerable<ItemAnswer> stayed) =>
    [
        .. stayed.GroupBy(i => i.Sentence ?? "", StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{CampaignWords.N(g.Count())} stayed{Because(g.Key)}: {Names(g.Select(i => i.Name))}"),
    ];

    private static string Because(string sentence) =>
        sentence.Length == 0 ? "" : $", because {char.ToLowerInvariant(sentence[0])}{sentence[1..].TrimEnd('.')}";

    private static string Names(IEnumerable<string> items)
    {
        var names = items.GroupBy(n => n, StringComparer.Ordinal).Select(g => (g.Key, Count: g.Count())).ToList();
        var more = names.Skip(MostNamed).Sum(n => n.Count);
        return string.Join(", ", names.Take(MostNamed).Select(n => n.Count == 1 ? n.Key : $"{n.Key} ({CampaignWords.N(n.Count)})")) + (more > 0 ? $", and {CampaignWords.N(more)} more" : "");
    }
}
