namespace AccessReview.Core.Tests.Histories;

/// <summary>Who asked that something stays although it is to go, and what a second person said: never who asked, never the holder.</summary>
internal sealed class WaiversModel(IReadOnlyList<long> owners)
{
    /// <summary>One request, made when there were so many readings.</summary>
    public sealed record Waiver(long Id, long RemovalId, long? HolderId, long AskedBy, DateOnly Until)
    {
        public bool? Approved { get; set; }

        /// <summary>How many readings there were when it was approved.</summary>
        public int After { get; set; }

        public bool Over { get; set; }
    }

    /// <summary>All that were asked for.</summary>
    public List<Waiver> All { get; } = [];

    public bool MayAsk(long by, long removalId, bool open, DateOnly until, DateOnly today) =>
        owners.Contains(by) && open && today < until && (InForce(removalId) is not { } runs || runs.Until < until) && !All.Exists(w => w.RemovalId == removalId && w.Approved is null && today <= w.Until);

    public bool MayAnswer(long by, Waiver waiver, bool approve, bool open, DateOnly today) =>
        owners.Contains(by) && by != waiver.AskedBy && by != waiver.HolderId && waiver.Approved is null && (!approve || (open && today <= waiver.Until));

    /// <summary>The one in force on a removal.</summary>
    public Waiver? InForce(long removalId) => All.LastOrDefault(w => w.RemovalId == removalId && w.Approved == true) is { Over: false } last ? last : null;

    /// <summary>Those whose last day is over are in force no more.</summary>
    /// <returns>How many that are.</returns>
    public int Follow(DateOnly today)
    {
        var over = All.FindAll(w => w is { Approved: true, Over: false } && w.Until < today);
        over.ForEach(w => w.Over = true);
        return over.Count;
    }
}
