using AccessReview.Core.Campaigns;
using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>A conflict in a row: what somebody else decided, and what was chosen here and not stored.</summary>
/// <param name="Answer">The answer of Core.</param>
/// <param name="Mine">The choice here; <see cref="DecisionKind.Withdrawn"/>: an undo.</param>
public sealed record Clash(ItemAnswer Answer, DecisionKind Mine);
