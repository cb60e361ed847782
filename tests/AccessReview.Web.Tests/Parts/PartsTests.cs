using AccessReview.Core.Roles;
using AccessReview.Web.Components.Layout;
using AccessReview.Web.Components.Shared;
using Bunit;

namespace AccessReview.Web.Tests.Parts;

public sealed class PartsTests : BunitContext
{
    [Fact]
    public void A_progress_bar_says_in_words_what_it_draws()
    {
        var bar = Render<ProgressBar>(p => p.Add(b => b.Certified, 70).Add(b => b.Revoked, 14).Add(b => b.Total, 120));

        Assert.Equal("70 certified and 14 revoked of 120", bar.Find(".bar").GetAttribute("aria-label"));
        Assert.Equal("width:11.67%;background:var(--no)", bar.FindAll("i")[1].GetAttribute("style"));
    }

    [Fact]
    public void A_progress_bar_counts_what_was_kept_at_a_lower_role_apart_from_what_was_certified()
    {
        var bar = Render<ProgressBar>(p => p.Add(b => b.Certified, 2).Add(b => b.Changed, 1).Add(b => b.Revoked, 1).Add(b => b.Total, 10));

        Assert.Equal("2 certified, 1 changed and 1 revoked of 10", bar.Find(".bar").GetAttribute("aria-label"));
        Assert.Equal("width:30%;background:var(--ok)", bar.FindAll("i")[0].GetAttribute("style"));
    }

    [Fact]
    public void A_progress_bar_draws_what_was_carried_forward_apart_from_what_was_certified_and_from_what_is_left()
    {
        var bar = Render<ProgressBar>(p => p.Add(b => b.Certified, 10).Add(b => b.Carried, 60).Add(b => b.Revoked, 5).Add(b => b.Total, 100));

        Assert.Equal("10 certified, 60 carried forward and 5 revoked of 100", bar.Find(".bar").GetAttribute("aria-label"));
        Assert.Equal(["width:10%;background:var(--ok)", "width:60%;background:var(--ok);opacity:.4", "width:5%;background:var(--no)"], bar.FindAll("i").Select(i => i.GetAttribute("style")));
    }

    [Fact]
    public void A_fact_nobody_gave_is_not_known() =>
        Assert.Equal("not known", Render<Fact>(p => p.Add(f => f.Label, "MFA")).Find("dd").TextContent.Trim());

    [Theory]
    [InlineData("Jonas Okafor", "JO")]
    [InlineData("Lucía María Costa", "LC")]
    [InlineData("Cher", "C")]
    [InlineData("  ", "?")]
    public void An_avatar_carries_initials(string name, string initials) =>
        Assert.Equal(initials, Render<Avatar>(p => p.Add(a => a.Name, name)).Find("span").TextContent);

    [Theory]
    [InlineData(Role.None, "Reviewer")]
    [InlineData(Role.Auditor, "Auditor")]
    [InlineData(Role.Administrator | Role.CampaignOwner, "Administrator, campaign owner")]
    public void Roles_are_words(Role roles, string words) => Assert.Equal(words, NavEntries.Words(roles));
}
