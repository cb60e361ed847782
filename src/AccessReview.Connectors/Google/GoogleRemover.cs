using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Google;

/// <summary>Takes a person out of a group of a Google Workspace. Access to an application that no group gives cannot be taken away
/// through the Directory API.</summary>
public sealed class GoogleRemover(ConnectorHttp http, GoogleSettings settings, TimeProvider time) : IRemovesAccess
{
    private const string StillIn = "Google still has them in the group, as it has whoever is in a group within it: take them out of that one.";

    private readonly RestCalls calls = GoogleCalls.Of(http, settings, time, GoogleCalls.Removing);

    /// <inheritdoc/>
    public bool Can(RemovalAct act) => act is RemovalAct.DirectoryMember;

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RemovalAct act) => act is RemovalAct.DirectoryMember member
        ? [$"GET /admin/directory/v1/{HasMember(member)}", $"DELETE /admin/directory/v1/{Member(member)}", $"GET /admin/directory/v1/{HasMember(member)}"]
        : [];

    /// <inheritdoc/>
    public Task<RemovalProof> RemoveAsync(RemovalAct act, CancellationToken cancel) => calls.ProveAsync(proven => RemoveAsync(proven, act, cancel));

    private static async Task<RemovalProof> RemoveAsync(RestCalls proven, RemovalAct act, CancellationToken cancel)
    {
        var member = act as RemovalAct.DirectoryMember ?? throw new ArgumentOutOfRangeException(nameof(act), act, "Google Workspace has no such access.");
        if (!await IsMemberAsync(proven, member, cancel))
        {
            return proven.Proof(RemovalEffect.AlreadyGone);
        }

        var answer = await proven.SendAsync(HttpMethod.Delete, Member(member), null, null, cancel);
        var trouble = answer.IsSuccess || answer.Status == 404 ? null : GoogleCalls.Fault(answer, "take the member out");
        if (trouble is not null && answer.Status < 500)
        {
            throw trouble;
        }

        // After an error of its own Google may have done it all the same: the state says, not the status. Who is in the group through
        // another group in it is still a member.
        return !await IsMemberAsync(proven, member, cancel) ? proven.Proof(RemovalEffect.Done) : trouble is null ? proven.Proof(RemovalEffect.StillThere) with { Why = StillIn } : throw trouble;
    }

    private static async Task<bool> IsMemberAsync(RestCalls calls, RemovalAct.DirectoryMember act, CancellationToken cancel)
    {
        var answer = await calls.GetAsync(HasMember(act), cancel);
        if (answer.Status == 404)
        {
            return false;
        }

        using var json = answer.IsSuccess ? answer.Json(calls.Who) : throw GoogleCalls.Fault(answer, "read the membership");
        return json.RootElement.Flag("isMember")
            ?? throw new ConnectorException(ConnectorFault.Malformed, $"{calls.Who} did not say whether the person is a member.");
    }

    private static string HasMember(RemovalAct.DirectoryMember act) => $"groups/{GoogleCalls.Encoded(act.GroupId)}/hasMember/{GoogleCalls.Encoded(act.PersonId)}";

    private static string Member(RemovalAct.DirectoryMember act) => $"groups/{GoogleCalls.Encoded(act.GroupId)}/members/{GoogleCalls.Encoded(act.PersonId)}";
}
