using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.Okta;

/// <summary>Takes an application away from a person at Okta: their own assignment, or the group that gives it.</summary>
public sealed class OktaRemover(ConnectorHttp http, OktaSettings settings) : IRemovesAccess
{
    /// <inheritdoc/>
    public bool Can(RemovalAct act) => act is RemovalAct.AppAssignment or RemovalAct.DirectoryMember;

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RemovalAct act) => act switch
    {
        RemovalAct.AppAssignment assigned => [$"GET /api/v1/{App(assigned)}", $"DELETE /api/v1/{App(assigned)}", $"GET /api/v1/{App(assigned)}"],
        RemovalAct.DirectoryMember member => [$"GET /api/v1/{GroupsOf(member)}", $"DELETE /api/v1/{Member(member)}", $"GET /api/v1/{GroupsOf(member)}"],
        _ => [],
    };

    /// <inheritdoc/>
    public Task<RemovalProof> RemoveAsync(RemovalAct act, CancellationToken cancel) => OktaCalls.Of(http, settings).ProveAsync(calls => RemoveAsync(calls, act, cancel));

    private static async Task<RemovalProof> RemoveAsync(RestCalls calls, RemovalAct act, CancellationToken cancel)
    {
        var (holds, path) = act switch
        {
            RemovalAct.AppAssignment assigned => (new Func<Task<bool>>(() => IsAssignedAsync(calls, assigned, cancel)), App(assigned)),
            RemovalAct.DirectoryMember member => (() => IsMemberAsync(calls, member, cancel), Member(member)),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Okta has no such access."),
        };
        if (!await holds())
        {
            return calls.Proof(RemovalEffect.AlreadyGone);
        }

        var answer = await calls.SendAsync(HttpMethod.Delete, path, null, null, cancel);
        // After an error of its own Okta may have done it all the same: the state says, not the status.
        if (!answer.IsSuccess && answer.Status is not 404 and < 500)
        {
            throw OktaCalls.Fault(answer, "take the access away");
        }

        var stays = await holds();
        return stays && answer.Status >= 500 ? throw OktaCalls.Fault(answer, "take the access away") : calls.Proof(stays ? RemovalEffect.StillThere : RemovalEffect.Done);
    }

    // An assignment that a group gives is not the person's own: deleting it would do nothing.
    private static async Task<bool> IsAssignedAsync(RestCalls calls, RemovalAct.AppAssignment act, CancellationToken cancel)
    {
        var answer = await calls.GetAsync(App(act), cancel);
        if (answer.Status == 404)
        {
            return false;
        }

        using var json = answer.IsSuccess ? answer.Json(calls.Who) : throw OktaCalls.Fault(answer, "read the assignment");
        return json.RootElement.Text("scope") is { } scope ? scope != "GROUP"
            : throw new ConnectorException(ConnectorFault.Malformed, $"{calls.Who} did not say whose the assignment is.");
    }

    private static async Task<bool> IsMemberAsync(RestCalls calls, RemovalAct.DirectoryMember act, CancellationToken cancel)
    {
        var path = (string?)GroupsOf(act);
        while (path is not null)
        {
            var answer = await calls.GetAsync(path, cancel);
            if (answer.Status == 404)
            {
                return false;
            }

            using var json = answer.IsSuccess ? answer.Json(calls.Who) : throw OktaCalls.Fault(answer, "read the groups");
            if (OktaCalls.Records(json.RootElement, "groups").Exists(g => g.Id("id") == act.GroupId))
            {
                return true;
            }

            path = OktaCalls.Next(answer) is { } next ? calls.Follow(next) : null;
        }

        return false;
    }

    private static string App(RemovalAct.AppAssignment act) => $"apps/{OktaCalls.Encoded(act.AppId)}/users/{OktaCalls.Encoded(act.PersonId)}";

    private static string GroupsOf(RemovalAct.DirectoryMember act) => $"users/{OktaCalls.Encoded(act.PersonId)}/groups";

    private static string Member(RemovalAct.DirectoryMember act) => $"groups/{OktaCalls.Encoded(act.GroupId)}/users/{OktaCalls.Encoded(act.PersonId)}";
}
