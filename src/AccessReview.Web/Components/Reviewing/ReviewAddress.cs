using System.Globalization;
using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The workspace's filter as its address holds it, so that a copied address shows the same list.</summary>
public static class ReviewAddress
{
    /// <summary>The address of the workspace under a filter.</summary>
    public static string Of(int campaign, QueueFilter filter) => Links.Review(campaign) + Query(filter);

    /// <summary>The address of everything decided.</summary>
    public static string Decided(int campaign) => Of(campaign, new QueueFilter { Show = QueueShow.Decided });

    /// <summary>The address of what a statement covers.</summary>
    public static string Signed(int campaign, long signOffId) => Of(campaign, new QueueFilter { Show = QueueShow.Decided, Signed = signOffId });

    /// <summary>The query of that address, which but for single items is the same in every campaign; empty: nothing is filtered.</summary>
    public static string Query(QueueFilter filter)
    {
        var parts = new List<string>();
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        Add("show", filter.Show == QueueShow.Decided ? "decided" : null);
        Add("by", filter.By == QueueGrouping.Finding ? null : filter.By.ToString());
        Add("finding", filter.Finding?.ToString());
        Add("advice", filter.Advice?.ToString());
        Add("what", filter.What?.ToString());
        Add("application", filter.Application?.ToString(CultureInfo.InvariantCulture));
        Add("role", filter.Role);
        Add("group", filter.Group?.ToString(CultureInfo.InvariantCulture));
        Add("department", filter.Department);
        Add("used", filter.Used?.ToString());
        Add("change", filter.Change?.ToString());
        Add("question", filter.Question?.ToString());
        Add("only", filter.Only);
        Add("signed", filter.Signed?.ToString(CultureInfo.InvariantCulture));
        Add("q", filter.Text.Length > 0 ? filter.Text : null);
        return parts.Count > 0 ? "?" + string.Join('&', parts) : "";
    }

    /// <summary>The filter of an address; what it does not understand it leaves out.</summary>
    public static QueueFilter Parse(string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(at < 0 ? "" : address[at..]);
        string? Text(string name) => query.TryGetValue(name, out var values) ? values[^1] : null;
        T? One<T>(string name)
            where T : struct, Enum => Enum.TryParse<T>(Text(name), out var value) && Enum.IsDefined(value) ? value : null;
        long? Key(string name) => long.TryParse(Text(name), CultureInfo.InvariantCulture, out var key) ? key : null;

        return new QueueFilter
        {
            Show = Text("show") == "decided" ? QueueShow.Decided : QueueShow.ToDecide,
            By = One<QueueGrouping>("by") ?? QueueGrouping.Finding,
            Finding = One<Finding>("finding"),
            Advice = One<Recommendation>("advice"),
            What = One<QueueWhat>("what"),
            Application = Key("application"),
            Role = Text("role"),
            Group = Key("group"),
            Department = Text("department"),
            Used = One<LastUse>("used"),
            Change = One<ReviewChange>("change"),
            Question = One<QuestionState>("question"),
            Only = Text("only"),
            Signed = Key("signed"),
            Text = Text("q") ?? "",
        };
    }
}
