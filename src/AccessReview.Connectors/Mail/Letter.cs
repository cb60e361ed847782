namespace AccessReview.Connectors.Mail;

/// <summary>One mail to one person, ready to be sent.</summary>
/// <param name="MessageId">Names the mail to every server on its way, without brackets: the same again when it is sent again.</param>
/// <param name="From">The sender, as <c>name@host</c>.</param>
/// <param name="FromName">The sender's name.</param>
/// <param name="To">The recipient, as <c>name@host</c>.</param>
/// <param name="ToName">Their name.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The words, as plain text.</param>
/// <param name="Html">The same words as a page.</param>
/// <param name="Date">When it was made.</param>
public sealed record Letter(string MessageId, string From, string FromName, string To, string ToName, string Subject, string Text, string Html, DateTimeOffset Date);
