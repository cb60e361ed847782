using System.Text.Json;

namespace AccessReview.Connectors.Files;

public sealed class Guesses
{
    private const string German =
        "Personalnummer;Nachname;Vorname;E-Mail-Adresse;Status;Vertragsart;Eintrittsdatum;Austrittsdatum;Vorgesetzter;Abteilung;Stellenbezeichnung\r\n" +
        "00017;Müller;Jürgen;j.mueller@werk.example;Ausgeschieden;Angestellter;01.02.2019;31.12.2026;a.berg@werk.example;Vertrieb;Leiter\r\n" +
        "00018;Berg;Anna;a.berg@werk.example;aktiv;Angestellte;03.04.2020;;;Vertrieb;Leiterin\r\n" +
        "00019;Weiß;Lena;l.weiss@werk.example;Elternzeit;Angestellte;03.04.2020;31.12.9999;00018;Vertrieb;Referentin\r\n";

    [Fact]
    public void A_German_staff_list_is_understood_without_a_word_from_anybody()
    {
        var table = TestFiles.Table(German);
        var guess = MappingGuess.For(table, FileKind.People);
        var people = LineReading.Read(table, guess.Mapping).People.Select(line => line.Person).ToList();

        Assert.Equal(';', table.Delimiter);
        Assert.Equal(DateOrder.DayFirst, guess.Dates.Order);
        Assert.Equal("\"31.12.2026\" can only be read day first.", guess.Dates.Sentence);
        Assert.Equal([EmploymentStatus.Left, EmploymentStatus.Active, EmploymentStatus.OnLeave], people.Select(p => p.Status!.Value));
        Assert.Equal(("Jürgen Müller", "00017", new DateOnly(2026, 12, 31)), (people[0].Name, people[0].EmployeeId, people[0].End));
        Assert.Equal((new DateOnly(2020, 4, 3), null), (people[1].Start, people[1].End));
        Assert.Equal(("00018", null), (people[2].Manager, people[2].End));
    }

    [Theory]
    [InlineData("Identifiant;Adresse e-mail;Nom complet;Rôle;Équipes;Statut;Dernière connexion;Date de création")]
    [InlineData("ID de usuario;Correo electrónico;Nombre completo;Rol;Equipos;Estado;Último acceso;Fecha de creación")]
    [InlineData("Gebruikers-ID;E-mailadres;Naam;Rol;Groepen;Status;Laatst actief;Aangemaakt op")]
    [InlineData("ID utente;Indirizzo email;Nome completo;Ruolo;Gruppi;Stato;Ultimo accesso;Data di creazione")]
    [InlineData("Benutzer-ID;E-Mail;Name;Rolle;Gruppen;Status;Letzte Anmeldung;Erstellt am")]
    public void Headings_in_other_languages_are_known(string heading)
    {
        var guess = MappingGuess.For(TestFiles.Table(heading + "\n1;a@x.example;A;R;G;active;;\n"), FileKind.Users);
        Assert.Equal(heading.Split(';'), guess.Columns.Select(column => column.Column));
    }

    [Fact]
    public void A_column_of_addresses_is_the_address_whatever_it_is_called()
    {
        var guess = ColumnGuess.For(TestFiles.Table("User,Kontakt\nAnna,a@x.example\nBo,b@x.example\n"), FileKind.Users);

        Assert.Equal(("Kontakt", "Its values are e-mail addresses"), guess.Where(g => g.Field == FileField.Email).Select(g => (g.Column, g.Why)).Single());
        Assert.DoesNotContain(guess, g => g.Field != FileField.Email && g.Column == "Kontakt");
    }

    [Theory]
    [InlineData("03.04.2026|05.06.2026", null, true)]
    [InlineData("03/04/2026|05/13/2026", DateOrder.MonthFirst, false)]
    [InlineData("03/04/2026|13/05/2026", DateOrder.DayFirst, false)]
    [InlineData("13/05/2026|05/13/2026", null, false)]
    [InlineData("2026-04-03|2026-04-03T10:00:00+02:00|never", DateOrder.Iso, false)]
    [InlineData("46387|46387.5", DateOrder.Excel, false)]
    [InlineData("Nov 14, 2026 7:45 PM|14 Dec 2026|2026-04-03", DateOrder.Iso, false)]
    [InlineData("14 Nov 2026|03/04/2026", null, true)]
    [InlineData("14 Nov 2026|31/05/2026", DateOrder.DayFirst, false)]
    [InlineData("soon|later", null, false)]
    public void The_order_of_dates_is_proposed_only_if_the_values_prove_it(string values, DateOrder? order, bool ambiguous)
    {
        var guess = DateOrderGuess.Of(values.Split('|'));
        Assert.Equal((order, ambiguous), (guess.Order, guess.Ambiguous));
    }

