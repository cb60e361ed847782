using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace AccessReview.Web.Setup;

/// <summary>How many connected pages each person has open.</summary>
internal sealed class OpenCircuits
{
    /// <summary>The most a person may have open at once; each costs the server a megabyte or two.</summary>
    public const int Most = 20;

    private readonly ConcurrentDictionary<string, int> open = new();

    /// <summary>Pages connected now, of everybody.</summary>
    public int Total => open.Values.Sum();

    /// <summary>Counts one more, unless they have the most already.</summary>
    public bool Opened(string who)
    {
        if (open.AddOrUpdate(who, 1, (_, count) => count + 1) <= Most)
        {
            return true;
        }

        Closed(who);
        return false;
    }

    /// <summary>Counts one less.</summary>
    public void Closed(string who) => open.AddOrUpdate(who, 0, (_, count) => count - 1);
}

/// <summary>Refuses a person's next page when very many are open already.</summary>
internal sealed class CircuitsPerPerson(OpenCircuits circuits, AuthenticationStateProvider signIn) : CircuitHandler
{
    private string? who;
    private bool counted;

    /// <inheritdoc/>
    public override async Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        who ??= (await signIn.GetAuthenticationStateAsync()).User is { } user ? Actors.Of(user)?.Key ?? "nobody" : "nobody";
        counted = counted || circuits.Opened(who);
        if (!counted)
        {
            throw new InvalidOperationException($"{who} has more than {OpenCircuits.Most} pages open.");
        }
    }

    /// <inheritdoc/>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        // The framework says so of a refused page too, and again when a lost one is given up.
        if (counted)
        {
            counted = false;
            circuits.Closed(who!);
        }

        return Task.CompletedTask;
    }
}
