using AccessReview.Core.Campaigns;
using AccessReview.Core.Notifications;
using AccessReview.Core.Settings;
using AccessReview.Web.Components.Notifications;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A campaign's owner reads by name whom no mail reaches.</summary>
public sealed class RemindCardTests : BunitContext
{
    [Fact]
    public void Whose_mail_the_server_refuses_is_named()
    {
        var view = new CampaignView
        {
            Id = 1, Number = 1, Name = "Heap", Purpose = "", Controls = "", Period = default, Due = default, Extensions = [], DaysLate = 0, State = CampaignState.Active, Deadline = DeadlineRule.NotReviewed, Owner = "Dmitri",
            MayChange = false, MayClose = false, At = default, Conclusion = null, RetainUntil = null, Items = (8, 0), Reviewers = [], Checks = [], OwnAccessRerouted = 0, Policy = new Policy(), Addenda = ([], []), Applications = [],
            Part = CampaignPart.Everything, IsOverEverybody = true, Left = 8, Revoked = 0, Kept = 0, WithAccount = 0, Second = default, WithoutSecond = 0, Removals = default,
            Mail = new CampaignMail(null, new Dictionary<long, LastTold>(), [], [], ["Mia", "Tomas"]),
        };
        var notice = Render<RemindCard>(p => p.Add(c => c.View, view)).Find(".notice").TextContent;
        Assert.Contains("The mail server refuses what is written to 2 reviewers: Mia, Tomas.", notice, StringComparison.Ordinal);
    }
}
