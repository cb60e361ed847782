namespace AccessReview.Core.Persistence;

/// <summary>Other writers of this process took so long that this one did not come to its turn: nothing was saved.</summary>
internal sealed class WritersBusyException() : Exception("Other writers of this process took too long.");
