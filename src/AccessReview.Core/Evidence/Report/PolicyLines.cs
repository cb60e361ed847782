using System.Globalization;
using AccessReview.Core.Settings;

namespace AccessReview.Core.Evidence.Report;

/// <summary>The settings of a policy by the names they have on the page of settings.</summary>
internal static class PolicyLines
{
    /// <summary>Every setting with its value; null: nothing is entered.</summary>
    internal static IReadOnlyList<(string Setting, string? Value)> Of(Policy policy, PeopleAsOf people) =>
    [
        ("Organisation", Text(policy.Organisation)),
        ("Time zone", Text(policy.TimeZone)),
        ("Days until an application's file is too old to launch on", Number(policy.ApplicationStaleAfterDays)),
        ("Days until a staff list is too old to launch on", Number(policy.StaffListStaleAfterDays)),
        ("Days within which a removal is due", Number(policy.RemovalDueDays)),
        ("Minutes the product waits after a sign-off before it removes", Number(policy.RemovalWaitMinutes)),
        ("Removals of one application within a day above which the brake holds them", Number(policy.BrakeAbove)),
        ("Share of the application, in percent, above which the brake holds them", Number(policy.BrakePercent)),
        ("Items above which a bulk act asks once", Number(policy.BulkAsksAbove)),
        ("Years a closed campaign is kept", Number(policy.RetentionYears)),
        ("Where two people would review each other's access", Words.Of(policy.ReciprocalReview)),
        ("Where an administrator of the application would review another", Words.Of(policy.AdministratorsReview)),
        ("Offer to carry forward what is as it was certified last time", Words.Of(policy.CarryForward)),
        ("Show signs of hasty reviewing for each reviewer by name", Words.Of(policy.QualityByReviewer)),
        ("People who have left are asked about", Words.Of(policy.Leavers)),
        ("Who decides about people who have left", Words.Of(policy.LeaversApprover)),
        ("The campaign owner who runs campaigns about people who have left", people.Name(policy.LeaversOwnerId)),
        ("Days within which a campaign about people who have left is due", Number(policy.LeaversDueDays)),
        ("Days before the deadline of the first reminder", Number(policy.FirstReminderDays)),
        ("Hour from which reminders go out, in the campaign's time zone", Number(policy.ReminderHour)),
        ("Days after the deadline until the campaign's owner is told who is late", Number(policy.OwnerEscalationDays)),
        ("Days after the deadline until a late reviewer's manager is told", Number(policy.ManagerEscalationDays)),
        ("Words at the end of every mail", Text(policy.MailNote)),
        ("Hours of work by hand a year", Number(policy.HandHoursAYear)),
        ("What an hour costs, in minor units", Number(policy.HourCostMinor)),
        ("What an account that should be gone costs a year, in minor units", Number(policy.MissedRemovalCostMinor)),
        ("Currency", Text(policy.CostCurrency)),
        ("Where these figures come from", Text(policy.CostSource)),
    ];

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
