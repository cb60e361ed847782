namespace AccessReview.Core.Notifications;

/// <summary>A written mail: the same words twice.</summary>
/// <param name="Subject">The subject: fixed words and a date, never a name or what somebody has access to.</param>
/// <param name="Text">As plain text.</param>
/// <param name="Html">As a page that needs nothing from outside.</param>
public sealed record MailText(string Subject, string Text, string Html)
{
    /// <summary>Writes it.</summary>
    public static MailText Of(MailFacts facts)
    {
        var parts = MailWords.Body(facts);
        var subject = MailWords.Subject(facts);
        return new MailText(subject, MailPlain.Of(parts), MailHtml.Of(subject, parts));
    }
}

/// <summary>A part of a mail.</summary>
internal abstract record MailPart
{
    /// <summary>A paragraph.</summary>
    internal sealed record Words(string Text) : MailPart;

    /// <summary>A campaign: its name, then a line each.</summary>
    internal sealed record Entry(string Title, IReadOnlyList<string> Lines) : MailPart;

    /// <summary>The one thing to do.</summary>
    internal sealed record Action(string Label, Uri Address) : MailPart;

    /// <summary>Small print.</summary>
    internal sealed record Small(string Text) : MailPart;
}