    [Fact]
    public void An_ambiguous_order_must_be_chosen_before_anything_is_read()
    {
        var table = TestFiles.Table("Email,Created\na@x.example,03.04.2026\n");
        var mapping = MappingGuess.For(table, FileKind.Users).Mapping;

        Assert.Contains(mapping.Problems(table), sentence => sentence.StartsWith("Choose how the dates", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => LineReading.Read(table, mapping));
        var created = LineReading.Read(table, mapping with { Dates = DateOrder.DayFirst }).Accounts[0].Account.Created;
        Assert.Equal(new DateTime(2026, 4, 3, 0, 0, 0, DateTimeKind.Utc), created);
    }

    [Fact]
    public void An_unknown_status_word_stays_undecided_until_a_person_decides()
    {
        var table = TestFiles.Table("Email,Status\na@x.example,Pending\nb@x.example,\nc@x.example,ACTIVE\n");
        var guess = MappingGuess.For(table, FileKind.Users);
        var problems = LineReading.Read(table, guess.Mapping).Problems;

        Assert.Equal(["", "Pending"], guess.Statuses.Where(word => word.Meaning is null).Select(word => word.Word).Order());
        Assert.Equal([LineProblemKind.UnknownStatus, LineProblemKind.UnknownStatus], problems.Select(p => p.Kind));
        Assert.Equal("In the column \"Status\" stands \"Pending\", and nobody has said what that means.", problems[0].Sentence);

        var decided = guess.Mapping with
        {
            StatusWords = new Dictionary<string, StatusMeaning>(guess.Mapping.StatusWords, StringComparer.Ordinal)
            {
                [ColumnMapping.WordKey("pending")] = StatusMeaning.Invited,
                [""] = StatusMeaning.Active,
            },
        };
        Assert.Equal([AccountStatus.Invited, AccountStatus.Active, AccountStatus.Active], LineReading.Read(table, decided).Accounts.Select(l => l.Account.Status!.Value));
    }

    [Fact]
    public void Who_is_switched_off_in_a_list_of_Entra_has_left_and_the_state_they_live_in_is_no_status()
    {
        var table = TestFiles.Table("userPrincipalName,displayName,mail,id,state,accountEnabled\na@x.example,Ada,a@x.example,1,Texas,True\nb@x.example,Bo,b@x.example,2,,FALSE\n");
        var guess = MappingGuess.For(table, FileKind.People);
        Assert.Equal("accountEnabled", guess.Mapping.Columns[FileField.EmploymentStatus]);
        Assert.Equal([EmploymentStatus.Active, EmploymentStatus.Left], LineReading.Read(table, guess.Mapping).People.Select(l => l.Person.Status!.Value));
        Assert.DoesNotContain(guess.Mapping.Losses, l => l.Contains("has left", StringComparison.Ordinal));
    }

    [Fact]
    public void What_stands_in_brackets_behind_a_heading_does_not_hide_what_it_is()
    {
        var table = TestFiles.Table(
            "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],Employee ID\nAda,Lovelace,a@x.example,Active,1\nBo,Peep,b@x.example,Suspended,2\n");
        var guess = MappingGuess.For(table, FileKind.People);
        Assert.Equal(
            [
                (FileField.EmployeeId, "Employee ID"), (FileField.WorkEmail, "Email Address [Required]"), (FileField.FirstName, "First Name [Required]"),
                (FileField.LastName, "Last Name [Required]"), (FileField.EmploymentStatus, "Status [READ ONLY]"),
            ],
            guess.Mapping.Columns.Select(c => (c.Key, c.Value)).OrderBy(c => c.Key));
        // Suspended from work is no leaver, suspended from signing in is: a person says which it is.
        Assert.Equal([("Active", (StatusMeaning?)StatusMeaning.Active), ("Suspended", null)], guess.Statuses.Select(s => (s.Word, s.Meaning)));
    }

    [Theory]
    [InlineData("Active", FileKind.Users, StatusMeaning.Active, StatusMeaning.Disabled)]
    [InlineData("Enabled", FileKind.People, StatusMeaning.Active, StatusMeaning.Left)]
    [InlineData("Status", FileKind.People, null, null)]
    public void True_and_false_mean_something_where_the_heading_says_what_is_true(string heading, FileKind kind, StatusMeaning? yes, StatusMeaning? no)
    {
        var guess = MappingGuess.For(TestFiles.Table($"Email,{heading}\na@x.example,TRUE\nb@x.example,false\n"), kind);
        Assert.Equal([("TRUE", yes), ("false", no)], guess.Statuses.Select(s => (s.Word, s.Meaning)));
    }

    [Theory]
    [InlineData("Employee ID,Email", true)]
    [InlineData("Employee ID,Email,Status", false)]
    [InlineData("Employee ID,Email,End date", false)]
    public void A_staff_list_of_which_no_column_says_who_has_left_says_so(string headings, bool lost)
    {
        var losses = MappingGuess.For(TestFiles.Table(headings + "\n" + string.Join(',', headings.Split(',').Select(_ => "1")) + "\n"), FileKind.People).Mapping.Losses;
        Assert.Equal(lost, losses.Contains("Without a column for Employment status or End date who has left cannot be known from this list."));
    }

    [Fact]
    public void A_mapping_survives_JSON_and_is_believed_for_the_next_file()
    {
        var table = TestFiles.Table("Who,Since\na@x.example,03.04.2026 00:30\n");
        var chosen = new ColumnMapping(
            FileKind.Users, new Dictionary<FileField, string> { [FileField.Email] = "Who", [FileField.Created] = "Since" },
            DateOrder.DayFirst, new Dictionary<string, StatusMeaning>(StringComparer.Ordinal), "Europe/Berlin", ';');

        var remembered = JsonSerializer.Deserialize<ColumnMapping>(JsonSerializer.Serialize(chosen))!;
        var guess = MappingGuess.For(table, FileKind.Users, remembered);

        Assert.Empty(guess.Mapping.Problems(table));
        Assert.Equal((DateOrder.DayFirst, "Europe/Berlin"), (guess.Mapping.Dates, guess.Mapping.TimeZone));
        Assert.Equal(new DateTime(2026, 4, 2, 22, 30, 0, DateTimeKind.Utc), LineReading.Read(table, guess.Mapping).Accounts[0].Account.Created);
    }

    [Fact]
    public void A_column_that_the_last_file_did_not_have_is_guessed_in_this_one()
    {
        var last = MappingGuess.For(TestFiles.Table("ID,Role\n1,Admin\n"), FileKind.Users).Mapping;
        var guess = MappingGuess.For(TestFiles.Table("ID,Email,Role\n1,a@x.example,Admin\n"), FileKind.Users, last);
        Assert.Equal(
            [(FileField.Id, "ID"), (FileField.Email, "Email"), (FileField.Role, "Role")],
            guess.Mapping.Columns.Select(c => (c.Key, c.Value)).OrderBy(c => c.Key));
    }

    [Fact]
    public void A_column_chosen_for_another_field_of_the_last_file_is_not_guessed_again()
    {
        var table = TestFiles.Table("ID,Role\n1,Admin\n");
        var last = MappingGuess.For(table, FileKind.Users).Mapping with { Columns = new Dictionary<FileField, string> { [FileField.Id] = "ID", [FileField.Groups] = "Role" } };
        Assert.Equal([FileField.Id, FileField.Groups], MappingGuess.For(table, FileKind.Users, last).Mapping.Columns.Keys.Order());
    }

    [Fact]
    public void What_was_left_unused_and_that_a_cell_holds_one_role_is_remembered_for_the_next_file()
    {
        var table = TestFiles.Table("Email,Role,Teams\na@x.example,\"Manager, Sales\",R;D\n");
        var guessed = MappingGuess.For(table, FileKind.Users).Mapping;
        Assert.Equal(',', guessed.RoleSeparator);
        var columns = new Dictionary<FileField, string>(guessed.Columns);
        columns.Remove(FileField.Groups);
        var chosen = MappingGuess.Again(table, guessed with { RoleSeparator = null, Columns = columns }).Mapping;

        var next = MappingGuess.For(table, FileKind.Users, chosen).Mapping;

        Assert.False(next.Columns.ContainsKey(FileField.Groups));
        Assert.Null(next.RoleSeparator);
        var without = MappingGuess.For(TestFiles.Table("Email,Role\na@x.example,\"Manager, Sales\"\n"), FileKind.Users, next).Mapping;
        Assert.False(MappingGuess.For(table, FileKind.Users, without).Mapping.Columns.ContainsKey(FileField.Groups));
    }

    [Fact]
    public void Roles_read_as_one_before_several_were_read_stay_so_until_somebody_says_otherwise()
    {
        var table = TestFiles.Table("Email,Role\na@x.example,Admin;Editor\n");
        var before = MappingGuess.For(table, FileKind.Users).Mapping with { RoleSeparator = null, Unused = null };
        Assert.Null(MappingGuess.For(table, FileKind.Users, before).Mapping.RoleSeparator);
    }

    [Fact]
    public void Dates_of_a_column_that_the_last_file_did_not_have_are_judged_anew()
    {
        var last = MappingGuess.For(TestFiles.Table("Email,Created\na@x.example,31.12.2025\n"), FileKind.Users).Mapping;
        var guess = MappingGuess.For(TestFiles.Table("Email,Created,Last active\na@x.example,2025-12-31,12/31/2025\n"), FileKind.Users, last);
        Assert.Equal(DateOrder.MonthFirst, guess.Mapping.Dates);
    }

    [Fact]
    public void Where_every_month_has_its_name_nothing_is_asked_and_no_order_is_believed_of_the_next_file()
    {
        var first = MappingGuess.For(TestFiles.Table("Email,Created\na@x.example,\"Nov 14, 2026 7:45 PM\"\n"), FileKind.Users);
        Assert.Equal((DateOrder.Iso, "No date depends on whether day or month comes first, such as Nov 14, 2026 7:45 PM."), (first.Mapping.Dates, first.Dates.Sentence));
        var next = TestFiles.Table("Email,Created\na@x.example,03/04/2027\n");
        var problem = Assert.Single(LineReading.Read(next, MappingGuess.For(next, FileKind.Users, first.Mapping).Mapping).Problems);
        Assert.Equal(LineProblemKind.UnreadableDate, problem.Kind);
    }

    [Fact]
    public void That_a_cell_holds_one_role_or_group_can_be_chosen_against_the_guess_until_it_is_read_from_another_column()
    {
        var table = TestFiles.Table("Email,Role,Teams,Duties\na@x.example,Editor; limited,R;D,Admin|Editor\n");
        var guessed = MappingGuess.For(table, FileKind.Users).Mapping;
        Assert.Equal((';', ';'), (guessed.RoleSeparator, guessed.ListSeparator));

        var chosen = MappingGuess.Again(table, guessed with { RoleSeparator = null, ListSeparator = null }).Mapping;
        Assert.Equal((null, null), (chosen.RoleSeparator, chosen.ListSeparator));

        var columns = new Dictionary<FileField, string>(chosen.Columns) { [FileField.Role] = "Duties" };
        var other = MappingGuess.Again(table, chosen with { Columns = columns }, FileField.Role).Mapping;
        Assert.Equal(('|', null), (other.RoleSeparator, other.ListSeparator));
    }

    [Fact]
    public void A_mapping_that_does_not_fit_says_what_is_missing()
    {
        var table = TestFiles.Table("Name,Role\nAnna,Admin\n");
        var mapping = new ColumnMapping(
            FileKind.Users, new Dictionary<FileField, string> { [FileField.Name] = "Name", [FileField.Role] = "Name", [FileField.Status] = "State" },
            DateOrder.Iso, new Dictionary<string, StatusMeaning>(StringComparer.Ordinal) { ["X"] = StatusMeaning.Left }, "Nowhere/Land");

        Assert.Equal(5, mapping.Problems(table).Count);
        Assert.Contains("Choose the column that holds Account id or E-mail.", mapping.Problems(table));
    }
}
