using System.Text;
using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;
using AccessReview.Core.Findings;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Extracts;

/// <summary>The fear: an export that says all of an account on one line, all its roles too, is read without some of them.</summary>
public sealed class SeveralInOneCellTests : IAsyncLifetime
{
    private static readonly DateTime Exported = new(2026, 11, 20, 18, 0, 0, DateTimeKind.Utc);
    private TestDatabase database = null!;
    private Importing importing = null!;
    private long heap;
    private long staff;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        importing = new Importing(database.Services);
        (heap, staff) = await importing.SourcesAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData("Analyst;Admin")]
    [InlineData("\"Analyst,Admin\"")]
    [InlineData("Admin|Analyst")]
    public async Task Whoever_holds_a_privileged_role_among_others_is_found_privileged(string roles)
    {
        var facts = new ApplicationFacts { Name = "Heap", Kind = ApplicationKind.Heap, PrivilegedRoles = ["Admin"] };
        (await database.Get<ChangeApplication>().RunAsync(Guid.NewGuid(), Importing.Admin, heap, facts, default)).Require();
        var people = await importing.DraftAsync(null, staff, Exported, (ExtractFileKind.People, "staff.csv", "Employee id,Work email\n1,ann@example.test\n2,bob@example.test\n"u8.ToArray(), null));
        (await importing.ImportAsync(people)).Require();
        await ImportAsync(Exported, (ExtractFileKind.Users, $"User ID,Email,Role\nu1,ann@example.test,{roles}\nu2,bob@example.test,Analyst\n"));

        await using var db = database.Look();
        var privileged = from a in db.AssessedAccounts join r in db.AccountRecords on a.AccountRecordId equals r.Id where (a.Findings & Finding.Privileged) != 0 select r.Email;
        Assert.Equal(["ann@example.test"], await privileged.ToListAsync());
    }

    private async Task ImportAsync(DateTime at, params (ExtractFileKind Kind, string Csv)[] files) => (await importing.ImportAsync(await DraftAsync(at, files))).Require();

    private Task<long> DraftAsync(DateTime at, params (ExtractFileKind Kind, string Csv)[] files) =>
        importing.DraftAsync(heap, null, at, [.. files.Select(f => (f.Kind, $"{f.Kind}.csv", Encoding.UTF8.GetBytes(f.Csv), (int?)null))]);
}
