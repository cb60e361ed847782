using AccessReview.Connectors.Files;
using AccessReview.Connectors.Packed;

namespace AccessReview.Connectors.Tests;

/// <summary>Records that lie in memory as bytes come back as they went in.</summary>
public sealed class PackedListTests
{
    private static readonly DateTime At = new(2026, 11, 3, 9, 30, 0, 123, DateTimeKind.Utc);

    public static TheoryData<Account> Accounts =>
    [
        new Account("u-1", "anna@x.example", "Anna Ä", "Admin", ["Growth", "Ops"], AccountStatus.Invited, LastUse.On(At), At.AddYears(-1)),
        new Account(null, null, null, null, [], null, default, null),
        new Account("", "", "", "", [""], AccountStatus.Disabled, new LastUse(LastUseState.Never, null), DateTime.MinValue),
        new Account("half a pair \ud83d", "😀@x.example", "\udc00", "\ud83d", ["\ufffe"], AccountStatus.Active, new LastUse(LastUseState.NotKnown, null), DateTime.MaxValue),
    ];

    [Theory]
    [MemberData(nameof(Accounts))]
    public void An_account_comes_back_as_it_was_whatever_its_values(Account account)
    {
        var list = new PackedList<AccountLine, PackedAccount>();

        list.Add(new AccountLine(int.MaxValue, account));

        var read = list[0];
        Assert.Equal(int.MaxValue, read.Line);
        Assert.Equal(account with { Groups = Array.Empty<string>() }, read.Account with { Groups = Array.Empty<string>() });
        Assert.Equal(account.Groups, read.Account.Groups);
        Assert.Equal(account.Created?.Kind, read.Account.Created?.Kind);
    }

    [Fact]
    public void A_person_comes_back_as_they_were()
    {
        var person = new Person("7", "ben@x.example", ["old@x.example"], "Ben", EmploymentStatus.OnLeave, "Contractor", new DateOnly(1, 1, 1), new DateOnly(9999, 12, 31), "cy@x.example", "Ops", "Lead")
        {
            FormerAddresses = ["old@x.example"],
            LastSignIn = LastUse.On(At),
        };
        var list = new PackedList<PersonLine, PackedPerson>();

        list.Add(new PersonLine(2, person));
        list.Add(new PersonLine(3, new Person(null, null, Array.Empty<string>(), null, null, null, null, null, null, null, null)));

        Assert.Equal(["old@x.example"], list[0].Person.OtherAddresses);
        Assert.Equal(["old@x.example"], list[0].Person.FormerAddresses);
        Assert.Equal(person with { OtherAddresses = Array.Empty<string>(), FormerAddresses = [] }, list[0].Person with { OtherAddresses = Array.Empty<string>(), FormerAddresses = [] });
        Assert.Equal(new Person(null, null, Array.Empty<string>(), null, null, null, null, null, null, null, null), list[1].Person with { OtherAddresses = Array.Empty<string>() });
    }

    [Fact]
    public void Elements_of_any_length_keep_their_places()
    {
        var list = new PackedList<AssignmentLine, PackedAssignment>();
        var lengths = Enumerable.Range(0, 400).Select(i => i % 50 == 7 ? 100_000 + i : i * 11).ToList();

        for (var i = 0; i < lengths.Count; i++)
        {
            list.Add(new AssignmentLine(i, new Assignment($"Group {i % 3}", new string((char)('a' + (i % 26)), lengths[i]), i % 2 == 0 ? null : $"g{i}")));
        }

        Assert.Equal(lengths, list.Select(l => l.Assignment.Account.Length));
        Assert.Equal(Enumerable.Range(0, lengths.Count), list.Select(l => l.Line));
        Assert.Equal(new Assignment("Group 1", new string((char)('a' + (7 % 26)), lengths[7]), "g7"), list[7].Assignment);
    }

    [Fact]
    public void More_words_than_are_kept_once_come_back_all_the_same()
    {
        var list = new PackedList<AssignmentLine, PackedAssignment>();
        for (var i = 0; i < 10_000; i++)
        {
            list.Add(new AssignmentLine(i, new Assignment($"Group {i}", "a")));
        }

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"Group {i}"), list.Select(l => l.Assignment.Group));
    }
}
