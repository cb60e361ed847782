using AccessReview.Core.Reviewing;

namespace AccessReview.Web.Components.Reviewing;

/// <summary>One line on the screen.</summary>
/// <param name="Index">Its place in the flat list.</param>
/// <param name="Line">What it is.</param>
/// <param name="Under">An assignment that stands right under its account or beside another of it.</param>
internal sealed record ScreenLine(int Index, ListLine Line, bool Under);
