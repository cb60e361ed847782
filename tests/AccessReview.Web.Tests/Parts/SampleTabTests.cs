using System.Data.Common;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Evidence.Samples;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Tests;
using AccessReview.Web.Components.Evidence;
using AccessReview.Web.Setup;
using Bunit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AccessReview.Web.Tests.Parts;

/// <summary>A draw that was stored although its answer said that it could not be.</summary>
public sealed class SampleTabTests : BunitContext
{
    [Fact]
    public async Task A_draw_whose_commit_was_not_heard_of_is_stored_once_however_often_Draw_is_pressed_until_it_is_answered()
    {
        var commits = new UnheardDraw();
        await using var app = new TestApp(interceptor: commits);
        await app.World.PeopleAsync(["Uma"]);
        await app.World.HeapAsync(new TestAccount("Uma"), new TestAccount("Noa"));
        var number = await app.World.LaunchAsync();
        await app.World.GrantAsync("Uma", Role.Auditor);
        Services.AddSingleton(app.Get<SampleList>());
        Services.AddSingleton(app.Get<DrawSample>());
        Services.AddSingleton(new CurrentActor(new SignedIn(app.World["Uma"]), app.Get<Databases>()));
        var tab = Render<SampleTab>(p => p.Add(t => t.Number, number).Add(t => t.State, CampaignState.Active));

        commits.Unheard = true;
        await tab.Find("form").SubmitAsync();
        Assert.Contains("Try again in a moment", tab.Find(".notice").TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await DrawsAsync(app));

        await tab.Find("form").SubmitAsync();
        Assert.Empty(tab.FindAll(".notice"));
        Assert.Equal(1, await DrawsAsync(app));

        await tab.Find("form").SubmitAsync();
        Assert.Equal(2, await DrawsAsync(app));
    }

    private static async Task<int> DrawsAsync(TestApp app)
    {
        await using var db = app.Get<Databases>().CreateDbContext();
        return await db.SampleDraws.CountAsync();
    }

    /// <summary>A database that stores the next draw and does not say so.</summary>
    private sealed class UnheardDraw : DbTransactionInterceptor
    {
        private const int Busy = 5;

        public bool Unheard { get; set; }

        public override async Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await base.TransactionCommittedAsync(transaction, eventData, cancellationToken);
            if (Unheard && eventData.Context!.ChangeTracker.Entries<SampleDraw>().Any())
            {
                Unheard = false;
                throw new SqliteException("database is locked", Busy);
            }
        }
    }
}
