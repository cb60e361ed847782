namespace AccessReview.Connectors.Files;

public sealed class LinesOfAFile
{
    private const string Messy =
        "Id,Email,Status,Created\n" +
        "1,a@x.example,active,2026-01-02\n" +
        "\n" +
        "Id,Email,Status,Created\n" +
        "1,a@x.example,active,2026-01-02\n" +
        "2,b@x.example,active\n" +
        ",,active,2026-01-02\n" +
        "3,c@x.example,active,02.01.2026\n" +
        "4,d@x.example,sleeping,2026-01-02\n" +
        "1,other@x.example,active,2026-01-02\n" +
        "5,not an address,active,2026-01-02\n" +
        "6,\"f@x.example,active,2026-01-02\n" +
        "Total: 6,,,\n";

    private static ColumnMapping YearFirst(Table table) =>
        MappingGuess.For(table, FileKind.Users).Mapping with { Dates = DateOrder.Iso };

    [Fact]
    public void Each_line_that_is_no_record_says_why_in_a_sentence_of_its_own()
    {
        var table = TestFiles.Table(Messy);
        var reading = LineReading.Read(table, YearFirst(table));

        Assert.Equal(
            [
                (3, LineProblemKind.Blank), (4, LineProblemKind.RepeatedHeading), (5, LineProblemKind.ExactDuplicate), (6, LineProblemKind.CellCount),
                (7, LineProblemKind.MissingValue), (8, LineProblemKind.UnreadableDate), (9, LineProblemKind.UnknownStatus), (10, LineProblemKind.DuplicateKey),
                (11, LineProblemKind.NotAnAddress), (12, LineProblemKind.BrokenQuotes), (13, LineProblemKind.TotalRow),
            ],
            reading.Problems.Select(problem => (problem.Line, problem.Kind)));
        Assert.Equal("The line equals line 2 in every column.", reading.Problems[2].Sentence);
        Assert.Equal("The line has 3 columns, the heading has 4.", reading.Problems[3].Sentence);
        Assert.Equal("In the column \"Created\" stands \"02.01.2026\", which is not a date written year first (2026-12-31).", reading.Problems[5].Sentence);
        Assert.Equal("The account \"1\" is on line 2 too, with other content. Set one of them aside.", reading.Problems[7].Sentence);
        Assert.Equal("2,b@x.example,active", reading.Problems[3].Raw);
        Assert.Equal(1, reading.Records);
    }

    [Fact]
    public void A_file_is_complete_when_every_line_is_a_record_or_set_aside_by_name()
    {
        var table = TestFiles.Table(Messy);
        var open = LineReading.Read(table, YearFirst(table));
        var reasons = open.Problems.ToDictionary(problem => problem.Line, problem => problem.Suggested is { } kind
            ? new SetAsideReason(kind)
            : new SetAsideReason(SetAsideKind.Other, "broken in the export"));

        var reading = LineReading.Read(table, YearFirst(table), reasons);

        Assert.Empty(reading.Problems);
        Assert.Equal((12, 1, 11), (reading.Lines, reading.Records, reading.SetAside.Count));
    }

    [Fact]
    public void A_good_line_may_be_set_aside_as_a_test_account()
    {
        var reading = TestFiles.Guessed(TestFiles.Table("Email\na@x.example\ntest@x.example\n"), FileKind.Users, (3, new SetAsideReason(SetAsideKind.TestAccount)));

        Assert.Empty(reading.Problems);
        Assert.Equal((1, "test@x.example"), (reading.Records, reading.SetAside[0].Raw));
    }

    [Theory]
    [InlineData(SetAsideKind.Blank, null)]
    [InlineData(SetAsideKind.TotalRow, null)]
    [InlineData(SetAsideKind.RepeatedHeading, null)]
    [InlineData(SetAsideKind.AboveHeading, null)]
    [InlineData(SetAsideKind.ExactDuplicate, null)]
    [InlineData(SetAsideKind.Other, null)]
    [InlineData(SetAsideKind.TestAccount, "with words")]
    public void An_account_cannot_be_made_to_vanish_under_a_reason_that_does_not_hold(SetAsideKind kind, string? text)
    {
        var reading = TestFiles.Guessed(TestFiles.Table("Email\na@x.example\nb@x.example\n"), FileKind.Users, (3, new SetAsideReason(kind, text)));

        Assert.Equal(LineProblemKind.WrongReason, Assert.Single(reading.Problems).Kind);
    }

    [Fact]
    public void What_stands_above_the_heading_is_no_record_whatever_stands_there()
    {
        var table = TestFiles.Table("Teammates of today,\n\nz@x.example,Z\nEmail,Name\na@x.example,A\n", new TableReadOptions(HeaderLine: 4));
        var reading = TestFiles.Guessed(table, FileKind.Users);
        Assert.Equal([(1, SetAsideKind.AboveHeading), (2, SetAsideKind.Blank), (3, SetAsideKind.AboveHeading)], reading.Problems.Select(p => (p.Line, p.Suggested!.Value)));
        Assert.Equal("a@x.example", Assert.Single(reading.Accounts).Account.Email);
        Assert.Empty(TestFiles.Guessed(table, FileKind.Users, [.. reading.Problems.Select(p => (p.Line, new SetAsideReason(p.Suggested!.Value)))]).Problems);
    }

