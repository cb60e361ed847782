namespace AccessReview.Core.Tests.Histories;

/// <summary>Who is away, who stands in for them, and who may say so: everybody of themselves and a campaign owner of anybody; a third person agrees, who
/// is their manager or a campaign owner. One who is away stands in for nobody, and one who has left does nothing any more.</summary>
internal sealed class AbsencesModel(IReadOnlyList<long> owners, Func<long, long?> managerOf, long left)
{
    /// <summary>One absence.</summary>
    public sealed record Absence(long Person, long StandIn, DateOnly From, DateOnly Until)
    {
        public long Id { get; set; }

        public bool Agreed { get; set; }

        public bool Ended { get; set; }
    }

    /// <summary>All that were stated.</summary>
    public List<Absence> All { get; } = [];

    public bool MayState(long by, Absence plan, DateOnly today) =>
        by != left && (by == plan.Person || owners.Contains(by)) && plan.From <= plan.Until && today <= plan.Until && plan.StandIn != plan.Person && plan.StandIn != left
        && !All.Exists(a => !a.Ended && a.From <= plan.Until && plan.From <= a.Until && (a.Person == plan.Person || a.StandIn == plan.Person || a.Person == plan.StandIn));

    /// <summary>Whether they may agree to it, were it still open.</summary>
    public bool IsThird(long by, Absence absence) => by != absence.Person && by != absence.StandIn && (owners.Contains(by) || managerOf(absence.Person) == by);

    public bool MayAgree(long by, Absence absence, DateOnly today) => IsThird(by, absence) && !absence.Agreed && !absence.Ended && today <= absence.Until;

    public bool MayEnd(long by, Absence absence, DateOnly today) =>
        by != left && (by == absence.Person || by == absence.StandIn || owners.Contains(by)) && !absence.Ended && today <= absence.Until;

    /// <summary>Who is away on a day, with who stands in for them.</summary>
    public IReadOnlyDictionary<long, long> On(DateOnly day) =>
        All.Where(a => a.Agreed && !a.Ended && a.From <= day && day <= a.Until).ToDictionary(a => a.Person, a => a.StandIn);
}
