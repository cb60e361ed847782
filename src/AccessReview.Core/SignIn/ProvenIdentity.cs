using AccessReview.Core.Roles;

namespace AccessReview.Core.SignIn;

/// <summary>What a provider proved of somebody, in one form whichever provider it was.</summary>
/// <param name="Method">How.</param>
/// <param name="Issuer">The provider, as its tokens name it.</param>
/// <param name="Subject">Who, as the provider names them for good: never an address.</param>
/// <param name="VerifiedAddresses">Addresses the provider vouches for.</param>
/// <param name="ShownAddress">The address an administrator is shown, vouched for or not; empty when there is none.</param>
/// <param name="Name">The name it came with; empty when none.</param>
/// <param name="Roles">The roles that its claims map to.</param>
public sealed record ProvenIdentity(
    AuthenticationMethod Method, string Issuer, string Subject, IReadOnlyList<string> VerifiedAddresses, string ShownAddress, string Name, Role Roles);

/// <summary>What the product made of a proven identity: a person, the built-in first administrator, or nobody.</summary>
/// <param name="PersonId">The person it is bound to.</param>
/// <param name="FirstAdministrator">The built-in first administrator: nobody is one yet, and the configuration names this address.</param>
/// <param name="Why">Why it is neither.</param>
/// <param name="WaitingId">Where it waits then.</param>
public sealed record SignInAnswer(long? PersonId, bool FirstAdministrator, WhyNotBound? Why, long? WaitingId);

/// <summary>What the configuration says about signing in.</summary>
/// <param name="FirstAdministrator">The address of the first administrator; null when none is named.</param>
public sealed record SignInRules(string? FirstAdministrator);
