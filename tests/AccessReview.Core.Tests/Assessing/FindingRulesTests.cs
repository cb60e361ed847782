using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Tests.Assessing;

public sealed class FindingRulesTests
{
    private static readonly DateTime AsOf = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private static readonly Yardstick By = new(AsOf, new DateOnly(2026, 11, 20), 90, new HashSet<string> { "ADMIN" });
    private static readonly KnownPerson Ida = new(1, 101, "E-7", "Ida Berg", "IDA BERG", EmploymentStatus.Active, "Employee", null, null);

    [Theory]
    [InlineData(90, Finding.None)]
    [InlineData(91, Finding.Dormant)]
    public void Dormant_begins_when_more_than_the_limit_has_passed(int days, Finding found) => Assert.Equal(found, Judge(Account(lastUsed: AsOf.AddDays(-days))).Findings);

    [Fact]
    public void A_last_use_that_is_not_known_is_not_dormant() => Assert.Equal(Finding.None, Judge(Account(state: LastUsedState.NotKnown, created: AsOf.AddYears(-3))).Findings);

    [Fact]
    public void Never_used_counts_from_the_day_it_was_made_where_that_is_known()
    {
        var (findings, facts) = Judge(Account(state: LastUsedState.Never, created: AsOf.AddDays(-200)));
        Assert.Equal("Never used since it was made 4 May, 200 days before the reading", FindingSentences.Of(findings, facts).Single().Sentence);
        Assert.Equal(Finding.None, Judge(Account(state: LastUsedState.Never)).Findings);
    }

    [Theory]
    [InlineData(AccountStatus.Disabled)]
    [InlineData(AccountStatus.Invited)]
    public void What_nobody_can_use_is_never_dormant(AccountStatus status) =>
        Assert.Equal(status == AccountStatus.Invited ? Finding.NeverJoined : Finding.None, Judge(Account(status: status, lastUsed: AsOf.AddDays(-400))).Findings);

    [Theory]
    [InlineData("2026-11-20", false)]
    [InlineData("2026-11-19", true)]
    public void The_last_day_still_belongs_to_the_employment(string end, bool left) =>
        Assert.Equal(left, Judge(Account(), Ida with { EndDate = DateOnly.Parse(end, System.Globalization.CultureInfo.InvariantCulture) }).Findings.HasFlag(Finding.Left));

