namespace AccessReview.Core.Leavers;

/// <summary>A complete reading of an application, as it was judged against the directories.</summary>
/// <param name="AssessmentId">The assessment.</param>
/// <param name="AsOf">The state it shows.</param>
/// <param name="MadeAt">When the product had it.</param>
public sealed record JudgedReading(long AssessmentId, DateTime AsOf, DateTime MadeAt);

/// <summary>An account of somebody who has left, in one reading.</summary>
/// <param name="AssessmentId">The reading as it was judged.</param>
/// <param name="AssessedId">The account as it was judged.</param>
/// <param name="AccountId">The account.</param>
/// <param name="PersonId">Whose it is.</param>
/// <param name="Open">Whether they could get in: the account was not disabled.</param>
public sealed record LeaverSeen(long AssessmentId, long AssessedId, long AccountId, long? PersonId, bool Open);

/// <summary>The time over which readings without a gap show that somebody who has left can still get in.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AssessedId">The account as the last of these readings has it.</param>
/// <param name="Found">The first of these readings.</param>
/// <param name="Last">The last of them.</param>
/// <param name="After">The reading after it, which shows it no longer; null: it is open still.</param>
public sealed record LeaverSpan(long AccountId, long AssessedId, JudgedReading Found, JudgedReading Last, JudgedReading? After)
{
    /// <summary>The reading before it that did not show it, where one before that did; null: there is none.</summary>
    public JudgedReading? Gap { get; init; }

    /// <summary>The newest span of each account. An account that went and came back begins anew: what it was in between nobody could get into.</summary>
    /// <param name="readings">All readings of the application, the oldest first.</param>
    /// <param name="seen">Where accounts of people who have left were seen.</param>
    /// <param name="silent">Which readings say nothing of which accounts, which they leave out: they neither end a span nor part two.</param>
    public static IReadOnlyList<LeaverSpan> Of(IReadOnlyList<JudgedReading> readings, IEnumerable<LeaverSeen> seen, IReadOnlySet<(long AssessmentId, long AccountId)> silent)
    {
        var places = readings.Select((r, i) => (r.AssessmentId, i)).ToDictionary(r => r.AssessmentId, r => r.i);
        var spans = new List<LeaverSpan>();
        foreach (var account in seen.Where(s => s.Open && places.ContainsKey(s.AssessmentId)).GroupBy(s => s.AccountId))
        {
            var open = account.OrderByDescending(s => places[s.AssessmentId]).ToList();
            bool Tells(JudgedReading reading) => !silent.Contains((reading.AssessmentId, account.Key));
            var last = places[open[0].AssessmentId];
            var first = last;
            JudgedReading? gap = null;
            foreach (var earlier in open.Skip(1).TakeWhile(s => s.PersonId == open[0].PersonId).Select(s => places[s.AssessmentId]))
            {
                gap = readings.Take(first).Skip(earlier + 1).LastOrDefault(Tells);
                if (gap is not null)
                {
                    break;
                }

                first = earlier;
            }

            spans.Add(new LeaverSpan(account.Key, open[0].AssessedId, readings[first], readings[last], readings.Skip(last + 1).FirstOrDefault(Tells)) { Gap = gap });
        }

        return spans;
    }
}
