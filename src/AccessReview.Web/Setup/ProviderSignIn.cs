using System.Text;
using AccessReview.Core;
using AccessReview.Core.Persistence;
using AccessReview.Core.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace AccessReview.Web.Setup;

/// <summary>Makes a session of what the provider proved, or says why there is none.</summary>
internal sealed partial class ProviderSignIn(
    AcceptSignIn accept, SessionStart start, SignInOptions options, Databases databases, IDataProtectionProvider protection, TimeProvider time, ILogger<ProviderSignIn> log)
{
    /// <summary>What the provider's token is protected for while a session lasts.</summary>
    public const string HintPurpose = "sign-out-hint";

    /// <summary>What a way to the provider carries that is only to prove once more who somebody is.</summary>
    public const string AgainKey = "again";

    /// <summary>What a way to the provider carries of the browser that set out: the session it had.</summary>
    public const string SessionKey = "session";

    /// <summary>The provider's answer holds: whose is it?</summary>
    public async Task ReceivedAsync(TicketReceivedContext context)
    {
        var cancel = context.HttpContext.RequestAborted;
        if (context.Principal is null || ProvenClaims.Of(context.Principal, options) is not { } proven)
        {
            Refuse(context, WhyRefused.NoSubject, failure: null);
            return;
        }

        if (context.Principal.HasClaim(claim => claim.Type is "_claim_names" or "hasgroups"))
        {
            LogTooManyGroups(options.RoleClaim);
        }

        var answer = await accept.RunAsync(proven, cancel);
        if (answer.Why == WhyNotBound.HasLeft)
        {
            Refuse(context, WhyRefused.HasLeft, failure: null);
            return;
        }

        var provedAt = ProvenClaims.ProvedAt(context.Principal);
        var hint = context.HttpContext.Items[nameof(ProviderSignIn)] is string token
            ? protection.CreateProtector(HintPurpose).Protect(Encoding.UTF8.GetBytes(token)) : null;
        context.Principal = answer switch
        {
            { PersonId: { } person } => SignInClaims.OfPerson(person, databases.Current, proven.Method),
            { FirstAdministrator: true } => SignInClaims.OfFirstAdministrator(databases.Current, proven.Method),
            _ => SignInClaims.OfNobody(answer.WaitingId!.Value, databases.Current, proven.Method),
        };
        var (before, proof) = (context.Properties?.GetString(SessionKey), provedAt ?? Chosen(proven.Issuer));
        if (before is not null && context.Properties?.GetString(AgainKey) is not null && await start.ProvedAsync(context.Principal, before, proof, cancel) is { } goesOn)
        {
            context.Principal = goesOn;
            if (proof is null)
            {
                context.ReturnUri = Links.Proved(untold: true);
                LogUntold();
            }
        }
        else
        {
            await start.RunAsync(context.Principal, before, hint, cancel, provedAt);
        }

        context.Properties = new AuthenticationProperties();
        context.ReturnUri = answer.WaitingId is null ? context.ReturnUri : Links.NotBound();
        LogSignedIn(proven.Method, answer.PersonId, answer.Why);
    }

    // Google never says when it was: that they chose their account there once more is all there is. Of any other provider nobody knows then whether it
    // asked them again.
    private DateTime? Chosen(string issuer) => issuer == ProviderSetup.Google ? time.Now() : null;

    /// <summary>The provider's answer does not hold, or there is none.</summary>
    public Task FailedAsync(RemoteFailureContext context)
    {
        Refuse(context, RefusalReason.Of(context.Failure), context.Failure);
        return Task.CompletedTask;
    }

    private void Refuse(HandleRequestContext<RemoteAuthenticationOptions> context, WhyRefused why, Exception? failure)
    {
        // Types and closed codes only: messages may hold what the provider knows of a person.
        var reference = Guid.NewGuid().ToString("N")[..8];
        LogRefused(reference, why, string.Join(" < ", Causes(failure)));
        context.Response.Redirect(Links.SignInRefused(why, reference));
        context.HandleResponse();
    }

    private static IEnumerable<string> Causes(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause.Data["error"] is string { Length: < 64 } code ? $"{cause.GetType().Name} ({code.ReplaceLineEndings("")})" : cause.GetType().Name;
        }
    }

    [LoggerMessage(10, LogLevel.Information, "A sign-in by {Method} is of person {PersonId}; not bound: {Why}.")]
    private partial void LogSignedIn(Core.AuthenticationMethod method, long? personId, WhyNotBound? why);

    [LoggerMessage(11, LogLevel.Warning, "The sign-in {Reference} was refused: {Why}. {Causes}")]
    private partial void LogRefused(string reference, WhyRefused why, string causes);

    [LoggerMessage(12, LogLevel.Warning, "The provider left groups out of a sign-in because there are too many, so roles by the claim {RoleClaim} may be missing. Send app roles, or only the groups assigned to the application.")]
    private partial void LogTooManyGroups(string roleClaim);

    [LoggerMessage(14, LogLevel.Warning, "The provider does not say when people proved who they are (the claim auth_time of the ID token), so nobody can sign a statement.")]
    private partial void LogUntold();
}
