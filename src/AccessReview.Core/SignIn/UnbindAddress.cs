using AccessReview.Core.Audit;
using AccessReview.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.SignIn;

/// <summary>Takes every sign-in from the one person who has an address, at the word of whoever runs the server: the way back where the only
/// administrator's account was made anew at the provider, and nobody is left who could unbind the old one. The address then binds the new one.</summary>
public sealed class UnbindAddress(Change change)
{
    /// <summary>Unbinds them; gives how many.</summary>
    /// <param name="address">The address, as the newest staff lists have it.</param>
    /// <param name="reason">Why; it is kept with the record.</param>
    /// <param name="cancel">Stops before the next one.</param>
    public async Task<Outcome<int>> RunAsync(string address, string reason, CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= PrivateText.MaxLength })
        {
            return new Problem("sign-in.reason", $"A reason has 1 to {PrivateText.MaxLength} characters.");
        }

        for (var count = 0; ; count++)
        {
            var taken = await OneAsync(address, reason.Trim(), cancel);
            if (!taken.IsOk)
            {
                return taken.Problem;
            }

            if (!taken.Value)
            {
                return count > 0 ? count : new Problem("sign-in.none", $"No sign-in is bound to who has the address {address}, so it binds the next one that proves it. Nothing was changed.");
            }
        }
    }

    /// <summary>Unbinds one, as a command records one event; false when there is none left.</summary>
    private Task<Outcome<bool>> OneAsync(string address, string reason, CancellationToken cancel) =>
        change.RunAsync<bool>(Guid.NewGuid(), Actor.Product, nameof(UnbindAddress), async (scope, token) =>
        {
            var people = await AddressHolders.FindAsync(scope.Db, [address], token);
            if (people is not [var person])
            {
                return new Problem("sign-in.address", $"{(people.Count == 0 ? "Nobody has" : "Several people have")} the address {address} by the newest staff lists. Nothing was changed.");
            }

            if (await scope.Db.SignInIdentities.Where(i => i.PersonId == person && i.Active).OrderBy(i => i.Id).FirstOrDefaultAsync(token) is not { } identity)
            {
                return false;
            }

            await UnbindSignIn.TakeAsync(scope, identity, scope.Keep(reason), token);
            return true;
        }, cancel);
}
