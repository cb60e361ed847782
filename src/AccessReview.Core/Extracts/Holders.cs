using AccessReview.Connectors.Files;

namespace AccessReview.Core.Extracts;

/// <summary>Which line of a users file an assignment means.</summary>
internal sealed class Holders
{
    private readonly FileReading users;
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int> addresses;
    private readonly Dictionary<string, List<int>> shared = new(StringComparer.Ordinal);

    public Holders(FileReading users)
    {
        this.users = users;
        (ids, addresses) = (new Dictionary<string, int>(users.Accounts.Count, StringComparer.Ordinal), new Dictionary<string, int>(users.Accounts.Count, StringComparer.Ordinal));
        for (var place = 0; place < users.Accounts.Count; place++)
        {
            var account = users.Accounts[place].Account;
            if (account.Id is { } id)
            {
                ids.TryAdd(id, place);
            }

            if (account.Email is { } email && TextKey.Of(email) is var key && !addresses.TryAdd(key, place))
            {
                if (!shared.TryGetValue(key, out var places))
                {
                    shared[key] = places = [addresses[key]];
                }

                places.Add(place);
            }
        }
    }

    /// <summary>Whether any account was read with an address.</summary>
    public bool HaveAddresses => addresses.Count > 0;

    /// <summary>Where the account stands that is named by its id, or by an address that it alone has; null when there is none.</summary>
    public int? Find(string account)
    {
        if (ids.TryGetValue(account, out var place))
        {
            return place;
        }

        var key = TextKey.Of(account);
        return ids.TryGetValue(key, out place) || (addresses.TryGetValue(key, out place) && !shared.ContainsKey(key)) ? place : null;
    }

    /// <summary>The accounts that have the address, where several do, by their ids.</summary>
    public IReadOnlyList<string> Sharing(string address) =>
        [.. shared.GetValueOrDefault(TextKey.Of(address), []).Select(place => users.Accounts[place]).Select(l => l.Account.Id is { } id ? $"“{id}”" : $"the one without an id on line {l.Line}")];
}
