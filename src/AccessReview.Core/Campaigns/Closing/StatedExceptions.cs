using System.Globalization;
using AccessReview.Core.Audit;
using AccessReview.Core.Directories;
using AccessReview.Core.Persistence;

namespace AccessReview.Core.Campaigns.Closing;

/// <summary>What the owner says about an exception: why, who follows it up, by when.</summary>
public sealed record StatedException(ExceptionKind Kind, string Reason, long? PersonId, DateOnly FollowUp);

/// <summary>Checks and keeps what the owner says: each exception that is present needs all three, and no other is taken.</summary>
internal static class StatedExceptions
{
    /// <summary>The exceptions in words, for problems and pages.</summary>
    public static string Words(ExceptionKind kind, int count)
    {
        // The close signs them: they read alike on every machine.
        var many = count.ToString("N0", CultureInfo.InvariantCulture);
        return (kind, count) switch
        {
            (ExceptionKind.NotReviewed, 1) => "1 item not reviewed",
            (ExceptionKind.NotReviewed, _) => $"{many} items not reviewed",
            (ExceptionKind.SetAside, 1) => "1 line set aside at import",
            (ExceptionKind.SetAside, _) => $"{many} lines set aside at import",
            (ExceptionKind.Late, 1) => "1 decision or signature after the due date",
            (ExceptionKind.Late, _) => $"{many} decisions or signatures after the due date",
            (ExceptionKind.NotSigned, 1) => "1 decision without a signature that it needs",
            (ExceptionKind.NotSigned, _) => $"{many} decisions without a signature that they need",
            (ExceptionKind.NotTested, 1) => "1 completeness check that could not be tested",
            (ExceptionKind.NotTested, _) => $"{many} completeness checks that could not be tested",
            (ExceptionKind.NoSecondSignature, 1) => "1 application without its owner's signature",
            (ExceptionKind.NoSecondSignature, _) => $"{many} applications without their owner's signature",
            (ExceptionKind.NotIndependent, 1) => "1 item decided by somebody who turned out to hold the account, to be one of several who could, or to have a part in saying whose it is",
            (ExceptionKind.NotIndependent, _) => $"{many} items decided by somebody who turned out to hold the account, to be one of several who could, or to have a part in saying whose it is",
            (ExceptionKind.Differs, 1) => "1 completeness check whose counts differ",
            (ExceptionKind.Differs, _) => $"{many} completeness checks whose counts differ",
            _ => throw new InvalidOperationException($"Unknown exception {kind}."),
        };
    }

    /// <summary>What is wrong with them; null when nothing is.</summary>
    public static async Task<Problem?> CheckAsync(ChangeScope scope, Campaign campaign, CloseFacts facts, IReadOnlyList<StatedException> stated, CancellationToken cancel)
    {
        var today = Clock.DayIn(scope.At, TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone));
        foreach (var (kind, count) in facts.Exceptions)
        {
            if (stated.Where(s => s.Kind == kind).ToList() is not [var said])
            {
                return new Problem("close.exception", $"{Words(kind, count)}: say why, who follows it up, and by when.");
            }

            if (said.Reason.Trim().Length is < Campaign.MinReason or > PrivateText.MaxLength)
            {
                return new Problem("close.reason", $"{Words(kind, count)}: say why, in {Campaign.MinReason} to {PrivateText.MaxLength} characters.");
            }

            if (said.PersonId is not { } person || await CurrentPeople.FindAsync(scope.Db, person, cancel) is not { } record || record.HasLeft(scope.Today))
            {
                return new Problem("close.person", $"{Words(kind, count)}: choose somebody who works here to follow it up.");
            }

            if (Days.Wrong("close.follow-up", $"the day to follow up {Words(kind, count)}", said.FollowUp) is { } wrong)
            {
                return wrong;
            }

            if (said.FollowUp < today)
            {
                return new Problem("close.follow-up", $"{Words(kind, count)}: the day to follow it up, {Clock.Said(said.FollowUp)}, has passed.");
            }
        }

        return stated.FirstOrDefault(s => !facts.Exceptions.ContainsKey(s.Kind)) is null
            ? null
            : new Problem("close.exception", "An exception is stated that is not there. Look at the page again.");
    }

    /// <summary>Keeps them; answers with their row hashes, in the order of their keys.</summary>
    public static List<byte[]> Keep(ChangeScope scope, Campaign campaign, CloseFacts facts, IReadOnlyList<StatedException> stated) =>
    [
        .. stated.OrderBy(s => s.Kind).Select(said =>
        {
            var reason = scope.Keep(said.Reason.Trim());
            return scope.Add(new CampaignException
            {
                Id = scope.NewId(),
                CampaignId = campaign.Id,
                Kind = said.Kind,
                Count = facts.Exceptions[said.Kind],
                ReasonId = reason.Id,
                ReasonHash = reason.Hash,
                PersonId = said.PersonId!.Value,
                FollowUp = said.FollowUp,
            }).ToRowText().Hash();
        }),
    ];
}
