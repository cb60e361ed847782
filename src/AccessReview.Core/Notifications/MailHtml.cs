using System.Text;
using System.Text.Encodings.Web;

namespace AccessReview.Core.Notifications;

/// <summary>A mail as a page: no picture, no script, nothing from outside, and readable on a dark screen.</summary>
internal static class MailHtml
{
    private const string Head =
        """
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
        <style>
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        body { margin: 0; padding: 24px 16px; background: #f4f5f7; color: #1c2330; font: 16px/1.5 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
        .page { max-width: 560px; margin: 0 auto; padding: 28px; background: #ffffff; border: 1px solid #dfe3e8; border-radius: 10px; }
        p { margin: 0 0 16px; white-space: pre-line; overflow-wrap: anywhere; }
        .entry { margin: 0 0 16px; padding: 12px 16px; border-left: 3px solid #2f5bd8; background: #f4f6fb; }
        .entry strong, .entry span { display: block; overflow-wrap: anywhere; }
        .act { display: inline-block; padding: 11px 20px; border-radius: 8px; background: #2f5bd8; color: #ffffff; font-weight: 600; text-decoration: none; }
        .small { color: #566072; font-size: 14px; margin-bottom: 8px; }
        @media (prefers-color-scheme: dark) {
          body { background: #12151b; color: #e6e9ef; }
          .page { background: #1b2029; border-color: #323a47; }
          .entry { background: #232a36; border-left-color: #7fa0ff; }
          .act { background: #7fa0ff; color: #10141b; }
          .small { color: #a6b0c0; }
        }
        </style>
        """;

    internal static string Of(string subject, IReadOnlyList<MailPart> parts)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head>").Append(Head).Append("<title>").Append(Safe(subject)).Append("</title></head>\n<body><div class=\"page\">\n");
        foreach (var part in parts)
        {
            html.Append(part switch
            {
                MailPart.Words words => $"<p>{Safe(words.Text)}</p>",
                MailPart.Entry entry => $"<div class=\"entry\"><strong>{Safe(entry.Title)}</strong>{string.Concat(entry.Lines.Select(l => $"<span>{Safe(l)}</span>"))}</div>",
                MailPart.Action action => $"<p><a class=\"act\" href=\"{Safe(action.Address.AbsoluteUri)}\" target=\"_blank\">{Safe(action.Label)}</a></p>",
                MailPart.Small small => $"<p class=\"small\">{Safe(small.Text)}</p>",
                _ => throw new InvalidOperationException($"Unknown part {part.GetType().Name}."),
            }).Append('\n');
        }

        return html.Append("</div></body></html>\n").ToString();
    }

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
