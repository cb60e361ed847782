using AccessReview.Core.Extracts;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Tests.Assessing;

public sealed class MatcherTests
{
    private static readonly KnownPerson Ida = Person(1, "E-7", "Ida Berg");
    private static readonly KnownPerson Otto = Person(2, "E-8", "Otto Lund");
    private static readonly KnownPerson OttoAgain = Person(3, "E-9", "Otto Lund");

    [Fact]
    public void A_work_address_links_whatever_its_letters() => Assert.Equal((MatchKind.Email, 1L), Match("IDA@x.test"));

    [Fact]
    public void Another_or_former_address_links_and_says_so() => Assert.Equal((MatchKind.OtherAddress, 1L), Match("ida.maiden@x.test"));

    [Fact]
    public void An_address_of_nobody_links_to_nobody_even_when_the_name_is_known() => Assert.Equal((MatchKind.Nobody, null), Match("someone@x.test", name: "Ida Berg"));

    [Fact]
    public void An_account_without_an_address_is_not_everybody_else_without_one() => Assert.Equal((MatchKind.Nobody, null), Match(""));

    [Fact]
    public void Two_people_with_one_address_are_shown_and_never_guessed()
    {
        var match = Matcher().Match(Account("otto@x.test"));
        Assert.Equal((MatchKind.Several, null), (match.Kind, match.PersonId));
        Assert.Equal([2L, 3L], match.Candidates.Select(c => c.PersonId));
    }

    [Fact]
    public void An_employee_id_settles_which_of_two_people_is_meant() => Assert.Equal((MatchKind.Id, 3L), Match("otto@x.test", key: "E-9"));

    [Fact]
    public void An_employee_id_links_where_the_source_has_no_address() => Assert.Equal((MatchKind.Id, 1L), Match("", key: "E-7", name: "Ida Berg"));

    [Fact]
    public void A_name_is_the_same_where_an_earlier_release_read_one_of_them()
    {
        Matcher matcher = new([Person(4, "E-4", "Łukasz Wiśniewski")], [], new Dictionary<long, long>(), new HashSet<long>(), []);
        var match = matcher.Match(Account("", key: "E-4") with { NameSort = "ŁUKASZ WISNIEWSKI" });
        Assert.Equal((MatchKind.Id, 4L), (match.Kind, match.PersonId));
    }

    /// <summary>Applications number their users too: user 7 of an agency was shown as employee 7, and the agency's account looked owned.</summary>
    [Fact]
    public void A_number_that_runs_like_an_employee_id_links_nobody_against_name_and_address() => Assert.Equal((MatchKind.Nobody, null), Match("guest@agency.test", key: "E-7", name: "Guest One"));

    [Fact]
    public void A_number_that_runs_like_an_employee_id_does_not_overrule_the_address() => Assert.Equal((MatchKind.Email, 1L), Match("ida@x.test", key: "E-8", name: "Ida Berg"));

    [Fact]
    public void What_was_said_by_hand_comes_first()
    {
        var matcher = Matcher(byHand: new() { [50] = 2 });
        Assert.Equal((MatchKind.ByHand, 2L), (matcher.Match(Account("ida@x.test")).Kind, matcher.Match(Account("ida@x.test")).PersonId));
    }

    [Fact]
    public void A_link_by_hand_to_somebody_no_longer_listed_keeps_the_person_and_knows_nothing_of_them()
    {
        var match = Matcher(byHand: new() { [50] = 99 }).Match(Account("someone@x.test"));
        Assert.Equal((MatchKind.ByHand, 99L, null), (match.Kind, match.PersonId, match.Person));
    }

    /// <summary>Somebody's own account, declared shared, would otherwise have come before its own holder for review.</summary>
    [Fact]
    public void A_declared_account_keeps_the_person_its_address_names()
    {
        var match = Matcher(declared: [50]).Match(Account("ida@x.test"));
        Assert.Equal((MatchKind.Declared, 1L), (match.Kind, match.PersonId));
    }

