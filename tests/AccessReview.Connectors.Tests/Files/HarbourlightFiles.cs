namespace AccessReview.Connectors.Files;

public sealed class HarbourlightFiles
{
    [Theory]
    [InlineData("heap-users-2026Q4.csv", 194)]
    [InlineData("heap-users-2027Q1.csv", 191)]
    [InlineData("heap-users-2027Q1-late.csv", 192)]
    public void The_users_file_is_understood_but_for_its_total_row(string name, int accounts)
    {
        var table = TestFiles.Table(TestFiles.Harbourlight(name));
        var open = TestFiles.Guessed(table, FileKind.Users);

        var total = Assert.Single(open.Problems);
        Assert.Equal((accounts, LineProblemKind.TotalRow, SetAsideKind.TotalRow), (open.Records, total.Kind, total.Suggested));

        var complete = TestFiles.Guessed(table, FileKind.Users, (total.Line, new SetAsideReason(SetAsideKind.TotalRow)));
        Assert.Empty(complete.Problems);
        Assert.Equal(complete.Lines, complete.Records + complete.SetAside.Count);
    }

    [Fact]
    public void Every_column_of_the_users_file_is_guessed_with_samples()
    {
        var guess = MappingGuess.For(TestFiles.Table(TestFiles.Harbourlight("heap-users-2026Q4.csv")), FileKind.Users);

        Assert.Equal(
            ["User ID", "Email", "Name", "Role", "Teams", "Status", "Last active", "Created"],
            guess.Columns.Select(column => column.Column));
        Assert.All(guess.Columns, column => Assert.NotEmpty(column.Samples));
        Assert.Equal(
            [("active", 188, StatusMeaning.Active), ("disabled", 3, StatusMeaning.Disabled), ("invited", 3, StatusMeaning.Invited)],
            guess.Statuses.Select(word => (word.Word, word.Lines, word.Meaning!.Value)));
        Assert.Equal((DateOrder.Iso, ';'), (guess.Mapping.Dates, guess.Mapping.ListSeparator));
    }

    [Fact]
    public void The_first_account_is_read_whole()
    {
        var account = TestFiles.Guessed(TestFiles.Table(TestFiles.Harbourlight("heap-users-2026Q4.csv")), FileKind.Users).Accounts[0];

        Assert.Equal(2, account.Line);
        Assert.Equal("hp_0c8913be9a", account.Account.Id);
        Assert.Equal("Wanda Schäfer", account.Account.Name);
        Assert.Equal(["Pricing", "Core product"], account.Account.Groups);
        Assert.Equal(LastUse.On(new DateTime(2026, 11, 14, 19, 45, 0, DateTimeKind.Utc)), account.Account.LastUsed);
        Assert.Equal(AccountStatus.Active, account.Account.Status);
    }

    [Fact]
    public void An_empty_last_use_is_not_known_and_not_never()
    {
        var invited = TestFiles.Guessed(TestFiles.Table(TestFiles.Harbourlight("heap-users-2026Q4.csv")), FileKind.Users)
            .Accounts.Where(line => line.Account.Status == AccountStatus.Invited);

        Assert.All(invited, line => Assert.Equal(LastUseState.NotKnown, line.Account.LastUsed.State));
    }

    [Fact]
    public void The_staff_list_gives_500_people()
    {
        var reading = TestFiles.Guessed(TestFiles.Table(TestFiles.Harbourlight("staff.csv")), FileKind.People);

        Assert.Empty(reading.Problems);
        Assert.Equal(500, reading.Records);
        Assert.Equal(5, reading.People.Count(line => line.Person.Status == EmploymentStatus.Left));
        Assert.Equal(4, reading.People.Count(line => line.Person.Manager is null));
        Assert.Equal("001001", reading.People[0].Person.EmployeeId);
        Assert.Equal(["old.jonas.jansen@harbourlight.example"], Assert.Single(reading.People, line => line.Person.OtherAddresses.Count > 0).Person.OtherAddresses);
    }

    [Theory]
    [InlineData("heap-team-members-2026Q4.csv", FileKind.Assignments, 304)]
    [InlineData("heap-team-members-2027Q1.csv", FileKind.Assignments, 297)]
    [InlineData("heap-teams.csv", FileKind.GroupOwners, 12)]
    public void Teams_and_their_members_are_understood_whole(string name, FileKind kind, int records)
    {
        var reading = TestFiles.Guessed(TestFiles.Table(TestFiles.Harbourlight(name)), kind);

        Assert.Empty(reading.Problems);
        Assert.Equal(records, reading.Records);
    }

    [Fact]
    public void A_team_without_an_owner_is_a_record()
    {
        var reading = TestFiles.Guessed(TestFiles.Table(TestFiles.Harbourlight("heap-teams.csv")), FileKind.GroupOwners);
        Assert.Equal("Partners", Assert.Single(reading.GroupOwners, line => line.Group.OwnerEmail is null).Group.Name);
    }
}
