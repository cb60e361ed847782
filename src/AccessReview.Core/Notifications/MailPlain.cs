using System.Text;

namespace AccessReview.Core.Notifications;

/// <summary>A mail as plain text.</summary>
internal static class MailPlain
{
    internal static string Of(IReadOnlyList<MailPart> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part switch
            {
                MailPart.Words words => words.Text,
                MailPart.Entry entry => string.Join('\n', entry.Lines.Select(l => "  " + l).Prepend(entry.Title)),
                MailPart.Action action => $"{action.Label}:\n{action.Address}",
                MailPart.Small small => small.Text,
                _ => throw new InvalidOperationException($"Unknown part {part.GetType().Name}."),
            }).Append("\n\n");
        }

        return text.ToString().TrimEnd() + "\n";
    }
}
