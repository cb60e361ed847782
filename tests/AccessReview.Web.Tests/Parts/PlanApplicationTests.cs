using AccessReview.Core.Campaigns;
using AccessReview.Core.Campaigns.SecondStage;
using AccessReview.Core.Directories;
using AccessReview.Web.Components.Campaigns;
using AccessReview.Web.Components.Shared;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Parts;

/// <summary>What is chosen of an application in a plan is saved, or said not to be.</summary>
public sealed class PlanApplicationTests : BunitContext
{
    private static readonly PersonChoice Mia = new(7, "Mia", "mia@example.test", "", "", false);

    private readonly List<CampaignScope> saved = [];
    private readonly List<bool> pending = [];

    [Fact]
    public void Until_the_named_reviewer_is_chosen_nothing_is_saved_and_the_page_is_told()
    {
        var plan = Planned(CampaignScope.Default);
        plan.Find("#acc-5").Change(nameof(ReviewerRule.Named));
        plan.FindAll("input[type=checkbox]")[0].Change(false);
        Assert.Empty(saved);
        Assert.Equal([true, true], pending);
        Assert.Contains("until then nothing changed above is saved", plan.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_named_reviewer_everything_chosen_before_is_saved()
    {
        var plan = Planned(CampaignScope.Default);
        plan.Find("#acc-5").Change(nameof(ReviewerRule.Named));
        plan.FindAll("input[type=checkbox]")[0].Change(false);
        await PickAsync(plan, Mia);
        Assert.Equal([CampaignScope.Default with { IncludeAssignments = false, AccountReviewer = ReviewerRule.Named, NamedReviewerId = 7 }], saved);
        Assert.False(pending[^1]);
    }

    [Fact]
    public async Task A_named_reviewer_who_is_taken_out_again_does_not_stay_unseen()
    {
        var plan = Planned(CampaignScope.Default);
        plan.Find("#acc-5").Change(nameof(ReviewerRule.Named));
        await PickAsync(plan, Mia);
        plan.Find("#acc-5").Change(nameof(ReviewerRule.Named));
        await PickAsync(plan, null);
        Assert.True(pending[^1]);
    }

    [Fact]
    public async Task What_is_chosen_before_the_answer_to_the_last_choice_came_is_made_from_that_choice()
    {
        var answer = new TaskCompletionSource();
        var sent = new List<(CampaignScope Chosen, CampaignScope Edited)>();
        var plan = Planned(CampaignScope.Default, changed =>
        {
            sent.Add(changed);
            return answer.Task;
        });
        var first = plan.Find($"#acc-5").ChangeAsync(new ChangeEventArgs { Value = nameof(ReviewerRule.ApplicationOwner) });
        var second = plan.FindAll("input[type=checkbox]")[1].ChangeAsync(new ChangeEventArgs { Value = true });
        var owners = CampaignScope.Default with { AccountReviewer = ReviewerRule.ApplicationOwner };
        Assert.Equal([(owners, CampaignScope.Default), (owners with { IncludeDisabled = true }, owners)], sent);
        Assert.True(plan.FindAll("input[type=checkbox]")[1].HasAttribute("checked"));

        // Refused, it shows again what stands.
        answer.SetResult();
        await Task.WhenAll(first, second);
        Assert.False(plan.FindAll("input[type=checkbox]")[1].HasAttribute("checked"));
    }

    private static Task PickAsync(IRenderedComponent<PlanApplication> plan, PersonChoice? person) =>
        plan.InvokeAsync(() => plan.FindComponents<Stub<PersonPicker>>()[0].Instance.Parameters.Get(p => p.ValueChanged).InvokeAsync(person));

    private IRenderedComponent<PlanApplication> Planned(CampaignScope scope, Func<(CampaignScope Chosen, CampaignScope Edited), Task>? changed = null)
    {
        ComponentFactories.AddStub<PersonPicker>();
        Services.AddSingleton(new FindPeople(null!, TimeProvider.System));
        var application = new PlannedApplication(5, "Heap", scope, "Owen", 2, null, 3, 4, 0, 0, false, null, SecondReviewRule.None, null, 0, 0, CampaignPart.Everything);
        Task Save((CampaignScope Chosen, CampaignScope Edited) choice)
        {
            saved.Add(choice.Chosen);
            return Task.CompletedTask;
        }

        return Render<PlanApplication>(p => p.Add(a => a.Campaign, 1).Add(a => a.Application, application).Add(a => a.Changed, changed ?? Save).Add(a => a.Pending, pending.Add));
    }
}
