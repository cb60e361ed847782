using AccessReview.Core.Extracts;

namespace AccessReview.Core.Matching;

/// <summary>The explained link from an account to a person.</summary>
/// <param name="Kind">How.</param>
/// <param name="Person">The person as read, where exactly one is meant and the newest readings have them. Kept for a declared
/// account whose address is somebody's too, so that they never review it.</param>
/// <param name="PersonId">The person; also set for a link by hand to somebody the newest readings no longer have.</param>
/// <param name="Candidates">Who could be meant, for <see cref="MatchKind.Several"/> and for a declared account: none of them reviews it.</param>
public sealed record AccountMatch(MatchKind Kind, KnownPerson? Person, long? PersonId, IReadOnlyList<KnownPerson> Candidates);

/// <summary>Links accounts to people. Pure: readings in, links out. What was said by hand comes first, then an id that both sides
/// know, the work address, another address; several are shown and never guessed, and so are the person whom a directory lets into the
/// account and another one whose address it bears.</summary>
public sealed class Matcher
{
    private readonly IReadOnlyList<KnownPerson> people;
    private readonly Dictionary<long, int> byPerson;
    private readonly Places<string> byEmployee;
    private readonly Places<string> byWork;
    private readonly Places<string> byOther = new(0);
    private readonly Places<string> byGrant = new(0);
    private readonly IReadOnlyDictionary<long, long> byHand;
    private readonly IReadOnlySet<long> declared;

    /// <summary>Indexes what is known: places in the list, so that a packed list of people stays packed.</summary>
    /// <param name="people">Everybody once, as the newest readings have them.</param>
    /// <param name="addresses">The addresses they are known by.</param>
    /// <param name="byHand">Account to person, as said by hand.</param>
    /// <param name="declared">Accounts declared to be no employee's.</param>
    /// <param name="granted">Whom directories let into which accounts.</param>
    public Matcher(
        IReadOnlyList<KnownPerson> people, IEnumerable<KnownAddress> addresses, IReadOnlyDictionary<long, long> byHand, IReadOnlySet<long> declared, IEnumerable<GrantedAccount> granted)
    {
        (this.people, this.byHand, this.declared) = (people, byHand, declared);
        (byPerson, byEmployee, byWork) = (new Dictionary<long, int>(people.Count), new Places<string>(people.Count), new Places<string>(people.Count));
        var byRecord = new Dictionary<long, int>(people.Count);
        for (var place = 0; place < people.Count; place++)
        {
            var person = people[place];
            byPerson[person.PersonId] = byRecord[person.RecordId] = place;
            if (person.EmployeeKey.Length > 0)
            {
                byEmployee.Add(person.EmployeeKey, place);
            }
        }

        foreach (var address in addresses.Where(a => a.EmailKey.Length > 0))
        {
            (address.Kind == AddressKind.Work ? byWork : byOther).Add(address.EmailKey, byRecord[address.RecordId]);
        }

        foreach (var account in granted)
        {
            if (byPerson.TryGetValue(account.PersonId, out var place))
            {
                byGrant.Add(account.SourceId, place);
            }
        }
    }

    /// <summary>The person as the newest readings have them; null when they do not.</summary>
    public KnownPerson? Find(long? personId) => personId is { } id && byPerson.TryGetValue(id, out var place) ? people[place] : null;

    /// <summary>Whose account it is.</summary>
    public AccountMatch Match(ReadAccount account)
    {
        if (declared.Contains(account.AccountId))
        {
            // Of a declared account one person is kept: where a directory and the address name two, the one whom the account itself names. It could be
            // either's.
            var meant = ByFacts(account);
            var named = meant.PersonId is null ? ByItself(account) : meant;
            return new AccountMatch(MatchKind.Declared, named.Person, named.PersonId, meant.Candidates);
        }

        return byHand.TryGetValue(account.AccountId, out var person) ? new AccountMatch(MatchKind.ByHand, Find(person), person, []) : ByFacts(account);
    }

    private AccountMatch ByFacts(ReadAccount account)
    {
        var own = ByItself(account);
        return At(byGrant.Of(account.SourceId)) switch
        {
            [] => own,
            [var one] when own.Kind == MatchKind.Nobody || own.PersonId == one.PersonId || own.Candidates.Any(c => c.PersonId == one.PersonId) => Link(MatchKind.Id, one),
            var letIn => new AccountMatch(MatchKind.Several, null, null, [.. letIn.Concat(own.Candidates).Append(own.Person).OfType<KnownPerson>().DistinctBy(p => p.PersonId)]),
        };
    }

    private AccountMatch ByItself(ReadAccount account)
    {
        var address = ByAddress(account.EmailKey);
        var known = At(byEmployee.Of(TextKey.Of(account.SourceKey))) is { Count: > 0 } first ? first : At(byEmployee.Of(TextKey.Of(account.SourceId)));

        // An application's own numbers can run like employee numbers: an id links only where address and name do not speak against it.
        return known switch
        {
            [] => address,
            [var one] when address.PersonId == one.PersonId => Link(MatchKind.Id, one),
            [var one] when address.Kind == MatchKind.Nobody && account.EmailKey.Length == 0 && (account.NameSort.Length == 0 || IsNamed(account, one)) => Link(MatchKind.Id, one),
            [var one] when address.Kind == MatchKind.Nobody && account.NameSort.Length > 0 && IsNamed(account, one) => Link(MatchKind.Id, one),
            [var one] when address.Candidates.Any(c => c.PersonId == one.PersonId) => Link(MatchKind.Id, one),
            _ => address,
        };
    }

    private AccountMatch ByAddress(string emailKey) =>
        At(byWork.Of(emailKey)) is { Count: > 0 } work ? OneOf(MatchKind.Email, work)
        : At(byOther.Of(emailKey)) is { Count: > 0 } other ? OneOf(MatchKind.OtherAddress, other)
        : new AccountMatch(MatchKind.Nobody, null, null, []);

    private List<KnownPerson> At(IReadOnlyList<int> places) => [.. places.Select(place => people[place])];

    // Readings of an earlier release have another key of some names (TextKey.FormerSort), of which this makes today's.
    private static bool IsNamed(ReadAccount account, KnownPerson person) => TextKey.Sort(account.NameSort) == TextKey.Sort(person.NameSort);

    private static AccountMatch OneOf(MatchKind kind, List<KnownPerson> people) =>
        people is [var one] ? Link(kind, one) : new AccountMatch(MatchKind.Several, null, null, people);

    private static AccountMatch Link(MatchKind kind, KnownPerson person) => new(kind, person, person.PersonId, []);
}
