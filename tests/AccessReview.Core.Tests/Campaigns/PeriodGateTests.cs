namespace AccessReview.Core.Tests.Campaigns;

public sealed class PeriodGateTests
{
    [Fact]
    public async Task A_campaign_that_is_due_before_its_period_begins_cannot_start()
    {
        await using var world = await CampaignWorld.CreateAsync(plan: CampaignWorld.Plan with { PeriodStart = new(2027, 1, 1), PeriodEnd = new(2027, 3, 31), DueDate = new(2026, 12, 20) });
        var problem = await world.RefusedAsync();
        Assert.Equal("gate.period", problem.Code);
        Assert.Contains("due on 20 Dec 2026, before its period begins on 1 Jan 2027", problem.Sentence, StringComparison.Ordinal);
    }
}
