using AccessReview.Core.Findings;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>The workspace's filter as its address holds it, so that a copied address shows the same list.</summary>
public static class ReviewAddress
{
    /// <summary>The address of the workspace under a filter.</summary>
    public static string Of(int campaign, QueueFilter filter)
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
        Add("finding", filter.Finding?.ToString());
        Add("what", filter.What?.ToString());
        Add("department", filter.Department);
        Add("role", filter.Role);
        Add("q", filter.Text.Length > 0 ? filter.Text : null);
        return Links.Review(campaign) + (parts.Count > 0 ? "?" + string.Join('&', parts) : "");
    }

    /// <summary>The filter of an address; what it does not understand it leaves out.</summary>
    public static QueueFilter Parse(string? show, string? finding, string? what, string? department, string? role, string? text) => new()
    {
        Show = show == "decided" ? QueueShow.Decided : QueueShow.ToDecide,
        Finding = Enum.TryParse<Finding>(finding, out var f) ? f : null,
        What = Enum.TryParse<QueueWhat>(what, out var w) ? w : null,
        Department = department,
        Role = role,
        Text = text ?? "",
    };
}
