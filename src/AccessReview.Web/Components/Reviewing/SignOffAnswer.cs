namespace AccessReview.Web.Components.Reviewing;

/// <summary>What the reviewer said to the statement.</summary>
public enum SignOffAnswer
{
    /// <summary>Not now.</summary>
    NotYet,

    /// <summary>First the rows that deserve a second look.</summary>
    LookAgain,

    /// <summary>Signed.</summary>
    Sign,
}