    [Theory]
    [InlineData("2026-11-20", false)]
    [InlineData("2026-11-21", true)]
    public void Whoever_comes_back_has_left_until_the_day_before_their_first_one(string start, bool left) =>
        Assert.Equal(left, Judge(Account(), Ida with { EndDate = new DateOnly(2026, 10, 1), StartDate = DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture) }).Findings.HasFlag(Finding.Left));

    [Fact]
    public void A_leaver_without_a_last_day_is_said_to_have_left_on_a_day_not_known()
    {
        var (findings, facts) = Judge(Account(), Ida with { Status = EmploymentStatus.Left });
        Assert.Equal("Left; the day is not known", FindingSentences.Of(findings, facts).Single().Sentence);
        Assert.Equal(Recommendation.Revoke, Recommendations.Of(findings, facts));
    }

    [Fact]
    public void Several_people_who_could_be_meant_deserve_a_look_not_a_revoke()
    {
        var several = new AccountMatch(MatchKind.Several, null, null, [Ida, Ida with { PersonId = 2, Name = "Ida Berg-Holm" }]);
        var (findings, facts) = FindingRules.Judge(new AccountCase(Account(), several, null, []), By);
        Assert.Equal(Recommendation.LookCloser, Recommendations.Of(findings, facts));
        Assert.Equal("Could be Ida Berg or Ida Berg-Holm; which of them is not known", FindingSentences.Of(findings, facts).Single().Sentence);
        Assert.Equal([1L, 2L], FindingFacts.Parse(facts.ToJson()).Candidates!);
    }

    [Theory]
    [InlineData(MatchKind.ByHand, Recommendation.Revoke)]
    [InlineData(MatchKind.Nobody, Recommendation.LookCloser)]
    public void An_account_without_address_is_to_be_revoked_once_whoever_it_was_matched_to_by_hand_is_gone(MatchKind match, Recommendation recommended)
    {
        var (findings, facts) = FindingRules.Judge(new AccountCase(Account() with { Email = "", EmailKey = "" }, new AccountMatch(match, null, null, []), null, []), By);
        Assert.Equal((Finding.NobodyKnown, recommended), (findings & Finding.NobodyKnown, Recommendations.Of(findings, facts)));
    }

    [Fact]
    public void A_declared_account_whose_owner_left_is_nobodys_any_more_and_deserves_a_look()
    {
        var declared = new DeclaredAccount(9, DeclaredKind.Service, Ida with { Status = EmploymentStatus.Left, EndDate = new DateOnly(2026, 10, 14) });
        var (findings, facts) = FindingRules.Judge(new AccountCase(Account(), new(MatchKind.Declared, null, null, []), declared, []), By);
        Assert.Equal(Finding.NobodyKnown | Finding.ServiceOrShared, findings);
        Assert.Equal(Recommendation.LookCloser, Recommendations.Of(findings, facts));
        Assert.Equal("Declared service, but its owner here left 14 Oct", FindingSentences.Of(findings, facts)[0].Sentence);
    }

    [Fact]
    public void Who_could_be_meant_by_a_declared_account_is_kept_though_its_owner_is_known()
    {
        var either = new AccountMatch(MatchKind.Declared, null, null, [Ida with { PersonId = 5 }, Ida with { PersonId = 6 }]);
        var (findings, facts) = FindingRules.Judge(new AccountCase(Account(), either, new DeclaredAccount(9, DeclaredKind.External, Ida), []), By);
        Assert.Equal((Finding.None, Recommendation.None), (findings, Recommendations.Of(findings, facts)));
        Assert.Equal([5L, 6L], facts.Candidates!);
    }

    [Fact]
    public void A_declared_external_person_with_an_owner_here_is_routine()
    {
        var declared = new DeclaredAccount(9, DeclaredKind.External, Ida);
        Assert.Equal(Finding.None, FindingRules.Judge(new AccountCase(Account(), new(MatchKind.Declared, null, null, []), declared, []), By).Findings);
    }

    [Theory]
    [InlineData("W")]
    [InlineData("\"")]
    [InlineData("😀")]
    public void Facts_with_the_longest_names_fit_their_column(string character)
    {
        var name = string.Concat(Enumerable.Repeat(character, 320 / character.Length));
        string[] four = [FindingFacts.Short(name), FindingFacts.Short(name), FindingFacts.Short(name), FindingFacts.Short(name)];
        var most = new FindingFacts
        {
            AsOf = By.On, LeftOn = By.On, Contract = true, StillListed = true, LastUsedOn = By.On, CreatedOn = By.On, Limit = 3650, Role = four[0], OtherAccounts = four, OtherAccountsMore = 99,
            UnderOtherAddress = true, Previous = 999,
            Change = new ChangeFacts
            {
                RoleFrom = four[0], RoleTo = four[0], MadePrivileged = true, Joined = four, JoinedMore = 99, Departed = four, DepartedMore = 99, EmploymentFrom = "not known, " + four[0],
                EmploymentTo = "not known, " + four[0], ManagerFrom = four[0], ManagerTo = four[0], OtherPerson = true, Gained = (Finding)511, Lost = (Finding)511,
            },
        };
        Assert.True(most.ToJson().Length <= AssessedAccount.MaxFacts, $"{most.ToJson().Length} characters");
    }

    private static (Finding Findings, FindingFacts Facts) Judge(ReadAccount account, KnownPerson? person = null) =>
        FindingRules.Judge(new AccountCase(account, new(MatchKind.Email, person ?? Ida, (person ?? Ida).PersonId, []), null, [account]), By);

    [Theory]
    [InlineData("Admin", true)]
    [InlineData("Admin, Analyst", true)]
    [InlineData("Analyst, Admin, Viewer", true)]
    [InlineData("Analyst, Admin", true)]
    [InlineData("Administration, Analyst", false)]
    [InlineData("Analyst, Team Admin", false)]
    [InlineData("", false)]
    public void One_privileged_role_among_several_is_privileged(string roles, bool privileged) =>
        Assert.Equal(privileged, Judge(Account() with { Role = roles, RoleKey = TextKey.Of(roles) }).Findings.HasFlag(Finding.Privileged));

    private static ReadAccount Account(AccountStatus status = AccountStatus.Active, DateTime? lastUsed = null, LastUsedState? state = null, DateTime? created = null) => new(
        500, 50, "hp_1", "ida@x.test", "IDA@X.TEST", "IDA BERG", "Consumer", "CONSUMER", status, lastUsed, state ?? (lastUsed is null ? LastUsedState.NotGiven : LastUsedState.Known), created);
}
