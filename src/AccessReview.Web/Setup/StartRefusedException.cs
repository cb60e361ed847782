namespace AccessReview.Web.Setup;

/// <summary>The product does not start with this configuration; the message names the key and what to write there.</summary>
public sealed class StartRefusedException(string sentence) : Exception(sentence);
