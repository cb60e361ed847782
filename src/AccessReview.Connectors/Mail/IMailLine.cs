namespace AccessReview.Connectors.Mail;

/// <summary>Takes letters, one after the other.</summary>
public interface IMailLine : IAsyncDisposable
{
    /// <summary>Hands over a letter. Whatever the server does is an answer; only an end of the wait throws. A letter that is on its way
    /// already is waited for a little longer.</summary>
    Task<MailAnswer> SendAsync(Letter letter, CancellationToken cancel);
}
