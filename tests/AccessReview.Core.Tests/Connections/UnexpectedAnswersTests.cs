using AccessReview.Core.Connections;
using AccessReview.Core.Removals;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Tests.Connections;

/// <summary>An answer that nobody expected fails the removal it was for, and no other.</summary>
public sealed class UnexpectedAnswersTests : ConnectedTests
{
    [Fact]
    public async Task An_answer_of_another_shape_fails_its_own_removal_and_what_comes_after_it_is_carried_out()
    {
        await DueWithOktaAsync("{}", null);
        await database.Get<CarryOutRemovals>().RunAsync(default);
        Assert.Contains("not a list", await FailedAloneAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_expects_is_told_after_every_removal_had_its_turn_and_stops_and_locks_none()
    {
        // A secret that no header takes, which nothing here looks for.
        await DueWithOktaAsync("[]", null);
        await world.Revoked.Run(async (scope, cancel) =>
        {
            var okta = await scope.Db.Connections.Where(c => c.System == ConnectionSystem.Okta).Select(c => c.Id).SingleAsync(cancel);
            (await scope.Db.ConnectionSecrets.AsTracking().SingleAsync(s => s.ConnectionId == okta, cancel)).Sealed = database.Get<ISecretVault>().Seal(okta, "to\nken");
        });
        var told = await Assert.ThrowsAsync<FormatException>(() => database.Get<CarryOutRemovals>().RunAsync(default));
        var why = await FailedAloneAsync();
        Assert.Contains("did not understand the other system’s answer", why, StringComparison.Ordinal);
        Assert.DoesNotContain(told.Message, why, StringComparison.Ordinal);

        await using var db = database.Look();
        Assert.Null(await RemovalUnderWay.ReadAsync(db, default));
        Assert.Equal(0, await database.Get<CarryOutRemovals>().RunAsync(default));
    }

    /// <summary>Sami's removal, which Okta is asked for and answers as said, before Vera's, which is Heap's own; both are due.</summary>
    private async Task DueWithOktaAsync(string body, string? link)
    {
        await world.ReadAsync(await world.ConnectHeapAsync());
        await world.ReadAsync(await world.ConnectOktaAsync());
        foreach (var account in (string[])["Sami", "Vera"])
        {
            await world.Revoked.RevokeAsync(account);
            await world.Revoked.SignOffAsync(account);
        }

        world.Okta.Before = async (context, _) =>
        {
            context.Response.Headers.Link = link;
            await context.Response.WriteAsync(body);
            return true;
        };
        database.Time.Advance(TimeSpan.FromHours(1));
    }

    /// <summary>Why the first failed, once that it was the only one.</summary>
    private async Task<string> FailedAloneAsync()
    {
        Assert.Equal([RemovalState.Failed, RemovalState.Executed], (await world.Revoked.RemovalsAsync()).Select(r => r.State));
        await using var db = database.Look();
        return (await db.RemovalAttempts.SingleAsync(a => a.Result == AttemptResult.Fault)).Why;
    }
}
