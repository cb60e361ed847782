using System.Diagnostics.CodeAnalysis;
using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Tests.Contract;

/// <summary>A whole walk through a source, page by page, as the product does it.</summary>
internal sealed record Reading(
    SourceWalk Walk, SourceRecords Records, IReadOnlyList<Account> Accounts, IReadOnlyList<Assignment> Assignments, IReadOnlyList<Person> People, IReadOnlyList<SourcePage> Pages)
{
    [SuppressMessage("Reliability", "CA2000", Justification = "Lives as long as the test process.")]
    public static ConnectorHttp Http { get; } = new(new OutboundRules { AllowLoopback = true }, TimeProvider.System) { Patience = TimeSpan.FromSeconds(20) };

    public static async Task<Reading> OfAsync(ISource source)
    {
        var (walk, records) = (new SourceWalk(source), new SourceRecords());
        var (accounts, assignments, people, pages) = (new List<Account>(), new List<Assignment>(), new List<Person>(), new List<SourcePage>());
        while (walk.At is var (list, cursor))
        {
            SourcePage page;
            try
            {
                page = source.Parse(list, cursor, await source.FetchAsync(list, cursor, TestContext.Current.CancellationToken));
            }
            catch (ConnectorException fault) when (source.IsOptional(list) || source.IsWithout(list, fault) || fault.Fault == ConnectorFault.Lost)
            {
                walk.Break(fault);
                continue;
            }

            var fresh = walk.Take(page);
            records.Take(page, fresh);
            accounts.AddRange(page.Accounts.Where((_, i) => fresh[i]));
            people.AddRange(page.People.Where((_, i) => fresh[i]));
            assignments.AddRange(page.Assignments);
            pages.Add(page);
        }

        return new Reading(walk, records, accounts, assignments, people, pages);
    }
}
