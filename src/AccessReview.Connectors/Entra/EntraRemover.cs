using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Entra;

/// <summary>Takes an application away from a person at Microsoft Entra: their own assignments, or the group that gives it.</summary>
public sealed class EntraRemover(ConnectorHttp http, EntraSettings settings, TimeProvider time) : IRemovesAccess
{
    private readonly RestCalls calls = EntraCalls.Of(http, settings, time);

    /// <inheritdoc/>
    public bool Can(RemovalAct act) => act is RemovalAct.AppAssignment or RemovalAct.DirectoryMember;

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RemovalAct act) => act switch
    {
        RemovalAct.AppAssignment own =>
        [
            $"GET /v1.0/{Assignments(own)}", $"DELETE /v1.0/{Assignments(own)}/ each assignment of {own.PersonId}", $"GET /v1.0/{Assignments(own)}",
        ],
        RemovalAct.DirectoryMember member => [$"GET /v1.0/{GroupsOf(member)}", $"DELETE /v1.0/{Member(member)}", $"GET /v1.0/{GroupsOf(member)}"],
        _ => [],
    };

    /// <inheritdoc/>
    public Task<RemovalProof> RemoveAsync(RemovalAct act, CancellationToken cancel) => calls.ProveAsync(proven => RemoveAsync(proven, act, cancel));

    private async Task<RemovalProof> RemoveAsync(RestCalls proven, RemovalAct act, CancellationToken cancel)
    {
        Func<Task<IReadOnlyList<string>>> held = act switch
        {
            RemovalAct.AppAssignment own => () => OwnAsync(proven, own, cancel),
            RemovalAct.DirectoryMember member => () => MembershipAsync(proven, member, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Microsoft Entra ID has no such access."),
        };
        var paths = await held();
        if (paths.Count == 0)
        {
            return proven.Proof(RemovalEffect.AlreadyGone);
        }

        ConnectorException? trouble = null;
        foreach (var path in paths)
        {
            var answer = await proven.SendAsync(HttpMethod.Delete, path, null, null, cancel);
            if (!answer.IsSuccess && answer.Status != 404)
            {
                trouble = answer.Fault(calls.Who, "take the access away");
                if (answer.Status < 500)
                {
                    throw trouble;
                }
            }
        }

        // After an error of its own Graph may have done it all the same: the state says, not the status. And what it let through it may show for a while
        // yet, for the copy that answers is not always the one that was asked: whether it is gone only a later answer says.
        return (await held()).Count == 0 ? proven.Proof(RemovalEffect.Done)
            : throw trouble ?? new ConnectorException(ConnectorFault.Unavailable, $"{calls.Who} let it through, and showed it as there right after, which it may do for a while.");
    }

    // What a group gives is not the person's own, and stays: its assignment is everybody's in it.
    private static async Task<IReadOnlyList<string>> OwnAsync(RestCalls calls, RemovalAct.AppAssignment act, CancellationToken cancel) =>
    [
        .. (await EntraCalls.AllAsync(calls, Assignments(act), "read the assignments", cancel) ?? [])
            .Where(a => a.Text("principalType") == "User" && a.Id("principalId") == act.PersonId)
            .Select(a => a.Id("id")).OfType<string>().Select(id => $"{Assignments(act)}/{EntraCalls.Encoded(id)}"),
    ];

    // Only direct members are let in by a group: who is in a group of the group has nothing of it to lose.
    private static async Task<IReadOnlyList<string>> MembershipAsync(RestCalls calls, RemovalAct.DirectoryMember act, CancellationToken cancel) =>
        (await EntraCalls.AllAsync(calls, $"{GroupsOf(act)}?$select=id&$top=999", "read the groups", cancel) ?? []).Any(g => g.Id("id") == act.GroupId) ? [Member(act)] : [];

    private static string Assignments(RemovalAct.AppAssignment act) => $"servicePrincipals/{EntraCalls.Encoded(act.AppId)}/appRoleAssignedTo";

    private static string GroupsOf(RemovalAct.DirectoryMember act) => $"users/{EntraCalls.Encoded(act.PersonId)}/memberOf";

    // Without /$ref the same request deletes the person from the directory.
    private static string Member(RemovalAct.DirectoryMember act) => $"groups/{EntraCalls.Encoded(act.GroupId)}/members/{EntraCalls.Encoded(act.PersonId)}/$ref";
}
