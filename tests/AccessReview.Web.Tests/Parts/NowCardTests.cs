using AccessReview.Core.Overview;
using AccessReview.Web.Components.Overview;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What there is to do is never cut off for good.</summary>
public sealed class NowCardTests : BunitContext
{
    [Fact]
    public void What_does_not_fit_unfolds()
    {
        var card = Render<NowCard>(p => p.Add(c => c.Now, [.. Enumerable.Range(1, 11).Select(i => new NowItem(NowKind.Campaign, Urgency.Waiting, $"Campaign {i}", i))]));
        Assert.Equal(8, card.FindAll(".todo").Count);
        var more = card.Find("button");
        Assert.Equal("3 more", more.TextContent);
        more.Click();
        Assert.Equal(11, card.FindAll(".todo").Count);
        Assert.Empty(card.FindAll("button"));
    }

    [Fact]
    public void Decisions_without_a_signature_lead_to_where_they_are_signed()
    {
        var link = Render<NowCard>(p => p.Add(c => c.Now, [new NowItem(NowKind.SignOff, Urgency.Waiting, "2 decisions in Heap wait for your signature", 4)])).Find(".todo a");
        Assert.Equal(("/campaigns/4/review", "Sign off"), (link.GetAttribute("href"), link.TextContent));
    }

    [Theory]
    [InlineData(true, "not signed")]
    [InlineData(false, "100%")]
    public void Who_has_not_signed_is_not_shown_as_done(bool unsigned, string words)
    {
        var list = Render<OpenCampaignList>(p => p.Add(l => l.Campaigns, [new OpenCampaign(4, "Heap", new(2026, 12, 4), 0, 53, 50, 3, 1, []) { Unsigned = unsigned }]));
        Assert.Equal(words, list.Find(".sub.num").TextContent);
    }

    [Fact]
    public void A_follow_up_leads_whoever_was_named_to_their_own_and_the_owner_to_the_campaign()
    {
        var card = Render<NowCard>(p => p.Add(c => c.Now, [new NowItem(NowKind.FollowUp, Urgency.Late, "Noa was to follow up", 4), new NowItem(NowKind.FollowUp, Urgency.Waiting, "Follow up")]));
        Assert.Equal(["/campaigns/4", "/follow-ups"], card.FindAll(".todo a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void Reviewers_whom_nobody_told_lead_to_their_links_and_texts()
    {
        var link = Render<NowCard>(p => p.Add(c => c.Now, [new NowItem(NowKind.Untold, Urgency.Soon, "2 reviewers in Heap have not been told", 4)])).Find(".todo a");
        Assert.Equal(("/campaigns/4/invitations", "Tell"), (link.GetAttribute("href"), link.TextContent));
    }

    [Fact]
    public void That_leavers_campaigns_have_no_owner_leads_to_the_settings_whoever_sees_them()
    {
        var card = Render<NowCard>(p => p.Add(c => c.Now, [new NowItem(NowKind.LeaversOwner, Urgency.Late, "Nobody is asked", 1), new NowItem(NowKind.LeaversOwner, Urgency.Late, "Nobody is asked")]));
        var link = Assert.Single(card.FindAll(".todo a"));
        Assert.Equal(("/settings", "Name"), (link.GetAttribute("href"), link.TextContent));
    }
}
