using System.Globalization;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;

namespace AccessReview.Web.Verbs;

/// <summary>The verb <c>unbind</c>: lets an address bind anew, where no administrator is left who could unbind its sign-in.</summary>
internal static class UnbindVerb
{
    private const string Reason = "--reason";

    public static Verb Verb { get; } = new(
        "unbind", "ADDRESS", [new(Reason, "TEXT", "why; it is written to the record")],
        "takes the sign-ins from the person with this address, so that it binds the next one that proves it; the product must be stopped", RunAsync);

    private static async Task<int> RunAsync(VerbCall call)
    {
        var (services, options) = call.Open();
        await using var held = services;
        if (VerbCall.NoDatabase(services, options) is { } missing)
        {
            return await call.RefuseAsync(missing);
        }

        if (string.IsNullOrWhiteSpace(call.Flag(Reason)))
        {
            await call.SayAsync($"Nothing was changed. Say why: {Reason} \"...\"");
            return ExitCodes.Incomplete;
        }

        if ((await services.GetRequiredService<StartUp>().RunAsync(CancellationToken.None)).Problem is { } refused)
        {
            return await call.RefuseAsync(refused);
        }

        var unbound = await services.GetRequiredService<UnbindAddress>().RunAsync(call.Operand, call.Flag(Reason)!, CancellationToken.None);
        if (!unbound.IsOk)
        {
            return await call.RefuseAsync(unbound.Problem, unbound.Problem.IsForNow ? ExitCodes.CouldNotRun : ExitCodes.Incomplete);
        }

        await call.SayAsync(string.Create(CultureInfo.InvariantCulture, $"unbound {unbound.Value} of {call.Operand}; their sessions ended. Start the product, and let them sign in: that is bound then."));
        return ExitCodes.Ok;
    }
}