    [Fact]
    public void A_declared_account_whose_address_and_directory_name_two_people_keeps_the_one_of_the_address_and_could_be_either_ones()
    {
        var match = Matcher(declared: [50], granted: new GrantedAccount("h2", 2)).Match(Account("ida@x.test") with { SourceId = "h2" });
        Assert.Equal((MatchKind.Declared, 1L), (match.Kind, match.PersonId));
        Assert.Equal([1L, 2L], match.Candidates.Select(c => c.PersonId).Order());
    }

    [Fact]
    public void Of_two_who_have_the_address_the_one_whom_the_directory_lets_in_is_meant()
    {
        var match = Matcher(granted: new GrantedAccount("h2", 3)).Match(Account("otto@x.test") with { SourceId = "h2" });
        Assert.Equal((MatchKind.Id, 3L), (match.Kind, match.PersonId));
    }

    [Fact]
    public void Two_whom_directories_let_into_one_account_are_shown_and_not_guessed()
    {
        var match = Matcher(granted: [new("h2", 1), new("h2", 2), new("h2", 1)]).Match(Account("nobody@x.test") with { SourceId = "h2" });
        Assert.Equal((MatchKind.Several, null), (match.Kind, match.PersonId));
        Assert.Equal([1L, 2L], match.Candidates.Select(c => c.PersonId));
    }

    [Fact]
    public void An_account_that_was_first_read_without_ids_is_linked_by_the_id_that_it_has_now()
    {
        var match = Matcher().Match(Account("", key: "ida old", name: Ida.Name) with { SourceId = Ida.EmployeeKey });
        Assert.Equal((MatchKind.Id, 1L), (match.Kind, match.PersonId));
    }

    [Theory]
    [InlineData("svc-warehouse-sync@x.test", "svc-warehouse-sync", DeclaredKind.Service)]
    [InlineData("heap-dashboards-tv@x.test", "", DeclaredKind.Shared)]
    [InlineData("break-glass@x.test", "", DeclaredKind.Emergency)]
    [InlineData("qa2@x.test", "", DeclaredKind.Test)]
    [InlineData("ida.berg@x.test", "Ida Berg", null)]
    [InlineData("abbott.tv.show@x.test", "Abbott", DeclaredKind.Shared)]
    [InlineData("botha@x.test", "Thabo Botha", null)]
    [InlineData("testa@x.test", "Gianni Testa", null)]
    public void A_name_suggests_what_an_account_is_and_no_more(string email, string name, DeclaredKind? looks) => Assert.Equal(looks, DeclarationSuggestion.For(email, name));

    private static (MatchKind Kind, long? PersonId) Match(string email, string key = "hp_1", string name = "")
    {
        var match = Matcher().Match(Account(email, key, name));
        return (match.Kind, match.PersonId);
    }

    private static Matcher Matcher(Dictionary<long, long>? byHand = null, HashSet<long>? declared = null, params GrantedAccount[] granted) => new(
        [Ida, Otto, OttoAgain],
        [
            new(TextKey.Of("ida@x.test"), AddressKind.Work, 101), new(TextKey.Of("ida.maiden@x.test"), AddressKind.Other, 101),
            new(TextKey.Of("otto@x.test"), AddressKind.Work, 102), new(TextKey.Of("otto@x.test"), AddressKind.Work, 103),
        ],
        byHand ?? [], declared ?? [], granted);

    private static ReadAccount Account(string email, string key = "hp_1", string name = "") =>
        new(500, 50, key, email, TextKey.Of(email), TextKey.Sort(name), "Consumer", "CONSUMER", AccountStatus.Active, null, LastUsedState.NotGiven, null);

    private static KnownPerson Person(long id, string employee, string name) =>
        new(id, 100 + id, TextKey.Of(employee), name, TextKey.Sort(name), EmploymentStatus.Active, "Employee", null, null);
}
