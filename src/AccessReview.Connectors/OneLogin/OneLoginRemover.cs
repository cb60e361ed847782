using AccessReview.Connectors.Http;

namespace AccessReview.Connectors.OneLogin;

/// <summary>Takes a person out of a role of OneLogin. An application that a person has without a role cannot be taken away through a
/// documented call.</summary>
public sealed class OneLoginRemover(ConnectorHttp http, OneLoginSettings settings, TimeProvider time) : IRemovesAccess
{
    private readonly RestCalls calls = OneLoginCalls.Of(http, settings, time);

    /// <inheritdoc/>
    public bool Can(RemovalAct act) => act is RemovalAct.DirectoryMember;

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RemovalAct act) => act is RemovalAct.DirectoryMember member
        ? [$"GET /api/2/{Users(member)}", $"DELETE /api/2/{Users(member)} [{member.PersonId}]", $"GET /api/2/{Users(member)}"]
        : [];

    /// <inheritdoc/>
    public Task<RemovalProof> RemoveAsync(RemovalAct act, CancellationToken cancel) => calls.ProveAsync(proven => RemoveAsync(proven, act, cancel));

    private async Task<RemovalProof> RemoveAsync(RestCalls proven, RemovalAct act, CancellationToken cancel)
    {
        var member = act as RemovalAct.DirectoryMember ?? throw new ArgumentOutOfRangeException(nameof(act), act, "OneLogin has no such access.");
        var before = await HoldersAsync(proven, member, cancel);
        if (!before.TryGetValue(member.PersonId, out var written))
        {
            return proven.Proof(RemovalEffect.AlreadyGone);
        }

        // The list of whom to take out is in the body, each as OneLogin itself wrote them.
        var answer = await proven.SendAsync(HttpMethod.Delete, Users(member), $"[{written}]", null, cancel);
        var trouble = answer.IsSuccess || answer.Status == 404 ? null : answer.Fault(calls.Who, "take the person out of the role");
        if (trouble is not null && answer.Status < 500)
        {
            throw trouble;
        }

        // After an error of its own OneLogin may have done it all the same: the state says, not the status. A role that a mapping
        // gives comes back; and nobody else may be missing from it, as they would be if the body were lost on the way.
        var after = await HoldersAsync(proven, member, cancel);
        if (before.Keys.Any(p => p != member.PersonId && !after.ContainsKey(p)))
        {
            return proven.Proof(RemovalEffect.TooMuch);
        }

        return !after.ContainsKey(member.PersonId) ? proven.Proof(RemovalEffect.Done) : trouble is null ? proven.Proof(RemovalEffect.StillThere) : throw trouble;
    }

    // Everybody who holds the role: their id, and how it is written in JSON. Nobody does if there is no such role.
    private static async Task<Dictionary<string, string>> HoldersAsync(RestCalls calls, RemovalAct.DirectoryMember act, CancellationToken cancel)
    {
        var (first, holders, seen) = ($"{Users(act)}?limit=100", new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        string? cursor = null;
        do
        {
            var answer = await calls.GetAsync(OneLoginCalls.Page(first, cursor), cancel);
            if (answer.Status == 404 && cursor is null)
            {
                return holders;
            }

            using var json = answer.IsSuccess ? answer.Json(calls.Who) : throw answer.Fault(calls.Who, "read the users of the role");
            foreach (var user in OneLoginCalls.Records(json.RootElement, "users").Where(OneLoginCalls.Holds))
            {
                if (user.Id("id") is { } id)
                {
                    holders[id] = user.Get("id")!.Value.GetRawText();
                }
            }

            cursor = OneLoginCalls.Next(answer);
            if (cursor is not null && !seen.Add(cursor))
            {
                throw new ConnectorException(ConnectorFault.Malformed, $"{calls.Who} led to a page that was read already, when asked to read the users of the role.");
            }
        }
        while (cursor is not null);

        return holders;
    }

    private static string Users(RemovalAct.DirectoryMember act) => $"roles/{OneLoginCalls.Encoded(act.GroupId)}/users";
}
