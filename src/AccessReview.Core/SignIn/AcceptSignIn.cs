using AccessReview.Core.Directories;

namespace AccessReview.Core.SignIn;

/// <summary>Says who a proven identity is: bound before, bound now by its verified address, the built-in first administrator, or
/// nobody, who then waits for an administrator. Writes down the roles that its claims carry.</summary>
public sealed class AcceptSignIn(BindByAddress bind, FirstAdministrator first, TakeRolesFromClaims takeRoles, WaitingSignIns waiting, WorksHere worksHere)
{
    /// <summary>Accepts or refuses it.</summary>
    public async Task<SignInAnswer> RunAsync(ProvenIdentity proven, CancellationToken cancel)
    {
        var (person, why) = await bind.RunAsync(proven, cancel);
        if (person is { } id && !await worksHere.RunAsync(id, cancel))
        {
            (person, why) = (null, WhyNotBound.HasLeft);
        }

        if (person is { } bound)
        {
            await first.NameAsync(bound, proven, cancel);
            await takeRoles.RunAsync(bound, proven.Roles, cancel);
            return new SignInAnswer(bound, FirstAdministrator: false, null, null);
        }

        var enters = why switch
        {
            WhyNotBound.NobodyKnown or WhyNotBound.SeveralPeople => await first.EnterAsync(proven, cancel),
            WhyNotBound.HasLeft => await first.EnterAlthoughGoneAsync(proven, cancel),
            _ => false,
        };
        return enters
            ? new SignInAnswer(null, FirstAdministrator: true, null, null)
            : new SignInAnswer(null, FirstAdministrator: false, why, why == WhyNotBound.HasLeft ? null : await waiting.KeepAsync(proven, why!.Value, cancel));
    }
}