    [Fact]
    public void Of_two_equal_lines_either_can_be_the_one_set_aside()
    {
        var table = TestFiles.Table("Email\na@x.example\na@x.example\n");

        Assert.Empty(TestFiles.Guessed(table, FileKind.Users, (2, new SetAsideReason(SetAsideKind.ExactDuplicate))).Problems);
        Assert.Empty(TestFiles.Guessed(table, FileKind.Users, (3, new SetAsideReason(SetAsideKind.ExactDuplicate))).Problems);
        var both = TestFiles.Guessed(table, FileKind.Users, (2, new SetAsideReason(SetAsideKind.ExactDuplicate)), (3, new SetAsideReason(SetAsideKind.ExactDuplicate)));
        Assert.Equal(2, both.Problems.Count);
    }

    [Fact]
    public void Two_lines_are_one_key_whatever_the_case_or_width_of_the_letters()
    {
        var reading = TestFiles.Guessed(TestFiles.Table("Email,Name\nana@x.example,A\nANA@x.example,B\nａｎａ@x.example,C\n"), FileKind.Users);
        Assert.Equal([LineProblemKind.DuplicateKey, LineProblemKind.DuplicateKey], reading.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Control_characters_go_and_everything_else_stays()
    {
        var account = TestFiles.Guessed(TestFiles.Table("Email,Name\na@x.example,\"  =1+1\u0007\tAnna\r\nBerg \u00a0\"\n"), FileKind.Users).Accounts[0].Account;
        Assert.Equal("=1+1 Anna Berg", account.Name);
    }

    [Theory]
    [InlineData("Total,194 users")]
    [InlineData("Grand Total:,")]
    [InlineData("Gesamt,194")]
    [InlineData("Summe: 194,")]
    [InlineData(",Total général")]
    [InlineData("194 rows,")]
    [InlineData("Totaal 12,")]
    [InlineData("Σ,194")]
    public void Totals_are_known_in_several_languages(string line) =>
        Assert.Equal(LineProblemKind.TotalRow, TestFiles.Guessed(TestFiles.Table($"Id,Name\n1,A\n{line}\n"), FileKind.Users).Problems.Single().Kind);

    [Theory]
    [InlineData("Total Rewards,a@x.example")]
    [InlineData("Total,a@x.example")]
    [InlineData("Summer campaign,a@x.example")]
    public void A_team_called_total_is_a_team(string line) =>
        Assert.Empty(TestFiles.Guessed(TestFiles.Table($"Team,User email\n{line}\n"), FileKind.Assignments).Problems);

    [Theory]
    [InlineData("Records,hp_17")]
    [InlineData("Records,29260307")] // No file of two lines counts so many.
    [InlineData("Records,103372968272973894321")]
    [InlineData("Sum,00u118oQYT4TBGuay0g4")]
    public void A_team_called_records_is_a_team_by_the_ids_of_its_holders_too(string line)
    {
        var reading = TestFiles.Guessed(TestFiles.Table($"Team,User ID\nGrowth,hp_1\n{line}\n"), FileKind.Assignments);
        Assert.Empty(reading.Problems);
        Assert.Equal(line, $"{reading.Assignments[1].Assignment.Group},{reading.Assignments[1].Assignment.Account}");
    }

    [Theory]
    [InlineData("Total,2")]
    [InlineData("Total,1 holder")]
    [InlineData("Total: 1,")]
    [InlineData("Records,(1)")]
    public void A_total_of_holders_is_no_holder(string line) =>
        Assert.Equal(LineProblemKind.TotalRow, TestFiles.Guessed(TestFiles.Table($"Team,User ID\nGrowth,hp_1\n{line}\n"), FileKind.Assignments).Problems.Single().Kind);

    [Theory]
    [InlineData("n/a,hp_2", "Team", "n/a")]
    [InlineData("-,hp_2", "Team", "-")]
    [InlineData("Growth,none", "User ID", "none")]
    public void A_word_that_says_that_there_is_none_is_no_group_and_no_holder_in_a_list_of_assignments(string line, string column, string word)
    {
        var reading = TestFiles.Guessed(TestFiles.Table($"Team,User ID\nGrowth,hp_1\n{line}\n"), FileKind.Assignments);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal((LineProblemKind.MissingValue, word), (problem.Kind, problem.Value));
        Assert.StartsWith($"In the column \"{column}\" stands \"{word}\", which says that there is none", problem.Sentence, StringComparison.Ordinal);
        Assert.Equal("Growth", Assert.Single(reading.Assignments).Assignment.Group);
    }

    [Fact]
    public void An_address_is_kept_without_the_protocol_that_a_directory_writes_before_it()
    {
        var table = TestFiles.Table("Work email,Proxy addresses\nSMTP:ada@x.example,\"SMTP:ada@x.example;smtp:a.lovelace@x.example\"\n");
        var person = Assert.Single(TestFiles.Guessed(table, FileKind.People).People).Person;
        Assert.Equal("ada@x.example", person.WorkEmail);
        Assert.Equal(["ada@x.example", "a.lovelace@x.example"], person.OtherAddresses);
    }

    [Theory]
    [InlineData("Aliases,Previous email")]
    [InlineData("Alias,Frühere Adressen")]
    public void A_former_address_is_kept_as_one_beside_the_aliases(string headings)
    {
        var table = TestFiles.Table($"Work email,{headings}\nada@x.example,a.lovelace@x.example,ada@old.example\n");
        var person = Assert.Single(TestFiles.Guessed(table, FileKind.People).People).Person;
        Assert.Equal(["a.lovelace@x.example", "ada@old.example"], person.OtherAddresses);
        Assert.Equal(["ada@old.example"], person.FormerAddresses);
    }

    [Fact]
    public void A_column_of_former_addresses_that_was_remembered_as_one_of_others_is_taken_for_what_it_is()
    {
        var table = TestFiles.Table("Work email,Previous email\nada@x.example,ada@old.example\n");
        var mapping = MappingGuess.For(table, FileKind.People).Mapping;
        var remembered = mapping with { Columns = new Dictionary<FileField, string> { [FileField.WorkEmail] = "Work email", [FileField.OtherAddresses] = "Previous email" } };
        Assert.Equal("Previous email", MappingGuess.For(table, FileKind.People, remembered).Mapping.Columns[FileField.FormerAddresses]);
    }

    [Theory]
    [InlineData("never", LastUseState.Never)]
    [InlineData("Noch nie", LastUseState.Never)]
    [InlineData("", LastUseState.NotKnown)]
    [InlineData("n/a", LastUseState.NotKnown)]
    public void Words_for_never_are_not_the_same_as_nothing(string cell, LastUseState state) =>
        Assert.Equal(state, TestFiles.Guessed(TestFiles.Table($"Email,Last login\na@x.example,{cell}\n"), FileKind.Users).Accounts[0].Account.LastUsed.State);

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", LastUseState.Never)]
    [InlineData("1899-12-30", LastUseState.Never)]
    [InlineData("1900-01-01 00:00:00", LastUseState.Never)]
    [InlineData("1970-01-01T00:00:00Z", LastUseState.Never)]
    [InlineData("1970-01-01T01:00:00+01:00", LastUseState.Never)]
    [InlineData("1969-12-31T19:00:00-05:00", LastUseState.Never)]
    [InlineData("9999-12-31", LastUseState.NotKnown)]
    [InlineData("9999-12-31T23:59:59Z", LastUseState.NotKnown)]
    [InlineData("1971-06-01T00:00:00Z", LastUseState.Known)]
    public void The_day_from_which_a_system_counts_is_no_day_of_use_and_none_of_creation(string cell, LastUseState state)
    {
        var reading = TestFiles.Guessed(TestFiles.Table($"Email,Last login,Created\na@x.example,{cell},{cell}\n"), FileKind.Users);
        Assert.Empty(reading.Problems);
        Assert.Equal((state, state == LastUseState.Known), (reading.Accounts[0].Account.LastUsed.State, reading.Accounts[0].Account.Created is not null));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("1970-01-01")]
    [InlineData("9999-12-31")]
    public void The_day_from_which_a_system_counts_ends_no_employment(string end)
    {
        var reading = TestFiles.Guessed(TestFiles.Table($"Work email,Start date,End date\na@x.example,2020-01-01,{end}\n"), FileKind.People);
        Assert.Empty(reading.Problems);
        Assert.Equal((new DateOnly(2020, 1, 1), null), (reading.People[0].Person.Start, reading.People[0].Person.End));
    }

    [Theory]
    [InlineData("Analyst;Admin")]
    [InlineData("\"Analyst,Admin\"")]
    [InlineData("Admin|Analyst|admin")]
    [InlineData("\"Analyst\r\nAdmin\"")]
    [InlineData("\"Analyst, Admin\"")]
    public void Several_roles_in_one_cell_are_several_roles_whatever_stands_between_them(string cell) =>
        Assert.Equal("Admin, Analyst", TestFiles.Guessed(TestFiles.Table($"Email,Role,Name\na@x.example,{cell},Ann\n"), FileKind.Users).Accounts[0].Account.Role);

    [Fact]
    public void Under_a_mapping_that_knows_of_one_role_a_cell_holds_one()
    {
        var table = TestFiles.Table("Email,Role\na@x.example,Editor; limited\n");
        var mapping = MappingGuess.For(table, FileKind.Users).Mapping with { RoleSeparator = null };
        Assert.Equal("Editor; limited", LineReading.Read(table, mapping).Accounts[0].Account.Role);
    }

    [Fact]
    public void Without_a_column_for_it_last_use_is_not_given() =>
        Assert.Equal(LastUseState.NotGiven, TestFiles.Guessed(TestFiles.Table("Email\na@x.example\n"), FileKind.Users).Accounts[0].Account.LastUsed.State);
}
