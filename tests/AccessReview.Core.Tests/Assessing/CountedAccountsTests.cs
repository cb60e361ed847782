using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;

namespace AccessReview.Core.Tests.Assessing;

/// <summary>Each figure beside the accounts of an application is how many of them its choice shows, and what deserves a look comes first.</summary>
public sealed class CountedAccountsTests
{
    [Theory]
    [InlineData(null, 5, 4, 2, 2, 1)]
    [InlineData("ann", 3, 2, 1, 1, 0)]
    [InlineData("nobody", 0, 0, 0, 0, 0)]
    public async Task Every_figure_counts_what_the_search_leaves_and_no_more(string? text, int all, int deserve, int dormant, int unmatched, int disabled)
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync(["Anna", "Anne", "Rob"]);
        await world.HeapAsync(
            new TestAccount("Anna"), new TestAccount("Anne", Findings: Finding.Dormant), new TestAccount("Ann-Kathrin", Findings: Finding.NobodyKnown),
            new TestAccount("Rob", Findings: Finding.Dormant, Status: AccountStatus.Disabled), new TestAccount("Zoe", Findings: Finding.NobodyKnown));
        async Task<ApplicationAccounts.Page> ReadAsync(AccountFilter filter) =>
            (await database.Get<ApplicationAccounts>().RunAsync(world.As("Owen"), world.ApplicationId, filter, 0, 10, CancellationToken.None)).Require();
        foreach (var (filter, count, shown) in new (AccountFilter, Func<FindingCounts, int>, int)[]
        {
            (new(text), c => c.Accounts, all), (new(text, (Finding)~0), c => c.Exceptions, deserve), (new(text, Finding.Dormant), c => c.Of(Finding.Dormant), dormant),
            (new(text, Unmatched: true), c => c.Unmatched, unmatched), (new(text, Disabled: true), c => c.Disabled, disabled),
        })
        {
            var page = await ReadAsync(filter);
            Assert.Equal((filter, shown, shown), (filter, page.Total, count(page.Counts)));
        }
    }

    [Fact]
    public async Task Of_the_roles_in_use_the_privileged_ones_come_first_however_few_hold_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var world = new TestWorld(database);
        await world.PeopleAsync([]);
        await world.HeapAsync(new TestAccount("Anna"), new TestAccount("Rob"), new TestAccount("Zoe", Role: "Admin"), new TestAccount("Ida", Role: "Analyst"));
        var roles = (await database.Get<ApplicationPage>().RunAsync(world.As("Owen"), world.ApplicationId, CancellationToken.None)).Require().Roles;
        Assert.Equal([("Admin", 1), ("Consumer", 2), ("Analyst", 1)], roles.Select(r => (r.Role, r.Accounts)));
    }
}
