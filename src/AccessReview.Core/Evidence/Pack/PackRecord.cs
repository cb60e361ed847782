namespace AccessReview.Core.Evidence.Pack;

/// <summary>A record that an event cites.</summary>
/// <param name="EventSeq">The event.</param>
/// <param name="Hash">Its hash.</param>
public abstract record PackRecord(long EventSeq, byte[] Hash);

/// <summary>A row under an event's hash over its rows.</summary>
/// <param name="EventSeq">The event that covers it.</param>
/// <param name="Table">The table it lies in.</param>
/// <param name="Text">The row as the text that was hashed.</param>
/// <param name="Hash">The row's hash.</param>
public sealed record PackRow(long EventSeq, string Table, string Text, byte[] Hash) : PackRecord(EventSeq, Hash);

/// <summary>A reason or a name, with what is needed to check the hash that a row or an event cites.</summary>
/// <param name="EventSeq">The event that brought it.</param>
/// <param name="Salt">The salt; null after a purge.</param>
/// <param name="Text">The text; null after a purge.</param>
/// <param name="Hash">Its hash.</param>
public sealed record PackText(long EventSeq, byte[]? Salt, string? Text, byte[] Hash) : PackRecord(EventSeq, Hash);
